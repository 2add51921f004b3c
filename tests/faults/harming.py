"""Starts the program that harms runs of merito (`harm.py`) once, and gives it many orders."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from faults.harmed import Harm, Ran, write_workspace

PROGRAM = Path(__file__).with_name("harm.py")


@contextmanager
def harming(place: Path) -> Iterator[Harm]:
    """Runs `merito` with these words in a folder; `kind` is the harm, `at` the call at which it is done.

    `place` is an empty folder, for the run that warms up the program.
    """
    command = [sys.executable, str(PROGRAM), str(write_workspace(place, ("alfa", "beta")))]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
    assert server.stdin and server.stdout

    def run(cwd: Path, *words: object, kind: str = "none", at: int = 0, **more: Any) -> Ran:
        assert server.stdin and server.stdout
        order = {"cwd": str(cwd), "args": [str(word) for word in words], "kind": kind, "at": at, **more}
        server.stdin.write(json.dumps(order, default=str) + "\n")
        answer = json.loads(server.stdout.readline())
        # A process that was just starting reports by a traceback of Python's own that its parent was killed.
        orphaned = answer["code"] < 0 and "EOFError: Ran out of input" in answer["text"]
        assert orphaned or "Traceback" not in answer["text"], answer["text"]
        return Ran(**answer)

    try:
        yield run
    finally:
        server.stdin.close()
        code = server.wait(timeout=60)
        server.stdout.close()
    assert code == 0
