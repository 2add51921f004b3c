"""What a plugin may not do while it runs: its ente stops, with plugin, hook and what to mend."""

from collections.abc import Callable
from pathlib import Path

import pytest

from merito.model.record import Record
from merito.regulations import PluginFaultError, Regulations

Install = Callable[..., Regulations]
WriteEnte = Callable[..., Path]
RunIn = Callable[..., Record]

INPUTS = """
[funds.premi]
label = "premi"
title = "Premi"
cites = "art. 1"
[tools.annual]
label = "annuale"
title = "Premio annuale"
cites = "art. 1"
[tools.bonus]
label = "bonus"
title = "Bonus"
cites = "art. 2"
[acts.approval]
label = "approvazione"
title = "Approvazione"
body = "Giunta"
cites = "art. 3"
"""
PAYS = """
@hookimpl
@rule("X-1")
def merito_funds(step: Step) -> Results | None:
    half = step.dossier.funds["premi"].euro / 2
    return Results(fund_lines=(
        FundLine(fund="premi", item="annual", amount=half, rules=("X-1",)),
        FundLine(fund="premi", item="bonus", amount=half, rules=("X-1",)),
    ))

@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    return Results(rewards=(
        Reward(person="P1", tool=step.tool, fund="premi", item=step.tool, due=Decimal("500.00"), rules=("X-1",)),
    ))
"""
DATA = {
    "2021/cycle.toml": "[funds]\npremi = 1000\n",
    "2021/people.csv": "id\nP1\nP2\n",
    "2021/acts.csv": "id,kind,date\nR,performance_report,2022-05-01\nV,report_validation,2022-05-02\n",
}
GATE = """
@hookimpl
@rule("X-1")
def merito_gates(step: Step) -> Results | None:
    needs = (ActNeed("approval"),)
    return Results(gates={gates})
"""

TWICE = PAYS.replace("return Results(rewards=(", "return Results(rewards=2 * (")
LOST = PAYS.replace('"500.00"', '"499.99"')
FAULTS = {
    "two rows with one key": (TWICE, "two rows of rewards with one key: ('P1', 'annual', '')"),
    "a cent that is lost": (LOST, "499.99 due and 0.00 saved; money must be conserved"),
    "a negative prize": (
        PAYS.replace('"500.00"', '"-500.00"'),
        "due is Decimal('-500.00'), not a Decimal of whole cents",
    ),
    "parts of a cent": (
        PAYS.replace('"500.00"', '"500.001"'),
        "due is Decimal('500.001'), not a Decimal of whole cents",
    ),
    "a whole number for euro": (PAYS.replace('Decimal("500.00")', "500"), "due is 500, not a Decimal of whole cents"),
    "somebody who is not there": (PAYS.replace('"P1"', '"P9"'), "there is no person 'P9'"),
    "a row without a rule": (
        PAYS.replace('due=Decimal("500.00"), rules=("X-1",)', 'due=Decimal("500.00")'),
        "bears no rule",
    ),
    "a row with an unknown rule": (
        PAYS.replace('due=Decimal("500.00"), rules=("X-1",)', 'due=Decimal("500.00"), rules=("X-2",)'),
        "bears 'X-2', which is no rule and no interpretation; did you mean 'X-1'?",
    ),
    "lines that do not sum to the fund": (
        PAYS.replace("/ 2", "/ 4"),
        "the lines of fund 'premi' sum to 500.00, not to 1000.00: money must be conserved",
    ),
    "a reward drawn on no line": (PAYS.replace("item=step.tool", "item='x'"), "draws on ('premi', 'x')"),
    "a reward of another tool": (PAYS.replace("tool=step.tool", "tool='bonus'"), "asked for tool 'annual'"),
    "a list instead of results": (PAYS.replace("return Results(rewards=(", "return list(("), "gave list, not Results"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_a_plugin_s_fault_stops_the_run_of_its_ente(
    install: Install, write_ente: WriteEnte, run_in: RunIn, case: str
) -> None:
    code, expected = FAULTS[case]
    regulations = install("prova", code, files={"inputs.toml": INPUTS})
    with pytest.raises(PluginFaultError) as fault:
        run_in(write_ente("prova", DATA), regulations)
    assert expected in str(fault.value)


GATES = {
    'Gate(phase=Phase.REWARDS, tool="premio", needs=(), rules=("X-1",))': "a gate on tool 'premio', which no inputs.toml",
    'Gate(phase=Phase.REWARDS, needs=(ActNeed("approvals"),), rules=("X-1",))': (
        "needs an act of kind 'approvals', which no inputs.toml declares; did you mean 'approval'?"
    ),
}


@pytest.mark.parametrize("gate", GATES)
def test_a_gate_on_what_is_not_declared_is_a_fault(
    install: Install, write_ente: WriteEnte, run_in: RunIn, gate: str
) -> None:
    code = GATE.format(gates=f"({gate},)")
    with pytest.raises(PluginFaultError) as fault:
        run_in(write_ente("prova", {}), install("prova", code, files={"inputs.toml": INPUTS}))
    assert GATES[gate] in str(fault.value)


ASKED = {
    "Results(findings=[])": "Results(findings=...) takes a tuple of rows, not a list",
    'step.acts_of("approvals")': "act kind 'approvals' is in no inputs.toml of this stack; did you mean 'approval'?",
    'step.acts_of("approval", "P1")': "the subject of an act is written with its table, as person:P1",
    'step.parameters.day("plan_deadlin", 2021)': "is in no parameters.toml of this stack; did you mean 'plan_deadline'?",
    'Decimal("2") * step.parameters.number("x").value': "is in no parameters.toml",
}


@pytest.mark.parametrize("asked", ASKED)
def test_asking_for_what_is_not_declared_is_a_fault_with_file_and_line(
    install: Install, write_ente: WriteEnte, run_in: RunIn, asked: str
) -> None:
    code = f"@hookimpl\ndef merito_monitor(step: Step) -> Results | None:\n    {asked}\n"
    with pytest.raises(PluginFaultError) as fault:
        run_in(write_ente("prova", {}), install("prova", code, files={"inputs.toml": INPUTS}))
    assert ASKED[asked] in str(fault.value)
    assert "merito_monitor: raised " in str(fault.value)


def test_a_rule_that_raises_is_a_fault_with_plugin_and_hook(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    code = "@hookimpl\ndef merito_monitor(step: Step) -> Results | None:\n    return {}['x']\n"
    with pytest.raises(PluginFaultError, match=r"raised KeyError\('x'\) at only.py, line 6$"):
        run_in(write_ente("prova", {}), install("prova", code))
