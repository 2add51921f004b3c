"""A result pay divided by the method that the ente has adopted (art. 28 c. 5, art. 43 c. 2, art. 44 c. 2)."""

from decimal import Decimal

from attrs import evolve, frozen

from merito import Basis, Finding, FundLine, InForce, Made, ResultRows, Reward, Step
from merito.kit import (
    Entitled,
    Merit,
    Share,
    best_first,
    drawn,
    final_score,
    merit_of,
    nothing,
    of_tool,
    reward,
    saved,
    shares,
    why_saved,
)
from merito.numbers import HUNDRED, cents_half_up, days_of_year, euro_text, exact_text, percent_text, quotient
from merito_bergamo.differentiation import without_difference
from merito_bergamo.entitled import Entitlements, entitlements, revoked
from merito_bergamo.scores import Evaluated, Last

LOST, VACANT_SHARE = "I-BG-16", "I-BG-21"
REDISTRIBUTED, SAVED = "redistributed", "saved"
ZERO = Decimal("0.00")
UNMERITED = "parte del risultato che le valutazioni non attribuiscono"
REVOKED = "parte di incarichi revocati, persa per tutto l'anno"
ODD_CENT = "il centesimo che resta va alla valutazione migliore, e non tutte sono definitive"


@frozen(kw_only=True)
class Pay:
    """One result pay: its tool, the fund line that it divides, the people that it pays, its rule and its parameters.

    `last` makes an evaluation provisional for what it still waits for before it pays.
    """

    tool: str
    fund: str
    item: str
    whom: Evaluated
    last: Last
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
    everybody = entitlements(step, step.parameters.choice(pay.base).value, pay.whom, pay.last)
    stopped = _not_yet(step, pay, everybody)
    if stopped:
        return (of_tool(step, "warning", f"non diviso: {stopped}", pay.rule),)
    return _ResultPay(step, pay, line, everybody).results()


def _not_yet(step: Step, pay: Pay, entitled: Entitlements) -> str:
    """Why a line cannot be divided yet (Italian)."""
    if entitled.doubts:
        return "; ".join(entitled.doubts)
    if not any(one.weight for one in entitled.people) and not entitled.vacant:
        return "non risulta nessuno tra cui dividere"
    lost = step.readings[LOST].choice == "whole_year"
    counted = [one for one in entitled.people if one.weight and not (revoked(one) and lost)]
    waiting = sum(final_score(one.score) is None for one in counted)
    if waiting and step.parameters.choice(pay.formula).value == REDISTRIBUTED:
        return f"valutazioni non definitive: {waiting} su {len(counted)}, e ogni quota ne dipende"
    return ""


