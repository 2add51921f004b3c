"""Where a sheet and the office differ: if the sheet holds, the office's own cell gets its value.

The row stays where it is, with the columns that a sheet does not have; what it was is kept, as with every table.
"""

from collections.abc import Iterable
from itertools import groupby

from attrs import evolve

from merito.collection.came_back import Given, Returned
from merito.collection.forms import Asked
from merito.collection.kept import cell_text
from merito.workspace.exchange.composed import NewContent, composed
from merito.workspace.exchange.held import tables_at
from merito.workspace.exchange.proposed import as_it_is, with_cell
from merito.workspace.exchange.site import Site
from merito.workspace.returned_sheets import EVALUATIONS, RATINGS

POINTS = "points"


def corrected(given: Iterable[Given], site: Site) -> tuple[NewContent, ...]:
    """The tables of the office with the values of sheets in their cells.

    Raises ExchangeError if one of them cannot be written so.
    """

    def table_of(one: Given) -> tuple[str, str, str]:
        source = one.asked.source
        return (RATINGS if isinstance(one.asked, Asked) else EVALUATIONS, source.file, source.sheet)

    found = []
    for (name, file, sheet), cells in groupby(sorted(given, key=table_of), key=table_of):
        held = next(one for one in tables_at(site, name) if (one.shown, one.sheet) == (file, sheet))
        proposed = as_it_is(held)
        for one in cells:
            column = POINTS if isinstance(one.asked, Asked) else one.asked.column.name
            proposed = with_cell(proposed, one.asked.source.row, column, cell_text(one.value, held.locale))
        found.append(composed(proposed, site))
    return tuple(found)


def without_office_s(found: Returned) -> Returned:
    """What came back, without the values that the office has otherwise."""
    return evolve(found, rows=tuple(one for one in found.rows if not one.is_contested))
