"""Texts of small plugins that several tests install: two tools on one fund, and the data of an ente under them."""

from collections.abc import Callable
from pathlib import Path

from merito.testing import Record, Regulations

Install = Callable[..., Regulations]
WriteEnte = Callable[..., Path]
RunIn = Callable[..., Record]

ONE_TOOL = """
[funds.premi]
label = "premi"
title = "Premi"
cites = "art. 1"
[tools.annual]
label = "annuale"
title = "Premio annuale"
cites = "art. 1"
"""
TWO_TOOLS = (
    ONE_TOOL
    + """
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
)
HALF_EACH = """
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
        Reward(person="P1", tool=step.tool, fund="premi", item=step.tool, due=Decimal("500.00"), rules=("X-1",), rests_on=()),
    ))
"""
DECLARES_GATES = """
@hookimpl
@rule("X-1")
def merito_gates(step: Step) -> Results | None:
    needs = (ActNeed("approval"),)
    return Results(gates={gates})
"""
VALIDATED = "id,kind,date\nR,performance_report,2022-05-01\nV,report_validation,2022-05-02\n"
PREMI_1000 = {
    "2021/cycle.toml": "[funds]\npremi = 1000\n",
    "2021/people.csv": "id\nP1\nP2\n",
    "2021/acts.csv": VALIDATED,
}
