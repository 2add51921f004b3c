"""The template of a form, laid out from its declaration: tags where values come, in a document to be edited."""

import io
from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from merito.model.forms import Form, FormColumn, FormPart

FONT, SIZE, SMALL = "Liberation Sans", Pt(10), Pt(8)
LABEL_SHARE = 0.32
MARGIN = Cm(1.8)
SHADE = "E8E8E8"
NOT_NEEDED = ("/thumbnail", "/stylesWithEffects")
"""A picture of an empty page, and the styles of an older Word over again."""
WORDY = (
    *("title", "name", "item", "reason", "message", "text", "what", "cites", "content", "action", "note"),
    *("factor", "shown", "evidence_kind", "obiettivo", "descrizione", "titolo"),
)
MONEY = ("due", "paid", "withheld", "amount", "savings", "budget", "per_head")
TITLED = ("unit", "objective", "indicator", "position", "area", "fund", "tool", "name")


def template_of(form: Form) -> bytes:
    """A .docx with the tags of a form, in the order of its declaration."""
    document = Document()
    _page(document, form)
    _head(document)
    for part in form.parts.values():
        _part(document, part)
    _signatures(document, form)
    for note in form.notes:
        _paragraph(document, note, SMALL)
    _foot(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _page(document: Any, form: Form) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if form.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = section.page_height, section.page_width
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, MARGIN)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, SIZE
    normal.paragraph_format.space_after = Pt(2)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "it-IT")
    for relations in (document.part.package.rels, document.part.rels):
        for name in [name for name, one in relations.items() if one.reltype.endswith(NOT_NEEDED)]:
            relations.pop(name)
    document.core_properties.author = "merito"
    document.core_properties.title = form.title


def _head(document: Any) -> None:
    """The letterhead, the title and its article, whom it is for."""
    _paragraph(document, "{%p for riga in carta %}")
    _paragraph(document, "{{ riga }}", bold=True, centred=True)
    _paragraph(document, "{%p endfor %}")
    _outlined(_paragraph(document, "{{ titolo }}", Pt(14), bold=True, centred=True), 0)
    _paragraph(document, "{{ articolo }}", SMALL, centred=True)
    _paragraph(document, "Anno {{ anno }} – {{ nominativo }}", Pt(11), bold=True, centred=True)
    _gap(document)


def _part(document: Any, part: FormPart) -> None:
    if part.title:
        heading = _paragraph(document, part.title, Pt(11), bold=True)
        heading.paragraph_format.space_before = Pt(3)
        heading.paragraph_format.keep_with_next = True
        _outlined(heading, 1)
    _SHAPES[part.shape](document, part)


def _box(document: Any, part: FormPart) -> None:
    """Two columns: what it is, and its value."""
    table = _table(document, 2, (LABEL_SHARE, 1 - LABEL_SHARE))
    for column in part.columns:
        label, value = table.add_row().cells
        _write(label, column.head, bold=True, shaded=True)
        _write(value, _tag(part.name, column))
    _gap(document)


def _rows(document: Any, part: FormPart) -> None:
    """A head, and a row of the table for each row of the part."""
    table = _table(document, len(part.columns), _widths(part.columns))
    for cell, column in zip(table.add_row().cells, part.columns, strict=True):
        _write(cell, column.head, bold=True, shaded=True)
    _repeated(table.rows[0])
    _write(table.add_row().cells[0], f"{{%tr for riga in {part.name} %}}")
    for cell, column in zip(table.add_row().cells, part.columns, strict=True):
        _write(cell, _tag("riga", column))
    _unbroken(table.rows[-1])
    _write(table.add_row().cells[0], "{%tr endfor %}")
    _gap(document)


def _text(document: Any, part: FormPart) -> None:
    """A box for each piece of the text, with room to write where there is none."""
    table = _table(document, 1, (1,))
    _write(table.add_row().cells[0], f"{{%tr for riga in {part.name} %}}")
    cell = table.add_row().cells[0]
    _write(cell, "{%p if riga.parte %}")
    _write(cell, "{{ riga.parte }}", bold=True, more=True)
    _write(cell, "{%p endif %}", more=True)
    _write(cell, "{{ riga.testo }}", more=True)
    _write(cell, "", more=True)
    _write(table.add_row().cells[0], "{%tr endfor %}")
    _gap(document)


