"""An ente that has not written the acts of its values: the money that rests on them waits, what is paid stays paid."""

import csv
import json
import re
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
YEAR, DAY = 2021, "2022-07-31"


@pytest.fixture
def undecided(tmp_path: Path) -> Path:
    """The example of the chamber, without the acts of its values."""
    ignored = shutil.ignore_patterns("out", "registro.sqlite*")
    root = Path(shutil.copytree(EXAMPLES / "camera-di-prova", tmp_path / "camera", ignore=ignored))
    config = root / "enti/camera-di-prova/ente.toml"
    text = config.read_text(encoding="utf-8")
    config.write_text(re.sub(r"^decided = \[\n(?: .*\n)*\]\n", "", text, flags=re.M), encoding="utf-8")
    return root


def rewards(root: Path) -> dict[tuple[str, str], tuple[Decimal, Decimal]]:
    path = root / f"out/camera-di-prova/{YEAR}/rewards.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row["person"], row["tool"]): (Decimal(row["payable"]) + Decimal(row["net_paid"]), Decimal(row["withheld"]))
            for row in csv.DictReader(file)
        }


def test_what_was_paid_stays_and_what_was_not_waits(merito: Any, undecided: Path) -> None:
    told = merito("run", undecided, "--as-of", DAY, "--formats", "csv").output
    assert told.count("13 valori sono provvisori") == 1
    assert "accanto al valore, tra i valori dell'anno" in " ".join(told.split()) and "value = ..." not in told
    sums = rewards(undecided)
    assert sums["PO1", "position_pay"] == (Decimal("12000.00"), 0)
    assert sums["PO1", "position_result"] == (0, Decimal("3375.00"))
    assert sums["SG1", "secretary_result"] == (0, Decimal("6845.71"))
    assert [held for (_, tool), (paid, held) in sums.items() if tool == "performance" and paid] == [0, 0, 0]


def test_the_office_reads_which_act_of_whom_is_missing(merito: Any, undecided: Path) -> None:
    status = merito("status", undecided, "--as-of", DAY).output
    lacking = "manca l'atto di chi decide: Giunta (Regolamento di organizzazione, art. 35 c. 4 e art. 43 c. 2)"
    assert f"(secretary_result_formula): {lacking}" in status
    why = merito("explain", undecided, "dipendente:SG1", "--as-of", DAY).output
    assert "valore provvisorio di «Quanto spetta del massimo della retribuzione di risultato del Segretario" in why
    assert "Provvisorio: manca l'atto" in merito("explain", undecided, "parameter:secretary_factors").output
    of_the_ente = merito("parameters", "bergamo", undecided).output
    assert "(ente (enti/camera-di-prova/ente.toml), valore provvisorio)" in of_the_ente


def test_a_supposed_value_counts_as_decided(merito: Any, undecided: Path) -> None:
    supposed = [
        part
        for key in ("secretary_factors={ente=60,comportamenti=40}", "secretary_result_formula=score")
        for part in ("--set", key)
    ]
    levels = ["--set", "evaluation_levels={ottimo=90,buono=75,sufficiente=60,insufficiente=0}"]
    told = merito("run", undecided, "--as-of", DAY, *supposed, *levels, "--formats", "csv").output
    assert "10 valori sono provvisori" in told


def test_the_giunta_reads_what_it_has_to_decide(merito: Any, undecided: Path) -> None:
    merito("run", undecided, "--as-of", DAY, "--formats", "csv,html")
    sheet = (undecided / f"out/camera-di-prova/{YEAR}/giunta.html").read_text(encoding="utf-8")
    assert (
        "Decisione su «Peso dei fattori del Segretario Generale, in punti percentuali», «Come si ripartisce il massimo"
        in sheet
    )


@pytest.mark.long
def test_with_nothing_adopted_and_nothing_decided_the_posts_are_still_paid(merito: Any, tmp_path: Path) -> None:
    """Too many combinations to try: readings alone and values alone are, and neither decides the pay of a post."""
    ignored = shutil.ignore_patterns("out", "registro.sqlite*")
    root = Path(shutil.copytree(EXAMPLES / "brescia", tmp_path / "brescia", ignore=ignored))
    config = root / "enti/brescia/ente.toml"
    text = config.read_text(encoding="utf-8")
    text = re.sub(r"^decided = \[\n(?: .*\n)*\]\n|^\"I-.*\n", "", text, flags=re.M)
    text = re.sub(r'\{ value = (.*?), act = "DV1", agreed = "CIP" \}', r"\1", text)
    config.write_text(text, encoding="utf-8")
    merito("run", root, "--as-of", "2022-04-30", "--formats", "csv")
    folder = root / f"out/brescia/{YEAR}"
    assert json.loads((folder / "summary.json").read_text(encoding="utf-8"))["readings_not_adopted"]
    with (folder / "rewards.csv").open(encoding="utf-8", newline="") as file:
        posts = [Decimal(row["payable"]) for row in csv.DictReader(file) if row["tool"] == "position"]
    assert sum(posts) == Decimal("143096.84")
