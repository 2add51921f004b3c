"""What is paid: position by days, interim and result out of what the attestation leaves."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from merito import (
    Appointment,
    Basis,
    Finding,
    FundLine,
    Intermediate,
    Phase,
    PositionValue,
    Results,
    Reward,
    State,
    Step,
    hookimpl,
    rule,
)
from merito.numbers import (
    Period,
    cents_down,
    cents_half_up,
    days_in_common,
    days_of_year,
    decimal_text,
    fraction,
    percent_text,
    product,
    split,
)

FUND, RESULT, AVAILABLE, INDIVIDUAL = "po", "risultato", "risultato disponibile", "risultato individuale"
READING = "I-BS-30"


@hookimpl
@rule("BS-SM-3.OIV4", "I-BS-30")
def merito_available(step: Step) -> Results | None:
    """The cut bears the reading, and is held until it is adopted; what is left does not."""
    whole = _line(step, RESULT)
    attested = step.dossier.figures.get("attestation")
    share = attested.number / 100 if attested else Fraction(1)
    if step.readings[READING].choice == "none":
        share = Fraction(1)
    left = cents_down(product(whole.amount, share))
    inputs = (attested,) if attested else ()
    rules = ("BS-SM-3.OIV4",)
    lines = [FundLine(fund=FUND, item=AVAILABLE, of=RESULT, amount=left, rules=rules, basis=Basis(inputs, (whole,)))]
    if left != whole.amount:
        cut = whole.amount - left
        lines.append(
            FundLine(
                fund=FUND,
                item="riduzione per attestazione",
                of=RESULT,
                amount=cut,
                savings=cut,
                reason=f"attestazione dell'OIV al {percent_text(share * 100)}",
                rules=(*rules, READING),
                basis=Basis(inputs, (whole,)),
            )
        )
    return Results(fund_lines=tuple(lines))


@hookimpl
@rule("BS-PO-3.2", "BS-PO-3.4", "BS-PO-3.3", "BS-PO-6.4")
def merito_rewards(step: Step) -> Results | None:
    tools = {"position": _position_pay, "interim": _interim_pay, "result": _result_pay}
    return tools[step.tool](step) if step.tool in tools else None


def _position_pay(step: Step) -> Results:
    rewards: list[Reward] = []
    lines: list[FundLine] = []
    for value in step.so_far.positions:
        of = f"posizione {value.position}"
        amount = value.amount or Decimal(0)
        due = Decimal("0.00")
        for appointment in _appointments(step, "holder", value.position):
            part = cents_half_up(product(amount, _time(step, appointment)))
            due += part
            rewards.append(_reward(appointment, "position", f"{of}, titolare", part, ("BS-PO-3.2",), value))
        if due:
            lines.append(FundLine(fund=FUND, item=f"{of}, titolare", of=of, amount=due, rules=("BS-PO-3.2",)))
        if due != amount:
            lines.append(_saved(f"{of}, scoperta", of, amount - due, "posizione scoperta", ("BS-PO-3.2",)))
    return Results(rewards=tuple(rewards), fund_lines=tuple(lines))


def _interim_pay(step: Step) -> Results:
    low, high = step.parameters.share("interim_least"), step.parameters.share("interim_most")
    values = {value.position: value for value in step.so_far.positions}
    rewards: list[Reward] = []
    findings: list[Finding] = []
    for appointment in _appointments(step, "interim"):
        share = fraction(appointment.share or 0) / 100
        if not low.value <= share <= high.value:
            findings.append(
                Finding(
                    severity="error",
                    phase=Phase.REWARDS,
                    rule="BS-PO-3.4",
                    subject=f"person:{appointment.person}",
                    tool="interim",
                    message=f"quota di interim {appointment.share}%: tra 15% e 25%",
                )
            )
            continue
        value = values[appointment.position]
        due = cents_half_up(product(value.amount or 0, share, _time(step, appointment)))
        rewards.append(_reward(appointment, "interim", "interim", due, ("BS-PO-3.4",), value))
    spent = sum((reward.due for reward in rewards), Decimal("0.00"))
    whole = _line(step, AVAILABLE)
    lines = [FundLine(fund=FUND, item=INDIVIDUAL, of=AVAILABLE, amount=whole.amount - spent, rules=("BS-PO-3.3",))]
    if rewards:
        lines.append(FundLine(fund=FUND, item="interim", of=AVAILABLE, amount=spent, rules=("BS-PO-3.4",)))
    return Results(rewards=tuple(rewards), fund_lines=tuple(lines), findings=tuple(findings))


def _result_pay(step: Step) -> Results:
    threshold = step.parameters.number("positive_threshold")
    scores = {rating.person: rating for rating in step.dossier.ratings}
    whole = _line(step, INDIVIDUAL)
    values = {value.position: value for value in step.so_far.positions}
    holders = _appointments(step, "holder")
    parts = split(
        whole.amount,
        {held.person: product(values[held.position].amount or 0, _time(step, held)) for held in holders},
    )
    rewards: list[Reward] = []
    for held in holders:
        rating = scores[held.person]
        positive = rating.points >= threshold.value
        due = cents_down(product(parts[held.person], rating.points) / 100) if positive else Decimal("0.00")
        reward = _reward(held, "result", "premi di risultato", due, ("BS-PO-3.3", "BS-PO-6.4"), values[held.position])
        if not positive:
            why = f"valutazione {decimal_text(rating.points)} sotto la soglia {threshold.value}"
            reward = Reward(
                person=held.person,
                tool="result",
                fund=FUND,
                item="premi di risultato",
                due=due,
                subject=f"position:{held.position}",
                state=State.REFUSED,
                reason=why,
                rules=("BS-PO-6.4",),
                basis=Basis(inputs=(rating,), parameters=(threshold,)),
            )
        rewards.append(reward)
    paid = sum((reward.due for reward in rewards), Decimal("0.00"))
    return Results(
        rewards=tuple(rewards),
        fund_lines=(
            FundLine(fund=FUND, item="premi di risultato", of=INDIVIDUAL, amount=paid, rules=("BS-PO-3.3",)),
            _saved("non attribuito", INDIVIDUAL, whole.amount - paid, "risultato non attribuito", ("BS-PO-3.3",)),
        ),
    )


def _line(step: Step, item: str) -> FundLine:
    return next(line for line in step.so_far.fund_lines if line.key == (FUND, item))


def _saved(item: str, of: str, amount: Decimal, reason: str, rules: tuple[str, ...]) -> FundLine:
    return FundLine(fund=FUND, item=item, of=of, amount=amount, savings=amount, reason=reason, rules=rules)


def _appointments(step: Step, kind: str, position: str | None = None) -> list[Appointment]:
    return [held for held in step.dossier.appointments if held.kind == kind and position in (None, held.position)]


def _time(step: Step, held: Appointment) -> Fraction:
    year = step.dossier.year
    whole = Period(date(year, 1, 1), date(year, 12, 31))
    days = days_in_common(Period(held.start or whole.start, held.end or whole.end), whole)
    return Fraction(days, days_of_year(year))


def _reward(
    held: Appointment, tool: str, item: str, due: Decimal, rules: tuple[str, ...], value: PositionValue
) -> Reward:
    return Reward(
        person=held.person,
        tool=tool,
        fund=FUND,
        item=item,
        due=due,
        subject=f"position:{held.position}",
        rules=rules,
        basis=Basis(inputs=(held,), results=(value,), steps=(Intermediate("dovuto", due),)),
    )
