"""Checks everybody's ratings against the factors before anything is scored: errors that refuse an evaluation."""

from collections.abc import Iterator

from merito import Finding, Person, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito_bergamo import managers, position_holders, secretary, staff
from merito_bergamo.performance import TOOL
from merito_bergamo.rated_factors import ratings_of
from merito_bergamo.roles import role_of
from merito_bergamo.scores import Evaluated, other_roles, ratings_problem

WHOM = {one.role: one for one in (staff.WHOM, position_holders.WHOM, managers.WHOM, secretary.WHOM)}
PAID_BY = {staff.WHOM.role: TOOL} | {
    pay.whom.role: pay.tool for pay in (position_holders.PAY, managers.PAY, secretary.PAY)
}


@hookimpl
@rule("BG-45.2", "BG-28.4", "BG-16.1g", "BG-43.1")
def merito_check_plan(step: Step) -> ResultRows:
    """Points above or without a maximum, or from two sources, are an error of that person, whatever else is missing."""
    yield from (one for person in step.dossier.people for one in _of_one(step, person))


def _of_one(step: Step, person: Person) -> Iterator[Finding]:
    whom = WHOM.get(role_of(step, person))
    if whom is not None:
        yield from _refused(step, whom, person)
    for role in other_roles(step, person):
        yield from _refused(step, WHOM[role], person, PAID_BY[role])


def _refused(step: Step, whom: Evaluated, person: Person, tool: str | None = None) -> Iterator[Finding]:
    why = ratings_problem(step, whom, person)
    if why:
        subject, inputs = f"person:{person.id}", ratings_of(step, person)
        said = f"valutazione rifiutata: {why}"
        yield told("error", whom.rule, said, subject, phase=Phase.EVALUATION, tool=tool, inputs=inputs)
