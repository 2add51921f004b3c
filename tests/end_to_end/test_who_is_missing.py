"""Who is not evaluated, whose sheet is out, which act is not written: by name in status, in check and on the page."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from trusted_rules import trust_rules

from merito.cli import app

EXAMPLE = Path(__file__).parents[2] / "examples" / "camera-di-prova"
DAY = "2022-07-31"
NOT_EVALUATED = "non è valutato, dal 1/1/2022, E3: lo valuta D1"
NOT_RETURNED = "non è tornata la scheda consegnata a D1 il 20/1/2022 (D1.xlsx), su E3"
ROW = {"persona": "E3", "fattore": "b", "sezione": "", "dal": "", "al": "", "massimo": "", "peso": "", "punti": ""}
SHEET = {"codice": "x", "valutatore": "person:D1", "scheda": "D1.xlsx", "impronta": "0", "consegnata": "2022-01-20"}


@pytest.fixture
def lacking(tmp_path: Path) -> Path:
    """The example without the ratings of E3, whose sheet was handed out."""
    root = tmp_path / "camera"
    shutil.copytree(EXAMPLE, root, ignore=shutil.ignore_patterns("out", "registro*"))
    year = root / "enti" / "camera-di-prova" / "2021"
    ratings = year / "valutazioni_fattori.csv"
    kept = [line for line in ratings.read_text().splitlines() if not line.startswith("E3;")]
    ratings.write_text("\n".join(kept) + "\n")
    (year / "schede_consegnate.json").write_text(json.dumps([{**SHEET, "righe": [ROW]}]))
    return root


def told(*words: str) -> str:
    return CliRunner().invoke(app, list(words), catch_exceptions=False).output


@pytest.mark.parametrize("command", ["status", "check"])
def test_status_and_check_name_who_is_not_evaluated_and_whose_sheet_is_out(lacking: Path, command: str) -> None:
    output = told(command, str(lacking), "--as-of", DAY)
    assert NOT_EVALUATED in output
    assert NOT_RETURNED in output


def test_a_sheet_that_came_back_with_no_more_than_zero_points_has_come_back(lacking: Path) -> None:
    returned = lacking / "enti" / "camera-di-prova" / "2021" / "schede_restituite.csv"
    heads = "persona;fattore;sezione;punti;massimo;valutatore;scheda;ripresa;impronta"
    returned.write_text(f"{heads}\nE3;collaborazione;c;0;10;D1;D1.xlsx;1/3/2022;00\n")
    assert "non è tornata" not in told("check", str(lacking), "--as-of", DAY)


@pytest.mark.parametrize("command", ["status", "check"])
def test_nobody_is_missing_before_the_year_is_over(lacking: Path, command: str) -> None:
    assert "non è valutato" not in told(command, str(lacking), "--as-of", "2021-12-30")


def test_the_list_of_evaluators_is_read_by_the_names_of_its_columns(tmp_path: Path) -> None:
    root = tmp_path / "comune"
    shutil.copytree(EXAMPLE.parent / "comune-di-prova", root, ignore=shutil.ignore_patterns("out", "registro*"))
    ente = root / "enti" / "comune-di-prova"
    rules = ente / "regole" / "evaluation.py"
    listed = (
        '\n\n@rule("CP-3", hook="merito_documents")\ndef evaluators_listed(step: Step) -> ResultRows:\n'
        '    columns = (("valutatore", "Sindaco"), ("ruolo", "dipendente"), ("persona", "D01"))\n'
        '    yield TableRow(table="valutatori", columns=columns, rules=())\n'
    )
    rules.write_text(f"from merito import TableRow\n{rules.read_text()}{listed}")
    trust_rules(root)
    year = ente / "2025"
    for name in ("valutazioni_fattori.csv", "valutazioni.csv"):
        if (year / name).is_file():
            kept = [line for line in (year / name).read_text().splitlines() if not line.startswith("D01;")]
            (year / name).write_text("\n".join(kept) + "\n")
    output = told("status", str(root), "--as-of", "2026-07-20")
    assert re.search(r"non è valutato, dal 1/1/2026, .*D01.*: lo valuta Sindaco", output)


def test_the_page_names_them_and_the_sheet_for_the_giunta_does_not(lacking: Path) -> None:
    told("run", str(lacking), "--as-of", DAY, "--out", str(lacking / "out"))
    folder = lacking / "out" / "camera-di-prova" / "2021"
    assert "on è valutato, dal 1/1/2022, E3" in (folder / "index.html").read_text()
    assert "E3" not in re.sub(r"<[^>]+>", "", (folder / "giunta.html").read_text())
    assert not any("E3" in path.read_text() for path in (folder / "pubblicazione").rglob("*.csv"))


def test_check_names_an_act_that_is_not_written(lacking: Path) -> None:
    acts = lacking / "enti" / "camera-di-prova" / "2021" / "atti.csv"
    kept = [line for line in acts.read_text().splitlines() if "validazione" not in line.casefold()]
    acts.write_text("\n".join(kept) + "\n")
    output = told("check", str(lacking), "--as-of", DAY)
    assert re.search(r"manca l'atto «Validazione[^»]*» \(\w+\).*: spetta a .*OIV", output)
