"""The totals of a difference: money by fund and by band, how many people are affected; and their Italian lines."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby

from attrs import frozen

from merito.numbers import decimal_text
from merito.outputs.declared import column_of
from merito.register.entries import Entry
from merito.register.runs import NET, PAYABLE, Contents, Filed, figures_of, table_of

MONEY = ("amount", "net_paid", "payable", "withheld", "savings")
BAND = ("people", "pool", "savings")
PEOPLE = "people"


@frozen
class Total:
    """A sum over the rows of a fund or a band, by column: old and new; None if there was or is nothing."""

    name: str
    column: str
    old: Decimal | None
    new: Decimal | None


@frozen(kw_only=True)
class Touched:
    """How many people are due more or less, are paid another sum, are in another band, have another score."""

    due_more: int = 0
    due_less: int = 0
    paid_otherwise: int = 0
    other_band: int = 0
    other_score: int = 0

    def __bool__(self) -> bool:
        return any((self.due_more, self.due_less, self.paid_otherwise, self.other_band, self.other_score))


@frozen(kw_only=True)
class Totals:
    """The sums that changed, and the people affected."""

    funds: tuple[Total, ...] = ()
    bands: tuple[Total, ...] = ()
    people: Touched = Touched()


def totals_of(reader: Contents, old: Entry, new: Entry) -> Totals:
    """The totals from the tables of money and people of two runs."""
    before, after = figures_of(old.files), figures_of(new.files)

    def both(name: str) -> tuple[Filed, Filed]:
        file = f"{name}.csv"
        if before.get(file) == after.get(file):
            return Filed((), ()), Filed((), ())
        return table_of(reader, old, file), table_of(reader, new, file)

    return Totals(
        funds=tuple(_changed(*both("funds"), "fund", MONEY)),
        bands=tuple(_changed(*both("bands"), "band", BAND)),
        people=_touched(*map(both, ("rewards", "placements", "people"))),
    )


def _changed(old: Filed, new: Filed, by: str, columns: tuple[str, ...]) -> Iterator[Total]:
    """The sums of columns over the rows with the same `by`, where the two sides differ."""
    before, after = ({column: _sums(side, by, column) for column in columns} for side in (old, new))
    for name in dict.fromkeys(name for side in (before, after) for sums in side.values() for name in sums):
        for column in columns:
            one, two = before[column].get(name), after[column].get(name)
            if one != two:
                yield Total(name, column, one, two)


def _touched(rewards: tuple[Filed, Filed], placements: tuple[Filed, Filed], people: tuple[Filed, Filed]) -> Touched:
    """The people affected by a difference, from both sides of the tables about them."""
    due, out, payable = ([_sums(side, "person", column) for side in rewards] for column in ("due", NET, PAYABLE))
    paid = [_together(*sides) for sides in zip(out, payable, strict=True)]
    none = Decimal(0)
    moved = [due[1].get(who, none) - due[0].get(who, none) for who in {**due[0], **due[1]}]
    return Touched(
        due_more=sum(one > 0 for one in moved),
        due_less=sum(one < 0 for one in moved),
        paid_otherwise=sum(paid[0].get(who, none) != paid[1].get(who, none) for who in {**paid[0], **paid[1]}),
        other_band=_otherwise(placements, "band"),
        other_score=_otherwise(people, "exact"),
    )


def _sums(table: Filed, by: str, column: str) -> dict[str, Decimal]:
    """Sums by name; rows with a blank cell do not count."""
    sums: dict[str, Decimal] = {}
    if by in table.heads and column in table.heads:
        who, what = table.heads.index(by), table.heads.index(column)
        for row in table.rows:
            if row[what]:
                sums[row[who]] = sums.get(row[who], Decimal(0)) + Decimal(row[what])
    return sums


def _together(one: dict[str, Decimal], two: dict[str, Decimal]) -> dict[str, Decimal]:
    return {who: one.get(who, Decimal(0)) + two.get(who, Decimal(0)) for who in {**one, **two}}


def _otherwise(sides: tuple[Filed, Filed], column: str) -> int:
    """How many people have another set of values in a column."""
    before, after = (_of_people(side, column) for side in sides)
    return sum(before.get(who) != after.get(who) for who in {**before, **after})


def _of_people(table: Filed, column: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    if "person" in table.heads and column in table.heads:
        places = [table.heads.index(head) for head in ("ranking", column) if head in table.heads]
        for row in table.rows:
            found[row[table.heads.index("person")]].append(tuple(row[place] for place in places))
    return {who: tuple(sorted(rows)) for who, rows in found.items()}


def totals_lines(totals: Totals, funds: Mapping[str, str]) -> Iterator[str]:
    """A line for each fund (by its title in `funds`) and each band whose sums changed, one for the people affected."""
    for table, kind, sums in (("funds", "fondo", totals.funds), ("bands", "fascia", totals.bands)):
        for name, rows in groupby(sums, key=lambda total: total.name):
            called = f"«{funds[name]}»" if kind == "fondo" and name in funds else name
            yield f"{kind} {called}, in tutto: {', '.join(_sum(table, row) for row in rows)}"
    if totals.people:
        yield f"persone: {', '.join(_people(totals.people))}"


def _sum(table: str, total: Total) -> str:
    whole = total.column == PEOPLE
    old, new = ("—" if side is None else str(side) if whole else decimal_text(side) for side in (total.old, total.new))
    return f"{column_of(table, total.column).label} {old} → {new} ({_moved(total, whole=whole)})"


def _moved(total: Total, *, whole: bool) -> str:
    by = (total.new or Decimal(0)) - (total.old or Decimal(0))
    return f"{'+' if by > 0 else ''}{by if whole else decimal_text(by)}"


def _people(touched: Touched) -> Iterator[str]:
    if touched.due_more or touched.due_less:
        yield f"spettante di più a {touched.due_more}, di meno a {touched.due_less}"
    if touched.paid_otherwise:
        yield f"liquidabile diverso a {touched.paid_otherwise}"
    if touched.other_band:
        yield f"in un'altra fascia {touched.other_band}"
    if touched.other_score:
        yield f"con un altro punteggio {touched.other_score}"
