"""Blocked is a normal outcome: what is missing is reported, and everything else is computed."""

from decimal import Decimal

import pytest
from small_plugins import ONE_TOOL, VALIDATED, Install, RunIn, WriteEnte

from merito import BadDataError, plain

PARAMETERS = """
[threshold]
label = "Soglia della valutazione positiva"
kind = "number"
cites = "art. 6 c. 4"
ente_may_set = { at_least = 0, at_most = 100 }

[share]
label = "Quota"
kind = "share"
cites = "art. 2"
values = { 2010-01-01 = 0.1, 2021-01-01 = 0.2, 2021-06-01 = 0.3 }

[fixed]
label = "Numero fisso"
kind = "number"
cites = "art. 3"
values = { always = 3 }
"""
CODE = """
@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    threshold = step.parameters.number("threshold")
    return Results(scores=(PersonScore(person="P1", score=threshold.value, rules=("X-1",)),))

@hookimpl
@rule("X-1")
def merito_roll_up(step: Step) -> Results | None:
    share = step.parameters.share("share")
    fixed = step.parameters.number("fixed")
    basis = Basis(parameters=(share, fixed))
    value = share.value * fixed.value
    return Results(grades=(Grade(scope="ente", id="prova", value=value, rules=("X-1",), basis=basis),))
"""
REFUSES = """
@hookimpl
@rule("X-1")
def merito_check_plan(step: Step) -> Results | None:
    return Results(findings=(
        Finding(severity="error", phase=Phase.REWARDS, rule="X-1", {named} message="i pesi non tornano"),
    ))

@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    return Results(rewards=(
        Reward(person="P1", tool="annual", fund="premi", item="fondo", due=Decimal("1000.00"), rules=("X-1",), rests_on=()),
    ))
"""
FOUND_LATE = """
@hookimpl
@rule("X-1")
def merito_person_scores(step: Step) -> Results | None:
    finding = Finding(
        severity="{severity}", phase=Phase.EVALUATION, rule="X-1", {about} message="11 punti, al massimo 10"
    )
    return Results(scores=(PersonScore(person="P1", score=80, maximum=100, rules=("X-1",)),), findings=(finding,))

@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    return Results(rewards=(
        Reward(person="P1", tool="annual", fund="premi", item="fondo", due=Decimal("1000.00"), rules=("X-1",), rests_on=()),
    ))
"""
PEOPLE = {"2021/people.csv": "id\nP1\n"}
MONEY = {"2021/cycle.toml": "[funds]\npremi = 1000\n", "2021/people.csv": "id\nP1\n", "2021/acts.csv": VALIDATED}


