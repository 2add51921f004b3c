"""What a row of results is called: the kind of figure, of what or of whom."""

from merito.declarations.inputs import Inputs
from merito.model.dossier import Dossier
from merito.report.explanation.kinds import subjects_of, told_of
from merito.report.titles import titles
from merito.report.words import subject_text


class RowTitles:
    """Titles of the rows of one record, with the names of what they are about."""

    def __init__(self, dossier: Dossier, inputs: Inputs) -> None:
        self._dossier = dossier
        self._of = titles(dossier)
        self._tools = {tool.name: tool.title for tool in inputs.tools.values()}
        self._funds = {fund.name: fund.title for fund in inputs.funds.values()}

    def title(self, row: object) -> str:
        """The title of a row, and the name of what it is about."""
        name = self.name(row)
        title = told_of(row).title(row, self)
        return f"{title}: {name}" if name else title

    def name(self, row: object) -> str:
        """What the thing that a row is about is called; blank for persons and where it has no title."""
        return self._of.get(subjects_of(row)[0], "")

    def tool(self, name: str) -> str:
        """The title of a tool."""
        return self._tools.get(name, name)

    def fund(self, name: str) -> str:
        """The title of a fund."""
        return self._funds.get(name, name)

    def subject(self, subject: str) -> str:
        """A subject as people write it, with what it is called."""
        name = self._of.get(subject, "")
        return subject_text(subject) + (f" «{name}»" if name else "")

    def is_board(self, identifier: str) -> bool:
        """Whether it is the id of a dashboard."""
        return identifier in self._dossier.dashboards.by_id
