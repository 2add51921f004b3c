"""The synthetic nation of `bench/`: same seed, same nation; conserved to the cent; figures as in the straight line."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

import nation
from grown import GROWN, write_grown
from measure import merito_run, straight_line
from merito.testing import run_folder
from mixed import AS_OF as MIXED_DAY
from mixed import write_mixed
from nation import AS_OF, YEAR, ente_of, sizes, workspaces, write_nation, write_workspace
from national import REWARDS, faults

BENCH = Path(nation.__file__).parent


@pytest.fixture(scope="module")
def tied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Small enti whose evaluators give whole tens, so that equal scores lie across every border; both have run."""
    root = tmp_path_factory.mktemp("bench") / "nation"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nation, "EVALUATOR_BY_TENS", 1)
        write_nation(root, [3] * 20 + list(range(1, 13)) + [60, 140], seed=16)
    assert merito_run(root, root / "log").code == 0
    assert straight_line(root, root / "straight", root / "log").code == 0
    return root


def rows(root: Path) -> list[dict[str, str]]:
    files = sorted((root / "out").glob(f"*/{REWARDS}"))
    return [row for file in files for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())]


def test_the_same_seed_writes_the_same_nation(tmp_path: Path) -> None:
    for name, seed in (("one", 7), ("again", 7), ("other", 8)):
        write_nation(tmp_path / name, sizes(4, 7), seed)
    one, again, other = (
        {
            path.relative_to(tmp_path / name): path.read_bytes()
            for path in (tmp_path / name).rglob("*.*")
            if path.is_file()
        }
        for name in ("one", "again", "other")
    )
    assert one == again
    assert one != other


def test_a_smaller_nation_is_the_beginning_of_a_larger_one() -> None:
    assert sizes(20, 2009) == sizes(10_000, 2009)[:20]
    assert (sum(sizes(10_000, 2009)), max(sizes(10_000, 2009)), min(sizes(10_000, 2009))) == (3_231_610, 30_756, 1)


def test_every_reading_is_adopted(tmp_path: Path) -> None:
    write_nation(tmp_path, [3], seed=1)
    ente = next((tmp_path / "enti").iterdir())
    record = run_folder(tmp_path, ente.name, year=YEAR, as_of=date.fromisoformat(AS_OF))
    assert record.readings
    assert [one.id for one in record.readings if one.open] == []


@pytest.mark.long
def test_a_mixed_nation_has_as_many_enti_of_each_regulation_and_all_of_them_run(tmp_path: Path) -> None:
    write_mixed(tmp_path / "one", 6, seed=3)
    assert {path.parts[-3] for path in (tmp_path / "one").glob("*/enti/*")} == set(GROWN)
    assert len(list((tmp_path / "one").glob("*/enti/*/ente.toml"))) == 6
    told = json.loads((tmp_path / "one/nation.json").read_text(encoding="utf-8"))
    assert 80 <= told["mean"] <= 120
    merito_run(tmp_path / "one", tmp_path / "log", formats="csv", as_of=MIXED_DAY)
    ran = json.loads((tmp_path / "one/out/run.json").read_text(encoding="utf-8"))
    assert ran["totals"] == {"enti": 6, "done": 6, "unchanged": 0, "failed": 0, "not_reached": 0}
    assert ran["exit_code"] == 0


def test_a_folder_that_is_no_nation_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(SystemExit, match="left alone"):
        write_nation(tmp_path, [3], seed=1)
    assert (tmp_path / "letter.txt").read_text() == "mine"


