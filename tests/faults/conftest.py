"""A small workspace with earlier results and a register, and the program that harms runs of it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from faults.harmed import DAY, FIRST_DAY, Harm, Known, Ran, standing, write_workspace

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def harm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Harm]:
    """Runs `merito` with these words in a folder; `kind` is the harm, `at` the call at which it is done."""
    warm = write_workspace(tmp_path_factory.mktemp("warm"))
    command = [sys.executable, str(HERE / "harm.py"), str(warm)]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def run(cwd: Path, *words: object, kind: str = "none", at: int = 0, **more: Any) -> Ran:
        assert server.stdin and server.stdout
        order = {"cwd": str(cwd), "args": [str(word) for word in words], "kind": kind, "at": at, **more}
        server.stdin.write(json.dumps(order) + "\n")
        answer = json.loads(server.stdout.readline())
        assert "Traceback" not in answer["text"], answer["text"]
        return Ran(**answer)

    yield run
    assert server.stdin and server.stdout
    server.stdin.close()
    assert server.wait(timeout=60) == 0
    server.stdout.close()


@pytest.fixture(scope="session")
def known(harm: Harm, tmp_path_factory: pytest.TempPathFactory) -> Known:
    """One ente that was run at a first day, and what a run of a later day gives."""
    place = tmp_path_factory.mktemp("known")
    root = write_workspace(place / "spazio")
    assert harm(root, "run", ".", "--as-of", FIRST_DAY).code == 0
    later = Path(shutil.copytree(root, place / "dopo"))
    assert harm(later, "run", ".", "--as-of", DAY).code == 0
    known = Known(root, standing(root / "out"), standing(later / "out"))
    assert known.old != known.new
    return known
