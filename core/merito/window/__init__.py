"""The window: a page on this computer, for the whole year of an office. `merito open` starts it.

Its pages ask the engine in processes of their own, and write the office's files as the commands do. Nothing of Flask
leaves this package.
"""
