"""Held money and its reasons, in publishable form: by fund, and by gates on a subject.

Nobody is named: the reasons are the public ones of the lines, and the sums held by gates on subjects are not given.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from attrs import frozen

from merito.contract.inputs import Inputs, Named
from merito.cycle.gates import reason_of
from merito.model.acts import GateState
from merito.model.money import CENT_ZERO, Reward
from merito.model.record import Record
from merito.numbers import counted, euro_text, together_text
from merito.publication import Published
from merito.publication.counts import Apart
from merito.publication.funds import PublicFund
from merito.wording.figures import apart_text, subject_text

MOST = 4
NO_REASON = "senza motivo indicato"


@frozen
class HeldMoney:
    """The withheld money of one fund, or of several merged ones (euro), and each reason with the sum that it holds.

    None is a sum that is not published.
    """

    fund: str
    amount: Decimal | None
    reasons: tuple[tuple[str, Decimal | None], ...]
    several: bool = False

    @property
    def told(self) -> str:
        """`Premi, sospesi 15.000,00 €`; without the sum if it would reveal too few people."""
        if self.amount is not None:
            return f"{self.fund}, sospesi {euro_text(self.amount)}"
        if self.several:
            return f"{self.fund}, in uno o più di questi fondi ci sono somme sospese"
        return f"{self.fund}, tiene sospese delle somme"

    def why(self, most: int = MOST) -> str:
        """Each reason once, with its sum if there are several; those after the first `most` are counted."""
        if len(self.reasons) == 1:
            return self.reasons[0][0]
        told = [reason if sum_ is None else f"{reason} ({euro_text(sum_)})" for reason, sum_ in self.reasons[:most]]
        left = len(self.reasons) - most
        if left > 0:
            told.append(f"{counted(left, 'altro motivo', 'altri motivi')} in funds.csv")
        return "; ".join(told)


def tool_text(name: str, inputs: Inputs) -> str:
    """`strumento «Retribuzione di risultato»`: a tool by its title."""
    return f"strumento «{inputs.tools[name].title if name in inputs.tools else name}»"


def held_by_fund(told: Iterable[PublicFund], funds: Mapping[str, Named]) -> tuple[HeldMoney, ...]:
    """The funds that hold money, in their order, with the sums as far as published; `funds` gives their titles."""
    found = []
    for one in told:
        reasons: dict[str, Decimal | None] = {}
        for line in one.lines:
            if line.held:
                reason = "; ".join(filter(None, line.held)) or NO_REASON
                before = reasons.get(reason, CENT_ZERO)
                reasons[reason] = None if line.withheld is None or before is None else before + line.withheld
        if reasons:
            titles = together_text(funds[fund].title if fund in funds else fund for fund in one.whole.funds)
            found.append(HeldMoney(titles, one.whole.withheld, tuple(reasons.items()), len(one.whole.funds) > 1))
    return tuple(found)


def held_by_conditions(record: Record, published: Published) -> Iterator[str]:
    """Closed gates on a subject that hold money: each with its reason, those on persons together."""
    rows = published.rows.gates
    for gate in rows.public:
        if not gate.open and gate.gate.subject and any(_held_by(gate, record.results.rewards)):
            yield f"{subject_text(gate.gate.subject)}, tiene sospese delle somme: {reason_of(gate)}"
    personal = [gate for gate in rows.personal if not gate.open and any(_held_by(gate, record.results.rewards))]
    if personal:
        apart = published.rows.closed_apart
        number = Apart(True, len(personal)) if apart.number == len(personal) else Apart(True, None)
        told = apart_text(number, "condizione su una persona, tiene", "condizioni su persone, tengono")
        yield f"{told} sospese delle somme (riservato/gates.csv)"


def _held_by(gate: GateState, rewards: Iterable[Reward]) -> Iterator[Reward]:
    """The rewards held by a gate on their person, or on what they are given for."""
    why = reason_of(gate)
    for one in rewards:
        about = gate.gate.subject in (one.subject, f"person:{one.person}")
        if about and one.of_posts(gate.gate.posts) and one.withheld and why in one.reason:
            yield one
