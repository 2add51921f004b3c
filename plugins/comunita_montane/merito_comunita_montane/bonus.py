"""The bonus of excellence: for people of the high band, at most 5% of them (art. 18 c. 1-2)."""

from collections.abc import Sequence
from decimal import Decimal

from merito import (
    Band,
    Basis,
    Candidate,
    Finding,
    FundLine,
    InForce,
    Intermediate,
    ResultRows,
    Reward,
    State,
    Step,
    hookimpl,
    rule,
)
from merito.kit import of_tool
from merito.numbers import equal_cents, euro_text, percent_text, product, whole_down
from merito_comunita_montane.bands.appeals import bands_won
from merito_comunita_montane.bands.decisions import scheme_of
from merito_comunita_montane.bonus_decision import TOOL, renounced
from merito_comunita_montane.candidates import named_once, outside, placements
from merito_comunita_montane.evaluation.scores import APPEAL, raised_later
from merito_comunita_montane.planning.units import WHERE, degree_of

FUND, WHOLE, LINE = TOOL, "fondo", "bonus"
FLOOR, EACH, LEFT = "I-BL-19", "I-BL-40", "I-BL-41"
ZERO = Decimal("0.00")


@hookimpl
@rule("BL-18.1", "BL-18.2", "BL-17.2p", "BL-16.2", FLOOR, EACH, LEFT, WHERE, APPEAL, tool=TOOL)
def merito_rewards(step: Step) -> ResultRows:
    """Divides the fund among those named; people outside the high band, or in a structure below 70%, are refused."""
    line = step.so_far.line(FUND, WHOLE)
    if line is None:
        return ()
    scheme = scheme_of(step)
    if scheme is None or not step.so_far.bands:
        return (of_tool(step, "warning", "non diviso: le fasce di merito non ci sono ancora"),)
    return _Bonus(step, line, scheme.names[0]).results()


