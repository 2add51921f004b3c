"""The elements of a document: paragraphs, tables and their cells, and fields that a word processor counts."""

from collections.abc import Iterable
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

SHADE = "E8E8E8"


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
