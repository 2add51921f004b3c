"""Who takes part in a result pay, and by what the ente's method divides its maximum (arts. 28, 43 and 44)."""

from fractions import Fraction

from attrs import frozen

from merito import PersonScore, Step
from merito.numbers import Number, days_of_year, product, quotient
from merito_bergamo.holders import Held, held, staff_positions

POSITION, EQUAL = "po", "equal"


@frozen(kw_only=True)
class Entitled:
    """Somebody in the division of a result pay: weight in it, the post held if any, and the evaluation."""

    person: str
    base: Fraction
    subject: str = ""
    part_of_year: bool = False
    held: Held | None = None
    score: PersonScore | None = None

    @property
    def revoked(self) -> bool:
        return self.held is not None and self.held.revoked is not None


def entitled(step: Step, role: str, base: str) -> list[Entitled]:
    """Holders of posizioni organizzative one by one, or everybody with a role; `base` is position_pay or equal."""
    return _holders(step, base) if role == POSITION else _with_role(step, role, base)


def _score(step: Step, person: str) -> PersonScore | None:
    return next((row for row in step.so_far.scores if row.person == person), None)


def _holders(step: Step, base: str) -> list[Entitled]:
    year = days_of_year(step.dossier.year)
    everybody = [one for position in staff_positions(step) for one in held(step, position) if one.days]
    return [
        Entitled(
            person=one.person,
            base=product(quotient(one.days, year), 1 if base == EQUAL else one.position.amount or 0),
            subject=f"position:{one.position.id}",
            part_of_year=one.days < year,
            held=one,
            score=_score(step, one.person),
        )
        for one in everybody
    ]


def _with_role(step: Step, role: str, base: str) -> list[Entitled]:
    year = days_of_year(step.dossier.year)
    found = []
    for person in step.dossier.people:
        if person.role != role:
            continue
        days = sum(((one.end or one.start) - one.start).days + 1 for one in step.dossier.service_of(person.id))
        weight: Number = 1 if base == EQUAL else _pay_of_posts(step, person.id)
        part = product(weight, 1 if base != EQUAL else quotient(days, year))
        found.append(
            Entitled(
                person=person.id,
                base=part,
                part_of_year=days < year,
                score=_score(step, person.id),
            )
        )
    return found


def _pay_of_posts(step: Step, person: str) -> Fraction:
    """Position pay (euro) of the days on which somebody holds a post."""
    year = days_of_year(step.dossier.year)
    every = [one for position in step.dossier.positions for one in held(step, position) if one.person == person]
    return sum((product(one.position.amount or 0, one.days) / year for one in every), Fraction(0))
