"""A fund that the ente has not given, though somebody is there whom its tool pays: missing is not zero."""

from collections.abc import Iterator

from merito import Person, Phase, Step, rule
from merito.kit import cell_of
from merito.national.plausible.asked import Question
from merito.national.plausible.presence import holders_of


@rule("IT-PL.2", "I-IT-22")
def funds_not_given(step: Step) -> Iterator[Question]:
    """None of the funds of a tool is in `[funds]`, and the tool has candidates, people evaluated or posts."""
    given = {one.id for one in step.dossier.funds}
    missing = [tool for tool in step.tools.values() if tool.funds and given.isdisjoint(tool.funds)]
    if not missing:
        return
    named, evaluated = _named(step), _evaluated(step)
    roles = {person.role for person in evaluated}
    holders = holders_of(step)
    for tool in missing:
        somebody = (
            tool.name in named
            or not roles.isdisjoint(tool.roles)
            or (tool.holders and any(person.id in holders for person in evaluated))
            or (tool.pays == "post" and bool(holders))
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
    """Whoever served in the year and is evaluated."""
    dossier = step.dossier
    every = {row.person for row in dossier.evaluations} | {row.person for row in dossier.ratings}
    return tuple(person for person in dossier.people if person.id in every and dossier.service_of(person.id))
