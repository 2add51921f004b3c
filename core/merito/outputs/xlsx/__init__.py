"""Writes .xlsx files from columns of typed cells, an order of magnitude faster than a library that works cell by cell.

It has only what an office needs of a result table: frozen headers, a filter, widths, Italian formats of days and
numbers, pages that fit one sheet in width and repeat the headers. The same sheets give the same bytes.
"""

from merito.outputs.xlsx.package import book
from merito.outputs.xlsx.sheet import Entry, Given, Sheet, letters

__all__ = ["Entry", "Given", "Sheet", "book", "letters"]
