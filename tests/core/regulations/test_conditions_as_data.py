"""A gate or a deadline declared in `rules.toml` with its article, without any code."""

import re
from datetime import date

import pytest
from small_plugins import PREMI_1000, TWO_TOOLS, Install, RunIn, WriteEnte

from merito import BadDataError, PluginError, plain
from merito.testing import Record

RULE = """
["X-1"]
article = "art. 1"
phase = "e"
kind = "gate"
text = "Nessun premio prima dell'approvazione."
status = "checked"
"""
INPUTS = (
    TWO_TOOLS
    + """
[acts.proposal]
label = "proposta"
title = "Proposta"
cites = "art. 3"
"""
)
PARAMETERS = """
[term]
label = "Termine"
kind = "day"
cites = "art. 4"
values = { always = "03-31" }

[days]
label = "Giorni"
kind = "number"
cites = "art. 4"
values = { always = 15 }

[open_term]
label = "Termine che l'ente stabilisce"
kind = "day"
cites = "art. 5"
ente_may_set = true
"""
FILES = {"inputs.toml": INPUTS, "parameters.toml": PARAMETERS}
ACTS = "id,kind,date,body\nP,proposal,2021-02-01,\nA,approval,2021-02-10,Giunta\n"


def gates(record: Record) -> list[tuple[str | None, str | None, bool]]:
    return [(one.gate.tool, one.gate.subject, one.open) for one in record.gates if "X-1" in one.gate.rules]


