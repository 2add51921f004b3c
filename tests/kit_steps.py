"""A step over a dossier without rows, and holders of one post, for the blocks of the kit."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from merito import Dossier, Ente, Position, Results, Step
from merito.contract.rulebook import Readings, Rule
from merito.kit import Holding, Tenure
from merito.numbers import Period

POST = Position(id="PO1", type="po")
NO_PARAMETERS: Any = SimpleNamespace(edition="", year=2025)
FIRST_DAY, LAST_DAY = date(2025, 1, 1), date(2025, 12, 31)


def step() -> Step:
    rules = {"X-1": Rule(id="X-1", article="art. 1", phase="e", kind="computation", text="...", status="computed")}
    return Step(
        dossier=Dossier(ente=Ente(id="x", name="X", regulation="x", kind="municipality"), year=2025),
        parameters=NO_PARAMETERS,
        readings=Readings({}),
        given=Results(),
        as_of=date(2026, 12, 31),
        tool="position",
        marked=("X-1",),
        rules=rules,
    )


def held(person: str, first: date = FIRST_DAY, last: date = LAST_DAY) -> Holding:
    own = Tenure(person=person, position=POST, days=Period(first, last), row=POST)
    return Holding(person=person, position=POST, stretches=(own,), rows=(POST,))
