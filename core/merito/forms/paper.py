"""The elements of a document: paragraphs, tables, their cells and widths, and fields that a word processor counts."""

from collections.abc import Iterable, Iterator
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from merito.model.forms import RESULTS, FormColumn

SHADE = "E8E8E8"
WORDY = (
    *("title", "name", "item", "reason", "message", "text", "what", "cites", "content", "action", "note"),
    *("factor", "shown", "evidence_kind", "obiettivo", "descrizione", "titolo", "elemento"),
)
MONEY = ("due", "net_paid", "payable", "paid", "withheld", "amount", "savings", "budget", "per_head")
VALUES = ("value", "target", "target_interim", "baseline", "actual", "atteso", "ottenuto", "forecast", "state", "stato")
NAMED = ("source", "fonte")
SHORT = ("weight", "peso", "points", "max", "place", "order", "year")
OF_WORDS, OF_TITLES, OF_NAMES, OF_MONEY, OF_VALUES, OF_FIGURES, LEAST = 3.0, 2.6, 2.2, 2.2, 2.1, 1.5, 1.1
A_LETTER = 0.19
"""Centimetres per letter, and of columns; on a wider page the rest is shared in the same proportions."""


def ruled(document: Any, columns: int, shares: Iterable[float]) -> Any:
    """A table as wide as the page, without rows."""
    table = document.add_table(rows=0, cols=columns)
    table.style = "Table Grid"
    table.autofit = False
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    for column, share in zip(table.columns, shares, strict=True):
        column.width = int(width * share)
    return table


def write(
    cell: Any, text: str, *, bold: bool = False, shaded: bool = False, centred: bool = False, more: bool = False
) -> None:
    """Text in a cell; `more` of it in a paragraph of its own."""
    line = cell.add_paragraph() if more else cell.paragraphs[0]
    run(line, text, Pt(9), bold)
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(1)
    if centred:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if shaded:
        shade = OxmlElement("w:shd")
        for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", SHADE)):
            shade.set(qn(name), value)
        cell._tc.get_or_add_tcPr().append(shade)


def paragraph(document: Any, text: str, size: Any = None, *, bold: bool = False, centred: bool = False) -> Any:
    """A paragraph."""
    line = document.add_paragraph()
    run(line, text, size, bold)
    if centred:
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return line


def run(line: Any, text: str, size: Any = None, bold: bool = False) -> None:
    """Text in an existing paragraph."""
    added = line.add_run(text)
    added.bold = bold
    if size is not None:
        added.font.size = size


def outlined(line: Any, level: int) -> None:
    """A heading that assistive software recognises."""
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level))
    line._p.get_or_add_pPr().append(outline)


def gap(document: Any) -> None:
    """A gap between two tables."""
    between = paragraph(document, "", Pt(2)).paragraph_format
    between.space_after, between.line_spacing = Pt(0), Pt(4)


def field(line: Any, name: str) -> None:
    """A number that the word processor counts."""
    counted = OxmlElement("w:fldSimple")
    counted.set(qn("w:instr"), name)
    part, properties, size = OxmlElement("w:r"), OxmlElement("w:rPr"), OxmlElement("w:sz")
    size.set(qn("w:val"), "16")
    properties.append(size)
    text = OxmlElement("w:t")
    text.text = "1"
    part.append(properties)
    part.append(text)
    counted.append(part)
    line._p.append(counted)


def repeated(row: Any) -> None:
    """The header is repeated on every page of a long table."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def unbroken(row: Any) -> None:
    """A row is not split between pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def widths(columns: tuple[FormColumn, ...]) -> tuple[float, ...]:
    """The fraction of the width for each column; none is narrower than the longest word of its header."""
    wide = [max(_width(one), *_of_words(one.head)) for one in columns]
    return tuple(one / sum(wide) for one in wide)


def _of_words(head: str) -> Iterator[float]:
    yield from (len(word) * A_LETTER for word in head.split())


def _width(column: FormColumn) -> float:
    if column.column in WORDY and not column.printed_as:
        return OF_WORDS
    if column.printed_as == "euro" or column.column in MONEY:
        return OF_MONEY
    if column.printed_as == "name" or column.hand or column.column in NAMED:
        return OF_NAMES
    if column.printed_as and column.printed_as not in ("percent", "points"):
        return OF_TITLES
    if column.missing or column.rows.startswith(f"{RESULTS}.") or column.column in VALUES:
        return OF_VALUES
    return LEAST if column.column in SHORT else OF_FIGURES
