"""Service and roles in the year: periods, a day, the fraction of a full-time year, and a post overriding the role."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

import pytest
from attrs import evolve
from kit_steps import step as step_of

from merito import Act, ActKind, Appointment, Dossier, Ente, Person, Position, Rows, Service, Step, Unit
from merito.kit import (
    is_of_category,
    part_of_year,
    period_of,
    role_by_post,
    served_on,
    staff_posts_of,
    unit_of,
    units_served,
)
from merito.numbers import Period

LAST = date(2025, 12, 31)
PEOPLE = [Person(id="P"), Person(id="Q"), Person(id="M", role="manager"), Person(id="T")]
SERVICE = [
    Service(person="P", unit="A", start=date(2025, 1, 1), end=date(2025, 3, 14)),
    Service(person="P", unit="B", start=date(2025, 10, 20), fte=Decimal(50)),
    Service(person="T", unit="A", start=date(2025, 1, 1)),
    Service(person="T", unit="B", start=date(2025, 1, 1)),
]
POSTS = [Position(id="PO", holder="Q"), Position(id="D", type="dirigenziale", holder="Q"), Position(id="R", holder="P")]


def step() -> Step:
    dossier = Dossier(
        ente=Ente(id="x", name="X", regulation="x", kind="municipality"),
        year=2025,
        people=Rows(PEOPLE),
        service=Rows(SERVICE),
        positions=Rows(POSTS),
        appointments=Rows([Appointment(person="M", position="D")]),
        acts=Rows([Act(id="A1", kind="revocation", date=date(2025, 1, 1), subject="position:R")]),
    )
    revocation = ActKind(kind="revocation", label="revoca", title="Revoca")
    return step_of(dossier, act_kinds={"revocation": revocation})


@pytest.mark.parametrize(
    ("person", "part"),
    [("P", Fraction(73 * 100 + 73 * 50, 36500)), ("T", Fraction(1)), ("Q", Fraction(1))],
    ids=["by the days and the time", "two at once are no more than the year", "without rows the whole year"],
)
def test_the_part_of_the_year_is_by_days_and_time(person: str, part: Fraction) -> None:
    assert part_of_year(step().dossier, person) == part


def test_a_period_without_an_end_goes_to_the_end_of_the_year() -> None:
    assert period_of(step().dossier.service_of("P")[1]) == Period(date(2025, 10, 20), LAST)


def test_who_serves_on_a_day_serves_in_each_of_its_periods() -> None:
    days = {"P": date(2025, 3, 14), "T": LAST}
    assert [[row.unit for row in served_on(step().dossier, who, day)] for who, day in days.items()] == [
        ["A"],
        ["A", "B"],
    ]
    assert served_on(step().dossier, "P", date(2025, 3, 15)) == ()


def test_only_a_post_of_the_staff_with_days_goes_before_the_role() -> None:
    known = step()
    posts = {one.id: staff_posts_of(known, one.id, "revocation") for one in PEOPLE}
    assert {who: [one.position.id for one in own] for who, own in posts.items()} == {
        "P": [],
        "Q": ["PO"],
        "M": [],
        "T": [],
    }
    assert [role_by_post(one, posts[one.id]) for one in PEOPLE] == ["staff", "po", "manager", "staff"]
    assert role_by_post(PEOPLE[2], posts["Q"]) == "manager"
    assert [one.position.id for one in staff_posts_of(known, "P")] == ["R"]


def test_the_unit_of_whoever_changed_is_the_last_or_that_of_most_days_as_the_text_says() -> None:
    dossier = step().dossier
    who = dossier.people["P"]
    assert units_served(dossier, who) == {"A": 73, "B": 73}
    assert [unit_of(dossier, who, "last"), unit_of(dossier, who, "longest")] == ["B", "B"]
    longer = evolve(dossier, service=Rows([evolve(SERVICE[0], end=date(2025, 3, 15)), SERVICE[1]]))
    assert [unit_of(longer, who, "last"), unit_of(longer, who, "longest")] == ["B", "A"]
    assert unit_of(longer, dossier.people["Q"], "longest") == ""


@pytest.mark.parametrize("which", ["last", "longest"])
def test_which_of_two_units_on_the_same_days_counts_for_now_does_not_depend_on_their_ids(
    which: Literal["last", "longest"],
) -> None:
    """The data are questioned and the money waits; numbering the units anew must not move the provisional figures."""
    found = []
    for offices, works in (("U1", "U2"), ("U2", "U1")):
        units = [Unit(id=offices, name="Affari generali"), Unit(id=works, name="Lavori pubblici")]
        both = [Service(person="T", unit=one.id, start=date(2025, 1, 1)) for one in units]
        dossier = evolve(step().dossier, units=Rows(units), service=Rows(both))
        found.append(dossier.units[unit_of(dossier, dossier.people["T"], which)].name)
    assert found == ["Lavori pubblici"] * 2


@pytest.mark.parametrize("written", ["D", "d", "D3", " D1 ", "D giuridica", "D/4"])
def test_a_category_has_its_letter_with_or_without_an_economic_position(written: str) -> None:
    assert is_of_category(step(), written, "D")


@pytest.mark.parametrize("written", ["C", "Dirigente", "DIR", "dirigenziale", ""])
def test_a_word_that_begins_with_the_letter_is_not_of_the_category(written: str) -> None:
    assert not is_of_category(step(), written, "D")
