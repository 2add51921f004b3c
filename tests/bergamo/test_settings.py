"""What an ente may choose about its dashboards, and the weights that are refused."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from merito import plain
from merito.testing import Record

WriteEnte = Callable[..., Path]
RunIn = Callable[..., Record]

# Two perspectives, three objectives. Grades: A 100, B 50, C 80, D missing, E on time or not.
PLAN = {
    "acts.csv": "id,kind,date,body\nL1,reading_adoption,2021-01-12,Giunta\n",
    "2021/areas.csv": "id,title,kind\n1,Sviluppo,perspective\n2,Processi,perspective\n",
    "2021/objectives.csv": "id,title,area\n1.1,Uno,1\n1.2,Due,1\n2.1,Tre,2\n",
    "2021/indicators.csv": "id,title,objective,kind,target\nA,A,1.1,number,10\nB,B,1.1,number,10\n"
    "C,C,1.2,number,10\nD,D,2.1,number,10\nE,E,2.1,date,2021-06-30\n",
    "2021/measures.csv": "indicator,at,value\nA,final,12\nB,final,5\nC,final,8\nE,final,2021-06-30\n",
    "2021/dashboards.csv": "id,kind\nS,strategic\nSG,secretary_general\nUFF,service\n",
    "2021/dashboard_rows.csv": "dashboard,indicator\nS,A\nS,B\nS,C\nS,D\nS,E\nSG,C\nUFF,D\n",
}
SETTINGS = {
    # reading and choice: exact figure of the ente, figure with zeros, state
    "": ("165/2", "66", "provisional"),  # (100 + 50 + 80 + 100) / 4; / 5
    '"I-BP-03" = { choice = "objectives", act = "L1" }': (
        "255/3",
        "205/3",
        "provisional",
    ),  # (75 + 80 + 100) / 3; 2.1 is 50
    '"I-BP-03" = { choice = "perspectives", act = "L1" }': (
        "355/4",
        "255/4",
        "provisional",
    ),  # (77.5 + 100) / 2; 2 is 50
    '"I-BP-04" = { choice = "zero" }': ("66", "", "final"),
    '"I-BP-04" = { choice = "block" }': ("", "66", "blocked"),
}


@pytest.mark.parametrize("line", SETTINGS)
def test_the_ente_s_figure_under_the_reading(write_ente: WriteEnte, run_in: RunIn, line: str) -> None:
    """BG-41.2 with the readings I-BP-03 and I-BP-04."""
    record = run_in(write_ente("bergamo", PLAN, f"[readings]\n{line}\n" if line else ""))
    grade = record.results.grade("ente", "prova")
    assert grade is not None
    value, if_zero, state = SETTINGS[line]
    assert (grade.value, grade.if_zero) == (exact(value), exact(if_zero))
    assert grade.state.value == state


def exact(text: str) -> Fraction | None:
    return Fraction(text) if text else None


@pytest.mark.parametrize(("setting", "value"), [("on_time", "0"), ("elapsed_days", "181/2")])
def test_a_date_reached_late_is_graded_as_the_ente_has_set(
    write_ente: WriteEnte, run_in: RunIn, setting: str, value: str
) -> None:
    """BP-3.2g: 30 June is day 181 of 2021, 19 July is day 200."""
    measures = PLAN["2021/measures.csv"].replace("E,final,2021-06-30", "E,final,2021-07-19")
    root = write_ente("bergamo", PLAN | {"2021/measures.csv": measures}, f'[parameters]\ndate_grade = "{setting}"\n')
    grade = run_in(root).results.grade("indicator", "E")
    assert grade is not None
    assert grade.value == Fraction(value)


def test_the_secretary_s_dashboard_is_scored_as_a_service_s(write_ente: WriteEnte, run_in: RunIn) -> None:
    results = run_in(write_ente("bergamo", PLAN)).results
    secretary, office = results.grade("dashboard", "SG", "SG"), results.grade("dashboard", "UFF", "UFF")
    assert secretary is not None
    assert office is not None
    assert (secretary.value, secretary.rules[0]) == (80, "BP-4.2")
    assert (office.value, office.if_zero, office.lacks, office.rules[0]) == (None, 0, ("D",), "BP-3.3c")


def test_the_mean_of_the_services_stands_beside_the_ente_s_figure(write_ente: WriteEnte, run_in: RunIn) -> None:
    """I-BP-10: of the services that have a grade, without the secretary's dashboard; marked if it is not firm."""
    more = {
        "2021/dashboards.csv": "id,kind\nS,strategic\nSG,secretary_general\nU1,service\nU2,service\nU3,service\n",
        "2021/dashboard_rows.csv": "dashboard,indicator\nS,A\nSG,C\nU1,A\nU2,B\nU2,D\nU3,D\n",
    }
    grade = run_in(write_ente("bergamo", PLAN | more)).results.grade("ente", "prova")
    assert grade is not None
    assert grade.value == 100
    (beside,) = grade.basis.steps
    assert (beside.name, beside.value, beside.unit) == ("media di 2 servizi su 3, provvisoria", 75, "%")


def test_weights_of_a_dashboard_are_those_of_its_rows(write_ente: WriteEnte, run_in: RunIn) -> None:
    rows = "dashboard,indicator,weight\nS,A,10\nS,B,20\nS,C,70\n"
    grade = run_in(write_ente("bergamo", PLAN | {"2021/dashboard_rows.csv": rows})).results.grade("ente", "prova")
    assert grade is not None
    assert grade.value == 76  # (10 x 100 + 20 x 50 + 70 x 80) / 100


