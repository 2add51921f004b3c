"""Fund lines that no tool has divided, or that one leaves to another: what they wait for."""

import pytest
from held_money import DATA
from small_plugins import ONE_TOOL, TWO_TOOLS, VALIDATED, Install, RunIn, WriteEnte

from merito import plain
from merito.regulations import PluginFaultError

OPEN_KEY = """
[formula]
label = "Formula"
kind = "choice"
cites = "art. 9"
ente_may_set = true
[amount]
label = "Importo"
kind = "money"
cites = "art. 8"
ente_may_set = true
"""
TWO_FUNDS = """
[funds.premi]
label = "premi"
title = "Premi"
cites = "art. 1"
[funds.altro]
label = "altro"
title = "Altro"
cites = "art. 1"
[tools.annual]
label = "annuale"
title = "Premio annuale"
cites = "art. 1"
fund = "premi"
"""


def test_a_line_that_nobody_divided_says_what_its_own_tool_waits_for_all_at_once(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    code = """
@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    step.parameters.need("formula", "amount")
"""
    regulations = install("prova", code, files={"inputs.toml": TWO_FUNDS, "parameters.toml": OPEN_KEY})
    files = {"2021/cycle.toml": "[funds]\npremi = 1000\naltro = 500\n", "2021/acts.csv": VALIDATED}
    reasons = {
        line.fund: plain(line.reason) for line in run_in(write_ente("prova", files), regulations).results.fund_lines
    }
    assert "manca il parametro «formula» (Formula), art. 9" in reasons["premi"]
    assert "manca il parametro «amount» (Importo), art. 8" in reasons["premi"]
    assert reasons["altro"] == "nessuno strumento ha diviso questa parte del fondo"


def test_a_line_that_a_refused_tool_left_undivided_says_why_and_a_tool_may_divide_two_funds(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    code = """
@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    why = "i premi passano il fondo di 5,00 euro"
    return Results(findings=(Finding(severity="error", phase=Phase.REWARDS, rule="X-1", tool="annual", message=why),))
"""
    for funds, other in (('["premi", "altro"]', "i premi passano il fondo di 5,00 euro"), ('["premi"]', "nessuno")):
        name = f"prova_{other[:1]}"
        inputs = TWO_FUNDS.replace('fund = "premi"', f"funds = {funds}")
        regulations = install(name, code, files={"inputs.toml": inputs})
        files = {"2021/cycle.toml": "[funds]\npremi = 1000\naltro = 500\n", "2021/acts.csv": VALIDATED}
        record = run_in(write_ente(name, files, name=f"ente-{other[:1]}"), regulations, ente=f"ente-{other[:1]}")
        reasons = {line.fund: plain(line.reason) for line in record.results.fund_lines}
        assert reasons["premi"] == "i premi passano il fondo di 5,00 euro"
        assert reasons["altro"].startswith(other)


LEFT = """
@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    if step.tool != "annual":
        return None
    prize = Reward(person="P1", tool="annual", fund="premi", item="annual", due=Decimal("400.00"), rules=("X-1",), rests_on=())
    parts = {{"annual": Decimal("400.00"), "rest": Decimal("600.00")}}
    lines = tuple(
        FundLine(fund="premi", item=item, of="fondo", amount=amount, rules=("X-1",),
                 left_to="{later}" if item == "rest" else None)
        for item, amount in parts.items()
    )
    return Results(rewards=(prize,), fund_lines=lines)
"""


def test_what_a_tool_leaves_to_a_later_one_waits_for_it(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    regulations = install("prova", LEFT.format(later="bonus"), files={"inputs.toml": TWO_TOOLS})
    record = run_in(write_ente("prova", DATA), regulations)
    told = [(row.item, str(row.payable), str(row.withheld)) for row in record.results.fund_lines]
    assert told == [("annual", "400.00", "0.00"), ("rest", "0.00", "600.00")]


def test_a_line_left_to_a_tool_that_there_is_not_is_a_fault(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", LEFT.format(later="anual"), files={"inputs.toml": ONE_TOOL})
    with pytest.raises(PluginFaultError, match="è lasciata allo strumento «anual»"):
        run_in(write_ente("prova", DATA), regulations)
