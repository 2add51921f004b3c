"""The words of an office in place of the ids and codes of a result table."""

from collections.abc import Callable, Mapping

from attrs import frozen

from merito.contract.inputs import Inputs
from merito.model.messages import Reader
from merito.model.money import FundLine, Reward
from merito.model.record import Record
from merito.outputs.columns import outcomes_cell
from merito.regulations import Stack
from merito.wording.coded import PHASES
from merito.wording.figures import subject_text, table_text
from merito.wording.office import labels_of, office_reader
from merito.wording.rules_told import outcome_text
from merito.wording.titles import titles

NO_TITLES: Mapping[str, str] = {}


@frozen
class Words:
    """What an ente calls its tools, funds, persons and objects: titles by subject, and what writes messages.

    `outcomes` are what rows of money would be under another choice, by their cell.
    """

    inputs: Inputs
    titled: Mapping[str, str] = NO_TITLES
    outcomes: Mapping[str, str] = NO_TITLES
    read: Reader | None = None

    @classmethod
    def of(cls, record: Record, stack: Stack, people: Mapping[str, str] = NO_TITLES) -> "Words":
        """Those of a record; `people` are the names that the ente gives to some, by id."""
        titled = {**titles(record.dossier), **{f"person:{one}": name for one, name in people.items()}}
        money: tuple[FundLine | Reward, ...] = (*record.results.fund_lines, *record.results.rewards)
        told = {outcomes_cell(row.alternative): row.alternative for row in money if row.alternative}
        outcomes = {
            cell: "; ".join(outcome_text(one, stack.rulebook) for one in alternative)
            for cell, alternative in told.items()
        }
        read = office_reader(record.dossier, stack.inputs, people, labels=labels_of(record))
        return cls(stack.inputs, titled, outcomes, read)

    def for_column(self, names: str) -> Callable[[str], str] | None:
        """How a column that names such things is written; None if it is left as it is."""
        known = self.inputs
        kinds = {one: kind.title for one, kind in known.acts.items()}
        written: Mapping[str, Callable[[str], str]] = {
            "acts": lambda codes: "; ".join(self._title(one, kinds) for one in codes.split()),
            "column": self._column,
            "outcome": lambda cell: self.outcomes.get(cell, cell),
            "fund": lambda code: self._title(code, {one: fund.title for one, fund in known.funds.items()}),
            "person": lambda code: self._named("person", code),
            "proceeding": lambda code: self._title(code, {one: of.title for one, of in known.proceedings.items()}),
            "phase": lambda code: PHASES.get(code, code),
            "position": lambda code: self._named("position", code),
            "subject": self._subject,
            "table": table_text,
            "tool": lambda code: self._title(code, {one: tool.title for one, tool in known.tools.items()}),
        }
        return written.get(names)

    def of_table(self, name: str) -> tuple[str, Mapping[str, str]]:
        """The title of a table that a regulation adds, and those of its columns by their heads."""
        declared = self.inputs.published.get(name)
        if declared is None:
            return name.replace("_", " "), {}
        return declared.title, {one.head: one.title for one in declared.columns.values()}

    def _subject(self, subject: str) -> str:
        kind, mark, identifier = subject.partition(":")
        title = self.titled.get(subject)
        if not mark or not title or title == identifier:
            return subject_text(subject)
        return f"{subject_text(kind)} {title} ({identifier})"

    def _named(self, kind: str, identifier: str) -> str:
        title = self.titled.get(f"{kind}:{identifier}")
        return f"{title} ({identifier})" if title and title != identifier else identifier

    def _column(self, name: str) -> str:
        """The label of a column of the plan's tables, if it has one label in all of them."""
        labels = {one.columns[name].label for one in self.inputs.tables.values() if name in one.columns}
        return labels.pop() if len(labels) == 1 else name

    @staticmethod
    def _title(code: str, known: Mapping[str, str]) -> str:
        return known.get(code) or code
