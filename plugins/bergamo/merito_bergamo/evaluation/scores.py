"""What is measured and what is rated, before it is scored; everybody's score, role by role, and its level
(ch. 3.2 of the Plan; art. 16 c. 1 lett. g) and arts. 28 c. 4 and 6, 42-45).
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import cast

from attrs import evolve

from merito import (
    NOTHING,
    ActNeed,
    Basis,
    Finding,
    Gate,
    Person,
    PersonScore,
    Phase,
    Ref,
    ResultRows,
    Said,
    State,
    Step,
    cited,
    kit,
    rule,
    say,
)
from merito.numbers import Number, Period, apart_from
from merito_bergamo.appointments import REVOCATION, Role, also_staff, each_role_apart, presence, role_of, served_as
from merito_bergamo.evaluation import factors
from merito_bergamo.evaluation.evaluators import not_rated
from merito_bergamo.evaluation.factors import EVERYBODY, LEVELS, Evaluated, MeasuredFactor, given_to

HEARD = "counter_remarks"
Waited = tuple[PersonScore, tuple[Finding, ...]]


def _heard(step: Step, row: PersonScore) -> Waited:
    """A holder is heard before an evaluation that is not positive becomes final (art. 28 c. 6)."""
    threshold = step.parameters.number(factors.THRESHOLD)
    remarks = step.acts_of(HEARD, f"person:{row.person}")
    if row.score is None:
        return kit.until_heard(step, row, threshold.value, remarks, "BG-28.6"), ()
    positive = row.score >= threshold.value
    contested = kit.said_otherwise(step, row, positive, "BG-28.6", "I-BG-10")
    basis = evolve(row.basis, parameters=(*row.basis.parameters, threshold))
    row = evolve(row, rules=(*row.rules, "I-BG-10"), basis=basis)
    if contested:
        return kit.not_final(row, say("la valutazione registrata contraddice il punteggio"), "BG-28.6"), contested
    if positive:
        return kit.until_heard(step, row, threshold.value, remarks, "BG-28.6"), ()
    unheard = "valutazione non positiva, non definitiva prima delle controdeduzioni"
    return kit.heard_before(step, row, remarks, "BG-28.6", unheard, kind=HEARD)


def _approved(step: Step, row: PersonScore) -> Waited:
    """The Giunta evaluates the Segretario Generale on the OIV's proposal (art. 43 c. 1)."""
    state = step.gate("BG-43.1", f"person:{row.person}")
    if state is not None and state.open:
        return row, ()
    why = say("la Giunta non ha ancora valutato il Segretario Generale su proposta dell'OIV")
    return kit.not_final(row, why, "BG-43.1"), ()


def _waiting(step: Step, whom: Evaluated, row: PersonScore) -> Waited:
    """An evaluation, provisional for what those of its role still wait for, and what is to be noted of it."""
    waits = {Role.HOLDER: _heard, Role.SECRETARY: _approved}.get(whom.role)
    return waits(step, row) if waits else (row, ())


@rule("BG-43.1", "I-BG-19", hook="merito_gates")
def evaluation_by_the_giunta(step: Step) -> ResultRows:
    """The Giunta's evaluation after the OIV's proposal; only one, even if the Segretario Generale leads an area.

    If somebody had another role too, the result pay of that role does not wait for the Giunta.
    """
    need = (ActNeed("secretary_evaluation", by="giunta", after="secretary_proposal"),)
    for one in step.dossier.people:
        served = served_as(step, one, Role.SECRETARY)
        if served or one.role == Role.SECRETARY:
            alone = len(served) == len(step.dossier.service_of(one.id))
            leads = ("I-BG-19",) if step.dossier.units.of(kind="area", head=one.id) else ()
            tool = None if alone else factors.THE_SECRETARY.tool
            rules = ("BG-43.1", *leads)
            yield Gate(phase=Phase.EVALUATION, tool=tool, subject=f"person:{one.id}", needs=need, rules=rules)


@rule("BP-3.2g", "I-BP-01", hook="merito_check_plan")
def grades_given(step: Step) -> ResultRows:
    """Warns of grades given by the ente without an actual: they only replace the formula, never a missing actual."""
    for row in step.dossier.measures.of(at="final"):
        if row.grade is not None and row.value.said is not Said.VALUE:
            why = say(
                "il grado dato dall'ente ({grade}) non conta, perché manca il consuntivo: vale solo per un consuntivo "
                "che nessuna formula misura ({reading})",
                grade=row.grade,
                reading=Ref("reading", "I-BP-01"),
            )
            subject = f"indicator:{row.indicator}"
            yield kit.told("warning", "BP-3.2g", why, subject, phase=Phase.EVALUATION, inputs=(row,))


