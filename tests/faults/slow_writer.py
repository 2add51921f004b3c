"""Runs `merito` as process number 7, and waits before writing each workbook until a file exists."""

import os
import sys
import time
from pathlib import Path

import merito.cli
import merito.outputs.writer as writer

go_on, *words = sys.argv[1:]
os.getpid = lambda: 7  # as in two containers, whose first process has the same number
whole = writer.workbook


def slow(*given: object) -> bytes:
    """The workbook, once it may be written."""
    while go_on and not Path(go_on).exists():
        time.sleep(0.02)
    return whole(*given)  # type: ignore[arg-type]


writer.workbook = slow  # type: ignore[assignment]
sys.argv = ["merito", *words]
merito.cli.main()
