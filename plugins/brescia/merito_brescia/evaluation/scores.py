"""Everybody's score: the staff by the form, holders of posts and managers by weighed factors; and the printed form.

Par. 4, 4.2.2 and 4.2.3, the evaluation form of the appendix; art. 6 c. 1, 3 and 6.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from itertools import pairwise

from attrs import evolve

from merito import (
    NOTHING,
    Basis,
    Grade,
    InForce,
    Intermediate,
    Message,
    PersonScore,
    Points,
    Ref,
    ResultRows,
    State,
    Step,
    TableRow,
    kit,
    rule,
    say,
    several,
)
from merito.numbers import HUNDRED, Number, fraction, half_up, number_text
from merito_brescia import telling
from merito_brescia.evaluation import factors
from merito_brescia.evaluation.factors import ATTESTED, FORM, OF_HOLDERS, OF_MANAGERS, OF_STAFF
from merito_brescia.evaluation.people import MANAGER, POSITION, SECRETARY, STAFF, Evaluee, evaluator_of, evaluees
from merito_brescia.evaluation.validity import confirmed
from merito_brescia.planning.tree import Tree
from merito_brescia.resources.areas import time_in

WHICH, ALONE = "I-BS-51", "I-BS-62"
WITHOUT_WEIGHTS = say(
    "il contributo agli obiettivi della struttura non ha un peso finché l'ente non stabilisce il parametro {parameter} "
    "({reading})",
    parameter=Ref("parameter", OF_STAFF.key),
    reading=Ref("reading", factors.WEIGHTS),
)
THRESHOLD, REMARKS, JUDGED, BEFORE = "positive_threshold", "counter_remarks", "I-BS-11", "I-BS-56"
POSITIVE, NOT_POSITIVE = "positiva", "non positiva"
NOT_HEARD = say("valutazione non positiva, non definitiva prima del contraddittorio con chi è valutato")
OF_SECRETARY, OWN_AREA, MOVED = "I-BS-53", "own_area", "I-BS-59"
TOTAL = "totale"
CALLED = {factors.CONTRIBUTION: "Contributo agli obiettivi della struttura", FORM: "Totale della scheda"}

Scores = tuple[tuple[Evaluee, PersonScore], ...]


def _scored(
    step: Step,
    one: Evaluee,
    parts: Sequence[kit.Factor],
    weighing: factors.Weighing,
    rules: tuple[str, ...],
) -> PersonScore:
    """Somebody's score from all the factors, by the weights that the ente has set; invalid weights refuse it."""
    weights = step.parameters.table(weighing.key)
    rules = (*rules, weighing.rule, factors.WEIGHTS)
    if problem := kit.weights_problem(weights.value, weighing.names):
        why = say("parametro {parameter} rifiutato: {why}", parameter=Ref("parameter", weighing.key), why=problem)
        return _refused(one, why, rules, (weights,))
    return kit.score_of(
        one.person,
        parts,
        kit.weighed_by(parts, weights),
        rules,
        unit=one.person.unit or "",
        inputs=one.recorded,
        weights=weights,
        parameters=(weights,),
        formula=partial(kit.weights_formula, parts, weights),
    )


def _refused(
    one: Evaluee, why: Message, rules: tuple[str, ...], parameters: tuple[InForce[object], ...] = ()
) -> PersonScore:
    """A row without a score; the checks have reported why it is refused."""
    return PersonScore(
        person=one.person.id,
        unit=one.person.unit or "",
        maximum=HUNDRED,
        state=State.REFUSED,
        reason=why,
        rules=tuple(dict.fromkeys(rules)),
        basis=Basis(inputs=(one.person, *one.ratings), parameters=parameters),
    )


