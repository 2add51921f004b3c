"""The examples of docs/authors.md run as they are printed."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from merito.model.record import Record
from merito.regulations import Regulations

GUIDE = (Path(__file__).parents[3] / "docs" / "authors.md").read_text(encoding="utf-8")
EXAMPLES = {
    re.search(r"# (\S+)", block)[1]: block  # type: ignore[index]
    for block in re.findall(r"```(?:python|toml)\n(.*?)```", GUIDE, re.DOTALL)
}
RULES = "".join(
    f'["{rule}"]\narticle = "art. {rule[-1]}"\nphase = "e"\nkind = "{kind}"\ntext = "Prova."\nstatus = "{status}"\n'
    for rule, kind, status in (("CO-5", "computation", "computed"), ("CO-7", "gate", "checked"))
)
PARAMETERS = '[floor]\nlabel = "Soglia"\nkind = "number"\ncites = "art. 5"\nvalues = { 2020-01-01 = 60 }\n'
INPUTS = """
[acts.integrative_contract]
label = "contratto_integrativo"
title = "Contratto integrativo"
body = "Delegazione trattante"
cites = "art. 7"
[funds]
annual = { label = "annuale", title = "Fondo dei premi", cites = "art. 5" }
bonus = { label = "bonus", title = "Fondo del bonus", cites = "art. 6" }
[tools]
annual = { label = "annuale", title = "Premio annuale", cites = "art. 5" }
bonus = { label = "bonus", title = "Bonus", cites = "art. 6" }
"""
DATA = {
    "2021/people.csv": "id\nP1\nP2\nP3\n",
    "2021/ratings.csv": "person,factor,points\nP1,totale,80\nP2,totale,60\nP3,totale,59\n",
    "2021/acts.csv": "id,kind,date\nR,performance_report,2022-05-01\nV,report_validation,2022-05-02\n"
    "C,integrative_contract,2021-03-01\n",
    "2021/cycle.toml": "[funds]\nannual = 100\nbonus = 50\n",
}


@pytest.fixture
def collina(install: Callable[..., Regulations]) -> Regulations:
    """The plugin of the guide, with the data files that it tells of."""
    files = {
        "prizes.py": EXAMPLES["merito_collina/prizes.py"],
        "parameters.toml": PARAMETERS,
        "inputs.toml": INPUTS,
    }
    return install("collina", rules=RULES, files=files, regulation=EXAMPLES["merito_collina/regulation.py"])


def due(record: Record) -> list[tuple[str, str, Decimal]]:
    return [(row.person, row.tool, row.paid) for row in record.results.rewards]


def test_the_plugin_of_the_guide_pays_in_proportion_and_saves_the_cents(
    collina: Regulations, write_ente: Callable[..., Path], run_in: Callable[..., Record]
) -> None:
    record = run_in(write_ente("collina", DATA), collina)
    assert due(record) == [("P1", "annual", Decimal("57.14")), ("P2", "annual", Decimal("42.85"))]
    assert next((line.item, line.savings) for line in record.results.fund_lines) == ("premi", Decimal("0.01"))


def test_the_ente_s_own_rules_of_the_guide_replace_a_tool(
    collina: Regulations, write_ente: Callable[..., Path], run_in: Callable[..., Record]
) -> None:
    own = {**DATA, "rules.py": EXAMPLES["rules.py"], "local_rules.toml": EXAMPLES["local_rules.toml"]}
    record = run_in(write_ente("collina", own, 'rules = "rules.py"\n'), collina)
    assert ("P2", "bonus", Decimal("50.00")) in due(record)
