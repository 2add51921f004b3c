"""Exact assertions on a record, for tests of rules."""

from decimal import Decimal
from fractions import Fraction

from merito.model.record import Record
from merito.model.results import RESULT_TABLES, Finding
from merito.numbers import fraction


def figures(record: Record, table: str, **known: object) -> list[object]:
    """The rows of a table of results (`rewards`, `scores`, ...) with the given attributes."""
    if table not in RESULT_TABLES:
        raise LookupError(f"{table!r} is no table of results: they are {', '.join(RESULT_TABLES)}")
    rows = getattr(record.results, table)
    return [row for row in rows if all(_same(getattr(row, name), value) for name, value in known.items())]


def assert_figure(record: Record, table: str, attribute: str, value: object, **known: object) -> None:
    """Asserts that one such row exists with exactly this `value`: a number, its text (`57.14`, `800/11`), a text.

    `assert_figure(record, "rewards", "payable", "57.14", person="P1", tool="annual")`
    """
    rows = figures(record, table, **known)
    what = ", ".join(f"{name}={one!r}" for name, one in known.items())
    if len(rows) != 1:
        there = "\n".join(f"    {row}" for row in getattr(record.results, table)) or "    nothing"
        raise AssertionError(f"{len(rows)} {table} with {what}, where one is expected:\n{there}")
    found = getattr(rows[0], attribute)
    if not _same(found, value):
        reason = getattr(rows[0], "reason", "")
        raise AssertionError(f"{table} with {what}: {attribute} is {_text(found)}, not {_text(value)} ({reason})")


def assert_finding(record: Record, rule: str, says: str = "", **known: object) -> None:
    """Asserts a finding of that rule whose message contains `says`; `known` are attributes, as `severity="error"`."""
    if not _findings(record, rule, says, known):
        told = "\n".join(
            f"    {one.severity} {one.rule} {one.subject}: {one.message}" for one in record.results.findings
        )
        raise AssertionError(f"no finding of {rule} {says!r} {known or ''}; told are:\n{told or '    none'}")


def assert_no_finding(record: Record, rule: str, says: str = "", **known: object) -> None:
    """Asserts that there is no finding of that rule."""
    found = _findings(record, rule, says, known)
    if found:
        raise AssertionError(f"{rule} is told: {found[0].message}")


def _findings(record: Record, rule: str, says: str, known: dict[str, object]) -> list[Finding]:
    return [
        one
        for one in record.results.findings
        if one.rule == rule
        and says in one.message
        and all(getattr(one, name) == value for name, value in known.items())
    ]


def _same(found: object, value: object) -> bool:
    if isinstance(found, bool) or not isinstance(found, int | Decimal | Fraction):
        return found == value or str(found) == value or getattr(found, "value", found) == value
    if isinstance(value, str):
        try:
            return fraction(found) == Fraction(value)
        except ValueError:
            return False
    return isinstance(value, int | Decimal | Fraction) and fraction(found) == fraction(value)


def _text(value: object) -> str:
    return str(value) if isinstance(value, int | Decimal | Fraction | str) else repr(value)
