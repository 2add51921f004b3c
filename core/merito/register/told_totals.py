"""The totals of a difference in Italian lines: money by fund and by band, counts of people."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import groupby

from merito.numbers import decimal_text
from merito.outputs.declared import column_of
from merito.register.totals import Total, Totals, Touched

PEOPLE = "people"


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
