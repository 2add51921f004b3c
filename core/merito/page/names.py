"""Titles and anchors of everything that a row names: indicators, dashboards, tools, funds, acts."""

from collections.abc import Iterable, Mapping

from attrs import frozen

from merito.contract.bodies import titles_of
from merito.contract.inputs import Named, Tool
from merito.model.acts import ActNeed
from merito.model.messages import Reader
from merito.model.plan import DashboardRow, Indicator
from merito.model.record import Record
from merito.regulations import Stack
from merito.wording.figures import subject_text
from merito.wording.titles import titles

LOOSE = ""


@frozen
class Link:
    """A named object: its id, its title and its anchor on the page (empty if it has none)."""

    id: str
    title: str = ""
    href: str = ""


class Names:
    """Looks up names; an undeclared id is returned unchanged."""

    def __init__(
        self,
        record: Record,
        stack: Stack,
        rows: Mapping[str, Iterable[DashboardRow]],
        loose: Iterable[Indicator],
        people: Mapping[str, str],
        read: Reader,
    ) -> None:
        self.read = read
        self._dossier, self._inputs = record.dossier, stack.inputs
        self._titles = {**titles(record.dossier), **{f"person:{one}": name for one, name in people.items()}}
        self._boards = {board: f"c{place}" for place, board in enumerate(rows, start=1)}
        self._first: dict[str, str] = {}
        for board, own in rows.items():
            for row in own:
                self._first.setdefault(row.indicator, board)
        for one in loose:
            self._first.setdefault(one.id, LOOSE)
        self._places = {indicator: f"i{place}" for place, indicator in enumerate(self._first, start=1)}

    def anchor(self, indicator: str, board: str) -> str:
        """The anchor of an indicator, if this is the first dashboard that carries it."""
        return self._places[indicator] if self._first.get(indicator) == board else ""

    def board_anchor(self, board: str) -> str:
        """The anchor of a dashboard."""
        return self._boards.get(board, "c0")

    def indicator(self, identifier: str) -> Link:
        """An indicator by its id."""
        known = self._dossier.indicators.get(identifier)
        place = self._places.get(identifier)
        return Link(identifier, known.title if known else "", f"#{place}" if place else "")

    def board(self, identifier: str) -> Link:
        """A dashboard by its id."""
        known = self._dossier.dashboards.get(identifier)
        place = self._boards.get(identifier)
        return Link(identifier, (known.title if known else "") or identifier, f"#{place}" if place else "")

    def person(self, identifier: str) -> Link:
        """A person by id, with the name if the ente gives it."""
        return Link(identifier, self._titles.get(f"person:{identifier}", ""))

    def subject(self, subject: str) -> Link:
        """The subject of a finding, gate or deadline, written `indicator:X`, `position:X`, ..."""
        kind, _, identifier = subject.partition(":")
        if not identifier:
            return Link(subject)
        if kind == "indicator":
            return self.indicator(identifier)
        if kind == "dashboard":
            return self.board(identifier)
        return Link(subject_text(subject), self._titles.get(subject, ""))

    def tool(self, name: str) -> str:
        """The title of a tool."""
        return _title(self._inputs.tools.get(name), name)

    def fund(self, name: str) -> str:
        """The title of a fund."""
        return _title(self._inputs.funds.get(name), name)

    def act(self, kind: str) -> str:
        """The title of a kind of act."""
        known = self._inputs.acts.get(kind)
        return known.title if known else kind

    def body(self, need: ActNeed) -> str:
        """The body that gives a required act: the one that the gate names, otherwise that of the kind."""
        return titles_of(self._inputs.given_by(need.kind, need.by), self._inputs.bodies)

    def coded(self, table: str, column: str, value: str) -> str:
        """A coded value in Italian words."""
        declared = self._inputs.tables.get(table)
        known = declared.columns.get(column) if declared else None
        return (known.values.get(value, value) if known else value).replace("_", " ")


def _title(known: Named | Tool | None, name: str) -> str:
    return known.title or known.label if known else name
