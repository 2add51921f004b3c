"""Parses the cells of a table into the values of its columns."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from attrs import define

from merito.model.columns import Column, Table
from merito.model.source import Source
from merito.workspace import cell_numbers, cells
from merito.workspace.cells import Broken, Cell, CellError, text_of
from merito.workspace.characters import invisible, special_space
from merito.workspace.figures import ANY, read_actual, read_figure
from merito.workspace.heads import Heads, match_heads, plain, suggestion
from merito.workspace.problems import Problem, Problems
from merito.workspace.raw import RawTable

Reader = Callable[[Cell | Broken], object]
BASELINE = "baseline"
NAMING = ("id", "ref")
ACTUALS = {("measures", "value"), ("activities", "actual")}


@define
class Read:
    """A row as read: values by English column name, its position, and its locale."""

    values: dict[str, object]
    raw: RawTable
    heads: Heads
    number: int
    locale: str

    @property
    def source(self) -> Source:
        return self.raw.source(self.number)

    def problem(self, column: str, cell: object, error: CellError, article: str = "") -> Problem:
        """A problem of one cell of this row, in a column by its English name."""
        return Problem(
            source=self.source,
            column=self.heads.name(column),
            found=str(cell),
            expected=error.expected,
            remedy=error.remedy,
            article=article,
        )


def read_rows(raw: RawTable, table: Table, locale: str, problems: Problems) -> list[Read] | None:
    """The rows of a raw table, every cell parsed by its column's kind; figures stay as cells until later.

    None if the headers are invalid.

    A cell that does not fit is a problem and becomes None, so that references to its row are still resolved.
    """
    heads = match_heads(raw, table, problems)
    if heads is None:
        return None
    readers = [
        (column, heads.index.get(column.name), _known(_reading(column, locale, heads, column.name in table.key)))
        for column in table.columns.values()
    ]
    by_columns = None if raw.uneven else _by_columns(raw, readers)
    if by_columns is not None:
        pairs = zip(raw.rows, by_columns, strict=True)
        return [Read(values, raw, heads, number, locale) for (number, _), values in pairs]
    whole, ids = readers, [one for one in readers if one[0].kind == "id"]
    rows: list[Read] = []
    for number, record in raw.rows:
        row = Read(dict.fromkeys(table.columns), raw, heads, number, locale)
        for column, index, reader in ids if number in raw.uneven else whole:
            cell = record[index] if index is not None else cells.EMPTY
            try:
                row.values[column.name] = reader(cell)
            except CellError as error:
                problems.add(row.problem(column.name, text_of(cell), error, column.cites))
        rows.append(row)
    return rows


def _by_columns(raw: RawTable, readers: Sequence[tuple[Column, int | None, Reader]]) -> list[dict[str, object]] | None:
    """The values of every row, parsed column by column; None if some cell does not fit and must be reported."""
    names = [column.name for column, _, _ in readers]
    written = list(zip(*(record for _, record in raw.rows), strict=True)) or [()] * len(raw.heads)
    try:
        columns = [
            [reader(cells.EMPTY)] * len(raw.rows) if index is None else _column(raw, written[index], reader)
            for _, index, reader in readers
        ]
    except CellError:
        return None
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def _column(raw: RawTable, written: Sequence[Cell | Broken], reader: Reader) -> list[object]:
    """The values of a column: each distinct text is parsed once."""
    if not raw.sheet:  # a CSV file has texts alone
        parsed = {text: reader(text) for text in set(written)}
        return list(map(parsed.__getitem__, written))
    texts = {cell for cell in written if isinstance(cell, str)}
    known: dict[Cell | Broken, object] = {text: reader(text) for text in texts}
    return [known[cell] if isinstance(cell, str) else reader(cell) for cell in written]


def _reading(column: Column, locale: str, heads: Heads, in_key: bool) -> Reader:
    """The parser of a column's cells. Names and keys must not contain special spaces, which nobody sees."""
    reader = partial(_value, column, reader=_reader(column, locale, heads))
    names = in_key or column.kind == "who" or column.kind in NAMING

    def read(cell: Cell | Broken) -> object:
        if isinstance(cell, str) and not cell.isascii():
            fault = invisible(cell) or (special_space(cell) if names else "")
            if fault:
                raise CellError(f"un testo senza {fault}", "Cancellare la cella e riscriverla a mano.")
        return reader(cell)

    return read


