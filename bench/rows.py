"""The cost of result tables as rows, next to the cycle: making each row again from its cells, and settling money.

    python bench/rows.py                 # one ente of each regulation, all readings adopted
    python bench/rows.py brescia --copies 80

Times are in microseconds of processor per person. Columns instead of rows could save at most the sum of both.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from attrs import fields

import merito.cycle.run  # noqa: F401 (the package gives its function by the same name)
from grown import ENTE, GROWN, write_grown
from merito.execution.sweeps import seldom_swept
from merito.model.results import RESULT_TABLES, Results
from merito.testing.enti import installed
from merito.workspace.config import open_workspace
from merito.workspace.dossiers import open_ente

CYCLE = sys.modules["merito.cycle.run"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("regulations", nargs="*", default=list(GROWN), help=f"{', '.join(GROWN)}; default: all")
    parser.add_argument("--copies", type=int, default=8, help="how many times the example stands")
    chosen = parser.parse_args()
    seldom_swept()
    print(f"{'':16} {'people':>8} {'cycle':>8} {'settling':>9} {'rows':>6} {'making them':>12}")
    for regulation in chosen.regulations:
        _tell(regulation, chosen.copies)


def _tell(regulation: str, copies: int) -> None:
    of = GROWN[regulation]
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        people = write_grown(root, of, copies * of.smallest, adopted=True)
        opened = open_ente(
            root / "enti" / ENTE, open_workspace(root), installed(), of.year, date.fromisoformat(of.as_of)
        )
        settling = _Timed(CYCLE.settle)
        CYCLE.settle = settling
        began = time.process_time()
        record = CYCLE.run(opened.course, opened.hashes)
        cycle = time.process_time() - began
        CYCLE.settle = settling.made
        rows, making = _made_again(record.results)
    whole, settled, made = (seconds * 1e6 / people for seconds in (cycle, settling.seconds, making))
    print(f"{regulation:16} {people:8,} {whole:8.1f} {settled:9.1f} {rows / people:6.1f} {made:12.1f}")


class _Timed:
    """A function that records the processor time that it takes."""

    def __init__(self, made: Callable[..., Any]) -> None:
        self.made, self.seconds = made, 0.0

    def __call__(self, *args: Any) -> Any:
        began = time.process_time()
        found = self.made(*args)
        self.seconds += time.process_time() - began
        return found


def _made_again(results: Results) -> tuple[int, float]:
    """How many rows the results have, and the seconds that making all of them from their cells takes."""
    known: list[tuple[type, dict[str, object]]] = []
    for name in RESULT_TABLES:
        for row in getattr(results, name):
            cells = {one.alias or one.name: getattr(row, one.name) for one in fields(type(row)) if one.init}
            known.append((type(row), cells))
    began = time.process_time()
    for kind, cells in known:
        kind(**cells)
    return len(known), time.process_time() - began


if __name__ == "__main__":
    main()
