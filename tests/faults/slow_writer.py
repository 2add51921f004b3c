"""Runs `merito` as process number 7, and waits before writing each workbook until a file exists."""

import os
import sys
import time
from pathlib import Path

from merito.cli import main

go_on, *words = sys.argv[1:]
os.getpid = lambda: 7  # as in two containers, whose first process has the same number


def slow(event: str, opened: tuple[object, ...]) -> None:
    """Nothing, or the wait until a workbook may be written."""
    if event == "open" and go_on and str(opened[0]).endswith("results.xlsx"):
        while not Path(go_on).exists():
            time.sleep(0.02)


sys.addaudithook(slow)
sys.argv = ["merito", *words]
main()
