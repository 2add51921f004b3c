"""What is due for a post held ad interim: a share of its pay for the days, or nothing (art. 3 c. 4, art. 6 c. 4)."""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from merito import Appointment, Basis, Intermediate, PositionValue, Reward, State, Step
from merito.kit import Holding, Merit, most_until, nothing, part_held
from merito.numbers import (
    HUNDRED,
    cents_down,
    cents_half_up,
    cents_up,
    days_of_year,
    euro_text,
    percent_text,
    product,
    quotient,
)
from merito_brescia.evaluation.scores import THRESHOLD
from merito_brescia.funds import FUND, ZERO
from merito_brescia.interim_appointments import TOOL
from merito_brescia.interim_title import COVERED, WHICH, Title


class Covered(NamedTuple):
    """Somebody on a post ad interim: the value of the post, and whether an evaluation entitles them to the pay."""

    held: Holding
    value: PositionValue
    title: Title


def most_of(step: Step, one: Covered) -> Decimal:
    """The most that an interim appointment may take from the fund, for its days."""
    base = product(one.value.amount or ZERO, part_held(step, one.held))
    return cents_down(product(base, step.parameters.share("interim_most").value))


def whole_of(step: Step, one: Covered) -> Decimal:
    """The share of the covered post's pay by the days of each stretch, half up, always within the limits."""
    least, most = step.parameters.share("interim_least"), step.parameters.share("interim_most")
    amount, year = one.value.amount or ZERO, days_of_year(step.dossier.year)
    base = product(amount, part_held(step, one.held))
    parts = (product(amount, _share(row.row), quotient(row.days.days, year)) for row in one.held.stretches)
    exact = sum(parts, Fraction(0))
    lowest, highest = cents_up(product(base, least.value)), cents_down(product(base, most.value))
    return max(min(cents_half_up(exact), highest), min(lowest, highest))


def pay_of(step: Step, one: Covered) -> Reward:
    """The extra pay for covering a post: all of it if the evaluation is positive, nothing if it is not."""
    own = step.so_far.score(one.held.person) if step.readings[WHICH].choice != COVERED else None
    whole = whole_of(step, one)
    merit, steps = Merit(), tuple[Intermediate, ...]()
    if one.title.given is None:
        merit = most_until(one.title.why)
    elif one.title.given is False:
        merit = nothing(f"BS-PO-6.4: non spetta: {one.title.why}", State.REFUSED)
        steps = (Intermediate("importo che spetterebbe con una valutazione positiva", whole),)
    due = merit.of(whole)
    return Reward(
        person=one.held.person,
        tool=TOOL,
        fund=FUND,
        item=TOOL,
        due=due,
        subject=f"position:{one.held.position.id}",
        state=merit.state,
        reason=merit.reason,
        rules=(
            "BS-PO-3.4",
            *(("BS-PO-6.4",) if merit.state is State.REFUSED else ()),
            *("I-BS-09", "I-BS-10", "I-BS-11"),
        ),
        rests_on=(one.value, *((own,) if own else ())),
        basis=Basis(
            inputs=one.held.rows,
            parameters=(
                *(step.parameters.share(key) for key in ("interim_least", "interim_most")),
                step.parameters.number(THRESHOLD),
            ),
            steps=steps,
            formula=_formula(step, one) if due else "",
        ),
    )


def _formula(step: Step, one: Covered) -> str:
    year, amount = days_of_year(step.dossier.year), euro_text(one.value.amount or ZERO)
    return " + ".join(
        f"{percent_text(_share(row.row) * HUNDRED)} × {amount} × {row.days.days} giorni su {year}"
        for row in one.held.stretches
    )


def _share(row: object) -> Fraction:
    assert isinstance(row, Appointment) and row.share is not None
    return quotient(row.share, HUNDRED)
