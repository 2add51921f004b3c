"""`index.html`: an ente's year on one page, for whoever opens the folder of results. No person is on it."""

from merito.page.fragment import fragment
from merito.page.index import INDEX, index_page

__all__ = ["INDEX", "fragment", "index_page"]
