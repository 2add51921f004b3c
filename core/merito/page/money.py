"""Every fund with its lines: amount = net + payable + withheld + savings, and why."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito.model.money import CENT_ZERO, FundLine, Outcome
from merito.numbers import HUNDRED, euro_text, quotient
from merito.page.material import Material
from merito.page.shown import width
from merito.wording.coded import STATES

PARTS = ("net", "payable", "withheld", "savings")


@frozen(kw_only=True)
class Sums:
    """The parts of an amount, and the lengths of their bars in percent of it; `net` is blank if nothing was paid."""

    amount: str
    net: str
    payable: str
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
    by_fund: dict[str, list[FundLine]] = {}
    for line in material.record.results.fund_lines:
        by_fund.setdefault(line.fund, []).append(line)
    return tuple(
        Fund(material.names.fund(name), _sums(own), tuple(_row(line, material) for line in own))
        for name, own in by_fund.items()
    )


def _row(line: FundLine, material: Material) -> FundRow:
    return FundRow(
        item=line.item,
        sums=_sums([line]),
        state=STATES[line.state.value],
        mark=line.state.value,
        reason=material.named(line.reason),
        alternatives=tuple(_outcome(one, material) for one in line.alternative),
        rules=" ".join(line.rules),
    )


def _outcome(outcome: Outcome, material: Material) -> str:
    known = material.rulebook.interpretations.get(outcome.reading)
    choice = known.choices.get(outcome.choice, outcome.choice) if known else outcome.choice
    amount = "Non si può ancora dividere" if outcome.amount is None else euro_text(outcome.amount)
    return f"{amount} con un'altra scelta sulla lettura {outcome.reading}: {choice}"


def _sums(lines: Sequence[FundLine]) -> Sums:
    amount, *sums = (sum((getattr(one, name) for one in lines), CENT_ZERO) for name in ("amount", *PARTS))
    parts = dict(zip(PARTS, sums, strict=True))
    return sums_of(amount, parts, stacked(amount, parts))


def sums_of(amount: Decimal, parts: Mapping[str, Decimal], widths: tuple[tuple[str, str, str], ...]) -> Sums:
    """The texts of an amount and its parts."""
    told = {name: euro_text(part) if part or name != "net" else "" for name, part in parts.items()}
    return Sums(amount=euro_text(amount), **told, widths=widths)


def stacked(amount: Decimal, parts: Mapping[str, Decimal]) -> tuple[tuple[str, str, str], ...]:
    """Name, start and length of each part."""
    start, made = Fraction(0), []
    for name, part in parts.items():
        length = HUNDRED * quotient(part, amount) if amount else Fraction(0)
        if length:
            made.append((name, width(start), width(length)))
        start += length
    return tuple(made)
