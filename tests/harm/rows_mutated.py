"""Mutations of the rows and cells of a table; and the same table written in another way."""

import codecs
import csv
from collections.abc import Callable
from random import Random

from faults.sound_bases import Rows, csv_bytes

Mutation = Callable[[Random, Rows], None]


def row_doubled(draw: Random, rows: Rows) -> None:
    rows.insert(draw.randint(1, len(rows)), [*draw.choice(rows)])


def row_gone(draw: Random, rows: Rows) -> None:
    del rows[draw.randrange(len(rows))]


def rows_all_gone(draw: Random, rows: Rows) -> None:
    del rows[draw.randint(1, len(rows)) :]


def row_repeated(draw: Random, rows: Rows) -> None:
    rows += [[*rows[-1]] for _ in range(draw.choice((2, 50, 1200)))]


def row_longer(draw: Random, rows: Rows) -> None:
    row = draw.choice(rows)
    row.insert(draw.randint(0, len(row)), draw.choice(("", "x", "1", ",", "\n")))


def row_shorter(draw: Random, rows: Rows) -> None:
    row = draw.choice(rows)
    if row:
        del row[draw.randrange(len(row))]


def cells_swapped(draw: Random, rows: Rows) -> None:
    """Two columns are swapped below their heads."""
    one, other = (draw.randrange(len(rows[0])) for _ in range(2))
    for row in rows[1:]:
        if max(one, other) < len(row):
            row[one], row[other] = row[other], row[one]


def cell_from_elsewhere(draw: Random, rows: Rows) -> None:
    row, other = draw.choice(rows), draw.choice(rows)
    if row and other:
        row[draw.randrange(len(row))] = draw.choice(other)


def column_blank(draw: Random, rows: Rows) -> None:
    at = draw.randrange(len(rows[0]))
    for row in rows[1:]:
        if at < len(row):
            row[at] = ""


def column_gone(draw: Random, rows: Rows) -> None:
    at = draw.randrange(len(rows[0]))
    for row in rows:
        del row[at : at + 1]


def head_changed(draw: Random, rows: Rows) -> None:
    at = draw.randrange(len(rows[0]))
    other = (rows[0][at] + "x", rows[0][at].upper(), rows[0][at][1:], " ", "anno", "ente", "id", draw.choice(rows[0]))
    rows[0][at] = draw.choice(other)


def heads_gone(draw: Random, rows: Rows) -> None:
    del rows[0]


def heads_again(draw: Random, rows: Rows) -> None:
    rows.insert(draw.randint(1, len(rows)), [*rows[0]])


MUTATIONS: tuple[Mutation, ...] = (
    *(row_doubled, row_gone, rows_all_gone, row_repeated, row_longer, row_shorter, cells_swapped, cell_from_elsewhere),
    *(column_blank, column_gone, head_changed, heads_gone, heads_again),
)


def written_otherwise(draw: Random, rows: Rows) -> bytes:
    """The same table: rows and columns in another order, blank lines, another way of writing CSV."""
    heads, *body = rows
    order = draw.sample(range(len(heads)), len(heads))
    whole = [row + [""] * (len(heads) - len(row)) for row in body]
    again = [[row[at] for at in order] for row in draw.sample([heads, *whole][1:], len(whole))]
    again.insert(0, [heads[at] for at in order])
    for _ in range(draw.randint(0, 3)):
        again.insert(draw.randint(0, len(again)), draw.choice(([], [""] * len(heads), [" "])))
    how = {"delimiter": draw.choice(",;"), "lineterminator": draw.choice(("\n", "\r\n"))}
    quoting = draw.choice((csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    return draw.choice((b"", codecs.BOM_UTF8)) + csv_bytes(again, quoting=quoting, **how)
