"""A result pay divided by the method that the ente has adopted (art. 28 c. 5, art. 43 c. 2, art. 44 c. 2)."""

from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito import Basis, Finding, FundLine, InForce, Phase, Results, Reward, State, Step
from merito.numbers import HUNDRED, cents_down, number_text, product, quotient, split
from merito_bergamo.differentiation import undifferentiated
from merito_bergamo.entitled import PART_OF_YEAR, Division, Entitled, division
from merito_bergamo.findings import told

LOST, VACANT_SHARE = "I-BG-16", "I-BG-21"
REDISTRIBUTED, SAVED, VACANT = "redistributed", "saved", ""
ZERO = Decimal("0.00")


@frozen(kw_only=True)
class Pay:
    """One result pay: its tool, the line of the fund that it divides, whose it is, by which rule and parameters."""

    tool: str
    fund: str
    item: str
    role: str
    rule: str
    base: str
    formula: str
    threshold: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for key in (self.base, self.formula, self.threshold) if key)


def pay_result(step: Step, pay: Pay) -> Results | None:
    """What is due to whom. Blocked until the ente gives its method; what cannot be divided yet stays whole, and waits.

    Raises MissingParameterError with every key of the method that has no value.
    """
    line = step.so_far.line(pay.fund, pay.item)
    if step.tool != pay.tool or line is None:
        return None
    step.parameters.need(*pay.keys)
    people = division(step, pay.role, step.parameters.choice(pay.base).value)
    stopped = _not_yet(step, pay, people)
    if stopped:
        return Results(findings=(told("warning", pay.rule, stopped, phase=Phase.REWARDS, tool=pay.tool),))
    return _Division(step, pay, line, people).results()


def _not_yet(step: Step, pay: Pay, division: Division) -> str:
    """Why a line cannot be divided yet (Italian)."""
    if division.missing:
        return f"non diviso: manca, o non è nei limiti, la retribuzione di posizione di: {', '.join(division.missing)}"
    if not any(one.base for one in division.people) and not division.vacant:
        return "non diviso: non risulta nessuno tra cui dividere"
    waiting = sum(one.final is None for one in division.people)
    if waiting and step.parameters.choice(pay.formula).value == REDISTRIBUTED:
        return f"non diviso: valutazioni non definitive: {waiting} su {len(division.people)}, e ogni quota ne dipende"
    return ""


