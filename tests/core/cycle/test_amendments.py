"""Amendments of the plan at a date: which are applied, in which order, which wait and for what."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from amended_plan import A7, A9, ACT_HEAD, ACT_KINDS, GATE, HEAD, OPINION, TO_8, applied, target, waits
from small_plugins import Install, RunIn, WriteEnte

from merito import State, plain

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
    told = [plain(finding.message) for finding in record.results.findings if finding.rule == "X-1"]
    assert told == ["gates: 10", "plan: 8 V1 True V2 False"]


# --- waiting --------------------------------------------------------------------------------------------------


def test_without_an_act_it_waits_and_a_note_says_so(plan: Any) -> None:
    record = plan("V1,indicators,I1,target,10,8,").at()
    (finding,) = (one for one in record.results.findings if one.subject)
    assert target(record) == 10
    assert (finding.severity, finding.rule, finding.subject) == ("info", "", "amendment:V1")
    assert plain(finding.message) == "la variazione V1 non è applicata: nessun atto la adotta"


WAITING = {
    "after the date": (A7, (2021, 7, 14), "l'atto A7 è del 15/7/2021, dopo la data dell'esecuzione"),
    "in effect later": (
        f"{A7},,,2021-08-01",
        (2021, 7, 20),
        "l'atto A7 ha efficacia dal 1/8/2021, dopo la data dell'esecuzione",
    ),
    "of another cycle": (f"{A7},,,,2020", (2022, 1, 1), "l'atto A7 del 15/7/2021 non è del ciclo 2021"),
}


@pytest.mark.parametrize("case", WAITING)
def test_it_waits_for_an_act(plan: Any, case: str) -> None:
    act, day, reason = WAITING[case]
    record = plan(TO_8, acts=(act,)).at(*day)
    assert (target(record), waits(record)) == (10, {"V1": reason})


def test_an_act_about_one_amendment_applies_no_other(plan: Any) -> None:
    record = plan(TO_8, "V2,areas,R1,weight,60,40,A7", acts=(f"{A7},amendment:V2",)).at()
    assert (target(record), applied(record)) == (10, ["V2"])
    assert waits(record) == {"V1": "l'atto A7 riguarda la variazione V2, non questa"}


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
    assert waits(one.at()) == {"V1": "X-1: l'atto A7 risulta di «Giunta», mentre l'organo è: Consiglio (art. 1)"}


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
