"""Renews the snapshots of the examples: `python tests/snapshots/renew.py`, then read what `git diff` shows."""

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from snapshots.examples import KEPT, TAKEN, given

if __name__ == "__main__":
    shutil.rmtree(KEPT, ignore_errors=True)
    for taken in TAKEN:
        with tempfile.TemporaryDirectory() as scratch:
            for name, text in given(taken, Path(scratch)).items():
                path = KEPT / taken.name / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
