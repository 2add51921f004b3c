"""One cell of a valid ente is replaced: it is read and runs, or its file and row are reported; nothing else happens.

Every column of every table of every regulation, in CSV, XLSX or ODS. `MERITO_FUZZ=20` tries twenty cells of each
instead of one, `MERITO_FUZZ_SEED=7` others.
"""

import os
from pathlib import Path

import pytest
from faults.columns_fuzzed import Harmed, drawn, told
from faults.sound_bases import EVERY, REGULATIONS, bases_of

pytestmark = pytest.mark.long

WRITTEN_OF = 8
TIMES, SEED = int(os.environ.get("MERITO_FUZZ", "1")), int(os.environ.get("MERITO_FUZZ_SEED", "1"))


@pytest.mark.parametrize("regulation", EVERY)
def test_every_table_has_a_sound_base(regulation: str) -> None:
    bases = bases_of(regulation)
    assert set(bases) == set(REGULATIONS.stack(regulation).inputs.tables)
    assert all(bases.values())
    assert all(base.is_read() for base in {id(base): base for some in bases.values() for base in some[-2:]}.values())


@pytest.mark.parametrize("regulation", EVERY)
def test_a_cell_of_any_column_is_read_or_told(regulation: str, tmp_path: Path) -> None:
    read = refused = 0
    for number, harmed in enumerate(drawn(regulation, TIMES, SEED)):
        problems = _told(harmed, tmp_path / str(number), written=number % WRITTEN_OF == 0)
        read, refused = read + (not problems), refused + bool(problems)
        for one in problems:
            assert one.source.row or one.source.file.endswith(".toml"), f"{harmed}\n{one}"
            assert one.source.file.startswith("enti/prova/"), f"{harmed}\n{one}"
    assert read > TIMES
    assert refused > TIMES


def _told(harmed: Harmed, root: Path, written: bool) -> tuple[object, ...]:
    try:
        return told(harmed, root, written)
    except Exception as error:
        error.add_note(str(harmed))
        raise
