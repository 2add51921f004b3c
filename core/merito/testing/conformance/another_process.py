"""Run as a program: runs the worked cases again in a separate process, with the code of the plugin instrumented.

It reads the package, the order of sets and the cases from its input, and writes the results of every case, line by
line, with the floats that occurred.
"""

import json
import pickle
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from attrs import fields, has

from merito.model.basis import Made
from merito.model.columns import InputRow
from merito.model.record import Record
from merito.model.results import RESULT_TABLES
from merito.testing.cases import Case
from merito.testing.conformance.watched_code import Watched, watch

PLAIN = (str, int, Decimal, Fraction, date, Enum, type(None))
UNTOLD = ("rests_on",)


def told(record: Record) -> Iterator[str]:
    """The figures and texts of a record, a line for each row of results and each state."""
    for table in RESULT_TABLES:
        for row in getattr(record.results, table):
            yield f"{table} {_text(row)}"
    for name in ("gates", "deadlines", "phases", "amendments"):
        yield from (f"{name} {_text(one)}" for one in getattr(record, name))


def _text(value: object) -> str:
    if isinstance(value, InputRow):
        return str(value.source)
    if has(type(value)):
        told = (f"{one}={_text(found)}" for one, found in _fields(value))
        return f"{type(value).__name__}({', '.join(told)})"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(one)}: {_text(found)}" for one, found in value.items()) + "}"
    if isinstance(value, PLAIN) or not isinstance(value, Iterable):
        return str(value)
    return "[" + ", ".join(map(_text, value)) + "]"


def _fields(value: object) -> Iterator[tuple[str, object]]:
    for one in fields(type(value)):  # type: ignore[arg-type]
        if one.name == "_basis":
            yield "basis", value.basis  # type: ignore[attr-defined]
        elif not one.name.startswith("_") and one.name not in UNTOLD:
            yield one.name, getattr(value, one.name)
    if isinstance(value, Made):
        yield "rests_on", [f"{type(row).__name__} {getattr(row, 'key', '')}" for row in value.rests_on]


def main() -> None:
    package, backwards, cases = pickle.load(sys.stdin.buffer)
    watched = Watched(backwards)
    watch(package, watched)
    lines = [list(_told_by(case)) for case in cases]
    json.dump({"told": lines, "floats": watched.floats}, sys.stdout)


def _told_by(case: Case) -> Iterator[str]:
    problems, record = case.judged()
    yield from told(record) if record else problems


if __name__ == "__main__":
    main()
