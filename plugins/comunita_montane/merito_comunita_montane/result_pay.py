"""The result pay of managers and posizioni organizzative, after the evaluation (art. 21 c. 1)."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito import (
    Basis,
    Finding,
    FundLine,
    Held,
    InForce,
    Intermediate,
    PersonScore,
    Phase,
    Position,
    Results,
    Reward,
    State,
    Step,
    at_once,
    held,
    hookimpl,
    managerial,
    rule,
    told,
    undifferentiated,
)
from merito.numbers import (
    HUNDRED,
    cents_down,
    cents_half_up,
    cents_up,
    days_of_year,
    euro_text,
    percent_text,
    product,
    quotient,
)
from merito_comunita_montane.people import SECRETARY, role_of, structure_of
from merito_comunita_montane.rankings import short
from merito_comunita_montane.result_method import GIVEN, TOOL, Method, limits_of, method_of

FUND, WHOLE, LINE = "result", "fondo", "retribuzioni di risultato"
BELOW, PART, STRUCTURE = "I-BL-44", "I-BL-45", "I-BL-47"
ZERO = Decimal("0.00")


@frozen(kw_only=True)
class Pay:
    """What one holder is due: the pay it is measured on, the share of it, the limits, and what is taken (euro)."""

    one: Held
    score: PersonScore | None
    base: Fraction
    rate: Fraction
    least: Decimal
    most: Decimal
    due: Decimal
    limits: tuple[InForce[Fraction], InForce[Fraction]]
    rules: tuple[str, ...]

    @property
    def final(self) -> bool:
        return self.score is not None and self.score.state is State.FINAL

    @property
    def formula(self) -> str:
        """The calculation, with the limit that has moved it (Italian)."""
        pay, found = cents_half_up(self.base), cents_half_up(self.base * self.rate)
        moved = "" if found == self.due else f", portata a {euro_text(self.due)}"
        low, high = euro_text(self.least), euro_text(self.most)
        rate = percent_text(self.rate * HUNDRED)
        return f"{euro_text(pay)} × {rate} = {euro_text(found)}{moved} (tra {low} e {high})"


@hookimpl
@rule("BL-21.1", "BL-16.2", "BL-14.2", GIVEN, BELOW, PART, STRUCTURE)
def merito_rewards(step: Step) -> Results | None:
    """Every holder by the method of the Giunta; together within the fund, and what is left is savings."""
    line = step.so_far.line(FUND, WHOLE)
    if step.tool != TOOL or line is None:
        return None
    method, doubts = method_of(step), tuple(_doubts(step))
    pays = [] if doubts else [_pay(step, method, one) for one in _holders(step)]
    if doubts or not pays:
        why = "; ".join(doubts) or "non risulta nessun titolare di un incarico (posizioni, incarichi)"
        return _not_divided(f"non diviso: {why}", "warning", "BL-21.1")
    total = sum((pay.due for pay in pays), ZERO)
    if total > line.amount:
        over = euro_text(total - line.amount)
        why = f"le retribuzioni di risultato sommano a {euro_text(total)}: {over} oltre il fondo"
        if all(pay.final for pay in pays):
            return _not_divided(f"{why} di {euro_text(line.amount)}", "error", "BL-16.2")
        return _not_divided(f"non diviso: {why}, con il massimo a chi non è ancora valutato", "warning", "BL-16.2")
    scores = tuple(pay.score for pay in pays if pay.score)
    own = FundLine(
        fund=FUND,
        item=LINE,
        of=WHOLE,
        amount=line.amount,
        savings=line.amount - total,
        reason="parte del fondo che le valutazioni non attribuiscono" if total < line.amount else "",
        rules=("BL-21.1",),
        basis=Basis(results=(line, *scores), parameters=method.parameters),
    )
    rewards = tuple(_reward(pay, line, method) for pay in pays)
    return Results(rewards=rewards, fund_lines=(own,), findings=tuple(_alike(pays)))


def _not_divided(why: str, severity: str, rule_id: str) -> Results:
    return Results(findings=(told(severity, rule_id, why, phase=Phase.REWARDS, tool=TOOL),))  # type: ignore[arg-type]


def _positions(step: Step) -> Iterator[tuple[Position, list[Held]]]:
    for position in step.dossier.positions:
        holders = [one for one in held(step.dossier, position) if one.days]
        people = step.dossier.people
        yield position, [one for one in holders if role_of(step.dossier, people[one.person]) != SECRETARY]


def _holders(step: Step) -> list[Held]:
    return [one for _, holders in _positions(step) for one in holders]


def _doubts(step: Step) -> Iterator[str]:
    for position, holders in _positions(step):
        if any(at_once(holders)):
            yield f"due titolari negli stessi giorni per {position.id}"
        if holders and position.amount is None:
            yield f"manca la retribuzione di posizione di {position.id} (colonna importo delle posizioni)"


def _pay(step: Step, method: Method, one: Held) -> Pay:
    limits = limits_of(step, "manager" if managerial(one.position) else "position")
    score = next((row for row in step.so_far.scores if row.person == one.person), None)
    known = score is not None and score.state is State.FINAL and score.score is not None
    reached = quotient(product(score.score or 0, HUNDRED), score.maximum or HUNDRED) if known and score else HUNDRED
    part = quotient(one.days, days_of_year(step.dossier.year))
    by_days = step.readings[PART].choice == "days"
    base = product(one.position.amount or 0, part if by_days else 1)
    rate = method.rate(reached)
    least, most = cents_up(base * limits[0].value), cents_down(base * limits[1].value)
    found = cents_half_up(base * rate)
    below = bool(rate) and found < least
    due = min(found, most)
    if below:
        due = least if step.readings[BELOW].choice == "minimum" else ZERO
    short_of = _short(step, one)
    if short_of and step.readings[STRUCTURE].choice == "result_too":
        due = ZERO
    read = {BELOW: below, PART: part != 1, STRUCTURE: short_of}
    rules = ("BL-21.1", GIVEN, *(reading for reading, arises in read.items() if arises))
    return Pay(one=one, score=score, base=base, rate=rate, least=least, most=most, due=due, limits=limits, rules=rules)


def _short(step: Step, one: Held) -> bool:
    """Whether the structure of a holder is below the 70% of its PEG objectives (art. 17 c. 2, last dash)."""
    structure = structure_of(step.dossier, step.dossier.people[one.person])
    return short(step, next((row for row in step.so_far.grades if (row.scope, row.id) == ("unit", structure)), None))


def _reward(pay: Pay, line: FundLine, method: Method) -> Reward:
    why = "" if pay.final else (pay.score.reason if pay.score else "") or "manca la valutazione"
    return Reward(
        person=pay.one.person,
        tool=TOOL,
        fund=FUND,
        item=LINE,
        due=pay.due,
        subject=f"position:{pay.one.position.id}",
        state=State.FINAL if pay.final else State.PROVISIONAL,
        reason=f"è il massimo che può spettare: {why}" if why else "",
        rules=pay.rules,
        basis=Basis(
            inputs=(pay.one.position, *pay.one.rows),
            results=(line, *((pay.score,) if pay.score else ())),
            parameters=(*method.parameters, *pay.limits),
            steps=(Intermediate("giorni di incarico", pay.one.days),),
            formula=pay.formula,
        ),
    )


def _alike(pays: Sequence[Pay]) -> Iterator[Finding]:
    """Art. 14 c. 2: different scores that all take the same part of the most they could."""
    known = [(pay, pay.score.score or Fraction(0)) for pay in pays if pay.final and pay.score and pay.most]
    evaluated = [(score, quotient(pay.due, pay.most)) for pay, score in known]
    wrong = undifferentiated(evaluated)
    if wrong == "different_paid_alike":
        why = "punteggi diversi e a tutti la stessa parte: la distribuzione indifferenziata è vietata"
        yield told("error", "BL-14.2", why, phase=Phase.REWARDS, tool=TOOL)
    elif wrong == "all_alike":
        why = f"tutti i valutati ({len(evaluated)}) hanno lo stesso punteggio: la distribuzione non distingue nessuno"
        yield told("warning", "BL-14.2", why, phase=Phase.REWARDS, tool=TOOL)
