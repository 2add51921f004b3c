"""What an ente of three people costs: alone in a warm process, and as one of a thousand alike.

    python bench/small.py                   # 1,000 enti, CSV only

The enti are those of `nation.py`. Each is read, its cycle run and its results written, in one process and without a
register; milliseconds of processor. Alone is the same ente again and again: nothing is left to be loaded.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median

from measure import machine
from merito.cycle import run
from merito.execution.sweeps import seldom_swept
from merito.outputs.writer import write_record
from merito.testing.enti import installed
from merito.workspace.config import Workspace, open_workspace
from merito.workspace.dossiers import open_ente
from nation import AS_OF, YEAR, write_nation

PEOPLE, SEED = 3, 2009
WARM, ALONE = 20, 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--enti", type=int, default=1000)
    parser.add_argument("--formats", default="csv", help="what is written; default: csv")
    chosen = parser.parse_args()
    formats = chosen.formats.split(",")
    print(f"machine  {machine(('merito',))}; {chosen.formats}")
    with tempfile.TemporaryDirectory() as place:
        (root,) = write_nation(Path(place) / "nation", [PEOPLE] * chosen.enti, SEED)
        workspace = open_workspace(root)
        folders = sorted((root / "enti").iterdir())
        seldom_swept()  # as in a run
        list(_taken(folders[:1] * WARM, workspace, formats))
        alone = list(_taken(folders[:1] * ALONE, workspace, formats))
        print(f"alone      {min(alone):6.1f} ms at the least, {median(alone):6.1f} the median of {ALONE}", flush=True)
        many = list(_taken(folders, workspace, formats))
        print(f"amortised  {sum(many) / len(many):6.1f} ms, {len(many):,} enti of {PEOPLE} people")


def _taken(folders: list[Path], workspace: Workspace, formats: list[str]) -> Iterator[float]:
    """Milliseconds of processor that each ente takes."""
    for folder in folders:
        began = time.process_time()
        opened = open_ente(folder, workspace, installed(), YEAR, date.fromisoformat(AS_OF))
        record = run(opened.course, opened.hashes)
        write_record(record, opened.course.stack, workspace.root / "out", formats=formats)
        yield (time.process_time() - began) * 1e3


if __name__ == "__main__":
    main()
