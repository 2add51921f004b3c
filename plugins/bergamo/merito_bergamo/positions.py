"""Posizioni organizzative: the money set aside, their pay inside the limits, paid by the days held (arts. 26-28)."""

from collections.abc import Iterator
from decimal import Decimal

from merito import (
    ActNeed,
    Basis,
    Finding,
    FundLine,
    Gate,
    Phase,
    Position,
    PositionValue,
    Results,
    Reward,
    State,
    Step,
    hookimpl,
    rule,
)
from merito.numbers import days_of_year, decimal_text, euro_text, split
from merito_bergamo.findings import told
from merito_bergamo.holders import Held, at_once, held, staff_positions

FUND, TOOL, RESULT, RESULT_TOOL = "positions", "position_pay", "risultato", "position_result"
VACANT, GRADING = "scoperta", "grading_approval"
ZERO = Decimal("0.00")


@hookimpl
@rule("BG-28.3")
def merito_gates(step: Step) -> Results | None:
    """No position pay before the Segretario Generale has approved the grading: of all posts, or post by post."""
    need = (ActNeed(GRADING, by="Segretario Generale"),)
    of_posts = [act for act in step.acts_of(GRADING) if act.subject]
    subjects: list[str | None] = [f"position:{one.id}" for one in staff_positions(step)]
    if not of_posts or any(act.subject is None for act in step.acts_of(GRADING)):
        subjects = [None] if subjects else []
    return Results(
        gates=tuple(
            Gate(phase=Phase.RESOURCES, tool=TOOL, subject=subject, needs=need, rules=("BG-28.3",))
            for subject in subjects
        )
    )


@hookimpl
@rule("BG-26.1b")
def merito_check_plan(step: Step) -> Results | None:
    """Position and result pay, together, within the money of the budget; nobody twice on one post at once."""
    return Results(findings=(*_within_the_budget(step), *_two_at_once(step), *_interim(step)))


def _within_the_budget(step: Step) -> Iterator[Finding]:
    fund = step.dossier.funds.get(FUND)
    spent, without = _needed(step), _without_amount(step)
    if fund is not None and without:
        why = f"non si può verificare che le risorse bastino: manca l'importo di {', '.join(without)}"
        yield told("warning", "BG-26.1b", why, phase=Phase.RESOURCES, inputs=(fund,))
    if fund is not None and spent > fund.euro:
        why = (
            f"retribuzioni di posizione e di risultato per {euro_text(spent)}, {euro_text(spent - fund.euro)} oltre le "
            f"risorse in bilancio ({euro_text(fund.euro)}): ridurre gli importi o aumentare le risorse"
        )
        for tool in (TOOL, RESULT_TOOL):
            yield told("error", "BG-26.1b", why, phase=Phase.RESOURCES, tool=tool, inputs=(fund,))


def _two_at_once(step: Step) -> Iterator[Finding]:
    for position in staff_positions(step):
        for one, other in at_once(held(step, position)):
            why = (
                f"la posizione {position.id} ha due titolari negli stessi giorni ({one.row.source}; {other.row.source})"
            )
            subject = f"position:{position.id}"
            yield told("error", "BG-26.2", why, subject, phase=Phase.RESOURCES, inputs=(one.row, other.row))


def _interim(step: Step) -> Iterator[Finding]:
    for row in step.dossier.appointments:
        if row.kind == "interim":
            why = "incarico ad interim: il regolamento non ne prevede la retribuzione, e la riga non conta"
            yield told("warning", "BG-28.1", why, f"person:{row.person}", phase=Phase.RESOURCES, inputs=(row,))


def _without_amount(step: Step) -> list[str]:
    return [one.id for one in staff_positions(step) if one.amount is None]


def _needed(step: Step) -> Decimal:
    result = step.dossier.figures.get("positions_result")
    pay = sum((one.amount for one in staff_positions(step) if one.amount), ZERO)
    return pay + (result.euro if result else ZERO)


@hookimpl
@rule("BG-26.1b", "BG-28.1")
def merito_funds(step: Step) -> Results | None:
    """One line per position, one for the result, and what the budget sets aside for neither."""
    fund = step.dossier.funds.get(FUND)
    if fund is None or _needed(step) > fund.euro:
        return None
    result = step.dossier.figures.get("positions_result")
    rules, basis = ("BG-26.1b", "BG-28.1"), Basis(inputs=(fund, *((result,) if result else ())))
    lines = [
        FundLine(fund=FUND, item=_item(one), amount=one.amount, rules=rules, basis=Basis(inputs=(fund, one)))
        for one in staff_positions(step)
        if one.amount
    ]
    left, without = fund.euro - _needed(step), _without_amount(step)
    if result is not None:
        lines.append(FundLine(fund=FUND, item=RESULT, amount=result.euro, rules=rules, basis=basis))
    if result is None or without:
        unsaid = [f"l'importo di {', '.join(without)}"] if without else []
        unsaid += ["la parte per il risultato (risultato_posizioni in [figures])"] if result is None else []
        why = f"manca {' e '.join(unsaid)}"
        lines.append(FundLine(fund=FUND, item="da destinare", amount=left, reason=why, rules=rules, basis=basis))
    else:
        why = "risorse che nessuna posizione impegna"
        lines.append(
            FundLine(fund=FUND, item="non impegnate", amount=left, savings=left, reason=why, rules=rules, basis=basis)
        )
    return Results(fund_lines=tuple(line for line in lines if line.amount))


