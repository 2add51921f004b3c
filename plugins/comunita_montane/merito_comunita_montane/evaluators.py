"""Who evaluates whom (arts. 11 c. 3-4, 12 c. 2-3), held against who is written as evaluator and proposer."""

from collections.abc import Iterator

from attrs import frozen

from merito import (
    Basis,
    Dossier,
    Evaluation,
    Finding,
    Person,
    Phase,
    ResultRows,
    Step,
    TableRow,
    hookimpl,
    listed,
    rule,
    told,
)
from merito_comunita_montane.bodies import MAYOR, OIV, named
from merito_comunita_montane.mayor import OF_SINDACO, TWO_EVALUATORS
from merito_comunita_montane.people import MANAGER, NAMES, POSITION, evaluator_of, role_of, unit_of

LEADING = (MANAGER, POSITION)


@frozen(kw_only=True)
class Expected:
    """Who evaluates somebody, who proposes and whose opinion comes before; bodies or `person:0123`."""

    evaluator: str = ""
    proposer: str = ""
    opinion: str = ""
    rules: tuple[str, ...]


class Chart:
    """Who answers for whom in one ente, and the role of everybody who served in the year."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.people = tuple(one for one in dossier.people if dossier.service_of(one.id))
        self.roles = {one.id: role_of(dossier, one) for one in self.people}
        self._managers = [who for who, role in self.roles.items() if role == MANAGER]
        leading = {unit.head for unit in dossier.units} | {one.holder for one in dossier.positions}
        self._over_all = [who for who in self._managers if who not in leading and len(self._managers) == 1]
        self._over: dict[str, tuple[str, ...]] = {}
        self._expected: dict[str, Expected] = {}

    def expected(self, person: Person) -> Expected:
        """The Sindaco for Segretario, dirigenti and PO; for the staff whoever answers for the unit they are placed in.

        Where both a PO and, above, a dirigente answer for it, the PO proposes and the dirigente evaluates.
        """
        if person.id not in self._expected:
            self._expected[person.id] = self._found(person)
        return self._expected[person.id]

    def _found(self, person: Person) -> Expected:
        role, answering = self.roles[person.id], self._answering(person)
        manager = next((who for who, its_role in answering if its_role == MANAGER), "")
        if role in OF_SINDACO:
            if role == POSITION and self._managers:
                rules = ("BL-11.4", "BL-12.3", TWO_EVALUATORS)
                return Expected(evaluator=MAYOR, proposer=manager, opinion=OIV, rules=rules)
            return Expected(evaluator=MAYOR, opinion=OIV, rules=("BL-11.4" if role == POSITION else "BL-11.3",))
        head = next((who for who, its_role in answering if its_role == POSITION), "")
        if manager and head:
            return Expected(evaluator=manager, proposer=head, rules=("BL-12.2", "BL-12.3"))
        return Expected(evaluator=manager or head, rules=("BL-12.2",))

    def leads(self, who: str) -> bool:
        """Whether `person:0123` is a dirigente or holds a posizione organizzativa."""
        return self.roles.get(who.removeprefix("person:"), "") in LEADING

    def _answering(self, person: Person) -> list[tuple[str, str]]:
        """The dirigenti and PO who answer for the unit of somebody and those above, the nearest first, with their role.

        The only dirigente of the ente, where at the head of no unit and of no post, is over all (I-BL-17).
        """
        unit = unit_of(self.dossier, person)
        if unit not in self._over:
            self._over[unit] = tuple(dict.fromkeys((*self._heads(unit), *self._over_all)))
        others = [who for who in self._over[unit] if who != person.id]
        return [(f"person:{who}", self.roles[who]) for who in others if self.roles.get(who) in LEADING]

    def _heads(self, name: str) -> Iterator[str]:
        """Who is at the head of a unit and of those above it, the nearest first."""
        unit = self.dossier.units.get(name)
        while unit is not None:
            holders = [one.holder for one in self.dossier.positions.of(unit=unit.id)]
            yield from (who for who in (unit.head, *holders) if who)
            unit = self.dossier.units.get(unit.parent or "")


def _chart(step: Step) -> Chart:
    return Chart(step.dossier)


@hookimpl
@rule("BL-11.3", "BL-11.4", "BL-12.2", "BL-12.3", TWO_EVALUATORS)
def merito_check_plan(step: Step) -> ResultRows:
    """Nobody evaluates oneself; an evaluation signed by somebody else than the text says is told."""
    chart, written = step.once(_chart), step.dossier.evaluations
    unled: dict[str, None] = {}
    for person in chart.people:
        expected = chart.expected(person)
        yield from _signed(chart, person, expected, written.first(person.id))
        if not expected.evaluator:
            unled.setdefault(unit_of(step.dossier, person) or "senza unità")
    if unled:
        why = f"unità di cui non risulta il dirigente o il titolare di posizione organizzativa: {listed(unled)}"
        yield told("warning", "BL-12.2", why, phase=Phase.EVALUATION)


def _signed(chart: Chart, person: Person, expected: Expected, row: Evaluation | None) -> Iterator[Finding]:
    dossier, own = chart.dossier, f"person:{person.id}"
    evaluator = evaluator_of(dossier, person, row)
    about = {"phase": Phase.EVALUATION, "inputs": (person, *((row,) if row else ()))}
    if own in (evaluator, row.proposer if row else ""):
        why = "risulta valutatore, o proponente, di sé stesso: la valutazione è rifiutata"
        yield told("error", expected.rules[0], why, own, **about)  # type: ignore[arg-type]
        return
    if evaluator and expected.evaluator and evaluator != expected.evaluator:
        found, right = named(dossier, evaluator), named(dossier, expected.evaluator)
        by_head = evaluator == expected.proposer
        why = f"il valutatore registrato è {found}{', che propone' if by_head else ''}; la valutazione spetta a {right}"
        rule_id = "BL-12.3" if by_head else expected.rules[0]
        yield told("warning", rule_id, why, own, **about)  # type: ignore[arg-type]
    elif evaluator and not expected.evaluator and not chart.leads(evaluator):
        why = f"il valutatore registrato è {named(dossier, evaluator)}, non un dirigente né una posizione organizzativa"
        yield told("warning", "BL-12.2", why, own, **about)  # type: ignore[arg-type]
    if row is not None and expected.proposer and expected.proposer not in (row.proposer, evaluator):
        found = named(dossier, row.proposer) or "nessuno"
        why = f"come proponente risulta {found}; la proposta spetta a {named(dossier, expected.proposer)}"
        yield told("warning", "BL-12.3", why, own, **about)  # type: ignore[arg-type]


@hookimpl
@rule("BL-11.3", "BL-11.4", "BL-12.2", "BL-12.3")
def merito_documents(step: Step) -> ResultRows:
    """The list of who evaluates whom."""
    chart, rows = step.once(_chart), step.dossier.evaluations
    yield from (_line(chart, one, rows.first(one.id)) for one in chart.people)


def _line(chart: Chart, person: Person, row: Evaluation | None) -> TableRow:
    dossier, role, expected = chart.dossier, chart.roles[person.id], chart.expected(person)
    return TableRow(
        table="valutatori",
        columns=(
            ("persona", person.id),
            ("ruolo", NAMES.get(role, role)),
            ("valuta", named(dossier, expected.evaluator) or "non indicato"),
            ("propone", named(dossier, expected.proposer)),
            ("parere", expected.opinion),
            ("valutatore registrato", named(dossier, evaluator_of(dossier, person, row))),
        ),
        rules=expected.rules,
        public=False,
        basis=Basis(inputs=(person, *((row,) if row else ()))),
    )
