"""Held money and its reasons: by fund, and by gates on a subject."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from attrs import frozen

from merito.contract.inputs import Inputs, Named
from merito.cycle.gates import reason_of
from merito.model.acts import GateState
from merito.model.messages import Message, Money, Sayable, as_message, say, several
from merito.model.money import CENT_ZERO, FundLine, Reward
from merito.model.record import Record
from merito.wording.subjects import about

MOST, MOST_SUBJECTS = 4, 8
NO_REASON = say(
    "la regola che lo tiene non ne scrive il motivo: lo mostra merito explain, e chi tiene il regolamento lo scrive"
)
PERSON = "person:"


@frozen
class HeldMoney:
    """The withheld money of one fund (euro), and each reason with the sum that it holds."""

    fund: str
    amount: Decimal
    reasons: tuple[tuple[Sayable, Decimal], ...]

    @property
    def told(self) -> Message:
        """`Premi, sospesi 15.000,00 €`."""
        return say("{fund}, sospesi {amount}", fund=self.fund, amount=Money(self.amount))

    def why(self, most: int = MOST) -> Message:
        """Each reason once, with its sum if there are several; those after the first `most` are counted."""
        if len(self.reasons) == 1:
            return as_message(self.reasons[0][0])
        told = [
            say("{why} ({amount})", why=as_message(reason), amount=Money(amount))
            for reason, amount in self.reasons[:most]
        ]
        left = len(self.reasons) - most
        if left > 0:
            more = say(
                "{n} altro motivo nella tabella dei fondi",
                many="{n} altri motivi nella tabella dei fondi",
                number="n",
                n=left,
            )
            told.append(more)
        return several(*told)

    def line(self) -> Message:
        """The fund, its withheld money and why."""
        return say("{told}: {why}", told=self.told, why=self.why())


def tool_title(name: str, inputs: Inputs) -> Message:
    """`strumento «Retribuzione di risultato»`: a tool by its title."""
    return say("strumento «{tool}»", tool=inputs.tools[name].title if name in inputs.tools else name)


def held_by_fund(lines: Iterable[FundLine], funds: Mapping[str, Named]) -> tuple[HeldMoney, ...]:
    """The funds that hold money, in their order; `funds` gives their titles."""
    by_fund: dict[str, dict[Message, Decimal]] = {}
    for line in lines:
        if line.withheld:
            reasons, reason = by_fund.setdefault(line.fund, {}), line.held or NO_REASON
            reasons[reason] = reasons.get(reason, CENT_ZERO) + line.withheld
    return tuple(
        HeldMoney(funds[fund].title if fund in funds else fund, sum(own.values(), CENT_ZERO), tuple(own.items()))
        for fund, own in by_fund.items()
    )


def held_by_conditions(record: Record, *, names_persons: bool = True) -> Iterator[Message]:
    """Closed gates on subjects that hold money, those with the same reason together.

    A paper that names no person only counts them.
    """
    held: dict[Message, list[str]] = {}
    for gate in record.gates:
        if not gate.open and gate.gate.subject and any(_held_by(gate, record.results.rewards)):
            held.setdefault(reason_of(gate), []).append(gate.gate.subject)
    for reason, subjects in held.items():
        whom = about(subjects, MOST_SUBJECTS)
        if not names_persons and any(one.startswith(PERSON) for one in subjects):
            whom = say("{n} condizione su una persona", many="{n} condizioni su persone", number="n", n=len(subjects))
        yield say("{whom}, somme sospese: {why}", whom=whom, why=reason)


def _held_by(gate: GateState, rewards: Iterable[Reward]) -> Iterator[Reward]:
    """The rewards that a gate holds."""
    return (one for one in rewards if one.withheld and gate.gate in one.conditions)
