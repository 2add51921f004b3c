"""The managers' result and the staff's prizes as bargaining divides them, to the cent and never beyond the fund."""

from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import NamedTuple

from attrs import evolve

from merito import Basis, FundLine, Intermediate, ResultRows, Reward, Rows, State, Step, hookimpl, rule
from merito.kit import Merit, in_turn, merit_of, most_until, nothing, of_tool
from merito.numbers import day_text, euro_text, natural_key, number_text
from merito_brescia.attestation import AVAILABLE
from merito_brescia.bargained_agreement import (
    AMOUNT,
    MANAGERS,
    PERSONNEL,
    RULE,
    Agreement,
    BargainedFund,
    act_of,
    amount,
    rows_of,
)
from merito_brescia.bargained_people import strangers, taking_part
from merito_brescia.bargained_rows import agreement_of, problems
from merito_brescia.bargained_stakes import NEGATIVE, OTHERS, Stake, by_evaluation, lacking, sharing, stakes
from merito_brescia.posts.position_pay import ZERO

REST, NEXT, NOTHING = "I-BS-57", "next_agreement", "nothing"


class Due(NamedTuple):
    """Somebody's part: the whole share (euro), and what is due of it."""

    stake: Stake
    share: Decimal
    merit: Merit

    @property
    def due(self) -> Decimal:
        return self.merit.of(self.share)


@hookimpl(specname="merito_rewards")
@rule(RULE, REST, NEGATIVE, tool=MANAGERS.tool)
def result_of_managers(step: Step) -> ResultRows:
    """The result of the managers."""
    return _bargained(step, MANAGERS)


@hookimpl(specname="merito_rewards")
@rule(RULE, REST, NEGATIVE, tool=PERSONNEL.tool)
def prizes_of_staff(step: Step) -> ResultRows:
    """The prizes of the staff."""
    return _bargained(step, PERSONNEL)


def _bargained(step: Step, of: BargainedFund) -> ResultRows:
    """Everybody's sum, by the criteria or the sums of the agreement; without an agreement nothing is divided."""
    line = step.so_far.line(of.fund, AVAILABLE)
    if line is None or not rows_of(step, of):
        return ()
    agreement = agreement_of(step, of)
    everybody = stakes(step, agreement) if agreement else []
    why = _undivided(step, of, agreement, everybody, line)
    if why or agreement is None:
        return (of_tool(step, "warning", f"non diviso: {why}"),)
    taking = everybody if _by_sums(agreement) else sharing(step, everybody)
    shares = _shares(agreement, taking, line)
    in_it = [stake for stake in everybody if stake.one.person.id in shares or not _by_sums(agreement)]
    waiting = sum(not one.final and not one.out for one in everybody)
    dues = [_due(step, agreement, stake, shares.get(stake.one.person.id, ZERO), waiting) for stake in in_it]
    weights = sum((stake.weight or Fraction(0) for stake in taking), Fraction(0))
    rewards = tuple(_reward(agreement, one, line, weights) for one in dues)
    return (*rewards, *_lines(step, agreement, dues, line))


def _undivided(
    step: Step, of: BargainedFund, agreement: Agreement | None, everybody: list[Stake], line: FundLine
) -> str:
    """Why a fund cannot be divided yet (Italian), or nothing."""
    if agreement is None:
        act = act_of(step, rows_of(step, of)[0])
        wrong = "; ".join(dict.fromkeys(problems(step, of)))
        return wrong or f"l'accordo integrativo {act.id} del {day_text(act.date)} non c'è ancora"
    if strangers(step, of):
        return "l'accordo nomina chi non partecipa al fondo (rilievi in riservato/findings.csv)"
    if _by_sums(agreement):
        total = sum(map(amount, agreement.rows[AMOUNT]), ZERO)
        beyond = f"{euro_text(total)} contro {euro_text(line.amount)}: {euro_text(total - line.amount)} in più"
        return f"gli importi dell'accordo {agreement.act.id} superano il fondo: {beyond}" if total > line.amount else ""
    if missing := "; ".join(lacking(everybody)):
        return missing
    return "" if any(stake.weight for stake in sharing(step, everybody)) else "nessuno ha un peso nel riparto"


def _by_sums(agreement: Agreement) -> bool:
    return AMOUNT in agreement.rows


def _shares(agreement: Agreement, taking: list[Stake], line: FundLine) -> dict[str, Decimal]:
    """The whole share (euro) of everybody who has one."""
    if _by_sums(agreement):
        sums = {str(row["person"]): amount(row) for row in agreement.rows[AMOUNT]}
        return {person: sums[person] for person in (stake.one.person.id for stake in taking) if person in sums}
    in_order = sorted(taking, key=lambda stake: natural_key(stake.one.person.id))
    weights = {stake.one.person.id: stake.weight or Fraction(0) for stake in in_order}
    return dict(zip(weights, in_turn(line.amount, [*weights.values()]), strict=True))


