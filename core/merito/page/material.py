"""The common input of every section of the page: the record, and shared look-ups."""

from collections.abc import Mapping
from functools import cached_property

from attrs import field, frozen

from merito.contract.rulebook import Rulebook
from merito.model.dossier import Dossier
from merito.model.figures import Said
from merito.model.measured import Grade
from merito.model.messages import Reader
from merito.model.plan import DashboardRow, Indicator, Measure
from merito.model.record import Record
from merito.outputs.publication_set import NO_SITE, ToSite
from merito.outputs.result_tables import OutTable
from merito.page.names import Names
from merito.regulations import Stack
from merito.wording.office import NO_NAMES, office_reader, on_paper

FINAL = "final"


@frozen(eq=False)
class Material:
    """A record for the page; `people` are names by id. On `paper` reasons have no ids, codes and exact fractions."""

    record: Record
    stack: Stack
    tables: tuple[OutTable, ...] = field(repr=False)
    site: ToSite = NO_SITE
    people: Mapping[str, str] = field(default=NO_NAMES, repr=False)
    workbooks: bool = True
    paper: bool = False

    @property
    def dossier(self) -> Dossier:
        return self.record.dossier

    @property
    def rulebook(self) -> Rulebook:
        return self.stack.rulebook

    @cached_property
    def board_rows(self) -> dict[str, list[DashboardRow]]:
        """The rows of each dashboard."""
        rows: dict[str, list[DashboardRow]] = {board.id: [] for board in self.dossier.dashboards}
        for row in self.dossier.dashboard_rows:
            rows[row.dashboard].append(row)
        return rows

    @cached_property
    def loose(self) -> tuple[Indicator, ...]:
        """Indicators on no dashboard at all."""
        carried = {row.indicator for row in self.dossier.dashboard_rows}
        return tuple(one for one in self.dossier.indicators if one.id not in carried)

    @cached_property
    def grades(self) -> dict[tuple[str, ...], Grade]:
        """The grades by their key."""
        return {one.key: one for one in self.record.results.grades}

    @cached_property
    def names(self) -> Names:
        return Names(self.record, self.stack, self.board_rows, self.loose, self.people, self.named)

    @cached_property
    def named(self) -> Reader:
        """Writes messages with the names of acts, of objects of the plan and of people."""
        labels = {key: one.label for key, one in self.stack.parameters.items()}
        read = office_reader(self.dossier, self.stack.inputs, self.people, self.rulebook, labels)
        return on_paper(read) if self.paper else read

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """The final measure of each indicator that has one."""
        return {one.indicator: one for one in self.dossier.measures if one.at == FINAL}

    @cached_property
    def planning(self) -> bool:
        """Whether this is a plan: there are indicators, and nothing of the year has been measured."""
        measured = any(one.value.said is Said.VALUE for one in self.measures.values())
        graded = any(grade.value for grade in self.grades.values())
        return len(self.dossier.indicators) > 0 and not measured and not graded

    def grade(self, scope: str, identifier: str, view: str = "") -> Grade | None:
        """A grade, if there is one."""
        return self.grades.get((view, scope, identifier))

    def cited(self, rules: tuple[str, ...]) -> str:
        """The articles of rules, each once."""
        return "; ".join(self.rulebook.cites(rules))
