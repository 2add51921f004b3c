"""The values for a cell of a drawn ente: of its kind, often at a border set by a parameter."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from merito.contract.inputs import REFERENCES
from merito.model.columns import Column
from merito.testing.conformance.drafts import DraftCase, Row, is_number
from merito.testing.conformance.subject import Subject

NUMBERS = ("number", "points", "weight", "money")
CENT, HUNDRED = Decimal("0.01"), Decimal(100)
FIRST_DAY, DAYS = date(2020, 1, 1), 3 * 365


def borders(subject: Subject) -> tuple[Decimal, ...]:
    """The numbers of the plugin's own parameters from 0 to 100, and its shares in percent: where results may change."""
    if "borders" not in subject.ran:
        declared = subject.own.parameters.values()
        values = [one.value for own in declared for one in (*own.values, *sum(own.by_edition.values(), ()))]
        found = {border for value in values for number in _numbers(value) for border in _percents(number)}
        subject.ran["borders"] = tuple(sorted(found))
    known = subject.ran["borders"]
    assert isinstance(known, tuple)
    return known


def _numbers(value: object) -> Iterator[Fraction]:
    """Every number of a parameter: itself, or those in a list or table, also as row names."""
    for one in parts_of(value):
        if isinstance(one, str) and not is_number(one):
            continue
        if isinstance(one, int | Decimal | Fraction | str) and not isinstance(one, bool):
            yield Fraction(one)


def parts_of(value: object) -> Iterator[object]:
    """The value of a parameter, or everything in a list or table, including row names."""
    if isinstance(value, Mapping):
        value = (*value, *value.values())
    if not isinstance(value, tuple | list):
        yield value
        return
    for one in value:
        yield from parts_of(one)


def _percents(number: Fraction) -> Iterator[Decimal]:
    for one in (number, number * 100) if number <= 1 else (number,):
        if 0 <= one <= HUNDRED and (one * 100).denominator == 1:
            yield Decimal((one * 100).numerator) / HUNDRED


def value_of(column: Column, draft: DraftCase, row: Row, borders: tuple[Decimal, ...]) -> st.SearchStrategy[str]:
    """A value for a cell of a row."""
    if column.kind in NUMBERS:
        most = Decimal(row["max"]) if column.name == "points" and is_number(row.get("max", "")) else HUNDRED
        return points_upto(most, borders)
    if column.kind == "choice":
        return st.sampled_from(list(column.values))
    if column.kind == "yes_no":
        return st.sampled_from(("yes", "no"))
    if column.kind == "date":
        return st.integers(0, DAYS).map(lambda days: (FIRST_DAY + timedelta(days)).isoformat())
    tables = [REFERENCES[to] for to in column.to]
    ids = [other["id"] for table in tables for other in draft.tables.get(table, ()) if other.get("id")]
    others = [one for one in ids if one != row.get("id")]
    return st.sampled_from(others) if others and len(tables) == 1 else st.just(row.get(column.name, ""))


def points_upto(most: Decimal, borders: tuple[Decimal, ...]) -> st.SearchStrategy[str]:
    """Points up to a maximum: whole ones, any, or those at a border."""
    whole = st.integers(0, int(most)).map(Decimal)
    at = [border * most / HUNDRED for border in borders]
    drawn = [whole, st.decimals(0, most, places=2), *([st.sampled_from(at)] if at else [])]
    return st.one_of(*drawn).map(written)


def written(number: Decimal) -> str:
    """A number as written in a table."""
    return f"{number.normalize():f}"
