"""Who evaluates whom (arts. 11 c. 3-4, 12 c. 2-3), compared with the recorded evaluator and proposer."""

from collections.abc import Iterator

from merito import Finding, Person, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import (
    Evaluated,
    ExpectedEvaluators,
    absent,
    by_another,
    evaluators_row,
    heads_above,
    listed,
    named,
    told,
)
from merito_comunita_montane.bodies import MAYOR, OIV
from merito_comunita_montane.mayor import OF_SINDACO, TWO_EVALUATORS
from merito_comunita_montane.people import MANAGER, NAMES, POSITION, evaluator_of, role_of, unit_of

LEADING = (MANAGER, POSITION)


class Chart:
    """Who is responsible for whom in one ente, and the role of everybody who served in the year."""

    def __init__(self, step: Step) -> None:
        dossier = self.dossier = step.dossier
        people = [one for one in dossier.people if dossier.service_of(one.id)]
        self.roles = {one.id: role_of(dossier, one) for one in people}
        self._managers = [one for one in people if self.roles[one.id] == MANAGER]
        leading = {unit.head for unit in dossier.units} | {one.holder for one in dossier.positions}
        self._over_all = [one for one in self._managers if one.id not in leading and len(self._managers) == 1]
        self._over: dict[str, tuple[Person, ...]] = {}
        self.evaluated = tuple(self._evaluated(one) for one in people)

    def _evaluated(self, person: Person) -> Evaluated:
        row = self.dossier.evaluations.first(person.id)
        return Evaluated(
            person=person,
            role=self.roles[person.id],
            expected=self._expected(person),
            row=row,
            otherwise=evaluator_of(self.dossier, person, row),
        )

    def _expected(self, person: Person) -> ExpectedEvaluators:
        """The Sindaco for Segretario, dirigenti and PO; for the staff, the person responsible for their unit.

        If both a PO and, above, a dirigente are responsible for it, the PO proposes and the dirigente evaluates.
        """
        role, manager, head = self.roles[person.id], *self._answering(person)
        if role in OF_SINDACO:
            rules: tuple[str, ...] = ("BL-11.4" if role == POSITION else "BL-11.3",)
            beside: tuple[str, ...] = ()
            if role == POSITION and self._managers:
                rules, beside = (*rules, "BL-12.3", TWO_EVALUATORS), manager
            return ExpectedEvaluators(evaluators=(MAYOR,), beside=beside, support=OIV, rules=rules)
        if manager and head:
            return ExpectedEvaluators(evaluators=manager, beside=head, rules=("BL-12.2", "BL-12.3"))
        return ExpectedEvaluators(evaluators=manager or head, rules=("BL-12.2",))

    def leads(self, who: str) -> bool:
        """Whether `person:0123` is a dirigente or holds a posizione organizzativa."""
        return self.roles.get(who.removeprefix("person:"), "") in LEADING

    def _answering(self, person: Person) -> tuple[tuple[str, ...], ...]:
        """The nearest dirigente and the nearest PO who are responsible for somebody's unit or one above it, if any.

        The ente's only dirigente is over all units, if they head no unit and hold no post (I-BL-17).
        """
        unit = unit_of(self.dossier, person)
        if unit not in self._over:
            self._over[unit] = (*heads_above(self.dossier, unit, holders=True), *self._over_all)
        others = [(one.id, self.roles.get(one.id)) for one in self._over[unit] if one.id != person.id]
        return tuple(tuple(f"person:{one}" for one, own in others if own == role)[:1] for role in LEADING)


@hookimpl
@rule("BL-11.3", "BL-11.4", "BL-12.2", "BL-12.3", TWO_EVALUATORS)
def merito_check_plan(step: Step) -> ResultRows:
    """Nobody evaluates themselves; warns of evaluations signed by others than the text says."""
    chart = step.once(Chart)
    unled: dict[str, None] = {}
    for one in chart.evaluated:
        yield from _signed(chart, one)
        if not one.expected.evaluators:
            unled.setdefault(unit_of(step.dossier, one.person) or "senza unità")
    if unled:
        why = f"unità di cui non risulta il dirigente o il titolare di posizione organizzativa: {listed(unled)}"
        yield told("warning", "BL-12.2", why, phase=Phase.EVALUATION)


def _signed(chart: Chart, one: Evaluated) -> Iterator[Finding]:
    dossier, expected, evaluator = chart.dossier, one.expected, one.evaluator
    proposer = one.row.proposer if one.row else ""
    if one.subject in (evaluator, proposer):
        why = "risulta valutatore, o proponente, di sé stesso: la valutazione è rifiutata"
        yield told("error", expected.rules[0], why, one.subject, phase=Phase.EVALUATION, inputs=one.inputs)
        return
    if evaluator in expected.beside:
        why = "il valutatore registrato è {found}, che propone; la valutazione spetta a {right}"
        yield from by_another(dossier, one, NAMES, why=why, rule_id="BL-12.3")
    else:
        yield from by_another(dossier, one, NAMES)
    if evaluator and not expected.evaluators and not chart.leads(evaluator):
        found = named(dossier, evaluator, NAMES)
        why = f"il valutatore registrato è {found}, non un dirigente né una posizione organizzativa"
        yield told("warning", "BL-12.2", why, one.subject, phase=Phase.EVALUATION, inputs=one.inputs)
    missing = absent(dossier, (expected.beside,), (proposer, evaluator), NAMES) if one.row else ()
    for right in missing:
        found = named(dossier, proposer, NAMES)
        known = f"come proponente risulta {found}" if found else "non risulta chi ha proposto la valutazione"
        why = f"{known}; la proposta spetta a {right}"
        yield told("warning", "BL-12.3", why, one.subject, phase=Phase.EVALUATION, inputs=one.inputs)


@hookimpl
@rule("BL-11.3", "BL-11.4", "BL-12.2", "BL-12.3")
def merito_documents(step: Step) -> ResultRows:
    """The list of who evaluates whom."""
    yield from (evaluators_row(step.dossier, one, NAMES, nobody="non indicato") for one in step.once(Chart).evaluated)