@rule(
    *("BS-SM-4.c", "BS-SM-Sf1", "BS-SM-Sf2", "BS-SM-Lv"),
    *("I-BS-20", "I-BS-21", "I-BS-22", "I-BS-23", "I-BS-41", WHICH, ATTESTED, ALONE),
    hook="merito_person_scores",
)
def of_staff(step: Step) -> ResultRows:
    """The form's total, or its mean with the contribution if the ente has weighed the two (par. 4.2.3; I-BS-62)."""
    people, weighed = step.once(_staff), step.parameters.has(OF_STAFF.key)
    for one, row in people:
        if not weighed and row.score is not None:
            lacking = say("la valutazione non è completa: {why}", why=WITHOUT_WEIGHTS)
            both = kit.not_final(row, lacking, OF_STAFF.rule)
            row = step.choose(ALONE, form_alone=evolve(row, rules=(*row.rules, ALONE)), both_needed=both)
        yield from confirmed(step, one, row, negative=row.level == step.once(factors.worst))
    if people and not weighed:
        why = say(
            "il punteggio del personale è quello della scheda: {why} ({reading})",
            why=WITHOUT_WEIGHTS,
            reading=Ref("reading", ALONE),
        )
        yield telling.evaluation("info", OF_STAFF.rule, why)


def _staff(step: Step) -> Scores:
    """The score of all the staff, before anything makes it provisional."""
    return tuple((one, _of_staff(step, one)) for one in evaluees(step, STAFF))


def _of_staff(step: Step, one: Evaluee) -> PersonScore:
    rules: tuple[str, ...] = ("BS-SM-Sf1", "BS-SM-Sf2")
    if why := factors.problem_of(step, one):
        return _refused(one, why, rules)
    form = factors.form_of(step, one)
    level = factors.level_of(step, form.total) if form.total is not None else None
    factor = kit.Factor(
        name=FORM,
        value=form.total,
        lacks=(FORM,) if form.blank else (),
        reason=form.blank,
        most=form.most,
        ratings=one.ratings,
        steps=(*form.rows, *(level.steps if level else ())),
    )
    rules = (*rules, *form.rules, *(level.rules if level else ()))
    if step.parameters.has(OF_STAFF.key):
        rules = (*rules, WHICH, *step.once(factors.of_attestation))
        row = _scored(step, one, (contribution(step, one), factor), OF_STAFF, rules)
        if step.readings[WHICH].choice == "whole":
            level = factors.level_of(step, row.score) if row.score is not None else None
        elif form.total is not None:
            row = evolve(row, level_on="sul totale della scheda di valutazione", level_points=form.total)
    else:
        rules = (*rules, OF_STAFF.rule)
        row = kit.score_of(one.person, (factor,), form.total, rules, unit=one.person.unit or "", inputs=one.recorded)
        row = evolve(row, most=form.most)
    return evolve(row, level=level.name, basis=partial(_with_level, row, level)) if level else row


def levels_within(step: Step, one: Evaluee, most: Fraction) -> frozenset[str]:
    """The levels that one of the staff may have whose score is at most so much, on the form or on the score (I-BS-51).

    A form that is refused may have any.
    """
    whole = step.parameters.has(OF_STAFF.key) and step.readings[WHICH].choice == "whole"
    return factors.levels_up_to(step, most if whole else factors.form_of(step, one).most)


def contribution(step: Step, one: Evaluee) -> kit.Factor:
    """The grades of the areas in which one of the staff served, by the days of each."""
    return step.once(_contributions)[one.person.id]


def _contributions(step: Step) -> Mapping[str, kit.Factor]:
    found = {}
    for one in evaluees(step, STAFF):
        served = step.dossier.service_of(one.person.id)
        units = ((row.unit, time_in(row, served)) for row in served)
        nowhere = say("non risulta in servizio nell'anno")
        found[one.person.id] = factors.by_units(step, factors.CONTRIBUTION, units, nowhere)
    return found


def _with_level(row: PersonScore, level: factors.Level) -> Basis:
    """The basis of the row, with the level of its form, which is there even if the contribution is missing."""
    formula = several(row.basis.formula, say("scheda = {formula}", formula=factors.FORMULA))
    return evolve(row.basis, parameters=(*row.basis.parameters, *level.parameters), formula=formula)


