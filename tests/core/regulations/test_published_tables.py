"""Tables published by law, as a regulation declares them: errors are refused when it is loaded."""

import pytest
from small_plugins import Install

from merito import PluginError
from merito.contract.rulebook import Rule, Rulebook
from merito.regulations.layer_files import _editions

TABLE = """
[premi]
title = "Premi"
cites = "art. 1"
holds = "I premi."
[premi.columns]
fund = { head = "fondo", title = "Fondo", kind = "text", means = "Il fondo" }
"""
WRONG = {
    TABLE
    + 'paid = { head = "fondo", title = "x", kind = "euro", means = "x" }\n': "several columns have the head fondo",
    TABLE.replace('kind = "text"', 'kind = "testo"'): "'kind' is 'testo', not one of year, text",
    TABLE.replace('title = "Fondo", ', ""): "'title' is missing",
    TABLE.partition("[premi.columns]")[0]: "'columns' is missing",
    TABLE.replace("fund = {", "fund = 1 #"): "column 'fund' must be a table",
    TABLE.replace('holds = "I premi."', 'hold = "I premi."'): "unknown key 'hold'; did you mean 'holds'?",
}


def test_a_regulation_adds_its_tables_to_those_of_the_nation(install: Install) -> None:
    known = install("prova", files={"published.toml": TABLE}).stack("prova").inputs.published
    assert known["premi"].head("fund") == "fondo"
    assert known["premi"].head("paid") == ""
    assert "art20_premi" in known


@pytest.mark.parametrize("text", WRONG)
def test_a_declaration_that_does_not_hold_is_refused(install: Install, text: str) -> None:
    with pytest.raises(PluginError) as refused:
        install("prova", files={"published.toml": text}).stack("prova")
    assert any(WRONG[text] in message for message in refused.value.messages), refused.value.messages


def test_national_rules_have_years_and_no_editions() -> None:
    one = Rule(
        id="IT-1", article="a", text="t", phase="a", kind="gate", status="recorded", editions=("D.Lgs. 150/2009",)
    )
    (problem,) = _editions("national", (), Rulebook({"IT-1": one}), {})
    assert "give dates, not editions" in problem
