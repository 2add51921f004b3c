"""Every fund with its lines, as published: amount = paid + withheld + savings, and why."""

from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito.model.money import Outcome
from merito.numbers import HUNDRED, euro_text, quotient, together_text
from merito.page.material import Material
from merito.page.shown import NONE, width
from merito.publication.funds import PublicFund, PublicLine
from merito.wording.coded import STATES


@frozen(kw_only=True)
class Sums:
    """Amount = paid + withheld + savings; the lengths of their bars in percent of the amount.

    A sum that is not published is a dash, without a bar.
    """

    amount: str
    paid: str
    withheld: str
    savings: str
    widths: tuple[tuple[str, str, str], ...] = ()


@frozen(kw_only=True)
class FundRow:
    """A line of a fund."""

    item: str
    sums: Sums
    state: str
    mark: str
    reason: str
    alternatives: tuple[str, ...]
    rules: str


@frozen
class Fund:
    """A fund, its sums and its lines."""

    title: str
    sums: Sums
    rows: tuple[FundRow, ...]


def funds(material: Material) -> tuple[Fund, ...]:
    """The funds with their lines, as far as a rule divided them."""
    return tuple(_fund(one, material) for one in material.published.funds)


def _fund(fund: PublicFund, material: Material) -> Fund:
    title = together_text(map(material.names.fund, fund.whole.funds))
    return Fund(title, _sums(fund.whole), tuple(_row(line, material) for line in fund.lines))


def _row(line: PublicLine, material: Material) -> FundRow:
    state = "" if line.state is None else line.state.value
    return FundRow(
        item=line.item,
        sums=_sums(line),
        state=STATES.get(state, ""),
        mark=state,
        reason=material.named(line.reason),
        alternatives=tuple(_outcome(one, material) for one in line.alternative),
        rules=" ".join(line.rules),
    )


def _outcome(outcome: Outcome, material: Material) -> str:
    known = material.rulebook.interpretations.get(outcome.reading)
    choice = known.choices.get(outcome.choice, outcome.choice) if known else outcome.choice
    amount = "Non si può ancora dividere" if outcome.amount is None else euro_text(outcome.amount)
    return f"{amount} con un'altra scelta sulla lettura {outcome.reading}: {choice}"


def _sums(line: PublicLine) -> Sums:
    parts = (("paid", line.paid), ("withheld", line.withheld), ("savings", line.savings))
    return Sums(
        amount=euro_text(line.amount),
        **{name: NONE if part is None else euro_text(part) for name, part in parts},
        widths=_stacked(line.amount, [(name, part) for name, part in parts if part is not None]),
    )


def _stacked(amount: Decimal, parts: list[tuple[str, Decimal]]) -> tuple[tuple[str, str, str], ...]:
    """Name, start and length of each part."""
    start, made = Fraction(0), []
    for name, part in parts:
        length = HUNDRED * quotient(part, amount) if amount else Fraction(0)
        if length:
            made.append((name, width(start), width(length)))
        start += length
    return tuple(made)