def _note(document: Any, part: FormPart) -> None:
    _paragraph(document, f"{{{{ {part.name} }}}}", SMALL)


def _letter(document: Any, part: FormPart) -> None:
    """Headings with their paragraphs."""
    _paragraph(document, f"{{%p for punto in {part.name} %}}")
    heading = _paragraph(document, "{{ punto.titolo }}", Pt(11), bold=True)
    heading.paragraph_format.space_before = Pt(8)
    _paragraph(document, "{%p for riga in punto.righe %}")
    _paragraph(document, "{{ riga }}")
    _paragraph(document, "{%p endfor %}")
    _paragraph(document, "{%p endfor %}")


_SHAPES = {"box": _box, "table": _rows, "text": _text, "note": _note, "letter": _letter}


def _signatures(document: Any, form: Form) -> None:
    """Who signs, side by side, with the day."""
    if not form.signed_by:
        return
    day = _paragraph(document, "Data ______________").paragraph_format
    day.space_before, day.keep_with_next = Pt(10), True
    table = document.add_table(rows=0, cols=len(form.signed_by))
    for place, cell in enumerate(table.add_row().cells):
        _write(cell, f"{{{{ firme[{place}].ruolo }}}}", centred=True)
        _write(cell, f"{{{{ firme[{place}].nome }}}}", centred=True, more=True)
        _write(cell, "", more=True)
        _write(cell, "______________________", centred=True, more=True)
    _unbroken(table.rows[0])
    _gap(document)


def _foot(document: Any) -> None:
    """What every page says of the state of the form, and its number."""
    paragraph = document.sections[0].footer.paragraphs[0]
    _run(paragraph, "{{ piede }} · pagina ", SMALL)
    _field(paragraph, "PAGE")
    _run(paragraph, " di ", SMALL)
    _field(paragraph, "NUMPAGES")


def _tag(name: str, column: FormColumn) -> str:
    return "" if column.hand else f"{{{{ {name}.{column.tag} }}}}"


def _widths(columns: tuple[FormColumn, ...]) -> tuple[float, ...]:
    """Wide columns for words, narrow ones for figures; none narrower than the longest word of its head."""
    wide = [max(_width(one), *(len(word) / 5.5 for word in one.head.split())) for one in columns]
    return tuple(one / sum(wide) for one in wide)


def _width(column: FormColumn) -> float:
    if column.column in WORDY:
        return 3.0
    if column.printed_as == "euro" or column.column in MONEY:
        return 2.2
    return 2.0 if column.printed_as in TITLED or column.hand else 1.2


def _table(document: Any, columns: int, shares: Iterable[float]) -> Any:
    table = document.add_table(rows=0, cols=columns)
    table.style = "Table Grid"
    table.autofit = False
    section = document.sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    for column, share in zip(table.columns, shares, strict=True):
        column.width = int(width * share)
    return table


def _write(
    cell: Any, text: str, *, bold: bool = False, shaded: bool = False, centred: bool = False, more: bool = False
) -> None:
    paragraph = cell.add_paragraph() if more else cell.paragraphs[0]
    _run(paragraph, text, Pt(9), bold)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if shaded:
        shade = OxmlElement("w:shd")
        for name, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", SHADE)):
            shade.set(qn(name), value)
        cell._tc.get_or_add_tcPr().append(shade)


def _paragraph(document: Any, text: str, size: Any = None, *, bold: bool = False, centred: bool = False) -> Any:
    paragraph = document.add_paragraph()
    _run(paragraph, text, size, bold)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def _run(paragraph: Any, text: str, size: Any = None, bold: bool = False) -> None:
    run = paragraph.add_run(text)
    run.bold = bold
    if size is not None:
        run.font.size = size


def _outlined(paragraph: Any, level: int) -> None:
    """A heading also for whoever does not see it."""
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level))
    paragraph._p.get_or_add_pPr().append(outline)


def _gap(document: Any) -> None:
    """What keeps two tables apart."""
    gap = _paragraph(document, "", Pt(2)).paragraph_format
    gap.space_after, gap.line_spacing = Pt(0), Pt(4)


def _field(paragraph: Any, name: str) -> None:
    """A number that the word processor counts."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "16")
    properties.append(size)
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(properties)
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _repeated(row: Any) -> None:
    """The head stands on every page of a long table."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _unbroken(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