def test_a_gate_is_closed_until_its_acts_are_there_in_their_order(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    gate = '["X-1".gate]\ntool = "bonus"\nneeds = [{ act = "approval", by = "Giunta", after = "proposal" }]\n'
    root = write_ente("prova", {**PREMI_1000, "2021/acts.csv": ACTS})
    regulations = install("prova", rules=RULE + gate, files=FILES)
    assert gates(run_in(root, regulations, as_of=date(2021, 2, 9))) == [("bonus", None, False)]
    assert gates(run_in(root, regulations)) == [("bonus", None, True)]


@pytest.mark.parametrize(
    ("given", "stands"),
    [
        ({}, False),
        ({"2021/cycle.toml": "[funds]\npremi = 1\n"}, True),
        ({"2021/candidates.csv": "person,tool\nP1,bonus\n"}, True),
        ({"2021/candidates.csv": "person,tool\nP1,annuale\n"}, False),
    ],
)
def test_a_gate_stands_only_where_its_fund_is_given_or_rows_of_its_tool(
    install: Install, write_ente: WriteEnte, run_in: RunIn, given: dict[str, str], stands: bool
) -> None:
    gate = '["X-1".gate]\ntool = "bonus"\nfunds = ["premi"]\ntables = ["candidates"]\nneeds = [{ act = "approval" }]\n'
    root = write_ente("prova", {"2021/people.csv": "id\nP1\n", **given})
    found = gates(run_in(root, install("prova", rules=RULE + gate, files=FILES)))
    assert bool(found) is stands


def test_one_sentence_may_close_several_tools(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    gate = '["X-1".gate]\ntools = ["annual", "bonus"]\nneeds = [{ act = "approval" }]\n'
    record = run_in(write_ente("prova", PREMI_1000), install("prova", rules=RULE + gate, files=FILES))
    assert gates(record) == [("annual", None, False), ("bonus", None, False)]


def test_a_gate_may_be_one_for_each_post(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    gate = '["X-1".gate]\neach = "staff_positions"\nneeds = [{ act = "approval" }]\n'
    posts = "id,title,type\nPO1,Uno,\nPO2,Due,\nD1,Tre,dirigenziale\n"
    root = write_ente("prova", {"2021/positions.csv": posts})
    found = gates(run_in(root, install("prova", rules=RULE + gate, files=FILES)))
    assert [subject for _, subject, _ in found] == ["position:PO1", "position:PO2"]


def deadlines(record: Record) -> list[tuple[str, date | None, str]]:
    known = [one.deadline for one in record.deadlines]
    return [(plain(one.what), one.due, plain(one.reason)) for one in known if "X-1" in one.rules]


def test_a_deadline_is_a_day_of_the_year_that_it_names(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    text = '["X-1".deadline]\nwhat = "Premi {year}"\nmet_by = "approval"\nday = "term"\nyear = "next"\n'
    record = run_in(write_ente("prova", {}), install("prova", rules=RULE + text, files=FILES))
    assert deadlines(record) == [("Premi 2021", date(2022, 3, 31), "")]


@pytest.mark.parametrize(
    ("acts", "due", "why"), [(ACTS, date(2021, 2, 16), ""), ("id,kind,date\n", None, "manca la proposta")]
)
def test_a_deadline_is_so_many_days_after_an_act_and_says_what_it_waits_for(
    install: Install, write_ente: WriteEnte, run_in: RunIn, acts: str, due: date | None, why: str
) -> None:
    text = '["X-1".deadline]\nwhat = "Entro {days} giorni"\nmet_by = "approval"\nafter = "proposal"\ndays = "days"\n'
    text += 'until_then = "manca la proposta"\n'
    record = run_in(write_ente("prova", {"2021/acts.csv": acts}), install("prova", rules=RULE + text, files=FILES))
    assert deadlines(record) == [("Entro 15 giorni", due, why)]


def test_a_term_that_the_ente_has_not_set_blocks_that_deadline_alone(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    text = '["X-1".deadline]\nwhat = "Premi"\nmet_by = "approval"\nday = "term"\n'
    other = RULE.replace("X-1", "X-2") + text.replace("X-1", "X-2").replace('"term"', '"open_term"')
    record = run_in(write_ente("prova", {}), install("prova", rules=RULE + text + other, files=FILES))
    assert deadlines(record) == [("Premi", date(2021, 3, 31), "")]
    assert [one.subject for one in record.results.findings if one.subject.startswith("parameter:")] == [
        "parameter:open_term"
    ]


def test_gates_and_deadlines_stand_in_the_order_of_the_text_be_they_data_or_code(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    gate = '["X-2".gate]\nneeds = [{ act = "approval" }]\n'
    code = """
@hookimpl
@rule("X-1")
def merito_gates(step: Step) -> Iterator[Gate]:
    yield Gate(phase=Phase.REWARDS, needs=(ActNeed("proposal"),), rules=("X-1",))
"""
    code = "from collections.abc import Iterator\n" + code
    rules = RULE + RULE.replace("X-1", "X-2") + gate
    record = run_in(write_ente("prova", {}), install("prova", code, rules=rules, files=FILES))
    assert [one.gate.rules[0] for one in record.gates][-2:] == ["X-1", "X-2"]


WRONG = {
    '["X-1".gate]\nneeds = [{ act = "aproval" }]\n': "gate: there is no kind of act 'aproval'; did you mean 'approval'?",
    '["X-1".gate]\ntool = "bonos"\nneeds = [{ act = "approval" }]\n': "gate: there is no tool 'bonos'; did you mean",
    '["X-1".gate]\nfunds = ["premio"]\nneeds = [{ act = "approval" }]\n': "gate: there is no fund 'premio'; did you",
    '["X-1".gate]\ntables = ["candidate"]\nneeds = [{ act = "approval" }]\n': "gate: there is no table 'candidate'",
    '["X-1".gate]\ntool = "bonus"\n': "'needs' is missing",
    '["X-1".gate]\nneed = []\nneeds = [{ act = "approval" }]\n': "unknown key 'need'; did you mean 'needs'?",
    '["X-1".gate]\nneeds = [{ act = "approval", of = "Giunta" }]\n': "needs 1: unknown key 'of'",
    '["X-1".gate]\neach = "posts"\nneeds = [{ act = "approval" }]\n': "'each' is 'posts', not one of amendments",
    '["X-1".gate]\nphase = "g"\nneeds = [{ act = "approval" }]\n': "'phase' is 'g', not one of a, b, c, d, e, f",
    '["X-1".gate]\nbears = ["I-9"]\nneeds = [{ act = "approval" }]\n': "bears 'I-9', no rule and no interpretation",
    '["X-1".deadline]\nwhat = "x"\nmet_by = "approval"\n': "say the `day` (a parameter) or the kind of act",
    '["X-1".deadline]\nwhat = "x"\nmet_by = "approval"\nday = "days"\n': "there is no parameter of kind day: 'days'",
    '["X-1".deadline]\nwhat = "x"\nmet_by = "approval"\nafter = "proposal"\n': "`after` and `until_then` stand together",
    '["X-1".deadline]\nwhat = "{days}"\nmet_by = "approval"\nday = "term"\n': "'what' holds {days}; it may hold {year}",
}


@pytest.mark.parametrize("text", WRONG)
def test_what_does_not_hold_is_refused_on_load(install: Install, text: str) -> None:
    with pytest.raises(PluginError) as refusal:
        install("prova", rules=RULE + text, files=FILES).stack("prova")
    assert WRONG[text] in str(refusal.value)
    assert "rules.toml [X-1]" in str(refusal.value)


def test_a_rule_with_a_gate_is_carried_out(install: Install) -> None:
    rules = RULE.replace("checked", "recorded") + '["X-1".gate]\nneeds = [{ act = "approval" }]\n'
    with pytest.raises(PluginError, match="its status is one of computed, checked"):
        install("prova", rules=rules, files=FILES).stack("prova")


BY_MARCH = '["X-1".gate]\ntool = "bonus"\nneeds = [{ act = "approval", until = "term" }]\n'
MADE_PUBLIC = '["X-1".gate]\ntool = "bonus"\nneeds = [{ act = "approval", until = "term", published = true }]\n'


@pytest.mark.parametrize(
    ("gate", "acts", "opened"),
    [
        (BY_MARCH, "A,approval,2021-03-31,\n", True),
        (BY_MARCH, "A,approval,2021-04-01,\n", False),
        (BY_MARCH, "A,approval,2021-04-01,\nB,approval,2021-03-30,\n", True),
        (MADE_PUBLIC, "A,approval,2021-03-30,2021-03-31\n", True),
        (MADE_PUBLIC, "A,approval,2021-03-30,2021-04-01\n", False),
        (MADE_PUBLIC, "A,approval,2021-03-30,\n", False),
    ],
)
def test_an_act_later_than_the_day_of_its_need_does_not_open_the_gate(
    install: Install, write_ente: WriteEnte, run_in: RunIn, gate: str, acts: str, opened: bool
) -> None:
    root = write_ente("prova", {**PREMI_1000, "2021/acts.csv": f"id,kind,date,published\n{acts}"})
    record = run_in(root, install("prova", rules=RULE + gate, files=FILES))
    assert gates(record) == [("bonus", None, opened)]
    [state] = [one for one in record.gates if "X-1" in one.gate.rules]
    assert opened or "entro il 31/3/2021" in plain(state.reasons[0])


def test_a_publication_after_the_date_of_the_run_is_not_there_yet(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    acts = "id,kind,date,published\nA,approval,2021-03-01,2021-03-20\n"
    root = write_ente("prova", {**PREMI_1000, "2021/acts.csv": acts})
    regulations = install("prova", rules=RULE + MADE_PUBLIC, files=FILES)
    assert gates(run_in(root, regulations, as_of=date(2021, 3, 19))) == [("bonus", None, False)]
    assert gates(run_in(root, regulations, as_of=date(2021, 3, 20))) == [("bonus", None, True)]


@pytest.mark.parametrize(
    ("as_of", "acts", "told"),
    [
        (date(2021, 3, 31), "", ["open"]),
        (date(2021, 4, 1), "", []),
        (date(2021, 12, 31), "A,approval,2021-03-31\n", ["met"]),
        (date(2021, 12, 31), "A,approval,2021-04-01\n", ["late"]),
    ],
)
def test_the_term_of_a_right_is_never_told_as_missed(
    install: Install, write_ente: WriteEnte, run_in: RunIn, as_of: date, acts: str, told: list[str]
) -> None:
    text = '["X-1".deadline]\nwhat = "Bonus"\nmet_by = "approval"\nday = "term"\noptional = true\n'
    root = write_ente("prova", {"2021/acts.csv": f"id,kind,date\n{acts}"})
    record = run_in(root, install("prova", rules=RULE + text, files=FILES), as_of=as_of)
    assert [one.state.value for one in record.deadlines if "X-1" in one.deadline.rules] == told


OF_AN_ACT = """
[places]
label = "Posti del bonus"
kind = "number"
cites = "art. 7"
values = { always = 2 }
ente_may_set = { at_least = 1, by_act = "approval" }
"""


@pytest.mark.parametrize(
    ("written", "as_of", "value"),
    [
        ('{ value = 3, act = "A" }', date(2021, 2, 10), 3),
        ('{ value = 3, act = "A" }', date(2021, 2, 9), 2),
    ],
)
def test_a_parameter_that_needs_its_act_holds_from_the_day_of_that_act(
    install: Install, write_ente: WriteEnte, run_in: RunIn, written: str, as_of: date, value: int
) -> None:
    root = write_ente("prova", {"2021/acts.csv": ACTS, "2021/cycle.toml": f"[parameters]\nplaces = {written}\n"})
    regulations = install("prova", rules=RULE, files={**FILES, "parameters.toml": PARAMETERS + OF_AN_ACT})
    set_here = {one.key: one.value for one in run_in(root, regulations, as_of=as_of).parameters_set}
    assert set_here.get("places", 2) == value


@pytest.mark.parametrize(
    ("written", "found"), [("3", ""), ('{ value = 3, act = "P" }', "P"), ('{ value = 3, act = "Z" }', "Z")]
)
def test_a_parameter_that_needs_its_act_is_refused_without_it(
    install: Install, write_ente: WriteEnte, run_in: RunIn, written: str, found: str
) -> None:
    root = write_ente("prova", {"2021/acts.csv": ACTS, "2021/cycle.toml": f"[parameters]\nplaces = {written}\n"})
    regulations = install("prova", rules=RULE, files={**FILES, "parameters.toml": PARAMETERS + OF_AN_ACT})
    with pytest.raises(BadDataError) as raised:
        run_in(root, regulations)
    [problem] = raised.value.problems
    assert (problem.found, problem.article) == (found, "art. 7")
    assert "(«approvazione»:" in problem.expected


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ({"rules": BY_MARCH.replace('"term"', '"terms"')}, "gate: there is no parameter of kind day: 'terms'"),
        ({"rules": MADE_PUBLIC.replace('until = "term", ', "")}, "`published` says by when the act is made public"),
        ({"parameters": OF_AN_ACT.replace("approval", "aproval")}, "there is no kind of act 'aproval'"),
        ({"parameters": OF_AN_ACT.replace('"approval"', "3")}, "ente_may_set.by_act must be a kind of act"),
    ],
)
def test_what_a_need_or_a_parameter_names_wrongly_is_refused_at_load(
    install: Install, files: dict[str, str], problem: str
) -> None:
    parameters = PARAMETERS + files.get("parameters", "")
    known = install("prova", rules=RULE + files.get("rules", ""), files={**FILES, "parameters.toml": parameters})
    with pytest.raises(PluginError, match=re.escape(problem)):
        known.stack("prova")
