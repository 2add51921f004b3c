"""The rows of a record that can be explained: their rules, basis and titles."""

from collections.abc import Iterator
from typing import Any

from merito.contract.inputs import Inputs
from merito.explanation.kinds import Ranking, WrittenRow, subjects_of, told_of
from merito.model.acts import GateState
from merito.model.basis import NO_BASIS, Basis, Made
from merito.model.dossier import Dossier
from merito.model.record import DeadlineAt, Record
from merito.model.results import Finding, TableRow
from merito.wording.figures import subject_text
from merito.wording.titles import titles


def result_rows(record: Record) -> Iterator[Any]:
    """Every row of results, gate and deadline of a record, in the order of the cycle; rows of added tables too."""
    results = record.results
    yield from (*results.grades, *results.cascade, *results.monitoring, *results.positions)
    yield from (*results.scores, *results.placements, *results.bands, *results.rewards, *results.fund_lines)
    yield from results.balances
    yield from (*written(results.tables, "table"), *written(results.documents, "document"))
    yield from (*results.findings, *record.gates, *record.deadlines)
    yield from (*results.appointments, *results.proceedings)


def written(rows: tuple[TableRow, ...], kind: str) -> Iterator[WrittenRow]:
    """Rows with their numbers in the file of their table, which has a header."""
    numbers: dict[str, int] = {}
    for row in rows:
        numbers[row.table] = number = numbers.get(row.table, 1) + 1
        yield WrittenRow(row, kind, number)


def basis_of(row: Any) -> Basis:
    """The basis of a row, without the results it rests on."""
    basis: Basis = getattr(_held(row), "basis", NO_BASIS)
    return basis


def rests_on(row: Any) -> tuple[Made, ...]:
    """The results that a row rests on."""
    held = _held(row)
    return held.rests_on if isinstance(held, Made) else ()


def _held(row: Any) -> Any:
    return row.deadline if isinstance(row, DeadlineAt) else row.row if isinstance(row, WrittenRow) else row


def rules_of(row: Any) -> tuple[str, ...]:
    """The rules and interpretations of a row; for a ranking, those of its bands."""
    if isinstance(row, Finding):
        return (row.rule,) if row.rule else ()
    if isinstance(row, Ranking):
        return tuple(dict.fromkeys(rule for band in row.bands for rule in band.rules))
    if isinstance(row, GateState):
        return row.gate.rules
    held = row.deadline if isinstance(row, DeadlineAt) else row.row if isinstance(row, WrittenRow) else row
    rules: tuple[str, ...] = held.rules
    return rules


class RowTitles:
    """Titles of the rows of one record, with the names of their subjects."""

    def __init__(self, dossier: Dossier, inputs: Inputs) -> None:
        self._dossier = dossier
        self._of = titles(dossier)
        self._tools = {tool.name: tool.title for tool in inputs.tools.values()}
        self._funds = {fund.name: fund.title for fund in inputs.funds.values()}

    def title(self, row: object) -> str:
        """The title of a row, and the name of its subject."""
        name = self.name(row)
        title = told_of(row).title(row, self)
        return f"{title}: {name}" if name else title

    def name(self, row: object) -> str:
        """The name of a row's subject; blank for persons and if it has no title."""
        return self._of.get(subjects_of(row)[0], "")

    def tool(self, name: str) -> str:
        """The title of a tool."""
        return self._tools.get(name, name)

    def fund(self, name: str) -> str:
        """The title of a fund."""
        return self._funds.get(name, name)

    def subject(self, subject: str) -> str:
        """A subject as people write it, with its title."""
        name = self._of.get(subject, "")
        return subject_text(subject) + (f" «{name}»" if name else "")

    def is_board(self, identifier: str) -> bool:
        """Whether it is the id of a dashboard."""
        return identifier in self._dossier.dashboards.by_id
