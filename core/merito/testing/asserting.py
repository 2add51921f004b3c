"""Exact assertions on a record, for tests of rules."""

from decimal import Decimal
from fractions import Fraction

from merito.model.language import in_words
from merito.model.messages import Code, plain, say
from merito.model.record import Record
from merito.model.results import RESULT_TABLES, Finding
from merito.numbers import fraction


def figures(record: Record, table: str, **known: object) -> list[object]:
    """The rows of a table of results (`rewards`, `scores`, ...) with the given attributes."""
    if table not in RESULT_TABLES:
        what = say("{table} non è una tabella dei risultati; ci sono: {known}", table=Code(table), known=RESULT_TABLES)
        raise LookupError(in_words(what))
    rows = getattr(record.results, table)
    return [row for row in rows if all(_same(getattr(row, name), value) for name, value in known.items())]


def assert_figure(record: Record, table: str, attribute: str, value: object, **known: object) -> None:
    """Asserts that one such row exists with exactly this `value`: a number, its text (`57.14`, `800/11`), a text.

    `assert_figure(record, "rewards", "payable", "57.14", person="P1", tool="annual")`
    """
    rows = figures(record, table, **known)
    what = ", ".join(f"{name}={one!r}" for name, one in known.items())
    if len(rows) != 1:
        there = "\n".join(f"    {row}" for row in getattr(record.results, table)) or say("    nulla")
        told = say(
            "{found} {table} con {what}, dove ne è attesa una:\n{there}",
            found=len(rows),
            table=table,
            what=what,
            there=there,
        )
        raise AssertionError(in_words(told))
    found = getattr(rows[0], attribute)
    if not _same(found, value):
        told = say(
            "{table} con {what}: {attribute} è {found}, non {expected} ({reason})",
            table=table,
            what=what,
            attribute=attribute,
            found=_text(found),
            expected=_text(value),
            reason=getattr(rows[0], "reason", ""),
        )
        raise AssertionError(in_words(told))


def assert_finding(record: Record, rule: str, says: str = "", **known: object) -> None:
    """Asserts a finding of that rule whose message contains `says`; `known` are attributes, as `severity="error"`."""
    if not _findings(record, rule, says, known):
        told = "\n".join(
            f"    {one.severity} {one.rule} {one.subject}: {plain(one.message)}" for one in record.results.findings
        )
        what = say(
            "nessun rilievo di {rule} {says} {known}; ci sono:\n{told}",
            rule=rule,
            says=Code(says),
            known=str(known or ""),
            told=told or say("    nulla"),
        )
        raise AssertionError(in_words(what))


def assert_no_finding(record: Record, rule: str, says: str = "", **known: object) -> None:
    """Asserts that there is no finding of that rule."""
    found = _findings(record, rule, says, known)
    if found:
        raise AssertionError(in_words(say("{rule} è detto: {message}", rule=rule, message=found[0].message)))


def _findings(record: Record, rule: str, says: str, known: dict[str, object]) -> list[Finding]:
    return [
        one
        for one in record.results.findings
        if one.rule == rule
        and says in plain(one.message)
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
