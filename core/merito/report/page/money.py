"""Every fund with its lines: amount = paid + withheld + savings, and why."""

from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito.model.money import CENT_ZERO, FundLine, Outcome
from merito.numbers import HUNDRED, euro_text, quotient
from merito.outputs.coded import STATES
from merito.report.page.material import Material
from merito.report.page.shown import width


@frozen(kw_only=True)
class Sums:
    """Amount = paid + withheld + savings; the lengths of their bars in percent of the amount."""

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


@frozen
class Funds:
    """Every fund."""

    funds: tuple[Fund, ...]


def funds(material: Material) -> Funds | None:
    """The funds with their lines; None where no rule divided one."""
    lines = material.record.results.fund_lines
    names = dict.fromkeys(line.fund for line in lines)
    made = []
    for name in names:
        own = [line for line in lines if line.fund == name]
        rows = tuple(_row(line, material) for line in own)
        made.append(Fund(material.names.fund(name), _sums(own), rows))
    return Funds(tuple(made)) if made else None


def _row(line: FundLine, material: Material) -> FundRow:
    return FundRow(
        item=line.item,
        sums=_sums([line]),
        state=STATES[line.state.value],
        mark=line.state.value,
        reason=line.reason,
        alternatives=tuple(_outcome(one, material) for one in line.alternative),
        rules=" ".join(line.rules),
    )


def _outcome(outcome: Outcome, material: Material) -> str:
    known = material.rulebook.interpretations.get(outcome.reading)
    choice = known.choices.get(outcome.choice, outcome.choice) if known else outcome.choice
    amount = "Non si può ancora dividere" if outcome.amount is None else euro_text(outcome.amount)
    return f"{amount} con un'altra scelta sulla lettura {outcome.reading}: {choice}"


def _sums(lines: list[FundLine]) -> Sums:
    amount, paid, withheld, savings = (
        sum((getattr(line, name) for line in lines), CENT_ZERO) for name in ("amount", "paid", "withheld", "savings")
    )
    return Sums(
        amount=euro_text(amount),
        paid=euro_text(paid),
        withheld=euro_text(withheld),
        savings=euro_text(savings),
        widths=_stacked(amount, (("paid", paid), ("withheld", withheld), ("savings", savings))),
    )


def _stacked(amount: Decimal, parts: tuple[tuple[str, Decimal], ...]) -> tuple[tuple[str, str, str], ...]:
    """Name, start and length of each part that is there."""
    start, made = Fraction(0), []
    for name, part in parts:
        length = HUNDRED * quotient(part, amount) if amount else Fraction(0)
        if length:
            made.append((name, width(start), width(length)))
        start += length
    return tuple(made)
