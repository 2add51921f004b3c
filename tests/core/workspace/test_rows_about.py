"""Rows about a person or thing, found by an index: the same as by a scan of the table, in its order."""

from datetime import date

import pytest

from merito import Absence, ExtraRow, Objective, Rows, Unit


def _away(person: str, day: int, kind: str = "") -> Absence:
    return Absence(person=person, start=date(2021, 1, day), end=date(2021, 1, day), kind=kind)


FIRST, OTHER, SECOND = _away("E1", 9, "leave"), _away("E2", 1, "leave"), _away("E1", 3, "illness")
ABSENCES = Rows((FIRST, OTHER, SECOND))


def test_they_stand_in_the_order_of_the_table() -> None:
    assert ABSENCES.of("E1") == (FIRST, SECOND)
    assert ABSENCES.of("E2") == (OTHER,)


def test_nobody_so_called_has_none() -> None:
    assert ABSENCES.of("e1") == ()
    assert Rows[Absence]().of("E1") == ()


def test_any_column_or_several_together_may_be_asked_for() -> None:
    assert ABSENCES.of(kind="leave") == (FIRST, OTHER)
    assert ABSENCES.of("E1", kind="leave") == (FIRST,) == ABSENCES.of(person="E1", kind="leave")
    assert ABSENCES.first(kind="illness") == SECOND
    assert ABSENCES.first("E3") is None


def test_a_table_of_one_regulation_is_asked_by_its_own_columns() -> None:
    row = ExtraRow(id="1", values={"person": "E1", "fund": "staff"})
    assert Rows((row,)).of("E1") == (row,) == Rows((row,)).of(fund="staff")


def test_a_column_that_is_not_there_is_a_fault_of_the_rule() -> None:
    with pytest.raises(AttributeError):
        ABSENCES.of(unit="U1")


def test_some_rows_by_their_ids_stand_in_the_order_of_the_table() -> None:
    units = Rows(Unit(id=name) for name in ("U2", "U10", "U1"))
    assert [one.id for one in units.among(["U1", "U3", "U2", "U1"])] == ["U2", "U1"]


def test_an_id_without_its_table_is_refused_where_a_column_names_rows_of_several() -> None:
    rows = Rows((Objective(id="O1", title="O1", responsible="unit:U1"),))
    assert rows.of(responsible="unit:U1") and not rows.of(responsible="unit:U2")
    with pytest.raises(
        ValueError, match="responsible='U1' does not say of which table: it is one of person:U1, unit:U1"
    ):
        rows.of(responsible="U1")
