"""The figures of enti as cells: of one ente, and of all of them together if a total is meaningful."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from merito.comparison.cells import (
    BLANK,
    ComparedCell,
    added,
    counted_up,
    euro,
    euro_each,
    money_bar,
    number,
    of_enti,
    share,
)
from merito.comparison.enti import ComparedEnte
from merito.numbers import HUNDRED, counted, number_text, product, quotient
from merito.outputs.measures import ScoreClass
from merito.page.findings import SEVERITIES
from merito.page.shown import two_decimals

Rows = Sequence[ComparedEnte]
PARTS = {"net": "net_paid", "payable": "payable", "withheld": "withheld", "savings": "savings"}
"""The parts of money, as the page calls them, and their measures."""


def count_of(name: str) -> Callable[[ComparedEnte], ComparedCell]:
    return lambda row: number(getattr(row.measures, name))


def counts_of(name: str) -> Callable[[Rows], ComparedCell]:
    def cell(rows: Rows) -> ComparedCell:
        values = [getattr(row.measures, name) for row in rows]
        return number(counted_up(values), of_enti(_there(values), len(rows)))

    return cell


def sum_of(name: str) -> Callable[[ComparedEnte], ComparedCell]:
    return lambda row: euro(getattr(row.measures, name))


def sums_of(name: str) -> Callable[[Rows], ComparedCell]:
    def cell(rows: Rows) -> ComparedCell:
        values = [getattr(row.measures, name) for row in rows]
        return euro(added(values), of_enti(_there(values), len(rows)))

    return cell


def money_of(name: str) -> tuple[Callable[[ComparedEnte], ComparedCell], Callable[[Rows], ComparedCell]]:
    return sum_of(name), sums_of(name)


def _there(values: Sequence[object]) -> int:
    return sum(value is not None for value in values)


def grade(row: ComparedEnte) -> ComparedCell:
    note = "provvisorio" if row.grade_state == "provisional" else ""
    return share(row.grade, note if row.grade is not None else "", firm=not note)


def findings(row: ComparedEnte) -> ComparedCell:
    found = row.findings or {}
    told = [counted(found[one], *SEVERITIES[one][1:]) for one in ("error", "warning") if found.get(one)]
    return ComparedCell(text=", ".join(told) or ("nessuno" if row.findings is not None else ""))


def all_findings(rows: Rows) -> ComparedCell:
    totals = {one: sum((row.findings or {}).get(one, 0) for row in rows) for one in ("error", "warning")}
    return ComparedCell(text=", ".join(counted(many, *SEVERITIES[one][1:]) for one, many in totals.items() if many))


def terms(row: ComparedEnte) -> ComparedCell:
    late, overdue = row.measures.deadlines_late, row.measures.deadlines_overdue
    if late is None or overdue is None:
        return BLANK
    told = [counted(overdue, "scaduto", "scaduti")] if overdue else []
    told += [f"{late} in ritardo"] if late else []
    return ComparedCell(text=", ".join(told) or "nessuno")


def readings_open(row: ComparedEnte) -> ComparedCell:
    return number(None if row.readings is None else len(row.readings))


def mean_score(row: ComparedEnte) -> ComparedCell:
    one = row.measures
    provisional = "alcune valutazioni sono provvisorie" if one.scores_state == "provisional" else ""
    missing = "alcuni non hanno un massimo" if one.maximum_missing else ""
    note = missing if one.mean_score is None else provisional
    return share(one.mean_score, note, firm=not provisional)


def mean_of_all(rows: Rows) -> ComparedCell:
    """The mean over the people of the enti that have one."""
    shown = [row.measures for row in rows if row.measures.mean_score is not None and row.measures.people_evaluated]
    people = sum(one.people_evaluated or 0 for one in shown)
    if not people:
        return BLANK
    points = sum((product(one.mean_score or 0, one.people_evaluated or 0) for one in shown), Fraction(0))
    return share(points / people, of_enti(len(shown), len(rows)))


def score_classes(row: ComparedEnte) -> ComparedCell:
    """`sotto 60: 6, da 60 a 90: 12, da 90 in su: 7`."""
    told = (f"{_borders(one)}: {one.people}" for one in row.measures.score_classes)
    return ComparedCell(text=", ".join(told))


def _borders(one: ScoreClass) -> str:
    if one.start is None:
        return f"sotto {number_text(one.end or 0)}"
    return f"da {number_text(one.start)} " + ("in su" if one.end is None else f"a {number_text(one.end)}")


def released_share(row: ComparedEnte) -> ComparedCell:
    one = row.measures
    if one.released_share is None:
        return BLANK
    bar = money_bar(((part, getattr(one, name)) for part, name in PARTS.items()), one.allocated)
    return ComparedCell(text=two_decimals(one.released_share), bar=bar)


def released_share_of_all(rows: Rows) -> ComparedCell:
    whole, *parts = (added([getattr(row.measures, name) for row in rows]) for name in ("allocated", *PARTS.values()))
    net, payable = parts[:2]
    if not whole or net is None or payable is None:
        return BLANK
    bar = money_bar(zip(PARTS, parts, strict=True), whole)
    return ComparedCell(text=two_decimals(HUNDRED * quotient(net + payable, whole)), bar=bar)


def prize(row: ComparedEnte) -> ComparedCell:
    return euro_each(row.measures.average_prize)


def prize_of_all(rows: Rows) -> ComparedCell:
    """The prizes paid per person, over the enti that pay some."""
    shown = [row.measures for row in rows if row.measures.prizes_paid is not None and row.measures.people_paid]
    heads, paid = sum(one.people_paid or 0 for one in shown), added([one.prizes_paid for one in shown])
    return euro_each(quotient(paid, heads), of_enti(len(shown), len(rows))) if paid is not None and heads else BLANK


def first_band(row: ComparedEnte) -> ComparedCell:
    return share(row.measures.first_band_share)