def _due(step: Step, agreement: Agreement, stake: Stake, share: Decimal, waiting: int) -> Due:
    """What is due of a share: reduced as agreed, if the evaluation is positive; all of it until that is known."""
    if stake.out and not _by_sums(agreement):
        return Due(stake, ZERO, Merit(reason=f"{RULE}: i criteri dell'accordo non danno nulla"))
    if not stake.final:
        return Due(stake, share, merit_of(stake.score))
    gives = bool(share) if _by_sums(agreement) else stake.earns
    if not stake.positive and gives and step.readings[NEGATIVE].choice in (NOTHING, OTHERS):
        return Due(stake, share, nothing(f"{RULE}: non spetta: la valutazione non è positiva", State.REFUSED))
    merit = Merit() if stake.part is None else Merit(stake.part)
    to_others = not _by_sums(agreement) and step.choose(NEGATIVE, nothing=False, others=bool(waiting), as_agreed=False)
    if waiting and (by_evaluation(agreement) or to_others):
        why = f"il riparto può cambiare: valutazioni non definitive: {waiting}"
        return Due(stake, share, merit.until(why))
    if stake.awaited:
        return Due(stake, share, merit.until("un'area in cui ha servito attende l'attestazione dell'OIV: può crescere"))
    if stake.part is None:
        return Due(stake, share, most_until(f"manca {', '.join(stake.lacks)} nell'accordo {agreement.act.id}"))
    none = "" if merit.of(share) else f"{RULE}: i criteri dell'accordo non danno nulla"
    return Due(stake, share, evolve(merit, reason=none))


def _reward(agreement: Agreement, one: Due, line: FundLine, weights: Fraction) -> Reward:
    stake = one.stake
    return Reward(
        person=stake.one.person.id,
        tool=agreement.of.tool,
        fund=agreement.of.fund,
        item=agreement.of.prizes,
        due=one.due,
        state=one.merit.state,
        reason=one.merit.reason,
        rules=(RULE,),
        rests_on=(line, *((stake.score,) if stake.score else ())),
        basis=partial(_basis, agreement, one, line, weights),
    )


def _basis(agreement: Agreement, one: Due, line: FundLine, weights: Fraction) -> Basis:
    stake, sums = one.stake, agreement.rows.get(AMOUNT, Rows())
    part = "" if stake.part in (None, 1) else f" × {number_text(stake.part or 0)}"
    steps: tuple[Intermediate, ...] = (
        Intermediate("peso nel riparto", number_text(stake.weight or 0)),
        Intermediate("somma dei pesi", number_text(weights)),
    )
    formula = f"{euro_text(line.amount)} × peso / somma dei pesi = {euro_text(one.share)} (la quota){part}"
    if sums:
        steps, formula = (), f"{euro_text(one.share)}, come da accordo {agreement.act.id}"
    return Basis(
        inputs=(agreement.act, *stake.rows, *sums.of(stake.one.person.id)),
        steps=(*stake.steps, *steps),
        formula=formula if one.due else "",
    )


def _lines(step: Step, agreement: Agreement, dues: list[Due], line: FundLine) -> tuple[FundLine, ...]:
    """The prizes; and what the agreement assigns to nobody, saved or kept for another agreement (I-BS-57)."""
    due = sum((one.due for one in dues), ZERO)
    scores = tuple(one.stake.score for one in dues if one.stake.score)
    inputs = (agreement.act, *agreement.inputs)
    prizes = FundLine(
        fund=agreement.of.fund,
        item=agreement.of.prizes,
        of=AVAILABLE,
        amount=due,
        rules=(RULE,),
        among=tuple(one.person.id for one in taking_part(step, agreement.of)),
        by_evaluation=agreement.by_evaluation,
        rests_on=(line, *(scores if by_evaluation(agreement) else ())),
        basis=Basis(inputs=inputs),
    )
    rest = line.amount - due
    if not rest:
        return (prizes,)
    kept = step.readings[REST].choice == NEXT
    return (
        prizes,
        FundLine(
            fund=agreement.of.fund,
            item="non assegnato",
            of=AVAILABLE,
            amount=rest,
            savings=ZERO if kept else rest,
            left_to=agreement.of.tool if kept else None,
            reason=f"ciò che l'accordo {agreement.act.id} non assegna" + (", fino a un altro accordo" if kept else ""),
            rules=(RULE,),
            rests_on=(line, *(scores if agreement.evaluated else ())),
            basis=Basis(inputs=inputs),
        ),
    )
