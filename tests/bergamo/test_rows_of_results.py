"""What rows of results rest on, and the explanation of their figures."""

from pathlib import Path

from attrs import evolve

from merito import FundLine, PersonScore, plain
from merito.testing import read_cases

CASES = Path(__file__).parent / "cases"


def test_a_redistributed_pay_rests_on_the_evaluations_that_there_are() -> None:
    """P1, of the staff, lost the post on 1 January: no evaluation as a holder, and no part of the pay."""
    case = next(
        one
        for one in read_cases(CASES / "posizioni.toml")
        if one.title.startswith("redistributed, and the revoked holder")
    )
    acts = case.tables["acts"].replace("2021-07-01", "2021-01-01").replace("2021-06-", "2020-12-")
    people = "id,role\nP1,staff\nP2,po\n"
    results = evolve(case, tables={**case.tables, "acts": acts, "people": people}).run().results
    [line] = [one for one in results.fund_lines if one.item == "risultato, premi"]
    assert [type(row) for row in line.rests_on] == [FundLine, PersonScore]
    assert [(one.person, str(one.due)) for one in results.rewards if one.tool == "position_result"] == [
        ("P1", "0.00"),
        ("P2", "2400.00"),  # the part of PO1 is nobody's all year: 4,000 x 10/25
    ]


def test_one_grade_alone_is_no_mean_and_none_is_told_by_nothing() -> None:
    case = next(one for one in read_cases(CASES / "cascata.toml") if one.title.startswith("one indicator is one"))
    rows = "dashboard,indicator\nstrategico,S1\naffari,S4\n"
    grades = evolve(case, tables={**case.tables, "dashboard_rows": rows}).run().results.grades
    told = {(one.view, one.scope): plain(one.basis.formula) for one in grades if one.view}
    assert told["strategico", "objective"] == "l'unico grado che c'è"
    assert told["affari", "objective"] == ""
