"""Order and basis of rows of results: people by id, P2 before P10; a line with the lines that it draws on."""

from pathlib import Path

import pytest
from attrs import evolve

from merito import plain
from merito.testing import Case, Record, read_cases

CASES = Path(__file__).parent / "cases"


def case_of(file: str, title: str) -> Case:
    """The worked case whose title begins like this."""
    return next(one for one in read_cases(CASES / file) if one.title.startswith(title))


def run(file: str, title: str, **tables: str) -> Record:
    """A worked case with other tables."""
    case = case_of(file, title)
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


def test_people_with_a_group_where_there_is_none_are_told_in_the_order_of_their_ids() -> None:
    record = run("bonus.toml", "", candidates="person,tool,group\nP3,bonus,G1\nP1,bonus,G1")
    told = [one.subject for one in record.results.findings if "ha un gruppo" in plain(one.message)]
    assert told == ["person:P1", "person:P3"]


def test_the_place_that_decides_the_band_of_a_tie_is_told_as_the_ente_reads_it() -> None:
    """The two with 94 are at 2 and 3, across the border of the high band: under "first" they move up."""
    placements = run("fasce.toml", "a tie that goes up, shared by places").results.placements
    steps = {row.person: {one.name: one.value for one in row.basis.steps} for row in placements}
    assert steps["P2"]["posto in graduatoria"] == "da 2 a 3, a pari punteggio"
    assert steps["P2"]["posto che decide la fascia (I-BL-05)"] == 2


@pytest.mark.parametrize(("choice", "told"), [("heads", ""), ("pro_rata", " × 0,5 di anno a tempo pieno")])
def test_a_prize_tells_the_part_of_the_year_only_where_it_counts(choice: str, told: str) -> None:
    case = case_of("fasce.toml", "N = 10: 2, 4 and 4")
    service = "person,unit,from,to,fte\nP1,A,2021-01-01,,50"
    cycle = case.cycle.replace('"I-BL-34" = { choice = "heads"', f'"I-BL-34" = {{ choice = "{choice}"')
    rewards = evolve(case, cycle=cycle, tables={**case.tables, "service": service}).run().results.rewards
    [formula] = [plain(row.basis.formula) for row in rewards if row.person == "P1"]
    assert formula.partition(" a testa")[2] == told
