"""One sheet: its cells column by column, and its appearance on screen and paper."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from merito.outputs.xlsx.styles import COLOUR, DAY, ENTRY, ENTRY_DAY, ENTRY_TEXT, HEAD, NUMBER, WARNING, WRAPPED
from merito.outputs.xlsx.texts import MAIN, Texts, attribute, escaped

Given = str | int | Decimal | date | None
DAY_ZERO = date(1899, 12, 30)
FILTER_BUTTON, NUMBER_WIDTH, DAY_WIDTH, MOST_WIDTH = 3, 12, 10, 80  # in characters
MOST_TEXT, MOST_TITLE = 32_767, 32  # the limits of a cell, and of the title of a note
CUT = "…"
TEXT_WIDTH, WRAPPED_WIDTH = 60, 28
LOCKED = '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0" autoFilter="0"/>'
PRINTED = 120  # a printed header has at most 255 characters; an ampersand counts as two


class Entry(NamedTuple):
    """A column of a sheet to be filled in by hand, counted from 0; all other cells of the sheet are locked.

    It takes numbers from 0 to that of the column `most` (100 if that has none), days from the first to the last of
    `days`, or else texts. `note` is what a spreadsheet shows beside the cell, `wrong` its message for anything else (at
    most 255 characters each).
    """

    column: int
    note: str
    wrong: str = ""
    most: int | None = None
    days: tuple[date, date] | None = None

    @property
    def style(self) -> int:
        return ENTRY if self.most is not None else ENTRY_DAY if self.days is not None else ENTRY_TEXT

    @property
    def width(self) -> int:
        return NUMBER_WIDTH if self.most is not None else DAY_WIDTH if self.days is not None else TEXT_WIDTH


class Sheet(NamedTuple):
    """A table: its name, headers, the values of each column, and the words for coded values of a column.

    With `warning` the first row shows it, and so does every printed page. `entries` are the columns to be filled in,
    `wrapped` those whose texts go on in the next line instead of widening them.
    """

    name: str
    heads: Sequence[str]
    columns: Sequence[Sequence[Given]]
    words: Sequence[Mapping[str, str]] = ()
    warning: str = ""
    entries: Sequence[Entry] = ()
    wrapped: Collection[int] = ()

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
    tab = f'<tabColor rgb="{COLOUR}"/>' if sheet.warning else ""
    return (
        f'<worksheet xmlns="{MAIN}"><sheetPr>{tab}<pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{letters(len(sheet.heads) - 1)}{sheet.last}"/>'
        '<sheetViews><sheetView workbookViewId="0">'
        f'<pane ySplit="{sheet.top}" topLeftCell="A{sheet.top + 1}" activePane="bottomLeft" state="frozen"/>'
        f"</sheetView></sheetViews><cols>{columns}</cols><sheetData>{''.join(rows)}</sheetData>"
        f'{LOCKED if sheet.entries else ""}<autoFilter ref="{sheet.area}"/>{_validations(sheet)}'
        '<pageMargins left="0.4" right="0.4" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        f"{_header_and_footer(sheet)}</worksheet>"
    )


def _validations(sheet: Sheet) -> str:
    """The notes and the permitted values of the columns to be filled in."""
    if not sheet.entries or sheet.last == sheet.top:
        return ""
    told = "".join(_validation(one, sheet) for one in sheet.entries)
    return f'<dataValidations count="{len(sheet.entries)}">{told}</dataValidations>'


def _validation(one: Entry, sheet: Sheet) -> str:
    column, first = letters(one.column), sheet.top + 1
    title = attribute(sheet.heads[one.column][:MOST_TITLE])
    kind, limits = "", ""
    if one.most is not None:
        most = f"{letters(one.most)}{first}"
        kind = 'type="decimal" operator="between" '
        limits = f"<formula1>0</formula1><formula2>IF(ISNUMBER({most}),{most},100)</formula2>"
    elif one.days is not None:
        kind = 'type="date" operator="between" '
        limits = "".join(
            f"<formula{place}>{(day - DAY_ZERO).days}</formula{place}>" for place, day in enumerate(one.days, start=1)
        )
    wrong = f'showErrorMessage="1" errorTitle="{title}" error="{attribute(one.wrong)}" ' if one.wrong else ""
    return (
        f'<dataValidation {kind}allowBlank="1" showInputMessage="1" {wrong}promptTitle="{title}" '
        f'prompt="{attribute(one.note)}" sqref="{column}{first}:{column}{sheet.last}">{limits}</dataValidation>'
    )


def _header_and_footer(sheet: Sheet) -> str:
    told = sheet.warning if len(sheet.warning) <= PRINTED else f"{sheet.warning[:PRINTED]}..."
    header = f"<oddHeader>{escaped('&C' + told.replace('&', '&&'))}</oddHeader>" if told else ""
    left = "&CSIMULAZIONE" if sheet.warning else f"&L{sheet.name.replace('&', '&&')}"
    return f"<headerFooter>{header}<oddFooter>{escaped(f'{left}&RPagina &P di &N')}</oddFooter></headerFooter>"


def _cells(sheet: Sheet, texts: Texts) -> tuple[list[int], Iterator[str]]:
    """The widths of the columns (characters), and the rows as XML."""
    widths, made = [], []
    to_fill = {one.column: one for one in sheet.entries}
    for place, (head, values) in enumerate(zip(sheet.heads, sheet.columns, strict=True)):
        words, most = sheet.words[place] if sheet.words else {}, MOST_WIDTH
        if place in to_fill:
            width, cells = _to_fill(letters(place), sheet.top, head, values, to_fill[place], texts)
        elif place in sheet.wrapped:
            width, cells = _column(letters(place), sheet.top, head, values, words, texts, WRAPPED)
            most = WRAPPED_WIDTH
        else:
            width, cells = _column(letters(place), sheet.top, head, values, words, texts)
        widths.append(min(width, most))
        made.append(cells)
    texts.count += len(sheet.heads)
    rows = (f'<row r="{number}">{"".join(own)}</row>' for number, own in enumerate(zip(*made, strict=True), sheet.top))
    if not sheet.warning:
        return widths, rows
    texts.count += 1
    first = f'<row r="1"><c r="A1" s="{WARNING}" t="s"><v>{texts.number(sheet.warning)}</v></c></row>'
    return widths, iter((first, *rows))


def _column(
    name: str, top: int, head: str, values: Sequence[Given], words: Mapping[str, str], texts: Texts, style: int = 0
) -> tuple[int, list[str]]:
    """The width of a column, and its cells from the header down; each value is read once. `style` is that of texts."""
    width = len(head) + FILTER_BUTTON
    cells = [f'<c r="{name}{top}" s="{HEAD}" t="s"><v>{texts.number(head)}</v></c>']
    known: dict[tuple[type, Given], tuple[str, str]] = {(type(None), None): ("", "")}
    cell = partial(_cell, words=words, texts=texts, style=style)
    for row, value in enumerate(values, start=top + 1):
        key = (type(value), value)
        if key not in known:
            known[key], least = cell(value)
            width = max(width, least)
        before, after = known[key]
        cells.append(f'<c r="{name}{row}"{before}{after}' if after else "")
        texts.count += before.startswith(' t="s"')
    return width, cells


def _to_fill(
    name: str, top: int, head: str, values: Sequence[Given], entry: Entry, texts: Texts
) -> tuple[int, list[str]]:
    """A column to be filled in by hand: its values, or blanks."""
    cells = [f'<c r="{name}{top}" s="{HEAD}" t="s"><v>{texts.number(head)}</v></c>']
    for row, value in enumerate(values, start=top + 1):
        text, content = "", "/>"
        if isinstance(value, str) and value:
            text, content = ' t="s"', f"><v>{texts.number(value)}</v></c>"
            texts.count += 1
        elif isinstance(value, date):
            content = f"><v>{(value - DAY_ZERO).days}</v></c>"
        elif isinstance(value, int | Decimal):
            content = f"><v>{value:f}</v></c>"
        cells.append(f'<c r="{name}{row}"{text} s="{entry.style}"{content}')
    return max(entry.width, len(head) + FILTER_BUTTON), cells


def _cell(value: Given, words: Mapping[str, str], texts: Texts, style: int) -> tuple[tuple[str, str], int]:
    """A cell after its position, in two halves, and the width that it needs."""
    if isinstance(value, str):
        told = words.get(value, value)
        if not told:
            return ("", ""), 0
        kept = told if len(told) <= MOST_TEXT else told[: MOST_TEXT - 1] + CUT
        return (f' t="s" s="{style}"' if style else ' t="s"', f"><v>{texts.number(kept)}</v></c>"), len(told)
    if isinstance(value, Decimal):
        return (f' s="{NUMBER}"', f"><v>{value:f}</v></c>"), NUMBER_WIDTH
    if isinstance(value, date):
        return (f' s="{DAY}"', f"><v>{(value - DAY_ZERO).days}</v></c>"), DAY_WIDTH
    return ("", f"><v>{value}</v></c>"), 0
