"""Every column of every table for which there is a valid base, with one cell replaced, in each format."""

import random
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from attrs import frozen
from faults.sound_bases import REGULATIONS, Base, bases_of
from faults.written_sheets import WRITTEN, Odd

from merito import BadDataError, Column, Workspace

FORMATS = ("csv", "xlsx", "ods")
TEXTS: tuple[Odd, ...] = (
    *(
        "",
        " ",
        "?",
        "-",
        "''",
        "0",
        "1",
        "-1",
        "0.5",
        "12.345",
        "1.000",
        "101",
        "101%",
        "50%",
        "1e999",
        "NaN",
        "9" * 30,
    ),
    *("999999999999999999", "0000", "2020", "2021", "9999", "2021-02-30", "2021-13-01", "1900-01-01", "2199-12-31"),
    *("2021-12-31", "31/12/2021", "yes", "no", "SI", "final", "Final", "interim", "strategic", "individual"),
    *(
        "person:",
        "person:P1",
        "unit:",
        "ente:",
        "position:PO1",
        "a:b:c",
        "n.d.",
        "100/100",
        "SI/NO",
        "da 1 a 3",
        ">= 5",
    ),
    *("x" * 201, "x" * 33_000, "\u200b", "a\nb", "١٢", "l'ente", "<b>", "&amp;", "None", "null", "True", "="),
)
NATIVE: tuple[Odd, ...] = (
    *(0, 1, -1, 2021, 10**15, 0.5, 1e-9, 1e300, -2.5, 99.99, True, False, "=1+1", "#DIV/0!"),
    *(date(2021, 1, 1), date(2021, 12, 31), date(1900, 1, 1), date(2199, 12, 31), date(9999, 12, 31)),
    *(datetime(2021, 6, 30, 12, 30), time(12, 30)),
)


@frozen
class Harmed:
    """A base with one cell (row from 1, and column) of a table replaced, in a file of some format."""

    base: Base
    table: str
    row: int
    column: Column
    odd: Odd
    form: str

    def __str__(self) -> str:
        base, odd = self.base, repr(self.odd)[:60]
        return (
            f"{base.regulation}, {base.title}: {self.table}.{self.form} row {self.row + 1}, {self.column.name}: {odd}"
        )

    def files(self) -> dict[str, bytes]:
        """The files of its workspace, with that table in a file of the format."""
        heads, *rows = self.base.tables[self.table]
        cells: list[list[Odd]] = [[*heads], *([*row] for row in rows)]
        named = next((at for at, head in enumerate(heads) if head in (self.column.name, self.column.label)), None)
        if named is None:
            named = len(heads)
            for number, row in enumerate(cells):
                row.append("" if number else self.column.name if self.base.locale == "en" else self.column.label)
        cells[self.row] += [""] * (len(cells[0]) - len(cells[self.row]))
        cells[self.row][named] = self.odd
        return in_format(self.base, self.table, cells, self.form)


def in_format(base: Base, table: str, cells: list[list[Odd]], form: str) -> dict[str, bytes]:
    """The files of a base, with one table of these cells in a file of some format."""
    files = base.files()
    del files[f"{base.folder}/{table}.csv"]
    return files | {f"{base.folder}/{table if form == 'csv' else 'data'}.{form}": WRITTEN[form](table, cells)}


def drawn(regulation: str, times: int, seed: int) -> Iterator[Harmed]:
    """Every column of every table, this many times; each time with a random base, cell and format."""
    draw = random.Random(f"{regulation} {seed}")
    bases = bases_of(regulation)
    for name, table in REGULATIONS.stack(regulation).inputs.tables.items():
        for column in table.columns.values():
            for _ in range(times):
                base, form = draw.choice(bases[name]), draw.choice(FORMATS)
                row = draw.randrange(1, len(base.tables[name]))
                yield Harmed(base, name, row, column, odd_cell(draw, column, base, base.tables[name], form), form)


def odd_cell(draw: random.Random, column: Column, base: Base, rows: list[list[str]], form: str) -> Odd:
    """Another value for a cell of a column: close to valid ones, from elsewhere in the ente, or odd."""
    at = next((at for at, head in enumerate(rows[0]) if head in (column.name, column.label)), None)
    written: list[Odd] = [row[at] for row in rows[1:] if at is not None and at < len(row)]
    elsewhere = [cell for one in base.tables.values() for row in one[1:] for cell in row]
    near: list[Odd] = [*column.values, *column.values.values()]
    near += [f"{value}{mark}" for value in (*written, *near) for mark in ("x", " ", "%", ":", ",1")]
    pools = [TEXTS, near or TEXTS, written, elsewhere, *([NATIVE, NATIVE] if form != "csv" else [])]
    return draw.choice(draw.choice([pool for pool in pools if pool]))


def told(harmed: Harmed, root: Path, written: bool) -> tuple[Any, ...]:
    """The problems reported for its data; if there are none, checks and runs it, and writes its results or not."""
    harmed.base.write(root, harmed.files())
    try:
        harmed.base.checked(root)
        harmed.base.record(root)
    except BadDataError as error:
        assert error.messages
        return error.problems
    if written:
        write(harmed.base, root)
    return ()


def write(base: Base, root: Path) -> None:
    """Writes its results, what is published and the page, in the folder where it was written."""
    Workspace(root).run("prova", year=base.year, as_of=base.as_of).write(root / "out", ["csv", "html"])
