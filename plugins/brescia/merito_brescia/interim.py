"""Extra pay for covering a post ad interim, within the result fund, if the evaluation is positive (art. 3 c. 4)."""

from collections.abc import Iterator
from decimal import Decimal

from attrs import evolve

from merito import Basis, FundLine, PersonScore, ResultRows, Reward, Severity, Step, hookimpl, rule
from merito.kit import Holding, drawn, of_tool, saved, staff_positions
from merito.numbers import euro_text
from merito_brescia.attestation import AVAILABLE, waiting
from merito_brescia.evaluation.scores import THRESHOLD
from merito_brescia.funds import FUND, RESULT, ZERO
from merito_brescia.holding import held
from merito_brescia.interim_appointments import KIND, TOOL, sound
from merito_brescia.interim_days import counted
from merito_brescia.interim_pay import Covered, most_of, pay_of, whole_of
from merito_brescia.interim_title import goes_to_result, title_of

WHOLE, INDIVIDUAL, NOT_DUE = f"{RESULT} {AVAILABLE}", "risultato individuale", "interim non spettanti"
REFUSED = "interim rifiutati"


def covering(step: Step) -> list[Holding]:
    """Everybody who covers a post ad interim on some day of the year that counts."""
    every = (one for post in staff_positions(step.dossier) for one in held(step, post, KIND))
    return [one for one in (counted(step, one) for one in every) if one.days]


@hookimpl
@rule(
    "BS-PO-3.4", "BS-PO-3.4f", "BS-PO-6.4", "I-BS-09", "I-BS-10", "I-BS-54", "I-BS-55", "I-BS-60", "I-BS-64", tool=TOOL
)
def merito_rewards(step: Step) -> ResultRows:
    """The pay for covered posts comes first; what it leaves is for the result of the holders."""
    whole = step.so_far.line(FUND, WHOLE)
    if whole is None:
        return ()
    every = covering(step)
    values = {row.position: row for row in step.so_far.positions if row.amount is not None}
    unknown = next((one.position.id for one in every if one.position.id not in values), None)
    if unknown is not None:
        why = next((row.reason for row in step.so_far.positions if row.position == unknown), "")
        return (of_tool(step, "warning", f"non calcolato: {unknown} è coperta ad interim: {why}"),)
    if every:
        step.parameters.need(THRESHOLD)
    known = [Covered(one, values[one.position.id], title_of(step, one)) for one in every]
    paid, unsound = [one for one in known if sound(step, one.held)], [one for one in known if not sound(step, one.held)]
    lost = ZERO if goes_to_result(step) else _sum(whole_of(step, one) for one in paid if one.title.given is False)
    refused = _sum(most_of(step, one) for one in unsound if not _nothing_to_free(step, one))
    rewards = tuple(pay_of(step, one) for one in paid)
    if _sum(whole_of(step, one) for one in paid) + refused > whole.amount:
        rewards = tuple(_within_the_fund(whole, rewards))
    taken = _sum(reward.due for reward in rewards) + lost + refused
    if taken > whole.amount:
        found = euro_text(taken)
        why = f"gli incarichi ad interim ({found}) superano il fondo disponibile ({euro_text(whole.amount)})"
        severity: Severity = "error"
        if waiting(step):
            severity, why = "warning", f"{why}, in cui manca ancora la parte di un'area senza attestazione"
        return (of_tool(step, severity, why, "BS-PO-3.4f", inputs=(whole,)),)
    rest = whole.amount - taken
    lines = (_rest(step, whole, known, rewards, rest), *_lines(step, whole, paid, rewards, lost, refused))
    return (*rewards, *lines)


def _within_the_fund(whole: FundLine, rewards: tuple[Reward, ...]) -> Iterator[Reward]:
    """Rewards of a fund that could not pay them all in full: each rests on the evaluations of all of them."""
    scores = (row for one in rewards for row in one.rests_on if isinstance(row, PersonScore))
    shared = evolve(whole, rests_on=(*whole.rests_on, *scores))
    for one in rewards:
        yield evolve(one, rests_on=(shared, *one.rests_on))


def _sum(amounts: Iterator[Decimal]) -> Decimal:
    return sum(amounts, ZERO)


def _nothing_to_free(step: Step, one: Covered) -> bool:
    """Whether nothing is due whatever the share, and its sum stays in the result anyway."""
    return goes_to_result(step) and one.title.given is False


def _rest(step: Step, whole: FundLine, known: list[Covered], rewards: tuple[Reward, ...], rest: Decimal) -> FundLine:
    """What is left for the result."""
    told_rest = f"{euro_text(whole.amount)} - {euro_text(whole.amount - rest)} per gli incarichi ad interim"
    return FundLine(
        fund=FUND,
        item=INDIVIDUAL,
        of=WHOLE,
        amount=rest,
        left_to="result",
        rules=("BS-PO-3.3",),
        rests_on=(whole, *(rewards if goes_to_result(step) else (one.value for one in known))),
        basis=Basis(formula=told_rest),
    )


def _lines(
    step: Step, whole: FundLine, paid: list[Covered], rewards: tuple[Reward, ...], lost: Decimal, refused: Decimal
) -> Iterator[FundLine]:
    """What is due; the savings of evaluations that are not positive; the maximum of refused ones until corrected."""
    if rewards:
        due = _sum(reward.due for reward in rewards)
        rules = ("BS-PO-3.4", "BS-PO-3.4f")
        yield drawn(whole, TOOL, due, rules, (whole,))
    if lost:
        why = "incarichi ad interim che non spettano: la valutazione non è positiva"
        yield saved(whole, NOT_DUE, lost, why, ("BS-PO-3.4", "BS-PO-6.4"), (whole,))
    if refused:
        yield FundLine(
            fund=FUND,
            item=REFUSED,
            of=WHOLE,
            amount=refused,
            left_to=TOOL,
            reason="il massimo di incarichi ad interim rifiutati, fino a che non sono corretti",
            rules=("BS-PO-3.4",),
            rests_on=(whole,),
        )
