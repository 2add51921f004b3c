"""Worked cases are read, reported with all their errors, and collected by pytest under their articles."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from attrs import evolve
from small_plugins import DECLARES_GATES, HALF_EACH, PREMI_1000, TWO_TOOLS, Install, RunIn, WriteEnte

from merito.testing import (
    CaseError,
    Record,
    assert_figure,
    assert_finding,
    assert_no_finding,
    cases_in,
    figures,
    read_cases,
)

CASE = """
regulation = "comunita_montane"
[common]
cycle = '''
[funds]
annual = 10000
'''
[common.tables]
people = '''
id,role
P1,staff
'''
[[case]]
title = "nobody is paid while nothing is known"
rules = ["BL-12.1"]
parameters = "staff_factors = { a = 40, b = 20, c = 40 }"
[case.expect]
scores = [["P1", "", "", "EXPECTED"]]
no_rewards = [["P1"]]
"""
RIGHT = CASE.replace("EXPECTED", "not_measured")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cases").mkdir()
    return tmp_path / "cases"


def test_a_case_that_comes_out_has_no_problem(folder: Path) -> None:
    (folder / "uno.toml").write_text(RIGHT)
    [case] = cases_in(folder)
    assert case.problems(case.run()) == []


def test_a_case_that_does_not_come_out_tells_what_was_expected_and_what_there_is(folder: Path) -> None:
    (folder / "uno.toml").write_text(CASE.replace("EXPECTED", "final").replace('["BL-12.1"]', '["BL-12.1", "BL-9.9"]'))
    [case] = cases_in(folder)
    first, second = case.tried()
    assert first == "scores: expected ['P1', '', '', 'final'], found:\n    ['P1', '', '', 'not_measured']"
    assert second == "no result cites BL-9.9"


PAID = """
regulation = "prova"
[[case]]
title = "half of the fund"
rules = ["X-1", "X-2"]
cycle = "[funds]\\npremi = 1000"
[case.tables]
people = "id\\nP1"
acts = "id,kind,date\\nR1,performance_report,2022-05-20\\nV1,report_validation,2022-06-01"
[case.expect]
tried = [["P1", "X-2", "sotto la soglia"]]
rewards = [["P1", "annual", "500.00", "*", "*", "*"]]
"""
TWO_RULES = "".join(
    f'["{one}"]\narticle = "art. 1"\nphase = "e"\nkind = "computation"\ntext = "x"\nstatus = "computed"\n'
    for one in ("X-1", "X-2")
)
TRIED = HALF_EACH.replace(
    'due=Decimal("500.00"),',
    'due=Decimal("500.00"), basis=Basis(tried=(Tried("X-2", "sotto la soglia"),)),',
)


def test_a_rule_that_was_tried_is_expected_as_such_and_no_result_cites_it(folder: Path, install: Install) -> None:
    (folder / "uno.toml").write_text(PAID)
    [case] = cases_in(folder)
    known = install("prova", TRIED, rules=TWO_RULES, files={"inputs.toml": TWO_TOOLS})
    assert case.tried(known) == ["no result cites X-2: it was tried and did not apply, which `tried` expects"]


def test_where_nothing_is_found_what_the_run_waits_for_is_told(folder: Path, install: Install) -> None:
    (folder / "uno.toml").write_text(PAID.replace('tried = [["P1", "X-2", "sotto la soglia"]]', ""))
    [case] = cases_in(folder)
    gate = DECLARES_GATES.format(gates='(Gate(phase=Phase.REWARDS, needs=needs, rules=("X-2",)),)')
    found, *_ = case.tried(install("prova", HALF_EACH + gate, rules=TWO_RULES, files={"inputs.toml": TWO_TOOLS}))
    assert found.startswith(
        "rewards: expected ['P1', 'annual', '500.00', '*', '*', '*'], found:\n    nothing, as the run"
    )
    assert "«Approvazione»" in found


def test_where_another_sum_is_paid_a_case_says_why_money_is_withheld(folder: Path, install: Install) -> None:
    paid = PAID.replace('tried = [["P1", "X-2", "sotto la soglia"]]\n', "").replace(
        '"*", "*", "*"', '"500.00", "0.00", "final"'
    )
    (folder / "uno.toml").write_text(paid)
    [case] = cases_in(folder)
    gate = DECLARES_GATES.format(gates='(Gate(phase=Phase.REWARDS, tool="annual", needs=needs, rules=("X-2",)),)')
    found, *_ = case.tried(install("prova", HALF_EACH + gate, rules=TWO_RULES, files={"inputs.toml": TWO_TOOLS}))
    assert "'500.00', '0.00', '500.00', 'withheld']" in found
    assert "\n  withheld, as:\n    ['P1', \"X-2: " in found
    assert "«Approvazione»" in found


def test_what_must_not_be_and_what_must_be_all_are_told(folder: Path) -> None:
    (folder / "uno.toml").write_text(
        RIGHT.replace("no_rewards", "no_scores").replace('rules = ["BL-12.1"]', 'rules = []\nwhole = ["scores"]')
    )
    [case] = cases_in(folder)
    assert [problem.split(":")[0] for problem in case.tried()] == ["no_scores"]


NOT_THERE = (
    (["P1", "annual"], True),
    (["~nnua"], True),
    (["P1", "~nnual"], True),
    (["P1", "*", "500.00", "*", "*", "*"], True),
    (["P1", "*", "*", "*", "500.00", "*"], False),
    (["annual", "P1", "500.00", "0.00", "final"], True),
    (["P2", "*"], False),
    (["~malus"], False),
)


def test_what_no_row_may_hold_is_told_by_a_part_of_a_text_too(
    install: Install, write_ente: WriteEnte, run_in: RunIn, folder: Path
) -> None:
    (folder / "uno.toml").write_text(RIGHT)
    [case] = cases_in(folder)
    record = run_in(write_ente("prova", PREMI_1000), install("prova", HALF_EACH, files={"inputs.toml": TWO_TOOLS}))
    for row, held in NOT_THERE:
        told = evolve(case, rules=(), expect={"no_rewards": [row]}).problems(record)
        assert bool(told) is held, row


REFUSED = """
regulation = "comunita_montane"
[[case]]
title = "the ente may not raise the cap of the first band"
rules = ["BL-17.2k3"]
refused = [["cycle", "", "0.4", "~art. 17 c. 2"]]
parameters = "three_bands_cap = 0.4"
[case.tables]
people = "id,role\\nP1,staff"
"""


def test_a_case_may_have_its_data_refused_with_the_article(folder: Path) -> None:
    (folder / "uno.toml").write_text(REFUSED)
    [case] = cases_in(folder)
    assert case.tried() == []


def test_data_that_are_read_refused_elsewhere_or_refused_for_more_are_told(folder: Path) -> None:
    (folder / "letto.toml").write_text(REFUSED.replace("three_bands_cap = 0.4", "three_bands_cap = 0.2"))
    (folder / "altrove.toml").write_text(REFUSED.replace('"~art. 17 c. 2"', '"art. 99"'))
    (folder / "oltre.toml").write_text(REFUSED.replace("P1,staff", "P1,clown"))
    (folder / "senza.toml").write_text(RIGHT.replace("P1,staff", "P1,clown"))
    altrove, letto, oltre, senza = ([problem.splitlines()[0] for problem in case.tried()] for case in cases_in(folder))
    assert letto == ["the data are read, where the case has them refused"]
    assert altrove[0].startswith("refused: expected ['cycle', '', '0.4', 'art. 99'], found:")
    assert oltre == ["refused too:"]
    assert senza[0].startswith("the data are refused: ")


def test_all_that_is_wrong_in_a_file_is_told_with_its_place(folder: Path) -> None:
    (folder / "uno.toml").write_text(RIGHT.replace("title =", "titel =").replace("scores", "skores"))
    with pytest.raises(CaseError) as told:
        read_cases(folder / "uno.toml")
    text = str(told.value)
    assert "uno.toml: case 1 (no title): 'titel' is no key of a case" in text
    assert "'title' is missing" in text
    assert "expect.skores: no such rows; they are grades" in text


@pytest.mark.parametrize(
    "text", ['title = "x"', 'regulation = "bergamo"', "regulation = [", 'regulation = "x"\ncase = 3']
)
def test_a_file_that_holds_no_cases_is_refused(folder: Path, text: str) -> None:
    (folder / "uno.toml").write_text(text)
    with pytest.raises(CaseError, match=r"uno\.toml"):
        read_cases(folder / "uno.toml")


def test_a_regulation_s_own_words_are_spelled_out_by_the_file_beside(folder: Path) -> None:
    (folder / "uno.toml").write_text(RIGHT.replace("title =", 'everybody = "staff"\ntitle ='))
    (folder / "shorthand.py").write_text(
        "def spelled_out(case):\n    role = case.pop('everybody')\n    return {**case, 'title': case['title'] + role}\n"
    )
    assert [case.title for case in cases_in(folder)] == ["nobody is paid while nothing is knownstaff"]


def test_pytest_collects_a_case_under_its_article_and_tells_the_jurist_without_a_traceback(
    pytester: pytest.Pytester,
) -> None:
    folder = pytester.mkdir("cases")
    (folder / "uno.toml").write_text(
        CASE.replace("EXPECTED", "final") + RIGHT.split("[[case]]")[1].join(["[[case]]", ""])
    )
    (folder / "altro.toml").write_text("[not]\na = 1\n")
    ran = pytester.runpytest_inprocess("-v")
    ran.assert_outcomes(passed=1, failed=1)
    ran.stdout.fnmatch_lines(["*art. 12 c. 1*: nobody is paid while nothing is known*"])
    ran.stdout.fnmatch_lines(["scores: expected [[]'P1', '', '', 'final'], found:"])
    assert "Traceback" not in ran.stdout.str()


def test_a_case_whose_ente_cannot_be_read_is_told_as_the_ente_would_be(pytester: pytest.Pytester) -> None:
    (pytester.mkdir("cases") / "uno.toml").write_text(RIGHT.replace("P1,staff", "P1,staf"))
    ran = pytester.runpytest_inprocess()
    ran.assert_outcomes(failed=1)
    ran.stdout.fnmatch_lines(["*people.csv, riga 2*trovato «staf»*"])
    assert "Traceback" not in ran.stdout.str()
    assert "problems_of" not in ran.stdout.str()


def test_a_case_of_a_regulation_that_is_not_installed_is_an_error_of_collection(pytester: pytest.Pytester) -> None:
    (pytester.mkdir("cases") / "uno.toml").write_text(RIGHT.replace("comunita_montane", "comunita_montana"))
    ran = pytester.runpytest_inprocess()
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["uno.toml: regulation 'comunita_montana' is not installed; *; did you mean*"])


def test_a_case_may_be_of_another_year(folder: Path) -> None:
    (folder / "uno.toml").write_text(RIGHT.replace("title =", "year = 2019\ntitle ="))
    [case] = cases_in(folder)
    assert (case.year, case.as_of, case.run().dossier.year) == (2019, date(2020, 12, 31), 2019)
    (folder / "uno.toml").write_text(RIGHT.replace("title =", "year = 'x'\ntitle ="))
    with pytest.raises(CaseError, match="year is 'x', not a year"):
        cases_in(folder)


def test_a_cycle_that_has_a_head_which_is_a_key_of_its_own_is_told(folder: Path) -> None:
    (folder / "uno.toml").write_text(RIGHT.replace("annual = 10000", "annual = 10000\n[parameters]\nx = 1"))
    with pytest.raises(CaseError, match="cycle, parameters and readings, each a key of its own"):
        cases_in(folder)


def test_a_broken_file_of_cases_is_an_error_of_collection(pytester: pytest.Pytester) -> None:
    folder = pytester.mkdir("cases")
    (folder / "uno.toml").write_text('regulation = "bergamo"\n')
    ran = pytester.runpytest_inprocess()
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["*a file of cases has*"])


RATED = {
    "people": "id,role\nP1,staff\nP2,staff",
    "ratings": "person,factor,points,max\n"
    + "\n".join(f"{person},{factor},{points},90" for person, points in (("P1", 80), ("P2", 60)) for factor in "abc"),
}
WEIGHTS = "[parameters]\nstaff_factors = { a = 40, b = 20, c = 40 }\n"


def test_a_figure_is_asserted_exactly(run_ente: Callable[..., Record]) -> None:
    record = run_ente("comunita_montane", RATED, WEIGHTS)
    assert_figure(record, "scores", "score", "800/9", person="P1")
    assert_figure(record, "scores", "state", "final", person="P2")
    assert len(figures(record, "scores")) == 2
    with pytest.raises(AssertionError, match=r"score is 800/9, not 88\.89"):
        assert_figure(record, "scores", "score", "88.89", person="P1")
    with pytest.raises(AssertionError, match="0 scores with person='P3', where one is expected"):
        assert_figure(record, "scores", "score", "0", person="P3")
    with pytest.raises(LookupError, match="'skores' is no table of results"):
        figures(record, "skores")


def test_a_finding_is_asserted_with_its_rule_and_words(run_ente: Callable[..., Record]) -> None:
    wrong = {**RATED, "ratings": RATED["ratings"].replace("P1,a,80", "P1,a,95")}
    record = run_ente("comunita_montane", wrong, WEIGHTS)
    assert_finding(record, "BL-12.1", "oltre il massimo", severity="error", subject="person:P1")
    assert_no_finding(record, "BL-12.1", subject="person:P2")
    with pytest.raises(AssertionError, match=r"no finding of BL-12\.1 'sotto zero'"):
        assert_finding(record, "BL-12.1", "sotto zero")
    with pytest.raises(AssertionError, match="is told: valutazione rifiutata"):
        assert_no_finding(record, "BL-12.1")
