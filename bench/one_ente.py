"""How reading, cycle and writing grow with one ente of each regulation, from 100 to 10,000 people.

    python bench/one_ente.py                        # all regulations, all readings adopted
    python bench/one_ente.py brescia --open         # one, with no reading adopted
    python bench/one_ente.py --marginal --formats csv   # two sizes: what a person costs, and what the ente costs

Every step is a fresh process on an ente that `grown.py` writes. Times are microseconds of processor per person. `power`
is the slope of the line through the logarithms of seconds and people (1 is linear). `walks` counts how often the cycle
was walked to find what open readings decide, `holding` the readings that hold money. `guard` is the part of `writing`
that decides what may be published, taken apart before it. `marginal` is the cost of one more person between the first
size and the last, `fixed` what is left for the ente itself, in milliseconds.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from grown import ENTE, GROWN, write_grown
from growth import power
from measure import machine
from merito.cycle import exploring, run
from merito.cycle.search import Search
from merito.execution.sweeps import seldom_swept
from merito.outputs.publication_set import to_publish
from merito.outputs.writer import write_record
from merito.testing.enti import installed
from merito.workspace.config import open_workspace
from merito.workspace.dossiers import open_ente

COPIES, TWO_SIZES = (1, 2, 4, 8, 16, 32, 80), (8, 32)
PARTS = ("reading", "cycle", "guard", "writing")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("regulations", nargs="*", default=list(GROWN), help=f"{', '.join(GROWN)}; default: all")
    parser.add_argument("--open", action="store_true", help="no reading is adopted")
    parser.add_argument("--times", type=int, default=1, help="how many times every step is run; the least counts")
    parser.add_argument("--marginal", action="store_true", help="two sizes of each ente alone")
    parser.add_argument("--copies", type=int, nargs="*", help="how many times the example stands")
    parser.add_argument("--formats", default="csv,xlsx", help="what is written beside the summary; default: csv,xlsx")
    parser.add_argument("--patience", type=float, default=120, help="no larger step after one that took more seconds")
    parser.add_argument("--step", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    chosen.copies = chosen.copies or (TWO_SIZES if chosen.marginal else COPIES)
    if chosen.step:
        print(json.dumps(_taken(chosen.step, chosen.regulations[0], chosen.formats.split(","))))
        return
    print(f"machine  {machine(('merito',))}")
    for regulation in chosen.regulations:
        _grow(regulation, chosen)


def _grow(regulation: str, chosen: argparse.Namespace) -> None:
    readings = "no reading adopted" if chosen.open else "all readings adopted"
    print(f"\n{regulation}, {readings}, {chosen.formats}: µs of processor a person, {chosen.times} runs of each step")
    heads = " ".join(f"{part:>9}" for part in PARTS)
    print(f"{'people':>10} {heads} {'walks':>6} {'holding':>8} {'paid':>16}")
    seconds: dict[str, dict[int, float]] = {part: {} for part in PARTS}
    with tempfile.TemporaryDirectory() as place:
        for copies in chosen.copies:
            root = Path(place) / str(copies)
            of = GROWN[regulation]
            people = write_grown(root, of, copies * of.smallest, not chosen.open)
            command = [sys.executable, __file__, regulation, "--step", str(root), "--formats", chosen.formats]
            runs = [json.loads(subprocess.check_output(command)) for _ in range(chosen.times)]
            for part in PARTS:
                seconds[part][people] = min(run[part] for run in runs)
            each = (f"{seconds[part][people] * 1e6 / people:9.0f}" for part in PARTS)
            found = f"{runs[0]['walks']:6} {runs[0]['holding']:8} {runs[0]['paid']:>16}"
            print(f"{people:10,} {' '.join(each)} {found}", flush=True)
            if sum(runs[0][part] for part in PARTS) > chosen.patience:
                break
    for told, first in (("power", 0), ("upper half", len(seconds["cycle"]) // 2)):
        powers = (f"{power(of_part, list(of_part)[first:]):9.2f}" for of_part in seconds.values())
        print(f"{told:>10} {' '.join(powers)}")
    _print_marginal(seconds)


def _print_marginal(seconds: Mapping[str, Mapping[int, float]]) -> None:
    """What one more person costs (µs), from the first size to the last; and the ente itself (ms)."""
    few, *_, many = seconds["cycle"]
    if few == many:
        return
    each = {part: (taken[many] - taken[few]) / (many - few) for part, taken in seconds.items()}
    print(f"{'marginal':>10} {' '.join(f'{one * 1e6:9.1f}' for one in each.values())}")
    print(f"{'fixed':>10} {' '.join(f'{(seconds[part][few] - each[part] * few) * 1e3:9.1f}' for part in PARTS)}")


def _taken(root: Path, regulation: str, formats: Sequence[str]) -> dict[str, object]:
    """Seconds of processor that one run of an ente takes, its walks, the readings that hold money, and what it pays."""
    walks = _counted_walks()
    of = GROWN[regulation]
    installed().stack(regulation)
    seldom_swept()  # as in a run
    began = time.process_time()
    folder = root / "enti" / ENTE
    opened = open_ente(folder, open_workspace(root), installed(), of.year, date.fromisoformat(of.as_of))
    read = time.process_time()
    record = run(opened.course, opened.hashes)
    ran = time.process_time()
    to_publish(record, opened.course.stack.inputs)
    guarded = time.process_time()
    write_record(record, opened.course.stack, root / "out", formats=formats)
    wrote = time.process_time()
    paid = sum(reward.payable or 0 for reward in record.results.rewards)
    counts = {"walks": sum(walks, start=1), "holding": len(record.open_readings)}
    taken = {"reading": read - began, "cycle": ran - read, "guard": guarded - ran, "writing": wrote - guarded}
    return {**taken, "paid": str(paid), **counts}


def _counted_walks() -> list[int]:
    """From here on, every search in this process adds to this list the number of its walks besides the ente's own."""
    walks: list[int] = []
    search = exploring.search

    def counting(*given: Any) -> Search[Any]:
        found = search(*given)
        walks.append(len(found.tried) - 1)
        return found

    exploring.search = counting
    return walks


if __name__ == "__main__":
    main()
