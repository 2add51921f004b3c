"""The figures and texts of a worked case as lines, to be compared between processes."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any

from attrs import fields, has

from merito.model.basis import Made
from merito.model.columns import InputRow
from merito.model.record import Record
from merito.model.results import RESULT_TABLES

PLAIN = (str, int, Decimal, Fraction, date, Enum, type(None))
UNTOLD = ("rests_on",)


def lines_of(problems: Iterable[str], record: Record | None) -> list[str]:
    """The lines of a case: those of its record, its problems if there is none."""
    return list(problems) if record is None else list(told(record))


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
    if isinstance(value, PLAIN):
        return str(value)
    if isinstance(value, InputRow):
        return str(value.source)
    kind: Any = type(value)
    if (names := _names(kind)) is not None:
        told = [f"{shown}={_text(getattr(value, name))}" for shown, name in names]
        if isinstance(value, Made):
            rows = (f"{type(row).__name__} {getattr(row, 'key', '')}" for row in value.rests_on)
            told.append(f"rests_on=[{', '.join(rows)}]")
        return f"{kind.__name__}({', '.join(told)})"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(one)}: {_text(found)}" for one, found in value.items()) + "}"
    if not isinstance(value, Iterable):
        return str(value)
    return "[" + ", ".join(map(_text, value)) + "]"


@cache
def _names(kind: Any) -> tuple[tuple[str, str], ...] | None:
    """The attributes that are told of a class, each with the name to ask for; None if it declares none."""
    if not has(kind):
        return None
    names = (one.name for one in fields(kind))
    return tuple(
        ("basis", "basis") if one == "_basis" else (one, one)
        for one in names
        if one == "_basis" or not (one.startswith("_") or one in UNTOLD)
    )
