"""A plan of several years: the cycle's year is graded, the others are kept as written."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner

from merito import Said, plain
from merito.cli import app

NO_TARGET = [
    ["id", "title", "objective", "kind"],
    ["I1", "Iniziative", "1.1", "number"],
    ["I2", "Gradimento", "1.1", "percent"],
]
HEAD = ["indicator", "year", "value", "at", "weight"]


def targets(place: Any, *rows: list[str]) -> Any:
    place.table("indicators", NO_TARGET)
    place.table("targets", [HEAD, *rows])
    return place


def test_the_year_s_row_is_the_target_of_the_indicator(place: Any) -> None:
    dossier = targets(place, ["I1", "2020", "11", "", "40"], ["I1", "2020", "5", "interim", ""]).dossier
    indicator = dossier.indicators["I1"]
    assert (indicator.target.value, indicator.target_interim.value, indicator.weight) == (Decimal(11), Decimal(5), 40)


OTHER_YEARS = {
    "31/12/2021": date(2021, 12, 31),
    "60% (43 dip.)": Decimal(60),
    "4.000": Decimal(4000),
    "SI/NO": True,
    "monitoraggio": Said.MONITORING,
    "verifica": Said.TO_BE_SET,
    "-": Said.NOTHING,
}


@pytest.mark.parametrize("written", OTHER_YEARS)
def test_a_target_of_another_year_may_be_of_another_kind(place: Any, written: str) -> None:
    dossier = targets(place, ["I1", "2020", "3", "", ""], ["I1", "2021", written, "", ""]).dossier
    figure = next(row.value for row in dossier.targets if row.year == 2021)
    assert OTHER_YEARS[written] in (figure.value, figure.said)
    assert dossier.indicators["I1"].target.value == 3


def test_a_target_of_the_year_is_of_the_indicator_s_kind(place: Any) -> None:
    (problem,) = targets(place, ["I1", "2020", "31/12/2020", "", ""]).problems
    assert (problem.source.row, problem.column, problem.found) == (2, "value", "31/12/2020")


@pytest.mark.parametrize("at", ["finaly", "?", "1"])
def test_a_moment_that_is_none_is_told_by_its_row(place: Any, at: str) -> None:
    (problem,) = targets(place, ["I1", "2020", "11", "", ""], ["I1", "2020", "5", at, ""]).problems
    told = (problem.source.file, problem.source.row, problem.column, problem.found)
    assert told == ("enti/alfa/2020/targets.csv", 3, "at", at)


def test_the_same_target_in_both_tables_is_one_target(place: Any) -> None:
    place.table("targets", [HEAD, ["I1", "2020", "11", "", ""]])
    assert place.dossier.indicators["I1"].target.value == 11


def test_two_targets_that_differ_are_told(place: Any) -> None:
    place.table("targets", [HEAD, ["I1", "2020", "12", "", ""]])
    (problem,) = place.problems
    assert (problem.source.file, problem.source.row, problem.found) == ("enti/alfa/2020/targets.csv", 2, "12")
    assert "enti/alfa/2020/indicators.csv, riga 2" in plain(problem.expected)


def test_a_target_left_blank_is_told_once_with_what_to_write_if_there_is_none(place: Any) -> None:
    place.table("targets", [HEAD, ["I1", "2020", "", "", ""]])
    (problem,) = place.problems
    assert (problem.source.row, problem.column) == (2, "value")
    assert "«-»" in str(problem)


def test_a_year_given_twice_is_told(place: Any) -> None:
    (problem,) = targets(place, ["I1", "2021", "1", "", ""], ["I1", "2021", "2", "final", ""]).problems
    assert (problem.source.row, "riga 2" in str(problem)) == (3, True)


def test_the_row_of_the_target_is_in_the_way_of_the_grade(place: Any) -> None:
    targets(place, ["I1", "2020", "16", "", ""], ["I2", "2020", "90%", "", ""])
    code, output = place.run()
    assert code == 0, output
    grades = (place.out / "alfa/2020/grades.csv").read_text(encoding="utf-8").splitlines()
    assert any(line.startswith(",indicator,I1,1.1,50.00,50,") for line in grades)
    told = CliRunner().invoke(app, ["explain", str(place.root), "indicator:I1"]).output
    assert (
        "Da enti/alfa/2020/targets.csv, riga 2: indicator «I1», year «2020», value «16»; non scritti nella riga: momento «finale»"
        in told
    )
