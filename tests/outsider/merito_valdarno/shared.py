"""What several modules share: who has a post, whose score counts where, the grade of everybody's unit. No hooks."""

from fractions import Fraction

from merito import Grade, Person, State, Step, plain
from merito.kit import Axis, Flags, Gap, Series, column_of, only, posts_of, role_by_post, scored, spread, unit_of

REVOKED = "post_revocation"  # the kind of act that ends a post before its day


def unit_name(step: Step, person: Person) -> str:
    """The unit in which a person served for most days; empty if there is none."""
    return unit_of(step.dossier, person, "longest")


def staff_of(step: Step, ids: tuple[str, ...]) -> list[str]:
    """Those of some people who hold no post in the year."""
    people = step.dossier.people
    return [one for one in ids if role_by_post(people[one], posts_of(step, one, REVOKED)) == "staff"]


def staff_scores(step: Step) -> Series:
    """The scores of the staff without a post: those who take part in the prizes."""
    score = scored(step)
    return only(score, staff_of(step, tuple(score.axis.ids)))


def positive(step: Step, score: Series) -> Flags:
    """Who has a positive evaluation."""
    return score >= step.parameters.number("positive_from")


def no_grade(row: Grade | None) -> Gap | None:
    """Why a unit's grade cannot be used yet, or nothing."""
    if row is None:
        return Gap(state=State.NOT_MEASURED, why="l'unità non risponde di nessun obiettivo")
    if row.value is None or row.state is not State.FINAL:
        state = State.NOT_MEASURED if row.value is None else State.PROVISIONAL
        return Gap(state=state, why=plain(row.reason) or "il grado dell'unità non è definitivo", lacks=row.lacks)
    return None


def unit_grades(step: Step, to: Axis) -> Series:
    """The grade of the unit of each person of an axis; a gap while that grade is not final."""
    units = Axis(kind="unit", ids=tuple(one.id for one in step.dossier.units), rows=tuple(step.dossier.units))
    grades = {one: step.so_far.grade("unit", one) for one in units.ids}

    def figure(unit: str) -> Fraction:
        row = grades[unit]
        return row.value if row is not None and row.value is not None else Fraction(0)

    gaps = {place: gap for place, unit in enumerate(units.ids) if (gap := no_grade(grades[unit])) is not None}
    column = column_of(units, figure, lambda unit: (step.dossier.units[unit],), "grado dell'unità").refused(gaps)
    links = [unit_name(step, step.dossier.people[one]) for one in to.ids]
    return spread(column, to, links, Gap(state=State.NOT_MEASURED, why="la persona non ha un'unità"))
