"""Where and in which role the ente's own staff serve in the year: the days in each area and in each role.

Days in a special agency, which has its own staff, are not the ente's. A unit in the person's row overrides the rows of
service, as everywhere.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from merito import Service, Step
from merito.kit import period_of
from merito.numbers import HUNDRED, apart_from, days_in_common, days_of_year, product, quotient
from merito_brescia.attestation import ENTE
from merito_brescia.evaluation.people import POSITION, Evaluee
from merito_brescia.variable_areas import area_of, of_an_agency


def own_service(step: Step, one: Evaluee) -> tuple[Service, ...]:
    """The periods of service of the year, except those in a special agency."""
    rows = step.dossier.service_of(one.person.id)
    return tuple(row for row in rows if not of_an_agency(step.dossier, one.person.unit or row.unit))


def served_as(step: Step, one: Evaluee, roles: Iterable[str]) -> Fraction:
    """The fraction of a full-time year served in some roles, at most 1, without the days on a posizione organizzativa.

    Those days do not count as staff: position pay includes all other pay (art. 3 c. 1).
    """
    kept, held = set(roles), [days for post in one.posts for days in post.periods]
    total = Fraction(0)
    for row in own_service(step, one):
        if (row.role or one.person.role) in kept | ({POSITION} if one.role == POSITION else set()):
            days = sum(part.days for part in apart_from([period_of(row)], held))
            total += quotient(product(days, HUNDRED if row.fte is None else row.fte), HUNDRED)
    return min(quotient(total, days_of_year(step.dossier.year)), Fraction(1))


def areas_served(step: Step, one: Evaluee) -> dict[str, Fraction]:
    """The areas in which somebody serves, with the fraction of days in each; `ente` for days in none."""
    served, found = own_service(step, one), dict[str, Fraction]()
    for row in served:
        area = area_of(step, one.person.unit or row.unit) or ENTE
        found[area] = found.get(area, Fraction(0)) + time_in(row, served)
    every = sum(found.values(), Fraction(0))
    return {area: quotient(time, every) for area, time in found.items()} if every else {ENTE: Fraction(1)}


def time_in(row: Service, served: Sequence[Service]) -> Fraction:
    """The days of a period of service (hundredths); if another one overlaps, by its part of full time."""
    days = period_of(row)
    beside = any(days_in_common(days, period_of(other)) for other in served if other is not row)
    return product(days.days, HUNDRED if row.fte is None or not beside else row.fte)
