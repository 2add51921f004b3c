"""Who rates whom on what: the rows for each evaluator, from the ente's data and its regulation."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from attrs import evolve, field, frozen

from merito.model.dossier import Dossier
from merito.model.people import Person, Rating, ReturnedRating
from merito.model.source import NOWHERE, Source

NO_ONE = "non risulta chi la valuta: scriverlo nella tabella valutazioni, colonna valutatore"
NO_FORM = "non ha una scheda: nessuna riga in valutazioni_fattori, di quest'anno o del precedente; indicarla con --form"


@frozen(kw_only=True)
class Item:
    """One row of a form: a factor, its section, period, maximum and weight."""

    factor: str
    section: str = ""
    maximum: Decimal | None = None
    weight: Decimal | None = None
    start: datetime.date | None = None
    end: datetime.date | None = None

    @property
    def key(self) -> tuple[str, str, datetime.date | None]:
        """What distinguishes it from the others of the same person."""
        return (self.factor, self.section, self.start)

    @property
    def told(self) -> str:
        """`collaborazione (c)`."""
        return f"{self.factor} ({self.section})" if self.section else self.factor


@frozen(kw_only=True)
class Asked:
    """A row that an evaluator fills in: the person, the item, and the points already in the data, if any.

    `by_office`: those points are in the table that the office writes, not in that of returned ratings.
    """

    person: Person
    item: Item
    points: Decimal | None = None
    source: Source = NOWHERE
    by_office: bool = False

    awaited = True

    @property
    def key(self) -> tuple[str, str, str, datetime.date | None]:
        return (self.person.id, *self.item.key)

    @property
    def was(self) -> Decimal | None:
        """What the data have."""
        return self.points

    @property
    def what(self) -> str:
        return self.item.told

    @property
    def told(self) -> str:
        """`E1, collaborazione (c)`."""
        return f"{self.person.id}, {self.item.told}"


@frozen
class Forms:
    """The rows for each evaluator, by name; and people without an evaluator, with the reason (Italian)."""

    asked: Mapping[str, tuple[Asked, ...]]
    left: Mapping[str, str] = field(factory=dict)

    @property
    def owners(self) -> dict[str, str]:
        """Who rates each person."""
        return {one.person.id: evaluator for evaluator, rows in self.asked.items() for one in rows}


Model = Callable[[Person], tuple[Item, ...]]


def forms(dossier: Dossier, evaluators: Mapping[str, str], before: Dossier | None, model: Model | None = None) -> Forms:
    """The rows for every evaluator, by who evaluates each person.

    They are those in the data of the year, otherwise those of a `model` form, otherwise those of the same person a year
    `before`, without points.
    """
    asked: dict[str, list[Asked]] = defaultdict(list)
    left: dict[str, str] = {}
    for person in dossier.people:
        rows = _rows(person, dossier, before, model)
        if not evaluators.get(person.id):
            left[person.id] = NO_ONE
        elif not rows:
            left[person.id] = NO_FORM
        else:
            asked[evaluators[person.id]] += rows
    return Forms({evaluator: tuple(rows) for evaluator, rows in sorted(asked.items())}, left)


def _rows(person: Person, dossier: Dossier, before: Dossier | None, model: Model | None) -> Iterable[Asked]:
    written = present(person, dossier)
    if written:
        return written
    if model is not None and (items := model(person)):
        return tuple(Asked(person=person, item=item) for item in items)
    earlier = before.ratings.of(person.id) if before is not None else ()
    whole = dict.fromkeys(evolve(_item(row), start=None, end=None) for row in earlier)
    return tuple(Asked(person=person, item=item) for item in whole)


def present(person: Person, dossier: Dossier) -> tuple[Asked, ...]:
    """The rows of a person in the data of the year: those of the office, and all that came back, blank ones too."""
    returned = {row.source: row for row in dossier.returned_ratings.of(person.id)}
    office = [row for row in dossier.ratings.of(person.id) if row.source not in returned]
    rows: list[Rating | ReturnedRating] = [*office, *returned.values()]
    return tuple(
        Asked(
            person=person, item=_item(row), points=row.points, source=row.source, by_office=row.source not in returned
        )
        for row in rows
    )


def _item(row: Rating | ReturnedRating) -> Item:
    return Item(
        factor=row.factor, section=row.section, maximum=row.max, weight=row.weight, start=row.start, end=row.end
    )