@rule("BP-3.2g", "BP-3.2c", "BP-3.2d", "I-BP-01", "I-BP-02", "I-BP-04", "I-BP-06", hook="merito_indicator_grades")
def grades_of_indicators(step: Step) -> ResultRows:
    """Monitoring indicators carry no weight; a project with a form is graded by its activities.

    A target without an actual is not measured, unless the ente chooses zero.
    """
    date_grade = step.parameters.choice("date_grade")
    policy = kit.IndicatorPolicy(
        rules=("BP-3.2g", "I-BP-01", "I-BP-02"),
        monitoring_rules=("BP-3.2c",),
        missing_rules=("I-BP-04",),
        project_rules=("BP-3.2d", "I-BP-06"),
        missing=step.readings["I-BP-04"].choice,
        date_grade=date_grade.value,
        parameters=(date_grade,),
    )
    yield from kit.indicator_grades(step.dossier, policy)


@rule("BG-45.2", "BG-28.4", "BG-16.1g", "BG-43.1", hook="merito_check_plan")
def ratings_refused(step: Step) -> ResultRows:
    """Points above or without a maximum, or from two sources, are an error of that person, whatever else is missing.

    For another role than that of the year, the error is of the tool that pays for it. Without valid weights from the
    ente, the factors are those that are rated.
    """
    for person in step.dossier.people:
        subject = f"person:{person.id}"
        ratings = step.dossier.ratings.of(person.id)
        rated = dict.fromkeys(row.section or row.factor for row in ratings)
        of_the_year = role_of(step, person)
        for role in (of_the_year, *_other_roles(step, person)):
            whom = EVERYBODY[role]
            names: Iterable[str] = factors.STAFF_FACTORS if whom.staff else rated
            if step.once(factors.problems).get(whom.factors) == NOTHING:
                names = step.parameters.table(whom.factors).value
            if refused := factors.refused(step, whom, person, names):
                tool = None if role == of_the_year else whom.tool
                why = say("valutazione rifiutata: {why}", why=refused)
                yield kit.told("error", whom.rule, why, subject, phase=Phase.EVALUATION, tool=tool, inputs=ratings)


@rule("BG-45.2", "BG-42.2", "BP-3.3f", "I-BG-18", "I-BG-28", "I-BP-12", "I-IT-40", hook="merito_person_scores")
def scores_of_staff(step: Step) -> ResultRows:
    """The staff's score: contribution to the structure; objectives of the person or the group; behaviour and skills."""
    yield from _evaluations(step, factors.THE_STAFF)


@rule("BG-28.4", "BG-28.6", "BG-42.2", "BP-3.3f", "I-BG-10", "I-BG-18", "I-IT-40", hook="merito_person_scores")
def scores_of_holders(step: Step) -> ResultRows:
    """The score of holders of posizioni organizzative; one that is not positive is provisional until they are heard."""
    yield from _evaluations(step, factors.HOLDERS)


@rule("BG-16.1g", "BG-42.2", "BP-3.3f", "I-BG-18", "I-IT-40", hook="merito_person_scores")
def scores_of_managers(step: Step) -> ResultRows:
    """The managers' score on the factors that the ente has adopted for them."""
    yield from _evaluations(step, factors.MANAGERS)


@rule("BG-43.1", "BG-42.2", "BP-3.3f", "I-BG-18", "I-BG-19", "I-IT-40", hook="merito_person_scores")
def score_of_the_secretary(step: Step) -> ResultRows:
    """The score of the Segretario Generale, provisional until the Giunta has evaluated."""
    yield from _evaluations(step, factors.THE_SECRETARY)


def _evaluations(step: Step, whom: Evaluated) -> Iterator[PersonScore | Finding]:
    """The score of everybody with a role, with its findings, once the ente gives weights, levels and threshold."""
    for person in step.dossier.people:
        if role_of(step, person) == whom.role:
            step.parameters.need(whom.factors, LEVELS, *whom.threshold)
            row, findings = _score(step, whom, person)
            row, more = _waiting(step, whom, row)
            yield kit.not_by_oneself(step, row, whom.rule)
            yield from (*findings, *more)


def score_as(step: Step, whom: Evaluated, person: Person) -> PersonScore:
    """Somebody's score on the factors of a role other than that of the yearly evaluation (I-BG-25).

    Raises MissingParameterError until the ente gives the weights of the factors and the levels.
    """
    step.parameters.need(whom.factors, LEVELS)
    return _score(step, whom, person)[0]


def score_in(step: Step, whom: Evaluated, person: str) -> PersonScore | None:
    """The evaluation by which somebody shares in the result pay of a role, even a role of some days (I-BG-25).

    It is the yearly evaluation or, for the days in another role, one on the factors of that role, provisional for what
    it still waits for.
    """
    somebody = step.dossier.people[person]
    yearly = step.so_far.score(person)
    if role_of(step, somebody) == whom.role:
        return yearly
    row = score_as(step, whom, somebody) if each_role_apart(step) else yearly
    return kit.not_by_oneself(step, _waiting(step, whom, row)[0], whom.rule) if row else None


