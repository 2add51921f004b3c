"""Order and rules of rows of results: who comes first, and which reading a score cites."""

from pathlib import Path

from attrs import evolve

from merito import plain
from merito.testing import read_cases, run_tables

PEOPLE = "id,role\nA,po\nB,po\nC,po\n"
POSTS = "id\nPO1\nPO2\nPO3\nPO4\nPO5\nPO6\n"
APPOINTMENTS = """
person,position,kind,from,to
C,PO5,holder,2021-01-01,
C,PO6,holder,2021-02-01,
B,PO3,holder,2021-06-01,
B,PO4,holder,2021-06-01,
A,PO1,holder,2021-06-01,
A,PO2,holder,2021-06-01,
"""


def test_whoever_held_two_posts_first_is_told_first() -> None:
    record = run_tables("brescia", {"people": PEOPLE, "positions": POSTS, "appointments": APPOINTMENTS})
    told = [one.subject for one in record.results.findings if "titolare negli stessi giorni" in plain(one.message)]
    assert told == ["person:C", "person:A", "person:B"]


def test_a_manager_with_one_area_all_year_cites_no_reading_on_who_changed_area() -> None:
    cases = read_cases(Path(__file__).parent / "cases/valutazione_dirigenti.toml")
    case = next(one for one in cases if one.title.startswith("three factors; of the Segretario"))
    people = "id,role,unit\nSG,secretary_general,\nD1,manager,\nD2,manager,B\n"
    for rows, cites in (("D1,A,2021-01-01,", False), ("D1,B,2021-01-01,2021-06-30\nD1,A,2021-07-01,", True)):
        tables = {**case.tables, "people": people, "service": f"person,unit,from,to\n{rows}\n"}
        scores = {row.person: row for row in evolve(case, tables=tables).run().results.scores}
        assert scores["D1"].score is not None
        assert ("I-BS-59" in scores["D1"].rules) is cites


def test_a_share_that_is_whole_is_told_without_a_part() -> None:
    cases = read_cases(Path(__file__).parent / "cases/contrattazione.toml")
    case = next(one for one in cases if one.title.startswith("coefficients by level divide the whole fund"))
    formulas = {row.person: plain(row.basis.formula) for row in case.run().results.rewards}
    assert formulas["E"] == "10.000,00 € × peso / somma dei pesi = 5.000,00 € (la quota)"
