"""The state of the plan during the year: interim measures against interim targets, gaps and new forecasts."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from merito.model.basis import Basis
from merito.model.dossier import Dossier
from merito.model.figures import Figure
from merito.model.measured import Monitored
from merito.model.messages import say
from merito.model.plan import Indicator, Measure
from merito.numbers import HUNDRED, fraction, number_text, quotient

INTERIM, FORECAST = "interim", "forecast"


def gap(expected: Figure, found: Figure) -> str:
    """Result minus target: a number, or days between two dates; an empty text if they are neither (Italian)."""
    one, other = expected.value, found.value
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return number_text(fraction(other) - fraction(one))
    if isinstance(one, date) and isinstance(other, date):
        days = (other - one).days
        return f"{days} giorn{'o' if abs(days) == 1 else 'i'}"
    return ""


def monitored(dossier: Dossier, rules: tuple[str, ...], on: date) -> tuple[Monitored, ...]:
    """Every indicator with an interim target, an interim or dated measure, or a forecast.

    Of dated measures the latest up to `on` counts; the one named interim counts if there is none.
    """
    rows = (_row(one, dossier, rules, on) for one in dossier.indicators)
    return tuple(row for row in rows if row is not None)


def _row(indicator: Indicator, dossier: Dossier, rules: tuple[str, ...], on: date) -> Monitored | None:
    own = dossier.measures.of(indicator=indicator.id)
    measured, forecast = _latest(own, on), next((row for row in own if row.at == FORECAST), None)
    target = indicator.target_interim
    if measured is None and forecast is None and target.value is None:
        return None
    return Monitored(
        indicator=indicator.id,
        target=target.text,
        measured=measured.value.text if measured else "",
        deviation=deviation(target, measured.value) if measured else None,
        forecast=forecast.value.text if forecast else "",
        rules=rules,
        basis=Basis(
            inputs=tuple(row for row in (indicator, measured, forecast) if row is not None),
            formula=say("scostamento = (rilevato - atteso intermedio) / atteso intermedio × 100"),
        ),
    )


def _latest(measures: tuple[Measure, ...], on: date) -> Measure | None:
    dated = [(row.at, row) for row in measures if isinstance(row.at, date) and row.at <= on]
    if dated:
        return max(dated, key=lambda pair: pair[0])[1]
    return next((row for row in measures if row.at == INTERIM), None)


def deviation(target: Figure, measured: Figure) -> Fraction | None:
    """The deviation of a measure from its target, in percent of the target; None if they are not two numbers."""
    expected, found = target.value, measured.value
    if not isinstance(expected, Decimal) or not isinstance(found, Decimal) or not expected:
        return None
    return quotient(fraction(found) - fraction(expected), abs(expected)) * HUNDRED
