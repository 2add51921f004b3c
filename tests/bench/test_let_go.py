"""Everything an ente was run with is released once it is written: nothing waits for Python's search for dead cycles.

Otherwise some 3,000 objects of each small ente waited, and a sixth of a run of many enti was spent on finding them.
"""

import gc
from datetime import date
from pathlib import Path

from merito import Workspace
from nation import AS_OF, YEAR, write_nation


def test_an_ente_leaves_no_dead_objects_that_refer_to_each_other(tmp_path: Path) -> None:
    write_nation(tmp_path, [3, 3], seed=16)
    office = Workspace(tmp_path)
    first, second = office.enti

    def write(ente: str) -> None:
        office.run(ente, year=YEAR, as_of=date.fromisoformat(AS_OF)).write(formats=["csv"])

    write(first)
    gc.collect()
    gc.disable()
    try:
        write(second)
        assert gc.collect() < 1000  # the regulations were loaded for it
    finally:
        gc.enable()
