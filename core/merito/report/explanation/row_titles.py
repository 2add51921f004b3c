"""What a row of results is called: the kind of figure, of what or of whom."""

from collections.abc import Callable, Mapping
from typing import Any

from merito.declarations.inputs import Inputs
from merito.model.acts import GateState
from merito.model.dossier import Dossier
from merito.model.measured import Carried, Grade, Monitored, PersonScore, Placement
from merito.model.money import Band, FundLine, PositionValue, Reward
from merito.model.record import DeadlineAt
from merito.model.results import Finding
from merito.outputs.coded import PHASES, SCOPES
from merito.report.explanation.kinds import Ranking, Written, subjects_of
from merito.report.titles import titles
from merito.report.words import subject_text

VIEWS = {"areas": "per aree", "managers": "per dirigenti"}
FILES = {"table": "della tabella", "document": "del documento"}


class RowTitles:
    """Titles of the rows of one record, with the names of what they are about."""

    def __init__(self, dossier: Dossier, inputs: Inputs) -> None:
        self._dossier = dossier
        self._of = titles(dossier)
        self._tools = {tool.name: tool.title for tool in inputs.tools.values()}
        self._funds = {fund.name: fund.title for fund in inputs.funds.values()}
        self._made: Mapping[type, Callable[[Any], str]] = {
            Grade: self._grade,
            Carried: lambda row: f"Indicatore {row.indicator} nel cruscotto «{row.dashboard}»",
            Monitored: lambda row: f"Monitoraggio dell'indicatore {row.indicator}",
            PositionValue: lambda row: f"Retribuzione di posizione di {row.position}",
            FundLine: lambda row: f"{self._funds.get(row.fund, row.fund)}, voce «{row.item}»",
            Band: lambda row: f"Fascia «{row.band}» della graduatoria «{row.ranking}»",
            PersonScore: lambda row: f"Valutazione individuale di {row.person}",
            Placement: lambda row: f"Collocazione di {row.person} nella graduatoria «{row.ranking}»",
            Reward: lambda row: f"{self.tool(row.tool)}, a {row.person}",
            Ranking: lambda row: f"Graduatoria «{row.name}»",
            Finding: self._finding,
            GateState: self._gate,
            DeadlineAt: lambda row: f"Termine: {row.deadline.what}",
            Written: lambda row: f"Riga {row.number} {FILES[row.kind]} «{row.row.table}»",
        }

    def title(self, row: object) -> str:
        """The title of a row, and the name of what it is about."""
        name = self.name(row)
        return f"{self._made[type(row)](row)}: {name}" if name else self._made[type(row)](row)

    def name(self, row: object) -> str:
        """What the thing that a row is about is called; blank for persons and where it has no title."""
        return self._of.get(subjects_of(row)[0], "")

    def tool(self, name: str) -> str:
        """The title of a tool."""
        return self._tools.get(name, name)

    def _grade(self, row: Grade) -> str:
        if row.view in self._dossier.dashboards.by_id:
            view = f" nel cruscotto «{row.view}»" if row.view != row.id else ""
        else:
            view = f", {VIEWS.get(row.view, row.view)}" if row.view else ""
        return f"Grado di raggiungimento, {SCOPES.get(row.scope, row.scope)} {row.id}{view}"

    def _finding(self, row: Finding) -> str:
        about = f" su {self._subject(row.subject)}" if row.subject else ""
        return f"Rilievo{f' {row.rule}' if row.rule else ''}{about}"

    def _gate(self, row: GateState) -> str:
        gate = row.gate
        on = [f"fase {PHASES[gate.phase.value]}"]
        if gate.tool:
            on.append(f"strumento «{self.tool(gate.tool)}»")
        if gate.subject:
            on.append(self._subject(gate.subject))
        return f"Condizione {gate.rules[0]}: {', '.join(on)}"

    def _subject(self, subject: str) -> str:
        name = self._of.get(subject, "")
        return subject_text(subject) + (f" «{name}»" if name else "")
