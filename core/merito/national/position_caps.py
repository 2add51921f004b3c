"""The cap on the pay of elevate qualificazioni, by the day of the appointment and not by the calendar.

The contracts were known from reviews, so what is over a cap is a note.
"""

from collections.abc import Iterator
from datetime import date

from attrs import evolve

from merito import Appointment, Basis, Phase, Position, ResultRows, Step, hookimpl, rule
from merito.kit import staff_positions, told
from merito.numbers import day_text, euro_text

RULE, CAP, HOLDER = "IT-EQ.cap", "eq_position_most", "holder"


@hookimpl
@rule(RULE)
def merito_check_rewards(step: Step) -> ResultRows:
    """Posts whose yearly pay is over the cap in force on the day on which somebody was appointed."""
    for post in staff_positions(step.dossier):
        value = step.so_far.position(post.id)
        amount = value.amount if value is not None and value.amount is not None else post.amount
        for row in _appointments(step, post) if amount else ():
            start = (row.start if row else None) or date(step.dossier.year, 1, 1)
            most = step.parameters.money(CAP, on=start)
            if amount and amount > most.value:
                why = (
                    f"la retribuzione di posizione è {euro_text(amount)} l'anno; per un incarico dal {day_text(start)} "
                    f"il massimo è {euro_text(most.value)}"
                )
                found = told("warning", RULE, why, f"position:{post.id}", phase=Phase.RESOURCES)
                yield evolve(found, basis=Basis(inputs=(post, *([row] if row else [])), parameters=(most,)))


def _appointments(step: Step, post: Position) -> Iterator[Appointment | None]:
    """Who holds a post by an appointment; one of the column of the holder alone has no day."""
    rows = [one for one in step.dossier.appointments.of(position=post.id) if one.kind == HOLDER]
    yield from rows
    if post.holder and not rows:
        yield None