def _item(position: Position) -> str:
    return f"posizione {position.id}"


@hookimpl
@rule("BG-28.2", "I-BG-17")
def merito_position_values(step: Step) -> Results | None:
    """The pay that the grading gives each post, within the limits of the CCNL that the ente says."""
    posts = staff_positions(step)
    if not posts:
        return None
    step.parameters.need("position_least", "position_most")
    results = Results()
    for position in posts:
        results = results.plus(_value(step, position))
    return results


def _value(step: Step, position: Position) -> Results:
    least, most = step.parameters.money("position_least"), step.parameters.money("position_most")
    rules, basis = ("BG-28.2", "I-BG-17"), Basis(inputs=(position,), parameters=(least, most))
    subject = f"position:{position.id}"
    if position.amount is None:
        why = "manca l'importo annuo che risulta dalla graduazione"
        row = PositionValue(position=position.id, state=State.NOT_MEASURED, reason=why, rules=rules, basis=basis)
        return Results(positions=(row,))
    if not least.value <= position.amount <= most.value:
        limits = f"da {euro_text(least.value)} a {euro_text(most.value)}"
        why = f"{euro_text(position.amount)} l'anno, fuori dai limiti del CCNL ({limits})"
        finding = told("error", "BG-28.2", why, subject, phase=Phase.RESOURCES, inputs=(position,))
        row = PositionValue(
            position=position.id, amount=position.amount, state=State.REFUSED, reason=why, rules=rules, basis=basis
        )
        return Results(positions=(row,), findings=(finding,))
    return Results(positions=(PositionValue(position=position.id, amount=position.amount, rules=rules, basis=basis),))


@hookimpl
@rule("BG-28.1", "BG-27.7", "I-BG-22")
def merito_rewards(step: Step) -> Results | None:
    """Each holder is paid for the days held; the days of nobody are savings."""
    if step.tool != TOOL:
        return None
    results = Results()
    for value in step.so_far.positions:
        if value.amount is not None and step.so_far.line(FUND, f"posizione {value.position}"):
            results = results.plus(_paid(step, value, value.amount))
    return results


def _paid(step: Step, value: PositionValue, amount: Decimal) -> Results:
    position = step.dossier.positions[value.position]
    holders = [one for one in held(step, position) if one.days or one.revoked_in(step.dossier.year)]
    year = days_of_year(step.dossier.year)
    days = {str(number): one.days for number, one in enumerate(holders)}
    free = year - sum(days.values())
    if free < 0:
        return Results()
    parts = split(amount, {**days, VACANT: free})
    rewards = tuple(_reward(one, value, parts[str(number)], year) for number, one in enumerate(holders))
    due, vacant = amount - parts[VACANT], parts[VACANT]
    rules, item = ("BG-28.1", *(("I-BG-22",) if vacant or len(holders) > 1 else ())), _item(position)
    lines = [FundLine(fund=FUND, item=f"{item}, titolari", of=item, amount=due, rules=rules)] if rewards else []
    if vacant:
        why = f"posizione scoperta per {free} giorni"
        lines.append(
            FundLine(
                fund=FUND, item=f"{item}, {VACANT}", of=item, amount=vacant, savings=vacant, reason=why, rules=rules
            )
        )
    return Results(rewards=rewards, fund_lines=tuple(lines))


def _reward(one: Held, value: PositionValue, part: Decimal, year: int) -> Reward:
    revoked = one.revoked
    return Reward(
        person=one.person,
        tool=TOOL,
        fund=FUND,
        item=f"{_item(one.position)}, titolari",
        due=part,
        subject=f"position:{one.position.id}",
        reason=f"incarico revocato con l'atto {revoked.id}: niente dal giorno della revoca" if revoked else "",
        rules=("BG-28.1", *(("BG-27.7",) if revoked else ()), *(("I-BG-22",) if one.days < year else ())),
        basis=Basis(
            inputs=(one.row, *((revoked,) if revoked else ())),
            results=(value,),
            formula=f"{decimal_text(value.amount or ZERO)} × {one.days} giorni / {year}",
        ),
    )
