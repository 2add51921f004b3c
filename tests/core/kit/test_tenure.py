"""Who holds a post, in order of the first day; a revocation ends it once, whatever is revoked after it."""

from datetime import date

import pytest
from attrs import evolve
from kit_steps import POST, step

from merito import Act, ActKind, Appointment, Person, Rows, Step
from merito.kit import held
from merito.numbers import Period

JANUARY, JUNE, JULY, LAST = date(2025, 1, 1), date(2025, 6, 1), date(2025, 7, 1), date(2025, 12, 31)
ROWS = (
    Appointment(person="A", position="PO1", start=JULY),
    Appointment(person="B", position="PO1", start=date(2025, 3, 1), end=date(2025, 6, 30)),
    Appointment(person="A", position="PO1", end=date(2025, 2, 28)),
)


def of(*rows: Appointment, revoked: tuple[date, ...] = ()) -> Step:
    """A step over one post with its appointments, revoked on some days."""
    acts = [Act(id=f"R{day}", kind="revocation", date=day, subject="position:PO1") for day in revoked]
    made = step()
    people = Rows([Person(id="A"), Person(id="B")])
    dossier = evolve(made.dossier, people=people, positions=Rows([POST]), appointments=Rows(rows), acts=Rows(acts))
    kinds = {"revocation": ActKind(kind="revocation", label="revoca", title="Revoca")}
    return evolve(made, dossier=dossier, act_kinds=kinds)


@pytest.mark.parametrize("rows", [ROWS, ROWS[::-1]], ids=["as written", "the other way round"])
def test_holders_stand_in_the_order_of_their_first_day_with_their_days_in_order(rows: tuple[Appointment, ...]) -> None:
    found = held(of(*rows), POST)
    assert [one.person for one in found] == ["A", "B"]
    assert found[0].periods == (Period(JANUARY, date(2025, 2, 28)), Period(JULY, LAST))


def test_of_two_revocations_each_ends_whoever_held_the_post_on_that_day() -> None:
    first, second = Appointment(person="A", position="PO1"), Appointment(person="B", position="PO1", start=JUNE)
    for days in ((JUNE, JULY), (JULY, JUNE)):
        one, other = held(of(first, second, revoked=days), POST, ended_by="revocation")
        assert one.periods == (Period(JANUARY, date(2025, 5, 31)),)
        assert other.periods == (Period(JUNE, date(2025, 6, 30)),)
