"""Marks what was computed in a phase that only `--provisional` has opened."""

from typing import Any, TypeVar

from attrs import evolve

from merito.model.results import RESULT_TABLES, Results
from merito.model.states import State

Row = TypeVar("Row", bound=Any)
MARKED = ("grades", "positions", "scores", "placements", "bands", "rewards", "fund_lines")


def marked(before: Results, after: Results, reason: str, posts: frozenset[str]) -> Results:
    """`after`, with every final figure that was not in `before` made provisional, for that reason.

    What the tools in `posts` pay is not merit, and does not wait for the phase.
    """
    tables: dict[str, tuple[object, ...]] = {}
    for name in RESULT_TABLES:
        if name not in MARKED:
            continue
        old = {id(row) for row in getattr(before, name)}
        rows = getattr(after, name)
        tables[name] = tuple(
            row if id(row) in old or getattr(row, "tool", None) in posts else _mark(row, reason) for row in rows
        )
    return after.replacing(**tables)


def _mark(row: Row, reason: str) -> Row:
    if getattr(row, "state", None) is not State.FINAL:
        return row
    changes: dict[str, object] = {"state": State.PROVISIONAL}
    if hasattr(row, "reason"):
        changes["reason"] = "; ".join(part for part in (reason, row.reason) if part)
    return evolve(row, **changes)
