"""A fund that the ente has not given, although its tool would pay somebody: missing is not zero."""

from collections.abc import Iterator

from merito import Appointment, Person, Phase, Position, Step, rule
from merito.kit import cell_of, staff_positions
from merito.national.plausible.asked import Question
from merito.national.plausible.presence import Paid, holders_of

POST = "post"


@rule("IT-PL.2", "I-IT-22")
def funds_not_given(step: Step) -> Iterator[Question]:
    """None of the funds of a tool is in `[funds]`, and the tool has candidates, people evaluated or posts."""
    given = {one.id for one in step.dossier.funds}
    missing = [tool for tool in step.tools.values() if tool.funds and given.isdisjoint(tool.funds)]
    if not missing:
        return
    named, evaluated = _named(step), _evaluated(step)
    roles = {person.role for person in evaluated}
    every, of_staff = set(holders_of(step)), _of_staff_posts(step)
    of_posts = {fund for tool in step.tools.values() if tool.pays == POST for fund in tool.funds}
    for tool in missing:
        holders = of_staff if of_posts.intersection(tool.funds) else every
        somebody = (
            tool.name in named
            or not roles.isdisjoint(tool.roles)
            or (tool.holders and any(person.id in holders for person in evaluated))
            or (tool.pays == POST and bool(holders))
        )
        if somebody:
            funds = " o ".join(f"«{step.funds[fund].label}»" for fund in tool.funds)
            yield Question(
                rule="IT-PL.2",
                subject=f"tool:{tool.name}",
                message=f"manca in [funds] di cycle.toml il fondo {funds} dello strumento «{tool.label}», che ha "
                "candidati, valutati o posizioni: scrivere la somma, o 0 se non c'è nulla da dividere",
                found=("manca",),
                phase=Phase.RESOURCES,
            )


def _of_staff_posts(step: Step) -> set[str]:
    """People with a post that is not managerial: the text pays those, only the contract a manager's."""
    of_staff = {one.id for one in staff_positions(step.dossier)}
    found = holders_of(step).items()
    return {person for person, rows in found if any(_post(row) in of_staff for row in rows)}


def _post(row: Paid) -> str:
    if isinstance(row, Appointment):
        return row.position
    return row.id if isinstance(row, Position) else ""


def _named(step: Step) -> set[str]:
    """The tools that a row names: those of candidates, of prizes of groups."""
    return {
        str(cell_of(row, column))
        for name, table in step.declared.items()
        for column in table.columns.values()
        if column.kind == "tool"
        for row in step.dossier.table(name)
    }


def _evaluated(step: Step) -> tuple[Person, ...]:
    """People who served in the year and are evaluated."""
    dossier = step.dossier
    every = {row.person for row in dossier.evaluations} | {row.person for row in dossier.ratings}
    return tuple(person for person in dossier.people if person.id in every and dossier.service_of(person.id))
