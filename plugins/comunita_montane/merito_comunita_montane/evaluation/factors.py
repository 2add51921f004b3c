"""Factors, their weights and ratings (arts. 11 c. 2, 12 c. 1), and the level that a score reaches (art. 17 c. 2).

The text names the factors and no weights: without weights the step that needs them is blocked (I-BL-35). At least 70%
of the maximum, tested exactly, is in a merit band. Below it: `non adeguata` by an act of insufficient performance, `non
valutabile` for more than 5 months of absence, otherwise `adeguata`. Somebody never rated, without such an act or
absence, has no level: a missing score is not below 70%. Nor does somebody with only some of the factors: a long absence
decides nothing about them yet.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import partial

from attrs import evolve, frozen

import merito
from merito import (
    NOTHING,
    Act,
    Basis,
    InForce,
    Intermediate,
    Message,
    Percent,
    PersonScore,
    Phase,
    Ref,
    ResultRows,
    State,
    Step,
    Tried,
    kit,
    rule,
    say,
)
from merito.numbers import HUNDRED, Period, apart_from, fraction, product, quotient
from merito_comunita_montane.organisation import MANAGER, POSITION, STAFF, role_of, served

OF_STAFF, OF_HEADS = ("a", "b", "c"), ("a", "b", "c", "d")
NAMES = {STAFF: OF_STAFF, POSITION: OF_HEADS, MANAGER: OF_HEADS}
KEYS = {STAFF: "staff_factors", POSITION: "position_factors", MANAGER: "manager_factors"}
RULES = {STAFF: "BL-12.1", POSITION: "BL-11.2", MANAGER: "BL-11.2"}
GIVEN = "I-BL-35"
ADMITTED, ADEQUATE, NOT_RATEABLE, INADEQUATE = "in fascia di merito", "adeguata", "non valutabile", "non adeguata"
MONTHS, COUNTED, FLAG, PREVAILS = "I-BL-09", "I-BL-10", "I-BL-12", "I-BL-11"
REVOKED = say("se l'atto è revocato, lo dice la sua colonna «fino al»")
Away = Sequence[merito.Absence]
RANKED = {"staff": (STAFF,), "staff_po": (STAFF, POSITION), "all": (STAFF, POSITION, MANAGER)}


@rule("BL-11.2", "BL-12.1", GIVEN, hook="merito_check_parameters")
def weights_of_factors(step: Step) -> ResultRows:
    """Invalid weights set by the ente are errors; weights that it has not set block the scores."""
    for role, key in KEYS.items():
        yield from kit.wrong_weights(
            step, key, NAMES[role], RULES[role], say("{reading}", reading=Ref("reading", GIVEN))
        )


@frozen
class RatedOf:
    """The ratings of everybody in a role who served in the year; a weight in a row must be the ente's."""

    role: str

    def __call__(self, step: Step) -> kit.Factors:
        people = tuple(one for one in served(step.dossier) if role_of(step.dossier, one) == self.role)
        axis, names = kit.Axis("person", tuple(one.id for one in people), people), NAMES[self.role]
        given = step.parameters.table(KEYS[self.role]).value if step.parameters.has(KEYS[self.role]) else {}
        weights = {} if kit.weights_problem(given, names) else given

        def of_the_ente(name: str, rows: Sequence[merito.Rating]) -> Message:
            written, weight = rows[0].weight, weights.get(name)
            if len(rows) > 1 or written is None or weight in (None, written):
                return NOTHING
            return say(
                "il peso scritto nella riga ({written}) non è quello del parametro {parameter}",
                written=fraction(written),
                parameter=Ref("parameter", KEYS[self.role]),
            )

        found = kit.factors(
            step, *names, axis=axis, max_given=True, also=of_the_ente, missing=_unrated, told="fattore {}"
        )
        return evolve(found, wrong={at: _periods_first(found.own[at], wrong) for at, wrong in found.wrong.items()})


def _unrated(name: str) -> Message:
    return say("fattore {factor} non valutato", factor=name)


