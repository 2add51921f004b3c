"""The invented year of `examples/brescia`: it runs completely, and its main figures are those worked by hand."""

import csv
import re
import shutil
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner

from merito.cli import app

EXAMPLE = Path(__file__).parents[2] / "examples" / "brescia"


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("brescia") / "brescia"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("out", "registro.sqlite*"))
    ran = CliRunner().invoke(app, ["run", str(copy), "--as-of", "2022-04-30"], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    return copy / "out" / "brescia" / "2021"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_of_results_is_there(results: Path) -> None:
    names = {path.relative_to(results).as_posix() for path in results.rglob("*") if path.is_file()}
    tables = ("grades", "monitoring", "positions", "funds", "findings", "gates", "deadlines", "amendments")
    own = ("tables/riepilogo_aree", "tables/risorse_variabili", "tables/risorse_aree")
    persons = ("people", "rewards", "documents/valutatori", "tables/riepilogo_dirigenti")
    assert {f"{name}.csv" for name in (*tables, *own, *persons)} | {"index.html", "summary.json"} <= names


def test_the_posts_take_the_whole_position_fund_between_the_limits(results: Path) -> None:
    posts = rows(results / "positions.csv")
    assert len(posts) == 12
    # 85% of 180,000; two posts are limited by the maximum, one by the minimum, the others have k times their score
    assert sum(round(Fraction(row["amount"]) * 100) for row in posts) == 15_300_000
    assert sorted(row["bound"] for row in posts if row["bound"] != "none") == ["max", "max", "min"]
    scores = {row["position"]: Fraction(row["exact"]) for row in posts if row["bound"] == "none"}
    k = Fraction(153_000 - 2 * 16_000 - 5_000) / sum(scores.values())
    free = {row["position"]: Fraction(row["amount"]) for row in posts if row["bound"] == "none"}
    assert all(abs(k * scores[name] - free[name]) < Fraction(1, 100) for name in free)


def test_the_interim_from_may_and_the_cut_of_the_attestation(results: Path) -> None:
    lines = {(row["fund"], row["item"]): row for row in rows(results / "funds.csv")}
    amount = {row["position"]: Fraction(row["amount"]) for row in rows(results / "positions.csv")}
    exact = amount["PO07"] * Fraction(20, 100) * Fraction(245, 365)
    assert abs(Fraction(lines["po", "interim"]["payable"]) - exact) <= Fraction(1, 200)
    assert lines["po", "riduzione per attestazione"]["savings"] == "675.00"  # 2.5% of 27,000
    assert lines["managers", "disponibile"]["withheld"] == "195000.00"


def test_the_agreement_divides_the_prizes_of_the_staff_by_level_to_the_cent(results: Path) -> None:
    # 448,500 (97.5% of 460,000) by 18 x 1.25 + 52 x 1.1 + 34 x 0.95 + 6 x 0.5 = 115: 3,900 for a coefficient of 1
    by_level = {"Eccellente": "4875.00", "Ottimo": "4290.00", "Buono": "3705.00", "Discreto": "1950.00"}
    levels = {row["person"]: row["level"] for row in rows(results / "people.csv")}
    prizes = [row for row in rows(results / "rewards.csv") if row["tool"] == "staff_prizes"]
    assert Counter(levels[row["person"]] for row in prizes) == {
        "Ottimo": 52,
        "Buono": 34,
        "Eccellente": 18,
        "Discreto": 6,
    }
    assert {row["person"]: row["payable"] for row in prizes} == {
        row["person"]: by_level[levels[row["person"]]] for row in prizes
    }
    lines = {(row["fund"], row["item"]): row for row in rows(results / "funds.csv")}
    assert lines["staff", "premi del personale"]["payable"] == "448500.00"
    assert ("staff", "non assegnato") not in lines
    assert "DAS" not in {row["person"] for row in prizes}  # the director of the special agency


def test_the_amendment_of_july_is_applied_and_nothing_is_overdue(results: Path) -> None:
    assert [row["state"] for row in rows(results / "amendments.csv")] == ["applied"]
    deadlines = rows(results / "deadlines.csv")
    assert {row["state"] for row in deadlines if not row["subject"]} == {"met"}
    assert {row["state"] for row in deadlines} == {"met", "open"}
    assert "error" not in {row["severity"] for row in rows(results / "findings.csv")}


def test_everybody_has_a_final_evaluation_and_no_file_to_publish_names_anybody(results: Path) -> None:
    people = rows(results / "people.csv")
    assert len(people) > 120
    assert {row["state"] for row in people} == {"final"}
    public = "".join(path.read_text(encoding="utf-8") for path in (results / "pubblicazione/2021").iterdir())
    assert [row["person"] for row in people if re.search(rf"\b{row['person']}\b", public)] == []


def test_the_rows_of_a_table_of_the_regulation_are_told_in_its_own_words() -> None:
    told = CliRunner().invoke(app, ["explain", str(EXAMPLE), "ente", "--as-of", "2022-04-30"], catch_exceptions=False)
    assert "ambito «ente», grado «97,5%», giudizio «in_linea»" in told.output
    assert "judgement" not in told.output
