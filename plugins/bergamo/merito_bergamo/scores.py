"""Individual evaluations: factors weighted by the ente's SMVP, and the level that a score reaches (arts. 42-45)."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from attrs import evolve, frozen

from merito import Basis, Finding, InForce, Person, PersonScore, Phase, State, Step
from merito.kit import period_of, score_of, told, unit_of, weighed_by, weights_formula
from merito.numbers import Period, apart_from, counted
from merito_bergamo.factors import LEVELS, STAFF_FACTORS, level_of, levels_problem, weights_problem
from merito_bergamo.measured_factors import FORMS, FROM_BELOW, MeasuredFactor, factor, refusal
from merito_bergamo.rated_factors import ratings_of, unrated
from merito_bergamo.roles import (
    MANAGER,
    OF_THOSE_DAYS,
    POSITION,
    SECRETARY,
    STAFF,
    TWO_ROLES,
    also_staff,
    posts_of,
    presence,
    role_of,
)

Table = InForce[Mapping[str, object]]
Last = Callable[[Step, PersonScore], PersonScore]
OF_ROLE = {POSITION: "position_factors", MANAGER: "manager_factors", SECRETARY: "secretary_factors"}


@frozen(kw_only=True)
class Evaluated:
    """The people that a module evaluates: their role, the parameter with their factors, and the rule."""

    role: str
    factors: str
    rule: str


def evaluated(step: Step, whom: Evaluated, *others: str) -> Iterator[tuple[PersonScore, tuple[Finding, ...]]]:
    """The score of everybody with a role, with its findings; nothing if nobody has the role.

    Raises MissingParameterError until the ente gives the weights of the factors, the levels and `others`.
    """
    people = [person for person in step.dossier.people if role_of(step, person) == whom.role]
    if people:
        step.parameters.need(whom.factors, LEVELS, *others)
        wrong = _incoherent(step, whom)
        yield from (_evaluation(step, whom, person, wrong) for person in people)


def score_as(step: Step, whom: Evaluated, person: Person) -> PersonScore:
    """Somebody's score on the factors of a role other than that of the yearly evaluation (I-BG-25).

    Raises MissingParameterError until the ente gives the weights of the factors and the levels.
    """
    step.parameters.need(whom.factors, LEVELS)
    return _evaluation(step, whom, person, _incoherent(step, whom))[0]


def score_in(step: Step, whom: Evaluated, last: Last, person: str) -> PersonScore | None:
    """The evaluation by which somebody shares in the result pay of a role, even a role of some days (I-BG-25).

    It is the yearly evaluation or, for the days in another role, one on the factors of that role. `last` makes it
    provisional for what it still waits for.
    """
    somebody, yearly = step.dossier.people[person], step.so_far.score(person)
    if role_of(step, somebody) == whom.role:
        return yearly
    if step.readings[TWO_ROLES].choice == OF_THOSE_DAYS:
        return last(step, score_as(step, whom, somebody))
    return None if yearly is None else last(step, yearly)


def as_it_is(step: Step, row: PersonScore) -> PersonScore:
    """An evaluation that waits for nothing more."""
    return row


def bearing(row: PersonScore, reading: str, parameter: InForce[object]) -> PersonScore:
    """The same score, with a reading and the parameter it is compared with added to what it rests on."""
    basis = partial(_with_parameter, row, parameter)
    return evolve(row, rules=(*row.rules, reading), basis=basis)


def _with_parameter(row: PersonScore, parameter: InForce[object]) -> Basis:
    return evolve(row.basis, parameters=(*row.basis.parameters, parameter))


def _incoherent(step: Step, whom: Evaluated) -> str:
    weights, levels = step.parameters.table(whom.factors), step.parameters.table(LEVELS)
    return weights_problem(whom.role, weights.value) or levels_problem(levels.value)


def _evaluation(step: Step, whom: Evaluated, person: Person, wrong: str) -> tuple[PersonScore, tuple[Finding, ...]]:
    """Somebody's score, with the unit where they work."""
    row, findings = _score(step, whom, person, wrong)
    reason = f"{whom.rule}: {row.reason}" if row.reason else ""
    return evolve(row, unit=unit_of(step.dossier, person, "last"), reason=reason), findings


def _score(step: Step, whom: Evaluated, person: Person, wrong: str) -> tuple[PersonScore, tuple[Finding, ...]]:
    weights, levels = step.parameters.table(whom.factors), step.parameters.table(LEVELS)
    if wrong:
        why = f"i parametri dell'ente non sono coerenti: {wrong}"
        return _refused(whom, person, why, weights, levels), ()
    factors = [factor(step, person, name, staff=whom.role == STAFF) for name in weights.value]
    refused = [one.reason for one in factors if one.refused]
    if refused:
        return _refused(whom, person, "; ".join(refused), weights, levels), ()
    findings = (*_bare(factors, person), *_unrated(step, whom, person, factors), *_strange(step, whom, person, weights))
    return _scored(whom, person, factors, weights, levels), findings


