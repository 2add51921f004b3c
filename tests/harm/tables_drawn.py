"""Mutations of a file that an ente provides: each kind of file, from a valid base."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import PurePosixPath
from random import Random

from attrs import frozen
from faults.columns_fuzzed import in_format, odd_cell
from faults.sound_bases import EVERY, REGULATIONS, Base, Rows, bases_of, csv_bytes
from faults.written_sheets import Odd
from harm import bytes_mutated, rows_mutated, workbooks_mutated

Files = dict[str, bytes]
WORKBOOKS = ("xlsx", "ods")
ACTS = "acts"  # which need their year if they are not in its folder


@frozen
class Mutated:
    """The files of a workspace of which one, `path`, is mutated; `alike` if its contents mean the same as before."""

    base: Base
    path: str
    files: Files
    told: str
    alike: bool = False


def drawn(draw: Random) -> Mutated:
    """A mutation of any kind; most are tables in CSV, which are read fastest."""
    base, table = drawn_table(draw)
    ways: Mapping[Way, int] = {table_bytes: 38, table_rows: 18, table_cells: 18, table_otherwise: 8}
    others: Mapping[Way, int] = {settings: 9, shared: 4, workbook_bytes: 2, workbook_cells: 2, workbook_alike: 1}
    chances = {**ways, **others}
    return draw.choices([*chances], [*chances.values()])[0](draw, base, table)


def drawn_table(draw: Random) -> tuple[Base, str]:
    """A table of a regulation, and an ente that has it."""
    bases = bases_of(draw.choice(EVERY))
    table = draw.choice([*bases])
    return draw.choice(bases[table]), table


Way = Callable[[Random, Base, str], Mutated]


def table_bytes(draw: Random, base: Base, table: str) -> Mutated:
    """The bytes of a table in CSV."""
    path = f"{base.folder}/{table}.csv"
    return _bytes(draw, base, path, base.files())


def table_rows(draw: Random, base: Base, table: str) -> Mutated:
    """Its rows, columns and heads."""
    rows, names = [[*row] for row in base.tables[table]], []
    for _ in range(draw.choice((1, 1, 1, 2, 4))):
        if rows and rows[0]:
            mutation = draw.choice(rows_mutated.MUTATIONS)
            mutation(draw, rows)
            names.append(mutation.__name__)
    path = f"{base.folder}/{table}.csv"
    how = {"delimiter": draw.choice(",;")}
    return Mutated(base, path, base.files() | {path: csv_bytes(rows, **how)}, "rows: " + ", ".join(names))


def table_cells(draw: Random, base: Base, table: str, form: str = "csv") -> Mutated:
    """Some of its cells."""
    cells: list[list[Odd]] = [[*row] for row in base.tables[table]]
    names = []
    for _ in range(draw.choice((1, 1, 2, 5))):
        row, at = draw.randrange(1, len(cells)), draw.randrange(len(cells[0]))
        cells[row] += [""] * (len(cells[0]) - len(cells[row]))
        cells[row][at] = odd = _odd(draw, base, table, at, form)
        names.append(f"row {row + 1}, {cells[0][at]}: {odd!r}"[:80])
    path = f"{base.folder}/{table if form == 'csv' else 'data'}.{form}"
    return Mutated(base, path, in_format(base, table, cells, form), "cells: " + "; ".join(names))


def table_otherwise(draw: Random, base: Base, table: str) -> Mutated:
    """Some tables of the ente, with the same contents in another order and writing."""
    path = f"{base.folder}/{table}.csv"
    chosen = {table, *(name for name in base.tables if draw.random() < 0.5)}
    written = {
        f"{base.folder}/{name}.csv": rows_mutated.written_otherwise(draw, rows)
        for name, rows in base.tables.items()
        if name in chosen
    }
    return Mutated(base, path, base.files() | written, "written otherwise", alike=True)


def settings(draw: Random, base: Base, _: str) -> Mutated:
    """The bytes of the settings of the year, of the ente or of the workspace."""
    files = base.files()
    return _bytes(draw, base, draw.choice([path for path in files if path.endswith(".toml")]), files)


def shared(draw: Random, base: Base, table: str) -> Mutated:
    """A table that several enti share: its bytes mutated, or unchanged."""
    files = base.files()
    del files[f"{base.folder}/{table}.csv"]
    path, (heads, *rows) = f"{table}.csv", base.tables[table]
    owned: Rows = [["prova", *row] for row in rows]
    owned += [["altra", *row] for row in rows if draw.random() < 0.3]
    draw.shuffle(owned)
    files[path] = csv_bytes([["ente", *heads], *owned])
    if table != ACTS and draw.random() < 0.2:
        return Mutated(base, path, files, "kept together", alike=True)
    return _bytes(draw, base, path, files)


def workbook_bytes(draw: Random, base: Base, table: str) -> Mutated:
    """The archive of a workbook, and its contents."""
    form = draw.choice(WORKBOOKS)
    files = in_format(base, table, [[*row] for row in base.tables[table]], form)
    path = f"{base.folder}/data.{form}"
    files[path] = workbooks_mutated.mutated(draw, files[path])
    return Mutated(base, path, files, "archive")


def workbook_cells(draw: Random, base: Base, table: str) -> Mutated:
    """Some cells of a table in a workbook."""
    return table_cells(draw, base, table, draw.choice(WORKBOOKS))


def workbook_alike(draw: Random, base: Base, table: str) -> Mutated:
    """A table as a workbook, with the same contents."""
    form = draw.choice(WORKBOOKS)
    files = in_format(base, table, [[*row] for row in base.tables[table]], form)
    return Mutated(base, f"{base.folder}/data.{form}", files, "workbook", alike=True)


def _bytes(draw: Random, base: Base, path: str, files: Files) -> Mutated:
    names = []
    for _ in range(draw.choice((1, 1, 1, 2, 4))):
        mutation = draw.choice(bytes_mutated.MUTATIONS)
        files[path] = mutation(draw, files[path])
        names.append(mutation.__name__)
    return Mutated(base, path, files, "bytes: " + ", ".join(names))


def _odd(draw: Random, base: Base, table: str, at: int, form: str) -> Odd:
    rows = base.tables[table]
    known = _columns(base.regulation, table)
    column = known.get(rows[0][at])
    if column is None:
        return draw.choice(("", "x", "1", "2021-01-01"))
    return odd_cell(draw, column, base, rows, form)


@cache
def _columns(regulation: str, table: str) -> Mapping[str, object]:
    columns = REGULATIONS.stack(regulation).inputs.tables[table].columns.values()
    return {name: column for column in columns for name in (column.name, column.label)}


def kind_of(path: str) -> str:
    """The kind of a file, as it is counted."""
    name = PurePosixPath(path).name
    if name.endswith((".toml", ".xlsx", ".ods")):
        return name if name.endswith(".toml") else name.rpartition(".")[2]
    return "csv" if "/" in path else "shared csv"
