"""A step over a dossier, columns of figures, and holders of one post, for the blocks of the kit."""

from datetime import date
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

from attrs import evolve

from merito import Dossier, Ente, Position, Results, State, Step
from merito.kit import Axis, Gap, Holding, Series, Tenure, column_of
from merito.numbers import Period
from merito.testing import installed_regulations

POST = Position(id="PO1", type="po")
RULE = next(iter(installed_regulations().stack("national").rulebook.rules.values()))
NO_READINGS: Any = SimpleNamespace()
NO_PARAMETERS: Any = SimpleNamespace(edition="", year=2025, declared={}, provisional={})
FIRST_DAY, LAST_DAY = date(2025, 1, 1), date(2025, 12, 31)


NOT_MEASURED = Gap(State.NOT_MEASURED, "non valutato")
Cell = str | Fraction | None


def column(*cells: Cell, name: str = "", of: Axis | None = None, missing: Gap = NOT_MEASURED) -> Series:
    """A column of figures of P1, P2, ... with this name; None is one that is missing."""
    ids = tuple(f"P{at}" for at in range(1, len(cells) + 1))
    axis = of or Axis("person", ids, ids)
    figures = dict(zip(axis.ids, cells, strict=True))
    read = column_of(axis, lambda one: Fraction(figures[one] or 0), lambda _: (), name)
    return evolve(read, gaps={at: (missing,) for at, cell in enumerate(cells) if cell is None})


def step(dossier: Dossier | None = None, **more: Any) -> Step:
    """A step of a tool, over a dossier of 2025 without rows or the one given; `more` are other parts of it."""
    known = Dossier(ente=Ente(id="x", name="X", regulation="x", kind="municipality"), year=2025)
    rules = {"X-1": evolve(RULE, id="X-1", article="art. 1")}
    parts = {"parameters": NO_PARAMETERS, "tool": "position", "rules": rules, "marked": ("X-1",), **more}
    return Step(dossier=dossier or known, readings=NO_READINGS, given=Results(), as_of=date(2026, 12, 31), **parts)


def held(person: str, first: date = FIRST_DAY, last: date = LAST_DAY) -> Holding:
    own = Tenure(person=person, position=POST, days=Period(first, last), row=POST)
    return Holding(person=person, position=POST, stretches=(own,), rows=(POST,))
