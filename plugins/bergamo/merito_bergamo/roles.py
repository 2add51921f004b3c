"""As what somebody is evaluated and paid: by the post that is held, else by the role that the ente has written."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from merito import Dossier, Person, Results, Service, Step, hookimpl, rule
from merito.numbers import HUNDRED, Period, days_of_year, fraction
from merito_bergamo.findings import told
from merito_bergamo.holders import Held, held, staff_positions

STAFF, POSITION, MANAGER, SECRETARY = "staff", "po", "manager", "secretary_general"
NAMES = {
    STAFF: "dipendente",
    POSITION: "titolare di posizione organizzativa",
    MANAGER: "dirigente",
    SECRETARY: "Segretario Generale",
}
ONE_DAY = timedelta(days=1)


def posts_of(step: Step, person: str) -> list[Held]:
    """The posizioni organizzative that somebody holds on some day of the year."""
    every = (one for position in staff_positions(step) for one in held(step, position))
    return [one for one in every if one.person == person and one.days]


def role_of(step: Step, person: Person) -> str:
    """As what somebody is evaluated: a posizione organizzativa held in the year goes before being of the staff."""
    return POSITION if person.role == STAFF and posts_of(step, person.id) else person.role


def presence(step: Step, person: Person, role: str) -> Fraction:
    """Part of a full-time year served in a role; times that overlap count at most in full.

    Days on which a posizione organizzativa is held are not days of the staff.
    """
    rows = [one for one in step.dossier.service_of(person.id) if _serves(step, person, one, role)]
    apart = posts_of(step, person.id) if role == STAFF else []
    total = sum((_part(rows, apart, days) * days.days for days in _pieces(rows, apart)), Fraction(0))
    return total / days_of_year(step.dossier.year)


def _serves(step: Step, person: Person, row: Service, role: str) -> bool:
    served = row.role or person.role
    if role == STAFF and served == POSITION:
        return bool(posts_of(step, person.id))
    return served == role


def _pieces(rows: list[Service], apart: list[Held]) -> Iterator[Period]:
    """The year cut wherever somebody's service or post begins or ends."""
    spans = [*((one.start, one.end or one.start) for one in rows), *((one.start, one.end) for one in apart)]
    cuts = sorted({day for start, end in spans for day in (start, end + ONE_DAY)})
    return (Period(start, end - ONE_DAY) for start, end in pairwise(cuts))


def _part(rows: list[Service], apart: list[Held], days: Period) -> Fraction:
    if any(one.start <= days.start <= one.end for one in apart):
        return Fraction(0)
    times = (fraction(HUNDRED if one.fte is None else one.fte) for one in rows if _covers(one, days.start))
    return min(sum(times, Fraction(0)), HUNDRED) / HUNDRED


def _covers(row: Service, day: date) -> bool:
    return row.start <= day <= (row.end or day)


def named(dossier: Dossier, who: str) -> str:
    """A body by its name, a person by id and role."""
    person = dossier.people.get(who.removeprefix("person:"))
    return f"{person.id} ({NAMES[person.role]})" if person and who.startswith("person:") else who


@hookimpl
@rule("BG-28.1", "BG-28.4")
def merito_check_plan(step: Step) -> Results | None:
    """Roles and posts that do not say the same are told; the post counts."""
    findings = []
    for person in step.dossier.people:
        holds = bool(posts_of(step, person.id))
        if holds and person.role != POSITION:
            why = f"ha il ruolo «{NAMES[person.role]}» e tiene una posizione organizzativa: conta la posizione"
            findings.append(told("warning", "BG-28.4", why, f"person:{person.id}", inputs=(person,)))
        if not holds and person.role == POSITION and step.dossier.positions:
            why = "ha il ruolo di titolare di posizione organizzativa, ma nessuna posizione risulta sua"
            findings.append(told("warning", "BG-28.1", why, f"person:{person.id}", inputs=(person,)))
    return Results(findings=tuple(findings))
