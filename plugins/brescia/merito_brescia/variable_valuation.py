"""The valuation of the year's projects: the coefficients and figures that it rests on, and what is still missing."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, cast

from merito import InForce, Project, Step
from merito.numbers import fraction
from merito_brescia.variable_value import Range, Shares, Stable, Worth, exact_value, worth

SUBJECT = "resources:progetti"  # no row has this subject: an error on it refuses the valuation and stops no phase
TOTAL_READING, WITHOUT_PROJECTS = "I-BS-34", "without_projects"
STABLE = {"stable_managers": "stabili_dirigenti", "stable_staff": "stabili_dipendenti"}
OTHER = "other_variable"
SHARES = ("project_share_managers", "project_share_staff")
RANGE = ("projects_least", "projects_most")


class Valuation(NamedTuple):
    """Projects valued (euro). `other` are the other variable resources of both funds: None if they are not given."""

    coefficients: Mapping[str, Fraction]
    stable: Stable
    shares: Shares
    worth: Worth
    other: Decimal | None
    allowed: Range
    inputs: tuple[object, ...]
    parameters: tuple[InForce[object], ...]

    @property
    def points(self) -> Fraction:
        return sum(self.coefficients.values(), Fraction(0))

    @property
    def exact(self) -> Fraction:
        """The value of the projects before it is rounded to cents."""
        return exact_value(self.points, self.stable, self.shares)

    @property
    def rest(self) -> Decimal | None:
        """The two funds without the projects."""
        return None if self.other is None else self.stable.managers + self.stable.staff + self.other

    @property
    def otherwise(self) -> Range:
        """The range under the other reading of the total (I-BS-34)."""
        return self.allowed._replace(with_projects=not self.allowed.with_projects)

    @property
    def in_range(self) -> bool | None:
        """Whether the value is in the range; None if it cannot be tested."""
        return None if self.rest is None else self.allowed.holds(self.exact, self.rest)

    @property
    def disputed(self) -> bool:
        """Whether the two readings of the total decide differently."""
        return self.rest is not None and self.in_range != self.otherwise.holds(self.exact, self.rest)


def coefficients(step: Step) -> Mapping[str, Fraction]:
    """The coefficients of the text, by degree of relevance."""
    return cast("Mapping[str, Fraction]", step.parameters.table("project_coefficients").value)


def coefficient_of(step: Step, project: Project) -> Fraction | None:
    """The coefficient of a project, if it is one of those in the text."""
    given = None if project.coefficient is None else fraction(project.coefficient)
    return given if given in coefficients(step).values() else None


def lacking(step: Step) -> list[str]:
    """What is missing to value the projects of the year (Italian)."""
    without = [one.id for one in step.dossier.projects if coefficient_of(step, one) is None]
    why = [f"un coefficiente ammesso per {', '.join(without)}"] if without else []
    return why + [f"{label} in [figures]" for key, label in STABLE.items() if key not in step.dossier.figures.by_id]


def valuation(step: Step) -> Valuation | None:
    """The projects valued; None if there are none, or something is missing."""
    dossier = step.dossier
    if not dossier.projects or lacking(step):
        return None
    managers, staff, least, most = (step.parameters.share(key) for key in (*SHARES, *RANGE))
    figures = [dossier.figures[key] for key in STABLE]
    stable, shares = Stable(*(one.euro for one in figures)), Shares(managers.value, staff.value)
    by_project = {one.id: cast(Fraction, coefficient_of(step, one)) for one in dossier.projects}
    other = dossier.figures.get(OTHER)
    return Valuation(
        coefficients=by_project,
        stable=stable,
        shares=shares,
        worth=worth(sum(by_project.values(), Fraction(0)), stable, shares),
        other=other.euro if other else None,
        allowed=Range(least.value, most.value, step.readings[TOTAL_READING].choice != WITHOUT_PROJECTS),
        inputs=(*dossier.projects, *figures, *((other,) if other else ())),
        parameters=(managers, staff, least, most),
    )