@pytest.mark.long
def test_twenty_enti_are_conserved_to_the_cent_and_the_straight_line_s_figure_by_figure() -> None:
    told = subprocess.run([sys.executable, BENCH / "national.py", "--enti", "20"], capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "checks           passed: 20 funds to the cent, 20 rewards.csv figure by figure" in told.stdout


@pytest.mark.long
def test_what_is_paid_and_held_is_the_straight_line_s_too(tied: Path) -> None:
    assert list(faults(tied)) == []
    assert {row["state"] for row in rows(tied)} == {"final", "withheld"}
    assert {row["band"] for row in rows(tied)} == {"alta", "intermedia", "bassa"}


@pytest.mark.long
def test_cents_that_no_head_takes_are_told_beside_unpaid_places_by_both(tmp_path: Path) -> None:
    write_workspace(tmp_path / "one", iter([ente_of(3407, 67, seed=2009)]), shared=False)
    root = tmp_path / "one"
    assert merito_run(root, root / "log").code == 0
    assert straight_line(root, root / "straight", root / "log").code == 0
    assert list(faults(root)) == []
    assert any(row["reason"].endswith("5 persone; centesimi non divisibili: 0,01 €") for row in rows(root))


@pytest.mark.long
def test_the_straight_line_writes_a_workbook_and_a_page_where_it_is_asked(tied: Path) -> None:
    out = tied / "straight-all"
    assert straight_line(tied, out, tied / "log", "csv,xlsx,html").code == 0
    ente = next(path.parts[-3] for path in (tied / "straight").glob(f"*/{REWARDS}"))
    text = (out / ente / REWARDS).read_text(encoding="utf-8")
    assert text == (tied / "straight" / ente / REWARDS).read_text(encoding="utf-8")
    with closing(load_workbook((out / ente / REWARDS).with_name("results.xlsx"), read_only=True)) as book:
        rows_of_book = list(book.worksheets[0].iter_rows(values_only=True))
    told = list(csv.DictReader(text.splitlines()))
    assert [row[0] for row in rows_of_book[1:]] == [row["person"] for row in told]
    assert [f"{row[5]:.2f}" for row in rows_of_book[1:]] == [row["due"] for row in told]
    paid = sum(Decimal(row["payable"]) for row in told if row["band"] == told[0]["band"])
    assert f"<td>{paid}</td>" in (out / ente / "2021" / "index.html").read_text(encoding="utf-8")


@pytest.mark.long
@pytest.mark.parametrize("regulation", GROWN)
def test_enti_grown_alike_give_the_same_under_each_regulation(tmp_path: Path, regulation: str) -> None:
    of = GROWN[regulation]
    people = write_grown(tmp_path, of, of.smallest, adopted=False, enti=2)
    assert merito_run(tmp_path, tmp_path / "log", formats="csv", as_of=of.as_of).code in (0, 1)
    one, other = (tmp_path / "out" / name / str(of.year) for name in ("grown", "grown-1"))
    assert (one / "rewards.csv").read_bytes() == (other / "rewards.csv").read_bytes()
    assert (
        people
        >= len(
            {row["person"] for row in csv.DictReader((one / "rewards.csv").read_text(encoding="utf-8").splitlines())}
        )
        > 0
    )
    assert not list((tmp_path / "out").rglob("*.xlsx"))


@pytest.mark.long
def test_a_cent_that_is_lost_or_moved_is_found(tied: Path) -> None:
    path = next((tied / "out").glob(f"*/{REWARDS}"))
    before = path.read_text(encoding="utf-8")
    ente = path.parts[-3]
    first = next(row for row in csv.DictReader(before.splitlines()) if row["payable"] != "0.00")
    more = f"{int(first['payable'].replace('.', '')) + 1}"
    path.write_text(
        before.replace(f",{first['payable']},{first['payable']},", f",{first['payable']},{more[:-2]}.{more[-2:]},", 1),
        encoding="utf-8",
    )
    try:
        told = [fault for fault in faults(tied) if ente in fault]
    finally:
        path.write_text(before, encoding="utf-8")
    assert len(told) == 3
    assert "is not paid + withheld + savings" in told[0]
    assert "paid by the lines" in told[1]
    assert "has other figures than" in told[2]


@pytest.mark.long
def test_an_association_that_keeps_its_tables_together_gives_the_same_prizes(tmp_path: Path) -> None:
    staff, found = [5, 30, 2, 12], []
    for name, together in (("apart", 0), ("together", 2)):
        roots = write_nation(tmp_path / name, staff, 11, together)
        assert roots == workspaces(tmp_path / name)
        for root in roots:
            merito_run(root, tmp_path / "log")
            straight_line(root, root / "straight", tmp_path / "log")
            assert list(faults(root)) == []
        found.append([row for root in roots for row in rows(root)])
    assert found[0] == found[1] != []
