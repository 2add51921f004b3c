"""No rule searches everybody for one: twice the people, posts, units and indicators run about twice the lines.

The test counts how often the lines of each function run during the cycle of a grown ente, without a clock. A table
search inside a loop over people or posts runs its lines four times as often.
"""

import sys
from collections import Counter
from datetime import date
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

from grown import ENTE, GROWN, write_grown
from merito.testing import installed_regulations, run_folder

pytestmark = pytest.mark.long

FEW, MANY = 2, 4
SIZES = {"bergamo": (4, 8)}  # from four on its payments need a second walk
MOST, MOST_OF_ONE = 2.1, 3  # all managers under each holder (which many are) stay below this; a search comes near 4
PACKAGES = ("merito", "merito_bergamo", "merito_brescia", "merito_comunita_montane")


def lines_run(regulation: str, copies: int, root: Path) -> tuple[int, Counter[CodeType]]:
    """The people of a grown ente, and how many lines each function runs to read it and for its cycle."""
    of = GROWN[regulation]
    people = write_grown(root, of, copies * of.smallest)
    known, as_of = installed_regulations(), date.fromisoformat(of.as_of)
    known.stack(regulation)
    counts: Counter[CodeType] = Counter()

    def line(frame: FrameType, event: str, _: object) -> Any:
        if event == "line":
            counts[frame.f_code] += 1
        return line

    def call(frame: FrameType, _: str, __: object) -> Any:
        return line if frame.f_globals.get("__name__", "").partition(".")[0] in PACKAGES else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        record = run_folder(root, ENTE, year=of.year, as_of=as_of, regulations=known)
    finally:
        sys.settrace(before)
    assert sum(reward.payable or 0 for reward in record.results.rewards) > 0
    return people, counts


@pytest.mark.parametrize("regulation", GROWN)
def test_twice_the_people_take_twice_the_lines(regulation: str, tmp_path: Path) -> None:
    sizes = SIZES.get(regulation, (FEW, MANY))
    few, before = lines_run(regulation, sizes[0], tmp_path / "few")
    many, after = lines_run(regulation, sizes[1], tmp_path / "many")
    assert after.total() <= MOST * before.total()
    searching = {
        f"{Path(code.co_filename).name}:{code.co_firstlineno} {code.co_name}": (before[code], count)
        for code, count in after.items()
        if count > max(many, MOST_OF_ONE * before[code])
    }
    assert not searching, f"{few} and {many} people"
