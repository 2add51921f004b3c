"""Payments to people, compared with what is due now."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from attrs import field, frozen

from merito.model.basis import Made
from merito.model.columns import InputRow, column, table
from merito.model.messages import NOTHING, Message, as_message
from merito.model.money import CENT_ZERO

PAYMENT, RECOVERY = "payment", "recovery"
PAYMENT_KINDS = {PAYMENT: "pagamento", RECOVERY: "recupero"}
EVEN, TO_PAY, HELD, UNCOVERED, OVERPAID = "even", "to_pay", "held", "uncovered", "overpaid"
BALANCES: Mapping[str, str] = {
    EVEN: "in pari",
    TO_PAY: "da pagare",
    HELD: "sospeso",
    UNCOVERED: "senza copertura",
    OVERPAID: "pagato oltre",
}


@frozen(eq=False, kw_only=True)
class Payment(InputRow):
    """A payment to a person (euro) through a tool, with its day and act; or a recovery, with an act of its own."""

    TABLE = table("pagamenti", "person", "tool", "date", "act", "kind")
    person: Annotated[str, column("ref", "persona", to=("person",))]
    tool: Annotated[str, column("tool", "strumento")]
    amount: Annotated[Decimal, column("money", "importo")]
    date: Annotated[datetime.date, column("date", "data", within="process")]
    act: Annotated[str, column("ref", "atto", to=("act",))]
    kind: Annotated[str, column("choice", "tipo", values=PAYMENT_KINDS)] = PAYMENT

    @property
    def net(self) -> Decimal:
        """Its amount; negative if it was given back."""
        return -self.amount if self.kind == RECOVERY else self.amount


@frozen(kw_only=True)
class Balance(Made):
    """What is due now to a person through a tool, what was paid, and the difference, which may be negative (euro).

    `uncovered` is the part of the difference for which the fund has no money.
    """

    person: str
    tool: str
    due: Decimal
    paid: Decimal
    uncovered: Decimal = CENT_ZERO
    standing: str
    reason: Message = field(default=NOTHING, converter=as_message)

    @property
    def key(self) -> tuple[str, ...]:
        return (self.person, self.tool)

    @property
    def difference(self) -> Decimal:
        """Due minus paid."""
        return self.due - self.paid
