"""Periods of service: a person's own row is the shorthand for a whole year."""

from datetime import date
from typing import Any

UNITS = [["id"], ["U1"], ["U2"]]


def periods(bare: Any, **tables: list[list[str]]) -> list[tuple[str | None, date, date | None]]:
    bare.build({"units": UNITS, **tables}, locale="en")
    return [(row.unit, row.start, row.end) for row in bare.dossier.service_of("P1")]


def test_without_periods_a_person_served_the_whole_year(bare: Any) -> None:
    assert periods(bare) == [("U1", date(2020, 1, 1), date(2020, 12, 31))]


def test_a_person_s_own_dates_are_a_period(bare: Any) -> None:
    people = [["id", "unit", "from", "to"], ["P1", "U2", "2020-03-01", "2020-09-30"]]
    assert periods(bare, people=people) == [("U2", date(2020, 3, 1), date(2020, 9, 30))]


def test_periods_stand_in_their_order_and_are_cut_at_the_year(bare: Any) -> None:
    service = [
        ["person", "unit", "from", "to"],
        ["P1", "U2", "2020-07-01", ""],
        ["P1", "U1", "2018-01-01", "2020-06-30"],
    ]
    assert periods(bare, service=service) == [
        ("U1", date(2020, 1, 1), date(2020, 6, 30)),
        ("U2", date(2020, 7, 1), date(2020, 12, 31)),
    ]


def test_periods_of_the_same_days_stand_by_unit_in_whatever_order_the_rows_are(bare: Any) -> None:
    head, one, other = ["person", "unit", "from", "to"], ["P1", "U1", "2020-01-01", ""], ["P1", "U2", "2020-01-01", ""]
    either = [periods(bare, service=[head, *rows]) for rows in ((one, other), (other, one))]
    assert [unit for unit, *_ in either[0]] == ["U1", "U2"]
    assert either[0] == either[1]


def test_acts_of_the_same_day_stand_by_id_in_whatever_order_the_rows_are(bare: Any) -> None:
    head, one, other = (
        ["id", "kind", "date"],
        ["A2", "performance_plan", "2020-05-01"],
        ["A10", "performance_plan", "2020-05-01"],
    )
    for rows in ((one, other), (other, one)):
        bare.build({"acts": [head, *rows]}, locale="en")
        assert [act.id for act in bare.dossier.acts_seen(date(2021, 12, 31))] == ["A2", "A10"]


def test_a_period_of_another_year_is_none_of_this(bare: Any) -> None:
    service = [["person", "unit", "from", "to"], ["P1", "U1", "2018-01-01", "2019-12-31"]]
    assert periods(bare, service=service) == []
