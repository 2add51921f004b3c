"""The guard of the public folder: which figures about people its tables may contain."""

from merito.publication.published import published

__all__ = ["published"]