@rule(
    "BS-SM-4.b", "BS-PO-6.1", "BS-PO-6.3", "BS-PO-6.6", JUDGED, "I-BS-41", BEFORE, ATTESTED, hook="merito_person_scores"
)
def of_holders(step: Step) -> ResultRows:
    """Positive from the ente's threshold on; otherwise provisional until the holder has been heard."""
    for one, row in step.once(_holders):
        heard, findings = _heard(step, one, row)
        yield from findings
        yield from confirmed(step, one, heard, negative=row.level == NOT_POSITIVE)


def _holders(step: Step) -> Scores:
    """Every holder's score with its outcome. Raises MissingParameterError without weights or threshold."""
    people = evaluees(step, POSITION)
    if people:
        step.parameters.need(OF_HOLDERS.key, THRESHOLD)
    return tuple((one, _of_holder(step, one)) for one in people)


def _of_holder(step: Step, one: Evaluee) -> PersonScore:
    """By ente, own area and four behaviours; the outcome is tested on the exact score."""
    rules = ("BS-PO-6.3", "BS-PO-6.1")
    if why := factors.problem_of(step, one):
        return _refused(one, why, rules)
    own = kit.unit_of(step.dossier, one.person, "last")
    units = [(post.position.unit or own, post.days) for post in one.posts if post.days] or [(own, 1)]
    areas = factors.by_units(step, factors.AREA, units)
    parts = (factors.by_ente(step, factors.ENTE), areas, *factors.rated(step, one))
    row = _scored(step, one, parts, OF_HOLDERS, (*rules, *step.once(factors.of_attestation)))
    if row.score is None:
        return row
    threshold = step.parameters.number(THRESHOLD)
    return evolve(
        row,
        level=POSITIVE if row.score >= threshold.value else NOT_POSITIVE,
        rules=(*row.rules, JUDGED),
        basis=evolve(row.basis, parameters=(*row.basis.parameters, threshold)),
    )


def _heard(step: Step, one: Evaluee, row: PersonScore) -> tuple[PersonScore, ResultRows]:
    """Applies art. 6 c. 6: an evaluation that is not positive is provisional until the holder's remarks."""
    contested = kit.said_otherwise(step, row, row.level == POSITIVE, "BS-PO-6.6", JUDGED) if row.level else ()
    if contested:
        why = say("la valutazione registrata contraddice il punteggio")
        return kit.not_final(row, why, "BS-PO-6.6"), contested
    remarks = step.acts_of(REMARKS, one.subject)
    if row.level != NOT_POSITIVE:
        return kit.until_heard(step, row, step.parameters.number(THRESHOLD).value, remarks, "BS-PO-6.6"), ()
    row = evolve(row, rules=(*row.rules, BEFORE))
    return kit.heard_before(step, row, remarks, "BS-PO-6.6", NOT_HEARD, "atto contraddittorio", kind=REMARKS)


def heard_on(step: Step, person: str) -> kit.Hearing:
    """Whether the ente has heard a holder on an evaluation that is not positive (art. 6 c. 6; I-BS-56)."""
    return kit.hearing(step.dossier, person, step.acts_of(REMARKS, f"person:{person}"))


@rule("BS-SM-4.a", "I-BS-41", OF_SECRETARY, MOVED, ATTESTED, hook="merito_person_scores")
def of_managers(step: Step) -> ResultRows:
    """Managers and the Segretario, by three factors; the spread of their judgements is shown and gives no points."""
    people = evaluees(step, MANAGER, SECRETARY)
    if not people:
        return
    step.parameters.need(OF_MANAGERS.key)
    own = tuple((one, _of_manager(step, one)) for one in people)
    given = _judgements(step, own)
    for one, row in own:
        spread, findings = _with_spread(one, row, given[one.subject])
        yield from findings
        yield from confirmed(step, one, spread)


