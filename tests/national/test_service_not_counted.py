"""A table of service that no rule counts is told once; one that a rule says it uses is not."""

import shutil
from pathlib import Path

import pytest
from small_plugins import WriteEnte
from trusted_rules import trust_rules

from merito import Workspace

EXAMPLE = Path(__file__).parents[2] / "examples" / "comune-di-prova"
HALF = "persona;unita;ruolo;dal;al\nD01;S1;dipendente;1/1/2025;30/6/2025\n"
USES = '"people", "units", '


def told(root: Path, year: int) -> list[str]:
    found = Workspace(root).run(year=year).tables["findings"]
    return [one["message"] for one in found if one["subject"] == "table:service"]


@pytest.mark.parametrize(("uses", "times"), [("", 1), ('"service", ', 0)])
def test_days_that_an_entes_own_rules_do_not_count(tmp_path: Path, uses: str, times: int) -> None:
    root = tmp_path / "comune"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("out", "registro*"))
    ente = root / "enti" / "comune-di-prova"
    (ente / "2025" / "servizio.csv").write_text(HALF, encoding="utf-8")
    inputs = ente / "regole" / "inputs.toml"
    inputs.write_text(inputs.read_text(encoding="utf-8").replace(USES, USES + uses), encoding="utf-8")
    trust_rules(root)
    found = told(root, 2025)
    assert len(found) == times
    assert all("nessuna regola dell'ente dichiara di contarne i giorni" in one for one in found)


def test_a_regulation_that_counts_days_is_not_told(write_ente: WriteEnte) -> None:
    service = {
        "2021/people.csv": "id\nP1\n",
        "2021/units.csv": "id\nU1\n",
        "2021/service.csv": "person,unit,from,to\nP1,U1,2021-01-01,2021-06-30\n",
    }
    assert told(write_ente("bergamo", service), 2021) == []
