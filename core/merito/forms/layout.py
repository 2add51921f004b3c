"""Generates the template of a form from its declaration: an editable document with tags in place of values."""

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from merito.forms.paper import field, gap, outlined, paragraph, repeated, ruled, run, unbroken, widths, write
from merito.model.forms import Form, FormColumn, FormPart

FONT, SIZE, SMALL = "Liberation Sans", Pt(10), Pt(8)
LABEL_SHARE = 0.32
MARGIN, ABOVE, FOOT = Cm(1.8), Cm(1.3), Cm(0.7)
NOT_NEEDED = ("/thumbnail", "/stylesWithEffects")
"""Parts left out: a thumbnail of an empty page, and duplicate styles for older versions of Word."""


def template_of(form: Form) -> bytes:
    """A .docx with the tags of a form, in the order of its declaration."""
    document = Document()
    _page(document, form)
    _head(document)
    for part in form.parts.values():
        _part(document, part)
    for note in form.notes:
        paragraph(document, note, SMALL).paragraph_format.keep_with_next = bool(form.signed_by)
    _signatures(document, form)
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
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = ABOVE
    section.header_distance = section.footer_distance = FOOT
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
    """The letterhead, the title and its article, the subject."""
    paragraph(document, "{%p for riga in carta %}")
    paragraph(document, "{{ riga }}", bold=True, centred=True)
    paragraph(document, "{%p endfor %}")
    outlined(paragraph(document, "{{ titolo }}", Pt(14), bold=True, centred=True), 0)
    paragraph(document, "{{ articolo }}", SMALL, centred=True)
    paragraph(document, "Anno {{ anno }} – {{ nominativo }}", Pt(11), bold=True, centred=True)
    gap(document)


def _part(document: Any, part: FormPart) -> None:
    if part.optional:
        paragraph(document, f"{{%p if {part.name} %}}")
    _whole_part(document, part)
    if part.optional:
        paragraph(document, "{%p endif %}")


def _whole_part(document: Any, part: FormPart) -> None:
    if part.title:
        heading = paragraph(document, part.title, Pt(11), bold=True)
        heading.paragraph_format.space_before = Pt(3)
        heading.paragraph_format.keep_with_next = True
        outlined(heading, 1)
    _SHAPES[part.shape](document, part)


def _box(document: Any, part: FormPart) -> None:
    """Two columns: the name of a value, and the value."""
    table = ruled(document, 2, (LABEL_SHARE, 1 - LABEL_SHARE))
    for column in part.columns:
        label, value = table.add_row().cells
        write(label, column.head, bold=True, shaded=True)
        write(value, _tag(part.name, column))
    gap(document)


def _rows(document: Any, part: FormPart) -> None:
    """A header, and a table row for each row of the part."""
    table = ruled(document, len(part.columns), widths(part.columns))
    for cell, column in zip(table.add_row().cells, part.columns, strict=True):
        write(cell, column.head, bold=True, shaded=True)
    repeated(table.rows[0])
    write(table.add_row().cells[0], f"{{%tr for riga in {part.name} %}}")
    for cell, column in zip(table.add_row().cells, part.columns, strict=True):
        write(cell, _tag("riga", column))
    unbroken(table.rows[-1])
    write(table.add_row().cells[0], "{%tr endfor %}")
    gap(document)


def _text(document: Any, part: FormPart) -> None:
    """A box for each piece of the text, with room to write if there is none."""
    table = ruled(document, 1, (1,))
    write(table.add_row().cells[0], f"{{%tr for riga in {part.name} %}}")
    cell = table.add_row().cells[0]
    write(cell, "{%p if riga.parte %}")
    write(cell, "{{ riga.parte }}", bold=True, more=True)
    write(cell, "{%p endif %}", more=True)
    write(cell, "{{ riga.testo }}", more=True)
    write(cell, "", more=True)
    write(table.add_row().cells[0], "{%tr endfor %}")
    gap(document)


def _note(document: Any, part: FormPart) -> None:
    paragraph(document, f"{{{{ {part.name} }}}}", SMALL)


def _letter(document: Any, part: FormPart) -> None:
    """Headings with their paragraphs."""
    paragraph(document, f"{{%p for punto in {part.name} %}}")
    heading = paragraph(document, "{{ punto.titolo }}", Pt(11), bold=True)
    heading.paragraph_format.space_before = Pt(8)
    paragraph(document, "{%p for riga in punto.righe %}")
    paragraph(document, "{{ riga }}")
    paragraph(document, "{%p endfor %}")
    paragraph(document, "{%p endfor %}")


_SHAPES = {"box": _box, "table": _rows, "text": _text, "note": _note, "letter": _letter}


def _signatures(document: Any, form: Form) -> None:
    """The signatures, side by side, with the day."""
    if not form.signed_by:
        return
    day = paragraph(document, "Data ______________").paragraph_format
    day.space_before, day.keep_with_next = Pt(10), True
    table = document.add_table(rows=0, cols=len(form.signed_by))
    for place, cell in enumerate(table.add_row().cells):
        write(cell, f"{{{{ firme[{place}].ruolo }}}}", centred=True)
        write(cell, f"{{{{ firme[{place}].nome }}}}", centred=True, more=True)
        write(cell, "", more=True)
        write(cell, "______________________", centred=True, more=True)
    unbroken(table.rows[0])
    gap(document)


def _foot(document: Any) -> None:
    """The foot of every page: the state of the form, and the page number."""
    line = document.sections[0].footer.paragraphs[0]
    run(line, "{{ piede }} · pagina ", SMALL)
    field(line, "PAGE")
    run(line, " di ", SMALL)
    field(line, "NUMPAGES")


def _tag(name: str, column: FormColumn) -> str:
    return "" if column.hand else f"{{{{ {name}.{column.tag} }}}}"
