"""What a plugin may not do while it runs: its ente stops, with plugin, hook and what to fix."""

import pytest
from small_plugins import DECLARES_GATES, HALF_EACH, PREMI_1000, TWO_TOOLS, Install, RunIn, WriteEnte

from merito.regulations import PluginFaultError

TWICE = HALF_EACH.replace("return Results(rewards=(", "return Results(rewards=2 * (")
LOST = HALF_EACH.replace('"500.00"', '"499.99"')
FAULTS = {
    "two rows with one key": (TWICE, "two rows of rewards with one key: ('P1', 'annual', '')"),
    "a cent that is lost": (LOST, "499.99 due and 0.00 saved; money must be conserved: 0.01 goes to nobody"),
    "a negative prize": (
        HALF_EACH.replace('"500.00"', '"-500.00"'),
        "due is Decimal('-500.00'), not a Decimal of whole cents",
    ),
    "parts of a cent": (
        HALF_EACH.replace('"500.00"', '"500.001"'),
        "due is Decimal('500.001'), not a Decimal of whole cents",
    ),
    "a whole number for euro": (
        HALF_EACH.replace('Decimal("500.00")', "500"),
        "due is 500, not a Decimal of whole cents",
    ),
    "somebody who is not there": (HALF_EACH.replace('"P1"', '"P9"'), "there is no person 'P9'"),
    "a row without a rule": (
        HALF_EACH.replace('due=Decimal("500.00"), rules=("X-1",)', 'due=Decimal("500.00")'),
        "bears no rule",
    ),
    "a row with an unknown rule": (
        HALF_EACH.replace('due=Decimal("500.00"), rules=("X-1",)', 'due=Decimal("500.00"), rules=("X-2",)'),
        "bears 'X-2', which is no rule and no interpretation; did you mean 'X-1'?",
    ),
    "rules that are a text": (
        HALF_EACH.replace('due=Decimal("500.00"), rules=("X-1",)', 'due=Decimal("500.00"), rules="X-1"'),
        "rewards: ('P1', 'annual', ''): rules is the text 'X-1', not a tuple: ('X-1',)",
    ),
    "lines that do not sum to the fund": (
        HALF_EACH.replace("/ 2", "/ 4"),
        "the lines of fund 'premi' sum to 500.00, not to 1000.00: money must be conserved",
    ),
    "a reward drawn on no line": (HALF_EACH.replace("item=step.tool", "item='x'"), "draws on ('premi', 'x')"),
    "a reward of another tool": (HALF_EACH.replace("tool=step.tool", "tool='bonus'"), "asked for tool 'annual'"),
    "what is no row of results": (
        HALF_EACH.replace("return Results(", "return dict("),
        "gave str among its rows, which is no row of results",
    ),
    "what holds no rows": (HALF_EACH.replace("return Results(", "return 1 or dict("), "gave int, no rows"),
}


@pytest.mark.parametrize(
    ("sum_of", "hint"),
    [
        ("half * Fraction(1, 3)", "multiply with merito.numbers.product"),
        ("Fraction(1, 3) * half", "multiply with merito.numbers.product"),
        ("half / Fraction(1, 3)", "divide with merito.numbers.quotient"),
        ("half - Fraction(1, 3)", "make both exact with merito.numbers.fraction"),
    ],
)
def test_a_decimal_beside_a_fraction_is_told_what_to_use_instead(
    install: Install, write_ente: WriteEnte, run_in: RunIn, sum_of: str, hint: str
) -> None:
    code = "from fractions import Fraction\n" + HALF_EACH.replace("amount=half,", f"amount={sum_of},", 1)
    regulations = install("prova", code, files={"inputs.toml": TWO_TOOLS})
    with pytest.raises(PluginFaultError, match=hint):
        run_in(write_ente("prova", PREMI_1000), regulations)


