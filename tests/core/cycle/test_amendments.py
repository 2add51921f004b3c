"""Amendments of the plan at a date: which are applied, in which order, which wait and for what."""

import csv
import io
import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from small_plugins import Install, RunIn, WriteEnte
from typer.testing import CliRunner

from merito.cli import app
from merito.model.record import Record
from merito.model.states import State

ACT_KINDS = """
[acts.plan_change]
label = "variazione"
title = "Variazione del Piano"
body = "Giunta"
cites = "art. 2"
[acts.opinion]
label = "parere"
title = "Parere"
body = "OIV"
cites = "art. 3"
"""
GATE = """
@hookimpl
@rule("X-1")
def merito_gates(step: Step) -> Results | None:
    return Results(gates=tuple(
        Gate(phase=Phase.OBJECTIVES, subject=f"amendment:{{one.id}}", needs=({need},), rules=("X-1",))
        for one in step.dossier.amendments
    ))
"""
OPINION = GATE.format(need='ActNeed("opinion")')
ACT_HEAD = "id,kind,date,subject,refers_to,effective,year\n"
A7, A9, A10 = "A7,plan_change,2021-07-15", "A9,plan_change,2021-09-01", "A10,plan_change,2021-09-01"
HEAD = "id,table,row,column,old,new,act\n"
PLAN = {
    "areas.csv": "id,title,weight\nR1,Crescita,60\n",
    "objectives.csv": "id,title,area,from,to\nO1,Turismo,R1,2021-01-01,2021-06-30\n",
    "indicators.csv": "id,title,objective,target\nI1,Iniziative,O1,10\n",
    "targets.csv": "indicator,year,value\nI1,2021,10\nI1,2022,20\n",
    "measures.csv": "indicator,at,value\nI1,final,4\n",
}
TO_8 = "V1,indicators,I1,target,10,8,A7"


class Plan:
    """The plan of one ente under a small regulation, run at any date."""

    def __init__(self, root: Path, run: RunIn, regulations: Any) -> None:
        self.root, self._run, self._regulations = root, run, regulations

    def at(self, *day: int, **options: Any) -> Record:
        as_of = date(*day) if day else date(2022, 12, 31)
        return self._run(self.root, self._regulations, as_of=as_of, **options)

    def results(self, *day: int) -> dict[str, bytes]:
        """Every file that the command writes, by name."""
        as_of = (date(*day) if day else date(2022, 12, 31)).isoformat()
        told = CliRunner().invoke(app, ["run", str(self.root), "--as-of", as_of])
        assert told.exit_code == 0, told.output
        folder = self.root / "out" / "prova" / "2021"
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    def explain(self, subject: str) -> str:
        return CliRunner().invoke(app, ["explain", str(self.root), subject, "--as-of", "2022-12-31"]).output


@pytest.fixture
def plan(install: Install, write_ente: WriteEnte, run_in: RunIn) -> Any:
    """Writes the plan with some amendments (id, table, row, column, old, new, act) and acts."""

    def write(*amendments: str, acts: tuple[str, ...] = (A7, A9, A10), code: str = "", **tables: str) -> Plan:
        regulations = install("prova", code, files={"inputs.toml": ACT_KINDS})
        files = {**PLAN, **{f"{name}.csv": text for name, text in tables.items()}}
        files["acts.csv"] = ACT_HEAD + "".join(f"{act}{',' * (6 - act.count(','))}\n" for act in acts)
        files["amendments.csv"] = HEAD + "".join(f"{row}\n" for row in amendments)
        root = write_ente("prova", {f"2021/{name}": text for name, text in files.items()})
        return Plan(root, run_in, regulations)

    return write


def target(record: Record) -> Any:
    return record.dossier.indicators["I1"].target.value


def applied(record: Record) -> list[str]:
    return [state.amendment.id for state in record.amendments if state.applied]


def waits(record: Record) -> dict[str, str]:
    return {state.amendment.id: state.waits_for for state in record.amendments if not state.applied}


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


# --- applied --------------------------------------------------------------------------------------------------


def test_an_act_that_is_seen_is_enough_where_no_gate_is_on_it(plan: Any) -> None:
    record = plan(TO_8).at()
    assert (target(record), applied(record), waits(record)) == (8, ["V1"], {})


def test_the_grade_rests_on_the_amended_target(plan: Any) -> None:
    grade = plan(TO_8).at().results.grade("indicator", "I1")
    assert grade.value == Fraction(50)