class _ResultPay:
    """One result pay divided among those entitled to it."""

    def __init__(self, step: Step, pay: Pay, line: FundLine, entitled: Entitlements) -> None:
        self.step, self.pay, self.line = step, pay, line
        self.base, self.formula = step.parameters.choice(pay.base), step.parameters.choice(pay.formula)
        self.threshold = step.parameters.number(pay.threshold) if pay.threshold else None
        self.lost_whole = step.readings[LOST].choice == "whole_year"
        self.again = self.formula.value == REDISTRIBUTED
        taken = entitled if step.readings[VACANT_SHARE].choice == SAVED else entitled.filled()
        self.vacant, self.people = taken.vacant, [evolve(one, merit=self._merit(one)) for one in taken.people]
        self.total = sum((one.weight for one in self.people), self.vacant)
        ordered = best_first(self.people)
        self.shares = {share.one: share for share in self._shares(ordered)}
        self.unsure = self._unsure(ordered)

    def results(self) -> ResultRows:
        """Rewards, the line that they draw on, the savings, and the findings on differentiation (art. 46)."""
        due = sum((share.due for share in self.shares.values()), ZERO)
        prizes = self._item("premi")
        line = drawn(self.line, prizes, due, (self.pay.rule,), self._on_all() if self.again else (self.line,))
        rewards = [self._reward(self.shares[one], line) for one in self.people]
        return (*rewards, *((line,) if rewards else ()), *self._saved(due), *self._difference())

    def _merit(self, one: Entitled) -> Merit:
        """Somebody's fraction of the maximum: none without a positive evaluation, or after a revocation (I-BG-16)."""
        if revoked(one) and self.lost_whole:
            return nothing("incarico revocato: la retribuzione di risultato dell'anno è persa")
        least = self.threshold.value if self.threshold else None
        rule = self.pay.rule
        negative, said = f"{rule}: la valutazione non è positiva", f"{rule}: è il massimo che può spettare"
        return merit_of(one.score, at_least=least, negative=negative, said=said)

    def _shares(self, ordered: list[Entitled]) -> tuple[Share, ...]:
        return shares(self.line, ordered, vacant=self.vacant, again=self.again, exact=True, in_order=True)

    def _unsure(self, ordered: list[Entitled]) -> frozenset[Entitled]:
        """Those whose pay has an odd cent that depends on another person's evaluation that is not final."""
        others = self._shares(sorted(ordered, key=lambda one: one.merit.waits))
        return frozenset(
            share.one for share in others if not share.one.merit.reason and share.due != self.shares[share.one].due
        )

    def _difference(self) -> tuple[Finding, ...]:
        scores = {one.person: (final_score(one.score), one.merit.part) for one in self.people}
        return without_difference(
            self.pay.tool, [(score, part) for score, part in scores.values() if score is not None]
        )

    def _reward(self, share: Share, line: FundLine) -> Reward:
        one, act = share.one, revoked(share.one)
        if one in self.unsure:
            share = evolve(share, one=evolve(one, merit=one.merit.until(ODD_CENT)))
        used: tuple[InForce[object], ...] = (self.base, self.formula, *((self.threshold,) if self.threshold else ()))
        rows = (*one.held.rows, *((act,) if act else ())) if one.held else ()
        return reward(
            self.step,
            self.line,
            share,
            item=line.item,
            rules=(self.pay.rule, *(("BG-27.7",) if act else ()), "I-BG-18"),
            rests_on=(line,),
            basis=Basis(inputs=rows, parameters=used, formula=self._formula(share)),
        )

    def _formula(self, share: Share) -> str:
        told = f"{self._most(share)} × {percent_text(share.one.merit.part * HUNDRED)}"
        return f"in proporzione a {told}" if self.again else f"{told}, al centesimo più vicino"

    def _most(self, share: Share) -> str:
        """Somebody's maximum, and how it follows from the line: by the weight, and by the days held."""
        one = share.one
        if not self.total or one.weight == self.total:
            return f"{euro_text(share.most) if self.again else share.told} (la parte del massimo)"
        most = share.most if self.again or one.merit.part == 1 else cents_half_up(share.exact)
        ratio = exact_text(quotient(one.weight, self.total))
        year = days_of_year(self.step.dossier.year)
        days = f"; posizione tenuta {one.held.days} giorni su {year}" if one.held and one.held.days < year else ""
        return f"{euro_text(most)} (la parte del massimo: {euro_text(self.line.amount)} × {ratio}, il peso{days})"

    def _saved(self, due: Decimal) -> list[FundLine]:
        vacant = self.line.amount - sum((share.most for share in self.shares.values()), ZERO)
        left = self.line.amount - due - vacant
        parts = (
            ("posizioni scoperte", vacant, "giorni in cui nessuno le tiene"),
            ("non attribuito", left, self._left(left)),
        )
        rules, on_all = (self.pay.rule,), self._on_all()
        return [saved(self.line, self._item(what), amount, why, rules, on_all) for what, amount, why in parts if amount]

    def _left(self, left: Decimal) -> str:
        """Why part of the line is due to nobody (Italian): revoked posts, evaluations below the maximum."""
        lost = ZERO
        if self.lost_whole and not self.again:
            lost = sum((share.most for share in self.shares.values() if revoked(share.one)), ZERO)
        return why_saved({REVOKED: lost, UNMERITED: left - lost})

    def _item(self, what: str) -> str:
        return f"{self.line.item}, {what}"

    def _on_all(self) -> tuple[Made, ...]:
        """The line, and every evaluation that a part of it depends on."""
        return (self.line, *(one.score for one in self.people if one.score))
