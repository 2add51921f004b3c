"""The XML around the sheets of an OpenDocument workbook, and a workbook as LibreOffice saves it in that format."""

import io
import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
    "<office:body><office:spreadsheet>"
)
TAIL = "</office:spreadsheet></office:body></office:document-content>"
MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    "</manifest:manifest>"
)
COLUMNS, ROWS = 16384, 1048576


def saved_as_ods(path: Path) -> bytes:
    """A workbook as LibreOffice saves it: styled and protected cells, blank cells and rows as repetitions."""
    tables = []
    for sheet in openpyxl.load_workbook(path).worksheets:
        rows = [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
        left = f'<table:table-cell table:number-columns-repeated="{COLUMNS - len(rows[0])}"/>'
        below = f'<table:table-cell table:number-columns-repeated="{COLUMNS}"/>'
        tables.append(
            f'<table:table table:name="{sheet.title}" table:style-name="ta1" table:protected="true">'
            f'<table:table-column table:style-name="co1" table:number-columns-repeated="{COLUMNS}"/>'
            + "".join(f'<table:table-row table:style-name="ro1">{"".join(row)}{left}</table:table-row>' for row in rows)
            + f'<table:table-row table:number-rows-repeated="{ROWS - len(rows)}">{below}</table:table-row></table:table>'
        )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", HEAD + "".join(tables) + TAIL)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return buffer.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return '<table:table-cell table:style-name="ce1"/>'
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value:%Y-%m-%d}"/>'
    if isinstance(value, int | float):
        shown = str(value).replace(".", ",")
        return (
            f'<table:table-cell table:style-name="ce2" office:value-type="float" office:value="{value}">'
            f"<text:p>{shown}</text:p></table:table-cell>"
        )
    told = f"<text:p>{escape(str(value))}</text:p>"
    return f'<table:table-cell table:style-name="ce1" office:value-type="string">{told}</table:table-cell>'