@pytest.mark.parametrize(("day", "stands"), [((2021, 7, 14), 10), ((2021, 7, 15), 8)])
def test_before_its_act_the_plan_is_the_one_before(plan: Any, day: tuple[int, ...], stands: int) -> None:
    assert target(plan(TO_8).at(*day)) == stands


def test_amendments_of_one_cell_follow_the_dates_of_their_acts(plan: Any) -> None:
    record = plan("V1,indicators,I1,target,8,7,A9", "V2,indicators,I1,target,10,8,A7").at()
    assert (target(record), applied(record)) == (7, ["V2", "V1"])
    assert [(state.before.text, state.act.id) for state in record.amendments] == [("10", "A7"), ("8", "A9")]


def test_acts_of_one_day_follow_their_ids_with_digits_as_numbers(plan: Any) -> None:
    record = plan("V1,indicators,I1,target,,6,A10", "V2,indicators,I1,target,,7,A9").at()
    assert (target(record), applied(record)) == (6, ["V2", "V1"])


def test_a_figure_may_become_one_of_monitoring(plan: Any) -> None:
    grade = plan("V1,indicators,I1,target,10,monitoraggio,A7").at().results.grade("indicator", "I1")
    assert (grade.state, grade.value) == (State.MONITORING, None)


def test_a_weight_is_amended(plan: Any) -> None:
    assert plan("V1,areas,R1,weight,60,40,A7").at().dossier.areas["R1"].weight == 40


def test_a_date_is_amended(plan: Any) -> None:
    assert plan("V1,objectives,O1,to,2021-06-30,2021-12-31,A7").at().dossier.objectives["O1"].end == date(2021, 12, 31)


def test_a_target_of_the_year_changes_the_indicator_that_is_graded(plan: Any) -> None:
    record = plan("V1,targets,I1 + 2021,value,10,8,A7").at()
    assert (target(record), record.results.grade("indicator", "I1").value) == (8, 50)


def test_a_target_of_the_indicator_changes_the_row_of_the_year(plan: Any) -> None:
    assert [row.value.value for row in plan(TO_8).at().dossier.targets] == [8, 20]


def test_an_interim_target_of_the_year_is_that_of_the_indicator(plan: Any) -> None:
    targets = "indicator,year,value,at\nI1,2021,5,interim\n"
    indicator = plan("V1,targets,I1 + 2021 + interim,value,5,4,A7", targets=targets).at().dossier.indicators["I1"]
    assert (indicator.target_interim.value, indicator.target.value) == (4, 10)


def test_a_target_of_another_year_changes_no_grade(plan: Any) -> None:
    record = plan("V1,targets,I1 + 2022,value,20,25,A7").at()
    assert [row.value.value for row in record.dossier.targets] == [10, 25]
    assert (target(record), record.results.grade("indicator", "I1").value) == (10, 40)


def test_rows_that_are_not_amended_are_the_same_objects(plan: Any) -> None:
    one = plan(TO_8, indicators="id,title,target\nI1,Iniziative,10\nI2,Fiere,3\n")
    before, after = one.at(2021, 1, 1).dossier.indicators["I2"], one.at().dossier.indicators["I2"]
    assert (before.target, before.source) == (after.target, after.source)


