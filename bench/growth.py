"""How the time of `merito run` grows: with the number of enti, with the size of one, and what a cold start takes.

    python bench/growth.py                  # all three
    python bench/growth.py enti --of 90     # only the first

Every step is a fresh process on a workspace of its own, from cached files; the steps are gone through several times, up
and down in turn, so that a slow minute of the machine falls on all of them. Growth is told by the processor's seconds
beyond those of a run of next to nothing: per person, and as the power of the size that fits them (1 is linear).
"""

import argparse
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import log
from pathlib import Path
from statistics import mean, median

from measure import Spent, machine, merito_run, straight_line
from nation import write_nation

ENTI = (10, 20, 40, 80, 160, 320)
SIZES = (100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800)
SMALL = 3
COLD_STARTS = 10
SEED = 2009
Run = Callable[[Path, Path], Spent]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", default=["cold", "enti", "size"], help="cold, enti, size; default: all")
    parser.add_argument("--of", type=int, default=90, help="people of each ente, where their number grows")
    parser.add_argument("--times", type=int, default=3, help="how many times every step is run")
    parser.add_argument("--patience", type=float, default=60, help="no larger step after one that took more seconds")
    parser.add_argument("--straight", action="store_true", help="time the straight line instead of merito")
    chosen = parser.parse_args()
    strange = set(chosen.what) - {"cold", "enti", "size"}
    if strange:
        parser.error(f"{', '.join(sorted(strange))}: cold, enti or size")
    print(f"machine  {machine(('merito',))}")
    run = _straight if chosen.straight else merito_run
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        bare = _cold_start(folder, run)
        if "enti" in chosen.what:
            steps = {enti: [chosen.of] * enti for enti in ENTI}
            _grow(f"enti of {chosen.of} people", steps, folder, bare, run, chosen)
        if "size" in chosen.what:
            _grow("people of one ente", {size: [size] for size in SIZES}, folder, bare, run, chosen)


def _straight(root: Path, log_file: Path) -> Spent:
    return straight_line(root, root / "straight", log_file)


def _cold_start(folder: Path, run: Run) -> float:
    """One small ente, a fresh process each time; gives the processor's seconds of the quickest."""
    (root,) = write_nation(folder / "cold", [SMALL], SEED)
    run(root, folder / "log")
    spent = [run(root, folder / "log") for _ in range(COLD_STARTS)]
    walls, cpus = [one.wall for one in spent], [one.cpu for one in spent]
    print(f"\none ente of {SMALL} people from a cold start, {COLD_STARTS} runs")
    print(f"{min(walls):.3f} s at the least, {median(walls):.3f} s the median, {max(walls):.3f} s at the most")
    print(f"of processor {min(cpus):.3f} s at the least, {median(cpus):.3f} s the median")
    return min(cpus)


def _grow(
    what: str,
    steps: Mapping[int, Sequence[int]],
    folder: Path,
    bare: float,
    run: Run,
    chosen: argparse.Namespace,
) -> None:
    taken = _taken(steps, folder, run, chosen)
    print(f"\n{what}: {chosen.times} runs of each step")
    print(f"{'':>8} {'wall s':>9} {'cpu s':>9} {'peak MB':>8} {'µs/person':>10} {'power':>6}")
    beyond: dict[int, float] = {}
    for count, spent in taken.items():
        beyond[count] = max(min(one.cpu for one in spent) - bare, 1e-3)
        before = [one for one in beyond if one < count]
        step_power = f"{power(beyond, [*before[-1:], count]):6.2f}" if before else ""
        each = beyond[count] * 1e6 / sum(steps[count])
        wall, cpu, peak = (median(column) for column in list(zip(*spent, strict=True))[:3])
        print(f"{count:8,} {wall:9.2f} {cpu:9.2f} {peak:8.0f} {each:10.1f} {step_power}")
    print(f"power over all {len(beyond)} steps: {power(beyond, list(beyond)):.2f}; over the upper half: ", end="")
    print(f"{power(beyond, list(beyond)[-(len(beyond) + 1) // 2 :]):.2f}")


def _taken(
    steps: Mapping[int, Sequence[int]], folder: Path, run: Run, chosen: argparse.Namespace
) -> dict[int, list[Spent]]:
    """What every step took, several times; the steps beyond one that lasts too long are left out."""
    taken: dict[int, list[Spent]] = {}
    roots: dict[int, Path] = {}
    for count, staff in steps.items():
        (roots[count],) = write_nation(folder / f"step-{len(staff)}-{staff[0]}", staff, SEED)
        taken[count] = [run(roots[count], folder / "log")]
        if taken[count][0].wall > chosen.patience:
            break
    for turn in range(1, chosen.times):
        for count in _in_turn(list(taken), turn):
            taken[count].append(run(roots[count], folder / "log"))
    return taken


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
