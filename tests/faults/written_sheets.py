"""A table as a file of each format that merito reads, with any values in its cells."""

import csv
import io
import zipfile
from datetime import date, datetime, time
from html import escape

from openpyxl import Workbook

Odd = str | int | float | bool | date | datetime | time


def _csv(_: str, rows: list[list[Odd]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode("utf-8", "surrogatepass")


def _xlsx(name: str, rows: list[list[Odd]]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place)
            if value != "":
                cell.value = value
                if isinstance(value, str) and not value.startswith(("=1", "#DIV")):
                    cell.data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
    'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
)
OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def _ods(name: str, rows: list[list[Odd]]) -> bytes:
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    content = (
        f'<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0" '
        f'xmlns:text="{OFFICE}:text:1.0"><office:body><office:spreadsheet><table:table table:name="{name}">{body}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
        archive.writestr("content.xml", content)
    return buffer.getvalue()


def _ods_cell(value: Odd) -> str:
    if isinstance(value, bool):
        kind, given = "boolean", f'office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, int | float):
        kind, given = "float", f'office:value="{value}"'
    elif isinstance(value, date):
        kind, given = "date", f'office:date-value="{value.isoformat()}"'
    elif isinstance(value, time):
        kind, given = "time", 'office:time-value="PT12H30M00S"'
    else:
        kind, given = "string", ""
    shown = "".join(f"<text:p>{escape(line)}</text:p>" for line in str(value).split("\n"))
    return f'<table:table-cell office:value-type="{kind}" {given}>{shown}</table:table-cell>'


WRITTEN = {"csv": _csv, "xlsx": _xlsx, "ods": _ods}
