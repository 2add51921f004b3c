"""Held money and its reasons: by fund, and by gates on a subject."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from attrs import frozen

from merito.contract.inputs import Inputs, Named
from merito.cycle.gates import reason_of
from merito.model.acts import GateState
from merito.model.messages import plain
from merito.model.money import CENT_ZERO, FundLine, Reward
from merito.model.record import Record
from merito.numbers import counted, euro_text
from merito.wording.figures import subjects_text

MOST, MOST_SUBJECTS = 4, 8
NO_REASON = "senza motivo indicato"
PERSON = "person:"


@frozen
class HeldMoney:
    """The withheld money of one fund (euro), and each reason with the sum that it holds."""

    fund: str
    amount: Decimal
    reasons: tuple[tuple[str, Decimal], ...]

    @property
    def told(self) -> str:
        """`Premi, sospesi 15.000,00 €`."""
        return f"{self.fund}, sospesi {euro_text(self.amount)}"

    def why(self, most: int = MOST) -> str:
        """Each reason once, with its sum if there are several; those after the first `most` are counted."""
        if len(self.reasons) == 1:
            return self.reasons[0][0]
        told = [f"{reason} ({euro_text(sum_)})" for reason, sum_ in self.reasons[:most]]
        left = len(self.reasons) - most
        if left > 0:
            told.append(f"{counted(left, 'altro motivo', 'altri motivi')} in funds.csv")
        return "; ".join(told)


def tool_text(name: str, inputs: Inputs) -> str:
    """`strumento «Retribuzione di risultato»`: a tool by its title."""
    return f"strumento «{inputs.tools[name].title if name in inputs.tools else name}»"


def held_by_fund(lines: Iterable[FundLine], funds: Mapping[str, Named]) -> tuple[HeldMoney, ...]:
    """The funds that hold money, in their order; `funds` gives their titles."""
    by_fund: dict[str, dict[str, Decimal]] = {}
    for line in lines:
        if line.withheld:
            reasons, reason = by_fund.setdefault(line.fund, {}), plain(line.held) or NO_REASON
            reasons[reason] = reasons.get(reason, CENT_ZERO) + line.withheld
    return tuple(
        HeldMoney(funds[fund].title if fund in funds else fund, sum(own.values(), CENT_ZERO), tuple(own.items()))
        for fund, own in by_fund.items()
    )


def held_by_conditions(record: Record, *, names_persons: bool = True) -> Iterator[str]:
    """Closed gates on subjects that hold money, those with the same reason together.

    A paper that names no person only counts them.
    """
    held: dict[str, list[str]] = {}
    for gate in record.gates:
        if not gate.open and gate.gate.subject and any(_held_by(gate, record.results.rewards)):
            held.setdefault(plain(reason_of(gate)), []).append(gate.gate.subject)
    for reason, subjects in held.items():
        told = subjects_text(subjects, MOST_SUBJECTS)
        if not names_persons and any(one.startswith(PERSON) for one in subjects):
            told = counted(len(subjects), "condizione su una persona", "condizioni su persone")
        yield f"{told}, {'tiene' if len(subjects) == 1 else 'tengono'} sospese delle somme: {reason}"


def _held_by(gate: GateState, rewards: Iterable[Reward]) -> Iterator[Reward]:
    """The rewards that a gate holds."""
    return (one for one in rewards if one.withheld and gate.gate in one.conditions)
