"""What an adversary learns from the public folders of many invented enti: nothing that the law's totals do not show.

    python bench/adversary.py                         # 2,000 enti of 3 to 60 people, in two processes
    python bench/adversary.py --enti 200 --most 30

The enti are those of `nation.py`, with merit bands divided in equal parts of a quota. For each, somebody outside asks
for every hidden figure, then one of the staff, then two colleagues. Prints each figure that can be told and that no
total named by a law shows, the figures that such totals show, how many figures of people are published, and the seconds
that each ente took. An ente with a figure that can be told is asked again with twelve times the time, since a figure
for which no second value is found in time counts as told.
"""

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

from attrs import evolve, frozen

from measure import machine
from merito.publication import told
from merito.testing import Regulations, installed_regulations, run_folder
from merito.testing.adversary import Solved, attack
from nation import AS_OF, YEAR, write_nation

AT_ONCE = 20
AGAIN = 120.0
LEAST = 3


@frozen
class Tried:
    """An ente that was attacked: its people, what was solved, how many figures are published, and the seconds."""

    ente: str
    people: int
    solved: tuple[Solved, ...]
    published: int
    seconds: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--enti", type=int, default=2000)
    parser.add_argument("--most", type=int, default=60, help="people of the largest ente")
    parser.add_argument("--seed", type=int, default=2033)
    parser.add_argument("--processes", type=int, default=2)
    chosen = parser.parse_args()
    print(f"machine  {machine(('merito', 'highspy'))}")
    parts = [
        (chosen.seed + first, min(AT_ONCE, chosen.enti - first), chosen.most)
        for first in range(0, chosen.enti, AT_ONCE)
    ]
    count: Counter[str] = Counter()
    longest = 0.0
    with ProcessPoolExecutor(chosen.processes, get_context("spawn")) as pool:
        for tried in pool.map(_part, parts):
            for one in tried:
                leaks = [solved for solved in one.solved if not solved.by_law]
                count += Counter(
                    enti=1,
                    solved=len(leaks),
                    by_law=len(one.solved) - len(leaks),
                    published=one.published,
                    with_classes=one.published > 2,
                )
                longest = max(longest, one.seconds)
                for leak in leaks:
                    print(f"{one.ente} ({one.people} people): {leak}")
            print(_counted(count, longest), flush=True)


def _counted(count: Counter[str], longest: float) -> str:
    return (
        f"{count['enti']} enti: {count['solved']} hidden figures solved, {count['by_law']} shown by totals of the law; "
        f"{count['published']} figures of people published, {count['with_classes']} enti with more than the totals; "
        f"longest ente {longest:.1f} s"
    )


@lru_cache(1)
def _regulations() -> Regulations:
    return installed_regulations()


def _part(part: tuple[int, int, int]) -> list[Tried]:
    return list(_tried(*part))


def _tried(seed: int, enti: int, most: int) -> Iterator[Tried]:
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        (root,) = write_nation(Path(place) / "nation", [rng.randint(LEAST, most) for _ in range(enti)], seed)
        for folder in sorted((root / "enti").iterdir()):
            start = time.perf_counter()
            record = run_folder(root, ente=folder.name, year=YEAR, as_of=date.fromisoformat(AS_OF))
            record = evolve(record, publication=evolve(record.publication, fewest=rng.choice((3, 5, 5, 5, 8))))
            inputs = _regulations().stack(record.dossier.ente.regulation).inputs
            rows = told(record, inputs)
            public = [value for own in rows.values() for one in own if one.row.tells for _, value in one.row.columns]
            figures = sum(not isinstance(value, str) for value in public)
            solved = tuple(attack(record, inputs, rows))
            if any(not one.by_law for one in solved):
                solved = tuple(attack(record, inputs, rows, seconds=AGAIN))
            yield Tried(
                f"{seed}/{folder.name}", len(record.dossier.people), solved, figures, time.perf_counter() - start
            )


if __name__ == "__main__":
    main()
