"""What the page on local rules says besides its example: own citations, own readings, own cases."""

from decimal import Decimal
from pathlib import Path

import pytest
from small_plugins import HALF_EACH, PREMI_1000, TWO_TOOLS, Install, RunIn, WriteEnte

from merito import PluginError
from merito.testing import cases_in

RULES = """
["L-1"]
article = "Delibera 7 del 2021, art. 2"
phase = "e"
kind = "computation"
text = "Il bonus va a P2."
status = "computed"
"""
READINGS = """
["I-L-1"]
article = "Delibera 7 del 2021, art. 2"
unclear = "Se il bonus sia intero."
default = "whole"
why = "La lettera."
must_adopt = true
["I-L-1".choices]
whole = "Intero."
half = "La metà."
"""
BONUS = """
from merito import FundLine, Results, Reward, Step, hookimpl, rule
from merito_prova import only

@hookimpl
@rule("L-1", "I-L-1")
def merito_rewards(step: Step) -> Results | None:
    if step.tool != "bonus":
        return None
    [theirs] = only.merito_rewards(step).rewards
    due = theirs.due if step.readings["I-L-1"].choice == "whole" else theirs.due / 2
    marks, place = ("L-1", "I-L-1"), {"fund": "premi", "item": "bonus a P2"}
    line = FundLine(of="bonus", amount=theirs.due, savings=theirs.due - due, reason="letta", rules=marks, **place)
    return Results(rewards=(Reward(person="P2", tool="bonus", due=due, rules=marks, **place, rests_on=()),), fund_lines=(line,))
"""
OWN = {**PREMI_1000, "regole/rules.py": BONUS, "regole/rules.toml": RULES, "regole/interpretations.toml": READINGS}
NAMED = 'rules = "regole"\n'
ADOPTED = '[readings]\n"I-L-1" = { choice = "whole", act = "A9" }\n'


@pytest.mark.usefixtures("in_italian")
def test_a_local_rule_has_an_id_of_its_own(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    regulations = install("prova", HALF_EACH, files={"inputs.toml": TWO_TOOLS})
    taken = {
        **OWN,
        "regole/rules.toml": RULES.replace("L-1", "X-1"),
        "regole/rules.py": BONUS.replace('"L-1"', '"X-1"'),
    }
    with pytest.raises(PluginError, match="regole: «X-1» è già una regola o una lettura di «prova»"):
        run_in(write_ente("prova", taken, NAMED), regulations)


def test_a_local_reading_holds_what_it_decides_and_tells_the_other_outcome(
    install: Install, write_ente: WriteEnte, run_in: RunIn
) -> None:
    regulations = install("prova", HALF_EACH, files={"inputs.toml": TWO_TOOLS})
    record = run_in(write_ente("prova", OWN, NAMED), regulations)
    bonus = next(row for row in record.results.rewards if row.tool == "bonus")
    assert (bonus.person, bonus.payable, bonus.withheld) == ("P2", Decimal("250.00"), Decimal("250.00"))
    assert [str(one) for one in bonus.alternative] == ["I-L-1=half: 250.00"]


def test_the_ente_adopts_its_own_reading_as_any_other(install: Install, write_ente: WriteEnte, run_in: RunIn) -> None:
    regulations = install("prova", HALF_EACH, files={"inputs.toml": TWO_TOOLS})
    acts = "id,kind,date,body\nR,performance_report,2022-05-01,\nV,report_validation,2022-05-02,\n"
    acts += "A9,reading_adoption,2021-01-20,Giunta\n"
    record = run_in(write_ente("prova", {**OWN, "2021/acts.csv": acts}, NAMED + ADOPTED), regulations)
    bonus = next(row for row in record.results.rewards if row.tool == "bonus")
    assert (bonus.payable, bonus.withheld) == (Decimal("500.00"), Decimal("0.00"))


CASE = """
regulation = "prova"

[[case]]
title = "the bonus of this ente goes to P2"
rules = ["L-1"]
ente = 'rules = "regole"'
cycle = '''{cycle}'''
[case.tables]
people = '''{people}'''
acts = '''{acts}'''
[case.files]
"regole/rules.py" = '''{rules}'''
"regole/rules.toml" = '''{cites}'''
"regole/interpretations.toml" = '''{readings}'''
[case.expect]
rewards = [["P1", "annual", "500.00", "500.00", "0.00", "final"], ["P2", "bonus", "500.00", "250.00", "250.00", "withheld"]]
"""


def test_a_local_rule_has_a_worked_case(install: Install, tmp_path: Path) -> None:
    regulations = install("prova", HALF_EACH, files={"inputs.toml": TWO_TOOLS})
    (tmp_path / "cases").mkdir()
    text = CASE.format(
        cycle=PREMI_1000["2021/cycle.toml"],
        people=PREMI_1000["2021/people.csv"],
        acts=PREMI_1000["2021/acts.csv"],
        rules=BONUS,
        cites=RULES,
        readings=READINGS,
    )
    (tmp_path / "cases" / "locale.toml").write_text(text, encoding="utf-8")
    [case] = cases_in(tmp_path / "cases")
    assert case.tried(regulations) == []
