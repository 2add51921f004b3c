"""The evaluators' sheets of a year as data: who has one and who has returned it, and a sheet as it is printed."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from attrs import frozen

from merito.collection.about_people import AskedAbout, asked_about
from merito.collection.forms import Asked, Forms
from merito.collection.sealed import Sealed
from merito.collection.workbooks import Called, role_called
from merito.model.dossier import Dossier
from merito.model.people import Person


@frozen(kw_only=True)
class PersonState:
    """A person on a sheet: the rows, those without points, the cells about them still blank, the day it came back."""

    person: Person
    rows: tuple[Asked, ...]
    blank: tuple[Asked, ...]
    blank_about: tuple[AskedAbout, ...]
    returned: date | None = None


@frozen(kw_only=True)
class SheetState:
    """The sheet of an evaluator; without `day` it has not been handed out. `file` is that of the workbook.

    `changed` is what is no longer as it was handed out: people, factors, weights (also maxima and periods), names.
    """

    evaluator: str
    people: tuple[PersonState, ...]
    day: date | None = None
    file: str = ""
    changed: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        return sum(len(one.rows) for one in self.people)

    @property
    def returned(self) -> bool:
        """Whether something of it came back."""
        return any(one.returned for one in self.people)

    @property
    def complete(self) -> bool:
        """Whether every row has points."""
        return not any(one.blank for one in self.people)


@frozen(kw_only=True)
class FactorLine:
    """A row of a printed sheet: what is asked, its title and criteria, the points of the year before."""

    asked: Asked
    title: str
    criteria: str
    earlier: Decimal | str | None


@frozen(kw_only=True)
class PersonPage:
    """A person on a printed sheet: name, unit, role, criteria, the factors, the cells about them."""

    person: Person
    name: str
    unit: str
    role: str
    criteria: str
    factors: tuple[FactorLine, ...]
    about: tuple[AskedAbout, ...]


@frozen(kw_only=True)
class EvaluatorPage:
    """The sheet of an evaluator, ready to be printed."""

    ente: str
    year: int
    evaluator: str
    people: tuple[PersonPage, ...]


def sheets_state(dossier: Dossier, asked: Forms, sealed: Iterable[Sealed], called: Called) -> tuple[SheetState, ...]:
    """The sheet of every evaluator of whom something is asked, in the order of names; `sealed` were handed out."""
    sent = {one.evaluator: one for one in sealed}
    out = {sheet.evaluator: sheet for sheet in dossier.sheets_out}
    found = []
    for evaluator, rows in asked.asked.items():
        sheet = out.get(evaluator)
        people = tuple(_person_state(person, own, dossier) for person, own in _by_person(rows))
        day, file = (sheet.day, sheet.file) if sheet is not None else (None, "")
        changed = sent[evaluator].changed(rows, called.person) if evaluator in sent else ()
        found.append(SheetState(evaluator=evaluator, people=people, day=day, file=file, changed=changed))
    return tuple(found)


def evaluator_page(dossier: Dossier, evaluator: str, asked: Forms, called: Called) -> EvaluatorPage:
    """The sheet of one evaluator, person by person. Raises KeyError if nothing is asked of them."""
    people = (_person_page(person, own, dossier, called) for person, own in _by_person(asked.asked[evaluator]))
    return EvaluatorPage(ente=dossier.ente.name, year=dossier.year, evaluator=evaluator, people=tuple(people))


def _by_person(rows: Iterable[Asked]) -> Iterable[tuple[Person, tuple[Asked, ...]]]:
    found: dict[str, list[Asked]] = {}
    for one in rows:
        found.setdefault(one.person.id, []).append(one)
    return ((own[0].person, tuple(own)) for own in found.values())


def _person_state(person: Person, rows: tuple[Asked, ...], dossier: Dossier) -> PersonState:
    about = asked_about(person, dossier)
    came = [row.day for row in dossier.returned_ratings.of(person.id)]
    came += [row.day for row in dossier.returned_evaluations.of(person.id)]
    return PersonState(
        person=person,
        rows=rows,
        blank=tuple(one for one in rows if one.was is None),
        blank_about=tuple(one for one in about if one.was is None and one.awaited),
        returned=max(came, default=None),
    )


def _person_page(person: Person, rows: tuple[Asked, ...], dossier: Dossier, called: Called) -> PersonPage:
    return PersonPage(
        person=person,
        name=called.person(person.id),
        unit=called.unit(person),
        role=role_called(person),
        criteria=called.expected.get(person.id, ""),
        factors=tuple(
            FactorLine(asked=one, title=called.factor(one), criteria=called.criteria(one), earlier=called.before(one))
            for one in rows
        ),
        about=asked_about(person, dossier),
    )