def _periods_first(
    own: Mapping[str, Sequence[merito.Rating]], wrong: Mapping[str, tuple[Message, ...]]
) -> Mapping[str, tuple[Message, ...]]:
    """What is wrong with somebody's ratings: rows of several periods are reported once, before all else."""
    several = [name for name, rows in own.items() if any(kit.periods_problems(rows))]
    if not several:
        return wrong
    why = say(
        "righe di periodi diversi (fattori {factors}), mentre i risultati della valutazione sono annuali (art. 17 c. "
        "1) e chi valuta è il responsabile della struttura in cui il dipendente è collocato (art. 12 c. 2): scrivere "
        "una sola valutazione dell'anno, una riga per fattore",
        factors=tuple(several),
    )
    found = {"": (why, *wrong.get("", ()))}
    for name, problems in wrong.items():
        rows = own[name] if name in several else ()
        known = {*kit.sections_problems(rows), *kit.periods_problems(rows)} if rows else set()
        rest = tuple(one for one in problems if one not in known)
        if name and rest:
            found[name] = rest
    return found


@rule("BL-11.2", "BL-12.1", hook="merito_check_plan")
def ratings(step: Step) -> ResultRows:
    """Points above their maximum, or an unknown factor, are an error of that person, whatever else is missing."""
    found = (one for role in KEYS for one in kit.refusals(step, step.once(RatedOf(role)), RULES[role]))
    of_each = {one.subject.removeprefix("person:"): one for one in found}
    yield from (of_each[one.id] for one in step.dossier.people.among(of_each))


def degrees(step: Step, person: merito.Person) -> Mapping[str, Fraction | None]:
    """The degree of each factor of somebody's evaluation in percent, by its letter; None if it is unknown."""
    own = step.once(RatedOf(role_of(step.dossier, person)))
    return {name: column.of(person.id) for name, column in own.items()}


def most_reached(step: Step, person: merito.Person) -> Fraction:
    """The most that somebody's score (of 100) can be, whatever the factors whose degree is unknown are rated."""
    return most(step, person, degrees(step, person))


def most(step: Step, person: merito.Person, given: Mapping[str, Fraction | None]) -> Fraction:
    """The most that the score (of 100) of somebody with some degrees can be."""
    return least_and_most(step, person, given)[1]


def least_and_most(
    step: Step, person: merito.Person, given: Mapping[str, Fraction | None]
) -> tuple[Fraction, Fraction]:
    """Between what the score (of 100) of somebody with some degrees can be."""
    weights = step.parameters.table(KEYS[role_of(step.dossier, person)]).value
    if kit.weights_problem(weights, tuple(given)):
        return Fraction(0), Fraction(HUNDRED)
    least = most = Fraction(0)
    for name, degree in given.items():
        weight = fraction(weights[name])  # type: ignore[arg-type]
        least += product(weight, quotient(degree or 0, HUNDRED))
        most += product(weight, quotient(HUNDRED if degree is None else degree, HUNDRED))
    return least, most


def ranked_roles(step: Step) -> tuple[str, ...]:
    """The roles in the rankings: the staff, and others only if the conferenza has said so (I-BL-30)."""
    return RANKED[step.parameters.choice("ranked").value]


def poor_performance(step: Step, person: str) -> tuple[Act, ...]:
    """The acts of insufficient performance about somebody that are in force; a revoked one has an end (`until`)."""
    acts = step.acts_of("poor_performance", f"person:{person}")
    return tuple(act for act in acts if act.until is None or act.until >= step.as_of)


def levelled(step: Step, row: PersonScore, role: str, away: Away) -> tuple[PersonScore, list[merito.Finding]]:
    """The score with its level, for people who are ranked; with findings on absences (`away`) or on an act."""
    subject, acts, ranked = f"person:{row.person}", poor_performance(step, row.person), role in ranked_roles(step)
    findings: list[merito.Finding] = []
    silent = tuple(one for one in away if one.counts is None)
    if ranked and silent:
        why = say(
            "assenze senza indicazione se contano (colonna conta): {absences}, non contate ({reading})",
            absences=len(silent),
            reading=Ref("reading", COUNTED),
        )
        findings.append(kit.told("warning", "BL-17.2b", why, subject, phase=Phase.EVALUATION, inputs=silent))
    if row.score is None and row.state is State.REFUSED:
        return row, findings
    threshold = step.parameters.share("admission")
    reached = row.score is not None and row.score >= product(threshold.value, row.maximum or 0)
    if acts and reached:
        why = say(
            "l'atto {act} lo valuta di insufficiente rendimento, ma il punteggio è {score}, non sotto il {admission} "
            "del massimo ({reading}); {revoked}",
            act=Ref("act", acts[0].id),
            score=Percent(row.score or 0),
            admission=Percent(product(threshold.value, HUNDRED)),
            reading=Ref("reading", FLAG),
            revoked=REVOKED,
        )
        findings.append(kit.told("error", "BL-17.2c", why, subject, phase=Phase.EVALUATION, inputs=acts))
        return evolve(row, state=State.REFUSED, reason=why, rules=(*row.rules, "BL-17.2c", FLAG)), findings
    if ranked and reached:
        row = _admitted(step, row, threshold, away)
    elif ranked:
        row = _below(step, row, threshold, acts, away)
    return row, findings


