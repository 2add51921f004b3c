"""Measures of another magnitude than expected: a thousand times as much, a day of another century."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from merito import Figure, Phase, Step, rule
from merito.national.plausible.asked import Question, written_as
from merito.national.plausible.dates import AROUND, windows_of
from merito.numbers import day_text, fraction, number_text

MOMENTS = {"final": "finale", "interim": "intermedio", "forecast": "previsione"}


@rule("IT-PL.5", "I-IT-24")
def figures_out_of_scale(step: Step) -> Iterator[Question]:
    """A measure that is many times its target, or the reverse; a day far from the cycle."""
    indicators = step.dossier.indicators
    for row in step.dossier.measures:
        known = indicators.get(row.indicator)
        if known is None:
            continue
        target = known.target_interim if row.at == "interim" else known.target
        if why := _out_of_scale(step, row.value, target):
            yield Question(
                rule="IT-PL.5",
                subject=f"indicator:{row.indicator}",
                message=f"{row.source}: {why}",
                found=written_as(_moments(row.at), _written(row.value)),
                held=row.at == "final",
                phase=Phase.OBJECTIVES,
                inputs=(row, known),
            )


def _out_of_scale(step: Step, measured: Figure, target: Figure) -> str:
    value, expected = measured.value, target.value
    if isinstance(value, date):
        first, last = windows_of(step)[AROUND]
        if not first <= value <= last:
            return f"misura {day_text(value)}, fuori dal tempo del ciclo (dal {day_text(first)} al {day_text(last)})"
    if not isinstance(value, Decimal) or not isinstance(expected, Decimal) or not value or not expected:
        return ""
    least = step.parameters.number("plausible_ratio").value
    ratio = abs(fraction(value) / fraction(expected))
    if 1 / least < ratio < least:
        return ""
    times = f"{number_text(least)} volte o più il" if ratio >= least else f"un {number_text(least)}esimo o meno del"
    return f"misura {number_text(fraction(value))}, {times} risultato atteso, {number_text(fraction(expected))}"


def _moments(at: str | date) -> tuple[str, ...]:
    """A moment as shown, and its other notations."""
    return (day_text(at), at.isoformat()) if isinstance(at, date) else (MOMENTS.get(at, at), at)


def _written(figure: Figure) -> tuple[str, ...]:
    value = figure.value
    exact = number_text(fraction(value)) if isinstance(value, Decimal) else ""
    day = (day_text(value), value.isoformat()) if isinstance(value, date) else ()
    return tuple(dict.fromkeys(text for text in (exact, *day, figure.text, str(value)) if text))
