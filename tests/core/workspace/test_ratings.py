"""A form may repeat a row's name in two of its sections: both are read, and one given twice is an error."""

from typing import Any

HEAD = ["person", "section", "factor", "points", "max"]


def test_a_factor_stands_once_in_each_section(bare: Any) -> None:
    rows = [HEAD, ["P1", "conoscenze", "precisione", "7", "10"], ["P1", "attivita", "precisione", "8", "10"]]
    bare.build({"ratings": rows}, locale="en")
    assert [(row.section, row.points) for row in bare.dossier.ratings] == [("conoscenze", 7), ("attivita", 8)]


def test_a_factor_twice_in_one_section_is_an_error(bare: Any) -> None:
    rows = [HEAD, ["P1", "conoscenze", "precisione", "7", "10"], ["P1", "conoscenze", "precisione", "8", "10"]]
    bare.build({"ratings": rows}, locale="en")
    (problem,) = bare.problems
    assert (problem.source.row, "precisione" in str(problem)) == (3, True)
