"""Who evaluates whom (arts. 16, 19, 43, 44), and whose signatures an evaluation bears."""

from collections.abc import Iterator

from attrs import frozen

from merito import (
    Basis,
    Dossier,
    Evaluation,
    Finding,
    Person,
    Phase,
    Results,
    Step,
    TableRow,
    Unit,
    hookimpl,
    rule,
    told,
)
from merito_bergamo.roles import MANAGER, NAMES, POSITION, SECRETARY, named, role_of, unit_of
from merito_bergamo.secretary import GIUNTA, OIV


@frozen(kw_only=True)
class Expected:
    """Who evaluates somebody, who signs or proposes with them and who supports; bodies or `person:0123`."""

    evaluator: str
    proposer: str = ""
    support: str = ""
    rule: str


def expected_evaluator(step: Step, person: Person) -> Expected:
    """Who the regulation says evaluates a person; the Segretario Generale whoever is in no area (I-BG-13)."""
    dossier, role = step.dossier, role_of(step, person)
    secretary = next((f"person:{one.id}" for one in dossier.people if one.role == SECRETARY), "")
    if role == SECRETARY:
        return Expected(evaluator=GIUNTA, proposer=OIV, rule="BG-43.1")
    if role == MANAGER:
        return Expected(evaluator=secretary, support=OIV, rule="BG-16.1g")
    head = _head_of_area(dossier, person) or secretary
    if role == POSITION or _leads_a_service(dossier, person):
        return Expected(evaluator=head, proposer="" if head == secretary else secretary, rule="BG-19.2h")
    return Expected(evaluator=head, rule="BG-19.2j")


def _head_of_area(dossier: Dossier, person: Person) -> str:
    """The head of the area in which somebody works: a manager, or the Segretario Generale who leads it (I-BG-19)."""
    unit: Unit | None = dossier.units.get(unit_of(dossier, person))
    while unit is not None and unit.kind != "area":
        unit = dossier.units.get(unit.parent or "")
    return f"person:{unit.head}" if unit is not None and unit.head else ""


def _leads_a_service(dossier: Dossier, person: Person) -> bool:
    return any(unit.kind == "service" and unit.head == person.id for unit in dossier.units)


@hookimpl
@rule("BG-16.1g", "BG-19.2h", "BG-19.2j", "I-BG-13")
def merito_check_plan(step: Step) -> Results | None:
    """An evaluation signed by somebody else than the regulation says is told."""
    dossier = step.dossier
    findings: list[Finding] = []
    for row in dossier.evaluations:
        findings += _signed(dossier, row, expected_evaluator(step, dossier.people[row.person]))
    return Results(findings=tuple(findings))


def _signed(dossier: Dossier, row: Evaluation, expected: Expected) -> Iterator[Finding]:
    subject = f"person:{row.person}"
    given, wanted = {row.evaluator, row.proposer} - {""}, {expected.evaluator, expected.proposer} - {""}
    if expected.rule == "BG-19.2h":
        missing = sorted(named(dossier, who) for who in wanted - given)
        if missing:
            why = (
                "la valutazione di un responsabile è congiunta, del dirigente e del Segretario Generale: manca la "
                f"firma di {', '.join(missing)} (colonne valutatore e proponente; I-BG-13)"
            )
            yield told("warning", expected.rule, why, subject, phase=Phase.EVALUATION, inputs=(row,))
    elif row.evaluator and expected.evaluator and row.evaluator != expected.evaluator:
        found, right = named(dossier, row.evaluator), named(dossier, expected.evaluator)
        why = f"il valutatore registrato è {found}; la valutazione spetta a {right}"
        yield told("warning", expected.rule, why, subject, phase=Phase.EVALUATION, inputs=(row,))


@hookimpl
@rule("BG-16.1g", "BG-19.2h", "BG-19.2j")
def merito_documents(step: Step) -> Results | None:
    """The list of who evaluates whom."""
    rows = [_line(step, person) for person in step.dossier.people]
    return Results(documents=tuple(rows)) if rows else None


def _line(step: Step, person: Person) -> TableRow:
    dossier, expected = step.dossier, expected_evaluator(step, person)
    signed = next((row for row in dossier.evaluations if row.person == person.id), None)
    return TableRow(
        table="valutatori",
        columns=(
            ("persona", person.id),
            ("ruolo", NAMES[role_of(step, person)]),
            ("valuta", named(dossier, expected.evaluator) or "non indicato"),
            ("propone o firma", named(dossier, expected.proposer)),
            ("supporto", expected.support),
            ("valutatore registrato", named(dossier, signed.evaluator) if signed else ""),
            ("regola", expected.rule),
        ),
        rules=(expected.rule,),
        public=False,
        basis=Basis(inputs=(person,)),
    )