class _Division:
    """One result pay divided among those entitled to it."""

    def __init__(self, step: Step, pay: Pay, line: FundLine, division: Division) -> None:
        self.step, self.pay, self.line, self.people = step, pay, line, division.people
        self.base, self.formula = step.parameters.choice(pay.base), step.parameters.choice(pay.formula)
        self.threshold = step.parameters.number(pay.threshold) if pay.threshold else None
        self.lost_whole = step.readings[LOST].choice == "whole_year"
        self.vacant = division.vacant if step.readings[VACANT_SHARE].choice == SAVED else Fraction(0)
        self.readings = self._cases(division)

    def _cases(self, division: Division) -> tuple[str, ...]:
        """Readings on which the whole division rests, because their case arises in it."""
        vacant = division.vacant and len(self.people) > 0
        revoked = any(one.revoked for one in self.people) and self.formula.value == REDISTRIBUTED
        part = any(one.part_of_year for one in self.people)
        cases = {VACANT_SHARE: vacant, LOST: revoked, PART_OF_YEAR: part}
        return tuple(reading for reading, arises in cases.items() if arises)

    def results(self) -> Results:
        """Rewards, the line that they draw on and the savings beside it; and what art. 46 says of them."""
        keys = [f"{number} {one.person}" for number, one in enumerate(self.people)]
        bases = dict(zip(keys, (one.base for one in self.people), strict=True))
        most = split(self.line.amount, bases | ({VACANT: self.vacant} if self.vacant else {}))
        vacant = most.get(VACANT, ZERO)
        degrees = {key: self._degree(one) for key, one in zip(keys, self.people, strict=True)}
        if self.formula.value == REDISTRIBUTED:
            weights = {key: bases[key] * degrees[key] for key in keys}
            free = self.line.amount - vacant
            dues = split(free, weights) if any(weights.values()) else dict.fromkeys(keys, ZERO)
        else:
            dues = {key: cents_down(product(most[key], degrees[key])) for key in keys}
        rewards = tuple(self._reward(one, dues[key], most[key]) for key, one in zip(keys, self.people, strict=True))
        return Results(rewards=rewards, fund_lines=self._lines(rewards, vacant), findings=self._difference())

    def _positive(self, score: Fraction) -> bool:
        return self.threshold is None or score >= self.threshold.value

    def _degree(self, one: Entitled) -> Fraction:
        """What somebody takes of the most: nothing without a positive evaluation, or after a revocation (I-BG-16).

        Where the evaluation is not final it is the most that may be due, and is withheld.
        """
        if one.revoked and self.lost_whole:
            return Fraction(0)
        if one.final is None:
            return Fraction(1)
        return quotient(one.final, HUNDRED) if self._positive(one.final) else Fraction(0)

    def _difference(self) -> tuple[Finding, ...]:
        known = [(one.final, self._degree(one)) for one in self.people if one.final is not None]
        return undifferentiated(self.pay.tool, known)

    def _rules(self, one: Entitled) -> tuple[str, ...]:
        revoked = ("BG-27.7", LOST) if one.revoked else ()
        return (self.pay.rule, *dict.fromkeys((*revoked, *self.readings)), "I-BG-18")

    def _reward(self, one: Entitled, due: Decimal, most: Decimal) -> Reward:
        state, reason = self._said(one)
        used: tuple[InForce[object], ...] = (self.base, self.formula, *((self.threshold,) if self.threshold else ()))
        rows = (one.held.row, *((one.held.revoked,) if one.held.revoked else ())) if one.held else ()
        return Reward(
            person=one.person,
            tool=self.pay.tool,
            fund=self.pay.fund,
            item=f"{self.line.item}, premi",
            due=due,
            subject=one.subject,
            state=state,
            reason=reason,
            rules=self._rules(one),
            basis=Basis(
                inputs=rows,
                results=(self.line, *((one.score,) if one.score else ())),
                parameters=used,
                formula=f"massimo {most} × {number_text(self._degree(one) * HUNDRED)}%",
            ),
        )

    def _said(self, one: Entitled) -> tuple[State, str]:
        if one.revoked and self.lost_whole:
            return State.FINAL, "incarico revocato: la retribuzione di risultato dell'anno è persa"
        if one.final is None:
            why = one.score.reason if one.score else "manca la valutazione"
            return State.PROVISIONAL, f"è il massimo che può spettare: {why}"
        if not self._positive(one.final):
            return State.REFUSED, f"{self.pay.rule}: la valutazione non è positiva"
        return State.FINAL, ""

    def _lines(self, rewards: tuple[Reward, ...], vacant: Decimal) -> tuple[FundLine, ...]:
        due = sum((reward.due for reward in rewards), ZERO)
        left = self.line.amount - due - vacant
        lost = (LOST,) if any(one.revoked for one in self.people) else ()
        rules = (self.pay.rule, *dict.fromkeys((*lost, *self.readings)))
        lines = [self._line("premi", due, ZERO, "", (self.pay.rule,))] if rewards else []
        if vacant:
            lines.append(self._line("posizioni scoperte", vacant, vacant, "giorni in cui nessuno le tiene", rules))
        if left:
            why = "parte del risultato che le valutazioni non attribuiscono"
            lines.append(self._line("non attribuito", left, left, why, rules))
        return tuple(lines)

    def _line(self, what: str, amount: Decimal, saved: Decimal, why: str, rules: tuple[str, ...]) -> FundLine:
        of = self.line.item
        return FundLine(
            fund=self.pay.fund, item=f"{of}, {what}", of=of, amount=amount, savings=saved, reason=why, rules=rules
        )
