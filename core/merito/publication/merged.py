"""The values of rows that are merged: sums, names together; means and shares, computed from the merged row."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from merito.model.money import CENT_ZERO, FundLine, Reward
from merito.model.results import TableRow
from merito.numbers import HUNDRED, fraction, half_up, product, quotient, together_text
from merito.publication.known import Figure

Value = str | int | Decimal | date
MOST = "most"


def together(names: Iterable[str]) -> str:
    """Several names as one, each once."""
    each = list(dict.fromkeys(names))
    return "; ".join(each) if any(" e " in name or "," in name for name in each) else together_text(each)


def sum_of(values: Sequence[Value]) -> Value:
    """The sum of the numbers among some cells; blank without any."""
    numbers = [value for value in values if isinstance(value, int | Decimal)]
    return sum(numbers[1:], numbers[0]) if numbers else ""


def savings_of(rows: Iterable[TableRow]) -> Decimal:
    """The savings of the lines on which rows rest."""
    lines = (one for row in rows for one in row.rests_on if isinstance(one, FundLine))
    return sum((line.savings for line in lines), CENT_ZERO)


def blanked(row: TableRow, heads: Iterable[str]) -> TableRow:
    """A row without the values under some headers."""
    hidden = set(heads)
    return evolve(row, columns=tuple((head, "" if head in hidden else value) for head, value in row.columns))


def mean_released(rewards: Sequence[Reward]) -> Value:
    """What nothing holds per person who receives something; blank if nobody does."""
    people = {one.person for one in rewards if one.released}
    released = fraction(sum((one.released for one in rewards), CENT_ZERO))
    return half_up(quotient(released, len(people)), 2) if people else ""


def most_of(rewards: Sequence[Reward]) -> Figure | None:
    """Everybody's maximum; None if it is not known for all."""
    known = {one.key: one.most for one in rewards if one.most is not None}
    return Figure(MOST, known) if rewards and len(known) == len({one.key for one in rewards}) else None


def mean_of(most: Figure | None) -> Value:
    """The mean maximum per person."""
    if most is None:
        return ""
    return half_up(quotient(sum(map(fraction, most.units.values()), Fraction(0)), len(most.people)), 2)


def with_shares(rows: Sequence[TableRow]) -> tuple[TableRow, ...]:
    """Rows with their share of the people of the group; blank if some rows do not publish people."""
    counts: dict[tuple[Value, ...], list[Value]] = defaultdict(list)
    for row in rows:
        counts[group_of(row)].append(_people(row))
    return tuple(_shared(row, counts[group_of(row)]) for row in rows)


def _shared(row: TableRow, counts: Sequence[Value]) -> TableRow:
    if row.tells is None or not row.tells.share:
        return row
    told = [one for one in counts if isinstance(one, int)]
    own, every = _people(row), sum(told)
    known = isinstance(own, int) and len(told) == len(counts) and every
    share = half_up(quotient(product(own, HUNDRED), every), 2) if known and isinstance(own, int) else ""
    return evolve(row, columns=tuple((head, share if head == row.tells.share else one) for head, one in row.columns))


def _people(row: TableRow) -> Value:
    return dict(row.columns)[row.tells.people] if row.tells and row.tells.people else ""


def group_of(row: TableRow) -> tuple[Value, ...]:
    """The values of the columns by which a table is divided into groups."""
    among = row.tells.among if row.tells else ()
    return tuple(value for head, value in row.columns if head in among)