def test_a_column_that_a_regulation_adds_is_amended(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    column = '[columns.objectives]\nrisk = { label = "rischio", kind = "number" }\n'
    regulations = install("prova", files={"inputs.toml": ACT_KINDS + column})
    files = {
        "2021/objectives.csv": "id,title,risk\nO1,Turismo,2\n",
        "2021/acts.csv": ACT_HEAD + f"{A7},,,,\n",
        "2021/amendments.csv": HEAD + "V1,objectives,O1,risk,2,3,A7\n",
    }
    record = run_in(write_ente("prova", files), regulations)
    assert record.dossier.objectives["O1"].extra == {"risk": 3}


SEES = """
@hookimpl
@rule("X-1")
def merito_gates(step: Step) -> Results | None:
    return Results(findings=(told(step, "gates"),))

@hookimpl
@rule("X-1")
def merito_check_plan(step: Step) -> Results | None:
    return Results(findings=(told(step, "plan"),))

def told(step, hook):
    states = " ".join(f"{one.amendment.id} {one.applied}" for one in step.amendments)
    seen = f"{hook}: {step.dossier.indicators['I1'].target.text} {states}".strip()
    return Finding(severity="info", phase=Phase.OBJECTIVES, rule="X-1", message=seen)
"""


def test_gates_see_the_plan_before_and_checks_the_amended_one(plan: Any) -> None:
    record = plan(TO_8, "V2,areas,R1,weight,,40,", code=SEES).at()
    told = [finding.message for finding in record.results.findings if finding.rule]
    assert told == ["gates: 10", "plan: 8 V1 True V2 False"]


# --- waiting --------------------------------------------------------------------------------------------------


def test_without_an_act_it_waits_and_a_note_says_so(plan: Any) -> None:
    record = plan("V1,indicators,I1,target,10,8,").at()
    (finding,) = record.results.findings
    assert target(record) == 10
    assert (finding.severity, finding.rule, finding.subject) == ("info", "", "amendment:V1")
    assert finding.message == "la variazione V1 non è applicata: nessun atto la adotta"


WAITING = {
    "after the date": (A7, (2021, 7, 14), "l'atto A7 è del 15/7/2021, dopo il 14/7/2021"),
    "in effect later": (f"{A7},,,2021-08-01", (2021, 7, 20), "l'atto A7 ha efficacia dal 1/8/2021, dopo il 20/7/2021"),
    "of another cycle": (f"{A7},,,,2020", (2022, 1, 1), "l'atto A7 del 15/7/2021 non è del ciclo 2021"),
}


@pytest.mark.parametrize("case", WAITING)
def test_it_waits_for_an_act(plan: Any, case: str) -> None:
    act, day, reason = WAITING[case]
    record = plan(TO_8, acts=(act,)).at(*day)
    assert (target(record), waits(record)) == (10, {"V1": reason})


def test_one_that_starts_from_what_another_leaves_waits_with_it(plan: Any) -> None:
    acts = (f"{A7},,,2021-12-01", A9)
    rows = (TO_8, "V2,indicators,I1,target,8,7,A9")
    record = plan(*rows, acts=acts).at(2021, 10, 1)
    reason = "la cella non contiene ancora il valore da cui parte, che è di un'altra variazione"
    assert (target(record), waits(record)["V2"]) == (10, reason)


def test_provisional_applies_nothing_that_waits(plan: Any) -> None:
    assert applied(plan(TO_8).at(2021, 7, 14, provisional=True)) == []


# --- gates ----------------------------------------------------------------------------------------------------

O3 = "O3,opinion,2021-07-01"
OPENING = {
    "an opinion about the amendment": (A7, f"{O3},amendment:V1"),
    "an opinion about the act": (A7, f"{O3},act:A7"),
    "an opinion that refers to the act": (A7, f"{O3},,A7"),
    "an opinion that the act refers to": (f"{A7},,O3", O3),
}
CLOSED = {
    "no opinion": (A7,),
    "an opinion about nothing": (A7, O3),
    "an opinion about another amendment": (A7, f"{O3},amendment:V2"),
    "an opinion that refers to another act": (A7, A9, f"{O3},,A9"),
}
V2 = "V2,areas,R1,weight,60,40,"


@pytest.mark.parametrize("case", OPENING)
def test_a_gate_on_the_amendment_is_opened_by(plan: Any, case: str) -> None:
    record = plan(TO_8, V2, acts=OPENING[case], code=OPINION).at()
    assert (applied(record), record.amendments[0].rules) == (["V1"], ("X-1",))


@pytest.mark.parametrize("case", CLOSED)
def test_a_gate_on_the_amendment_stays_closed_with(plan: Any, case: str) -> None:
    record = plan(TO_8, V2, acts=CLOSED[case], code=OPINION).at()
    reason = "X-1: manca l'atto «Parere», che spetta all'organo: OIV (art. 1)"
    assert (target(record), waits(record)["V1"]) == (10, reason)


def test_the_act_that_adopts_it_may_meet_its_gate(plan: Any) -> None:
    assert applied(plan(TO_8, code=GATE.format(need='ActNeed("plan_change")')).at()) == ["V1"]


def test_the_act_that_adopts_another_does_not_meet_it(plan: Any) -> None:
    one = plan(TO_8, code=GATE.format(need='ActNeed("plan_change", by="Consiglio")'))
    acts = "id,kind,date,body\nA7,plan_change,2021-07-15,Giunta\nA8,plan_change,2021-07-15,Consiglio\n"
    (one.root / "enti/prova/2021/acts.csv").write_text(acts, encoding="utf-8")
    assert waits(one.at()) == {
        "V1": "X-1: l'atto A7 («Variazione del Piano») risulta di «Giunta», mentre l'organo è: Consiglio (art. 1)"
    }


def test_a_gate_on_the_act_waits_for_all_that_it_adopts(plan: Any) -> None:
    code = OPINION.replace("amendment:{one.id}", "act:{one.act}").replace(
        "dossier.amendments", "dossier.amendments[:1]"
    )
    one = plan(TO_8, "V2,areas,R1,weight,60,40,A7", code=code, acts=(A7, f"{O3},,A7"))
    assert applied(one.at(2021, 7, 15)) == ["V1", "V2"]
    (one.root / "enti/prova/2021/acts.csv").write_text(f"{ACT_HEAD}{A7},,,,\n", encoding="utf-8")
    assert applied(one.at()) == []


AFTER = GATE.format(need='ActNeed("plan_change", after="opinion")')
ORDERS = {
    "that follows its own opinion": ((A7, f"{O3},amendment:V1"), True),
    "that comes before its own opinion": ((A7, "O3,opinion,2021-07-16,amendment:V1"), False),
    "that follows the opinion about another": ((A7, f"{O3},amendment:V2"), False),
    "that follows the opinion on the plan and comes before its own": (
        ("O1,opinion,2021-01-15", A7, "O3,opinion,2021-07-16,amendment:V1"),
        False,
    ),
    "that refers to the plan and follows its own opinion": (
        ("P,performance_plan,2021-01-31", f"{A7},,P", f"{O3},amendment:V1"),
        True,
    ),
}


@pytest.mark.parametrize("case", ORDERS)
def test_in_its_proceeding_an_act(plan: Any, case: str) -> None:
    acts, opens = ORDERS[case]
    record = plan(TO_8, V2, acts=acts, code=AFTER).at()
    assert ("V1" in applied(record)) is opens


def test_the_plan_that_two_acts_refer_to_is_of_both_proceedings(plan: Any) -> None:
    code = GATE.format(need='ActNeed("plan_change", after="performance_plan")')
    acts = ("P,performance_plan,2021-01-31", f"{A7},,P", A9)
    record = plan(TO_8, "V2,areas,R1,weight,60,40,A9", acts=acts, code=code).at()
    assert applied(record) == ["V1", "V2"]


def test_a_gate_on_an_amendment_holds_no_phase(plan: Any) -> None:
    record = plan(TO_8, acts=(A7,), code=OPINION).at()
    assert [(state.phase.value, state.state) for state in record.phases][3] == ("d", "done")


def test_a_period_that_only_half_an_act_would_spoil_waits(plan: Any) -> None:
    code = OPINION.replace("in step.dossier.amendments", "in step.dossier.amendments if one.id == 'V2'")
    rows = ("V1,objectives,O1,from,,2021-07-01,A7", "V2,objectives,O1,to,,2021-12-31,A7")
    record = plan(*rows, code=code).at()
    reason = "il periodo comincerebbe il 1/7/2021 e finirebbe il 30/6/2021"
    assert (applied(record), waits(record)["V1"]) == ([], reason)
    assert record.dossier.objectives["O1"].start == date(2021, 1, 1)


# --- told and written -----------------------------------------------------------------------------------------


def test_explain_tells_what_changed_the_row(plan: Any) -> None:
    told = plan(TO_8, "V2,indicators,I1,target,8,7,A9").explain("indicator:I1").splitlines()
    first = "    modificato dalla variazione V1 (atto A7 del 15/7/2021): atteso 10 -> 8"
    assert told[told.index(first) + 1] == "    modificato dalla variazione V2 (atto A9 del 1/9/2021): atteso 8 -> 7"
    assert (
        "  Da enti/prova/2021/indicators.csv, riga 2: id «I1», titolo «Iniziative», obiettivo «O1», tipo «numero», migliore «maggiore», atteso «7»"
        in told
    )
    assert "    modificato dalla variazione V1 (atto A7 del 15/7/2021): valore 10 -> 8" in told


def test_explain_gives_the_changes_to_programs(plan: Any) -> None:
    one = plan(TO_8)
    told = CliRunner().invoke(app, ["explain", str(one.root), "indicator:I1", "--as-of", "2022-12-31", "--json"]).output
    changes = json.loads(told)["explanations"][0]["inputs"][0]["changes"]
    assert changes == [
        {"amendment": "V1", "act": "A7", "date": "2021-07-15", "column": "atteso", "old": "10", "new": "8"}
    ]


def test_what_is_applied_and_what_waits_is_written(plan: Any) -> None:
    rows = ("V9,areas,R1,weight,,40,", "V2,indicators,I1,target,,7,A9", TO_8)
    results = plan(*rows).results(2021, 8, 1)
    written = [
        (row["id"], row["state"], row["act"], row["row"], row["column"], row["old"], row["new"], row["waits_for"])
        for row in table(results["amendments.csv"])
    ]
    assert written == [
        ("V1", "applied", "A7", "I1", "target", "10", "8", ""),
        ("V2", "waiting", "A9", "I1", "target", "8", "7", "l'atto A9 è del 1/9/2021, dopo il 1/8/2021"),
        ("V9", "waiting", "", "R1", "weight", "60", "40", "nessun atto la adotta"),
    ]


def test_the_summary_lists_those_applied_in_their_order(plan: Any) -> None:
    rows = ("V2,indicators,I1,target,8,7,A9", "V1,targets,I1 + 2021,value,10,8,A7", "V9,areas,R1,weight,,40,")
    told = json.loads(plan(*rows).results()["summary.json"])["amendments"]
    assert told == [
        {
            "id": "V1",
            "act": "A7",
            "table": "targets",
            "row": "I1 + 2021 + final",
            "column": "value",
            "old": "10",
            "new": "8",
        },
        {"id": "V2", "act": "A9", "table": "indicators", "row": "I1", "column": "target", "old": "8", "new": "7"},
    ]


def test_the_order_of_the_rows_in_the_file_changes_no_result(plan: Any) -> None:
    rows = [TO_8, "V2,indicators,I1,target,8,7,A9", "V10,areas,R1,weight,60,40,A7", "V11,objectives,O1,title,,Fiere,"]
    one = plan(*rows)
    first = one.results()
    (one.root / "enti/prova/2021/amendments.csv").write_text(HEAD + "\n".join(rows[::-1]) + "\n", encoding="utf-8")
    second = one.results()
    differ = [name for name in first if first[name] != second[name] and name != "summary.json"]
    assert (differ, list(first)) == ([], list(second))
    of_files = {"inputs": {}, "made_from": ""}
    assert json.loads(first["summary.json"]) | of_files == json.loads(second["summary.json"]) | of_files


PERSONS = {
    "a responsible": "V1,objectives,O1,responsible,,person:P1,A7",
    "an individual dashboard": "V1,dashboards,D1,title,,Altro,A7",
    "a row of an individual dashboard": "V1,dashboard_rows,D1 + I2,weight,,50,A7",
    "an indicator that only such a one carries": "V1,indicators,I2,target,,5,A7",
    "a weight in a person": "V1,weights,P1 + O1,weight,,50,A7",
    "an individual objective": "V1,objectives,O2,title,,Altro,A7",
}


@pytest.mark.parametrize("case", PERSONS)
def test_what_is_about_a_person_is_reserved(plan: Any, case: str) -> None:
    tables = {
        "people": "id\nP1\n",
        "indicators": "id,title,target\nI1,Iniziative,10\nI2,Suo,3\n",
        "objectives": "id,title,level\nO1,Turismo,\nO2,Suo,individual\n",
        "dashboards": "id,title,kind\nD1,Suo,individual\n",
        "dashboard_rows": "dashboard,indicator\nD1,I2\n",
        "weights": "node,child,weight\nP1,O1,40\n",
    }
    results = plan(PERSONS[case], **tables).results()
    (public,) = table(results["amendments.csv"])
    (own,) = table(results["riservato/amendments.csv"])
    assert (public["id"], public["reason"]) == ("", "1 riga su una persona, in riservato/amendments.csv")
    assert (own["id"], own["state"]) == ("V1", "applied")
    assert json.loads(results["summary.json"])["amendments"] == [{"id": "V1", "act": "A7", "reserved": True}]


def test_the_workbook_has_them_in_italian(plan: Any) -> None:
    book = load_workbook(io.BytesIO(plan(TO_8).results()["results.xlsx"]))
    heads = [cell.value for cell in next(book["variazioni"].iter_rows())]
    assert heads[:7] == ["id", "atto", "tabella", "riga", "colonna", "vecchio", "nuovo"]
