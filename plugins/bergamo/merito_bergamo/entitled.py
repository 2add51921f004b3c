"""Who takes part in a result pay, and by what the ente's method divides its maximum (arts. 28, 43 and 44)."""

from fractions import Fraction

from attrs import frozen

from merito import Person, PersonScore, State, Step
from merito.numbers import days_of_year, fraction, product, quotient
from merito_bergamo.holders import Held, held, staff_positions
from merito_bergamo.roles import POSITION, presence

EQUAL, IN_PROPORTION = "equal", "in_proportion"
PART_OF_YEAR = "I-BG-20"


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

    @property
    def final(self) -> Fraction | None:
        """The score of an evaluation that is final."""
        known = self.score is not None and self.score.state is State.FINAL
        return self.score.score if known and self.score is not None else None


@frozen(kw_only=True)
class Division:
    """Those entitled to a result pay, and what the posts that nobody held weigh beside them."""

    people: tuple[Entitled, ...]
    vacant: Fraction = Fraction(0)
    missing: tuple[str, ...] = ()


def division(step: Step, role: str, base: str) -> Division:
    """Holders of posizioni organizzative one by one, or everybody with a role; `base` is position_pay or equal.

    `missing` are the ids of posts without the amount that position_pay needs.
    """
    return _of_posts(step, base) if role == POSITION else _of_role(step, role, base)


def _score(step: Step, person: str) -> PersonScore | None:
    return next((row for row in step.so_far.scores if row.person == person), None)


def _of_posts(step: Step, base: str) -> Division:
    year, by_days = days_of_year(step.dossier.year), step.readings[PART_OF_YEAR].choice == IN_PROPORTION
    values = {row.position: row for row in step.so_far.positions}
    known = {name for name, row in values.items() if row.state is State.FINAL and row.amount is not None}
    people: list[Entitled] = []
    vacant = Fraction(0)
    for position in staff_positions(step):
        whole = Fraction(1) if base == EQUAL else fraction(position.amount or 0)
        holders = [one for one in held(step, position) if one.days or one.revoked_in(step.dossier.year)]
        served = sum(one.days for one in holders)
        if by_days or not served:
            vacant += product(whole, quotient(max(year - served, 0), year))
        for one in holders:
            people.append(
                Entitled(
                    person=one.person,
                    base=product(whole, quotient(one.days, year)) if by_days or not one.days else whole,
                    subject=f"position:{position.id}",
                    part_of_year=one.days < year,
                    held=one,
                    score=_score(step, one.person),
                )
            )
    missing = () if base == EQUAL else tuple(one.id for one in staff_positions(step) if one.id not in known)
    return Division(people=tuple(people), vacant=vacant, missing=missing)


def _of_role(step: Step, role: str, base: str) -> Division:
    found, missing = [], []
    for person in step.dossier.people:
        served = presence(step, person, role)
        if not served:
            continue
        posts = [position for position in step.dossier.positions if _holds(step, position.id, person)]
        without = [position.id for position in posts if position.amount is None]
        missing += [] if base == EQUAL else without or ([] if posts else [f"quello di {person.id}"])
        pay = sum((fraction(position.amount or 0) for position in posts), Fraction(0))
        whole = Fraction(1) if base == EQUAL else pay
        found.append(
            Entitled(
                person=person.id,
                base=product(whole, served) if step.readings[PART_OF_YEAR].choice == IN_PROPORTION else whole,
                part_of_year=served != 1,
                score=_score(step, person.id),
            )
        )
    return Division(people=tuple(found), missing=tuple(missing))


def _holds(step: Step, position: str, person: Person) -> bool:
    return any(one.person == person.id for one in held(step, step.dossier.positions[position]))
