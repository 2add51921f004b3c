"""What covering another post ad interim adds, inside the result fund (art. 3 c. 4)."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from merito import (
    Appointment,
    Basis,
    Finding,
    FundLine,
    Held,
    PersonScore,
    Phase,
    Position,
    PositionValue,
    Results,
    Reward,
    Severity,
    State,
    Step,
    at_once,
    hookimpl,
    rule,
    staff_positions,
    told,
)
from merito.numbers import (
    HUNDRED,
    Period,
    cents_down,
    cents_half_up,
    cents_up,
    days_of_year,
    euro_text,
    fraction,
    percent_text,
    point_text,
    product,
    quotient,
)
from merito_brescia.attestation import AVAILABLE, waiting
from merito_brescia.funds import FUND, RESULT
from merito_brescia.holding import held

TOOL, KIND, THRESHOLD = "interim", "interim", "positive_threshold"
WHOLE, INDIVIDUAL = f"{RESULT} {AVAILABLE}", "risultato individuale"
ZERO = Decimal("0.00")


def evaluation(step: Step, person: str) -> PersonScore | None:
    """The evaluation of somebody, final or not."""
    return next((row for row in step.so_far.scores if row.person == person), None)


def time_of(step: Step, one: Held) -> Fraction:
    """The part of the year for which a post is held."""
    return quotient(one.days, days_of_year(step.dossier.year))


@hookimpl
@rule("BS-PO-3.4", "BS-PO-3.4c")
def merito_check_plan(step: Step) -> Results | None:
    """A share within its limits and with its reason, for who holds another post; nobody twice on one."""
    findings = [one for row in step.dossier.appointments if row.kind == KIND for one in _problems(step, row)]
    doubled = [one for one in staff_positions(step.dossier) if any(at_once(held(step, one, KIND)))]
    return Results(findings=(*findings, *(_two(one) for one in doubled)))


def _problems(step: Step, row: Appointment) -> Iterator[Finding]:
    least, most = (step.parameters.share(key).value * HUNDRED for key in ("interim_least", "interim_most"))
    where, subject = f"incarico ad interim su {row.position}", f"person:{row.person}"
    if not _already_holder(step, row):
        why = f"{where}: chi lo riceve non è già, quel giorno, titolare di un'altra posizione organizzativa"
        yield _told("error", "BS-PO-3.4", why, subject, row)
    if row.share is None:
        yield _told("error", "BS-PO-3.4", f"{where}: manca la quota (colonna quota)", subject, row)
    elif not least <= fraction(row.share) <= most:
        limits = f"va dal {percent_text(least)} al {percent_text(most)}"
        why = f"{where}: quota del {percent_text(fraction(row.share))}, mentre {limits}"
        yield _told("error", "BS-PO-3.4", why, subject, row)
    both = sorted(person for person, days in _stretches(step, row.position) if _overlap(step, row, days))
    if both:
        why = f"{where}: negli stessi giorni la posizione ha un titolare ({', '.join(both)}), e non è da coprire"
        yield _told("error", "BS-PO-3.4", why, subject, row)
    if not row.extra.get("share_reason"):
        why = f"{where}: manca il motivo della quota (complessità, responsabilità, obiettivi; colonna motivo_quota)"
        yield _told("warning", "BS-PO-3.4c", why, subject, row)


def _already_holder(step: Step, row: Appointment) -> bool:
    """Whether somebody holds another post on the day on which an ad interim is given."""
    year = step.dossier.year
    day = row.start or date(year, 1, 1)
    if day.year == year:
        others = [post for post in staff_positions(step.dossier) if post.id != row.position]
        return any(
            period.start <= day <= period.end
            for post in others
            for one in held(step, post)
            if one.person == row.person
            for period in one.periods
        )
    return any(
        one.person == row.person and one.position != row.position and (one.start or day) <= day <= (one.end or day)
        for one in step.dossier.appointments
        if one.kind != KIND
    ) or any(post.holder == row.person and post.id != row.position for post in staff_positions(step.dossier))


def _stretches(step: Step, position: str) -> Iterator[tuple[str, Period]]:
    """Who holds a post, and the days of each stretch."""
    for one in held(step, step.dossier.positions[position]):
        yield from ((one.person, period) for period in one.periods)


def _overlap(step: Step, row: Appointment, days: Period) -> bool:
    first, last = date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31)
    start, end = max(row.start or first, first), min(row.end or last, last)
    return start <= end and start <= days.end and end >= days.start


def _told(severity: str, rule_id: str, why: str, subject: str, row: object) -> Finding:
    return told(severity, rule_id, why, subject, phase=Phase.REWARDS, tool=TOOL, inputs=(row,))  # type: ignore[arg-type]


def _two(position: Position) -> Finding:
    why = f"la posizione {position.id} è coperta ad interim da due persone negli stessi giorni"
    return _told("error", "BS-PO-3.4", why, f"position:{position.id}", position)


@hookimpl
@rule("BS-PO-3.4", "BS-PO-3.4f", "BS-PO-6.4", "I-BS-09", "I-BS-10")
def merito_rewards(step: Step) -> Results | None:
    """First what the covered posts add; what they leave is for the result of the holders."""
    whole = step.so_far.line(FUND, WHOLE)
    if step.tool != TOOL or whole is None:
        return None
    every = [one for post in staff_positions(step.dossier) for one in held(step, post, KIND) if one.days]
    values = {row.position: row for row in step.so_far.positions if row.amount is not None}
    if any(one.position.id not in values for one in every):
        why = next(row.reason for row in step.so_far.positions if row.position not in values)
        return Results(
            findings=(told("warning", "BS-PO-3.4", f"non calcolato: {why}", phase=Phase.REWARDS, tool=TOOL),)
        )
    if every:
        step.parameters.need(THRESHOLD)
    sound = [(one, values[one.position.id]) for one in every if _sound(step, one)]
    rewards = tuple(_covering(step, one, value) for one, value in sound)
    refused = sum((_most(step, one, values[one.position.id]) for one in every if not _sound(step, one)), ZERO)
    lost = sum((_whole(step, *pair) for pair, reward in zip(sound, rewards, strict=True) if not reward.due), ZERO)
    spent = sum((reward.due for reward in rewards), lost)
    if spent + refused > whole.amount:
        found = euro_text(spent + refused)
        why = f"gli incarichi ad interim ({found}) superano il fondo disponibile ({euro_text(whole.amount)})"
        severity: Severity = "error"
        if waiting(step):
            severity, why = "warning", f"{why}, in cui manca ancora la parte di un'area senza attestazione"
        return Results(findings=(told(severity, "BS-PO-3.4f", why, phase=Phase.REWARDS, tool=TOOL, inputs=(whole,)),))
    return Results(rewards=rewards, fund_lines=_lines(whole, rewards, spent, lost, refused))


def _lines(
    whole: FundLine, rewards: tuple[Reward, ...], spent: Decimal, lost: Decimal, refused: Decimal
) -> tuple[FundLine, ...]:
    """What the ad interim pays take, `lost` of it saved; the most that refused ones may take once mended; the rest."""
    rest = whole.amount - spent - refused
    told_rest = f"{euro_text(whole.amount)} - {euro_text(spent + refused)} per gli incarichi ad interim"
    basis = Basis(results=(whole, *rewards), formula=told_rest)
    lines = [
        FundLine(fund=FUND, item=INDIVIDUAL, of=WHOLE, amount=rest, left_to="result", rules=("BS-PO-3.3",), basis=basis)
    ]
    if rewards:
        why_lost = "incarichi ad interim che una valutazione non positiva non remunera" if lost else ""
        lines.append(
            FundLine(
                fund=FUND,
                item=TOOL,
                of=WHOLE,
                amount=spent,
                savings=lost,
                reason=why_lost,
                rules=("BS-PO-3.4", "BS-PO-3.4f", *(("BS-PO-6.4",) if lost else ())),
                basis=Basis(results=(whole,)),
            )
        )
    if refused:
        why = "il massimo di incarichi ad interim rifiutati, fino a che non sono corretti"
        lines.append(
            FundLine(
                fund=FUND,
                item="interim rifiutati",
                of=WHOLE,
                amount=refused,
                left_to=TOOL,
                reason=why,
                rules=("BS-PO-3.4",),
                basis=Basis(results=(whole,)),
            )
        )
    return tuple(lines)


def _most(step: Step, one: Held, value: PositionValue) -> Decimal:
    """The most that an ad interim may take of the fund, for its days."""
    base = product(value.amount or ZERO, time_of(step, one))
    return cents_down(product(base, step.parameters.share("interim_most").value))


def _sound(step: Step, one: Held) -> bool:
    """Whether nothing of an ad interim was refused; what was has no pay."""
    rows = (row for row in one.rows if isinstance(row, Appointment))
    return not any(found.severity == "error" for row in rows for found in _problems(step, row))


def _whole(step: Step, one: Held, value: PositionValue) -> Decimal:
    """The share of the covered post's pay by the days of each stretch, half up, never outside the limits by a cent."""
    least, most = step.parameters.share("interim_least"), step.parameters.share("interim_most")
    amount, year = value.amount or ZERO, days_of_year(step.dossier.year)
    base = product(amount, time_of(step, one))
    exact = sum((product(amount, _share(row.row), quotient(row.days.days, year)) for row in one.stretches), Fraction(0))
    lowest, highest = cents_up(product(base, least.value)), cents_down(product(base, most.value))
    return max(min(cents_half_up(exact), highest), min(lowest, highest))


