"""Result pay of positions, managers and of the Segretario Generale, by the method that the ente has adopted."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito import Basis, Finding, FundLine, InForce, Phase, Results, Reward, State, Step, hookimpl, rule
from merito.numbers import HUNDRED, cents_down, number_text, product, quotient, split
from merito_bergamo.differentiation import READING as NO_DIFFERENCE
from merito_bergamo.differentiation import undifferentiated
from merito_bergamo.entitled import EQUAL, POSITION, Entitled, entitled
from merito_bergamo.findings import told

LOST, PART_TIME, THRESHOLD = "I-BG-16", "I-BG-20", "positive_threshold"
REDISTRIBUTED, WHOLE = "redistributed", "whole"
ZERO = Decimal("0.00")


@frozen(kw_only=True)
class Pay:
    """One result pay: its tool, the line of the fund that it divides, whose it is and by which rule."""

    tool: str
    fund: str
    item: str
    role: str
    rule: str


PAYS: Mapping[str, Pay] = {
    pay.tool: pay
    for pay in (
        Pay(tool="position_result", fund="positions", item="risultato", role=POSITION, rule="BG-28.5"),
        Pay(tool="managers_result", fund="managers", item="fondo", role="manager", rule="BG-44.2"),
        Pay(tool="secretary_result", fund="secretary", item="fondo", role="secretary_general", rule="BG-43.2"),
    )
}


@hookimpl
@rule("BG-28.5", "BG-27.7", "BG-43.2", "BG-44.2", "BG-46.1", "I-BG-10", "I-BG-11", "I-BG-16", "I-BG-18", "I-BG-20")
def merito_rewards(step: Step) -> Results | None:
    """Blocked until the ente gives its method. A line that cannot be divided yet stays whole, and waits."""
    pay = PAYS.get(step.tool or "")
    line = step.so_far.line(pay.fund, pay.item) if pay else None
    if pay is None or line is None:
        return None
    step.parameters.need("result_base", "result_formula", *((THRESHOLD,) if pay.role == POSITION else ()))
    people = entitled(step, pay.role, step.parameters.choice("result_base").value)
    waiting = [one for one in people if one.score is None or one.score.state is not State.FINAL]
    formula = step.parameters.choice("result_formula").value
    if not any(one.base for one in people):
        why = "nessuno tra cui dividere: mancano titolari, o le loro retribuzioni di posizione"
        return Results(findings=(told("warning", pay.rule, why, phase=Phase.REWARDS, tool=pay.tool),))
    if waiting and formula == REDISTRIBUTED:
        why = f"non diviso: {len(waiting)} valutazioni su {len(people)} non sono definitive, e tutto dipende da tutte"
        return Results(findings=(told("warning", pay.rule, why, phase=Phase.REWARDS, tool=pay.tool),))
    return _Division(step, pay, line, people).results()


class _Division:
    """One result pay divided among those entitled to it."""

    def __init__(self, step: Step, pay: Pay, line: FundLine, people: list[Entitled]) -> None:
        self.step, self.pay, self.line, self.people = step, pay, line, people
        self.base, self.formula = step.parameters.choice("result_base"), step.parameters.choice("result_formula")
        self.lost = step.readings[LOST].choice
        self.spread = any(one.revoked for one in people) and self.formula.value == REDISTRIBUTED

    def results(self) -> Results:
        """Rewards, the line that they draw on and the savings beside it; and what art. 46 says of them."""
        keys = [f"{one.person} {one.subject}" for one in self.people]
        most = split(self.line.amount, dict(zip(keys, (one.base for one in self.people), strict=True)))
        if self.formula.value == REDISTRIBUTED:
            weights = {key: one.base * self._degree(one) for key, one in zip(keys, self.people, strict=True)}
            dues = split(self.line.amount, weights) if any(weights.values()) else dict.fromkeys(keys, ZERO)
        else:
            dues = {
                key: cents_down(product(most[key], self._degree(one)))
                for key, one in zip(keys, self.people, strict=True)
            }
        rewards = tuple(self._reward(one, dues[key], most[key]) for key, one in zip(keys, self.people, strict=True))
        return Results(rewards=rewards, fund_lines=self._lines(rewards), findings=self._difference())

    def _positive(self, one: Entitled) -> bool:
        if self.pay.role != POSITION or one.score is None or one.score.score is None:
            return True
        return one.score.score >= self.step.parameters.number(THRESHOLD).value

    def _degree(self, one: Entitled) -> Fraction:
        """What somebody takes of the most: nothing without a positive evaluation or after a revocation (I-BG-16).

        Where the evaluation is not there yet it is the most that may be due, and is withheld.
        """
        if one.revoked and self.lost == "whole_year":
            return Fraction(0)
        if one.score is None or one.score.score is None:
            return Fraction(1)
        if not self._positive(one):
            return Fraction(0)
        return Fraction(1) if self.formula.value == WHOLE else quotient(one.score.score, HUNDRED)

    def _difference(self) -> tuple[Finding, ...]:
        known = [one for one in self.people if one.score is not None and one.score.score is not None]
        return undifferentiated(
            self.pay.tool,
            [(one.score.score, self._degree(one)) for one in known if one.score and one.score.score is not None],
        )

    def _rules(self, one: Entitled) -> tuple[str, ...]:
        revoked = ("BG-27.7", LOST) if one.revoked or self.spread else ()
        part = (PART_TIME,) if one.part_of_year and self.base.value == EQUAL else ()
        return (self.pay.rule, *revoked, NO_DIFFERENCE, *part, "I-BG-18")

    def _reward(self, one: Entitled, due: Decimal, most: Decimal) -> Reward:
        state, reason = self._said(one)
        parameters: tuple[InForce[object], ...] = (self.base, self.formula)
        if self.pay.role == POSITION:
            parameters = (*parameters, self.step.parameters.number(THRESHOLD))
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
                parameters=parameters,
                formula=f"massimo {most} × {number_text(self._degree(one) * HUNDRED)}%",
            ),
        )

    def _said(self, one: Entitled) -> tuple[State, str]:
        if one.revoked and self.lost == "whole_year":
            return State.FINAL, "incarico revocato: la retribuzione di risultato dell'anno è persa"
        if one.score is None or one.score.score is None:
            why = one.score.reason if one.score else "manca la valutazione"
            return State.NOT_MEASURED, f"è il massimo che può spettare: {why}"
        if not self._positive(one):
            return State.REFUSED, f"{self.pay.rule}: la valutazione non è positiva"
        return State.FINAL, ""

    def _lines(self, rewards: tuple[Reward, ...]) -> tuple[FundLine, ...]:
        due = sum((reward.due for reward in rewards), ZERO)
        left = self.line.amount - due
        whole = dict.fromkeys(rule_id for reward in rewards for rule_id in reward.rules if rule_id == LOST)
        rules = (self.pay.rule, *whole)
        of, fund = self.line.item, self.pay.fund
        lines = [FundLine(fund=fund, item=f"{of}, premi", of=of, amount=due, rules=(self.pay.rule,))]
        if left:
            why = "parte del risultato che le valutazioni non attribuiscono"
            lines.append(
                FundLine(
                    fund=fund, item=f"{of}, non attribuito", of=of, amount=left, savings=left, reason=why, rules=rules
                )
            )
        return tuple(lines)