def ratings_problem(step: Step, whom: Evaluated, person: Person) -> str:
    """Why somebody's ratings cannot be scored (Italian), or nothing; can be asked before there are grades.

    Without valid weights from the ente, the factors are those that are rated.
    """
    names = step.once(_Weighed(whom.role, whom.factors)) or _rated_names(step, whom, person)
    return "; ".join(filter(None, (refusal(step, person, name, staff=whom.role == STAFF) for name in names)))


@frozen
class _Weighed:
    """The factors of a role to which the ente has given valid weights."""

    role: str
    factors: str

    def __call__(self, step: Step) -> tuple[str, ...]:
        given = step.parameters.table(self.factors).value if step.parameters.has(self.factors) else {}
        return () if weights_problem(self.role, given) else tuple(given)


def _rated_names(step: Step, whom: Evaluated, person: Person) -> tuple[str, ...]:
    if whom.role == STAFF:
        return STAFF_FACTORS
    return tuple(dict.fromkeys(row.section or row.factor for row in ratings_of(step, person)))


def _bare(factors: list[MeasuredFactor], person: Person) -> Iterator[Finding]:
    for one in factors:
        if one.uncovered:
            why = f"fattore {one.name}: {counted(one.uncovered, 'giorno', 'giorni')} in strutture senza scheda"
            yield _warning("BP-3.3f", why, person)


def _unrated(step: Step, whom: Evaluated, person: Person, factors: list[MeasuredFactor]) -> Iterator[Finding]:
    """Warns of days of service that no rating of a factor covers; not of somebody with several roles in the year.

    Days of absence, and those after the run, are not asked for: there may be nothing to rate in them.
    """
    rows = step.dossier.service_of(person.id)
    roles = {row.role or person.role for row in rows}
    if len(roles) > 1 or (whom.role != STAFF and also_staff(step, person)):
        return
    away = [Period(one.start, one.end) for one in step.dossier.absences.of(person.id)]
    begun = (period_of(row) for row in rows if row.start <= step.as_of)
    served = apart_from((Period(one.start, min(one.end, step.as_of)) for one in begun), away)
    for one in factors:
        for name, days in unrated(one.ratings, served, step.dossier.year):
            why = f"fattore {one.name}: {name} non è valutato per {counted(days, 'giorno', 'giorni')} di servizio"
            yield _warning(whom.rule, why, person)


def _strange(step: Step, whom: Evaluated, person: Person, weights: Table) -> Iterator[Finding]:
    """Warns of ratings whose name is no factor, which do not count, and lists the factors."""
    rows = ratings_of(step, person)
    known = {*weights.value, *_of_other_roles(step, person)}
    strange = {row.section or row.factor: row.source for row in rows if (row.section or row.factor) not in known}
    for name, source in strange.items():
        why = f"«{name}» ({source}) non è un fattore; sono: {', '.join(weights.value)}"
        yield _warning(whom.rule, why, person)


def _of_other_roles(step: Step, person: Person) -> Iterator[str]:
    for role in other_roles(step, person):
        if role == STAFF:
            yield from STAFF_FACTORS
        elif step.parameters.has(OF_ROLE[role]):
            yield from step.parameters.table(OF_ROLE[role]).value


def other_roles(step: Step, person: Person) -> Iterator[str]:
    """The other roles in which somebody is evaluated besides that of the year, each for its days (I-BG-25)."""
    roles = [STAFF] if also_staff(step, person) else []
    for role in OF_ROLE:
        had = posts_of(step, person.id) if role == POSITION else presence(step, person, role)
        if had and role != role_of(step, person):
            roles.append(role)
    if roles and step.readings[TWO_ROLES].choice == OF_THOSE_DAYS:
        yield from roles


def _warning(rule_id: str, why: str, person: Person) -> Finding:
    return told("warning", rule_id, why, f"person:{person.id}", phase=Phase.EVALUATION)


def _refused(whom: Evaluated, person: Person, why: str, weights: Table, levels: Table) -> PersonScore:
    return PersonScore(
        person=person.id,
        state=State.REFUSED,
        reason=why,
        rules=(whom.rule, "BG-42.2", "I-BG-18"),
        basis=Basis(inputs=(person,), parameters=(weights, levels)),
    )


def _scored(
    whom: Evaluated, person: Person, factors: list[MeasuredFactor], weights: Table, levels: Table
) -> PersonScore:
    score = weighed_by(factors, weights)
    measured = [one for one in factors if one.grades]
    forms = (FORMS,) if measured and whom.role == STAFF else ()
    below = (FROM_BELOW,) if any(one.from_below for one in factors) else ()
    return score_of(
        person,
        factors,
        score,
        (whom.rule, "BG-42.2", *(("BP-3.3f",) if measured else ()), *forms, *below, "I-BG-18"),
        level="" if score is None else level_of(score, levels.value),
        parameters=(weights, levels),
        formula=partial(weights_formula, factors, weights),
    )
