"""What the rules find in the rows of a table, to be told beside its cells before they are written."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import frozen

from merito.model.messages import Message, Money, Percent, Points, plain
from merito.model.record import Record
from merito.model.source import NOWHERE
from merito.numbers import decimal_text, number_text
from merito.regulations import Stack
from merito.wording.coded import SEVERITIES
from merito.wording.office import office_reader
from merito.workspace.exchange.changes import pairs
from merito.workspace.exchange.composed import NewContent
from merito.workspace.exchange.held import Line
from merito.workspace.exchange.proposed import Proposed


@frozen
class Said:
    """A finding in the office's words, the rows of the table that it rests on, the values that it names, as cells."""

    text: str
    rows: tuple[int, ...]
    named: frozenset[str] = frozenset()


def findings_on(record: Record, stack: Stack, people: Mapping[str, str], shown: str, sheet: str) -> tuple[Said, ...]:
    """The findings that rest on rows of a table, by its file; `people` are names by id."""
    labels = {key: one.label for key, one in stack.parameters.items()}
    read = office_reader(record.dossier, stack.inputs, people, stack.rulebook, labels)
    found: dict[str, Said] = {}
    for one in record.results.findings:
        sources = [getattr(row, "source", NOWHERE) for row in one.basis.inputs]
        rows = tuple(each.row for each in sources if (each.file, each.sheet) == (shown, sheet))
        if rows:
            text = f"{SEVERITIES[one.severity]}: {read(one.message)}"
            before = found.get(text, Said(text, ()))
            found[text] = Said(text, (*before.rows, *rows), before.named.union(_named(one.message)))
    return tuple(found.values())


def beside(said: Iterable[Said], proposed: Proposed | None, content: NewContent) -> Mapping[int, Mapping[str, str]]:
    """What is said beside each cell, by proposed row and column: the cell that it names, or the first that changes."""
    found: dict[int, dict[str, str]] = {}
    if proposed is None:
        return found
    changed = {after.number: _changed(before, after, proposed) for before, after in pairs(proposed) if after}
    for one in said:
        rows = [row for row in (content.rows.get(row, 0) for row in one.rows) if changed.get(row)]
        named = {row: [name for name, text in changed[row].items() if text in one.named] for row in rows}
        for row in rows:
            key = proposed.held.table.key
            cells = [name for name in named[row] if name not in key] or named[row]
            if cells or not any(named.values()):
                found.setdefault(row, {}).setdefault((cells or list(changed[row]))[0], one.text)
    return found


def _changed(before: Line | None, after: Line, proposed: Proposed) -> Mapping[str, str]:
    """The cells of a row that are new or other than they were."""
    index = proposed.held.index
    old = {name: before.cells[place] for name, place in index.items()} if before else {}
    return {
        name: text for name, text in zip(proposed.columns, after.cells, strict=True) if text and old.get(name) != text
    }


def _named(message: Message) -> Iterator[str]:
    """The values of a message as somebody writes them in a cell."""
    for value in message.leaves():
        match value:
            case Money(amount):
                yield from _numbers(amount)
            case Percent(exact) | Points(exact):
                yield from _numbers(exact)
            case _:
                yield plain.written(value)


def _numbers(value: Any) -> Iterator[str]:
    yield number_text(value)
    if isinstance(value, Decimal):
        yield from (decimal_text(value), str(value))
