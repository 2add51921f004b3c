"""Result pay of the posizioni organizzative, by the evaluation and inside the result fund (arts. 3 and 6)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito import (
    Basis,
    FundLine,
    Held,
    Intermediate,
    PersonScore,
    Phase,
    PositionValue,
    ResultRows,
    Reward,
    State,
    Step,
    hookimpl,
    rule,
    told,
)
from merito.numbers import HUNDRED, cents_half_up, euro_text, percent_text, point_text, product, quotient, split
from merito_brescia.attestation import by_area, waiting
from merito_brescia.attestation_areas import kept
from merito_brescia.funds import FUND
from merito_brescia.interim import INDIVIDUAL, REFUSED, WHOLE, covering
from merito_brescia.interim_title import goes_to_result, title_of
from merito_brescia.result_weights import FORMULA, Share, shares, undivided

TOOL, THRESHOLD = "result", "positive_threshold"
PRIZES = "premi di risultato"
ZERO = Decimal("0.00")


@frozen(kw_only=True)
class Paid:
    """A holder in the division of the result: the post, the weight in it, what is kept of it, and the evaluation."""

    held: Held
    weight: Fraction
    kept: Fraction
    score: PersonScore | None

    @property
    def final(self) -> Fraction | None:
        """The score of an evaluation that is final."""
        return self.score.score if self.score is not None and self.score.state is State.FINAL else None


@hookimpl
@rule("BS-PO-3.3", "BS-PO-6.4", "I-BS-11", "I-BS-15", tool=TOOL)
def merito_rewards(step: Step) -> ResultRows:
    """What the covered posts leave of the result fund, among the holders, each by a positive evaluation."""
    line = step.so_far.line(FUND, INDIVIDUAL)
    if line is None:
        return ()
    step.parameters.need(FORMULA, THRESHOLD)
    everybody = shares(step)
    unpaid = undivided(step, everybody)
    if unpaid:
        why = f"non diviso: {unpaid}"
        return (told("warning", "BS-PO-3.3", why, phase=Phase.REWARDS, tool=TOOL),)
    people = _entitled(step, everybody)
    weights = {str(at): one.weight for at, one in enumerate(people)}
    most = split(line.amount, weights) if line.amount else dict.fromkeys(weights, ZERO)
    spread = _spread(step, line)
    rewards = tuple(_prize(step, one, most[str(at)], line, spread) for at, one in enumerate(people))
    paid = sum((reward.due for reward in rewards), ZERO)
    shared_by = (*_values(step), *(one.score for one in people if one.score))
    left = line.amount - paid
    lines = [FundLine(fund=FUND, item=PRIZES, of=INDIVIDUAL, amount=paid, rules=("BS-PO-3.3",), rests_on=(line,))]
    if left:
        why = "parte del risultato che le valutazioni non attribuiscono"
        rest = FundLine(
            fund=FUND,
            item="non attribuito",
            of=INDIVIDUAL,
            amount=left,
            savings=left,
            reason=why,
            state=State.PROVISIONAL if step.so_far.line(FUND, REFUSED) else State.FINAL,
            rules=("BS-PO-3.3",),
            rests_on=(line, *shared_by),
        )
        lines.append(rest)
    return (*rewards, *lines)


def _entitled(step: Step, everybody: Sequence[Share]) -> list[Paid]:
    """The holders with what the attestation leaves of their weights; where it is of each area, only those of one."""
    return [
        Paid(held=one.held, weight=product(one.weight, part), kept=part, score=step.so_far.score(one.held.person))
        for one in everybody
        if (part := kept(step, one)) is not None
    ]


def _spread(step: Step, line: FundLine) -> str:
    """Why no part is final yet (Italian): what the ad interim pays take of it is not certain."""
    whole = step.so_far.line(FUND, WHOLE)
    if step.so_far.line(FUND, REFUSED) is not None:
        return "un incarico ad interim è rifiutato, e fino a che non è corretto se ne toglie il massimo: può crescere"
    if goes_to_result(step) and any(title_of(step, one).given is None for one in covering(step)):
        return "un incarico ad interim attende la sua valutazione, e se non spetta torna al risultato: può crescere"
    if whole is None or whole.amount == line.amount or not waiting(step):
        return ""
    return "gli incarichi ad interim pesano su tutte le aree, e un'area attende l'attestazione dell'OIV: può crescere"


def _cut(step: Step, one: Paid) -> Iterator[Intermediate]:
    if by_area(step):
        yield Intermediate("peso che l'attestazione della sua area lascia", percent_text(one.kept * HUNDRED))


def _values(step: Step) -> tuple[PositionValue, ...]:
    """The position pays by which the result is shared, where it is."""
    return () if step.parameters.choice(FORMULA).value == "equal" else step.so_far.positions


def _prize(step: Step, one: Paid, most: Decimal, line: FundLine, spread: str) -> Reward:
    threshold, formula = step.parameters.number(THRESHOLD), step.parameters.choice(FORMULA)
    degree = one.final
    state, reason = (State.PROVISIONAL if spread else State.FINAL), spread
    if one.final is None:
        why = one.score.reason if one.score else "manca la valutazione"
        state, reason, degree = State.PROVISIONAL, f"{spread or 'è il massimo che può spettare'}: {why}", HUNDRED
    elif one.final < threshold.value:
        reason = f"BS-PO-6.4: valutazione {point_text(one.final)}, sotto {point_text(threshold.value)}: non è positiva"
        state, degree = State.REFUSED, Fraction(0)
    due = cents_half_up(product(most, quotient(degree or 0, HUNDRED)))
    return Reward(
        person=one.held.person,
        tool=TOOL,
        fund=FUND,
        item=PRIZES,
        due=due,
        most=most,
        subject=f"position:{one.held.position.id}",
        state=state,
        reason=reason,
        rules=("BS-PO-3.3", "BS-PO-6.4", "I-BS-15", "I-BS-11"),
        rests_on=(line, *_values(step), *((one.score,) if one.score else ())),
        basis=Basis(
            inputs=one.held.rows,
            parameters=(formula, threshold),
            steps=(
                *_cut(step, one),
                Intermediate("fondo da dividere", line.amount),
                Intermediate("peso nel riparto", one.weight),
                Intermediate("parte del fondo", most),
            ),
            formula=f"{euro_text(most)} (la parte del fondo) × punteggio / 100, al centesimo più vicino",
        ),
    )
