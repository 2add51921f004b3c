"""A line of which everything was paid is not final while something may still change what is due of it."""

from decimal import Decimal
from pathlib import Path

from attrs import evolve

from merito import State
from merito.testing import Case, read_cases

TESTS = Path(__file__).parents[2]


def _case(file: str, title: str) -> Case:
    return next(one for one in read_cases(TESTS / file) if one.title.startswith(title))


def _lines(case: Case) -> dict[str, State]:
    return {line.item: line.state for line in case.run().results.fund_lines}


def test_a_line_that_nobody_has_divided_and_that_was_paid_whole_is_not_final() -> None:
    case = _case("bergamo/cases/interim.toml", "the result is not divided yet")
    payments = "person,tool,amount,date,act\nP1,position_result,4000,2022-06-27,LQ\n"
    paid_whole = evolve(case, tables={**case.tables, "payments": payments})
    assert _lines(paid_whole)["risultato"] is State.PROVISIONAL
    assert _lines(paid_whole)["posizione PO1, titolari"] is State.FINAL


def test_what_was_paid_of_a_result_without_a_formula_yet_is_of_its_own_line() -> None:
    case = _case("brescia/cases/pagato_troppo.toml", "A was paid 500.00 too much")
    undivided = evolve(case, cycle=case.cycle.replace('result_formula = "position_pay"\n', ""))
    lines = {line.item: line for line in undivided.run().results.fund_lines if line.fund == "po"}
    assert (lines["risultato individuale"].net, lines["risultato individuale"].withheld) == (
        Decimal("1738.82"),
        Decimal("4111.18"),
    )
    assert lines["posizione PO3, titolari"].payable == Decimal("14000.00")
    assert sum(line.net for line in lines.values()) == Decimal("1738.82")


def test_a_line_without_cover_for_what_is_due_is_not_final() -> None:
    case = _case("bergamo/cases/pagato_troppo.toml", "1,700.00 too much")
    assert _lines(case)["fondo, premi"] is State.PROVISIONAL


def test_what_was_paid_beyond_a_sum_that_is_not_final_yet_is_not_final() -> None:
    case = _case("brescia/cases/rettifiche.toml", "B was paid at 60, and 59.998 is not heard yet")
    rows = case.tables["payments"].splitlines()
    more = "\n".join(row.replace("1238.83", "1300.00") for row in rows) + "\n"
    results = evolve(case, tables={**case.tables, "payments": more}).run().results
    (row,) = (one for one in results.rewards if one.person == "B" and one.tool == "result")
    assert row.credit > 0
    assert row.state is State.PROVISIONAL
    (line,) = (one for one in results.fund_lines if one.key == (row.fund, row.item))
    assert line.state is State.PROVISIONAL
