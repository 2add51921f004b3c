"""The forms that people sign: what of a record they print, how they are laid out, and where they are written.

A form prints rows of results and of inputs, texts and names; it computes nothing. What lays out and fills .docx files
(docxtpl, python-docx) is an extra, known to this room alone.
"""
