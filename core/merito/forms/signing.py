"""Who signs a form: its bodies, evaluator and evaluated person, whoever accepts, those responsible for an objective."""

from collections.abc import Iterator, Mapping

from attrs import frozen

from merito.forms.titled import Titles
from merito.model.dossier import Dossier
from merito.model.forms import ACCEPTING, EVALUATED, EVALUATOR, PERSON, RESPONSIBLE, Form

ROLES = {
    EVALUATOR: "Chi valuta",
    EVALUATED: "Per ricevuta, chi è valutato",
    RESPONSIBLE: "Chi risponde dell'obiettivo",
    ACCEPTING: "Per accettazione",
}
DASHBOARD, OBJECTIVE, POSITION, UNIT = "dashboard", "objective", "position", "unit"


@frozen(eq=False)
class Signing:
    """The signatures of the sheets of one form; a public form names units, and people whom the ente declares."""

    form: Form
    dossier: Dossier
    titles: Titles
    signatories: Mapping[str, str]

    def signatures(self, subject: str) -> list[dict[str, str]]:
        """Each signature with its role, and the name if it is known."""
        return [{"ruolo": ROLES.get(by, by), "nome": self._name(by, subject)} for by in self.form.signed_by]

    def person(self, subject: str) -> str:
        """The person of a sheet: its subject, or the holder of its post or dashboard; blank if there is none."""
        if self.form.per == PERSON:
            return subject
        if self.form.per == POSITION:
            position = self.dossier.positions.get(subject)
            return (position.holder if position else None) or ""
        board = self.dossier.dashboards.get(subject) if self.form.per == DASHBOARD else None
        kind, _, holder = ((board.holder if board else "") or "").partition(":")
        return holder if kind == PERSON else ""

    def _name(self, by: str, subject: str) -> str:
        if by in (EVALUATED, ACCEPTING):
            return self.titles.person(self.person(subject))
        if by == EVALUATOR:
            return self._evaluator(self.person(subject))
        if by == RESPONSIBLE:
            return "; ".join(dict.fromkeys(self._responsible(subject)))
        return self.signatories.get(by, "")

    def _evaluator(self, person: str) -> str:
        known = self.dossier.evaluations.first(person) if person else None
        if known and known.evaluator in self.signatories:
            return self.signatories[known.evaluator]
        return self.titles.told(known.evaluator, "name") if known and known.evaluator else ""

    def _responsible(self, objective: str) -> Iterator[str]:
        """Those recorded as responsible for an objective, otherwise the units in which it has a weight."""
        row = self.dossier.objectives.get(objective) if self.form.per == OBJECTIVE else None
        if row is None:
            return
        weights = self.dossier.weights.of(child=f"{OBJECTIVE}:{objective}")
        for whose in (row.responsible,) if row.responsible else (one.node for one in weights):
            kind, _, identifier = whose.partition(":")
            if kind == UNIT:
                yield self._of_unit(identifier)
            elif kind == PERSON:
                yield from self._of_person(identifier)

    def _of_unit(self, unit: str) -> str:
        title = self.titles.subject(UNIT, unit)
        return f"{self.signatories[title]}, {title}" if title in self.signatories else title

    def _of_person(self, person: str) -> Iterator[str]:
        if self.form.reserved:
            yield self.titles.person(person)
            return
        yield from (self._of_unit(unit.id) for unit in self.dossier.units if unit.head == person)
