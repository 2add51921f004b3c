"""Money that is held, and why, as whoever may publish it tells it: by fund, and by conditions on a subject.

Nobody is named: the reasons are the public ones of the lines, and conditions on persons are counted.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from attrs import frozen

from merito.cycle.gates import reason_of
from merito.declarations.inputs import Inputs, Named
from merito.model.acts import GateState
from merito.model.money import CENT_ZERO, FundLine, Reward
from merito.model.record import Record
from merito.numbers import counted, euro_text
from merito.outputs.reserved import reserved_of
from merito.report.words import subject_text

MOST = 4
NO_REASON = "senza motivo indicato"


@frozen
class Held:
    """What of one fund is withheld (euro), and each reason with the sum that it holds."""

    fund: str
    amount: Decimal
    reasons: tuple[tuple[str, Decimal], ...]

    @property
    def told(self) -> str:
        """`Premi, sospesi 15.000,00 €`."""
        return f"{self.fund}, sospesi {euro_text(self.amount)}"

    def why(self, most: int = MOST) -> str:
        """Each reason once, with its sum where there are several; those after the first `most` are counted."""
        if len(self.reasons) == 1:
            return self.reasons[0][0]
        told = [f"{reason} ({euro_text(amount)})" for reason, amount in self.reasons[:most]]
        left = len(self.reasons) - most
        if left > 0:
            told.append(f"{counted(left, 'altro motivo', 'altri motivi')} in funds.csv")
        return "; ".join(told)


def tool_text(name: str, inputs: Inputs) -> str:
    """`strumento «Retribuzione di risultato»`: a tool by its title."""
    return f"strumento «{inputs.tools[name].title if name in inputs.tools else name}»"


def held_by_fund(lines: Iterable[FundLine], funds: Mapping[str, Named]) -> tuple[Held, ...]:
    """The funds that hold money, in their order; `funds` gives their titles."""
    sums: dict[str, dict[str, Decimal]] = {}
    for line in lines:
        if line.withheld:
            reasons = sums.setdefault(line.fund, {})
            reason = line.reason or NO_REASON
            reasons[reason] = reasons.get(reason, CENT_ZERO) + line.withheld
    return tuple(
        Held(funds[fund].title if fund in funds else fund, sum(own.values(), CENT_ZERO), tuple(own.items()))
        for fund, own in sums.items()
    )


def held_by_conditions(record: Record) -> Iterator[str]:
    """What closed conditions on a subject hold: each with its reason, those on persons counted together."""
    reserved = reserved_of(record.dossier)
    personal: list[GateState] = []
    of_persons: dict[tuple[str, ...], Decimal] = {}
    for gate in record.gates:
        if gate.open or not gate.gate.subject:
            continue
        held = {one.key: one.withheld for one in _held_by(gate, record.results.rewards)}
        if not held:
            continue
        if reserved.about(gate.gate.subject):
            personal.append(gate)
            of_persons |= held
        else:
            yield f"{subject_text(gate.gate.subject)}, sospesi {_sum(held)}: {reason_of(gate)}"
    if personal:
        told = counted(
            len(personal), "condizione su una persona, tiene sospesi", "condizioni su persone, tengono sospesi"
        )
        yield f"{told} {_sum(of_persons)} (riservato/gates.csv)"


def _held_by(gate: GateState, rewards: Iterable[Reward]) -> Iterator[Reward]:
    """The rewards that a condition on their person, or on what they are given for, holds."""
    why = reason_of(gate)
    for one in rewards:
        about = gate.gate.subject in (one.subject, f"person:{one.person}")
        if about and one.withheld and why in one.reason:
            yield one


def _sum(held: Mapping[tuple[str, ...], Decimal]) -> str:
    return euro_text(sum(held.values(), CENT_ZERO))
