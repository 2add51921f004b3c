"""The eight invented municipalities of `examples/comunita-montane`, worked by hand; seven run, one is reported."""

import csv
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner

from merito.cli import app

EXAMPLE = Path(__file__).parents[2] / "examples" / "comunita-montane"
GOOD = ("borgo-lungo", "monte-chiaro", "pian-dei-larici", "rocca-alta", "selva-scura", "tre-ponti", "valfredda")
AS_OF = "2022-06-01"
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of the results and the output of the run."""
    copy = tmp_path_factory.mktemp("associazione") / "comuni"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
    ran = CliRunner().invoke(app, ["run", str(copy), "--as-of", AS_OF], catch_exceptions=False)
    assert ran.exit_code == 1, ran.output
    return copy / "out", ran.output


@pytest.fixture(scope="module")
def out(told: tuple[Path, str]) -> Path:
    return told[0]


def rows(path: Path) -> Rows:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def bands(out: Path, ente: str) -> list[tuple[str, ...]]:
    found = rows(out / ente / "2021" / "bands.csv")
    return [(row["ranking"], row["band"], row["people"], row["pool"], row["per_head"], row["savings"]) for row in found]


def funds(out: Path, ente: str) -> dict[str, tuple[str, ...]]:
    found = rows(out / ente / "2021" / "funds.csv")
    return {row["item"]: (row["amount"], row["payable"], row["withheld"], row["savings"]) for row in found}


@pytest.mark.long
def test_seven_have_results_and_the_eighth_is_told_with_file_and_row(told: tuple[Path, str]) -> None:
    out, output = told
    assert {path.parent.parent.name for path in out.glob("*/2021/summary.json")} == set(GOOD)
    wrong = [line for line in output.splitlines() if line.startswith("col-di-sotto: ")]
    assert len(wrong) == 3
    assert [part for part in ("assenze.csv, riga", "personale.csv, riga", "«ottantatré»") if part not in output] == []


def test_every_fund_of_every_municipality_is_whole(out: Path) -> None:
    for ente in GOOD:
        for row in rows(out / ente / "2021" / "funds.csv"):
            amount, *parts = (Decimal(row[name]) for name in ("amount", "payable", "withheld", "savings"))
            assert amount == sum(parts)


def test_three_people_make_no_high_band_and_its_money_waits_with_both_outcomes(out: Path) -> None:
    assert bands(out, "valfredda")[0] == ("ente", "alta", "0", "900.00", "", "0.00")
    line = rows(out / "valfredda" / "2021" / "funds.csv")[0]
    assert (line["withheld"], line["alternative"]) == ("900.00", "I-BL-04=occupied_bands: 0.00")


def test_two_tied_across_the_high_border_stand_in_the_middle_band(out: Path) -> None:
    placed = rows(out / "pian-dei-larici" / "2021" / "placements.csv")
    assert sorted((row["place"], row["band"]) for row in placed if row["place"] in ("1", "2")) == [
        ("1", "alta"),
        ("2", "intermedia"),
        ("2", "intermedia"),
    ]
    assert [row[4] for row in bands(out, "pian-dei-larici")] == ["3600.00", "576.00", "180.00"]  # 3600/1, 2880/5, 720/4


def test_three_bands_of_its_own(out: Path) -> None:
    """22 admitted, borders at 4.4 and 11: 4, 7 and 11; 45, 33 and 22% of 15,000."""
    assert bands(out, "rocca-alta") == [
        ("ente", "prima", "4", "6750.00", "1687.50", "0.00"),
        ("ente", "seconda", "7", "4950.00", "707.14", "0.02"),
        ("ente", "terza", "11", "3300.00", "300.00", "0.00"),
    ]


def test_five_bands_by_coefficients(out: Path) -> None:
    """112 admitted: 20, 13, 28, 28, 23; the coefficients sum to 4,370, and 72,000 / 4,370 x 81 is 1,334.55."""
    found = bands(out, "borgo-lungo")
    assert [(row[2], row[4]) for row in found] == [
        ("20", "1334.55"),
        ("13", "889.70"),
        ("28", "593.13"),
        ("28", "395.42"),
        ("23", "263.61"),
    ]
    assert sum(Decimal(row[3]) for row in found) == 72000


def test_the_money_of_the_structures_goes_by_their_heads(out: Path) -> None:
    """15, 17 and 11 of 43 heads, posizioni organizzative too: 8,372.09, 9,488.37 and 6,139.54 of 24,000."""
    pools: dict[str, Decimal] = {}
    for ranking, _, _, pool, *_ in bands(out, "tre-ponti"):
        pools[ranking] = pools.get(ranking, Decimal(0)) + Decimal(pool)
    assert pools == {"AMM": Decimal("8372.09"), "TEC": Decimal("9488.37"), "SOC": Decimal("6139.54")}


def test_nobody_of_a_structure_at_62_per_cent_is_paid(out: Path) -> None:
    prizes = rows(out / "monte-chiaro" / "2021" / "rewards.csv")
    unpaid = {row["person"] for row in prizes if row["due"] == "0.00"}
    assert unpaid == {row["person"] for row in prizes if row["person"].startswith("TEC")}
    assert funds(out, "monte-chiaro")["fascia alta"] == ("5400.00", "3600.00", "0.00", "1800.00")


def test_without_the_oiv_s_validation_the_whole_fund_waits(out: Path) -> None:
    assert funds(out, "selva-scura") == {"fondo": ("5400.00", "0.00", "5400.00", "0.00")}


def test_the_bonus_goes_to_one_of_twenty_and_the_other_tools_inside_their_funds(out: Path) -> None:
    found = funds(out, "borgo-lungo")
    assert found["bonus"] == ("1500.00", "1500.00", "0.00", "0.00")
    assert found["progressioni"] == ("9000.00", "6600.00", "0.00", "2400.00")
    assert funds(out, "rocca-alta")["gruppo G1"] == ("3000.00", "3000.00", "0.00", "0.00")


def test_all_are_compared_by_the_same_measures(out: Path) -> None:
    found = {row["ente"]: row for row in rows(out / "comparison.csv")}
    assert set(found) == {*GOOD, "col-di-sotto"}
    assert (found["col-di-sotto"]["state"], found["selva-scura"]["state"]) == ("bad_data", "partial")
    assert (found["borgo-lungo"]["bands"], found["borgo-lungo"]["people_admitted"]) == ("5", "112")
    assert (out / "index.html").is_file()


def test_no_person_stands_in_what_is_published(out: Path) -> None:
    for ente in GOOD:
        people = {row["person"] for row in rows(out / ente / "2021" / "people.csv")}
        for path in (out / ente / "2021" / "pubblicazione" / "2021").iterdir():
            cells = set(re.split(r"[<>;,]", path.read_text(encoding="utf-8")))
            assert not people & cells, path


def test_an_employee_is_told_why_that_band_and_that_amount(out: Path) -> None:
    first = rows(out / "pian-dei-larici" / "2021" / "placements.csv")
    tied = next(row["person"] for row in first if row["place"] == "2")
    words = ["explain", str(out.parent), "--ente", "pian-dei-larici", "--as-of", AS_OF, f"person:{tied}"]
    text = CliRunner().invoke(app, words, catch_exceptions=False).output
    wanted = (
        "posto 2, fascia «intermedia»",
        "art. 17 c. 2",
        "I-BL-05",
        "2.880,00 € / 5 persone = 576,00 € a testa",
        "spettano 576,00 €",
        "valutazioni_fattori.csv, riga",
    )
    assert [part for part in wanted if part not in text] == []
