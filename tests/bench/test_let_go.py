"""Everything an ente was run with is released once it is written: nothing waits for Python's search for dead cycles.

Otherwise some 3,000 objects of each small ente waited, and a sixth of a run of many enti was spent on finding them.
"""

import gc
from datetime import date
from pathlib import Path

from merito.execution.orders import One, Orders
from merito.execution.worker import Worker
from merito.workspace.config import open_workspace
from nation import AS_OF, YEAR, write_nation


def test_an_ente_leaves_no_dead_objects_that_refer_to_each_other(tmp_path: Path) -> None:
    write_nation(tmp_path, [3, 3], seed=16)
    orders = Orders(root=tmp_path, target=tmp_path / "out", as_of=date.fromisoformat(AS_OF), formats=("csv",))
    worker = Worker(orders, open_workspace(tmp_path))
    first, second = (One(path.name, path, 0, YEAR) for path in sorted((tmp_path / "enti").iterdir()))
    assert not worker(first).told.why
    gc.collect()
    gc.disable()
    try:
        assert not worker(second).told.why
        assert gc.collect() < 100
    finally:
        gc.enable()
