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
    ResultRows,
    Step,
    TableRow,
    Unit,
    hookimpl,
    rule,
    told,
)
from merito.numbers import Period, day_text
from merito_bergamo.roles import MANAGER, NAMES, POSITION, SECRETARY, named, role_of, unit_of
from merito_bergamo.secretary import GIUNTA, OIV


@frozen(kw_only=True)
class Expected:
    """Who evaluates somebody, who signs or proposes with them and who supports; bodies or `person:0123`.

    Of several, each is right: two Segretari in one year.
    """

    evaluators: tuple[str, ...]
    proposers: tuple[str, ...] = ()
    support: str = ""
    rule: str


def expected_evaluator(step: Step, person: Person) -> Expected:
    """Who the regulation says evaluates a person; the Segretario Generale whoever is in no area (I-BG-13)."""
    dossier, role = step.dossier, role_of(step, person)
    secretaries = tuple(one for one in step.once(secretaries_of) if one != f"person:{person.id}")
    if role == SECRETARY:
        return Expected(evaluators=(GIUNTA,), proposers=(OIV,), rule="BG-43.1")
    if role == MANAGER:
        return Expected(evaluators=secretaries, support=OIV, rule="BG-16.1g")
    head = _head_of_area(dossier, person)
    heads = (head,) if head and head not in secretaries else secretaries
    if role == POSITION or _leads_a_service(dossier, person):
        return Expected(evaluators=heads, proposers=() if heads == secretaries else secretaries, rule="BG-19.2h")
    return Expected(evaluators=heads, rule="BG-19.2j")


def secretaries_of(step: Step) -> tuple[str, ...]:
    """Whoever was Segretario Generale in the year, in the order of their days."""
    days = {f"person:{one.id}": _as_secretary(step.dossier, one) for one in step.dossier.people}
    return tuple(sorted((who for who, periods in days.items() if periods), key=lambda who: days[who][0]))


def _as_secretary(dossier: Dossier, person: Person) -> list[Period]:
    return [
        Period(row.start, row.end or row.start)
        for row in dossier.service_of(person.id)
        if (row.role or person.role) == SECRETARY
    ]


def _head_of_area(dossier: Dossier, person: Person) -> str:
    """The head of the area in which somebody works: a manager, or the Segretario Generale who leads it (I-BG-19)."""
    unit: Unit | None = dossier.units.get(unit_of(dossier, person))
    while unit is not None and unit.kind != "area":
        unit = dossier.units.get(unit.parent or "")
    return f"person:{unit.head}" if unit is not None and unit.head else ""


def _leads_a_service(dossier: Dossier, person: Person) -> bool:
    return bool(dossier.units.of(kind="service", head=person.id))


@hookimpl
@rule("BG-16.1g", "BG-19.2h", "BG-19.2j", "I-BG-13")
def merito_check_plan(step: Step) -> ResultRows:
    """An evaluation signed by somebody else than the regulation says is told."""
    dossier = step.dossier
    for row in dossier.evaluations:
        yield from _signed(dossier, row, expected_evaluator(step, dossier.people[row.person]))


def _signed(dossier: Dossier, row: Evaluation, expected: Expected) -> Iterator[Finding]:
    subject = f"person:{row.person}"
    if expected.rule == "BG-19.2h":
        given = {row.evaluator, row.proposer}
        wanted = (one for one in (expected.evaluators, expected.proposers) if one and not given.intersection(one))
        missing = sorted(_one_of(dossier, one) for one in wanted)
        if missing:
            why = (
                "la valutazione di un responsabile è congiunta, del dirigente e del Segretario Generale: manca la "
                f"firma di {', '.join(missing)} (colonne valutatore e proponente; I-BG-13)"
            )
            yield told("warning", expected.rule, why, subject, phase=Phase.EVALUATION, inputs=(row,))
    elif row.evaluator and expected.evaluators and row.evaluator not in expected.evaluators:
        found, right = named(dossier, row.evaluator), _one_of(dossier, expected.evaluators)
        why = f"il valutatore registrato è {found}; la valutazione spetta a {right}"
        yield told("warning", expected.rule, why, subject, phase=Phase.EVALUATION, inputs=(row,))


def _one_of(dossier: Dossier, those: tuple[str, ...]) -> str:
    return " o ".join(named(dossier, who) for who in those)


def _by_days(dossier: Dossier, those: tuple[str, ...]) -> str:
    """Who it is; of several each with the days of the year."""
    return "; ".join(named(dossier, who) + (_days(dossier, who) if len(those) > 1 else "") for who in those)


def _days(dossier: Dossier, who: str) -> str:
    periods = _as_secretary(dossier, dossier.people[who.removeprefix("person:")])
    return "".join(f", dal {day_text(one.start)} al {day_text(one.end)}" for one in periods)


@hookimpl
@rule("BG-16.1g", "BG-19.2h", "BG-19.2j")
def merito_documents(step: Step) -> ResultRows:
    """The list of who evaluates whom."""
    yield from (_line(step, person) for person in step.dossier.people)


def _line(step: Step, person: Person) -> TableRow:
    dossier, expected = step.dossier, expected_evaluator(step, person)
    signed = dossier.evaluations.first(person.id)
    return TableRow(
        table="valutatori",
        columns=(
            ("persona", person.id),
            ("ruolo", NAMES[role_of(step, person)]),
            ("valuta", _by_days(dossier, expected.evaluators) or "non indicato"),
            ("propone o firma", _by_days(dossier, expected.proposers)),
            ("supporto", expected.support),
            ("valutatore registrato", named(dossier, signed.evaluator) if signed else ""),
            ("regola", expected.rule),
        ),
        rules=(expected.rule,),
        public=False,
        basis=Basis(inputs=(person,)),
    )
