"""Result pay of the posizioni organizzative, by the evaluation and inside the result fund (arts. 3 and 6)."""

from collections.abc import Mapping
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
    Results,
    Reward,
    State,
    Step,
    at_once,
    hookimpl,
    rule,
    staff_positions,
    told,
)
from merito.numbers import HUNDRED, cents_down, euro_text, fraction, point_text, product, quotient, split
from merito_brescia.funds import FUND
from merito_brescia.holding import held
from merito_brescia.interim import INDIVIDUAL, evaluation, time_of

TOOL, THRESHOLD, FORMULA = "result", "positive_threshold", "result_formula"
PRIZES = "premi di risultato"
ZERO = Decimal("0.00")


@frozen(kw_only=True)
class Paid:
    """A holder in the division of the result: the post, the weight in it and the evaluation."""

    held: Held
    weight: Fraction
    score: PersonScore | None

    @property
    def final(self) -> Fraction | None:
        """The score of an evaluation that is final."""
        return self.score.score if self.score is not None and self.score.state is State.FINAL else None


@hookimpl
@rule("BS-PO-3.3", "BS-PO-6.4", "I-BS-11", "I-BS-15")
def merito_rewards(step: Step) -> Results | None:
    """What the covered posts leave of the result fund, among the holders, each by a positive evaluation."""
    line = step.so_far.line(FUND, INDIVIDUAL)
    if step.tool != TOOL or line is None:
        return None
    step.parameters.need(FORMULA, THRESHOLD)
    people = _entitled(step)
    unpaid = _not_yet(step, people)
    if unpaid:
        return Results(findings=(told("warning", "BS-PO-3.3", unpaid, phase=Phase.REWARDS, tool=TOOL),))
    most = split(line.amount, {str(at): one.weight for at, one in enumerate(people)})
    rewards = tuple(_prize(step, one, most[str(at)], line) for at, one in enumerate(people))
    paid = sum((reward.due for reward in rewards), ZERO)
    scores = tuple(one.score for one in people if one.score)
    left = line.amount - paid
    lines = [FundLine(fund=FUND, item=PRIZES, of=INDIVIDUAL, amount=paid, rules=("BS-PO-3.3",))]
    if left:
        why = "parte del risultato che le valutazioni non attribuiscono"
        rest = FundLine(
            fund=FUND,
            item="non attribuito",
            of=INDIVIDUAL,
            amount=left,
            savings=left,
            reason=why,
            rules=("BS-PO-3.3",),
            basis=Basis(results=(line, *scores)),
        )
        lines.append(rest)
    return Results(rewards=rewards, fund_lines=tuple(lines))


def _entitled(step: Step) -> list[Paid]:
    """The holders of the year, by position pay or alike, for the days held (I-BS-15)."""
    values: Mapping[str, Decimal | None] = {row.position: row.amount for row in step.so_far.positions}
    equal = step.parameters.choice(FORMULA).value == "equal"
    people = []
    for position in staff_positions(step.dossier):
        for one in held(step, position):
            if one.days:
                base = Fraction(1) if equal else fraction(values.get(position.id) or 0)
                weight = product(base, time_of(step, one))
                people.append(Paid(held=one, weight=weight, score=evaluation(step, one.person)))
    return people


def _not_yet(step: Step, people: list[Paid]) -> str:
    """Why the result cannot be divided (Italian)."""
    if any(any(at_once(held(step, position))) for position in staff_positions(step.dossier)):
        return "non diviso: una posizione ha due incarichi di titolare negli stessi giorni"
    refused = [row.reason for row in step.so_far.positions if row.state is State.REFUSED]
    if refused:
        return f"non diviso: {refused[0]}"
    amounts = {row.position: row.amount for row in step.so_far.positions}
    unknown = [one.held.position.id for one in people if amounts.get(one.held.position.id) is None]
    if unknown and step.parameters.choice(FORMULA).value != "equal":
        return f"non diviso: manca la retribuzione di posizione di {', '.join(dict.fromkeys(unknown))}"
    return "" if any(one.weight for one in people) else "non diviso: nessuno tiene una posizione nell'anno"


def _prize(step: Step, one: Paid, most: Decimal, line: FundLine) -> Reward:
    threshold, formula = step.parameters.number(THRESHOLD), step.parameters.choice(FORMULA)
    state, reason, degree = State.FINAL, "", one.final
    values = step.so_far.positions if formula.value != "equal" else ()
    if one.final is None:
        why = one.score.reason if one.score else "manca la valutazione"
        state, reason, degree = State.PROVISIONAL, f"è il massimo che può spettare: {why}", HUNDRED
    elif one.final < threshold.value:
        reason = f"BS-PO-6.4: valutazione {point_text(one.final)}, sotto {point_text(threshold.value)}: non è positiva"
        state, degree = State.REFUSED, Fraction(0)
    due = cents_down(product(most, quotient(degree or 0, HUNDRED)))
    return Reward(
        person=one.held.person,
        tool=TOOL,
        fund=FUND,
        item=PRIZES,
        due=due,
        subject=f"position:{one.held.position.id}",
        state=state,
        reason=reason,
        rules=("BS-PO-3.3", "BS-PO-6.4", "I-BS-15", "I-BS-11"),
        basis=Basis(
            inputs=one.held.rows,
            results=(line, *values, *((one.score,) if one.score else ())),
            parameters=(formula, threshold),
            steps=(Intermediate("parte del fondo", most),),
            formula=f"{euro_text(most)} (la parte del fondo) × punteggio / 100, per difetto al centesimo",
        ),
    )
