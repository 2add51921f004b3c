"""The result pay of managers and posizioni organizzative, after the evaluation (art. 21 c. 1)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from merito import Basis, Finding, FundLine, Intermediate, Position, ResultRows, Reward, Step, hookimpl, rule
from merito.kit import Holding, held, merit_of, of_tool, two_holders, undifferentiated, why_saved
from merito.numbers import HUNDRED, euro_text, quotient
from merito_comunita_montane.contenders import WHERE
from merito_comunita_montane.people import SECRETARY, role_of
from merito_comunita_montane.result_due import BELOW, EVALUATED, PART, STRUCTURE, ZERO, Pay, pay_of
from merito_comunita_montane.result_method import GIVEN, METHOD, TOOL, Method, approved_late, method_of
from merito_comunita_montane.upheld import APPEAL

SURPLUS = "eccedenza del fondo oltre il massimo che può spettare"
UNMERITED = "parte del fondo che le valutazioni non attribuiscono"
ALIKE = "I-BL-49"
FUND, WHOLE, LINE = "result", "fondo", "retribuzioni di risultato"


@hookimpl
@rule("BL-21.1", "BL-16.2", "BL-14.2", GIVEN, BELOW, PART, STRUCTURE, EVALUATED, WHERE, ALIKE, APPEAL, tool=TOOL)
def merito_rewards(step: Step) -> ResultRows:
    """Every holder by the method of the Giunta; together within the fund, and what is left is savings."""
    line = step.so_far.line(FUND, WHOLE)
    if line is None:
        return ()
    method, doubts = method_of(step), tuple(_doubts(step))
    pays = [] if doubts else [pay_of(step, method, one) for one in _holders(step)]
    if doubts or not pays:
        why = "; ".join(doubts) or "non risulta nessun titolare di un incarico (posizioni, incarichi)"
        return (of_tool(step, "warning", f"non diviso: {why}"),)
    total = sum((pay.due for pay in pays), ZERO)
    if total > line.amount:
        over = euro_text(total - line.amount)
        why = f"le retribuzioni di risultato sommano a {euro_text(total)}: {over} oltre il fondo"
        if not any(pay.merit.waits for pay in pays):
            return (of_tool(step, "error", f"{why} di {euro_text(line.amount)}", "BL-16.2"),)
        why = f"non diviso: {why}, con il massimo a chi non è ancora valutato"
        return (of_tool(step, "warning", why, "BL-16.2"),)
    scores = tuple(pay.score for pay in pays if pay.score)
    own = FundLine(
        fund=FUND,
        item=LINE,
        of=WHOLE,
        amount=line.amount,
        savings=line.amount - total,
        reason=_saved(line.amount, sum((pay.most for pay in pays), ZERO), total),
        rules=("BL-21.1",),
        rests_on=(line, *scores),
        basis=Basis(parameters=method.parameters),
    )
    short = sum((pay.most for pay in pays), ZERO) > line.amount
    rewards = tuple(
        _reward(pay, (line, own) if short or not _between(pay, method) else (line,), method) for pay in pays
    )
    return (*rewards, own, *_alike(step, method, pays), *_late(step))


def _late(step: Step) -> Iterator[Finding]:
    """A method approved when the year was over, or the evaluations known: told, and the sums stand."""
    if why := approved_late(step):
        yield of_tool(step, "warning", why, inputs=step.acts_of(METHOD))


def _saved(whole: Decimal, most: Decimal, total: Decimal) -> str:
    """Why part of the fund is savings (Italian): a surplus over all that may be due, and what is not due of that."""
    return why_saved({SURPLUS: max(whole - most, ZERO), UNMERITED: min(most, whole) - total})


def _positions(step: Step) -> Iterator[tuple[Position, list[Holding]]]:
    for position in step.dossier.positions:
        holders = [one for one in held(step, position) if one.days]
        people = step.dossier.people
        yield position, [one for one in holders if role_of(step.dossier, people[one.person]) != SECRETARY]


def _holders(step: Step) -> list[Holding]:
    return [one for _, holders in _positions(step) for one in holders]


def _doubts(step: Step) -> Iterator[str]:
    for position, holders in _positions(step):
        if twice := two_holders(holders):
            yield twice
        if holders and position.amount is None:
            yield f"manca la retribuzione di posizione di {position.id} (colonna importo delle posizioni)"


def _between(pay: Pay, method: Method) -> bool:
    """Whether nobody with another score can take the same part: who is at a limit, or on a level, may not be alone.

    Such a sum, and every sum of a fund that is less than the most of all, rests on the evaluations of all.
    """
    return not method.steps and pay.least < pay.due < pay.most


def _reward(pay: Pay, lines: tuple[FundLine, ...], method: Method) -> Reward:
    return Reward(
        person=pay.one.person,
        tool=TOOL,
        fund=FUND,
        item=LINE,
        due=pay.due,
        subject=f"position:{pay.one.position.id}",
        state=pay.merit.state,
        reason=pay.merit.reason,
        rules=pay.rules,
        rests_on=(*lines, *((pay.score,) if pay.score else ()), *pay.structure),
        basis=Basis(
            inputs=(pay.one.position, *pay.one.rows),
            parameters=(*method.parameters, *pay.limits),
            steps=(Intermediate("giorni di incarico", pay.one.days),),
            formula=pay.formula,
        ),
    )


def _level(method: Method, pay: Pay) -> Fraction:
    """From which score the level reached begins; below them all, a score under nought."""
    level = method.level(merit_of(pay.score).part * HUNDRED)
    return Fraction(-1) if level is None else level


def _evaluated(method: Method, pays: Sequence[Pay], *, by_levels: bool) -> list[tuple[Fraction, Fraction]]:
    """Everybody evaluated: the score or, by levels, where the level reached begins; and the part of the most."""
    levels = by_levels and bool(method.steps)
    known = [(pay, pay.score.score or Fraction(0)) for pay in pays if not pay.merit.waits and pay.score and pay.most]
    return [(_level(method, pay) if levels else score, quotient(pay.due, pay.most)) for pay, score in known]


def _wrong(method: Method, pays: Sequence[Pay], *, by_levels: bool) -> str:
    return undifferentiated(_evaluated(method, pays, by_levels=by_levels))


def _alike(step: Step, method: Method, pays: Sequence[Pay]) -> tuple[Finding, ...]:
    """Art. 14 c. 2: different scores, or levels where the Giunta reads so, that all take the same part of the most."""
    by_scores = tuple(_all_alike(step, method, pays, levels=False))
    if not method.steps:
        return by_scores
    return step.choose(ALIKE, objective_test=by_scores, levels=tuple(_all_alike(step, method, pays, levels=True)))


def _all_alike(step: Step, method: Method, pays: Sequence[Pay], *, levels: bool) -> Iterator[Finding]:
    wrong = _wrong(method, pays, by_levels=levels)
    if wrong == "different_paid_alike":
        what, way_out = "livelli" if levels else "punteggi", f" ({ALIKE})" if method.steps else ""
        why = f"{what} diversi e a tutti la stessa parte: la distribuzione indifferenziata è vietata{way_out}"
        yield of_tool(step, "error", why, "BL-14.2")
    elif wrong == "all_alike":
        count, what = len(_evaluated(method, pays, by_levels=levels)), "livello" if levels else "punteggio"
        why = f"tutti i valutati ({count}) hanno lo stesso {what}: la distribuzione non distingue nessuno"
        yield of_tool(step, "warning", why, "BL-14.2")
