"""What an evaluation gives of the most that somebody may have: a part of it, nothing, or nothing sure yet."""

from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito.model.measured import PersonScore
from merito.model.states import State
from merito.numbers import HUNDRED, Number, cents_half_up, product, quotient

MOST = "è il massimo che può spettare"


@frozen
class Merit:
    """The part that somebody takes of the most, the state of the sum, and why it is not sure, or not due (Italian)."""

    part: Fraction = Fraction(1)
    state: State = State.FINAL
    reason: str = ""

    @property
    def waits(self) -> bool:
        return self.state is State.PROVISIONAL

    def of(self, most: Number) -> Decimal:
        """What is due of the most (euro), half up to the cent."""
        return cents_half_up(product(most, self.part))

    def until(self, why: str) -> "Merit":
        """The same part, held until somebody knows more."""
        return Merit(self.part, State.PROVISIONAL, why)


ALL = Merit()


def most_until(why: str, said: str = "") -> Merit:
    """The most that may be due, held until somebody knows more: `why` it is not known yet, `said` before it."""
    return ALL.until(f"{said or MOST}: {why}")


def nothing(why: str, state: State = State.FINAL) -> Merit:
    """Nothing is due, and why (Italian)."""
    return Merit(Fraction(0), state, why)


def final_score(row: PersonScore | None) -> Fraction | None:
    """The score of an evaluation that is final."""
    return row.score if row is not None and row.state is State.FINAL else None


def merit_of(row: PersonScore | None, *, at_least: Fraction | None = None, negative: str = "", said: str = "") -> Merit:
    """What a score gives: the part of its maximum; below `at_least` nothing, refused with the reason `negative`.

    Of an evaluation that is not final, the most, held as `most_until` says.
    """
    score = final_score(row)
    if row is None or score is None:
        return most_until(why_not_final(row), said)
    if at_least is not None and score < at_least:
        return nothing(negative, State.REFUSED)
    return Merit(quotient(score, row.maximum or HUNDRED))


def why_not_final(row: PersonScore | None) -> str:
    """Why an evaluation is not final (Italian)."""
    return (row.reason if row else "") or "manca la valutazione"
