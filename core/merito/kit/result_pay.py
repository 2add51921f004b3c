"""Result pay: a line divided by weights into the most that each may have, of which each takes what merit gives."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito.contract.step import Step
from merito.kit.findings import told
from merito.kit.merit import ALL, Merit
from merito.kit.tenure import Holding
from merito.model.acts import Phase
from merito.model.basis import Basis, Made
from merito.model.measured import PersonScore
from merito.model.money import FundLine, Reward
from merito.model.results import Finding, Severity
from merito.numbers import Number, cents_half_up, euro_text, exact_text, fraction, natural_key, product, quotient, split


@frozen(kw_only=True)
class Entitled:
    """Somebody in a division: what they weigh in it, the post held if any, the evaluation and what it gives."""

    person: str
    weight: Fraction
    held: Holding | None = None
    score: PersonScore | None = None
    merit: Merit = ALL

    @property
    def subject(self) -> str:
        """The post that the pay is given for; without one it is the person's."""
        return f"position:{self.held.position.id}" if self.held else ""


@frozen
class Share:
    """What somebody has of a line (euro): the most by weight, and what is due of it by merit.

    `exact` is what merit gives a part of: the most in cents, or before it was brought to cents.
    """

    one: Entitled
    most: Decimal
    due: Decimal
    exact: Fraction

    @property
    def told(self) -> str:
        """What the sum due is a part of: the most in cents or, where it is not whole cents, the exact one (Italian)."""
        if self.one.merit.part == 1 or self.exact == self.most:
            return euro_text(self.most)
        return f"{euro_text(cents_half_up(self.exact))} (esatto {exact_text(self.exact)})"


def shares(
    line: FundLine,
    people: Sequence[Entitled],
    *,
    vacant: Fraction = Fraction(0),
    again: bool = False,
    exact: bool = False,
) -> tuple[Share, ...]:
    """The most of each, to the last cent, and what merit gives of it, half up to the cent: the rest is due to nobody.

    With `exact` a part of the most is taken before that is brought to cents, and rounded once; it is never more than
    the most in cents. Odd cents of equal parts go in the order of the people. What `vacant` weighs beside them is
    nobody's most. With `again`, all that is theirs is divided once more by weight and merit, and nothing of it is left.
    """
    most = in_turn(line.amount, [*(one.weight for one in people), vacant])[: len(people)]
    total = sum((one.weight for one in people), vacant)
    wholes = [fraction(own) for own in most]
    if exact and total:
        wholes = [product(line.amount, quotient(one.weight, total)) for one in people]
    if again:
        dues = in_turn(sum(most, Decimal(0)), [one.weight * one.merit.part for one in people])
    else:
        dues = [_due(*each) for each in zip(people, most, wholes, strict=True)]
    return tuple(Share(*each) for each in zip(people, most, dues, wholes, strict=True))


def _due(one: Entitled, most: Decimal, whole: Fraction) -> Decimal:
    return most if one.merit.part == 1 else min(one.merit.of(whole), most)


def in_turn(amount: Decimal, weights: Sequence[Number]) -> list[Decimal]:
    """A sum (euro) divided to the last cent, odd cents of equal parts in the order given; nothing without weights."""
    if not any(weights):
        return [Decimal("0.00")] * len(weights)
    return list(split(amount, {str(at): weight for at, weight in enumerate(weights)}).values())


def best_first(people: Sequence[Entitled]) -> list[Entitled]:
    """Whoever merit gives the largest part first; then by id."""
    return sorted(people, key=lambda one: (-one.merit.part, natural_key(one.person), one.subject))


def reward(
    step: Step,
    line: FundLine,
    share: Share,
    *,
    item: str,
    rules: tuple[str, ...],
    rests_on: tuple[Made, ...],
    basis: Basis,
    most: Decimal | None = None,
) -> Reward:
    """The row of a share, paid by the line `item` of the same fund; it rests on the evaluation too."""
    one = share.one
    return Reward(
        person=one.person,
        tool=step.tool or "",
        fund=line.fund,
        item=item,
        due=share.due,
        most=most,
        subject=one.subject,
        state=one.merit.state,
        reason=one.merit.reason,
        rules=rules,
        rests_on=(*rests_on, *((one.score,) if one.score else ())),
        basis=basis,
    )


def of_tool(
    step: Step, severity: Severity, why: str, rule: str = "", *, subject: str = "", inputs: tuple[object, ...] = ()
) -> Finding:
    """What is told (Italian) of the money of the running tool: by its first rule, where no other is named."""
    return told(severity, rule or step.rule, why, subject, phase=Phase.REWARDS, tool=step.tool, inputs=inputs)
