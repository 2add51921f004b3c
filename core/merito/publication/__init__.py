"""The guard of the public folder: which figures about people its tables may contain."""

from merito.publication.published import published, told
from merito.publication.tables import Published

__all__ = ["Published", "published", "told"]
