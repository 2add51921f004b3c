"""Who signs a form: its bodies, evaluator and evaluated person, whoever accepts, whoever is responsible."""

from collections.abc import Iterator, Mapping

from attrs import frozen

from merito.forms.titled import Titles
from merito.model.dossier import Dossier
from merito.model.forms import ACCEPTING, EVALUATED, EVALUATOR, PERSON, RESPONSIBLE, Form

ROLES = {
    EVALUATOR: "Chi valuta",
    EVALUATED: "Per ricevuta, chi è valutato",
    RESPONSIBLE: "Chi ne risponde",
    ACCEPTING: "Per accettazione",
}
DASHBOARD, OBJECTIVE, INDICATOR = "dashboard", "objective", "indicator"
POSITION, UNIT = "position", "unit"
OF_AN_OBJECTIVE = "Chi risponde dell'obiettivo"


@frozen(eq=False)
class Signing:
    """The signatures of the sheets of one form; a public form names units, and people whom the ente declares."""

    form: Form
    dossier: Dossier
    titles: Titles
    signatories: Mapping[str, str]

    def signatures(self, subject: str) -> list[dict[str, str]]:
        """Each signature with its role, and the name if it is known."""
        return [{"ruolo": self._role(by), "nome": self._name(by, subject)} for by in self.form.signed_by]

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

    def _role(self, by: str) -> str:
        of_an_objective = by == RESPONSIBLE and self.form.per == OBJECTIVE
        return OF_AN_OBJECTIVE if of_an_objective else ROLES.get(by, by)

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

    def _responsible(self, subject: str) -> Iterator[str]:
        """Those recorded as responsible; of an objective without any, the units in which it has a weight."""
        for whose in self._named(subject):
            kind, _, identifier = whose.partition(":")
            if kind == UNIT:
                yield self._of_unit(identifier)
            elif kind == PERSON:
                yield from self._of_person(identifier)

    def _named(self, subject: str) -> tuple[str, ...]:
        if self.form.per == INDICATOR:
            indicator = self.dossier.indicators.get(subject)
            return (indicator.responsible,) if indicator and indicator.responsible else ()
        objective = self.dossier.objectives.get(subject) if self.form.per == OBJECTIVE else None
        if objective is None:
            return ()
        weights = self.dossier.weights.of(child=f"{OBJECTIVE}:{subject}")
        return (objective.responsible,) if objective.responsible else tuple(one.node for one in weights)

    def _of_unit(self, unit: str) -> str:
        title = self.titles.subject(UNIT, unit)
        return f"{self.signatories[title]}, {title}" if title in self.signatories else title

    def _of_person(self, person: str) -> Iterator[str]:
        if self.form.reserved:
            yield self.titles.person(person)
            return
        yield from (self._of_unit(unit.id) for unit in self.dossier.units if unit.head == person)
