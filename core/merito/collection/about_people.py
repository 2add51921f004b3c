"""What an evaluator writes of a person as a whole: the interview, when the evaluation was told, the reasons, a note."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from attrs import frozen

from merito.model.columns import Column
from merito.model.dossier import Dossier
from merito.model.people import Person
from merito.model.source import NOWHERE, Source
from merito.workspace.common import common_inputs
from merito.workspace.returned_sheets import BLANK, EVALUATED, RETURNED_EVALUATIONS

NOTE = "note"
AWAITED = ("feedback", "told", "reasons")
"""The columns that an evaluation has in the end: left blank, they are told."""
Value = date | str | None


@frozen(kw_only=True)
class AskedAbout:
    """A cell about a person: its column, and the value already in the data, if any.

    `by_office`: that value is in the table that the office writes.
    """

    person: Person
    column: Column
    was: Value = None
    source: Source = NOWHERE
    by_office: bool = False

    @property
    def awaited(self) -> bool:
        return self.column.name in AWAITED

    @property
    def what(self) -> str:
        return self.column.label

    @property
    def told(self) -> str:
        """`E1, motivazione`."""
        return f"{self.person.id}, {self.what}"


def cells_about() -> tuple[Column, ...]:
    """The columns about a person, in the order of the workbook."""
    columns = common_inputs().tables[RETURNED_EVALUATIONS].columns
    return tuple(columns[name] for name in (*EVALUATED, NOTE))


def asked_about(person: Person, dossier: Dossier) -> tuple[AskedAbout, ...]:
    """The cells about a person, with what the data of the year have."""
    known, returned = dossier.evaluations.first(person.id), dossier.returned_evaluations.first(person.id)
    return tuple(_asked(person, column, known, returned) for column in cells_about())


def _asked(person: Person, column: Column, known: Any, returned: Any) -> AskedAbout:
    came = getattr(returned, column.name, None)
    if came not in BLANK:
        return AskedAbout(person=person, column=column, was=came, source=returned.source)
    written = getattr(known, column.name, None)
    if written not in BLANK:
        return AskedAbout(person=person, column=column, was=written, source=known.source, by_office=True)
    return AskedAbout(person=person, column=column)


def values_about(people: Iterable[Person], dossier: Dossier) -> Mapping[str, Mapping[str, Value]]:
    """What the data have about each person, by person and label of the column."""
    return {person.id: {one.what: one.was for one in asked_about(person, dossier)} for person in dict.fromkeys(people)}
