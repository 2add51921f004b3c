"""The forms to be signed: what they print of a record, their layout, and where they are written.

A form prints rows of results and of inputs, texts and names; it computes nothing. The libraries for .docx files
(docxtpl, python-docx) are an extra, used only by this package.
"""