def _score(step: Step, whom: Evaluated, person: Person) -> Waited:
    """Somebody's score, with the unit where they work, and what is to be noted about it."""
    weights, levels = step.parameters.table(whom.factors), step.parameters.table(LEVELS)
    unit = kit.unit_of(step.dossier, person, "last")
    problems = step.once(factors.problems)
    if wrong := problems[whom.factors] or problems[LEVELS]:
        why = say("i parametri dell'ente non sono coerenti: {why}", why=wrong)
    else:
        why = factors.refused(step, whom, person, weights.value)
    if why:
        row = PersonScore(
            person=person.id,
            unit=unit,
            state=State.REFUSED,
            reason=cited(whom.rule, why),
            rules=(whom.rule, "BG-42.2", "I-BG-18"),
            basis=Basis(inputs=(person,), parameters=(weights, levels)),
        )
        return row, ()
    own = [factors.factor(step, whom, person, name) for name in weights.value]
    score = kit.weighed_by(own, weights)
    minima = cast(Mapping[str, Number], levels.value)
    reached = {} if score is None else {name: least for name, least in minima.items() if least <= score}
    measured = [one for one in own if one.grades]
    forms = (factors.FORMS,) if measured and whom.staff else ()
    below = (factors.FROM_BELOW,) if any(one.from_below for one in own) else ()
    row = kit.score_of(
        person,
        own,
        score,
        (whom.rule, "BG-42.2", *(("BP-3.3f",) if measured else ()), *forms, *below, "I-BG-18"),
        unit=unit,
        level=max(reached, key=reached.__getitem__, default=""),
        weights=weights,
        parameters=(weights, levels),
        formula=partial(kit.weights_formula, own, weights),
    )
    reason = cited(whom.rule, row.reason) if row.reason else NOTHING
    awaited = any(one.value is None and not one.grades for one in own)
    unrated = not_rated(step, person) if awaited else ()
    return evolve(row, reason=reason), (*unrated, *_noted(step, whom, person, own))


def _noted(step: Step, whom: Evaluated, person: Person, own: list[MeasuredFactor]) -> Iterator[Finding]:
    """Warns of days in units without a board, of days that no rating covers, and of ratings whose name is no factor.

    Of somebody with several roles in the year no days are asked for, nor days of absence and those after the run: there
    may be nothing to rate in them.
    """
    dossier = step.dossier
    weights = step.parameters.table(whom.factors).value
    found = []
    for one in own:
        if one.uncovered:
            why = say(
                "fattore {factor}: {days} giorno in strutture senza scheda",
                many="fattore {factor}: {days} giorni in strutture senza scheda",
                number="days",
                factor=one.name,
                days=one.uncovered,
            )
            found.append(("BP-3.3f", why))
    rows = dossier.service_of(person.id)
    if len({row.role or person.role for row in rows}) < 2 and (whom.staff or not also_staff(step, person)):
        begun = [kit.period_of(row) for row in rows if row.start <= step.as_of]
        away = [Period(one.start, one.end) for one in dossier.absences.of(person.id)]
        served = apart_from([Period(one.start, min(one.end, step.as_of)) for one in begun], away)
        for one in own:
            for name, lacking in factors.unrated(one.ratings, served, dossier.year):
                why = say(
                    "fattore {factor}: {name} non è valutato per {days} giorno di servizio",
                    many="fattore {factor}: {name} non è valutato per {days} giorni di servizio",
                    number="days",
                    factor=one.name,
                    name=name,
                    days=lacking,
                )
                found.append((whom.rule, why))
    known = set(weights)
    for role in _roles_beside(step, person) if each_role_apart(step, perhaps=True) else ():
        other = EVERYBODY[role]
        known |= set(factors.STAFF_FACTORS if other.staff else given_to(step, other) or ())
    last_row = {row.section or row.factor: row.source for row in dossier.ratings.of(person.id)}
    for name, source in last_row.items():
        if name not in known:
            why = say(
                "«{name}» ({source}) non è un fattore; sono: {factors}",
                name=name,
                source=str(source),
                factors=tuple(weights),
            )
            found.append((whom.rule, why))
    for rule_id, why in found:
        yield kit.told("warning", rule_id, why, f"person:{person.id}", phase=Phase.EVALUATION)


def _other_roles(step: Step, person: Person) -> list[str]:
    """The other roles in which somebody is evaluated besides that of the year, each for its days (I-BG-25)."""
    beside = _roles_beside(step, person)
    return beside if beside and each_role_apart(step) else []


def _roles_beside(step: Step, person: Person) -> list[str]:
    """The other roles that somebody had in the year."""
    roles = [Role.STAFF] if also_staff(step, person) else []
    for role in (Role.HOLDER, Role.MANAGER, Role.SECRETARY):
        had = kit.staff_posts_of(step, person.id, REVOCATION) if role == Role.HOLDER else presence(step, person, role)
        if had and role != role_of(step, person):
            roles.append(role)
    return roles
