"""The degree to which a figure reaches its target, and the calculation as carried out (Italian)."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from merito.model.figures import Figure, Range
from merito.numbers import (
    achieved_by_elapsed_days,
    achieved_number,
    achieved_on_time,
    achieved_range,
    achieved_yes_no,
    day_text,
    decimal_text,
)


class Achieved(NamedTuple):
    """A degree in percent, exact, and its formula; without a degree, why no formula gives one (Italian)."""

    value: Fraction | None
    formula: str = ""
    reason: str = ""


def achieved(expected: Figure, actual: Figure, better: str, date_grade: str) -> Achieved:
    """The degree of an actual against its expected result, by the kind of both; both have a value.

    `better` is higher or lower; `date_grade` is on_time or elapsed_days.
    """
    target, done, lower = expected.value, actual.value, better == "lower"
    texts = expected.text, actual.text
    if isinstance(target, bool) and isinstance(done, bool):
        return Achieved(achieved_yes_no(done, target), _formula_yes_no(*texts))
    if isinstance(target, date) and isinstance(done, date):
        if date_grade == "elapsed_days":
            return Achieved(achieved_by_elapsed_days(done, target), _formula_days(target, done))
        return Achieved(achieved_on_time(done, target), _formula_date(*texts))
    if isinstance(done, Decimal) and isinstance(target, Decimal | Range):
        return _number(target, done, lower, texts)
    return Achieved(
        None,
        reason=f"il consuntivo «{actual.text}» e il risultato atteso «{expected.text}» non si confrontano",
    )


def _number(target: Decimal | Range, done: Decimal, lower: bool, texts: tuple[str, str]) -> Achieved:
    try:
        if isinstance(target, Range):
            value = achieved_range(done, target.lowest, target.highest, lower_is_better=lower)
        else:
            value = achieved_number(done, target, lower_is_better=lower)
    except ValueError:
        return Achieved(None, reason="un valore è negativo: serve un grado dato dall'ente, con la motivazione")
    if isinstance(target, Range):
        bound = target.highest if lower else target.lowest
        end = decimal_text(bound)
        formula = _formula_number(bound, done, (end, texts[1]), lower)
        return Achieved(value, f"{formula}; dell'intervallo «{texts[0]}» conta l'estremo {end}")
    return Achieved(value, _formula_number(target, done, texts, lower))


def _formula_number(target: Decimal, done: Decimal, texts: tuple[str, str], lower: bool) -> str:
    """The quotient, or that there is none: the divisor is zero, or the actual is below it."""
    expected, actual = texts
    if (done if lower else target) <= 0:
        side = "è meglio se minore" if lower else "l'atteso è zero"
        reached = "100, perché è quanto atteso o meglio" if lower or done >= 0 else "0, perché è meno di quanto atteso"
        return f"{actual} rispetto a {expected}: {reached} ({side}: non c'è un rapporto)"
    quotient = f"{expected} / {actual}" if lower else f"{actual} / {expected}"
    named = "atteso / consuntivo, perché è meglio se minore" if lower else "consuntivo / atteso"
    return f"{quotient} × 100, tra 0 e 100 ({named})"


def _formula_date(target: str, done: str) -> str:
    return f"{done} rispetto al {target}: 100 se entro il giorno, altrimenti 0"


def _formula_days(target: date, done: date) -> str:
    start = date(target.year - 1, 12, 31)
    days = f"{(target - start).days} / {(done - start).days} × 100, al massimo 100"
    return f"{days} (giorni dal 1° gennaio al {day_text(target)} / giorni al {day_text(done)})"


def _formula_yes_no(target: str, done: str) -> str:
    return f"{done} rispetto a {target}: 100 se è quanto atteso, altrimenti 0"