def _admitted(step: Step, row: PersonScore, threshold: InForce[Fraction], away: Away) -> PersonScore:
    """In a merit band; or not rateable, if the ente has adopted that a long absence prevails over the score."""
    limit, months = step.parameters.number("absence_months"), months_away(step, away)
    long = months > limit.value
    prevails = long and step.readings[PREVAILS].choice == "absence"
    rules = ("BL-17.2b", MONTHS) if prevails else ("BL-17.2i",)
    tested = (threshold, limit) if long else (threshold,)
    basis = partial(_with_absences, row, away if months else (), tested, months or None)
    known = (*row.rules, *rules, *((PREVAILS,) if long else ()))
    return evolve(row, level=NOT_RATEABLE if prevails else ADMITTED, rules=known, basis=basis)


def _below(
    step: Step, row: PersonScore, threshold: InForce[Fraction], acts: tuple[Act, ...], away: Away
) -> PersonScore:
    limit, months = step.parameters.number("absence_months"), months_away(step, away)
    long = say("assenze di {months} mesi: non più di {most}", months=months, most=limit.value)
    no_act = Tried("BL-17.2c", say("nessun atto di insufficiente rendimento"))
    tried: tuple[Tried, ...] = (no_act, Tried("BL-17.2b", long))
    rules: tuple[str, ...] = ("BL-17.2a",)
    level = ADEQUATE
    if acts:
        level, rules, tried = INADEQUATE, ("BL-17.2c", FLAG), ()
    elif months > limit.value and (row.score is not None or not step.dossier.ratings.of(row.person)):
        level, rules, tried = NOT_RATEABLE, ("BL-17.2b", MONTHS, COUNTED), (no_act,)
    elif row.score is None:
        return row
    basis = partial(_with_absences, row, (*acts, *away), (threshold, limit), months, *tried)
    reason = row.reason if row.score is None else NOTHING
    return evolve(row, level=level, state=State.FINAL, lacks=(), reason=reason, rules=(*row.rules, *rules), basis=basis)


def _with_absences(
    row: PersonScore, rows: Sequence[object], tested: Sequence[InForce[object]], months: Fraction | None, *tried: Tried
) -> Basis:
    """The basis of a score, with what gives it its level."""
    return evolve(
        row.basis,
        inputs=(*row.basis.inputs, *rows),
        parameters=(*row.basis.parameters, *tested),
        steps=(*row.basis.steps, *(() if months is None else (Intermediate("mesi di assenza", months),))),
        tried=tried,
    )


def months_away(step: Step, away: Away) -> Fraction:
    """Months of somebody's absences that count, in the year; absences that do not say so do not count.

    Nobody is absent before or after their service.
    """
    if not away:
        return Fraction(0)
    days = kit.days_away(step, away, unsaid=False)
    outside = apart_from(days, (kit.period_of(row) for row in step.dossier.service_of(away[0].person)))
    return kit.months_in(step, apart_from(days, outside) if outside else days)


def on_leave(step: Step, person: merito.Person, away: Away) -> bool:
    """Whether leave that never counts (IT-9.3) fills all the service of the year, so that nothing is evaluated."""
    days = [kit.period_of(row) for row in step.dossier.service_of(person.id)]
    return not apart_from(days, (Period(one.start, one.end) for one in away if kit.never_counts(step, one)))