def _covering(step: Step, one: Held, value: PositionValue) -> Reward:
    """What covering a post adds: all of it with a positive evaluation, and nothing without one."""
    least, most = step.parameters.share("interim_least"), step.parameters.share("interim_most")
    threshold, score = step.parameters.number(THRESHOLD), evaluation(step, one.person)
    amount, year, due = value.amount or ZERO, days_of_year(step.dossier.year), _whole(step, one, value)
    state, reason = State.FINAL, ""
    if score is None or score.state is not State.FINAL or score.score is None:
        state, reason = State.PROVISIONAL, "è il massimo che può spettare: manca una valutazione definitiva"
    elif score.score < threshold.value:
        state, due = State.REFUSED, ZERO
        reason = (
            f"BS-PO-6.4: valutazione {point_text(score.score)}, sotto {point_text(threshold.value)}: non è positiva"
        )
    return Reward(
        person=one.person,
        tool=TOOL,
        fund=FUND,
        item=TOOL,
        due=due,
        subject=f"position:{one.position.id}",
        state=state,
        reason=reason,
        rules=("BS-PO-3.4", *(("BS-PO-6.4",) if state is State.REFUSED else ()), "I-BS-09", "I-BS-10", "I-BS-11"),
        basis=Basis(
            inputs=one.rows,
            results=(value, *((score,) if score else ())),
            parameters=(least, most, threshold),
            formula=" + ".join(
                f"{percent_text(_share(row.row) * HUNDRED)} × {euro_text(amount)} × {row.days.days} giorni su {year}"
                for row in one.stretches
            ),
        ),
    )


def _share(row: object) -> Fraction:
    assert isinstance(row, Appointment) and row.share is not None
    return quotient(row.share, HUNDRED)
