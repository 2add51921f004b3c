"""The quality of indicators by the guidelines of the DFP, as notes: each passes at its limit and fails beyond it.

Rules "IT-IND.2", "IT-IND.3", "IT-IND.4", "IT-IND.5" and "IT-IND.6"; and "IT-4.2a", of the decree itself: every indicator
of the year has an expected result.
"""

import pytest
from law_of_a_year import In, found

from merito import plain

OBJECTIVES = "id,title,responsible\nO1,Servizi alla persona,unit:U1\nO2,Mantenere la biblioteca,person:P2\n"
UNITS = "id,head\nU1,P1\n"
PEOPLE = "id\nP1\nP2\nP3\n"
HEAD = "id,title,objective,kind,dimension,baseline,target,available,maintains\n"


def told(in_year: In, rule: str, indicators: str, measures: str = "", year: int = 2024) -> list[str]:
    """The subjects of a rule's findings, all of which are notes."""
    files = {
        "objectives.csv": OBJECTIVES,
        "units.csv": UNITS,
        "people.csv": PEOPLE,
        "indicators.csv": HEAD + indicators,
    }
    if measures:
        files["measures.csv"] = "indicator,at,value,by\n" + measures
    findings = found(in_year(year, files), rule)
    assert {one.severity for one in findings} <= {"info"}
    return [one.subject for one in findings]


@pytest.mark.parametrize(
    ("dimensions", "subjects"),
    [
        (("efficienza", "stato delle risorse"), ["objective:O1"]),
        (("efficienza", "Efficacia percepita"), []),
        (("efficienza", "impatto"), []),
        (("efficienza", ""), []),
    ],
)
def test_an_objective_with_no_indicator_of_effect(
    in_year: In, dimensions: tuple[str, str], subjects: list[str]
) -> None:
    """An indicator without a dimension may be one of effect: nothing is reported."""
    rows = "".join(f"I{at},Tempo {at},O1,days,{one},,,,\n" for at, one in enumerate(dimensions))
    assert told(in_year, "IT-IND.2", rows) == subjects


@pytest.mark.parametrize(
    ("by", "subjects"), [("unit:U1", ["I1"]), ("person:P1", ["I1"]), ("person:P3", []), ("", []), ("person:P2", ["I2"])]
)
def test_who_answers_measures(in_year: In, by: str, subjects: list[str]) -> None:
    """The responsible unit, its head, or the person named; somebody else or nobody recorded is accepted."""
    rows = "I1,Tempo,O1,days,,,,,\nI2,Prestiti,O2,number,,,,,\n"
    measured = "I2" if by == "person:P2" else "I1"
    assert told(in_year, "IT-IND.3", rows, f"{measured},final,3,{by}\n") == [f"indicator:{one}" for one in subjects]


@pytest.mark.parametrize(("by", "named"), [("person:P1", "P1 risponde"), ("unit:U1", "la struttura U1 risponde")])
def test_who_measures_what_they_answer_for_is_named(in_year: In, by: str, named: str) -> None:
    """P1 heads U1, which is responsible for O1."""
    files = {
        "objectives.csv": OBJECTIVES,
        "units.csv": UNITS,
        "people.csv": PEOPLE,
        "indicators.csv": f"{HEAD}I1,Tempo,O1,days,,,,,\n",
        "measures.csv": f"indicator,at,value,by\nI1,final,3,{by}\n",
    }
    (finding,) = found(in_year(2024, files), "IT-IND.3")
    assert plain(finding.message).startswith(named)


@pytest.mark.parametrize(("day", "subjects"), [("2025-06-30", []), ("2025-07-01", ["indicator:I1"]), ("", [])])
def test_a_figure_known_only_after_the_term_of_the_report(in_year: In, day: str, subjects: list[str]) -> None:
    assert told(in_year, "IT-IND.4", f"I1,Tempo,O1,days,,,,{day},\n") == subjects


OWN_TERM = """
from datetime import date

@hookimpl
@rule("X-1")
def merito_deadlines(step: Step) -> ResultRows:
    yield Deadline(phase=Phase.REPORTING, what="Relazione", due=date(2025, 4, 30), met_by="performance_report",
                   rules=("X-1",))
"""


@pytest.mark.parametrize(("day", "told"), [("2025-04-30", 0), ("2025-05-01", 1)])
def test_the_term_of_the_report_is_the_regulation_s_where_it_has_one(in_year: In, day: str, told: int) -> None:
    """An earlier deadline than the law's, besides it."""
    files = {"objectives.csv": OBJECTIVES, "people.csv": PEOPLE, "units.csv": UNITS}
    files["indicators.csv"] = f"{HEAD}I1,Tempo,O1,days,,,,{day},\n"
    assert len(found(in_year(2024, files, code=OWN_TERM), "IT-IND.4")) == told


