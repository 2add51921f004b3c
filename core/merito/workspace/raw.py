"""Tables as they are in files: headers and rows of cells, before they are interpreted."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence

from attrs import frozen

from merito.model.source import Source
from merito.workspace.cells import Broken, Cell, text_of
from merito.workspace.characters import character, may_hold_unprintable, unprintable
from merito.workspace.problems import Problem, Problems
from merito.workspace.spreadsheet_safe import as_written, may_be_signed

DELIMITERS = ",;"
UTF8 = "utf-8"
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
SAVE_AS_UTF8 = "Salvare il file come «CSV UTF-8»"
OR_SAY_CP1252 = f'{SAVE_AS_UTF8}, oppure scrivere encoding = "cp1252" in ente.toml se viene da un vecchio programma.'
COLUMNS = 1000
FIELD_TOO_LARGE = "field larger than field limit"
QUOTES_REMEDY = "Ogni virgoletta aperta va chiusa; una virgoletta dentro una cella tra virgolette si scrive due volte."
Below = Callable[[Sequence[Sequence[Cell | Broken]]], Sequence[Sequence[Cell | Broken]]]


@frozen(kw_only=True)
class RawTable:
    """A table's name in its file or sheet, its headers (empty for an empty table), and its rows with their numbers.

    `uneven` are rows with more or fewer cells than headers: only their id is used.
    """

    name: str
    file: str
    sheet: str
    heads: tuple[str, ...]
    head_row: int
    rows: tuple[tuple[int, tuple[Cell | Broken, ...]], ...]
    uneven: frozenset[int]

    def source(self, row: int) -> Source:
        return Source(self.file, row, self.sheet)


def read_csv(
    name: str, shown: str, content: bytes, encoding: str, problems: Problems, below: Below | None = None
) -> RawTable | None:
    """The table in a CSV file, `,` or `;`. `shown` is the path for errors; `below` leaves out what is above."""
    text = _decoded(content, shown, encoding, problems)
    records = None if text is None else _records(text, shown, problems, _delimiter(text, given=below is not None))
    if text is None or records is None:
        return None
    if may_be_signed(text):
        records = [[*map(as_written, record)] for record in records]
    return table_of(name, shown, "", below(records) if below else records, problems)


def csv_records(shown: str, content: bytes, encoding: str) -> list[list[str]]:
    """Every readable record of a CSV file, its cells as written; empty for any other file."""
    text = _decoded(content, shown, encoding, Problems())
    return [] if text is None else _records(text, shown, Problems(), _delimiter(text)) or []


def _records(text: str, shown: str, problems: Problems, delimiter: str) -> list[list[str]] | None:
    lines = io.StringIO(text, newline="").readlines()
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    records: list[list[str]] = []
    begun = 0
    try:
        for record in reader:
            records.append(record)
            begun = reader.line_num
    except csv.Error as error:
        long = str(error).startswith(FIELD_TOO_LARGE)
        why = "una cella non finisce più" if long else "le virgolette non tornano"
        problems.tell(
            Source(shown, len(records) + 1),
            f"non si legge come CSV: da questa riga {why}",
            found=lines[begun].strip(),
            remedy=QUOTES_REMEDY,
        )
        return None
    return records


def table_of(
    name: str, shown: str, sheet: str, records: Sequence[Sequence[Cell | Broken]], problems: Problems
) -> RawTable | None:
    """Headers and rows of the records of a file; empty rows are skipped, uneven ones are problems.

    None if it is wider than any table.
    """
    uneven: set[int] = set()
    numbered = _filled(records)
    head_row, first = next(numbered, (0, ()))
    heads = tuple(text_of(cell) for cell in first)
    if len(heads) > COLUMNS:
        problems.add(_too_wide(Source(shown, head_row, sheet), len(heads)))
        return None
    rows: list[tuple[int, tuple[Cell | Broken, ...]]] = []
    for number, cells in numbered:
        missing = len(heads) - len(cells)
        if not missing:
            rows.append((number, cells))
            continue
        if missing < 0 or (missing and not sheet and len(records[number - 1]) < len(heads)):
            problems.add(_uneven(Source(shown, number, sheet), cells, len(records[number - 1]), len(heads)))
            uneven.add(number)
        rows.append((number, (cells + ("",) * missing)[: len(heads)]))
    return RawTable(
        name=name,
        file=shown,
        sheet=sheet,
        heads=heads,
        head_row=head_row,
        rows=tuple(rows),
        uneven=frozenset(uneven),
    )


def _filled(records: Sequence[Sequence[Cell | Broken]]) -> Iterator[tuple[int, tuple[Cell | Broken, ...]]]:
    """The non-empty records, with their numbers, without trailing empty cells."""
    for number, record in enumerate(records, start=1):
        cells = _stripped(record)
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            yield number, tuple(cells)


def _stripped(record: Sequence[Cell | Broken]) -> list[Cell | Broken]:
    try:
        return list(map(str.strip, record))  # type: ignore[arg-type]
    except TypeError:  # a spreadsheet cell that is not text
        return [cell.strip() if isinstance(cell, str) else cell for cell in record]


def _too_wide(source: Source, columns: int) -> Problem:
    return Problem(
        source=source,
        message=f"l'intestazione ha {columns} colonne",
        expected=f"al massimo {COLUMNS}",
        remedy="Togliere ciò che sta a destra della tabella.",
    )


def _uneven(source: Source, cells: Sequence[Cell | Broken], written: int, expected: int) -> Problem:
    more = len(cells) > expected
    return Problem(
        source=source,
        message=f"la riga ha {len(cells) if more else written} celle",
        found=text_of(cells[expected]) if more else None,
        expected=f"{expected} celle, come l'intestazione",
        remedy="Dare un nome alla colonna, o togliere ciò che sta fuori dalla tabella."
        if source.sheet
        else "Una virgola o un punto e virgola dentro una cella vuole le virgolette intorno.",
    )


def _decoded(content: bytes, shown: str, encoding: str, problems: Problems) -> str | None:
    marked = content.startswith(codecs.BOM_UTF8)
    try:
        text = content.decode("utf-8-sig" if marked or encoding == UTF8 else encoding)
    except UnicodeDecodeError as error:
        problems.tell(
            Source(shown, content.count(b"\n", 0, error.start) + 1),
            "il file non è in UTF-8" if encoding == UTF8 else f"il file non è in {encoding}",
            found=_line_around(content, error.start),
            remedy=_remedy(content, encoding),
        )
        return None
    fault = unprintable(text) if may_hold_unprintable(content) else None
    if fault:
        problems.tell(
            Source(shown, text.count("\n", 0, fault.start()) + 1),
            f"c'è {character(fault)}",
            remedy=f"Toglierlo, e {SAVE_AS_UTF8[0].lower()}{SAVE_AS_UTF8[1:]}.",
        )
        return None
    return text


def _remedy(content: bytes, encoding: str) -> str:
    if encoding != UTF8:
        return f"{SAVE_AS_UTF8} e togliere encoding da ente.toml."
    return f"{SAVE_AS_UTF8}." if content.startswith(UTF16) else OR_SAY_CP1252


def _line_around(content: bytes, position: int) -> str:
    """The line that contains a byte, as an old program would count it."""
    line = content[content.rfind(b"\n", 0, position) + 1 :].split(b"\n", 1)[0]
    return line.replace(b"\0", b"").decode("cp1252", errors="replace").strip()


def _delimiter(text: str, given: bool = False) -> str:
    """The separator of the headers; if a table has one column, the one that would split its rows.

    In a file that somebody gives, whose first line may be a title, the one that stands in most lines.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if given:
        return max(DELIMITERS, key=lambda mark: (sum(mark in line for line in lines), mark == ";"))
    outside = "".join(lines[0].split('"')[::2]) if lines else ""
    counted = outside if any(mark in outside for mark in DELIMITERS) else text
    return max(DELIMITERS, key=lambda mark: (counted.count(mark), mark == ";"))
