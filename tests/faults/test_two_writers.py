"""Two runs that write the same results: one at a time, whoever runs them, and their files are never mixed."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.harmed import DAY, FIRST_DAY, Harm, Known, files, left_over, lock_of, locked, standing, write_workspace

SLOW = Path(__file__).with_name("slow_writer.py")
NAMESPACE = ("unshare", "-pf", "--mount-proc", "--kill-child")
LOCK = ".2020.merito-lock"


def namespaces() -> bool:
    """Whether a process may start its own namespace of process numbers here."""
    try:
        return subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def merito(root: Path, *words: object, go_on: Path | str = "", apart: tuple[str, ...] = ()) -> subprocess.Popen[str]:
    command = [*apart, sys.executable, str(SLOW), str(go_on), *map(str, words)]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def said(process: subprocess.Popen[str]) -> tuple[int, str]:
    text, _ = process.communicate(timeout=120)
    return process.returncode, " ".join(text.split())


def writes(process: subprocess.Popen[str], root: Path) -> None:
    """Waits until a run is in the middle of its folder."""
    end = time.monotonic() + 60
    while not list((root / "out" / "alfa").glob(".2020.*.new")):
        assert process.poll() is None, said(process)
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture(params=[(), NAMESPACE], ids=["one space of numbers", "a space of numbers each"])
def apart(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """How each of two runs is started, so that both have the same process number."""
    words: tuple[str, ...] = request.param
    if words and not namespaces():
        pytest.skip("no process may begin a space of numbers of its own here")
    return words


@pytest.fixture
def writing(known: Known, tmp_path: Path, apart: tuple[str, ...]) -> Iterator[tuple[Path, subprocess.Popen[str], Path]]:
    """A workspace in which a run of the later day is in the middle of writing, until the given file exists."""
    root, go_on = known.copy(tmp_path / "spazio"), tmp_path / "avanti"
    first = merito(root, "run", ".", "--as-of", DAY, go_on=go_on, apart=apart)
    try:
        writes(first, root)
        yield root, first, go_on
    finally:
        go_on.touch()
        if first.poll() is None:
            first.communicate(timeout=120)


@pytest.mark.long
def test_the_second_of_two_runs_with_one_process_number_is_told_and_changes_nothing(
    known: Known, writing: tuple[Path, subprocess.Popen[str], Path], apart: tuple[str, ...]
) -> None:
    root, first, go_on = writing
    code, text = said(merito(root, "run", ".", "--as-of", FIRST_DAY, apart=apart))
    assert code == 3
    assert "un'altra esecuzione sta scrivendo in questa cartella" in text
    assert known.results(root) == "old"
    go_on.touch()
    assert said(first)[0] == 0
    assert (known.results(root), left_over(root)) == ("new", [])


@pytest.mark.long
def test_with_wait_the_second_run_comes_after_the_first_and_its_results_are_whole(
    known: Known, writing: tuple[Path, subprocess.Popen[str], Path], apart: tuple[str, ...]
) -> None:
    root, first, go_on = writing
    second = merito(root, "run", ".", "--as-of", FIRST_DAY, "--wait", "100", apart=apart)
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(timeout=3)
    go_on.touch()
    assert (said(first)[0], said(second)[0]) == (0, 0)
    assert (known.results(root), left_over(root)) == ("old", [])


@pytest.mark.long
def test_a_run_that_was_killed_keeps_no_lock_and_leaves_no_folder(
    known: Known, writing: tuple[Path, subprocess.Popen[str], Path], apart: tuple[str, ...]
) -> None:
    root, first, _ = writing
    first.send_signal(signal.SIGKILL)  # with --kill-child, of the run too
    first.communicate(timeout=60)
    assert LOCK in left_over(root)
    assert known.results(root) == "old"
    code, text = said(merito(root, "run", ".", "--as-of", DAY, "--wait", "60", apart=apart))
    assert (code, known.results(root), left_over(root)) == (0, "new", []), text


def test_the_lock_is_of_one_ente_and_year_alone(harm: Harm, tmp_path: Path) -> None:
    root = write_workspace(tmp_path / "due", ("alfa", "beta"))
    assert harm(root, "run", ".", "--as-of", FIRST_DAY).code == 0
    before = files(root / "out" / "alfa")
    with locked(root / "out" / "alfa" / "2020"):
        ran = harm(root, "run", ".", "--as-of", DAY)
    assert ran.code == 3
    assert "i risultati di alfa del 2020" in ran.text
    assert "di beta" not in ran.text
    assert files(root / "out" / "alfa") == before
    assert f'"as_of": "{DAY}"' in (root / "out/beta/2020/summary.json").read_text(encoding="utf-8")
    assert left_over(root) == []


def test_what_fails_does_not_mark_results_that_another_run_is_writing(harm: Harm, known: Known, tmp_path: Path) -> None:
    root = known.copy(tmp_path / "spazio")
    (root / "enti/alfa/2020/measures.csv").write_text("indicator,at,value\nI9,final,8\n", encoding="utf-8")
    before = files(root / "out")
    with locked(root / "out" / "alfa" / "2020"):
        assert harm(root, "run", ".", "--as-of", DAY).code == 3
    assert files(root / "out") == before
    assert harm(root, "run", ".", "--as-of", DAY).code == 1
    assert files(root / "out") != before


def test_a_lock_is_handed_on_though_its_file_is_taken_away(harm: Harm, known: Known, tmp_path: Path) -> None:
    root = known.copy(tmp_path / "spazio")
    place = root / "out" / "alfa" / "2020"
    with locked(place):
        assert [harm(root, "run", ".", "--as-of", DAY).code for _ in range(2)] == [3, 3]
        lock_of(place).unlink()  # somebody tidies up
        assert harm(root, "run", ".", "--as-of", DAY).code == 0
    assert (known.results(root), left_over(root)) == ("new", [])


def test_a_file_of_somebody_else_with_the_name_of_the_lock_stays(harm: Harm, known: Known, tmp_path: Path) -> None:
    root = known.copy(tmp_path / "spazio")
    theirs = lock_of(root / "out" / "alfa" / "2020")
    theirs.write_text("appunti", encoding="utf-8")
    assert harm(root, "run", ".", "--as-of", DAY).code == 0
    assert theirs.read_text(encoding="utf-8") == "appunti"


def test_a_disk_without_locks_is_told_and_nothing_is_written(harm: Harm, known: Known, tmp_path: Path) -> None:
    root = known.without_results(tmp_path / "spazio")
    ran = harm(root, "run", ".", "--as-of", DAY, lacks="locks")
    assert (ran.code, "il disco non sa tenere un blocco" in " ".join(ran.text.split())) == (3, True)
    assert standing(root / "out") == {}


@pytest.mark.long
def test_the_comparison_of_two_runs_is_written_by_one_at_a_time(harm: Harm, tmp_path: Path) -> None:
    root = write_workspace(tmp_path / "due", ("alfa", "beta"))
    assert harm(root, "run", ".", "--as-of", FIRST_DAY).code == 0
    before = standing(root / "out")
    with locked(root / "out" / "comparison.csv"):
        ran = harm(root, "run", ".", "--as-of", DAY, lacks="patience")
    after = standing(root / "out")
    assert (ran.code, "confronto non scritto" in " ".join(ran.text.split())) == (3, True)
    assert [before[name] == after[name] for name in ("comparison.csv", "index.html")] == [True, True]
    assert before["alfa/2020/summary.json"] != after["alfa/2020/summary.json"]


def test_a_year_is_prepared_by_one_at_a_time(harm: Harm, known: Known, tmp_path: Path) -> None:
    root = known.copy(tmp_path / "spazio")
    with locked(root / "enti" / "alfa" / "2021"):
        ran = harm(root, "new-year", ".", "--from", "2020")
    assert ran.code == 1
    assert "un altro sta preparando il 2021" in ran.text
    assert not (root / "enti" / "alfa" / "2021").exists()
    assert (harm(root, "new-year", ".", "--from", "2020").code, left_over(root)) == (0, [])
