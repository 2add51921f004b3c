"""Managers and the Segretario Generale: own area, contribution, and how they differentiate judgements (par. 4)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from merito import Finding, Grade, Intermediate, PersonScore, ResultRows, Step, hookimpl, rule
from merito.kit import Factor, period_of, unit_of
from merito.numbers import Number, half_up, point_text
from merito_brescia.evaluation import about, refused, scored
from merito_brescia.evaluation_factors import (
    ATTESTED,
    DIFFERENCES,
    OF_HOLDERS,
    OF_MANAGERS,
    SCOPE,
    area_grades,
    measured,
    nearest,
    of_attestation,
    of_ente,
)
from merito_brescia.evaluation_people import MANAGER, SECRETARY, Evaluee, evaluees
from merito_brescia.evaluation_ratings import problem_of, rated
from merito_brescia.evaluation_validity import confirmed
from merito_brescia.evaluators import evaluator_of
from merito_brescia.planning.tree import Tree
from merito_brescia.position_holders import THRESHOLD, holder_scores
from merito_brescia.staff import staff_scores

RULES = ("BS-SM-4.a",)
OF_SECRETARY, OWN_AREA, MOVED = "I-BS-53", "own_area", "I-BS-59"

Scores = tuple[tuple[Evaluee, PersonScore], ...]


@hookimpl
@rule("BS-SM-4.a", "I-BS-41", OF_SECRETARY, MOVED, ATTESTED)
def merito_person_scores(step: Step) -> ResultRows:
    """By the three factors. The spread of the judgements that they gave is shown, but gives no points."""
    people = evaluees(step, MANAGER, SECRETARY)
    if not people:
        return
    step.parameters.need(OF_MANAGERS.key)
    grades = area_grades(step)
    own = tuple((one, _score(step, one, grades)) for one in people)
    given = _judgements(step, own)
    for one, row in own:
        spread, findings = _with_spread(one, row, given[one.subject])
        yield from findings
        yield from confirmed(step, one, spread)


def _score(step: Step, one: Evaluee, grades: Mapping[str, Grade]) -> PersonScore:
    if why := problem_of(step, one):
        return refused(one, why, RULES)
    factors = (_scope(step, one, grades), *rated(step, one))
    unclear = (OF_SECRETARY,) if one.role == SECRETARY and _led(step, one, grades) else ()
    read = step.once(of_attestation)
    unclear = (*unclear, MOVED) if one.role == MANAGER and _moved(step, one, grades) else unclear
    return scored(one, factors, OF_MANAGERS, step.parameters.table(OF_MANAGERS.key), *RULES, *unclear, *read)


def _scope(step: Step, one: Evaluee, grades: Mapping[str, Grade]) -> Factor:
    """The factor `ambito`; for a manager who changed area in the year, the last area, or each by its days (I-BS-59)."""
    last = _last_scope(step, one, grades)
    moved = _moved(step, one, grades) if one.role == MANAGER else []
    return step.choose(MOVED, last=last, by_days=measured(SCOPE, moved, "")) if moved else last


def _moved(step: Step, one: Evaluee, grades: Mapping[str, Grade]) -> list[tuple[Grade, Number]]:
    """The areas that a manager had in the year, with their days; empty if only one, or if their row has a unit."""
    parts: list[tuple[Grade, Number]] = []
    for row in () if one.person.unit else step.dossier.service_of(one.person.id):
        grade = nearest(step, grades, row.unit)
        if grade is not None:
            parts.append((grade, period_of(row).days))
    return parts if len({grade.id for grade, _ in parts}) > 1 else []


def _last_scope(step: Step, one: Evaluee, grades: Mapping[str, Grade]) -> Factor:
    """For the Segretario Generale the ente; for a manager the area they lead, or of several the one in their row."""
    led = _led(step, one, grades)
    if one.role == SECRETARY and (not led or step.readings[OF_SECRETARY].choice != OWN_AREA):
        return measured(SCOPE, of_ente(step), "l'ente non ha un grado")
    standing = nearest(step, grades, unit_of(step.dossier, one.person, "last"))
    if len(led) == 1:
        return measured(SCOPE, [(led[0], 1)], "")
    if standing is not None and (not led or standing in led):
        return measured(SCOPE, [(standing, 1)], "")
    which = f"dirige {', '.join(grade.id for grade in led)} e l'unità della persona non dice quale" if led else ""
    return measured(SCOPE, (), which or "nessuna unità che dirige ha un grado")


def _led(step: Step, one: Evaluee, grades: Mapping[str, Grade]) -> list[Grade]:
    return [grades[unit.id] for unit in step.dossier.units.of(head=one.person.id) if unit.id in grades]


@hookimpl
@rule("BS-SM-4.a")
def merito_check_plan(step: Step) -> ResultRows:
    """Warns of managers who lead several areas but are measured on one, or who lead none."""
    tree = step.once(Tree)
    if tree.empty:
        return
    yield from (found for one in evaluees(step, MANAGER) for found in _beside(step, tree, one))


def _beside(step: Step, tree: Tree, one: Evaluee) -> Iterator[Finding]:
    led = [unit.id for unit in tree.managers.of(head=one.person.id)]
    own = unit_of(step.dossier, one.person, "last")
    if own and not led:
        why = f"non risulta responsabile di alcuna area dirigenziale: l'ambito si misura sulla sua unità, {own}"
        yield about(one, "warning", "BS-SM-4.a", why, (one.person,))
    if len(led) > 1 and own in led:
        why = f"dirige {', '.join(led)}: l'ambito si misura solo su {own}, l'unità della persona"
        yield about(one, "warning", "BS-SM-4.a", why, (one.person,))


def _judgements(step: Step, managers: Scores) -> Mapping[str, list[PersonScore]]:
    """The scores that each evaluator gave; those of holders of posizioni organizzative only if they can be computed."""
    holders = all(step.parameters.has(key) for key in (OF_HOLDERS.key, THRESHOLD))
    given: dict[str, list[PersonScore]] = defaultdict(list)
    for one, row in (*managers, *staff_scores(step), *(holder_scores(step) if holders else ())):
        if row.score is not None:
            given[evaluator_of(step, one)].append(row)
    return given


def _with_spread(
    one: Evaluee, row: PersonScore, given: Sequence[PersonScore]
) -> tuple[PersonScore, tuple[Finding, ...]]:
    """The same score with the spread of the judgements that the person gave, if there are at least two."""
    scores = [each.score for each in given if each.score is not None]
    if len(scores) < 2:
        return row, ()
    levels = {each.level for each in given if each.level}
    spread = max(scores) - min(scores)
    steps = (
        Intermediate("giudizi dati ai collaboratori", len(scores)),
        Intermediate("distanza tra il più alto e il più basso", spread),
        Intermediate("livelli diversi", len(levels)),
    )
    told_spread = "1 punto" if spread == 1 else f"{point_text(half_up(spread, 2))} punti"
    why = (
        f"giudizi dati ai collaboratori: {len(scores)}, che distano al più {told_spread} "
        f"(livelli diversi: {len(levels)}): misura accanto al fattore {DIFFERENCES}, che è il valutatore a dare"
    )
    basis = evolve(row.basis, steps=(*row.basis.steps, *steps))
    return evolve(row, basis=basis), (about(one, "info", "BS-SM-4.a", why),)
