"""Combines the answers of several layers: added up, the latest alone, fund by fund, or table by table."""

from collections.abc import Iterable, Mapping

from merito.contract.rulebook import Rule
from merito.model.money import FundLine
from merito.model.results import Results, TableRow
from merito.regulations import Answer


def added_up(answers: tuple[Answer, ...]) -> Results:
    """The answers of all layers, from the national base up: for hooks that declare."""
    return Results().plus(*(answer.results for answer in answers if answer.results is not None))


def latest(from_the_top: Iterable[Answer]) -> Results | None:
    """The answer of the latest layer that has one, even a blocked one: for hooks that compute.

    The layers below it are not called.
    """
    return next((answer.results for answer in from_the_top if answer.given), None)


def fund_by_fund(from_the_top: Iterable[Answer], funds: Iterable[str]) -> Results | None:
    """The lines of each fund from the latest layer that gives any of that fund; everything else is added up.

    Layers are called until every one of these funds has its lines.
    """
    lines: dict[str, tuple[FundLine, ...]] = {}
    answers: list[Answer] = []
    left = set(funds)
    for answer in from_the_top:
        answers.append(answer)
        given = answer.results.fund_lines if answer.results else ()
        for fund in dict.fromkeys(line.fund for line in given):
            lines.setdefault(fund, tuple(line for line in given if line.fund == fund))
        if not left.difference(lines):
            break
    if not any(answer.given for answer in answers):
        return None
    answers.reverse()
    first_below = dict.fromkeys(
        line.fund for answer in answers for line in (answer.results.fund_lines if answer.results else ())
    )
    together = tuple(line for fund in first_below for line in lines[fund])
    return added_up(tuple(answers)).replacing(fund_lines=together)


def table_by_table(answers: tuple[Answer, ...], rules: Mapping[str, Rule]) -> Results | None:
    """The rows of each table from the latest layer that gives any of it, the latest layer's tables first.

    Rows under a rule that one of a later layer `implements` are replaced by what that layer gives. Everything else is
    added up.
    """
    if not any(answer.given for answer in answers):
        return None
    tables, documents = (), ()  # type: tuple[TableRow, ...], tuple[TableRow, ...]
    for answer in reversed(answers):
        given = answer.results or Results()
        taken = {rules[one].implements for row in (*tables, *documents) for one in row.rules if one in rules}
        tables = (*tables, *_beside(given.tables, tables, taken))
        documents = (*documents, *_beside(given.documents, documents, taken))
    return added_up(answers).replacing(tables=tables, documents=documents)


def _beside(rows: tuple[TableRow, ...], standing: tuple[TableRow, ...], taken: set[str | None]) -> tuple[TableRow, ...]:
    """Rows of tables that no later layer gives, under rules that none of it implements."""
    names = {row.table for row in standing}
    return tuple(row for row in rows if row.table not in names and taken.isdisjoint(row.rules))
