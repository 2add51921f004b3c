"""Enti that must have equal results (rows in another order, people under other ids), compared figure by figure."""

import random
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import evolve, fields

from merito.model.columns import Column
from merito.model.language import in_words
from merito.model.messages import Message, say
from merito.model.money import Rate, Reward
from merito.model.record import Record
from merito.testing.conformance.drafts import DraftCase, Row, columns_of
from merito.testing.conformance.subject import Subject

CENT = Decimal("0.01")
NAMES = ("person", "lacks", "left_to", "among", "compared")
INSTALMENTS = ("monthly", "thirteenth")  # of a sum that is held itself: a cent of it may be eleven of the last one
TEXTS = ("reason", "held", "rests_on", "_basis", "alternative", "conditions", "message", "told", "formula")
HELD = ("rules", "state", "payable", "withheld", "savings")
ON_A_CENT = "held for a cent"
Key = tuple[str, ...]
COMPARED = ("cascade", "fund_lines", "positions", "monitoring", "grades", "scores", "placements", "bands", "rewards")


class BrokenError(AssertionError):
    """A property that does not hold for an ente: `what` is wrong with it."""

    def __init__(self, what: Message, draft: DraftCase) -> None:
        self.what = say("{what}\n  {draft}", what=what, draft=draft.message)
        super().__init__(self.what)

    def __str__(self) -> str:
        return in_words(self.what)


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
    """A value that two runs may share: the parts of a row without the input row that they come from."""
    if isinstance(value, Rate):
        return value.days, value.amount, value.sure, value.act
    return sorted(map(_plain, value)) if isinstance(value, tuple) else value


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
            raise BrokenError(say("{row}: solo in uno dei due", row=" ".join(key)), draft)
        for name, value in first.items():
            on_a_cent = cent and (first.get(ON_A_CENT) or second.get(ON_A_CENT) or key in apart)
            if name in NAMES or name == ON_A_CENT or (on_a_cent and name in HELD):
                continue
            if (cent and name in INSTALMENTS) or _alike(value, second[name], cent=cent):
                continue
            what = say(
                "{row} ({rules}): {name} è {value}, e {other}",
                row=" ".join(key),
                rules=tuple(first.get("rules", ())),
                name=name,
                value=str(value),
                other=str(second[name]),
            )
            raise BrokenError(what, draft)


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
    if cent and isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        return all(_alike(each, there, cent=cent) for each, there in zip(one, other, strict=True))
    return bool(one == other)


def shuffled(draft: DraftCase, seed: int) -> DraftCase:
    """The rows of every table in another order."""
    order = random.Random(seed)
    tables = {name: tuple(order.sample(rows, len(rows))) for name, rows in draft.tables.items()}
    return evolve(
        draft, tables=tables, told=(*draft.told, say("le righe stanno in un altro ordine ({seed})", seed=seed))
    )


def renamed(draft: DraftCase, subject: Subject, seed: int) -> tuple[DraftCase, Mapping[str, str]]:
    """People under other ids, in another order; with the new id of each."""
    order = random.Random(seed)
    ids = [row["id"] for row in draft.tables.get("people", ()) if row.get("id")]
    numbers = order.sample(range(1, len(ids) + 1), len(ids))
    names = {known: f"Q{number}" for known, number in zip(ids, numbers, strict=True)}
    tables = {
        table: tuple(_with_names(row, table, names, subject) for row in rows) for table, rows in draft.tables.items()
    }
    others = ", ".join(f"{old} → {new}" for old, new in names.items())
    what = say("le persone hanno altri id: {others}", others=others)
    return evolve(draft, tables=tables, told=(*draft.told, what)), names


def _with_names(row: Row, table: str, names: Mapping[str, str], subject: Subject) -> Row:
    known = columns_of(subject, table)
    return {head: _other(value, known.get(head), table, names) for head, value in row.items()}


def _other(value: str, column: Column | None, table: str, names: Mapping[str, str]) -> str:
    """A cell with people's new ids: `P1` if it can be nobody else, `person:P1` anywhere."""
    parts = [part.strip() for part in value.split(",")]
    if any(part.startswith("person:") for part in parts):
        return ", ".join(
            f"person:{names.get(part.removeprefix('person:'), part.removeprefix('person:'))}"
            if part.startswith("person:")
            else part
            for part in parts
        )
    own = column is not None and ((column.kind == "id" and table == "people") or "person" in column.to)
    return names.get(value, value) if own else value
