"""A run killed at any call that touches a file or the register: what exists is intact, and the next run continues."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from faults.harmed import (
    DAY,
    FIRST_DAY,
    KILLED,
    Harm,
    Known,
    building,
    exchanges,
    files,
    last_entry_is_what_stands,
    left_over,
    register_holds,
    standing,
    write_workspace,
)

RUN = ("run", ".", "--as-of", DAY)


@pytest.fixture
def exchanging(tmp_path: Path) -> None:
    """A disk on which folders are exchanged in one step; elsewhere, the next run restores what was moved."""
    (tmp_path / "disk").mkdir()
    if not exchanges(tmp_path / "disk"):
        pytest.skip("this system, or this disk, cannot exchange folders")


@pytest.mark.long
@pytest.mark.usefixtures("exchanging")
def test_whenever_a_run_is_killed_results_and_register_are_whole_and_the_next_run_completes(
    harm: Harm, known: Known, tmp_path: Path
) -> None:
    whole = harm(known.copy(tmp_path / "whole"), *RUN, kind="count")
    assert whole.calls - whole.began > 100
    seen: set[tuple[object, ...]] = set()
    turns = {at for turn in whole.turns for at in (turn, turn + 1) if at <= whole.calls}
    for at in sorted({*range(1, whole.began, 10), *range(whole.began, whole.calls + 1, 5), *turns}):
        root = known.copy(tmp_path / "killed")
        assert harm(root, *RUN, kind="kill", at=at).code == KILLED
        state = known.results(root), len(list(root.rglob("*"))), (root / "registro.sqlite").read_bytes()[:100]
        if state not in seen:
            seen.add(state)
            goes_on(harm, known, root, state[0])
    assert {state[0] for state in seen} == {"old", "new"}
    assert len(seen) > 10


def goes_on(harm: Harm, known: Known, root: Path, stood: str) -> None:
    """The register is intact and never lists results that do not exist; the next run gives its normal results."""
    entries = register_holds(harm, root)
    assert entries == 1 or (entries == 2 and stood == "new")
    again = harm(root, *RUN)
    assert (again.code, known.results(root), left_over(root)) == (0, "new", []), again.text
    last_entry_is_what_stands(harm, root)


@pytest.mark.long
@pytest.mark.usefixtures("exchanging")
def test_a_run_that_is_killed_by_the_clock_is_as_whole(harm: Harm, known: Known, tmp_path: Path) -> None:
    begin = time.monotonic()
    harm(known.copy(tmp_path / "whole"), *RUN)
    takes, chance = time.monotonic() - begin, random.Random(6)
    killed = 0
    for _ in range(60):
        root = known.copy(tmp_path / "killed")
        in_time = harm(root, *RUN, kind="alarm", after=takes * chance.uniform(0.3, 1)).code == KILLED
        goes_on(harm, known, root, known.results(root))
        killed, takes = killed + in_time, takes if in_time else takes * 0.8
        if killed == 12:
            return
    raise AssertionError(f"killed {killed} times of 60")


@pytest.mark.long
def test_a_first_run_that_is_killed_leaves_no_results_or_whole_ones(harm: Harm, known: Known, tmp_path: Path) -> None:
    whole = harm(known.without_results(tmp_path / "first"), *RUN, kind="count")
    for at in range(whole.began, whole.calls, 7):
        root = known.without_results(tmp_path / "first")
        assert harm(root, *RUN, kind="kill", at=at).code == KILLED
        assert standing(root / "out") in ({}, known.new)
    assert harm(root, *RUN).code == 0
    assert (known.results(root), left_over(root)) == ("new", [])


def test_where_the_system_cannot_exchange_folders_the_old_results_come_back(
    harm: Harm, known: Known, tmp_path: Path
) -> None:
    whole = harm(known.copy(tmp_path / "whole"), *RUN, kind="count", lacks="exchange")
    assert known.results(tmp_path / "whole") == "new"
    for at in reversed(whole.turns):
        root = known.copy(tmp_path / "killed")
        assert harm(root, *RUN, kind="kill", at=at + 1, lacks="exchange").code == KILLED
        if not (root / "out" / "alfa" / "2020").exists():
            break
    (root / "enti" / "alfa" / "2020" / "areas.csv").write_text("sbagliato\n", encoding="utf-8")
    assert harm(root, *RUN).code == 1
    assert (root / "out" / "alfa" / "2020" / "grades.csv").read_bytes() == known.old["alfa/2020/grades.csv"]
    assert left_over(root) == []


@pytest.mark.long
def test_several_processes_whose_parent_is_killed_leave_whole_results(harm: Harm, tmp_path: Path) -> None:
    enti = tuple(f"e{number}" for number in range(5))
    root = write_workspace(tmp_path / "molti", enti)
    command = [str(Path(sys.executable).with_name("merito")), "run", str(root), "--as-of", DAY, "--jobs", "2"]
    assert harm(root, *RUN, "--out", tmp_path / "whole").code == 0
    whole, chance = standing(tmp_path / "whole"), random.Random(6)
    assert not (root / "registro.sqlite").exists()  # results elsewhere are not registered
    seen = 0
    for _ in range(4):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        end = time.monotonic() + 60
        wanted = chance.randint(1, 4)
        while len(list((root / "out").glob("*/2020/summary.json"))) < wanted and time.monotonic() < end:
            time.sleep(0.005)
        process.kill()
        assert process.stdout
        process.stdout.read()  # until the last of its processes has ended
        process.stdout.close()
        assert process.wait() == -signal.SIGKILL
        for path in (root / "out").glob("e*/2020"):
            name = path.parent.name
            assert files(path) == {
                key[len(f"{name}/2020/") :]: one for key, one in whole.items() if key.startswith(f"{name}/2020/")
            }
            seen += 1
        if (root / "registro.sqlite").exists():
            assert harm(root, "register", "verify", "registro.sqlite").code in (
                0,
                2,
            )  # 2: it was killed before the first entry
        if wanted % 2:
            shutil.rmtree(root / "out")
    assert seen
    again = subprocess.run([*command, "--only-changed"], capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert standing(root / "out") == whole
    assert left_over(root) == []
    assert harm(root, "register", "verify", ".").code == 0


def test_leftovers_next_to_a_complete_file_are_removed_too(harm: Harm, known: Known, tmp_path: Path) -> None:
    root = known.copy(tmp_path / "killed")
    assert harm(root, "new-year", ".", "--from", "2020").code == 0
    for path in (root / "enti" / "alfa" / "2021" / "units.csv", root / "out" / "alfa" / "register-2020.json"):
        building(path).write_bytes(path.read_bytes())
    assert len(left_over(root)) == 2
    assert harm(root, "new-year", ".", "--from", "2020").code == 0
    assert harm(root, "run", ".", "--as-of", FIRST_DAY, "--only-changed").code == 0
    assert left_over(root) == []


def test_a_simulation_that_was_killed_while_it_said_what_it_is_can_be_run_again(
    harm: Harm, known: Known, tmp_path: Path
) -> None:
    root = known.copy(tmp_path / "killed")
    simulate = (*RUN, "--set", "fewest_published=6")
    assert harm(root, *simulate).code == 0
    (mark,) = (root / "out-simulazione").glob("*/SIMULAZIONE.txt")
    mark.rename(building(mark))
    shutil.rmtree(mark.parent / "alfa")
    assert harm(root, *simulate).code == 0
    assert left_over(root) == []
