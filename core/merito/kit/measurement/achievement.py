"""The degree to which a figure reaches its target, and the calculation as carried out."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from merito.model.figures import Figure, Range
from merito.model.messages import NOTHING, Message, say
from merito.numbers import (
    achieved_by_elapsed_days,
    achieved_number,
    achieved_on_time,
    achieved_range,
    achieved_yes_no,
)


class Achieved(NamedTuple):
    """A degree in percent, exact, and its formula; without a degree, why no formula gives one."""

    value: Fraction | None
    formula: Message = NOTHING
    reason: Message = NOTHING


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
        reason=say(
            "il consuntivo «{actual}» e il risultato atteso «{expected}» non si confrontano",
            actual=actual.text,
            expected=expected.text,
        ),
    )


def _number(target: Decimal | Range, done: Decimal, lower: bool, texts: tuple[str, str]) -> Achieved:
    try:
        if isinstance(target, Range):
            value = achieved_range(done, target.lowest, target.highest, lower_is_better=lower)
        else:
            value = achieved_number(done, target, lower_is_better=lower)
    except ValueError:
        return Achieved(None, reason=say("un valore è negativo: serve un grado dato dall'ente, con la motivazione"))
    if isinstance(target, Range):
        bound = target.highest if lower else target.lowest
        made = _formula_number(bound, done, (bound, texts[1]), lower)
        formula = say("{made}; dell'intervallo «{range}» conta l'estremo {end}", made=made, range=texts[0], end=bound)
        return Achieved(value, formula)
    return Achieved(value, _formula_number(target, done, texts, lower))


def _formula_number(target: Decimal, done: Decimal, texts: tuple[Decimal | str, str], lower: bool) -> Message:
    """The quotient, or that there is none: the divisor is zero, or the actual is below it."""
    expected, actual = texts
    if (done if lower else target) <= 0:
        if lower:
            return say(
                "{actual} rispetto a {expected}: 100, perché è quanto atteso o meglio (è meglio se minore: non c'è un "
                "rapporto)",
                actual=actual,
                expected=expected,
            )
        if done >= 0:
            return say(
                "{actual} rispetto a {expected}: 100, perché è quanto atteso o meglio (l'atteso è zero: non c'è un "
                "rapporto)",
                actual=actual,
                expected=expected,
            )
        return say(
            "{actual} rispetto a {expected}: 0, perché è meno di quanto atteso (l'atteso è zero: non c'è un rapporto)",
            actual=actual,
            expected=expected,
        )
    if lower:
        return say(
            "{expected} / {actual} × 100, tra 0 e 100 (atteso / consuntivo, perché è meglio se minore)",
            expected=expected,
            actual=actual,
        )
    return say("{actual} / {expected} × 100, tra 0 e 100 (consuntivo / atteso)", actual=actual, expected=expected)


def _formula_date(target: str, done: str) -> Message:
    return say("{done} rispetto al {target}: 100 se entro il giorno, altrimenti 0", done=done, target=target)


def _formula_days(target: date, done: date) -> Message:
    start = date(target.year - 1, 12, 31)
    return say(
        "{expected} / {taken} × 100, al massimo 100 (giorni dal 1° gennaio al {target} / giorni al {done})",
        expected=(target - start).days,
        taken=(done - start).days,
        target=target,
        done=done,
    )


def _formula_yes_no(target: str, done: str) -> Message:
    return say("{done} rispetto a {target}: 100 se è quanto atteso, altrimenti 0", done=done, target=target)
