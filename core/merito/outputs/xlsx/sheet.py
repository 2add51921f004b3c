"""One sheet: its cells column by column, and its appearance on screen and paper."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from merito.outputs.xlsx.styles import COLOUR, DAY, ENTRY, HEAD, NUMBER, WARNING
from merito.outputs.xlsx.texts import MAIN, Texts, attribute, escaped

Given = str | int | Decimal | date | None
DAY_ZERO = date(1899, 12, 30)
FILTER_BUTTON, NUMBER_WIDTH, DAY_WIDTH, MOST_WIDTH = 3, 12, 10, 80  # in characters
MOST_TEXT = 32_767  # the limit of a cell
CUT = "…"
LOCKED = '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" autoFilter="0"/>'
PRINTED = 120  # a printed header has at most 255 characters; an ampersand counts as two


class Entry(NamedTuple):
    """The column of a sheet to be filled in by hand: numbers from 0 to that of another column, 100 if it has none.

    Both columns are counted from 0. All other cells of the sheet are locked; `wrong` is the message of a spreadsheet
    for anything else (at most 255 characters).
    """

    column: int
    most: int
    wrong: str


class Sheet(NamedTuple):
    """A table: its name, headers, the values of each column, and the words for coded values of a column.

    With `warning` the first row shows it, and so does every printed page. `entry` is the column to be filled in.
    """

    name: str
    heads: Sequence[str]
    columns: Sequence[Sequence[Given]]
    words: Sequence[Mapping[str, str]] = ()
    warning: str = ""
    entry: Entry | None = None

    @property
    def top(self) -> int:
        """The row of the headers, from 1."""
        return 2 if self.warning else 1

    @property
    def last(self) -> int:
        """The last row."""
        return self.top + (len(self.columns[0]) if self.columns else 0)

    @property
    def area(self) -> str:
        """The range of headers and rows: `A1:C9`."""
        return f"A{self.top}:{letters(len(self.heads) - 1)}{self.last}"


def letters(place: int) -> str:
    """The letters of a column, counted from 0: `A`, `Z`, `AA`."""
    told = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        told = chr(ord("A") + rest) + told
    return told


def sheet_xml(sheet: Sheet, texts: Texts) -> str:
    """The part of the package that holds a sheet."""
    widths, rows = _cells(sheet, texts)
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}.7109375" customWidth="1"/>'
        for place, width in enumerate(widths, start=1)
    )
    locked = sheet.entry is not None
    tab = f'<tabColor rgb="{COLOUR}"/>' if sheet.warning else ""
    return (
        f'<worksheet xmlns="{MAIN}"><sheetPr>{tab}<pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{letters(len(sheet.heads) - 1)}{sheet.last}"/>'
        '<sheetViews><sheetView workbookViewId="0">'
        f'<pane ySplit="{sheet.top}" topLeftCell="A{sheet.top + 1}" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>{LOCKED * locked}"
        f'<autoFilter ref="{sheet.area}"/>{_validation(sheet)}'
        '<pageMargins left="0.4" right="0.4" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        f"{_header_and_footer(sheet)}</worksheet>"
    )


def _validation(sheet: Sheet) -> str:
    """The validation of the column to be filled in."""
    if sheet.entry is None or sheet.last == sheet.top:
        return ""
    column, first = letters(sheet.entry.column), sheet.top + 1
    most = f"{letters(sheet.entry.most)}{first}"
    return (
        '<dataValidations count="1"><dataValidation type="decimal" operator="between" allowBlank="1" '
        f'showErrorMessage="1" errorTitle="Punti" error="{attribute(sheet.entry.wrong)}" '
        f'sqref="{column}{first}:{column}{sheet.last}"><formula1>0</formula1>'
        f"<formula2>IF(ISNUMBER({most}),{most},100)</formula2></dataValidation></dataValidations>"
    )


def _header_and_footer(sheet: Sheet) -> str:
    told = sheet.warning if len(sheet.warning) <= PRINTED else f"{sheet.warning[:PRINTED]}..."
    header = f"<oddHeader>{escaped('&C' + told.replace('&', '&&'))}</oddHeader>" if told else ""
    left = "&CSIMULAZIONE" if sheet.warning else f"&L{sheet.name.replace('&', '&&')}"
    return f"<headerFooter>{header}<oddFooter>{escaped(f'{left}&RPagina &P di &N')}</oddFooter></headerFooter>"


def _cells(sheet: Sheet, texts: Texts) -> tuple[list[int], Iterator[str]]:
    """The widths of the columns (characters), and the rows as XML."""
    widths, made = [], []
    for place, (head, values) in enumerate(zip(sheet.heads, sheet.columns, strict=True)):
        words = sheet.words[place] if sheet.words else {}
        if sheet.entry is not None and place == sheet.entry.column:
            width, cells = _to_fill(letters(place), sheet.top, head, values, texts)
        else:
            width, cells = _column(letters(place), sheet.top, head, values, words, texts)
        widths.append(min(width, MOST_WIDTH))
        made.append(cells)
    texts.count += len(sheet.heads)
    rows = (f'<row r="{number}">{"".join(own)}</row>' for number, own in enumerate(zip(*made, strict=True), sheet.top))
    if not sheet.warning:
        return widths, rows
    texts.count += 1
    first = f'<row r="1"><c r="A1" s="{WARNING}" t="s"><v>{texts.number(sheet.warning)}</v></c></row>'
    return widths, iter((first, *rows))


def _column(
    name: str, top: int, head: str, values: Sequence[Given], words: Mapping[str, str], texts: Texts
) -> tuple[int, list[str]]:
    """The width of a column, and its cells from the header down; each value is read once."""
    width = len(head) + FILTER_BUTTON
    cells = [f'<c r="{name}{top}" s="{HEAD}" t="s"><v>{texts.number(head)}</v></c>']
    known: dict[tuple[type, Given], tuple[str, str]] = {(type(None), None): ("", "")}
    cell = partial(_cell, words=words, texts=texts)
    for row, value in enumerate(values, start=top + 1):
        key = (type(value), value)
        if key not in known:
            known[key], least = cell(value)
            width = max(width, least)
        before, after = known[key]
        cells.append(f'<c r="{name}{row}"{before}{after}' if after else "")
        texts.count += before.startswith(' t="s"')
    return width, cells


def _to_fill(name: str, top: int, head: str, values: Sequence[Given], texts: Texts) -> tuple[int, list[str]]:
    """The column to be filled in by hand: numbers, or blanks."""
    cells = [f'<c r="{name}{top}" s="{HEAD}" t="s"><v>{texts.number(head)}</v></c>']
    for row, value in enumerate(values, start=top + 1):
        content = "/>" if value is None else f"><v>{value:f}</v></c>"
        cells.append(f'<c r="{name}{row}" s="{ENTRY}"{content}')
    return NUMBER_WIDTH, cells


def _cell(value: Given, words: Mapping[str, str], texts: Texts) -> tuple[tuple[str, str], int]:
    """A cell after its position, in two halves, and the width that it needs."""
    if isinstance(value, str):
        told = words.get(value, value)
        if not told:
            return ("", ""), 0
        kept = told if len(told) <= MOST_TEXT else told[: MOST_TEXT - 1] + CUT
        return (' t="s"', f"><v>{texts.number(kept)}</v></c>"), len(told)
    if isinstance(value, Decimal):
        return (f' s="{NUMBER}"', f"><v>{value:f}</v></c>"), NUMBER_WIDTH
    if isinstance(value, date):
        return (f' s="{DAY}"', f"><v>{(value - DAY_ZERO).days}</v></c>"), DAY_WIDTH
    return ("", f"><v>{value}</v></c>"), 0