@pytest.mark.parametrize("case", FAULTS)
def test_a_plugin_s_fault_stops_the_run_of_its_ente(
    install: Install, write_ente: WriteEnte, run_in: RunIn, case: str
) -> None:
    code, expected = FAULTS[case]
    regulations = install("prova", code, files={"inputs.toml": TWO_TOOLS})
    with pytest.raises(PluginFaultError) as fault:
        run_in(write_ente("prova", PREMI_1000), regulations)
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
    code = DECLARES_GATES.format(gates=f"({gate},)")
    with pytest.raises(PluginFaultError) as fault:
        run_in(write_ente("prova", {}), install("prova", code, files={"inputs.toml": TWO_TOOLS}))
    assert GATES[gate] in str(fault.value)


ASKED = {
    "Results(findings=[])": "Results(findings=...) takes a tuple of rows, not a list",
    'step.acts_of("approvals")': "act kind 'approvals' is in no inputs.toml of this stack; did you mean 'approval'?",
    'step.acts_of("approval", "P1")': "the subject of an act is written with its table, as person:P1",
    'step.gate("X1")': "rule 'X1' is in no rules.toml of this stack; did you mean 'X-1'?",
    'step.due("IT-10.1z")': "rule 'IT-10.1z' is in no rules.toml of this stack; did you mean 'IT-10.1",
    'step.parameters.day("plan_deadlin", 2021)': "is in no parameters.toml of this stack; did you mean 'plan_deadline'?",
    'Decimal("2") * step.parameters.number("x").value': "is in no parameters.toml",
    'Deadline(rule="X-1", day="06-30")': (
        " (only.py:6); Deadline takes phase, what, due, met_by, rules, "
        "and may take subject, after, published, optional, reason, basis"
    ),
    'told("error", "X-1", "x", tools="x")': (
        "(only.py:6); told takes severity, rule_id, message, and may take subject, phase, tool, inputs"
    ),
}


@pytest.mark.parametrize("asked", ASKED)
def test_asking_for_what_is_not_declared_is_a_fault_with_file_and_line(
    install: Install, write_ente: WriteEnte, run_in: RunIn, asked: str
) -> None:
    code = f"@hookimpl\ndef merito_monitor(step: Step) -> Results | None:\n    {asked}\n"
    with pytest.raises(PluginFaultError) as fault:
        run_in(write_ente("prova", {}), install("prova", code, files={"inputs.toml": TWO_TOOLS}))
    assert ASKED[asked] in str(fault.value)
    assert "merito_monitor: raised " in str(fault.value)
    assert " (only.py:6)" in str(fault.value)


ROW = 'TableRow(table="prizes", columns={columns}, rules=("X-1",))'
TABLES = {
    "{'livello': 'A'}": (
        "tables: a row of 'prizes': columns is {'livello': 'A'}, not a tuple of heads and values: ((\"head\", value), ...), "
        "each value a text, a whole number, a Decimal or a date"
    ),
    "('livello', 'A')": "columns is ('livello', 'A'), not a tuple of heads and values",
    "(('livello', None),)": "columns is (('livello', None),), not a tuple of heads and values",
    "(('livello', 0.5),)": "columns is (('livello', 0.5),), not a tuple of heads and values",
    "(('somma', 1), ('livello', 'A'))": "a row of 'prizes' has the heads somma, livello, another one livello",
}


@pytest.mark.parametrize("columns", TABLES)
def test_a_published_row_that_is_not_of_heads_and_values_is_a_fault(
    install: Install, write_ente: WriteEnte, run_in: RunIn, columns: str
) -> None:
    rows = (ROW.format(columns=one) for one in ("(('livello', 'B'),)", columns))
    code = f"@hookimpl\ndef merito_transparency(step: Step) -> Results | None:\n    return Results(tables=({', '.join(rows)}))\n"
    with pytest.raises(PluginFaultError) as fault:
        run_in(write_ente("prova", {}), install("prova", code))
    assert TABLES[columns] in str(fault.value)


def test_a_rule_that_raises_is_a_fault_with_plugin_and_hook(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    code = "@hookimpl\ndef merito_monitor(step: Step) -> Results | None:\n    return {}['x']\n"
    with pytest.raises(PluginFaultError, match=r"raised KeyError\('x'\) \(only.py:6\)$"):
        run_in(write_ente("prova", {}), install("prova", code))
