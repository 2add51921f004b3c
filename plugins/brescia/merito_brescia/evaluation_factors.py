"""The factors of an individual evaluation, measured or rated, and the weights that the ente gives them (par. 4)."""

from collections.abc import Mapping, Sequence

from attrs import evolve, frozen

from merito import Grade, InForce, ResultRows, State, Step, hookimpl, rule
from merito.kit import Factor, units_above, wrong_weights
from merito.kit import measured as mean_of_grades
from merito.numbers import HUNDRED, Number

WEIGHTS, ATTESTED = "I-BS-41", "I-BS-61"
ENTE, AREA, SCOPE = "ente", "area", "ambito"
CONTRIBUTION, FORM, DIFFERENCES = "contributo", "scheda", "differenziazione"
BEHAVIOURS = ("autonomia", "obiettivi", "apporto", "comportamento")
OF_A_MANAGER = (CONTRIBUTION, DIFFERENCES)
MANAGERS_VIEW, MANAGER_SCOPE = "managers", "manager"

Table = InForce[Mapping[str, object]]


@frozen(kw_only=True)
class Weighing:
    """A set of factors: the parameter with their weights, their names, and the rule of the text."""

    key: str
    names: tuple[str, ...]
    rule: str


OF_STAFF = Weighing(key="staff_factors", names=(CONTRIBUTION, FORM), rule="BS-SM-4.c")
OF_HOLDERS = Weighing(key="po_factors", names=(ENTE, AREA, *BEHAVIOURS), rule="BS-SM-4.b")
OF_MANAGERS = Weighing(key="manager_factors", names=(SCOPE, CONTRIBUTION, DIFFERENCES), rule="BS-SM-4.a")


@hookimpl
@rule("BS-SM-4.a", "BS-SM-4.b", "BS-SM-4.c", "I-BS-41")
def merito_check_parameters(step: Step) -> ResultRows:
    """Invalid weights set by the ente are errors; weights that it has not set block their scores."""
    for one in (OF_STAFF, OF_HOLDERS, OF_MANAGERS):
        yield from wrong_weights(step, one.key, one.names, one.rule)


def measured(name: str, parts: Sequence[tuple[Grade, Number]], otherwise: str) -> Factor:
    """A factor that the plan measures: the mean of grades by their parts or, without any, `otherwise` (Italian)."""
    if not parts:
        return Factor(name=name, lacks=(name,), reason=f"fattore {name}: {otherwise}")
    return mean_of_grades(name, parts, Factor)


def of_ente(step: Step) -> list[tuple[Grade, Number]]:
    """The grade of the ente, if there is one."""
    grade = step.so_far.grade("ente", step.dossier.ente.id)
    return [(_that_counts(step, grade), 1)] if grade else []


def area_grades(step: Step) -> Mapping[str, Grade]:
    """The grades of the managerial areas (par. 3.1, second view), by unit."""
    own = (one for one in step.so_far.grades if (one.view, one.scope) == (MANAGERS_VIEW, MANAGER_SCOPE))
    return {one.id: _that_counts(step, one) for one in own}


def of_attestation(step: Step) -> tuple[str, ...]:
    """The reading on which grade counts, if the OIV attests a grade other than the measured one anywhere."""
    scopes = (one for one in step.so_far.grades if one.scope in (ENTE, MANAGER_SCOPE))
    return (ATTESTED,) if any(_apart(one) for one in scopes) else ()


def _that_counts(step: Step, grade: Grade) -> Grade:
    """The grade by which people are evaluated: as measured, or as the OIV attests it (I-BS-61)."""
    if not _apart(grade):
        return grade
    attested = evolve(
        grade,
        value=grade.attested,
        state=State.FINAL,
        lacks=(),
        reason="",
        rests_on=(grade,),
        basis=evolve(grade.basis, formula="il grado che l'OIV attesta"),
    )
    return step.choose(ATTESTED, measured=grade, attested=attested)


def _apart(grade: Grade) -> bool:
    """Whether the OIV attests, from 0 to 100, another grade than the measured one."""
    return grade.attested is not None and 0 <= grade.attested <= HUNDRED and grade.attested != grade.value


def nearest(step: Step, grades: Mapping[str, Grade], unit: str | None) -> Grade | None:
    """The grade of a unit, or of the nearest unit above that has one."""
    return next((grades[one.id] for one in units_above(step.dossier, unit) if one.id in grades), None)
