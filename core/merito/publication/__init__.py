"""The guard: which figures about people may leave `riservato/`, for tables, workbook, pages and terminal."""

from merito.publication.published import Published, published

__all__ = ["Published", "published"]
