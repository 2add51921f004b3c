"""References: every column of every common table that points to a row, and what a valid one becomes."""

from typing import Any

import pytest

from merito import Column, Table
from merito.testing import installed_regulations

TABLES = installed_regulations().stack("bergamo").inputs.tables
REFERENCES = {
    "person": "people",
    "unit": "units",
    "position": "positions",
    "objective": "objectives",
    "indicator": "indicators",
    "area": "areas",
    "dashboard": "dashboards",
    "act": "acts",
    "amendment": "amendments",
}
SAMPLE = {
    "year": "2019",
    "figure": "1",
    "id": "X1",
    "text": "x",
    "date": "DATA",
    "points": "1",
    "moment": "final",
    "tool": "x",
    "weight": "10",
    "amended": "x",
    "who": "P1",
    "money": "1",
    "yes_no": "SI",
}
REFERRING = [(table, column) for table in TABLES.values() for column in table.columns.values() if column.kind == "ref"]


def row_that_refers_to_nothing(table: Table, column: Column) -> list[list[str]]:
    """A table with one row, valid but for one reference."""
    sound = {
        "person": "P1",
        "unit": "U1",
        "position": "PO1",
        "indicator": "I1",
        "dashboard": "D1",
        "area": "A1",
        "objective": "1.1",
        "act": "A1",
    }
    cells = {column.name: "ZZ9"}
    for one in table.columns.values():
        if one.required and one is not column:
            coded = next(iter(one.values), "")
            cells[one.name] = sound[one.to[0]] if one.kind == "ref" else coded or SAMPLE[one.kind]
    if table.name == "earlier_evaluations":  # rows of another year may be about people who have left
        cells["year"] = "2020"
    if table.name == "acts":
        cells["kind"] = "performance_plan"
    return [list(cells), [cell.replace("DATA", "30/6/2020") for cell in cells.values()]]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("table", "column"), REFERRING, ids=[f"{table.name}.{column.name}" for table, column in REFERRING]
)
def test_a_reference_to_nothing_names_the_tables_in_which_it_was_sought(
    bare: Any, table: Table, column: Column, form: str
) -> None:
    rows = row_that_refers_to_nothing(table, column)
    alone = {name: [] for name in ("measures", "dashboard_rows") if name != table.name}
    bare.build({**alone, table.name: rows}, form=form)
    told = [problem for problem in bare.problems if problem.found == "ZZ9"]
    assert [(problem.source.row, problem.column) for problem in told] == [(2, column.name)]
    assert "atteso un id che esiste tra " + ", ".join(REFERENCES[to] for to in column.to) in str(told[0])


@pytest.mark.parametrize("target", sorted({to for _, column in REFERRING for to in column.to}))
def test_every_table_that_is_pointed_to_is_a_common_table_with_an_id(target: str) -> None:
    assert TABLES[REFERENCES[target]].columns["id"].kind == "id"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("P1", "person:P1"),
        ("person:P1", "person:P1"),
        ("U1", "unit:U1"),
        ("persona:P1", "person:P1"),
        ("unita:U1", "unit:U1"),
        ("Unità: U1", "unit:U1"),
        ("struttura:U1", "unit:U1"),
    ],
)
def test_a_reference_that_may_point_to_several_tables_is_kept_with_its_prefix(
    bare: Any, written: str, kept: str
) -> None:
    bare.build({"dashboards": [["id", "holder"], ["D1", written]]})
    assert bare.dossier.dashboards["D1"].holder == kept


def test_a_prefix_tells_apart_two_rows_with_one_id(bare: Any) -> None:
    bare.build(
        {"people": [["id"], ["X"]], "units": [["id"], ["X"]], "dashboards": [["id", "holder"], ["D1", "unit:X"]]}
    )
    assert bare.dossier.dashboards["D1"].holder == "unit:X"


