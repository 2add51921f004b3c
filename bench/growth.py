"""How the time of `merito run` grows with the number and size of enti; the time of a cold start and of a small ente.

    python bench/growth.py                  # all four
    python bench/growth.py small            # the cost of an ente without its people
    python bench/growth.py enti --of 90     # only more enti, of 90 people
    python bench/growth.py --regulation brescia --open --formats csv    # enti grown from its example, nothing adopted

Every step is a fresh process on its own workspace, from cached files. The steps are repeated several times, alternately
up and down, so that a slow minute of the machine affects all of them. Growth is measured in processor seconds beyond
those of a nearly empty run: per person, and as the power of the size that fits them (1 is linear).
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from math import log
from pathlib import Path
from statistics import mean, median

from grown import GROWN, Example, write_grown
from measure import Spent, machine, merito_run, straight_line
from nation import AS_OF, write_nation

ENTI = (10, 20, 40, 80, 160, 320)
SIZES = (100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800)
SMALL = 3
FEW, MANY = 50, 100
COLD_STARTS = 10
SEED = 2009
COPIES = (1, 2, 4, 8, 16, 32)
WHAT = ("cold", "small", "enti", "size")
Run = Callable[[Path, Path], Spent]
Write = Callable[[Path, int, int], int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", default=list(WHAT), help=f"{', '.join(WHAT)}; default: all")
    parser.add_argument("--of", type=int, default=90, help="people of each ente, where their number grows")
    parser.add_argument("--times", type=int, default=3, help="how many times every step is run")
    parser.add_argument("--patience", type=float, default=60, help="no larger step after one that took more seconds")
    parser.add_argument("--straight", action="store_true", help="time the straight line instead of merito")
    parser.add_argument("--regulation", choices=list(GROWN), help="enti grown from its example, not the nation")
    parser.add_argument("--open", action="store_true", help="with --regulation: no reading is adopted")
    parser.add_argument("--formats", default="csv,xlsx,html", help="what is written; default: everything")
    chosen = parser.parse_args()
    strange = set(chosen.what).difference(WHAT)
    if strange:
        parser.error(f"{', '.join(sorted(strange))}: one of {', '.join(WHAT)}")
    if chosen.regulation and chosen.straight:
        parser.error("the straight line knows the nation alone")
    print(f"machine  {machine(('merito',))}; {chosen.regulation or 'the nation'}, {chosen.formats}")
    run = _runner(chosen)
    write = partial(_write_grown, GROWN[chosen.regulation], not chosen.open) if chosen.regulation else _write_nation
    sizes = COPIES if chosen.regulation else SIZES
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        bare = _cold_start(folder, write, run)
        if "small" in chosen.what:
            _small(folder, write, run, chosen.times)
        if "enti" in chosen.what:
            each = 1 if chosen.regulation else chosen.of
            _grow("enti", {enti: (each, enti) for enti in ENTI}, folder, bare, write, run, chosen)
        if "size" in chosen.what:
            _grow("size of one ente", {size: (size, 1) for size in sizes}, folder, bare, write, run, chosen)


def _runner(chosen: argparse.Namespace) -> Run:
    if chosen.straight:
        return lambda root, log_file: straight_line(root, root / "straight", log_file, chosen.formats)
    as_of = GROWN[chosen.regulation].as_of if chosen.regulation else AS_OF
    return lambda root, log_file: merito_run(root, log_file, formats=chosen.formats, as_of=as_of)


def _write_nation(root: Path, size: int, enti: int) -> int:
    write_nation(root, [size] * enti, SEED)
    return size * enti


def _write_grown(of: Example, adopted: bool, root: Path, copies: int, enti: int) -> int:
    """So many copies of the example in so many enti; returns the total number of people."""
    return write_grown(root, of, copies * of.smallest, adopted, enti) * enti


def _cold_start(folder: Path, write: Write, run: Run) -> float:
    """One small ente in a fresh process each time; returns the processor seconds of the fastest."""
    root = folder / "cold"
    people = write(root, SMALL if write is _write_nation else 1, 1)
    run(root, folder / "log")
    spent = [run(root, folder / "log") for _ in range(COLD_STARTS)]
    walls, cpus = [one.wall for one in spent], [one.cpu for one in spent]
    print(f"\none ente of {people} people from a cold start, {COLD_STARTS} runs")
    print(f"{min(walls):.3f} s at the least, {median(walls):.3f} s the median, {max(walls):.3f} s at the most")
    print(f"of processor {min(cpus):.3f} s at the least, {median(cpus):.3f} s the median", flush=True)
    return min(cpus)


def _small(folder: Path, write: Write, run: Run, times: int) -> None:
    """The cost of an ente without its people, from the difference between some small ones and twice as many."""
    roots = {enti: folder / f"small-{enti}" for enti in (FEW, MANY)}
    size = SMALL if write is _write_nation else 1
    people = {enti: write(root, size, enti) for enti, root in roots.items()}
    spent: dict[int, list[float]] = {enti: [] for enti in roots}
    for turn in range(times + 1):
        for enti, root in roots.items():
            one = run(root, folder / "log").cpu
            if turn:  # the first turn only warms up
                spent[enti].append(one)
    each = [(many - few) * 1e3 / (MANY - FEW) for few, many in zip(spent[FEW], spent[MANY], strict=True)]
    print(f"\nan ente of {people[FEW] // FEW} people: {FEW} and {MANY} of them, {times} times in turn, divided")
    print(f"{min(each):.1f} ms of processor at the least, {median(each):.1f} the median", flush=True)


def _grow(
    what: str,
    steps: Mapping[int, tuple[int, int]],
    folder: Path,
    bare: float,
    write: Write,
    run: Run,
    chosen: argparse.Namespace,
) -> None:
    taken, people = _taken(steps, folder, write, run, chosen)
    print(f"\n{what}: {chosen.times} runs of each step")
    print(f"{'':>8} {'people':>9} {'wall s':>9} {'cpu s':>9} {'peak MB':>8} {'µs/person':>10} {'power':>6}")
    beyond: dict[int, float] = {}
    for count, spent in taken.items():
        beyond[count] = max(min(one.cpu for one in spent) - bare, 1e-3)
        before = [one for one in beyond if one < count]
        step_power = f"{power(beyond, [*before[-1:], count]):6.2f}" if before else ""
        each = beyond[count] * 1e6 / people[count]
        wall, cpu, peak = (median(column) for column in list(zip(*spent, strict=True))[:3])
        print(f"{count:8,} {people[count]:9,} {wall:9.2f} {cpu:9.2f} {peak:8.0f} {each:10.1f} {step_power}")
    print(f"power over all {len(beyond)} steps: {power(beyond, list(beyond)):.2f}; over the upper half: ", end="")
    print(f"{power(beyond, list(beyond)[-(len(beyond) + 1) // 2 :]):.2f}", flush=True)


def _taken(
    steps: Mapping[int, tuple[int, int]], folder: Path, write: Write, run: Run, chosen: argparse.Namespace
) -> tuple[dict[int, list[Spent]], dict[int, int]]:
    """The measurements of every step, and its people; steps larger than one that takes too long are left out."""
    taken: dict[int, list[Spent]] = {}
    people: dict[int, int] = {}
    roots: dict[int, Path] = {}
    for count, (size, enti) in steps.items():
        roots[count] = folder / f"step-{enti}-{size}"
        people[count] = write(roots[count], size, enti)
        taken[count] = [run(roots[count], folder / "log")]
        if taken[count][0].wall > chosen.patience:
            break
    for turn in range(1, chosen.times):
        for count in _in_turn(list(taken), turn):
            taken[count].append(run(roots[count], folder / "log"))
    return taken, people


def _in_turn(counts: list[int], turn: int) -> Iterator[int]:
    return reversed(counts) if turn % 2 else iter(counts)


def power(seconds: Mapping[int, float], counts: Sequence[int]) -> float:
    """The slope of the straight line through the logarithms, by least squares."""
    points = [(log(count), log(seconds[count])) for count in counts]
    if len(points) < 2:
        return float("nan")
    across, up = mean(x for x, _ in points), mean(y for _, y in points)
    return sum((x - across) * (y - up) for x, y in points) / sum((x - across) ** 2 for x, _ in points)


if __name__ == "__main__":
    main()
