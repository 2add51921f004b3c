"""Tables published by law, as a regulation declares them: errors are refused when it is loaded."""

import pytest
from small_plugins import Install, WriteEnte

from merito import PluginError
from merito.testing import run_folder

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
    + 'released = { head = "fondo", title = "x", kind = "euro", means = "x" }\n': "several columns have the head fondo",
    TABLE.replace('kind = "text"', 'kind = "testo"'): "'kind' is 'testo', not one of year, text",
    TABLE.replace('title = "Fondo", ', ""): "'title' is missing",
    TABLE.partition("[premi.columns]")[0]: "'columns' is missing",
    TABLE.replace("fund = {", "fund = 1 #"): "column 'fund' must be a table",
    TABLE.replace('holds = "I premi."', 'hold = "I premi."'): "unknown key 'hold'; did you mean 'holds'?",
}


def test_a_regulation_adds_its_tables_to_those_of_the_nation(install: Install) -> None:
    known = install("prova", files={"published.toml": TABLE}).stack("prova").inputs.published
    assert known["premi"].head("fund") == "fondo"
    assert known["premi"].head("released") == ""
    assert "art20_premi" in known


@pytest.mark.parametrize("text", WRONG)
def test_a_declaration_that_does_not_hold_is_refused(install: Install, text: str) -> None:
    with pytest.raises(PluginError) as refused:
        install("prova", files={"published.toml": text}).stack("prova")
    assert any(WRONG[text] in message for message in refused.value.messages), refused.value.messages


@pytest.mark.usefixtures("in_italian")
def test_rules_of_an_ente_have_years_and_no_editions(write_ente: WriteEnte) -> None:
    rule = '["L-1"]\narticle = "art. 1"\nphase = "e"\nkind = "gate"\ntext = "Una regola."\nstatus = "recorded"\n'
    root = write_ente("bergamo", {"regole/rules.toml": f'{rule}editions = ["2021"]\n'}, 'rules = "regole"\n')
    with pytest.raises(PluginError) as refused:
        run_folder(root)
    assert list(refused.value.messages) == [
        "regole/rules.toml [L-1]: queste regole non hanno edizioni: i valori hanno una data"
    ]
