"""Order and grounds of rows of results: people by their ids, P2 before P10; a line with the lines that it drew on."""

from pathlib import Path

from attrs import evolve

from merito.model.record import Record
from merito.testing.cases import read_cases

CASES = Path(__file__).parent / "cases"


def run(file: str, title: str, **tables: str) -> Record:
    """A worked case with other tables."""
    case = next(one for one in read_cases(CASES / file) if one.title.startswith(title))
    return evolve(case, tables={**case.tables, **tables}).run()


def test_equals_stand_in_a_ranking_in_the_order_of_their_ids() -> None:
    people = ("P10", "P2", "P1")
    ratings = [f"{one},{factor},90,100" for one in people for factor in "abc"]
    record = run(
        "fasce.toml",
        "N = 10: 2, 4 and 4",
        people="\n".join(["id,unit,role", "M,,manager", *(f"{one},A,staff" for one in people)]),
        ratings="\n".join(["person,factor,points,max", *ratings, *(f"M,{factor},90,100" for factor in "abcd")]),
        evaluations="\n".join(["person,evaluator", *(f"{one},person:M" for one in people)]),
    )
    assert [row.person for row in record.results.placements] == ["P1", "P2", "P10"]


def test_a_group_is_paid_in_the_order_of_the_ids_of_its_people() -> None:
    record = run(
        "premi_innovazione_efficienza.toml",
        "the innovation award of one person, and of a group by its shares",
        candidates="person,tool,group,share\nP3,innovation,G2,30\nP2,innovation,G2,70\nP1,innovation,G1,",
    )
    assert [row.person for row in record.results.rewards if row.tool == "innovation"] == ["P1", "P2", "P3"]


def test_what_an_appeal_takes_rests_on_the_lines_whose_savings_it_takes_and_on_no_other() -> None:
    lines = run("ricorsi.toml", "raised to the middle band from what the high band").results.fund_lines
    [taken] = [line for line in lines if line.item == "ricorsi accolti"]
    assert [row.item for row in taken.rests_on] == ["fondo", "fascia alta"]
