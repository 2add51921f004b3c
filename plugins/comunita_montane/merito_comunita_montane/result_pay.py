"""The result pay of managers and posizioni organizzative, after the evaluation (art. 21 c. 1)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from merito import Basis, Finding, FundLine, Intermediate, Phase, Position, ResultRows, Reward, Step, hookimpl, rule
from merito.kit import Holding, held, merit_of, of_tool, told, two_holders, undifferentiated, why_saved
from merito.numbers import HUNDRED, euro_text
from merito_comunita_montane.evaluation.scores import APPEAL, raised_later, score_in_force
from merito_comunita_montane.organisation import SECRETARY, role_of
from merito_comunita_montane.planning.units import WHERE
from merito_comunita_montane.result_due import BELOW, EVALUATED, PART, STRUCTURE, ZERO, Pay, pay_of
from merito_comunita_montane.result_method import GIVEN, METHOD, TOOL, Method, approved_late, method_of

SURPLUS = "eccedenza del fondo oltre il massimo che può spettare"
UNMERITED = "parte del fondo che le valutazioni non attribuiscono"
ALIKE = "I-BL-49"
FUND, WHOLE, LINE = "result", "fondo", "retribuzioni di risultato"


@hookimpl
@rule("BL-21.1", "BL-16.2", "BL-14.2", GIVEN, BELOW, PART, STRUCTURE, EVALUATED, WHERE, ALIKE, APPEAL, tool=TOOL)
def merito_rewards(step: Step) -> ResultRows:
    """Every holder by the method of the Giunta; in total within the fund, and what is left is savings."""
    line = step.so_far.line(FUND, WHOLE)
    if line is None:
        return ()
    method, doubts = method_of(step), tuple(_doubts(step))
    pays, beyond = ([], ()) if doubts else _pays(step, method, line.amount)
    if doubts or not pays:
        why = "; ".join(doubts) or "non risulta nessun titolare di un incarico (posizioni, incarichi)"
        return (of_tool(step, "warning", f"non diviso: {why}"),)
    total = _total(pays)
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
    return (*rewards, own, *beyond, *_alike(step, method, pays), *_late(step))


def _pays(step: Step, method: Method, fund: Decimal) -> tuple[list[Pay], tuple[Finding, ...]]:
    """What every holder is due, with the scores won by appeals.

    If the fund cannot pay appeals upheld after the payment, what was due before them remains (I-BL-38).
    """
    holders = _holders(step)
    pays = [pay_of(step, method, one, score_in_force(step, one.person)) for one in holders]
    if _total(pays) <= fund or not raised_later(step):
        return pays, ()
    before = [pay_of(step, method, one, step.so_far.score(one.person)) for one in holders]
    return (before, tuple(_beyond(step, fund, pays, before))) if _total(before) <= fund else (pays, ())


def _beyond(step: Step, fund: Decimal, pays: Sequence[Pay], before: Sequence[Pay]) -> Iterator[Finding]:
    """The missing money: an error of the fund that takes nothing from anybody, and who is entitled to it."""
    over = euro_text(_total(pays) - fund)
    why = f"con i ricorsi accolti le retribuzioni di risultato passano il fondo di {over}: serve altro denaro"
    yield told("error", "BL-16.2", f"{why} ({APPEAL})", phase=Phase.REWARDS)
    for won, stands in zip(pays, before, strict=True):
        if won.due > stands.due:
            more, person = euro_text(won.due - stands.due), won.one.person
            why = (
                f"il ricorso accolto dà diritto a {more} in più di retribuzione di risultato, fino a "
                f"{euro_text(won.due)}, ma il fondo non basta; quella già calcolata resta ({APPEAL})"
            )
            inputs = (raised_later(step)[person],)
            yield told("warning", "BL-21.1", why, f"person:{person}", phase=Phase.REWARDS, inputs=inputs)


def _total(pays: Sequence[Pay]) -> Decimal:
    return sum((pay.due for pay in pays), ZERO)


def _late(step: Step) -> Iterator[Finding]:
    """Warns of a method approved after the year, or after an evaluation; the sums remain."""
    if why := approved_late(step):
        yield of_tool(step, "warning", why, inputs=step.acts_of(METHOD))


def _saved(whole: Decimal, most: Decimal, total: Decimal) -> str:
    """Why part of the fund is savings (Italian): the surplus over the maximum, and what evaluations do not give."""
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
    """Whether nobody with another score can have the same part, as people at a limit or on a level can.

    Other sums, and all sums of a fund smaller than the maximum of all, rest on everybody's evaluation.
    """
    low, high = (limit.value for limit in pay.limits)
    return not method.steps and bool(pay.due) and low < pay.rate < high


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
    """The score at which the level reached begins; below all levels, a score below zero."""
    level = method.level(merit_of(pay.score).part * HUNDRED)
    return Fraction(-1) if level is None else level


def _evaluated(method: Method, pays: Sequence[Pay], *, by_levels: bool) -> list[tuple[Fraction, Fraction]]:
    """Everybody evaluated: the score or, by levels, where the level reached begins; and the fraction of the maximum."""
    levels = by_levels and bool(method.steps)
    known = [(pay, pay.score.score or Fraction(0)) for pay in pays if not pay.merit.waits and pay.score and pay.most]
    return [(_level(method, pay) if levels else score, pay.part) for pay, score in known]


def _alike(step: Step, method: Method, pays: Sequence[Pay]) -> tuple[Finding, ...]:
    """Art. 14 c. 2: different scores (or levels, if the Giunta reads so) that all receive the same of the maximum."""
    by_scores = tuple(_all_alike(step, method, pays, levels=False))
    if not method.steps:
        return by_scores
    return step.choose(ALIKE, objective_test=by_scores, levels=tuple(_all_alike(step, method, pays, levels=True)))


def _all_alike(step: Step, method: Method, pays: Sequence[Pay], *, levels: bool) -> Iterator[Finding]:
    evaluated = _evaluated(method, pays, by_levels=levels)
    wrong = undifferentiated(evaluated)
    if wrong == "different_paid_alike":
        what, way_out = "livelli" if levels else "punteggi", f" ({ALIKE})" if method.steps else ""
        why = f"{what} diversi e a tutti la stessa parte: la distribuzione indifferenziata è vietata{way_out}"
        yield of_tool(step, "error", why, "BL-14.2")
    elif wrong == "all_alike":
        what = "livello" if levels else "punteggio"
        why = f"tutti i valutati ({len(evaluated)}) hanno lo stesso {what}: la distribuzione non distingue nessuno"
        yield of_tool(step, "warning", why, "BL-14.2")
