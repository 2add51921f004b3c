"""A grade for display: two decimals, the exact fraction, its state, what is missing, and its bar."""

from fractions import Fraction

from attrs import frozen

from merito.model.measured import Grade
from merito.model.states import State
from merito.numbers import HUNDRED, clamp, decimal_text, exact_text, half_up
from merito.page.names import Link, Names
from merito.wording.coded import STATES

NONE = "—"
TOLD = 8


@frozen(kw_only=True)
class Shown:
    """A figure in words. `width` and `zero` are the lengths of its bar, actual and with zeros, in percent."""

    text: str = NONE
    exact: str = ""
    state: str = ""
    mark: str = ""
    reason: str = ""
    attested: str = ""
    attestation: str = ""
    if_zero: str = ""
    lacks: tuple[Link, ...] = ()
    more: int = 0
    width: str = ""
    zero: str = ""

    @property
    def measured(self) -> bool:
        return self.text != NONE


def shown(grade: Grade | None, names: Names) -> Shown:
    """A grade for display; None is a figure that no rule gave."""
    if grade is None:
        return Shown()
    value, zero = grade.value, grade.if_zero if grade.state is State.PROVISIONAL else None
    return Shown(
        text=NONE if value is None else two_decimals(value),
        exact="" if value is None else exact_beside(value),
        state=STATES[grade.state.value],
        mark=grade.state.value,
        reason=names.read(grade.reason),
        attested="" if grade.attested is None else two_decimals(grade.attested),
        attestation=names.read(grade.attestation),
        if_zero="" if zero is None else two_decimals(zero),
        lacks=tuple(names.indicator(one) for one in grade.lacks[:TOLD]),
        more=max(0, len(grade.lacks) - TOLD),
        width="" if value is None else width(value),
        zero="" if zero is None else width(zero),
    )


def two_decimals(value: Fraction) -> str:
    """`97,15%`, half up."""
    return f"{decimal_text(half_up(value, 2))}%"


def exact_beside(value: Fraction) -> str:
    """The exact fraction, if two decimals are not exact."""
    return "" if Fraction(half_up(value, 2)) == value else exact_text(value)


def width(value: Fraction) -> str:
    """A length in percent, `97.15`, within its track."""
    return str(half_up(clamp(value, 0, HUNDRED), 2))


def sentence(text: str) -> str:
    """A text with its first letter in capitals."""
    return f"{text[:1].upper()}{text[1:]}"
