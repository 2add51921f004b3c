"""What holds of the figures of any run: each says what it rests on, money is conserved, bounds are respected."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from merito.model.basis import Basis
from merito.model.dossier import Given
from merito.model.money import CENT_ZERO, Reward
from merito.model.record import Record

FIGURES: Mapping[str, Callable[[Any], bool]] = {
    "cascade": lambda row: True,
    "fund_lines": lambda row: True,
    "positions": lambda row: row.amount is not None,
    "monitoring": lambda row: bool(row.measured),
    "grades": lambda row: row.value is not None,
    "scores": lambda row: row.score is not None,
    "placements": lambda row: row.place is not None,
    "bands": lambda row: row.people > 0,
    "rewards": lambda row: True,
    "tables": lambda row: any(isinstance(value, Decimal) and value for _, value in row.columns),
    "documents": lambda row: any(isinstance(value, Decimal) and value for _, value in row.columns),
}


def unfounded(record: Record) -> Iterator[str]:
    """Result rows that cite nothing, or bear a figure whose basis does not end in input rows or parameters."""
    for table, bears_figure in FIGURES.items():
        for row in getattr(record.results, table):
            if not row.rules and not _given(row.basis):
                yield f"{table} {_key(row)}: cites no rule"
            if bears_figure(row) and not _founded(row.basis, set()):
                yield f"{table} {_key(row)} ({', '.join(row.rules)}): its basis ends in no input row and no parameter"


def _given(basis: Basis) -> bool:
    """Whether a row is what the ente gave, as the whole of a fund."""
    return any(isinstance(row, Given) for row in basis.inputs)


def _founded(basis: Basis, seen: set[int]) -> bool:
    if basis.inputs or basis.parameters:
        return True
    earlier = [row for row in basis.results if id(row) not in seen]
    seen |= {id(row) for row in earlier}
    return any(_founded(getattr(row, "basis", Basis()), seen) for row in earlier)


def unconserved(record: Record) -> Iterator[str]:
    """Money that is lost or made: a fund is what is paid, withheld and saved; each in whole cents."""
    lines = record.results.fund_lines
    divided = {(line.fund, line.of) for line in lines}
    leaves = [line for line in lines if (line.fund, line.item) not in divided]
    for fund in record.dossier.funds:
        own = [line for line in leaves if line.fund == fund.id]
        whole = sum((line.paid + line.withheld + line.savings for line in own), CENT_ZERO)
        if own and whole != fund.euro:
            yield f"fund {fund.id}: {fund.euro} given, {whole} paid, withheld and saved"
    drawn: dict[tuple[str, str], list[Reward]] = defaultdict(list)
    for reward in record.results.rewards:
        drawn[reward.fund, reward.item].append(reward)
        if reward.due != reward.paid + reward.withheld:
            yield f"reward {_key(reward)}: {reward.due} due, {reward.paid} paid and {reward.withheld} withheld"
    for line in leaves:
        rewards = drawn[line.fund, line.item]
        paid = sum((reward.paid for reward in rewards), CENT_ZERO)
        if paid != line.paid:
            yield f"line {line.item} of {line.fund}: {line.paid} paid, {paid} to people"
        for amount in (line.amount, line.paid, line.withheld, line.savings, *(reward.due for reward in rewards)):
            if amount != amount.quantize(CENT_ZERO):
                yield f"line {line.item} of {line.fund}: {amount} is not whole cents"


def out_of_bounds(record: Record) -> Iterator[str]:
    """Figures that cannot be: below zero, above their maximum, placed nowhere, set beyond their limits."""
    results = record.results
    for score in results.scores:
        if score.score is not None and not 0 <= score.score <= (score.maximum or score.score):
            yield f"score of {score.person} ({', '.join(score.rules)}): {score.score} of {score.maximum}"
    for table, names in (
        ("rewards", ("due", "paid", "withheld")),
        ("fund_lines", ("amount", "paid", "withheld", "savings")),
        ("positions", ("amount", "proportional", "monthly", "thirteenth")),
        ("bands", ("pool", "per_head", "savings")),
    ):
        for row in getattr(results, table):
            for name in names:
                if (getattr(row, name) or Decimal(0)) < 0:
                    yield f"{table} {_key(row)} ({', '.join(row.rules)}): {name} is {getattr(row, name)}"
    for placed in results.placements:
        if placed.place is not None and placed.place < 1:
            yield f"place of {placed.person} ({', '.join(placed.rules)}): {placed.place}"


def _key(row: Any) -> str:
    return " ".join(str(part) for part in getattr(row, "key", ()) if part) or getattr(row, "table", "")