def _of_manager(step: Step, one: Evaluee) -> PersonScore:
    """By the own area (I-BS-59), for the Segretario Generale the ente (I-BS-53), and two rated factors."""
    if why := factors.problem_of(step, one):
        return _refused(one, why, ("BS-SM-4.a",))
    grades = step.once(factors.area_grades)
    led = [grades[unit.id] for unit in step.dossier.units.of(head=one.person.id) if unit.id in grades]
    moved = _moved(step, one) if one.role == MANAGER else []
    scope = _last_scope(step, one, led)
    if moved:
        scope = step.choose(MOVED, last=scope, by_days=factors.measured(step, factors.SCOPE, moved))
    unclear = (MOVED,) if moved else (OF_SECRETARY,) if one.role == SECRETARY and led else ()
    rules = ("BS-SM-4.a", *unclear, *step.once(factors.of_attestation))
    return _scored(step, one, (scope, *factors.rated(step, one)), OF_MANAGERS, rules)


def _moved(step: Step, one: Evaluee) -> list[tuple[Grade, Number]]:
    """The areas that a manager had in the year, with their days; empty if only one."""
    rows = step.dossier.service_of(one.person.id)
    found = ((factors.nearest(step, row.unit), kit.period_of(row).days) for row in rows)
    parts: list[tuple[Grade, Number]] = [(grade, days) for grade, days in found if grade is not None]
    return parts if len({grade.id for grade, _ in parts}) > 1 else []


def _last_scope(step: Step, one: Evaluee, led: list[Grade]) -> kit.Factor:
    """For the Segretario Generale the ente; for a manager the area they lead, or of several the one in their row."""
    if one.role == SECRETARY and (not led or step.readings[OF_SECRETARY].choice != OWN_AREA):
        return factors.by_ente(step, factors.SCOPE)
    standing = factors.nearest(step, kit.unit_of(step.dossier, one.person, "last"))
    if len(led) == 1:
        return factors.measured(step, factors.SCOPE, [(led[0], 1)])
    if standing is not None and (not led or standing in led):
        return factors.measured(step, factors.SCOPE, [(standing, 1)])
    if not led:
        return factors.measured(step, factors.SCOPE, (), say("nessuna unità che dirige ha un grado"))
    units = tuple(Ref("unit", grade.id) for grade in led)
    which = say("dirige {units} e l'unità della persona non dice quale", units=units)
    return factors.measured(step, factors.SCOPE, (), which)


def _judgements(step: Step, managers: Scores) -> Mapping[str, list[PersonScore]]:
    """The scores that each evaluator gave; those of holders of posizioni organizzative only if they can be computed."""
    holders = all(step.parameters.has(key) for key in (OF_HOLDERS.key, THRESHOLD))
    given: dict[str, list[PersonScore]] = defaultdict(list)
    for one, row in (*managers, *step.once(_staff), *(step.once(_holders) if holders else ())):
        if row.score is not None:
            given[evaluator_of(step, one)].append(row)
    return given


def _with_spread(one: Evaluee, row: PersonScore, given: Sequence[PersonScore]) -> tuple[PersonScore, ResultRows]:
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
    why = say(
        "giudizi dati ai collaboratori: {judgements}, che distano al più {apart} (livelli diversi: {levels}): misura "
        "accanto al fattore {factor}, che è il valutatore a dare",
        judgements=len(scores),
        apart=say("1 punto") if spread == 1 else say("{spread} punti", spread=Points(half_up(spread, 2))),
        levels=len(levels),
        factor=factors.DIFFERENCES,
    )
    basis = evolve(row.basis, steps=(*row.basis.steps, *steps))
    return evolve(row, basis=basis), (telling.evaluation("info", "BS-SM-4.a", why, one.subject),)


@rule("BS-SM-4.a", hook="merito_check_plan")
def areas_of_managers(step: Step) -> ResultRows:
    """Warns of managers who lead several areas but are measured on one, or who lead none."""
    tree = step.once(Tree)
    for one in evaluees(step, MANAGER) if not tree.empty else ():
        led = [unit.id for unit in tree.managers.of(head=one.person.id)]
        own = kit.unit_of(step.dossier, one.person, "last")
        if own and not led:
            why = say(
                "non risulta responsabile di alcuna area dirigenziale: l'ambito si misura sulla sua unità, {unit}",
                unit=Ref("unit", own),
            )
            yield telling.evaluation("warning", "BS-SM-4.a", why, one.subject, one.person)
        if len(led) > 1 and own in led:
            why = say(
                "dirige {units}: l'ambito si misura solo su {own}, l'unità della persona",
                units=tuple(Ref("unit", unit) for unit in led),
                own=Ref("unit", own),
            )
            yield telling.evaluation("warning", "BS-SM-4.a", why, one.subject, one.person)


