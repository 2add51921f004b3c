"""What a person may see of a figure about them: nothing about others, only how many there are."""

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

from merito.explanation.kinds import Ranking, WrittenRow, subjects_of
from merito.model.acts import GateState
from merito.model.appointed import AppointmentAt, ProceedingAt
from merito.model.dossier import Dossier
from merito.model.record import DeadlineAt
from merito.model.results import Finding
from merito.publication.reserved import Reserved, reserved_of

PERSON = "person"
PROCEDURE = (Finding, GateState, DeadlineAt)
ASKED_ABOUT_A_PERSON = (PERSON, "reward")


@frozen
class Privacy:
    """The person of the explanation (`person`, blank if there is none), and what is reserved in the dossier."""

    person: str
    reserved: Reserved

    @classmethod
    def of(cls, dossier: Dossier, subject: str) -> "Privacy":
        """The privacy for a subject."""
        kind, _, identifier = subject.partition(":")
        person = identifier.partition("/")[0] if kind in ASKED_ABOUT_A_PERSON else ""
        return cls(person, reserved_of(dossier))

    def own(self, rows: Iterable[Any]) -> Iterator[Any]:
        """The rows that are not about another person."""
        yield from (row for row in rows if not self.person or person_of(row) in ("", self.person))

    def tells(self, row: object, inputs: Iterable[object]) -> bool:
        """Whether a person can be recognised in a row or in what it was read from."""
        if isinstance(row, WrittenRow) and (not row.row.public or row.row.tells is not None):
            return True
        if isinstance(row, AppointmentAt | ProceedingAt) or (isinstance(row, PROCEDURE) and self.reserved.row(row)):
            return True
        about = any(map(self.reserved.about, subjects_of(row))) or isinstance(row, Ranking)
        return about or bool(person_of(row)) or any(map(person_of, inputs))


def person_of(row: Any) -> str:
    """The person of a row; blank if there is none."""
    values = getattr(row, "values", None)
    found = values.get(PERSON, "") if isinstance(values, dict) else getattr(row, PERSON, "")
    if not found and type(row).__name__ == "Person":
        found = row.id
    return str(found or "").removeprefix("person:")
