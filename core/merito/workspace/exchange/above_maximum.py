"""Points above the maximum of their own row, which no regulation takes: told while the office still has the file."""

from collections.abc import Iterator
from decimal import Decimal

from merito.model.language import in_words
from merito.model.messages import say
from merito.workspace.cells import CellError
from merito.workspace.columns import read_cell
from merito.workspace.exchange.changes import pairs
from merito.workspace.exchange.held import Line
from merito.workspace.exchange.proposed import Fault, Proposed
from merito.workspace.problems import Problem

POINTS, MOST = "points", "max"


def above_maximum(proposed: Proposed) -> Iterator[Fault]:
    """The new or changed rows with more points than their maximum."""
    if not {POINTS, MOST} <= set(proposed.columns):
        return
    at, most = proposed.columns.index(POINTS), proposed.columns.index(MOST)
    for before, after in pairs(proposed):
        if after is None or (before is not None and before.cells == after.cells):
            continue
        points, limit = _number(proposed, after, POINTS), _number(proposed, after, MOST)
        if points is not None and limit is not None and points > limit:
            problem = Problem(
                proposed.held.source(after.number),
                in_words(say("sono più del massimo della riga")),
                column=proposed.heads[at],
                found=after.cells[at],
                expected=in_words(say("al massimo {most}", most=after.cells[most])),
            )
            yield Fault(problem, after.number, POINTS)


def _number(proposed: Proposed, line: Line, name: str) -> Decimal | None:
    text = line.cells[proposed.columns.index(name)]
    try:
        value = read_cell(proposed.held.table.columns[name], text, proposed.held.locale, proposed.matched)
    except CellError:
        return None
    return value if isinstance(value, Decimal) else None
