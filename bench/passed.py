"""Through how many files and calls a person's prize passes in the cycle.

    python bench/passed.py comunita_montane

An ente is run at two sizes, and every call of a function of merito or of a plugin is counted. Functions whose calls
grow with the number of people are called for each of them; their files are listed, most calls per person first.
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import FrameType

from grown import ENTE, GROWN, write_grown
from merito.cycle import run
from merito.testing.enti import installed
from merito.workspace.config import open_workspace
from merito.workspace.dossiers import open_ente

ROOT = Path(__file__).parents[1]
FEWEST = 0.5  # calls per person: fewer are needed by some people only


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("regulation", choices=list(GROWN))
    regulation = parser.parse_args().regulation
    (few, before), (many, after) = (_counted(regulation, copies) for copies in (1, 3))
    each = Counter({file: (number - before[file]) / (many - few) for file, number in after.items()})
    passed = [(file, number) for file, number in each.most_common() if number >= FEWEST]
    for file, number in passed:
        print(f"{number:8.1f}  {file}")
    print(f"{sum(number for _, number in passed):8.1f}  calls a person in {len(passed)} files ({regulation})")


def _counted(regulation: str, copies: int) -> tuple[int, Counter[str]]:
    """The number of people of an ente, and how often functions of each file are called in its cycle."""
    of = GROWN[regulation]
    with tempfile.TemporaryDirectory() as place:
        people = write_grown(Path(place), of, copies * of.smallest, True)
        folder = Path(place) / "enti" / ENTE
        opened = open_ente(folder, open_workspace(Path(place)), installed(), of.year, date.fromisoformat(of.as_of))
        calls = Counter[str]()
        sys.setprofile(_counting(calls))
        try:
            run(opened.course, opened.hashes)
        finally:
            sys.setprofile(None)
    return people, calls


def _counting(calls: Counter[str]) -> Callable[[FrameType, str, object], None]:
    root = f"{ROOT}/"

    def count(frame: FrameType, event: str, _: object) -> None:
        file = frame.f_code.co_filename
        if event == "call" and file.startswith(root):
            calls[file.removeprefix(root)] += 1

    return count


if __name__ == "__main__":
    main()
