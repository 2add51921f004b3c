"""A disk fills up while a run writes: earlier results stay intact, the failure is reported, nothing is left behind."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.harmed import DAY, Harm, Known, Ran, files, last_entry_is_what_stands, left_over, register_holds

RUN = ("run", ".", "--as-of", DAY)
FULL = "lo spazio sul disco è finito"
SMALL = "il file sarebbe più grande di quanto è permesso"


def nothing_is_lost(harm: Harm, known: Known, root: Path, ran: Ran, whys: tuple[str, ...]) -> str:
    """Results and register are intact and nothing is left over; whatever was not written is reported."""
    stands = known.results(root)
    assert left_over(root) == []
    entries = register_holds(harm, root)
    if stands == "old":
        assert entries == 1
        assert ran.code == 3
    if stands == "new" and entries == 1:
        assert ran.code == 3
    if ran.code:
        assert any(why in " ".join(ran.text.split()) for why in whys), ran.text
    return f"{stands} {entries} {ran.code}"


@pytest.mark.long
def test_whichever_write_finds_the_disk_full_nothing_is_lost(harm: Harm, known: Known, tmp_path: Path) -> None:
    calls = harm(known.copy(tmp_path / "whole"), *RUN, kind="full").calls
    assert calls > 30
    seen: set[str] = set()
    for at in range(1, calls + 1):
        root = known.copy(tmp_path / "full")
        ran = harm(root, *RUN, kind="full", at=at)
        seen.add(nothing_is_lost(harm, known, root, ran, (FULL,)))
        if at % 20 == 0:
            assert harm(root, *RUN).code == 0
            assert known.results(root) == "new"
            last_entry_is_what_stands(harm, root)
    assert {"old 1 3", "new 1 3"} <= seen


@pytest.mark.parametrize("largest", [0, 100, 900, 3000, 7000, 12_000, 20_000, 60_000])
def test_a_limit_of_the_system_on_files_is_told_as_a_full_disk_is(
    harm: Harm, known: Known, tmp_path: Path, largest: int
) -> None:
    root = known.copy(tmp_path / "limited")
    ran = harm(root, *RUN, largest=largest)
    nothing_is_lost(harm, known, root, ran, (SMALL, FULL, "registro: un'esecuzione non registrata"))
    assert (ran.code == 0) == (largest == 60_000)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 600 kB; the test is skipped if we may not create one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.long
def test_a_disk_that_is_really_full_at_any_moment(harm: Harm, known: Known, disk: Path) -> None:
    seen: set[str] = set()
    for free in range(4, 132, 16):
        root = known.copy(disk / "spazio")
        filler = disk / "altro"
        filler.write_bytes(b"x" * 4096)
        while room(disk) > free * 1024:
            with filler.open("ab") as file:
                file.write(b"x" * 4096)
        ran = harm(root, *RUN)
        seen.add(nothing_is_lost(harm, known, root, ran, (FULL, "registro: un'esecuzione non registrata")))
        filler.unlink()
        assert harm(root, *RUN).code == 0
        assert known.results(root) == "new"
        last_entry_is_what_stands(harm, root)
    assert {"old 1 3", "new 2 0"} <= seen


def room(disk: Path) -> int:
    return shutil.disk_usage(disk).free


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_terminal_that_takes_nothing_is_told_on_the_other(known: Known, tmp_path: Path) -> None:
    root = known.copy(tmp_path / "muto")
    with Path("/dev/full").open("w") as full:
        merito = str(Path(sys.executable).with_name("merito"))
        ran = subprocess.run([merito, "run", str(root)], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (3, f"uscita del programma: {FULL}\n")


@pytest.mark.long
def test_a_new_workspace_and_a_new_year_on_a_full_disk(harm: Harm, known: Known, tmp_path: Path) -> None:
    init = ("init", "nuovo", "--regulation", "bergamo")
    calls = harm(tmp_path, *init, kind="full").calls
    whole = files(tmp_path / "nuovo")
    assert calls > 30
    for at in range(1, calls + 1, 4):
        shutil.rmtree(tmp_path / "nuovo")
        ran = harm(tmp_path, *init, kind="full", at=at)
        if ran.code == 0:  # a folder that could not be created existed already
            assert files(tmp_path / "nuovo") == whole
            continue
        assert (ran.code in (2, 3), FULL in ran.text) == (True, True)
        assert files(tmp_path / "nuovo") in ({}, whole)
        again = 2 if files(tmp_path / "nuovo") else 0
        assert harm(tmp_path, *init).code == again
    root = known.copy(tmp_path / "anno")
    calls = harm(known.copy(tmp_path / "intero"), "new-year", ".", "--from", "2020", kind="full").calls
    assert calls > 10
    for at in range(1, calls + 1):
        known.copy(root)
        ran = harm(root, "new-year", ".", "--from", "2020", kind="full", at=at)
        assert ran.code in (1, 3)
        assert FULL in ran.text
        assert left_over(root) == []
        made = root / "enti" / "alfa" / "2021"
        assert all(one.read_bytes().endswith(b"\n") for one in (made.iterdir() if made.is_dir() else ()))


@pytest.mark.parametrize("name", ["grades.csv", "index.html", "results.xlsx"])
def test_files_that_a_power_cut_has_emptied_are_written_again(
    harm: Harm, known: Known, tmp_path: Path, name: str
) -> None:
    root = known.copy(tmp_path / "spento")
    assert harm(root, *RUN).code == 0
    (root / "out" / "alfa" / "2020" / name).write_bytes(b"")
    assert harm(root, *RUN, "--only-changed").code == 0
    assert known.results(root) == "new"
