"""Tools of the decree that no national contract has opened: paying them gives a warning, and nothing is held."""

import pytest
from small_plugins import ONE_TOOL, PREMI_1000, Install, RunIn, WriteEnte

from merito import PluginError, plain

PAYS = """
@hookimpl
@rule("X-1")
def merito_rewards(step: Step) -> Results | None:
    due = Decimal("{due}")
    line = FundLine(fund="premi", item="bonus", of="fondo", amount=Decimal("1000.00"),
                    savings=Decimal("1000.00") - due, rules=("X-1",))
    return Results(fund_lines=(line,), rewards=(
        Reward(person="P1", tool="annual", fund="premi", item="bonus", due=due, rules=("X-1",), rests_on=()),))
"""
TOLD = {
    'decree = "art. 21"': [("warning", "IT-21.1", "annual")],
    'decree = "art. 22"': [("warning", "IT-22.1", "annual")],
    'decree = "art. 23"': [],
    "": [],
}


@pytest.mark.parametrize("decree", TOLD)
def test_who_pays_a_tool_that_is_not_opened_is_warned_and_pays_it(
    install: Install, write_ente: WriteEnte, run_in: RunIn, decree: str
) -> None:
    regulations = install("prova", PAYS.format(due="400.00"), files={"inputs.toml": f"{ONE_TOOL}{decree}\n"})
    record = run_in(write_ente("prova", PREMI_1000), regulations)
    warned = [one for one in record.results.findings if one.rule in ("IT-21.1", "IT-22.1")]
    assert [(one.severity, one.rule, one.tool) for one in warned] == TOLD[decree]
    assert all("RAL_1960" in plain(one.message) and "chi la liquida" in plain(one.message) for one in warned)
    assert [(str(one.payable), one.state.value) for one in record.results.rewards] == [("400.00", "final")]


def test_who_pays_nothing_by_it_is_not_warned(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    regulations = install("prova", PAYS.format(due="0.00"), files={"inputs.toml": ONE_TOOL + 'decree = "art. 21"\n'})
    record = run_in(write_ente("prova", PREMI_1000), regulations)
    assert [one for one in record.results.findings if one.rule == "IT-21.1"] == []


def test_an_article_is_written_as_one(install: Install) -> None:
    regulations = install("prova", files={"inputs.toml": ONE_TOOL + 'decree = "21"\n'})
    with pytest.raises(PluginError, match=r"«decree» è «21», atteso un articolo del D\.Lgs\. 150/2009"):
        regulations.stack("prova")
