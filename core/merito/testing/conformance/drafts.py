"""The tables, funds and readings of a worked case in a form that can be changed.

Every change is described, so that a counterexample can be repeated by hand.
"""

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

import tomli
from attrs import evolve, field, frozen

from merito.cycle import run
from merito.model.columns import Column, Table
from merito.model.language import in_words
from merito.model.messages import Code, Message, say
from merito.model.record import Record
from merito.testing.cases import Case
from merito.testing.conformance.subject import Subject
from merito.workspace.dossiers import Opened

Row = Mapping[str, str]
FUNDS = "funds"


@frozen
class DraftCase:
    """The tables of a case by name, each its rows by English header; `told` describes the changes.

    `choices` are other choices on readings of the case, as if its ente had adopted them.
    """

    case: Case
    tables: Mapping[str, tuple[Row, ...]]
    told: tuple[Message, ...] = ()
    choices: Mapping[str, str] = field(factory=dict)

    def opened(self, subject: Subject) -> Opened:
        """The ente of these tables, under the readings of the case. Raises BadDataError if they cannot be read."""
        texts = {name: _written(rows) for name, rows in self.tables.items() if rows}
        return evolve(self.case, tables=texts).opened(subject.regulations)

    def run(self, subject: Subject) -> Record:
        """The record of these tables under these choices. Raises BadDataError if they cannot be read."""
        return self.run_opened(self.opened(subject))

    def run_opened(self, opened: Opened, *, adopted: bool = True) -> Record:
        """The record of an ente that was read, under these choices; without `adopted`, no reading is adopted."""
        readings = opened.course.readings
        for reading, choice in self.choices.items():
            readings = readings.choosing(reading, choice)
        readings = readings if adopted else readings.unadopted()
        return run(evolve(opened.course, readings=readings), opened.hashes)

    def choosing(self, choices: Mapping[str, str]) -> "DraftCase":
        """These tables, also under other choices."""
        return evolve(self, choices={**self.choices, **choices})

    def key(self) -> tuple[object, ...]:
        """What distinguishes it from other drafts: tables, funds and choices."""
        rows = tuple((name, tuple(map(_cells, rows))) for name, rows in self.tables.items())
        case = (self.case.file, self.case.title, self.case.year, self.case.as_of, self.case.cycle)
        return (*case, rows, tuple(sorted(self.choices.items())))

    def having(self, table: str, rows: tuple[Row, ...], *told: Message) -> "DraftCase":
        """These tables with another one."""
        return evolve(self, tables={**self.tables, table: rows}, told=(*self.told, *told))

    @property
    def message(self) -> Message:
        """What it is: its case, and what was changed in it."""
        chosen = (
            say("{reading} si legge come {choice}", reading=reading, choice=Code(choice))
            for reading, choice in sorted(self.choices.items())
        )
        told = say("caso {title} di {file}", title=Code(self.case.title), file=self.case.file.name)
        for place, one in enumerate((*self.told, *chosen)):
            told = say("{draft}\n    {change}", draft=told if place else say("{case}, in cui:", case=told), change=one)
        return told

    def __str__(self) -> str:
        return in_words(self.message)


def _cells(row: Row) -> tuple[tuple[str, str], ...]:
    return tuple(row.items())


def draft_of(case: Case) -> DraftCase:
    """The tables of a case."""
    tables = {name: tuple(csv.DictReader(io.StringIO(text.strip()))) for name, text in case.tables.items()}
    return DraftCase(case, {name: tuple(_plain(row) for row in rows) for name, rows in tables.items()})


def _plain(row: Mapping[Any, Any]) -> Row:
    return {head.strip(): (value or "").strip() for head, value in row.items() if isinstance(head, str)}


def _written(rows: tuple[Row, ...]) -> str:
    text = io.StringIO()
    heads = list(dict.fromkeys(head for row in rows for head in row))
    writer = csv.DictWriter(text, heads, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def changed(draft: DraftCase, table: str, number: int, column: str, value: str) -> DraftCase:
    """A draft with another value in a cell."""
    rows = list(draft.tables[table])
    before = rows[number].get(column, "")
    rows[number] = {**rows[number], column: value}
    told = say(
        "{table}, riga {row}, {column}: {before} diventa {after}",
        table=table,
        row=number + 2,
        column=column,
        before=before or say("nulla"),
        after=value or say("nulla"),
    )
    return draft.having(table, tuple(rows), told)


def without(draft: DraftCase, table: str, number: int) -> DraftCase:
    """A draft without a row."""
    rows = draft.tables[table]
    return draft.having(
        table, rows[:number] + rows[number + 1 :], say("{table}: la riga {row} non c'è", table=table, row=number + 2)
    )


def funds_of(case: Case) -> tuple[str, ...]:
    """The funds of a case, each on a line of its own under `[funds]`."""
    return tuple(tomli.loads(case.cycle).get(FUNDS, ()))


def with_fund(draft: DraftCase, fund: str, amount: str) -> DraftCase:
    """A draft with another sum for a fund."""
    head, bracket, text = draft.case.cycle.partition(f"[{FUNDS}]")
    text = re.sub(rf"(?m)^(\s*{re.escape(fund)}\s*=).*$", rf"\g<1> {amount}", text, count=1)
    case = evolve(draft.case, cycle=head + bracket + text)
    return evolve(draft, case=case, told=(*draft.told, say("il fondo {fund} è {amount}", fund=fund, amount=amount)))


def columns_of(subject: Subject, table: str) -> Mapping[str, Column]:
    """The columns of a table that the plugin reads, by English name."""
    found: Table | None = subject.stack.inputs.tables.get(table)
    return found.columns if found else {}


def is_number(text: str) -> bool:
    """Whether a cell is a plain number, not below zero."""
    return text.replace(".", "", 1).isdecimal()