class _Bonus:
    """The bonus of one year: who is named, how many may be, what each receives under the readings in force."""

    def __init__(self, step: Step, line: FundLine, high: str) -> None:
        self.step, self.line, self.high = step, line, high
        self.bands: Sequence[Band] = [row for row in step.so_far.bands if row.band == high]
        self.heads = sum(row.people for row in self.bands)
        self.share: InForce[object] = step.parameters.share("bonus_cap")
        self.most = whole_down(product(step.parameters.share("bonus_cap").value, self.heads))
        self.placed = placements(step)
        self.named = named_once(step, TOOL)
        self.away = {row.person for row in self.named if renounced(step, row.person)}
        self.keeping = [row for row in self.named if row.person not in self.away]
        self.final = all(row.state is State.FINAL for row in self.bands)

    def results(self) -> ResultRows:
        if not self.named:
            return self._nobody()
        dues = self.step.choose(EACH, equal=self._equal(), given=self._given())
        if dues is None:
            why = "non diviso: manca l'importo di chi ha il bonus (colonna importo dei candidati)"
            return (of_tool(self.step, "warning", why),)
        total = sum(dues.values(), ZERO)
        if total > self.line.amount:
            over = euro_text(total - self.line.amount)
            why = f"i bonus sommano a {euro_text(total)}: {over} oltre il fondo di {euro_text(self.line.amount)}"
            return (of_tool(self.step, "error", why, "BL-16.2"),)
        rewards = tuple(self._reward(row, dues[row.person]) for row in self.named)
        return (*rewards, self._line(total), *self._count(), *self._refused())

    def _nobody(self) -> ResultRows:
        """If nobody may have it, all is savings; if somebody may, the ente still has to say who."""
        if self.most or not self.final:
            why = f"non diviso: nessuno è indicato tra i candidati al bonus (al massimo {self.most})"
            return (of_tool(self.step, "warning", why),)
        return (self._line(ZERO, f"nessun bonus: {self._limit()}"),)

    def _limit(self) -> str:
        share = percent_text(product(self.step.parameters.share("bonus_cap").value, 100))
        return f"il {share} di {self.heads} persone nella fascia {self.high} permette {self.most} bonus, per difetto"

    def _given(self) -> dict[str, Decimal] | None:
        """The sums that the ente gives; None if some are missing."""
        amounts = {row.person: row.extra.get("amount") for row in self.keeping}
        if any(amount is None for amount in amounts.values()):
            return None
        known = {person: amount for person, amount in amounts.items() if isinstance(amount, Decimal)}
        return dict.fromkeys(self.away, ZERO) | known

    def _equal(self) -> dict[str, Decimal] | None:
        """The same sum for all who keep it; what the others renounce is saved, or goes to them (I-BL-41)."""
        heads = self._heads()
        each, _ = equal_cents(self.line.amount, heads) if heads else (ZERO, ZERO)
        return dict.fromkeys(self.away, ZERO) | {row.person: each for row in self.keeping}

    def _heads(self) -> int:
        return self.step.choose(LEFT, savings=len(self.named), others=len(self.keeping)) if self.keeping else 0

    def _line(self, total: Decimal, why: str = "") -> FundLine:
        left = self.line.amount - total
        if left and not why:
            why = "bonus a cui si è rinunciato (BL-18.4)" if self.away else "parte del fondo che i bonus non prendono"
        return FundLine(
            fund=FUND,
            item=LINE,
            of=WHOLE,
            amount=self.line.amount,
            savings=left,
            reason=why,
            rules=("BL-18.2", FLOOR),
            rests_on=(self.line, *self.bands),
            basis=Basis(parameters=(self.share,)),
        )

    def _reward(self, row: Candidate, due: Decimal) -> Reward:
        act = renounced(self.step, row.person)
        placement, grade = self.placed.get(row.person), degree_of(self.step, row.person)
        appeal = self.step.once(raised_later).get(row.person)
        band = self.step.once(bands_won).get(row.person, placement.band if placement else "")
        steps = (Intermediate("persone nella fascia", self.heads), Intermediate("bonus al massimo", self.most))
        return Reward(
            person=row.person,
            tool=TOOL,
            fund=FUND,
            item=LINE,
            due=due,
            band=band if band == self.high else "",
            reason=f"BL-18.4: ha rinunciato al bonus (atto {act.id})" if act else "",
            rules=("BL-18.1", "BL-18.2", *(("BL-18.4",) if act else ()), FLOOR),
            rests_on=(*self.bands, *((placement,) if placement else ()), *((grade,) if grade else ())),
            basis=Basis(
                inputs=(row, *((act,) if act else ()), *((appeal,) if appeal else ())),
                parameters=(self.share,),
                steps=steps,
                formula=self._formula(due),
            ),
        )

    def _formula(self, due: Decimal) -> str:
        if not due:
            return ""
        share = f"{euro_text(self.line.amount)} / {self._heads()} = {euro_text(due)}, per difetto al centesimo"
        return self.step.choose(EACH, equal=share, given="importo scritto tra i candidati")

    def _count(self) -> tuple[Finding, ...]:
        """More winners than the share allows; only a warning while the number of places is not final."""
        counted = [row for row in self.keeping if not outside(self.step, row.person, (self.high,))]
        if len(counted) <= self.most:
            return ()
        why = f"persone con il bonus: {len(counted)}, {len(counted) - self.most} di troppo: {self._limit()} ({FLOOR})"
        return (of_tool(self.step, "error" if self.final else "warning", why, "BL-18.2"),)

    def _refused(self) -> tuple[Finding, ...]:
        threshold = self.step.parameters.share("structure_threshold").value * 100
        found = []
        for row in self.keeping:
            grade = degree_of(self.step, row.person)
            if outside(self.step, row.person, (self.high,)):
                rule_id, why = "BL-18.1", f"al bonus concorre solo chi è nella fascia {self.high} della sua graduatoria"
            elif grade is not None and grade.value is not None and grade.value < threshold:
                rule_id, why = "BL-17.2p", f"la struttura {grade.id} non ha raggiunto il 70% dei suoi obiettivi di PEG"
            else:
                continue
            found.append(of_tool(self.step, "error", why, rule_id, subject=f"person:{row.person}"))
        return tuple(found)
