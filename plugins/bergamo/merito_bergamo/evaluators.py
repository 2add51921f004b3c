"""Who evaluates whom (arts. 16, 19, 43, 44), and who must sign an evaluation."""

from collections.abc import Iterator
from functools import partial

from attrs import evolve

from merito import Basis, Dossier, Evaluation, Finding, Person, Phase, ResultRows, Step, TableRow, hookimpl, rule
from merito.kit import (
    Evaluated,
    ExpectedEvaluators,
    absent,
    by_another,
    evaluators_row,
    named,
    period_of,
    told,
    unit_of,
    units_above,
    units_served,
)
from merito.numbers import Period, day_text
from merito_bergamo.roles import MANAGER, NAMES, POSITION, SECRETARY, role_of
from merito_bergamo.secretary import GIUNTA, OIV

JOINT, OF_THE_AREA = "BG-19.2h", ("BG-19.2j",)


def expected_evaluator(step: Step, person: Person, role: str) -> ExpectedEvaluators:
    """Who evaluates a person by the regulation; for people in no area, the Segretario Generale (I-BG-13)."""
    dossier = step.dossier
    secretaries = tuple(one for one in step.once(secretaries_of) if one != f"person:{person.id}")
    if role == SECRETARY:
        return ExpectedEvaluators(evaluators=(GIUNTA,), beside=(OIV,), rules=("BG-43.1",))
    if role == MANAGER:
        return ExpectedEvaluators(evaluators=secretaries, support=OIV, rules=("BG-16.1g",))
    head = _head_of_area(dossier, person)
    alone = head in ("", f"person:{person.id}")  # nobody evaluates oneself
    heads = secretaries if alone or head in secretaries else (head,)
    if role == POSITION or dossier.units.of(kind="service", head=person.id):
        return ExpectedEvaluators(evaluators=heads, beside=() if heads == secretaries else secretaries, rules=(JOINT,))
    return ExpectedEvaluators(evaluators=heads, rules=OF_THE_AREA)


def secretaries_of(step: Step) -> tuple[str, ...]:
    """The people who were Segretario Generale in the year, in order of time."""
    days = {f"person:{one.id}": _as_secretary(step.dossier, one) for one in step.dossier.people}
    return tuple(sorted((who for who, periods in days.items() if periods), key=lambda who: days[who][0]))


def _as_secretary(dossier: Dossier, person: Person) -> list[Period]:
    rows = dossier.service_of(person.id)
    return [period_of(row) for row in rows if (row.role or person.role) == SECRETARY]


def _head_of_area(dossier: Dossier, person: Person) -> str:
    """The head of the area in which somebody works: a manager, or the Segretario Generale who leads it (I-BG-19)."""
    return _head_over(dossier, unit_of(dossier, person, "last"))


def _head_over(dossier: Dossier, unit: str) -> str:
    area = next((one for one in units_above(dossier, unit) if one.kind == "area"), None)
    return f"person:{area.head}" if area is not None and area.head else ""


def _of_other_areas(dossier: Dossier, person: Person) -> tuple[str, ...]:
    """The heads of the areas in which somebody served earlier in the year, who may evaluate too (I-BG-13)."""
    heads = (_head_over(dossier, unit) for unit in units_served(dossier, person))
    return tuple(head for head in heads if head not in ("", f"person:{person.id}"))


def _evaluated(step: Step, person: Person) -> Evaluated:
    role, row = role_of(step, person), step.dossier.evaluations.first(person.id)
    return Evaluated(person=person, role=role, expected=expected_evaluator(step, person, role), row=row)


@hookimpl
@rule("BG-16.1g", "BG-19.2h", "BG-19.2j", "I-BG-13")
def merito_check_plan(step: Step) -> ResultRows:
    """Warns of evaluations signed by others than those whom the regulation names."""
    dossier = step.dossier
    for row in dossier.evaluations:
        yield from _signed(dossier, _evaluated(step, dossier.people[row.person]), row)


def _signed(dossier: Dossier, one: Evaluated, row: Evaluation) -> Iterator[Finding]:
    expected, others = one.expected, _of_other_areas(dossier, one.person)
    if expected.rules != (JOINT,):
        also = others if expected.rules == OF_THE_AREA else ()
        yield from by_another(dossier, one, NAMES, also=also, inputs=(row,))
        return
    heads = tuple(dict.fromkeys((*expected.evaluators, *others)))
    missing = sorted(absent(dossier, (heads, expected.beside), (row.evaluator, row.proposer), NAMES))
    if missing:
        why = (
            "la valutazione di un responsabile è congiunta, del dirigente e del Segretario Generale: manca la "
            f"firma di {', '.join(missing)} (colonne valutatore e proponente; I-BG-13)"
        )
        yield told("warning", JOINT, why, one.subject, phase=Phase.EVALUATION, inputs=(row,))


@hookimpl
@rule("BG-16.1g", "BG-19.2h", "BG-19.2j")
def merito_documents(step: Step) -> ResultRows:
    """The list of who evaluates whom."""
    yield from (_line(step, _evaluated(step, person)) for person in step.dossier.people)


def _line(step: Step, one: Evaluated) -> TableRow:
    words, nobody = ("valuta", "propone o firma", "supporto"), "non indicato"
    row = evaluators_row(step.dossier, one, NAMES, heads=words, nobody=nobody, told_as=partial(_by_days, step.dossier))
    return evolve(row, columns=(*row.columns, ("regola", one.expected.rules[0])), basis=Basis(inputs=(one.person,)))


def _by_days(dossier: Dossier, those: tuple[str, ...]) -> str:
    """The evaluators' names; if there are several, each with the days of the year."""
    return "; ".join(named(dossier, who, NAMES) + (_days(dossier, who) if len(those) > 1 else "") for who in those)


def _days(dossier: Dossier, who: str) -> str:
    periods = _as_secretary(dossier, dossier.people[who.removeprefix("person:")])
    return "".join(f", dal {day_text(one.start)} al {day_text(one.end)}" for one in periods)
