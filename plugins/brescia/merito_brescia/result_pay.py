"""Result pay of the posizioni organizzative, by the evaluation and within the result fund (arts. 3 and 6)."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from merito import Basis, FundLine, Intermediate, PositionValue, ResultRows, Reward, State, Step, hookimpl, rule
from merito.kit import Entitled, Share, drawn, final_score, merit_of, of_tool, reward, saved, shares
from merito.numbers import HUNDRED, euro_text, fraction, half_up, number_text, percent_text, point_text, product
from merito_brescia.attestation import by_area, waiting
from merito_brescia.attestation_areas import kept
from merito_brescia.funds import FUND
from merito_brescia.interim import INDIVIDUAL, REFUSED, WHOLE, covering
from merito_brescia.interim_title import goes_to_result, title_of
from merito_brescia.result_weights import FORMULA, entitled, undivided

TOOL, THRESHOLD = "result", "positive_threshold"
PRIZES = "premi di risultato"
ZERO = Decimal("0.00")
DECIMALS = 6  # number: of a score in a formula, enough to compute a sum again to the cent


@hookimpl
@rule("BS-PO-3.3", "BS-PO-6.4", "I-BS-11", "I-BS-15", tool=TOOL)
def merito_rewards(step: Step) -> ResultRows:
    """What interim pay leaves of the result fund is divided among the holders, each with a positive evaluation."""
    line = step.so_far.line(FUND, INDIVIDUAL)
    if line is None:
        return ()
    step.parameters.need(FORMULA, THRESHOLD)
    everybody = entitled(step)
    unpaid = undivided(step, everybody)
    if unpaid:
        return (of_tool(step, "warning", f"non diviso: {unpaid}"),)
    spread = _spread(step, line)
    graded = [(one, part) for one in everybody if (part := kept(step, one)) is not None]
    people = [_judged(step, one, part, spread) for one, part in graded]
    found = shares(line, people)
    total = sum((one.weight for one in people), Fraction(0))
    rewards = [_prize(step, share, line, part, total) for share, (_, part) in zip(found, graded, strict=True)]
    paid = sum((share.due for share in found), ZERO)
    lines = [drawn(line, PRIZES, paid, ("BS-PO-3.3",), (line,))]
    if paid < line.amount:
        why = "parte del risultato che le valutazioni non attribuiscono"
        state = State.PROVISIONAL if step.so_far.line(FUND, REFUSED) else State.FINAL
        shared_by = (line, *step.once(_values), *(one.score for one in people if one.score))
        lines.append(saved(line, "non attribuito", line.amount - paid, why, ("BS-PO-3.3",), shared_by, state))
    return (*rewards, *lines)


def _judged(step: Step, one: Entitled, kept: Fraction, spread: str) -> Entitled:
    """A holder with the weight that the attestation leaves, and what the evaluation gives (art. 6 c. 4)."""
    score, threshold = step.so_far.score(one.person), step.parameters.number(THRESHOLD).value
    found = point_text(final_score(score) or 0)
    negative = f"BS-PO-6.4: valutazione {found}, sotto {point_text(threshold)}: non è positiva"
    merit = merit_of(score, at_least=threshold, negative=negative, said=spread)
    if spread and merit.state is State.FINAL:
        merit = merit.until(spread)
    return evolve(one, weight=product(one.weight, kept), score=score, merit=merit)


def _spread(step: Step, line: FundLine) -> str:
    """Why no part is final yet (Italian): it is uncertain what interim pay takes from the fund."""
    whole = step.so_far.line(FUND, WHOLE)
    if step.so_far.line(FUND, REFUSED) is not None:
        return "un incarico ad interim è rifiutato, e fino a che non è corretto se ne toglie il massimo: può crescere"
    if goes_to_result(step) and any(title_of(step, one).given is None for one in covering(step)):
        return "un incarico ad interim attende la sua valutazione, e se non spetta torna al risultato: può crescere"
    if whole is None or whole.amount == line.amount or not waiting(step):
        return ""
    return "gli incarichi ad interim pesano su tutte le aree, e un'area attende l'attestazione dell'OIV: può crescere"


def _cut(step: Step, kept: Fraction) -> Iterator[Intermediate]:
    if by_area(step):
        yield Intermediate("peso che l'attestazione della sua area lascia", percent_text(kept * HUNDRED))


def _values(step: Step) -> tuple[PositionValue, ...]:
    """The position pays by which the result is shared, if it is; a post left out of the split has none (I-BS-08)."""
    if step.parameters.choice(FORMULA).value == "equal":
        return ()
    return tuple(row for row in step.so_far.positions if row.amount is not None)


def _formula(share: Share) -> str:
    score = share.one.score.score if share.one.score else None
    told = "punteggio" if score is None else f"{number_text(half_up(score, DECIMALS))} (il punteggio)"
    cut = "" if score is None or fraction(half_up(score, DECIMALS)) == score else "; il punteggio è esatto nel calcolo"
    return f"{euro_text(share.most)} (la parte del fondo) × {told} / 100, al centesimo più vicino{cut}"


def _prize(step: Step, share: Share, line: FundLine, kept: Fraction, total: Fraction) -> Reward:
    return reward(
        step,
        line,
        share,
        item=PRIZES,
        most=share.most,
        rules=("BS-PO-3.3", "BS-PO-6.4", "I-BS-15", "I-BS-11"),
        rests_on=(line, *step.once(_values)),
        basis=Basis(
            inputs=share.one.held.rows if share.one.held else (),
            parameters=(step.parameters.choice(FORMULA), step.parameters.number(THRESHOLD)),
            steps=(
                *_cut(step, kept),
                Intermediate("fondo da dividere", line.amount),
                Intermediate("peso nel riparto", share.one.weight),
                Intermediate("somma dei pesi", total),
                Intermediate("parte del fondo", share.most),
            ),
            formula=_formula(share),
        ),
    )
