"""Closed outputs stop no run: a closed pipe, an output that was never open, Ctrl-C before anything has begun."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from faults.harmed import DAY, standing, write_workspace

PROGRAM = "from merito.__main__ import main; main()"
RUN = ("run", ".", "--as-of", DAY)
INTERRUPTED = (130, -signal.SIGINT)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A workspace of two enti, one of which is not read, and what a run of it leaves."""
    root = write_workspace(tmp_path_factory.mktemp("outputs") / "spazio", ("alfa", "beta"))
    (root / "enti" / "beta" / "2020" / "areas.csv").write_text("id,titolo\n", encoding="utf-8")
    done = Path(shutil.copytree(root, root.with_name("fatto")))
    ran = subprocess.run([sys.executable, "-c", PROGRAM, *RUN], cwd=done, capture_output=True, check=False)
    assert ran.returncode == 1
    return root, standing(done / "out")


@pytest.fixture
def root(whole: tuple[Path, dict[str, bytes]], tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole[0], tmp_path / "spazio"))


@pytest.fixture
def closed_pipe() -> Iterator[int]:
    """The writing end of a pipe from which nobody reads."""
    read, written = os.pipe()
    os.close(read)
    yield written
    os.close(written)


@pytest.mark.long
def test_a_closed_pipe_stops_neither_results_nor_the_page_of_all(
    root: Path, whole: tuple[Path, dict[str, bytes]], closed_pipe: int
) -> None:
    command = [sys.executable, "-c", PROGRAM, *RUN]
    ran = subprocess.run(command, cwd=root, stdout=closed_pipe, stderr=subprocess.PIPE, text=True, check=False)
    assert (ran.returncode, "Traceback" in ran.stderr) == (1, False)
    assert standing(root / "out") == whole[1]
    assert {"comparison.csv", "index.html"} <= set(whole[1])


@pytest.mark.long
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_an_output_that_is_not_there_stops_nothing(
    root: Path, whole: tuple[Path, dict[str, bytes]], closed: str
) -> None:
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-c", PROGRAM]
    ran = subprocess.run([*command, *RUN], cwd=root, capture_output=True, text=True, check=False)
    assert (ran.returncode, "Traceback" in ran.stdout + ran.stderr) == (1, False)
    assert standing(root / "out") == whole[1]
    for words in (("check", "."), ("history", "alfa"), ("register", "verify")):
        ran = subprocess.run([*command, *words], cwd=root, capture_output=True, text=True, check=False)
        assert (ran.returncode, "Traceback" in ran.stdout + ran.stderr) == (int(words[0] == "check"), False)


@pytest.mark.parametrize("module", ["attr", "merito.numbers", "click", "merito.cli", "merito.cli.run", "merito.page"])
def test_ctrl_c_while_modules_are_imported_ends_without_a_traceback(root: Path, module: str) -> None:
    interrupting = f"""
import os, signal, sys
class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupting())
signal.signal(signal.SIGINT, signal.default_int_handler)
{PROGRAM}
"""
    shutil.rmtree(root / "enti" / "beta")
    ran = subprocess.run(
        [sys.executable, "-c", interrupting, *RUN], cwd=root, capture_output=True, text=True, check=False
    )
    assert ran.returncode in INTERRUPTED, ran.stderr
    assert "Traceback" not in ran.stderr
