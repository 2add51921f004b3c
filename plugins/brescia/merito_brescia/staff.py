"""The staff without a posizione organizzativa: the total of the form with its level, and the unit's objectives."""

from collections.abc import Mapping
from functools import partial

from attrs import evolve

from merito import Basis, Grade, PersonScore, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import Factor, not_final, told
from merito.numbers import Number
from merito_brescia.evaluation import refused, row_of, scored
from merito_brescia.evaluation_factors import (
    ATTESTED,
    CONTRIBUTION,
    FORM,
    OF_STAFF,
    area_grades,
    measured,
    nearest,
    of_attestation,
)
from merito_brescia.evaluation_form import FORMULA, Form, form_of
from merito_brescia.evaluation_levels import Level, level_of, worst
from merito_brescia.evaluation_people import STAFF, Evaluee, evaluees
from merito_brescia.evaluation_ratings import problem_of
from merito_brescia.evaluation_validity import confirmed
from merito_brescia.service_places import time_in

RULES = ("BS-SM-Sf1", "BS-SM-Sf2")
WHICH = "I-BS-51"
ALONE = "I-BS-62"
ASKED = (WHICH, ATTESTED, ALONE)
WITHOUT_WEIGHTS = (
    "il contributo agli obiettivi della struttura non ha un peso finché l'ente non stabilisce il parametro "
    f"«{OF_STAFF.key}» (I-BS-41)"
)


@hookimpl
@rule("BS-SM-4.c", "BS-SM-Sf1", "BS-SM-Sf2", "BS-SM-Lv", "I-BS-20", "I-BS-21", "I-BS-22", "I-BS-23", "I-BS-41", *ASKED)
def merito_person_scores(step: Step) -> ResultRows:
    """The form's total, or its mean with the contribution if the ente has weighed the two (par. 4.2.3)."""
    people, weighed = staff_scores(step), step.parameters.has(OF_STAFF.key)
    for one, row in people:
        whole = row if weighed or row.score is None else _of_form_alone(step, row)
        yield from confirmed(step, one, whole, negative=row.level == step.once(worst))
    if not people or weighed:
        return
    why = f"il punteggio del personale è quello della scheda: {WITHOUT_WEIGHTS} ({ALONE})"
    yield told("info", OF_STAFF.rule, why, phase=Phase.EVALUATION)


def _of_form_alone(step: Step, row: PersonScore) -> PersonScore:
    """The form's score if the contribution has no weight; the ente decides whether it is the whole evaluation."""
    both = not_final(row, f"la valutazione non è completa: {WITHOUT_WEIGHTS}", OF_STAFF.rule)
    return step.choose(ALONE, form_alone=evolve(row, rules=(*row.rules, ALONE)), both_needed=both)


def staff_scores(step: Step) -> tuple[tuple[Evaluee, PersonScore], ...]:
    """The score of all the staff, before anything makes it provisional."""
    return step.once(_scores)


def _scores(step: Step) -> tuple[tuple[Evaluee, PersonScore], ...]:
    return tuple((one, _score(step, one)) for one in evaluees(step, STAFF))


def _score(step: Step, one: Evaluee) -> PersonScore:
    if why := problem_of(step, one):
        return refused(one, why, RULES)
    form = form_of(step, one)
    level = level_of(step, form.total) if form.total is not None else None
    factor = _of_form(one, form, level)
    rules = (*RULES, *form.rules, *(level.rules if level else ()))
    if step.parameters.has(OF_STAFF.key):
        weights = step.parameters.table(OF_STAFF.key)
        rules = (*rules, WHICH, *step.once(of_attestation))
        row = scored(one, (contribution(step, one), factor), OF_STAFF, weights, *rules)
        if step.readings[WHICH].choice == "whole":
            level = level_of(step, row.score) if row.score is not None else None
        elif form.total is not None:
            row = evolve(row, level_on="sul totale della scheda di valutazione", level_points=form.total)
    else:
        row = row_of(one, (factor,), form.total, (*rules, OF_STAFF.rule))
    return evolve(row, level=level.name, basis=partial(_with_level, row, level)) if level else row


def _of_form(one: Evaluee, form: Form, level: Level | None) -> Factor:
    return Factor(
        name=FORM,
        value=form.total,
        lacks=(FORM,) if form.blank else (),
        reason=form.blank,
        ratings=one.ratings,
        steps=(*form.rows, *(level.steps if level else ())),
    )


def contribution(step: Step, one: Evaluee) -> Factor:
    """The grades of the areas in which one of the staff served, by the days of each."""
    return step.once(_contributions)[one.person.id]


def _contributions(step: Step) -> Mapping[str, Factor]:
    grades = area_grades(step)
    return {one.person.id: _contribution(step, one, grades) for one in evaluees(step, STAFF)}


def _contribution(step: Step, one: Evaluee, grades: Mapping[str, Grade]) -> Factor:
    parts: list[tuple[Grade, Number]] = []
    served = step.dossier.service_of(one.person.id)
    for period in served:
        grade = nearest(step, grades, period.unit)
        if grade is None:
            return measured(CONTRIBUTION, (), f"né l'unità «{period.unit or '-'}» né una sopra di essa ha un grado")
        parts.append((grade, time_in(period, served)))
    return measured(CONTRIBUTION, parts, "non risulta in servizio nell'anno")


def _with_level(row: PersonScore, level: Level) -> Basis:
    """The basis of the row, with the level of its form, which is there even if the contribution is missing."""
    formula = "; ".join(part for part in (row.basis.formula, f"{FORM} = {FORMULA}") if part)
    return evolve(row.basis, parameters=(*row.basis.parameters, *level.parameters), formula=formula)
