"""Writes .xlsx files: columns of typed cells, an order faster than a library that takes one cell at a time.

What an office needs of a table of results, and nothing more: heads that stay in view, a filter, widths, Italian formats
of days and numbers, pages that print across one sheet with the heads repeated. The same sheets give the same bytes.
"""

from merito.outputs.xlsx.package import book
from merito.outputs.xlsx.sheet import Entry, Given, Sheet

__all__ = ["Entry", "Given", "Sheet", "book"]
