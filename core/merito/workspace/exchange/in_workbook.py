"""Replaces a table in its sheet of data.xlsx, and keeps the other sheets as they are.

openpyxl keeps cells, formats, widths and notes. It loses the values of formulas, pictures and charts: a workbook with
these is refused. What is written is read again and compared before it is given back.
"""

import io
from datetime import date
from decimal import Decimal
from typing import Any

from merito.model.columns import Column
from merito.model.messages import Code, Message, say
from merito.workspace.cells import CellError
from merito.workspace.columns import read_cell
from merito.workspace.exchange.changes import pairs
from merito.workspace.exchange.held import Held, Line, cell_text
from merito.workspace.exchange.proposed import Proposed
from merito.workspace.exchange.site import ExchangeError
from merito.workspace.heads import Heads
from merito.workspace.problems import Problems
from merito.workspace.raw import RawTable
from merito.workspace.workbooks.archives import unpacked

LOST = ("xl/charts/", "xl/chartsheets/", "xl/media/", "xl/pivot", "xl/externalLinks/", "xl/drawings/drawing", "xl/vba")
FORMULA = "f"
AS_NUMBERS = ("number", "points", "money")
DAY, TEXT, GENERAL = "dd/mm/yyyy", "@", "General"
BY_HAND = say(
    "correggere la tabella nel foglio di calcolo, o salvarla come CSV nella stessa cartella e toglierla da lì"
)


def with_sheet(proposed: Proposed) -> tuple[bytes, dict[int, int]]:
    """The workbook with the proposed rows in the sheet of the table, and the number of each by its row there.

    Raises ExchangeError if something else in it would be lost.
    """
    held = proposed.held
    book = _opened(held)
    sheet = book[held.sheet]
    if sheet.merged_cells.ranges:
        raise _refused(held, say("nel foglio ci sono celle unite"))
    old = {line.number: [sheet.cell(line.number, place + 1) for place in range(len(held.heads))] for line in held.lines}
    stood = {number: [(cell.value, cell.number_format) for cell in cells] for number, cells in old.items()}
    lines = [pair for pair in pairs(proposed) if pair[1] is not None and any(pair[1].cells)]
    top, last = held.head_row, sheet.max_row
    for place, head in enumerate(proposed.heads, 1):
        sheet.cell(top, place).value = head
    width = max(len(proposed.heads), len(held.heads))
    numbers: dict[int, int] = {}
    for row, (before, after) in enumerate(lines, top + 1):
        assert after is not None
        numbers[row] = after.number
        for place in range(width):
            cell = sheet.cell(row, place + 1)
            if place >= len(proposed.columns):
                cell.value = None
                continue
            name = proposed.columns[place]
            was = held.index.get(name)
            if before is not None and was is not None and before.cells[was] == after.cells[place]:
                cell.value, cell.number_format = stood[before.number][was]
                continue
            like = stood[before.number][was][1] if before is not None and was is not None else GENERAL
            _put(cell, held.table.columns[name], after.cells[place], proposed, like)
    for row in range(top + 1 + len(lines), last + 1):
        for place in range(width):
            sheet.cell(row, place + 1).value = None
    for place in range(len(proposed.heads), width):
        sheet.cell(top, place + 1).value = None
    buffer = io.BytesIO()
    book.save(buffer)
    content = buffer.getvalue()
    _as_meant(held, content, proposed, [after for _, after in lines if after is not None])
    return content, numbers


def typed(column: Column, text: str, locale: str, heads: Heads) -> str | int | float | date | None:
    """A cell as a workbook stores it: a number or a day if its text is one and nothing is lost, otherwise the text."""
    if not text:
        return None
    try:
        value = read_cell(column, text, locale, heads) if column.kind in (*AS_NUMBERS, "date", "year") else text
    except CellError:
        return text
    if isinstance(value, Decimal):
        number = int(value) if value == value.to_integral_value() else float(value)
        return number if Decimal(format(number, ".15g")) == value else text
    return value if isinstance(value, date | int) else text


def _opened(held: Held) -> Any:
    """The workbook, which was read within limits before. Raises ExchangeError if openpyxl would lose a part of it."""
    from openpyxl import load_workbook  # noqa: PLC0415 (only for whoever has such a file)

    if any(name.startswith(LOST) for name in unpacked(held.content)):
        raise _refused(held, say("ci sono grafici, immagini o collegamenti"))
    book = load_workbook(io.BytesIO(held.content))
    for sheet in book.worksheets:
        if any(cell.data_type == FORMULA for row in sheet.iter_rows() for cell in row):
            raise _refused(held, say("nel foglio {name} ci sono formule", name=Code(sheet.title)))
    return book


def _put(cell: Any, column: Column, text: str, proposed: Proposed, like: str) -> None:
    value = typed(column, text, proposed.held.locale, proposed.matched)
    if isinstance(value, str):
        cell.number_format = TEXT
        cell.value = value
        cell.data_type = "s"  # a text that begins with = is no formula
        return
    cell.value = value
    if isinstance(value, date):
        cell.number_format = like if "y" in like.lower() else DAY
    elif "%" in like or "y" in like.lower() or like == TEXT:
        cell.number_format = GENERAL


def _as_meant(held: Held, content: bytes, proposed: Proposed, lines: list[Line]) -> None:
    """Refuses a workbook whose other sheets would be read otherwise, or in which the table is not as proposed."""
    before, after = _sheets(held, held.content), _sheets(held, content)
    own = after.pop(held.sheet, None)
    before.pop(held.sheet, None)
    if before != after:
        raise _refused(held, say("gli altri fogli cambierebbero"))
    wanted = [tuple(_meaning(proposed, place, cell) for place, cell in enumerate(line.cells)) for line in lines]
    found = [
        tuple(_meaning(proposed, place, cell_text(cell, held.locale)) for place, cell in enumerate(cells))
        for _, cells in (own.rows if own else ())
    ]
    if own is None or own.heads != proposed.heads or found != wanted:
        raise _refused(held, say("il foglio {name} non resterebbe come proposto", name=Code(held.sheet)))


def _meaning(proposed: Proposed, place: int, text: str) -> object:
    column = proposed.held.table.columns[proposed.columns[place]]
    try:
        return read_cell(column, text, proposed.held.locale, proposed.matched) if text else ""
    except CellError:
        return text


def _sheets(held: Held, content: bytes) -> dict[str, RawTable]:
    from merito.workspace.workbooks.spreadsheets import read_xlsx  # noqa: PLC0415 (only for whoever has such a file)

    return {raw.sheet: raw for raw in read_xlsx(content, held.shown, Problems())}


def _refused(held: Held, why: Message) -> ExchangeError:
    return ExchangeError(
        say("{file}: {why}, e scrivendo da qui qualcosa andrebbe perso: {what}", file=held.shown, why=why, what=BY_HAND)
    )
