"""Where a row was read, so that every figure can be traced back to it."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple


class Source(NamedTuple):
    """A file (path relative to the workspace), its sheet if any, and the row, counted from 1 with the header."""

    file: str
    row: int
    sheet: str = ""

    def __str__(self) -> str:
        place = f"{self.file}[{self.sheet}]" if self.sheet else self.file
        return f"{place}, riga {self.row}" if self.row else place


NOWHERE = Source("", 0)


def places_text(sources: Iterable[Source]) -> str:
    """The positions of rows, table by table: `misure.csv, righe 2-5, 8; atti.csv, riga 3`."""
    tables: dict[tuple[str, str], set[int]] = {}
    for one in sources:
        tables.setdefault((one.file, one.sheet), set()).add(one.row)
    return "; ".join(_rows_text(Source(file, 0, sheet), sorted(rows - {0})) for (file, sheet), rows in tables.items())


def _rows_text(table: Source, rows: list[int]) -> str:
    if len(rows) < 2:
        return str(table._replace(row=rows[0] if rows else 0))
    runs = [[row for _, row in run] for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0])]
    told = (str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
    return f"{table}, righe {', '.join(told)}"