@rule("BS-SM-4.c", "BS-SM-Sf1", "BS-SM-Sf2", "BS-SM-Lv", "I-BS-20", "I-BS-23", "I-BS-41", hook="merito_documents")
def evaluation_sheet(step: Step) -> ResultRows:
    """A row for each row of everybody's form, then its total; its weight next to the contribution; the levels."""
    staff = evaluees(step, STAFF)
    for one in staff:
        yield from _sheet(step, one)
    if step.parameters.has(OF_STAFF.key):
        for one in staff:
            yield from _parts(step, one)
    if staff:
        yield from _levels(step)


def _sheet(step: Step, one: Evaluee) -> Iterator[TableRow]:
    """The Tot. of each row and the TOTALE; a refused form has no Tot."""
    form, score = factors.form_of(step, one), step.so_far.score(one.person.id)
    each = zip(one.ratings, form.rows, strict=False)
    rows = [(row.section, row.factor, tot.value, NOTHING, (row,)) for row, tot in each]
    for section, factor, total, why, ratings in (*rows, (TOTAL, "TOTALE", form.total, form.why, one.ratings)):
        yield TableRow(
            table="scheda_valutazione",
            columns=(
                ("persona", one.person.id),
                ("sezione", section),
                ("fattore", factor),
                ("totale", half_up(total, 2) if isinstance(total, Number) else ""),
                ("motivo", why),
            ),
            rules=("BS-SM-Sf1", "BS-SM-Sf2", *form.rules),
            rests_on=(score,) if score and section == TOTAL else (),
            public=False,
            basis=Basis(inputs=(one.person, *ratings), formula=factors.FORMULA),
        )


def _parts(step: Step, one: Evaluee) -> Iterator[TableRow]:
    """The two parts of the final score, each with its weight and its result; for the form also the level."""
    weights, form, beside = step.parameters.table(OF_STAFF.key), factors.form_of(step, one), contribution(step, one)
    score = step.so_far.score(one.person.id)
    level = score.level if score and score.level_on else ""
    for name, value, why in ((factors.CONTRIBUTION, beside.value, beside.reason), (FORM, form.total, form.why)):
        weight = weights.value.get(name)
        yield TableRow(
            table="valutazione_finale",
            columns=(
                ("persona", one.person.id),
                ("elemento", CALLED[name]),
                ("peso", half_up(fraction(weight), 2) if isinstance(weight, Number) else ""),
                ("grado", "" if value is None else half_up(value, 2)),
                ("livello", level if name == FORM else ""),
                ("motivo", why if value is None else ""),
            ),
            rules=(OF_STAFF.rule, factors.WEIGHTS),
            rests_on=beside.grades if name == factors.CONTRIBUTION else (),
            public=False,
            basis=Basis(inputs=(one.person, *(one.ratings if name == FORM else ())), parameters=(weights,)),
        )


def _levels(step: Step) -> Iterator[TableRow]:
    """The levels from the lowest, each with its whole points."""
    table = step.parameters.table(factors.LEVELS)
    least = sorted((fraction(value), name) for name, value in table.value.items())  # type: ignore[arg-type]
    for (first, name), (following, _) in pairwise((*least, (HUNDRED + 1, ""))):
        yield TableRow(
            table="livelli_valutazione",
            columns=(("punteggio", f"{number_text(first)} – {number_text(following - 1)}"), ("livello", name)),
            rules=("BS-SM-Lv", factors.MISPRINT),
            basis=Basis(parameters=(table,)),
        )