REFUSED_WEIGHTS = {
    "S,A,10\nS,B,20\nS,C,69\n": "i pesi sommano a 99, non a 100",
    "S,A,50\nS,B,50\nS,C,\n": "1 su 3 senza peso: o tutti hanno un peso o nessuno",
}


@pytest.mark.parametrize("rows", REFUSED_WEIGHTS)
def test_a_dashboard_with_bad_weights_is_refused_and_no_other(write_ente: WriteEnte, run_in: RunIn, rows: str) -> None:
    """BP-3.3c refuses the dashboard alone."""
    text = f"dashboard,indicator,weight\n{rows}SG,C,100\n"
    results = run_in(write_ente("bergamo", PLAN | {"2021/dashboard_rows.csv": text})).results
    errors = [one for one in results.findings if one.severity == "error"]
    assert [one.subject for one in errors] == ["dashboard:S"]
    assert REFUSED_WEIGHTS[rows] in plain(errors[0].message)
    assert [row.source.row for row in errors[0].basis.inputs] == [2, 3, 4]
    ente, strategic = results.grade("ente", "prova"), results.grade("dashboard", "S", "S")
    secretary = results.grade("dashboard", "SG", "SG")
    assert ente is not None
    assert strategic is not None
    assert secretary is not None
    assert (ente.value, ente.state.value, strategic.state.value, secretary.value) == (None, "refused", "refused", 80)


WARNED = {
    "an indicator in no dashboard": (
        {"2021/dashboard_rows.csv": "dashboard,indicator\nS,A\nS,B\nS,C\nS,D\n"},
        ("BP-3.3a", "l'indicatore E non è in alcun cruscotto"),
    ),
    "no strategic dashboard": (
        {"2021/dashboards.csv": "id,kind\nS,service\nSG,service\nUFF,service\n"},
        ("BP-3.3d", "manca il cruscotto strategico: l'ente non ha un grado"),
    ),
    "two strategic dashboards": (
        {"2021/dashboards.csv": "id,kind\nS,strategic\nSG,strategic\nUFF,service\n"},
        ("BP-3.3d", "più cruscotti strategici: S, SG"),
    ),
    "weights where they do not count": (
        {"2021/objectives.csv": "id,title,area,weight\n1.1,Uno,1,70\n1.2,Due,1,70\n2.1,Tre,2,5\n"},
        ("BP-3.3c", "i pesi nella tabella obiettivi non entrano nelle medie"),
    ),
}


@pytest.mark.parametrize("case", WARNED)
def test_a_warning_is_given_for(write_ente: WriteEnte, run_in: RunIn, case: str) -> None:
    files, (rule, message) = WARNED[case]
    findings = run_in(write_ente("bergamo", PLAN | files)).results.findings
    found = [one for one in findings if one.rule in ("BP-3.3a", "BP-3.3c", "BP-3.3d")]
    assert [(one.severity, one.rule) for one in found] == [("warning", rule)]
    assert message in plain(found[0].message)


def test_zeros_chosen_by_the_ente_are_told_on_every_figure_above(write_ente: WriteEnte, run_in: RunIn) -> None:
    root = write_ente(
        "bergamo",
        PLAN,
        '[readings]\n"I-BP-04" = { choice = "zero" }\n"I-BP-03" = { choice = "indicators", act = "L1" }\n',
    )
    results = run_in(root).results
    for scope, identifier, view in (("objective", "2.1", "S"), ("dashboard", "S", "S"), ("ente", "prova", "")):
        grade = results.grade(scope, identifier, view)
        assert grade is not None
        assert (plain(grade.reason), "I-BP-04" in grade.rules) == ("valgono zero per scelta dell'ente: D", True)


def test_a_dashboard_of_monitoring_alone_has_no_figure(write_ente: WriteEnte, run_in: RunIn) -> None:
    """BP-3.2c: monitoring never enters a score."""
    indicators = "id,title,objective,target\nA,A,1.1,monitoraggio\n"
    rows = {"2021/indicators.csv": indicators, "2021/measures.csv": "indicator,at,value\nA,final,5\n"}
    root = write_ente("bergamo", PLAN | rows | {"2021/dashboard_rows.csv": "dashboard,indicator\nS,A\n"})
    grade = run_in(root).results.grade("ente", "prova")
    assert grade is not None
    assert (grade.value, grade.state.value, grade.lacks) == (None, "not_measured", ())


def test_a_manager_s_indicator_that_descends_from_no_strategic_objective_is_told(
    write_ente: WriteEnte, run_in: RunIn
) -> None:
    """Rule "BP-4.1"; on a service's dashboard it is "BP-3.3b"."""
    objectives = "id,title,area,level,parent\n1.1,Uno,1,strategic,\n1.2,Due,1,operational,1.1\n2.1,Tre,2,operational,\n"
    rows = "dashboard,indicator\nS,A\nS,B\nS,C\nS,D\nS,E\nSG,A\nSG,C\nSG,D\nUFF,B\nUFF,E\n"
    files = PLAN | {"2021/objectives.csv": objectives, "2021/dashboard_rows.csv": rows}
    gaps = [one for one in run_in(write_ente("bergamo", files)).results.findings if one.rule in ("BP-4.1", "BP-3.3b")]
    assert [(one.rule, one.subject) for one in gaps] == [("BP-4.1", "indicator:D"), ("BP-3.3b", "indicator:E")]
