"""How many small wrong changes of the rules the tests detect.

    nice -n 15 python bench/mutants/run.py --seed 7 --sample 300 --state mutants.json

A seed draws mutants from the plugins, the kit, the columns and the numbers, each kind of change in turn. Each mutant is
tried in a forked process on the tests that run its lines, until one fails; which tests do is recorded once, in a file
next to the state. Mutants in the state are not tried again, so a run that was stopped continues where it was. `--again`
retries the survivors, after tests were added. `survivors.toml` says why a mutant may survive.
"""

import argparse
import hashlib
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from mutations import Mutant, mutants_of
from session import Trials
from state import State

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("plugins", "core/merito/numbers", "core/merito/kit")
TESTS = (
    *("tests/bergamo", "tests/brescia", "tests/comunita_montane", "tests/snapshots"),
    *("tests/core/numbers", "tests/core/kit", "tests/national", "tests/core/cycle", "tests/core/outputs"),
    *("tests/core/explanation", "tests/core/page", "tests/docs/test_cookbook.py"),
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--sample", type=int, default=300, help="how many mutants; a larger sample holds the smaller")
    parser.add_argument("--state", type=Path, default=Path("mutants.json"))
    parser.add_argument("--rooms", nargs="+", default=ROOMS, help="folders whose code is changed")
    parser.add_argument("--tests", nargs="+", default=TESTS, help="files and folders of the tests")
    parser.add_argument("--only", default="", help="of the sample, the mutants whose id holds this text")
    parser.add_argument("--budget", type=float, default=60.0, help="seconds of processor for one mutant")
    parser.add_argument("--again", action="store_true", help="try survivors again")
    parser.add_argument("--told", action="store_true", help="tell what the state knows, and try nothing")
    asked = parser.parse_args()
    files = sorted({path for room in asked.rooms for path in (ROOT / room).rglob("*.py")})
    every = [one for path in files for one in mutants_of(path, path.relative_to(ROOT).as_posix())]
    sample = [one for one in drawn(every, asked.seed, asked.sample) if asked.only in one.id]
    state = State(asked.state.resolve(), sample)
    if not asked.told:
        state.forget_survivors() if asked.again else None
        trials = Trials(ROOT, files, state, asked.budget)
        os.chdir(ROOT)
        with tempfile.TemporaryDirectory() as place:
            apart = (f"--basetemp={place}/tests", f"--hypothesis-seed={asked.seed}", "-p", "no:cacheprovider")
            code = pytest.main(["-q", "-s", *apart, *asked.tests], [trials])
        if code:
            return int(code)
    print(f"{len(every)} mutants in {len(files)} files, {len(sample)} drawn with seed {asked.seed}")
    print(state.told())
    return 0


def drawn(mutants: Sequence[Mutant], seed: int, most: int) -> list[Mutant]:
    """A sample by seed: each kind of change in turn, so that frequent kinds do not crowd out rare ones."""
    by_kind: dict[str, list[Mutant]] = {}
    for mutant in sorted(mutants, key=lambda one: hashlib.sha256(f"{seed} {one.id}".encode()).digest()):
        by_kind.setdefault(mutant.operator, []).append(mutant)
    places = sorted((at, kind) for kind, some in by_kind.items() for at in range(len(some)))
    return [by_kind[kind][at] for at, kind in places[:most]]


if __name__ == "__main__":
    sys.exit(main())