def test_a_parameter_without_value_blocks_the_step_that_asks_for_it_and_no_other(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    record = run_in(write_ente("prova", {}), install("prova", CODE, files={"parameters.toml": PARAMETERS}))
    assert record.results.scores == ()
    assert record.results.grade("ente", "prova") is not None
    told = "manca il parametro «threshold» (Soglia della valutazione positiva), art. 6 c. 4: "
    assert tuple(map(plain, record.phase("d").missing)) == (told + "lo stabilisce l'ente, tra i suoi valori",)
    assert record.phase("d").state == "partial"


def test_the_step_is_computed_once_the_ente_sets_the_parameter(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    root = write_ente("prova", PEOPLE, "[parameters]\nthreshold = 60\n")
    record = run_in(root, install("prova", CODE, files={"parameters.toml": PARAMETERS}))
    assert [score.score for score in record.results.scores] == [60]


def test_a_value_is_the_one_in_force_on_the_first_of_january_of_the_cycle_s_year(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    record = run_in(write_ente("prova", {}), install("prova", CODE, files={"parameters.toml": PARAMETERS}))
    grade = record.results.grade("ente", "prova")
    assert grade is not None
    assert [(value.key, str(value.value), str(value.since)) for value in grade.basis.parameters] == [
        ("share", "1/5", "2021-01-01"),
        ("fixed", "3", "None"),
    ]


LAYERS = {
    "the workspace's defaults": ({"defaults": "threshold = 50"}, "50", "merito.toml [defaults.prova]"),
    "the ente over them": (
        {"defaults": "threshold = 50", "ente": "threshold = 60"},
        "60",
        "ente (enti/prova/ente.toml)",
    ),
    "the year over the ente": (
        {"ente": "threshold = 60", "year": 'threshold = "200/3"'},
        "200/3",
        "anno (enti/prova/2021/cycle.toml)",
    ),
}


@pytest.mark.parametrize("case", LAYERS)
def test_a_parameter_is_set_by(install: Install, write_ente: WriteEnte, run_in: RunIn, case: str) -> None:
    texts, value, layer = LAYERS[case]
    year = {"2021/cycle.toml": f"[parameters]\n{texts['year']}\n"} if "year" in texts else {}
    year |= PEOPLE
    root = write_ente("prova", year, f"[parameters]\n{texts['ente']}\n" if "ente" in texts else "")
    if "defaults" in texts:
        with (root / "merito.toml").open("a") as file:
            file.write(f"[defaults.prova]\n{texts['defaults']}\n")
    code = CODE.replace('rules=("X-1",)),))', "rules=('X-1',), basis=Basis(parameters=(threshold,))),))")
    record = run_in(root, install("prova", code, files={"parameters.toml": PARAMETERS}))
    used = record.results.scores[0].basis.parameters[0]
    assert (str(used.value), used.layer) == (value, layer)


NOT_SET = {
    "threshold = 101": "[parameters] threshold, trovato «101», atteso almeno 0 e al massimo 100, art. 6 c. 4",
    'threshold = "sessanta"': "[parameters] threshold, trovato «sessanta», atteso un numero",
    "share = 0.5": "«Quota» è fissato dal regolamento, l'ente non può stabilirlo, art. 2",
    "treshold = 60": "[parameters] treshold: parametro sconosciuto. Forse «threshold»?",
}


@pytest.mark.parametrize("line", NOT_SET)
def test_a_parameter_is_refused(install: Install, write_ente: WriteEnte, run_in: RunIn, line: str) -> None:
    root = write_ente("prova", {}, f"[parameters]\n{line}\n")
    with pytest.raises(BadDataError) as refusal:
        run_in(root, install("prova", CODE, files={"parameters.toml": PARAMETERS}))
    assert "enti/prova/ente.toml" in str(refusal.value)
    assert NOT_SET[line] in str(refusal.value)


def test_an_error_of_the_plan_refuses_its_tool_and_withholds_its_money(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", REFUSES.format(named='tool="annual",'), files={"inputs.toml": ONE_TOOL})
    record = run_in(write_ente("prova", MONEY), regulations)
    assert record.results.rewards == ()
    line = record.results.fund_lines[0]
    assert (line.withheld, plain(line.reason)) == (
        Decimal("1000.00"),
        "strumento «annuale» rifiutato: i pesi non tornano",
    )


def test_an_error_of_the_plan_about_one_subject_refuses_nothing_else(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", REFUSES.format(named='subject="person:P9",'), files={"inputs.toml": ONE_TOOL})
    record = run_in(write_ente("prova", MONEY), regulations)
    assert [reward.payable for reward in record.results.rewards] == [Decimal("1000.00")]


def test_an_error_that_names_neither_tool_nor_subject_refuses_its_phase(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", REFUSES.format(named=""), files={"inputs.toml": ONE_TOOL})
    record = run_in(write_ente("prova", MONEY), regulations)
    assert (record.phase("e").state, tuple(map(plain, record.phase("e").missing))) == (
        "blocked",
        ("i pesi non tornano",),
    )
    assert record.results.fund_lines[0].withheld == Decimal("1000.00")


REFUSING = {
    'subject="person:P1",': {"d", "e"},
    'subject="person:P2",': {"d"},
    'tool="annual",': {"d", "e"},
    "": set(),
}


@pytest.mark.parametrize("about", REFUSING)
def test_a_phase_tells_that_a_subject_or_a_tool_of_it_was_refused(
    install: Install, write_ente: WriteEnte, run_in: RunIn, about: str
) -> None:
    regulations = install("prova", FOUND_LATE.format(severity="error", about=about), files={"inputs.toml": ONE_TOOL})
    record = run_in(write_ente("prova", MONEY | {"2021/people.csv": "id\nP1\nP2\n"}), regulations)
    assert {state.phase.value for state in record.phases if state.refused} == REFUSING[about]
    assert record.phase("d").state == "done"


def test_a_warning_refuses_nothing(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    code = FOUND_LATE.format(severity="warning", about='subject="person:P1",')
    record = run_in(write_ente("prova", MONEY), install("prova", code, files={"inputs.toml": ONE_TOOL}))
    assert [state.refused for state in record.phases] == [False] * 6
