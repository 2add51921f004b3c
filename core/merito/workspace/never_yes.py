"""Holds a yes against what else its row says: some kinds of absence never count, whatever an ente writes."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from merito.declarations.inputs import Table
from merito.parameters import Parameter
from merito.workspace.cells import CellError
from merito.workspace.columns import Read
from merito.workspace.problems import Problems
from merito.workspace.references import Tables

NO = "Scrivere NO; se si tratta di altro, correggere «{other}»."


def check_never_yes(
    rows: Tables, tables: Mapping[str, Table], parameters: Mapping[str, Parameter], year: int, problems: Problems
) -> None:
    """A yes where another column holds a word of the list is a problem of its row; nothing said stands there for no."""
    for name, read in rows.items():
        for column in tables[name].columns.values():
            for other, key in column.no_where.items():
                words = _words(parameters[key], year)
                for row in read:
                    if _holds(row.values[other], words):
                        _hold_to_no(row, column.name, other, column.cites, parameters[key].label, problems)


def _hold_to_no(row: Read, column: str, other: str, cites: str, label: str, problems: Problems) -> None:
    if row.values[column]:
        head = row.heads.name(other)
        error = CellError(f"NO, perché «{head}» è «{row.values[other]}» ({label})", NO.format(other=head))
        problems.add(row.problem(column, "SI", error, cites))
    row.values[column] = False


def _words(parameter: Parameter, year: int) -> tuple[str, ...]:
    known = parameter.in_force("", date(year, 1, 1))
    listed = known.value if known else ()
    return tuple(_sought(str(word)) for word in listed) if isinstance(listed, Iterable) else ()


def _sought(word: str) -> str:
    """A word as it is sought: up to its last letter; one that ends in `=` is the whole text, with its edges."""
    return f"={_folded(word)}=" if word.endswith("=") else _folded(word).rstrip()


def _holds(written: object, words: tuple[str, ...]) -> bool:
    """Whether a text holds one of the words, each from the beginning of a word on, whatever follows its last letter."""
    return bool(written) and any(word in f"={_folded(str(written))}=" for word in words)


def _folded(text: str) -> str:
    """The words of a text between single spaces, without capitals, accents and marks."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return f" {' '.join(re.findall('[a-z0-9]+', plain))} "
