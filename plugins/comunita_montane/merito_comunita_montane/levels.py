"""In a merit band or below (art. 17 c. 2): at least 70% of the maximum, tested exactly; else one of three words.

Below 70%: `non adeguata` by an act of insufficient performance, `non valutabile` for more than 5 months of absence,
otherwise `adeguata`. Somebody never rated, without such an act or absence, has no level: a missing score is not below
70%. Nor does somebody with only some of the factors: a long absence decides nothing about them yet.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import partial

from attrs import evolve

from merito import Absence, Act, Basis, Finding, InForce, Intermediate, Person, PersonScore, Phase, State, Step, Tried
from merito.kit import days_away, months_in, never_counts, period_of, told
from merito.numbers import Period, apart_from, number_text, percent_text, product
from merito_comunita_montane.organisation import MANAGER, POSITION, STAFF

ADMITTED, ADEQUATE, NOT_RATEABLE, INADEQUATE = "in fascia di merito", "adeguata", "non valutabile", "non adeguata"
MONTHS, COUNTED, FLAG, PREVAILS = "I-BL-09", "I-BL-10", "I-BL-12", "I-BL-11"
POOR = "poor_performance"
REVOKED = "se l'atto è revocato, lo dice la sua colonna fino_al"
RANKED = {"staff": (STAFF,), "staff_po": (STAFF, POSITION), "all": (STAFF, POSITION, MANAGER)}

Told = tuple[PersonScore, list[Finding]]


def ranked_roles(step: Step) -> tuple[str, ...]:
    """The roles in the rankings: the staff, and others only if the conferenza has said so (I-BL-30)."""
    return RANKED[step.parameters.choice("ranked").value]


def levelled(step: Step, row: PersonScore, role: str, away: Sequence[Absence]) -> Told:
    """The score with its level, for people who are ranked; with findings on absences (`away`) or on an act."""
    subject = f"person:{row.person}"
    acts = poor_performance(step, row.person)
    ranked = role in ranked_roles(step)
    findings = list(_doubtful(away, subject)) if ranked else []
    if row.score is None and row.state is State.REFUSED:
        return row, findings
    threshold = step.parameters.share("admission")
    reached = row.score is not None and row.score >= product(threshold.value, row.maximum or 0)
    if acts and reached:
        why = (
            f"l'atto {acts[0].id} lo valuta di insufficiente rendimento, ma il punteggio è {_percent(row)}, non "
            f"sotto il {percent_text(product(threshold.value, 100))} del massimo ({FLAG}); {REVOKED}"
        )
        wrong = told("error", "BL-17.2c", why, subject, phase=Phase.EVALUATION, inputs=acts)
        return evolve(row, state=State.REFUSED, reason=why, rules=(*row.rules, "BL-17.2c", FLAG)), [*findings, wrong]
    if not ranked:
        return row, findings
    if reached:
        return _admitted(step, row, threshold, away), findings
    return _below(step, row, threshold, acts, away), findings


def poor_performance(step: Step, person: str) -> tuple[Act, ...]:
    """The acts of insufficient performance about somebody that are in force; a revoked one has an end (`until`)."""
    acts = step.acts_of(POOR, f"person:{person}")
    return tuple(act for act in acts if act.until is None or act.until >= step.as_of)


def _admitted(step: Step, row: PersonScore, threshold: InForce[Fraction], away: Sequence[Absence]) -> PersonScore:
    """In a merit band; or not rateable, if the ente has adopted that a long absence prevails over the score."""
    limit = step.parameters.number("absence_months")
    months = months_away(step, away)
    long = months > limit.value
    prevails = long and step.readings[PREVAILS].choice == "absence"
    rules = ("BL-17.2b", MONTHS) if prevails else ("BL-17.2i",)
    known = (*row.rules, *rules, *((PREVAILS,) if long else ()))
    level = NOT_RATEABLE if prevails else ADMITTED
    more = partial(
        _with_absences, row, away if months else (), (threshold, *((limit,) if long else ())), months or None
    )
    return evolve(row, level=level, rules=known, basis=more)


def _with_absences(
    row: PersonScore,
    inputs: Sequence[object],
    parameters: tuple[InForce[object], ...],
    months: Fraction | None,
    tried: tuple[Tried, ...] = (),
) -> Basis:
    """The basis of a score, with what gives it its level."""
    return evolve(
        row.basis,
        inputs=(*row.basis.inputs, *inputs),
        parameters=(*row.basis.parameters, *parameters),
        steps=(*row.basis.steps, *(() if months is None else (Intermediate("mesi di assenza", months),))),
        tried=tried,
    )


def _below(
    step: Step, row: PersonScore, threshold: InForce[Fraction], acts: tuple[Act, ...], away: Sequence[Absence]
) -> PersonScore:
    limit = step.parameters.number("absence_months")
    months = months_away(step, away)
    level, tried = ADEQUATE, _tried(months, limit)
    rules: tuple[str, ...] = ("BL-17.2a",)
    if acts:
        level, rules, tried = INADEQUATE, ("BL-17.2c", FLAG), ()
    elif months > limit.value and (row.score is not None or not step.dossier.ratings.of(row.person)):
        level, rules, tried = NOT_RATEABLE, ("BL-17.2b", MONTHS, COUNTED), tried[:1]
    elif row.score is None:
        return row
    basis = partial(_with_absences, row, (*acts, *away), (threshold, limit), months, tried)
    reason = row.reason if row.score is None else ""
    return evolve(row, level=level, state=State.FINAL, lacks=(), reason=reason, rules=(*row.rules, *rules), basis=basis)


def _tried(months: Fraction, limit: InForce[Fraction]) -> tuple[Tried, ...]:
    return (
        Tried("BL-17.2c", "nessun atto di insufficiente rendimento"),
        Tried("BL-17.2b", f"assenze di {number_text(months)} mesi: non più di {number_text(limit.value)}"),
    )


def months_away(step: Step, away: Sequence[Absence]) -> Fraction:
    """Months of somebody's absences that count, in the year; absences that do not say so do not count.

    Nobody is absent before or after their service.
    """
    if not away:
        return Fraction(0)
    days = days_away(step, away, unsaid=False)
    outside = apart_from(days, (period_of(row) for row in step.dossier.service_of(away[0].person)))
    return months_in(step, apart_from(days, outside) if outside else days)


def on_leave(step: Step, person: Person, away: Sequence[Absence]) -> bool:
    """Whether leave that never counts (IT-9.3) fills all the service of the year, so that nothing is evaluated."""
    served = [period_of(row) for row in step.dossier.service_of(person.id)]
    return not apart_from(served, (Period(one.start, one.end) for one in away if never_counts(step, one)))


def _doubtful(away: Sequence[Absence], subject: str) -> list[Finding]:
    silent = [one for one in away if one.counts is None]
    if not silent:
        return []
    why = f"assenze senza indicazione se contano (colonna conta): {len(silent)}, non contate ({COUNTED})"
    return [told("warning", "BL-17.2b", why, subject, phase=Phase.EVALUATION, inputs=tuple(silent))]


def _percent(row: PersonScore) -> str:
    return percent_text(row.score or 0)
