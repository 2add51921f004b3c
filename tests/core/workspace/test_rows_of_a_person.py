"""The rows of a person, found by an index: those a scan of the table finds, in its order."""

from datetime import date

from merito.model.people import Absence
from merito.model.rows import Rows


def _away(person: str, day: int) -> Absence:
    return Absence(person=person, start=date(2021, 1, day), end=date(2021, 1, day))


def test_they_stand_in_the_order_of_the_table() -> None:
    first, other, second = _away("E1", 9), _away("E2", 1), _away("E1", 3)
    rows = Rows((first, other, second))
    assert rows.of("E1") == (first, second)
    assert rows.of("E2") == (other,)


def test_nobody_so_called_has_none() -> None:
    assert Rows((_away("E1", 9),)).of("e1") == ()
    assert Rows[Absence]().of("E1") == ()
