"""An actual next to its target: both in words, a bar that compares them, and whether the target was reached."""

from calendar import isleap
from datetime import date
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito.model.figures import Figure, Range, Said
from merito.model.measured import Grade
from merito.model.plan import Indicator
from merito.numbers import HUNDRED, day_text, decimal_text, fraction
from merito.page.shown import width

TRACK = Fraction(5, 4)
INSIDE = Fraction(199, 2)
SAID = {
    Said.BLANK: "—",
    Said.NOTHING: "—",
    Said.MONITORING: "monitoraggio",
    Said.NOT_AVAILABLE: "n.d.",
    Said.TO_BE_SET: "da stabilire",
}


@frozen(kw_only=True)
class ActualCell:
    """A target or an actual as text, with its note; `said` is the coded word if there is no value."""

    text: str
    note: str = ""
    empty: bool = False


@frozen(kw_only=True)
class Bar:
    """Lengths on one track, in percent: the actual and the target; `beyond` the track."""

    fill: str
    tick: str
    beyond: bool = False


@frozen(kw_only=True)
class Reached:
    """An actual against its target; `mark` is ok or short."""

    bar: Bar | None
    outcome: str
    mark: str


def cell(figure: Figure, kind: str) -> ActualCell:
    """The content of a cell, in Italian whatever its locale."""
    if figure.value is None:
        empty = figure.said in (Said.BLANK, Said.NOTHING)
        return ActualCell(text=SAID.get(figure.said, "—"), note=figure.note, empty=empty)
    value, percent = figure.value, "%" if kind == "percent" or "%" in figure.text else ""
    if isinstance(value, bool):
        return ActualCell(text="sì" if value else "no", note=figure.note)
    if isinstance(value, date):
        return ActualCell(text=day_text(value), note=figure.note)
    if isinstance(value, Range):
        low, high = decimal_text(value.lowest), decimal_text(value.highest)
        return ActualCell(text=f"da {low} a {high}{percent}", note=figure.note)
    return ActualCell(text=f"{decimal_text(value)}{percent}", note=figure.note)


def compared(indicator: Indicator, actual: Figure, grade: Grade | None) -> Reached | None:
    """The bar and the outcome of an indicator that was measured and graded; None if they cannot be compared."""
    target, done = indicator.target.value, actual.value
    if grade is None or grade.value is None or target is None or done is None:
        return None
    reached = grade.value >= HUNDRED
    bar = _bar(target, done, indicator.better == "lower")
    if isinstance(done, Decimal) and (done < 0 or _below_zero(target)):
        return Reached(bar=None, outcome="grado dato dall'ente", mark="ok" if reached else "short")
    return Reached(
        bar=bar,
        outcome="raggiunto" if reached else _short(target, indicator.better == "lower"),
        mark="ok" if reached else "short",
    )


def _below_zero(target: object) -> bool:
    return (isinstance(target, Decimal) and target < 0) or (isinstance(target, Range) and target.lowest < 0)


def _short(target: object, lower: bool) -> str:
    if isinstance(target, bool):
        return "non raggiunto"
    if isinstance(target, date):
        return "dopo il termine"
    return "peggio dell'atteso" if lower else "sotto l'atteso"


def _bar(target: object, done: object, lower: bool) -> Bar | None:
    if isinstance(target, bool) or isinstance(done, bool):
        return None
    if isinstance(target, date) and isinstance(done, date):
        return _days(target, done)
    expected = target
    if isinstance(target, Range):
        expected = target.highest if lower else target.lowest
    if not isinstance(expected, Decimal) or not isinstance(done, Decimal) or expected <= 0 or done < 0:
        return None
    reached = fraction(done) / fraction(expected)
    return Bar(fill=width(HUNDRED * reached / TRACK), tick=width(HUNDRED / TRACK), beyond=reached > TRACK)


def _days(target: date, done: date) -> Bar | None:
    """Two days of one year on a track for that year."""
    if target.year != done.year:
        return None
    days = 366 if isleap(target.year) else 365
    return Bar(fill=width(_day(done, days)), tick=width(min(_day(target, days), INSIDE)))


def _day(day: date, days: int) -> Fraction:
    return HUNDRED * day.timetuple().tm_yday / days
