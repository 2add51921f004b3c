"""What of the figures about people may leave `riservato/`: one guard for tables, workbook, pages and terminal."""

from merito.publication.published import Published, published

__all__ = ["Published", "published"]
