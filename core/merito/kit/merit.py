"""What an evaluation gives of the maximum for a person: a part of it, nothing, or nothing certain yet."""

from decimal import Decimal
from fractions import Fraction

from attrs import evolve, field, frozen

from merito.model.measured import PersonScore
from merito.model.messages import NOTHING, Message, Sayable, as_message, say
from merito.model.states import State
from merito.numbers import HUNDRED, Number, cents_half_up, product, quotient

MOST = "è il massimo che può spettare"


@frozen
class Merit:
    """The part of the maximum for a person, the state of the sum, and why it is uncertain or not due.

    With `may_grow` the sum is certain, and another person's case may only add to it.
    """

    part: Fraction = Fraction(1)
    state: State = State.FINAL
    reason: Message = field(default=NOTHING, converter=as_message)
    may_grow: bool = False

    @property
    def waits(self) -> bool:
        return self.state is State.PROVISIONAL

    def of(self, most: Number) -> Decimal:
        """What is due of the maximum (euro), half up to the cent."""
        return cents_half_up(product(most, self.part))

    def until(self, why: Sayable) -> "Merit":
        """The same part, held until more is known."""
        return Merit(self.part, State.PROVISIONAL, why)

    def growing(self, why: Sayable) -> "Merit":
        """The same part, due now, to which something may be added: `why` (Italian). What is not due does not grow."""
        return evolve(self, reason=why, may_grow=True) if self.part and self.state is State.FINAL else self


ALL = Merit()


def most_until(why: Sayable, said: Sayable = "") -> Merit:
    """The maximum that may be due, held until more is known: `why` it is unknown, preceded by `said`."""
    return ALL.until(say("{what}: {why}", what=as_message(said or MOST), why=as_message(why)))


def nothing(why: Sayable, state: State = State.FINAL) -> Merit:
    """Nothing is due, and why."""
    return Merit(Fraction(0), state, why)


def final_score(row: PersonScore | None) -> Fraction | None:
    """The score of an evaluation that is final."""
    return row.score if row is not None and row.state is State.FINAL else None


def counted_score(row: PersonScore | None) -> Fraction | None:
    """The score on which what others are due may count: a final one, or a known one that lacks only a formality.

    If the formality never comes, nothing is due by that score, and others could only get more.
    """
    if row is not None and row.state is State.PROVISIONAL and row.formal:
        return row.score
    return final_score(row)


def merit_of(
    row: PersonScore | None, *, at_least: Fraction | None = None, negative: Sayable = "", said: Sayable = ""
) -> Merit:
    """What a score gives: the fraction of its maximum; below `at_least` nothing, refused with the reason `negative`.

    For an evaluation that lacks only a formality, what it gives, held; for any other that is not final, or would give
    nothing, the maximum, held as by `most_until`; only the most that the score can still be, where that is known.
    """
    score, final = counted_score(row), final_score(row) is not None
    negative_yet = score is not None and at_least is not None and score < at_least
    if row is None or score is None or (negative_yet and not final):
        return evolve(most_until(why_not_final(row), said), part=_most_of(row, at_least))
    if negative_yet:
        return nothing(negative, State.REFUSED)
    merit = Merit(quotient(score, row.maximum or HUNDRED))
    return merit if final else merit.until(why_not_final(row))


def _most_of(row: PersonScore | None, at_least: Fraction | None) -> Fraction:
    """The part that a score can give at most, with what is firm in it; all, if that is not positive."""
    if row is None or row.most is None or (at_least is not None and row.most < at_least):
        return Fraction(1)
    return quotient(row.most, row.maximum or HUNDRED)


def why_not_final(row: PersonScore | None) -> Message:
    """Why an evaluation is not final."""
    return (row.reason if row else NOTHING) or say("manca la valutazione")