def test_a_reference_to_one_table_is_kept_as_the_bare_id(bare: Any) -> None:
    bare.build({"measures": [["indicator", "at", "value"], ["indicator:I1", "final", "8"]]})
    assert bare.dossier.measures[0].indicator == "I1"


def test_rows_that_stand_under_one_another_without_a_loop_are_read(bare: Any) -> None:
    bare.build({"units": [["id", "parent"], ["U1", "U2"], ["U2", "U3"], ["U3", ""]]})
    assert [unit.parent for unit in bare.dossier.units] == ["U2", "U3", None]


def test_an_id_is_taken_as_it_is_written(bare: Any) -> None:
    bare.build({"areas": [["id"], ["007"], ["7"], ["A1"]]})
    assert [area.id for area in bare.dossier.areas] == ["007", "7", "A1"]


PERIODS = [(table, column) for table in TABLES.values() for column in table.columns.values() if column.not_before]


def test_the_periods_of_the_common_tables_and_the_proposal_that_precedes_an_evaluation() -> None:
    named = {table.name for table, _ in PERIODS}
    periods = {"people", "service", "absences", "objectives", "appointments", "ratings", "returned_ratings", "acts"}
    assert named == periods | {
        "evaluations",
        "returned_evaluations",
        "qualifications",
        "delegated_powers",
        "bodies",
        "publications",
    }


@pytest.mark.parametrize(("last", "wrong"), [("29/6/2020", True), ("30/6/2020", False), ("1/7/2020", False)])
@pytest.mark.parametrize(("table", "column"), PERIODS, ids=[table.name for table, _ in PERIODS])
def test_a_period_that_ends_before_it_begins_is_told(
    bare: Any, table: Table, column: Column, last: str, wrong: bool
) -> None:
    cells = dict(zip(*row_that_refers_to_nothing(table, column), strict=True))
    cells |= {column.not_before: "30/6/2020", column.name: last}
    bare.build({table.name: [list(cells), list(cells.values())]})
    told = [problem for problem in bare.problems if problem.column == column.name]
    expected = f"un giorno non prima di «{column.not_before}», 30/6/2020"
    assert [(problem.found, problem.expected, problem.remedy) for problem in told] == (
        [("29/6/2020", expected, "Correggere uno dei due giorni.")] if wrong else []
    )


def who(bare: Any, written: str) -> Any:
    bare.build({"evaluations": [["person", "evaluator"], ["P1", written]]})
    return bare


@pytest.mark.parametrize(
    ("written", "kept"), [("P1", "person:P1"), ("person:P1", "person:P1"), ("persona: P1", "person:P1"), ("oiv", "OIV")]
)
def test_who_evaluates_is_a_person_or_a_body_of_the_regulation(bare: Any, written: str, kept: str) -> None:
    assert who(bare, written).dossier.evaluations[0].evaluator == kept


def test_an_evaluator_who_is_nobody_is_told_with_the_bodies_that_there_are(bare: Any) -> None:
    (problem,) = who(bare, "Gunta").problems
    assert (problem.found, problem.column) == ("Gunta", "evaluator")
    assert "l'id di una persona, oppure un organo: " in str(problem)
    assert "Forse «Giunta»?" in str(problem)


def test_two_days_that_stand_in_two_tables_are_named_as_italian_headings(bare: Any) -> None:
    """The sheet that came back has no column of the proposal: the office's own row has it."""
    bare.build(
        {
            "evaluations": [["persona", "proposta_comunicata"], ["P1", "30/6/2020"]],
            "returned_evaluations": [
                ["persona", "comunicata", "valutatore", "scheda", "ripresa", "impronta"],
                ["P1", "29/6/2020", "P1", "P1.xlsx", "1/7/2020", "00"],
            ],
        }
    )
    (problem,) = bare.problems
    assert (problem.column, problem.found) == ("comunicata", "29/6/2020")
    assert problem.expected == "un giorno non prima di «proposta_comunicata», 30/6/2020"