@pytest.mark.parametrize(
    ("second", "subjects"),
    [
        ("tempo  medio,O2,days,,9,8", ["indicator:I1"]),
        ("Tempo medio,O2,days,,9,7", []),
        ("Tempo medio,O2,days,,10,8", []),
        ("Tempo massimo,O2,days,,9,8", []),
        ("Tempo medio,O2,number,,9,8", []),
    ],
)
def test_two_indicators_that_are_one(in_year: In, second: str, subjects: list[str]) -> None:
    assert told(in_year, "IT-IND.5", f"I1,Tempo medio,O1,days,,9,8,,\nI2,{second},,\n") == subjects


@pytest.mark.parametrize(("measured", "subjects"), [("8", ["indicator:I1"]), ("7", []), ("", ["indicator:I1"])])
def test_two_indicators_of_different_measures_are_two(in_year: In, measured: str, subjects: list[str]) -> None:
    twice = "I1,Tempo,O1,days,,9,8,,\nI2,Tempo,O2,days,,9,8,,\n"
    assert told(in_year, "IT-IND.5", twice, f"I1,final,8,\nI2,final,{measured},\n") == subjects


def test_two_indicators_without_a_target_are_not_told_to_be_one(in_year: In) -> None:
    assert told(in_year, "IT-IND.5", "I1,Tempo,O1,days,,9,,,\nI2,Tempo,O2,days,,9,,,\n") == []


@pytest.mark.parametrize(
    ("row", "subjects"),
    [
        ("Tempo,O1,days,,9,9,,", ["indicator:I1"]),
        ("Tempo,O1,days,,9,8,,", []),
        ("Tempo,O1,days,,,9,,", []),
        ("Tempo,O1,days,,9,9,,yes", []),
        ("Tempo mantenuto,O1,days,,9,9,,", []),
        ("Prestiti,O2,number,,9,9,,", []),
        ("Fatto,O1,yes_no,,yes,yes,,", []),
    ],
)
def test_a_target_that_is_the_last_result(in_year: In, row: str, subjects: list[str]) -> None:
    """It is accepted if the column, the indicator's title or its objective's says that a level is maintained."""
    assert told(in_year, "IT-IND.6", f"I1,{row}\n") == subjects


@pytest.mark.parametrize(
    ("row", "better", "subjects"),
    [
        ("Prestiti,O2,number,,9,8,,", "", ["indicator:I1"]),
        ("Prestiti,O2,number,,9,9,,", "", []),
        ("Riduzione del tempo,O1,days,,9,8,,", "higher", ["indicator:I1"]),
        ("Tempo,O1,days,,9,8,,", "lower", []),
        ("Tempo,O1,days,,9,10,,", "lower", ["indicator:I1"]),
        ("Quota,O1,percent,,90%,8,,", "", []),
        ("Prestiti,O2,number,,,8,,", "", []),
    ],
)
def test_a_target_worse_than_the_last_result(in_year: In, row: str, better: str, subjects: list[str]) -> None:
    """The direction is that of the column, blank is higher, and no word of a title is asked."""
    files = {
        "indicators.csv": f"{HEAD.strip()},better\nI1,{row},{better}\n",
        "objectives.csv": OBJECTIVES.replace("unit:U1", "").replace("person:P2", ""),
    }
    findings = found(in_year(2021, files), "IT-5.2c")
    assert [one.subject for one in findings] == subjects
    assert all("chi fa il Piano lo" in plain(one.message) for one in findings)


@pytest.mark.parametrize("rule", ["IT-IND.2", "IT-IND.3", "IT-IND.4", "IT-IND.5", "IT-IND.6"])
@pytest.mark.parametrize(("year", "asked"), [(2021, False), (2022, True)])
def test_the_first_cycle_that_is_asked_is_that_of_2022(in_year: In, rule: str, year: int, asked: bool) -> None:
    twice = f"Tempo,O1,days,efficienza,9,9,{year + 1}-07-01,\n"
    assert bool(told(in_year, rule, f"I1,{twice}I2,{twice}", "I1,final,3,unit:U1\n", year)) is asked


@pytest.mark.parametrize("kind", ["piao", "performance_plan"])
def test_an_expected_result_that_is_missing_after_the_act_of_the_plan(in_year: In, kind: str) -> None:
    targets = {"I1": "", "I2": "-", "I3": "n.d.", "I4": "verifica", "I5": "monitoraggio", "I6": "10"}
    files = {
        "indicators.csv": "id,title,target\n" + "".join(f"{one},{one},{cell}\n" for one, cell in targets.items()),
        "acts.csv": f"id,kind,date,body\nA1,{kind},2024-01-31,Giunta\n",
    }
    findings = found(in_year(2024, files), "IT-4.2a")
    assert [(one.severity, one.subject) for one in findings] == [
        ("warning", f"indicator:{one}") for one in ("I1", "I3", "I4")
    ]
    assert all("«-» se il Piano per quell'anno non ne prevede" in plain(one.message) for one in findings)
