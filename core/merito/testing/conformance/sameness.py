"""Compares two runs, figure by figure."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import fields

from merito.model.money import Reward
from merito.model.record import Record
from merito.testing.conformance.drafts import DraftCase

CENT = Decimal("0.01")
NAMES = ("person", "lacks", "left_to")
INSTALMENTS = ("monthly", "thirteenth")  # of a sum that is held itself: a cent of it may be eleven of the last one
TEXTS = ("reason", "held", "rests_on", "_basis", "alternative", "message", "told", "formula")
HELD = ("rules", "state", "paid", "withheld", "savings")
ON_A_CENT = "held for a cent"
Key = tuple[str, ...]
COMPARED = ("cascade", "fund_lines", "positions", "monitoring", "grades", "scores", "placements", "bands", "rewards")


class BrokenError(AssertionError):
    """A property that does not hold for an ente."""


def compared(record: Record) -> dict[Key, dict[str, Any]]:
    """The figures of a record by table and key, without texts and the rows they rest on."""
    odd = [row for row in record.results.rewards if _a_cent_away(row)]
    hang = {("rewards", *row.key) for row in odd} | {("fund_lines", row.fund, row.item) for row in odd}
    found: dict[Key, dict[str, Any]] = {}
    for table in COMPARED:
        for row in getattr(record.results, table):
            key = (table, *map(str, row.key))
            found[key] = {
                one.name: _plain(getattr(row, one.name)) for one in fields(type(row)) if one.name not in TEXTS
            } | {ON_A_CENT: key in hang}
    return found


def _a_cent_away(row: Reward) -> bool:
    """Whether an open reading holds it because of the odd cent of a division, which goes to one of several equals."""
    return any(one.amount is not None and 0 < abs(one.amount - row.due) <= CENT for one in row.alternative)


def under_names(rows: Mapping[Key, Any], names: Mapping[str, str]) -> dict[Key, Any]:
    """Rows under the keys with the other ids of people."""
    return {tuple(names.get(part, part) for part in key): row for key, row in rows.items()}


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, tuple) else value


def same(
    before: Mapping[Key, Mapping[str, Any]],
    after: Mapping[Key, Mapping[str, Any]],
    draft: DraftCase,
    *,
    cent: bool,
) -> None:
    apart = _a_cent_apart(before, after) if cent else set()
    for key in before.keys() | after.keys():
        first, second = before.get(key), after.get(key)
        if first is None or second is None:
            raise BrokenError(f"{' '.join(key)}: only in one of the two\n  {draft}")
        for name, value in first.items():
            on_a_cent = cent and (first.get(ON_A_CENT) or second.get(ON_A_CENT) or key in apart)
            if name in NAMES or name == ON_A_CENT or (on_a_cent and name in HELD):
                continue
            if (cent and name in INSTALMENTS) or _alike(value, second[name], cent=cent):
                continue
            rules = ", ".join(first.get("rules", ()))
            raise BrokenError(f"{' '.join(key)} ({rules}): {name} is {value}, and {second[name]}\n  {draft}")


def _a_cent_apart(before: Mapping[Key, Mapping[str, Any]], after: Mapping[Key, Mapping[str, Any]]) -> set[Key]:
    """Rewards that differ by a cent, and their lines: the odd cent, and so what waits for it, went to somebody else."""
    found: set[Key] = set()
    for key in before.keys() & after.keys():
        if key[0] == "rewards" and 0 < abs(before[key]["due"] - after[key]["due"]) <= CENT:
            found |= {key, ("fund_lines", str(before[key]["fund"]), str(before[key]["item"]))}
    return found


def _alike(one: Any, other: Any, *, cent: bool) -> bool:
    if cent and isinstance(one, Decimal | Fraction) and isinstance(other, Decimal | Fraction):
        return abs(Fraction(one) - Fraction(other)) <= Fraction(CENT)
    return bool(one == other)
