"""Who evaluates whom (arts. 11 c. 3-4, 12 c. 2-3), held against who is written as evaluator and proposer."""

from collections.abc import Iterator

from attrs import frozen

from merito import Basis, Dossier, Evaluation, Finding, Person, Phase, Results, Step, TableRow, hookimpl, listed, rule
from merito import told as tell
from merito_comunita_montane.bodies import MAYOR, OIV, named
from merito_comunita_montane.mayor import OF_SINDACO, TWO_EVALUATORS, with_managers
from merito_comunita_montane.people import MANAGER, NAMES, POSITION, STAFF, evaluator_of, role_of, unit_of

LEADING = (MANAGER, POSITION)


@frozen(kw_only=True)
class Expected:
    """Who evaluates somebody, who proposes and whose opinion comes before; bodies or `person:0123`."""

    evaluator: str = ""
    proposer: str = ""
    opinion: str = ""
    rules: tuple[str, ...]


def expected_evaluator(step: Step, person: Person, role: str) -> Expected:
    """The Sindaco for Segretario, dirigenti and PO; for the staff whoever answers for the unit they are placed in.

    Where both a PO and, above, a dirigente answer for it, the PO proposes and the dirigente evaluates.
    """
    leading = _answering(step, person)
    manager = next((who for who, its_role in leading if its_role == MANAGER), "")
    if role in OF_SINDACO:
        if role == POSITION and with_managers(step):
            rules = ("BL-11.4", "BL-12.3", TWO_EVALUATORS)
            return Expected(evaluator=MAYOR, proposer=manager, opinion=OIV, rules=rules)
        return Expected(evaluator=MAYOR, opinion=OIV, rules=("BL-11.4" if role == POSITION else "BL-11.3",))
    head = next((who for who, its_role in leading if its_role == POSITION), "")
    if manager and head:
        return Expected(evaluator=manager, proposer=head, rules=("BL-12.2", "BL-12.3"))
    return Expected(evaluator=manager or head, rules=("BL-12.2",))


def _answering(step: Step, person: Person) -> list[tuple[str, str]]:
    """The dirigenti and PO who answer for the unit of somebody and those above, the nearest first, with their role."""
    dossier = step.dossier
    found: list[str] = []
    unit = dossier.units.get(unit_of(dossier, person))
    while unit is not None:
        holders = [one.holder for one in dossier.positions if one.unit == unit.id and one.holder]
        found += [who for who in (unit.head, *holders) if who and who != person.id and who not in found]
        unit = dossier.units.get(unit.parent or "")
    roles = [(f"person:{who}", role_of(dossier, dossier.people[who])) for who in found]
    return [(who, role) for who, role in roles if role in LEADING]


@hookimpl
@rule("BL-11.3", "BL-11.4", "BL-12.2", "BL-12.3", TWO_EVALUATORS)
def merito_check_plan(step: Step) -> Results | None:
    """Nobody evaluates oneself; an evaluation signed by somebody else than the text says is told."""
    written = {row.person: row for row in step.dossier.evaluations}
    findings: list[Finding] = []
    unled: dict[str, None] = {}
    for person in step.dossier.people:
        if not step.dossier.service_of(person.id):
            continue
        role = role_of(step.dossier, person)
        expected = expected_evaluator(step, person, role)
        row = written.get(person.id)
        findings += _signed(step, person, role, expected, row)
        if not expected.evaluator:
            unled.setdefault(unit_of(step.dossier, person) or "senza unità")
    if unled:
        why = f"unità di cui non risulta il dirigente o il titolare di posizione organizzativa: {listed(unled)}"
        findings.append(tell("warning", "BL-12.2", why, phase=Phase.EVALUATION))
    return Results(findings=tuple(findings))


def _signed(step: Step, person: Person, role: str, expected: Expected, row: Evaluation | None) -> Iterator[Finding]:
    dossier, own = step.dossier, f"person:{person.id}"
    evaluator = evaluator_of(dossier, person, row)
    about = {"phase": Phase.EVALUATION, "inputs": (person, *((row,) if row else ()))}
    if own in (evaluator, row.proposer if row else ""):
        why = "risulta valutatore, o proponente, di sé stesso: la valutazione è rifiutata"
        yield tell("error", expected.rules[0], why, own, **about)  # type: ignore[arg-type]
        return
    if evaluator and expected.evaluator and evaluator != expected.evaluator:
        found, right = named(dossier, evaluator), named(dossier, expected.evaluator)
        by_head = evaluator == expected.proposer
        why = f"il valutatore registrato è {found}{', che propone' if by_head else ''}; la valutazione spetta a {right}"
        rule_id = "BL-12.3" if by_head else expected.rules[0]
        yield tell("warning", rule_id, why, own, **about)  # type: ignore[arg-type]
    elif evaluator and role == STAFF and not expected.evaluator and not _leads(dossier, evaluator):
        why = f"il valutatore registrato è {named(dossier, evaluator)}, non un dirigente né una posizione organizzativa"
        yield tell("warning", "BL-12.2", why, own, **about)  # type: ignore[arg-type]
    if row is not None and expected.proposer and expected.proposer not in (row.proposer, evaluator):
        found = named(dossier, row.proposer) or "nessuno"
        why = f"come proponente risulta {found}; la proposta spetta a {named(dossier, expected.proposer)}"
        yield tell("warning", "BL-12.3", why, own, **about)  # type: ignore[arg-type]


def _leads(dossier: Dossier, who: str) -> bool:
    person = dossier.people.get(who.removeprefix("person:"))
    return person is not None and role_of(dossier, person) in LEADING


@hookimpl
@rule("BL-11.3", "BL-11.4", "BL-12.2", "BL-12.3")
def merito_documents(step: Step) -> Results | None:
    """The list of who evaluates whom."""
    people = [one for one in step.dossier.people if step.dossier.service_of(one.id)]
    rows = {row.person: row for row in step.dossier.evaluations}
    return Results(documents=tuple(_line(step, one, rows.get(one.id)) for one in people)) if people else None


def _line(step: Step, person: Person, row: Evaluation | None) -> TableRow:
    dossier, role = step.dossier, role_of(step.dossier, person)
    expected = expected_evaluator(step, person, role)
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
