"""The cap on the pay of a post of the staff, by the day of the appointment and not by the calendar.

The contracts after that of 2018 are known from reviews: pay over their caps is a note, and so is pay that may be under
the cap of another day.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from attrs import evolve

from merito import (
    Appointment,
    Basis,
    Finding,
    Intermediate,
    Office,
    Phase,
    Position,
    ResultRows,
    Step,
    hookimpl,
    rule,
)
from merito.kit import told
from merito.national.contract_figures import with_figures
from merito.national.managers import posts_of_staff
from merito.national.registers.appointments import terms
from merito.numbers import day_text, euro_text

CAP, HOLDER, STAFF = "eq_position_most", "holder", "staff"
LONGEST = 3  # years of an appointment
MOST = "massimo, in euro l'anno"


@hookimpl
@rule("IT-CCNL.cap", "IT-EQ.cap")
def merito_check_positions(step: Step) -> ResultRows:
    """Posts whose yearly pay is over the cap in force on the day on which somebody was appointed."""
    for post in step.once(posts_of_staff):
        value = step.so_far.position(post.id)
        amount = value.amount if value is not None and value.amount is not None else post.amount
        for row, begun in _appointments(step, post) if amount else ():
            yield from _over(step, post, row, begun, amount or Decimal(0))


def _over(
    step: Step, post: Position, row: Appointment | None, start: date | None, amount: Decimal
) -> Iterator[Finding]:
    """A pay over its cap; without the day of the appointment, over the lowest cap that may be its own."""
    least = step.parameters.money(CAP, on=start or date(step.dossier.year - LONGEST, 1, 1))
    most = step.parameters.money(CAP, on=start or date(step.dossier.year, 12, 31))
    if amount <= least.value:
        return
    pay = f"la retribuzione di posizione è {euro_text(amount)} l'anno"
    sure = start is not None or least.value == most.value
    if start:
        why = f"{pay}; per un incarico dal {day_text(start)} il massimo è {euro_text(least.value)}"
    elif sure:
        why = f"{pay}; il massimo è {euro_text(least.value)}"
    else:
        why = (
            f"{pay}; il massimo dipende dal giorno dell'incarico, che non è scritto (tabella incarichi, colonna dal): "
            f"{euro_text(least.value)} o {euro_text(most.value)}"
        )
    steps = (Intermediate("retribuzione di posizione, in euro l'anno", amount), Intermediate(MOST, least.value))
    found = told(
        "warning" if sure else "info", step.rule, with_figures(why), f"position:{post.id}", phase=Phase.RESOURCES
    )
    yield evolve(found, basis=Basis(inputs=(post, *([row] if row else [])), parameters=(least,), steps=steps))


def _appointments(step: Step, post: Position) -> Iterator[tuple[Appointment | None, date | None]]:
    """Who holds a post in the year by an appointment, with its first day; the column of the holder alone has no day.

    Rows that go on under the same act are one appointment, which is reported once.
    """
    year = step.dossier.year
    every = step.dossier.appointments.of(position=post.id, kind=HOLDER)
    office = Office(name="eq", title="incarico", posts=STAFF, rule=step.rule)
    begun = {term.row: term.begun for term in terms(office, every)}
    here = [one for one in every if one.start is None or one.start.year <= year]
    rows = [one for one in here if one.end is None or one.end.year >= year]
    yield from {(one.person, begun.get(one)): (one, begun.get(one)) for one in rows}.values()
    if post.holder and not rows:
        yield None, None
