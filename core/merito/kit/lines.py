"""Parts of a fund line: what rewards draw on, what is saved, and why."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from merito.model.basis import NO_BASIS, Basis, Made
from merito.model.messages import NOTHING, Message, Money, Sayable, as_message, say, several
from merito.model.money import FundLine
from merito.model.states import State


def drawn(line: FundLine, item: str, amount: Decimal, rules: tuple[str, ...], rests_on: tuple[Made, ...]) -> FundLine:
    """The part of a line that rewards draw on."""
    return FundLine(fund=line.fund, item=item, of=line.item, amount=amount, rules=rules, rests_on=rests_on)


def saved(
    line: FundLine,
    item: str,
    amount: Decimal,
    why: Sayable,
    rules: tuple[str, ...],
    rests_on: tuple[Made, ...],
    state: State = State.FINAL,
    basis: Basis = NO_BASIS,
) -> FundLine:
    """The part of a line that is due to nobody, and why (Italian)."""
    return FundLine(
        fund=line.fund,
        item=item,
        of=line.item,
        amount=amount,
        savings=amount,
        reason=why,
        state=state,
        rules=rules,
        rests_on=rests_on,
        basis=basis,
    )


def saved_in_part(
    line: FundLine,
    item: str,
    amount: Decimal,
    why: Sayable,
    rules: tuple[str, ...],
    rests_on: tuple[Made, ...],
    *,
    waits: Decimal,
) -> Iterator[FundLine]:
    """The part of a line that is due to nobody; apart from it what of it `waits`, since it may still be given."""
    if amount > waits:
        yield saved(line, item, amount - waits, why, rules, rests_on)
    if waits:
        own = to_clarify(item) if amount > waits else item
        yield saved(line, own, waits, why, rules, rests_on, State.PROVISIONAL)


def to_clarify(item: str) -> str:
    """The item of the savings of a line that may still be given to somebody (Italian)."""
    return f"{item}, da chiarire"


def why_saved(parts: Mapping[Message, Decimal] | Mapping[str, Decimal]) -> Message:
    """Why money is left, from the sum of each reason; several each with their sum, zero sums left out.

    `incarichi revocati: 1.000,00 €; non attribuito: 20,50 €`.
    """
    there = {as_message(why): amount for why, amount in parts.items() if amount}
    if len(there) < 2:
        return next(iter(there), NOTHING)
    return several(*(say("{why}: {amount}", why=why, amount=Money(amount)) for why, amount in there.items()))
