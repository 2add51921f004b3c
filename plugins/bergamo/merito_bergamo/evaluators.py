"""Who evaluates whom (arts. 16, 19, 43, 44), and the steps of an evaluation: proposal, two signatures, hearing."""

from collections.abc import Iterator

from attrs import frozen

from merito import (
    ActNeed,
    Basis,
    Dossier,
    Evaluation,
    Finding,
    Gate,
    Person,
    Phase,
    Results,
    Step,
    TableRow,
    Unit,
    hookimpl,
    rule,
)
from merito_bergamo.findings import told

GIUNTA, OIV = "Giunta", "OIV"
SECRETARY, MANAGER, POSITION = "secretary_general", "manager", "po"


@frozen
class Expected:
    """Who evaluates somebody, and who proposes or signs with them; each a body or `person:0123`, empty if unknown."""

    evaluator: str
    proposer: str
    rule: str


def expected_evaluator(dossier: Dossier, person: Person) -> Expected:
    """Who the regulation says evaluates a person."""
    secretary = next((f"person:{one.id}" for one in dossier.people if one.role == SECRETARY), "")
    if person.role == SECRETARY:
        return Expected(GIUNTA, OIV, "BG-43.1")
    if person.role == MANAGER:
        return Expected(secretary, OIV, "BG-16.1g")
    head = _head_of_area(dossier, person)
    if person.role == POSITION or _leads_a_service(dossier, person):
        return Expected(head, "" if head == secretary else secretary, "BG-19.2h")
    return Expected(head, "", "BG-19.2j")


def _head_of_area(dossier: Dossier, person: Person) -> str:
    """The head of the area in which somebody works: a manager, or the Segretario Generale who leads it (I-BG-19)."""
    unit: Unit | None = dossier.units.get(person.unit or "")
    while unit is not None and unit.kind != "area":
        unit = dossier.units.get(unit.parent or "")
    return f"person:{unit.head}" if unit is not None and unit.head else ""


def _leads_a_service(dossier: Dossier, person: Person) -> bool:
    return any(unit.kind == "service" and unit.head == person.id for unit in dossier.units)


@hookimpl
@rule("BG-43.1", "I-BG-19")
def merito_gates(step: Step) -> Results | None:
    """The Segretario's evaluation is the Giunta's, on the OIV's proposal: until then nothing of his is paid."""
    need = (ActNeed("secretary_evaluation", by=GIUNTA, after="secretary_proposal"),)
    gates = [
        Gate(phase=Phase.EVALUATION, subject=f"person:{one.id}", needs=need, rules=("BG-43.1", "I-BG-19"))
        for one in step.dossier.people
        if one.role == SECRETARY
    ]
    return Results(gates=tuple(gates))


@hookimpl
@rule("BG-16.1g", "BG-19.2h", "BG-19.2j", "I-BG-13")
def merito_check_plan(step: Step) -> Results | None:
    """An evaluation signed by somebody else than the regulation says is told."""
    dossier = step.dossier
    findings: list[Finding] = []
    for row in dossier.evaluations:
        findings += _signed(row, expected_evaluator(dossier, dossier.people[row.person]))
    return Results(findings=tuple(findings))


def _signed(row: Evaluation, expected: Expected) -> Iterator[Finding]:
    subject = f"person:{row.person}"
    given, wanted = {row.evaluator, row.proposer} - {""}, {expected.evaluator, expected.proposer} - {""}
    if expected.rule == "BG-19.2h":
        missing = sorted(wanted - given)
        if missing:
            why = (
                "la valutazione di un responsabile è congiunta, del dirigente e del Segretario Generale: manca la "
                f"firma di {', '.join(missing)} (I-BG-13)"
            )
            yield told("warning", expected.rule, why, subject, phase=Phase.EVALUATION, inputs=(row,))
    elif row.evaluator and expected.evaluator and row.evaluator != expected.evaluator:
        why = f"il valutatore è {row.evaluator}, mentre spetta a {expected.evaluator}"
        yield told("warning", expected.rule, why, subject, phase=Phase.EVALUATION, inputs=(row,))


@hookimpl
@rule("BG-16.1g", "BG-19.2h", "BG-19.2j")
def merito_documents(step: Step) -> Results | None:
    """The list of who evaluates whom."""
    rows = [_line(step.dossier, person) for person in step.dossier.people]
    return Results(documents=tuple(rows)) if rows else None


def _line(dossier: Dossier, person: Person) -> TableRow:
    expected = expected_evaluator(dossier, person)
    signed = next((row for row in dossier.evaluations if row.person == person.id), None)
    return TableRow(
        table="valutatori",
        columns=(
            ("persona", person.id),
            ("ruolo", person.role),
            ("valuta", expected.evaluator or "non indicato"),
            ("propone o firma", expected.proposer),
            ("valutatore registrato", signed.evaluator if signed else ""),
            ("regola", expected.rule),
        ),
        rules=(expected.rule,),
        public=False,
        basis=Basis(inputs=(person,)),
    )
