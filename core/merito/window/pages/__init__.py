"""The pages, each with what its forms ask for."""

from merito.window.pages.acts import acts
from merito.window.pages.papers import papers
from merito.window.pages.results import results
from merito.window.pages.sheets import sheets
from merito.window.pages.start import start
from merito.window.pages.uploads import tables
from merito.window.pages.whatif import whatif
from merito.window.pages.work import work
from merito.window.pages.year import year

PAGES = (start, year, tables, acts, sheets, results, whatif, papers, work)
