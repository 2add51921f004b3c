"""Tables as they lie in files: heads and rows of cells, before anything is known of their meaning."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from attrs import frozen

from merito.model.source import Source
from merito.workspace.cells import Cell
from merito.workspace.problems import Problem, Problems

DELIMITERS = ",;"
SAVE_AS_UTF8 = (
    'Salvare il file come «CSV UTF-8», oppure scrivere encoding = "cp1252" in ente.toml '
    "se viene da un vecchio programma."
)


@frozen(kw_only=True)
class RawTable:
    """A table's name as its file or sheet calls it, its heads, and its rows with their numbers."""

    name: str
    file: str
    sheet: str
    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]

    def source(self, row: int) -> Source:
        return Source(self.file, row, self.sheet)


def read_csv(path: Path, shown: str, encoding: str, problems: Problems) -> RawTable | None:
    """The table in a CSV file, `,` or `;`. `shown` is the path as errors tell it."""
    text = _decoded(path, shown, encoding, problems)
    if text is None:
        return None
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:
        problems.add(Problem(source=Source(shown, 0), message=f"non si legge come CSV: {error}"))
        return None
    return table_of(path.stem, shown, "", records, problems)


def table_of(
    name: str, shown: str, sheet: str, records: Sequence[Sequence[Cell]], problems: Problems
) -> RawTable | None:
    """Heads and rows of the records of a file; empty rows are passed over, uneven ones are problems."""
    heads, first = _heads(records)
    if not heads:
        problems.add(
            Problem(
                source=Source(shown, 1, sheet),
                message="la tabella è vuota",
                expected="una riga d'intestazione con i nomi delle colonne",
                remedy="Scrivere l'intestazione, oppure togliere il file se non serve.",
            )
        )
        return None
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    for number, record in enumerate(records[first:], start=first + 1):
        cells = tuple(cell.strip() if isinstance(cell, str) else cell for cell in record)
        if not any(cell != "" for cell in cells):
            continue
        if any(cell != "" for cell in cells[len(heads) :]) or len(cells) < len(heads):
            problems.add(
                Problem(
                    source=Source(shown, number, sheet),
                    message=f"la riga ha {len(cells)} celle",
                    expected=f"{len(heads)} celle, come l'intestazione",
                    remedy="Una virgola o un punto e virgola dentro una cella vuole le virgolette intorno.",
                )
            )
            continue
        rows.append((number, cells[: len(heads)]))
    return RawTable(name=name, file=shown, sheet=sheet, heads=heads, rows=tuple(rows))


def _heads(records: Sequence[Sequence[Cell]]) -> tuple[tuple[str, ...], int]:
    for index, record in enumerate(records):
        heads = [str(cell).strip() if isinstance(cell, str) else cell.text for cell in record]
        while heads and not heads[-1]:
            heads.pop()
        if heads:
            return tuple(heads), index + 1
    return (), len(records)


def _decoded(path: Path, shown: str, encoding: str, problems: Problems) -> str | None:
    content = path.read_bytes()
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    try:
        text = content.decode(codec)
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        problems.add(
            Problem(
                source=Source(shown, row),
                message="il file non è in UTF-8" if encoding == "utf-8" else f"il file non è in {encoding}",
                found=repr(content[error.start : error.end])[2:-1],
                remedy=SAVE_AS_UTF8,
            )
        )
        return None
    if "\0" in text:
        row = text[: text.index("\0")].count("\n") + 1
        problems.add(
            Problem(
                source=Source(shown, row),
                message="c'è un carattere nullo: non è un file CSV",
                remedy=SAVE_AS_UTF8,
            )
        )
        return None
    return text


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=lambda mark: (outside.count(mark), mark == ";"))
