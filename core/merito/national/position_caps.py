"""The cap on the pay of elevate qualificazioni, by the day of the appointment and not by the calendar.

The contracts after that of 2018 were known from reviews: what is over their caps is a note, and so is what may be under
one of another day.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from attrs import evolve

from merito import Appointment, Basis, Finding, Intermediate, Phase, Position, ResultRows, Step, hookimpl, rule
from merito.kit import staff_positions, told
from merito.national.contract_figures import with_figures
from merito.numbers import day_text, euro_text

RULE, CAP, HOLDER = "IT-EQ.cap", "eq_position_most", "holder"
LONGEST = 3  # years of an appointment
MOST = "massimo, in euro l'anno"


@hookimpl
@rule(RULE)
def merito_check_positions(step: Step) -> ResultRows:
    """Posts whose yearly pay is over the cap in force on the day on which somebody was appointed."""
    for post in staff_positions(step.dossier):
        value = step.so_far.position(post.id)
        amount = value.amount if value is not None and value.amount is not None else post.amount
        for row in _appointments(step, post) if amount else ():
            yield from _over(step, post, row, amount or Decimal(0))


def _over(step: Step, post: Position, row: Appointment | None, amount: Decimal) -> Iterator[Finding]:
    """A pay over its cap; without the day of the appointment, over the lowest cap that may be its own."""
    start = row.start if row else None
    least = step.parameters.money(CAP, on=start or date(step.dossier.year - LONGEST, 1, 1))
    most = step.parameters.money(CAP, on=start or date(step.dossier.year, 12, 31))
    if amount <= least.value:
        return
    pay = f"la retribuzione di posizione è {euro_text(amount)} l'anno"
    if start:
        why = f"{pay}; per un incarico dal {day_text(start)} il massimo è {euro_text(least.value)}"
    else:
        between = "" if least.value == most.value else f" o {euro_text(most.value)}"
        why = (
            f"{pay}; il massimo dipende dal giorno dell'incarico, che non è scritto (tabella incarichi, colonna dal): "
            f"{euro_text(least.value)}{between}"
        )
    steps = (Intermediate("retribuzione di posizione, in euro l'anno", amount), Intermediate(MOST, least.value))
    found = told("warning" if start else "info", RULE, with_figures(why), f"position:{post.id}", phase=Phase.RESOURCES)
    yield evolve(found, basis=Basis(inputs=(post, *([row] if row else [])), parameters=(least,), steps=steps))


def _appointments(step: Step, post: Position) -> Iterator[Appointment | None]:
    """Who holds a post by an appointment; one of the column of the holder alone has no day."""
    rows = [one for one in step.dossier.appointments.of(position=post.id) if one.kind == HOLDER]
    yield from rows
    if post.holder and not rows:
        yield None
