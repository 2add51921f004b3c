"""Columns of what rows say about everybody: words, months of the year, and columns of some people only."""

from datetime import date
from types import SimpleNamespace

import pytest
from kit_steps import step as step_of

from merito import Absence, Dossier, Ente, Person, Rows, State, Step
from merito.kit import Flags, Gap, absence_is, column_of, constant, months, only, people, words

ABSENCES = [
    Absence(person="P1", start=date(2024, 12, 1), end=date(2025, 2, 28)),
    Absence(person="P1", start=date(2025, 2, 1), end=date(2025, 3, 15)),
]


@pytest.fixture
def step() -> Step:
    rows = (Person(id="P1", category="C"), Person(id="P2", extra={"category": "D"}), Person(id="P3"))
    ente = Ente(id="x", name="X", regulation="x", kind="municipality")
    return step_of(Dossier(ente=ente, year=2025, people=Rows(rows), absences=Rows(ABSENCES)))


def test_the_word_of_each_is_that_of_its_row_or_of_a_column_that_a_regulation_adds(step: Step) -> None:
    found = words(people(step), step.dossier.people, "category", "categoria")
    assert list(found.cells) == ["C", "D", ""]
    assert found.how.inputs is not None
    assert found.how.inputs(0) == (step.dossier.people["P1"],)


def test_months_are_those_of_the_year_and_days_that_stand_twice_count_once(step: Step) -> None:
    found = months(step, people(step), step.dossier.absences.of, "mesi di assenza")
    assert [str(found.at(at)) for at in range(3)] == ["5/2", "0", "0"]
    assert found.how.inputs is not None
    assert found.how.inputs(0) == tuple(ABSENCES)


def test_a_column_of_one_s_own_shows_the_rows_of_each_person(step: Step) -> None:
    rows = step.dossier.absences.of
    found = column_of(people(step), lambda person: len(rows(person)), rows, "assenze")
    assert ([found.at(at) for at in range(3)], found.how.name) == ([2, 0, 0], "assenze")
    assert found.how.inputs is not None
    assert [found.how.inputs(at) for at in range(2)] == [tuple(ABSENCES), ()]


def test_only_some_keep_their_cells_in_order_and_the_unknown_have_a_gap(step: Step) -> None:
    column = words(people(step), step.dossier.people, "category", "categoria")
    assert list(only(column, ["P2", "P1"]).cells) == ["C", "D"]
    unknown = Flags(axis=column.axis, cells=[False, True, False], gaps={2: (Gap(State.NOT_MEASURED, "manca"),)})
    kept = only(column, unknown)
    assert (kept.axis.ids, kept.at(0), kept.at(1)) == (("P2", "P3"), "D", None)
    with pytest.raises(KeyError):
        only(constant(column.axis, 1), ["P9"])


@pytest.mark.parametrize(("kind", "is_so"), [("", False), ("non retribuita", True)])
def test_a_blank_holds_no_word(kind: str, is_so: bool) -> None:
    words = SimpleNamespace(list=lambda _: SimpleNamespace(value=("no", "non")), provisional={})
    absence = Absence(person="P1", kind=kind, start=date(2025, 1, 1), end=None)
    assert absence_is(step_of(parameters=words), absence, "parole") is is_so
