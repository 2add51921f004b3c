"""The figures and texts of a worked case as lines, to be compared between processes."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache, partial
from typing import Any

from attrs import fields, has

from merito.model.basis import Made
from merito.model.columns import InputRow
from merito.model.language import ITALIAN, reader_in
from merito.model.messages import Message
from merito.model.record import Record
from merito.model.results import RESULT_TABLES

PLAIN = (str, int, Decimal, Fraction, date, Enum, type(None))
UNTOLD = ("rests_on",)


def lines_of(problems: Iterable[Message], record: Record | None) -> list[str]:
    """The lines of a case: those of its record, its problems if there is none."""
    return list(map(reader_in(ITALIAN), problems)) if record is None else list(told(record))


def digest(lines: Iterable[str]) -> str:
    """The hash of the lines of a case."""
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def told(record: Record) -> Iterator[str]:
    """The figures and texts of a record, a line for each row of results and each state."""
    for table in RESULT_TABLES:
        for row in getattr(record.results, table):
            yield f"{table} {_text(row)}"
    for name in ("gates", "deadlines", "phases", "amendments"):
        yield from (f"{name} {_text(one)}" for one in getattr(record, name))


def _text(value: object) -> str:
    kind: Any = type(value)
    return _way(kind)(value)


@cache
def _way(kind: Any) -> Callable[[Any], str]:
    """How values of a class are written: a case has thousands of them, of few classes."""
    if issubclass(kind, PLAIN):
        return str
    if issubclass(kind, InputRow):
        return lambda row: str(row.source)
    if has(kind):
        return partial(_declared, kind.__name__, _names(kind), issubclass(kind, Made))
    if issubclass(kind, Mapping):
        return lambda found: "{" + ", ".join(f"{_text(one)}: {_text(held)}" for one, held in found.items()) + "}"
    if issubclass(kind, Iterable):
        return lambda several: "[" + ", ".join(map(_text, several)) + "]"
    return str


def _declared(name: str, names: tuple[tuple[str, str], ...], made: bool, value: Any) -> str:
    """A value whose class declares its attributes; rows of results with those on which they rest."""
    told = [f"{shown}={_text(getattr(value, one))}" for shown, one in names]
    if made:
        rows = (f"{type(row).__name__} {getattr(row, 'key', '')}" for row in value.rests_on)
        told.append(f"rests_on=[{', '.join(rows)}]")
    return f"{name}({', '.join(told)})"


def _names(kind: Any) -> tuple[tuple[str, str], ...]:
    """The attributes that are told of a class, each with the name to ask for."""
    names = (one.name for one in fields(kind))
    return tuple(
        ("basis", "basis") if one == "_basis" else (one, one)
        for one in names
        if one == "_basis" or not (one.startswith("_") or one in UNTOLD)
    )
