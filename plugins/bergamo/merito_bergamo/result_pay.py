"""A result pay divided by the method that the ente has adopted (art. 28 c. 5, art. 43 c. 2, art. 44 c. 2)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito import Basis, Finding, FundLine, InForce, Phase, ResultRows, Reward, State, Step, told
from merito.numbers import HUNDRED, cents_half_up, euro_text, natural_key, percent_text, product, quotient, split
from merito_bergamo.differentiation import without_difference
from merito_bergamo.entitled import Division, Entitled, division

LOST, VACANT_SHARE = "I-BG-16", "I-BG-21"
REDISTRIBUTED, SAVED, VACANT = "redistributed", "saved", "vacant"
ZERO = Decimal("0.00")
UNMERITED = "parte del risultato che le valutazioni non attribuiscono"
REVOKED = "parte di incarichi revocati, persa per tutto l'anno"


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


def pay_result(step: Step, pay: Pay) -> ResultRows:
    """What is due to whom. Blocked until the ente gives its method; what cannot be divided yet stays whole, and waits.

    Raises MissingParameterError with every key of the method that has no value.
    """
    line = step.so_far.line(pay.fund, pay.item)
    if line is None:
        return ()
    step.parameters.need(*pay.keys)
    people = division(step, pay.role, step.parameters.choice(pay.base).value)
    stopped = _not_yet(step, pay, people)
    if stopped:
        return (told("warning", pay.rule, stopped, phase=Phase.REWARDS, tool=pay.tool),)
    return _Division(step, pay, line, people).results()


def _not_yet(step: Step, pay: Pay, division: Division) -> str:
    """Why a line cannot be divided yet (Italian)."""
    if division.doubts:
        return f"non diviso: {'; '.join(division.doubts)}"
    if not any(one.base for one in division.people) and not division.vacant:
        return "non diviso: non risulta nessuno tra cui dividere"
    lost = step.readings[LOST].choice == "whole_year"
    counted = [one for one in division.people if one.base and not (one.revoked and lost)]
    waiting = sum(one.final is None for one in counted)
    if waiting and step.parameters.choice(pay.formula).value == REDISTRIBUTED:
        return f"non diviso: valutazioni non definitive: {waiting} su {len(counted)}, e ogni quota ne dipende"
    return ""


class _Division:
    """One result pay divided among those entitled to it."""

    def __init__(self, step: Step, pay: Pay, line: FundLine, division: Division) -> None:
        self.step, self.pay, self.line = step, pay, line
        self.base, self.formula = step.parameters.choice(pay.base), step.parameters.choice(pay.formula)
        self.threshold = step.parameters.number(pay.threshold) if pay.threshold else None
        self.lost_whole = step.readings[LOST].choice == "whole_year"
        taken = division if step.readings[VACANT_SHARE].choice == SAVED else division.filled()
        self.people, self.vacant = taken.people, taken.vacant

    def results(self) -> ResultRows:
        """Rewards, the line that they draw on and the savings beside it; and what art. 46 says of them."""
        most = self._most(self._by_merit())
        self.unsure = self._unsure(most)
        dues = self._dues(most)
        drawn = self._line("premi", sum(dues.values(), ZERO), ZERO, "", (self.pay.rule,))
        rewards = {one: self._reward(one, dues[key], most[key], drawn) for key, one in self._by_merit()}
        return (
            *(rewards[one] for one in self.people),
            *(((drawn,) if rewards else ()) + self._saved(sum(dues.values(), ZERO), most)),
            *self._difference(),
        )

    def _most(self, order: Iterable[tuple[str, Entitled]]) -> dict[str, Decimal]:
        """The part of each by its base, and that of posts which nobody held."""
        return split(self.line.amount, {**{key: one.base for key, one in order}, VACANT: self.vacant})

    def _unsure(self, most: Mapping[str, Decimal]) -> frozenset[Entitled]:
        """Those to whom an odd cent falls, or does not, by an evaluation of somebody else that is not final."""
        order = [one for _, one in self._by_merit()]
        waiting = [one for one in order if one.final is None and not (one.revoked and self.lost_whole)]
        last = [*(one for one in order if one not in waiting), *waiting]
        others = dict(zip(last, self._most((str(place), one) for place, one in enumerate(last)).values(), strict=False))
        return frozenset(one for key, one in self._by_merit() if one not in waiting and most[key] != others[one])

    def _by_merit(self) -> list[tuple[str, Entitled]]:
        """Everybody under a key that gives the odd cent of equal parts to the better evaluation."""
        order = sorted(self.people, key=lambda one: (-self._degree(one), natural_key(one.person), one.subject))
        return [(str(place), one) for place, one in enumerate(order)]

    def _dues(self, most: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """What is due to each: the part of the most by the evaluation, half up to the cent; or the whole among all."""
        if self.formula.value == REDISTRIBUTED:
            weights = {key: one.base * self._degree(one) for key, one in self._by_merit()}
            taken = self.line.amount - most[VACANT]
            return split(taken, weights) if any(weights.values()) else dict.fromkeys(weights, ZERO)
        return {key: cents_half_up(product(most[key], self._degree(one))) for key, one in self._by_merit()}

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
        known = {one.person: (one.final, self._degree(one)) for one in self.people if one.final is not None}
        return without_difference(self.pay.tool, list(known.values()))

    def _rules(self, one: Entitled) -> tuple[str, ...]:
        return (self.pay.rule, *(("BG-27.7",) if one.revoked else ()), "I-BG-18")

    def _reward(self, one: Entitled, due: Decimal, most: Decimal, drawn: FundLine) -> Reward:
        state, reason = self._said(one)
        used: tuple[InForce[object], ...] = (self.base, self.formula, *((self.threshold,) if self.threshold else ()))
        rows = (*one.held.rows, *((one.held.revoked,) if one.held.revoked else ())) if one.held else ()
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
            rests_on=(drawn, *((one.score,) if one.score else ())),
            basis=Basis(inputs=rows, parameters=used, formula=self._formula(one, most)),
        )

    def _formula(self, one: Entitled, most: Decimal) -> str:
        whole, degree = euro_text(most), percent_text(self._degree(one) * HUNDRED)
        if self.formula.value == REDISTRIBUTED:
            return f"in proporzione a {whole} (la parte del massimo) × {degree}"
        return f"{whole} (la parte del massimo) × {degree}, al centesimo più vicino"

    def _said(self, one: Entitled) -> tuple[State, str]:
        if one.revoked and self.lost_whole:
            return State.FINAL, "incarico revocato: la retribuzione di risultato dell'anno è persa"
        if one.final is None:
            why = one.score.reason if one.score else "manca la valutazione"
            return State.PROVISIONAL, f"è il massimo che può spettare: {why}"
        if not self._positive(one.final):
            return State.REFUSED, f"{self.pay.rule}: la valutazione non è positiva"
        if one in self.unsure:
            return State.PROVISIONAL, "il centesimo che resta va alla valutazione migliore, e non tutte sono definitive"
        return State.FINAL, ""

    def _saved(self, due: Decimal, most: Mapping[str, Decimal]) -> tuple[FundLine, ...]:
        vacant = most[VACANT]
        left = self.line.amount - due - vacant
        rules = (self.pay.rule,)
        lines = []
        if vacant:
            lines.append(self._line("posizioni scoperte", vacant, vacant, "giorni in cui nessuno le tiene", rules))
        if left:
            lines.append(self._line("non attribuito", left, left, self._left(left, most), rules))
        return tuple(lines)

    def _left(self, left: Decimal, most: Mapping[str, Decimal]) -> str:
        """Why part of the line is due to nobody (Italian): posts that were revoked, evaluations below the most."""
        lost = sum((most[key] for key, one in self._by_merit() if one.revoked and self.lost_whole), ZERO)
        if not lost or self.formula.value == REDISTRIBUTED:
            return UNMERITED
        if lost == left:
            return REVOKED
        return f"{REVOKED}: {euro_text(lost)}; {UNMERITED}: {euro_text(left - lost)}"

    def _line(self, what: str, amount: Decimal, saved: Decimal, why: str, rules: tuple[str, ...]) -> FundLine:
        """A part of the line; it rests on every evaluation that makes it."""
        of = self.line.item
        scores = tuple(one.score for one in self.people if one.score) if self._on_all(saved) else ()
        return FundLine(
            fund=self.pay.fund,
            item=f"{of}, {what}",
            of=of,
            amount=amount,
            savings=saved,
            reason=why,
            rules=rules,
            rests_on=(self.line, *scores),
        )

    def _on_all(self, saved: Decimal) -> bool:
        return bool(saved) or self.formula.value == REDISTRIBUTED