def _known(reader: Reader) -> Reader:
    """A parser that parses each text once, however often it occurs in the column."""
    known: dict[str, object] = {}

    def read(cell: Cell | Broken) -> object:
        if not isinstance(cell, str):
            return reader(cell)
        if cell not in known:
            known[cell] = reader(cell)
        return known[cell]

    return read


def read_cell(column: Column, cell: Cell | Broken, locale: str, heads: Heads) -> object:
    """Parses a cell by the kind of its column; references are not resolved, figures stay as cells. Raises CellError."""
    return _value(column, cell, _reader(column, locale, heads))


def _value(column: Column, cell: Cell | Broken, reader: Callable[[Cell], object]) -> object:
    if isinstance(cell, Broken):
        raise CellError(f"un valore: {cell.why}", "Scrivere il valore al suo posto, o ricalcolare e salvare il file.")
    if cell == "":
        if column.required and not column.awaited:
            none = "Se il Piano non prevede un risultato, scrivere «-»." if column.kind == "figure" else ""
            raise CellError("un valore: la colonna è obbligatoria", none)
        return (
            column.default
            if column.default is not None
            else ("" if column.kind in ("text", "choice", "figure", "who") else None)
        )
    return reader(cell)


def _reader(column: Column, locale: str, heads: Heads) -> Callable[[Cell], object]:
    localised = {
        "number": cell_numbers.read_number,
        "points": cell_numbers.read_points,
        "weight": cell_numbers.read_weight,
        "money": cell_numbers.read_money,
        "date": cells.read_date,
    }
    if column.kind in localised:
        read = localised[column.kind]
        return lambda cell: read(cell, locale)
    if column.kind == "choice":
        return lambda cell: _coded(column, cell, heads)
    if column.kind == "moment":
        return lambda cell: _moment(column, cell, locale, heads)
    plain_readers: dict[str, Callable[[Cell], object]] = {
        "id": cells.read_id,
        "ref": cells.read_id,
        "text": cells.read_text,
        "tool": cells.read_text,
        "who": cells.read_text,
        "yes_no": cells.read_yes_no,
        "year": cells.read_year,
        "figure": lambda cell: cell,
        "amended": lambda cell: cell,
    }
    return plain_readers[column.kind]


def _coded(column: Column, cell: Cell, heads: Heads) -> str:
    written = plain(text_of(cell))
    known = {plain(heads.word(name, label)): name for name, label in column.values.items()}
    if written not in known:
        or_a_date = ", oppure una data" if column.kind == "moment" else ""
        raise CellError(f"uno tra {', '.join(known)}{or_a_date}", suggestion(written, known))
    return known[written]


def _moment(column: Column, cell: Cell, locale: str, heads: Heads) -> str | date:
    if isinstance(cell, str) and not cell[:1].isdigit():
        return _coded(column, cell, heads)
    return cells.read_date(cell, locale)


def resolve_figures(rows: Sequence[Read], table: Table, kinds: Sequence[str | None], problems: Problems) -> None:
    """Parses the figure cells of rows, once the kind of each row's indicator is known (None: unknown).

    The last actual is of another year, and may be of another kind.
    """
    figures = [column for column in table.columns.values() if column.kind == "figure"]
    for row, kind in zip(rows, kinds, strict=True):
        for column in figures if kind else ():
            cell = row.values[column.name]
            if not isinstance(cell, str | cells.Native):
                continue
            read = read_actual if (table.name, column.name) in ACTUALS else read_figure
            try:
                row.values[column.name] = read(cell, ANY if column.name == BASELINE else kind or "", row.locale)
            except CellError as error:
                problems.add(row.problem(column.name, text_of(cell), error, column.cites))
