"""What a workbook hides although it is read: hidden sheets, rows hidden by a filter, rows struck out."""

import io
import zipfile
from typing import Any

import pytest
from open_documents import HEAD, MANIFEST, TAIL
from openpyxl import load_workbook
from openpyxl.styles import Font

XLSX, ODS = "enti/alfa/2020/data.xlsx", "enti/alfa/2020/data.ods"


@pytest.fixture
def book(bare: Any) -> Any:
    bare.build({}, form="xlsx")
    return bare


def changed(place: Any, change: Any) -> None:
    path = place.year / "data.xlsx"
    workbook = load_workbook(path)
    change(workbook)
    workbook.save(path)


def remarks(place: Any) -> list[str]:
    return [remark.text for remark in place.dossier.remarks]


def test_a_workbook_in_plain_sight_has_no_remarks(book: Any) -> None:
    assert remarks(book) == []


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_read_and_remarked(book: Any, state: str) -> None:
    def change(workbook: Any) -> None:
        workbook["measures"].sheet_state = state

    changed(book, change)
    assert remarks(book) == [f"{XLSX}[measures]: il foglio è nascosto, ma le sue righe valgono come le altre"]
    assert len(book.dossier.measures) == 2


def test_rows_hidden_by_a_filter_are_read_and_remarked(book: Any) -> None:
    def change(workbook: Any) -> None:
        sheet = workbook["indicators"]
        sheet.auto_filter.ref = "A1:E3"
        sheet.row_dimensions[2].hidden = sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[9].hidden = True

    changed(book, change)
    told = f"{XLSX}[indicators], righe 2-3: nascoste da un filtro o a mano, ma valgono come le altre"
    assert remarks(book) == [told]
    assert len(book.dossier.indicators) == 2


def test_a_struck_row_is_refused(book: Any) -> None:
    def change(workbook: Any) -> None:
        for cell in workbook["measures"][3]:
            cell.font = Font(strike=True)

    changed(book, change)
    (problem,) = book.problems
    assert str(problem) == f"{XLSX}[measures], riga 3: riga barrata. Togliere la riga, o togliere la barratura se vale."


def test_a_struck_cell_is_refused_by_its_column(book: Any) -> None:
    def change(workbook: Any) -> None:
        workbook["measures"]["C2"].font = Font(strike=True)
        workbook["measures"]["D2"].font = Font(strike=True)

    changed(book, change)
    (problem,) = book.problems
    assert str(problem).startswith(f"{XLSX}[measures], riga 2, colonna «value»: cella barrata")


def ods(place: Any, styles: str, table: str, named: str = "") -> None:
    """A workbook with one sheet of areas in the place of the CSV table."""
    (place.year / "areas.csv").unlink()
    for path in place.year.iterdir():
        path.unlink()
    head = HEAD.replace(
        "<office:body>", f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
    ).replace(
        " office:version",
        ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
        ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" office:version',
    )
    start = head[: head.index("<office:automatic-styles>")].replace("document-content", "document-styles")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", head + table + TAIL)
        archive.writestr("styles.xml", f"{start}<office:styles>{named}</office:styles></office:document-styles>")
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    place.write(ODS, buffer.getvalue())


def sheet(*rows: str, attributes: str = "") -> str:
    return f'<table:table table:name="areas" {attributes}>{"".join(rows)}</table:table>'


def row(*texts: str, attributes: str = "", cell: str = "") -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string" {cell}><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )
    return f"<table:table-row {attributes}>{cells}</table:table-row>"


STRUCK = '<style:text-properties style:text-line-through-style="solid"/>'


def test_hidden_sheets_and_filtered_rows_of_an_ods_are_remarked(place: Any) -> None:
    ods(
        place,
        '<style:style style:name="ta" style:family="table"><style:table-properties table:display="false"/></style:style>',
        sheet(
            row("id", "title"),
            row("A1", "x", attributes='table:number-rows-repeated="1"'),
            row("A2", "x", attributes='table:visibility="filter"'),
            row("A3", "x", attributes='table:visibility="collapse"'),
            attributes='table:style-name="ta"',
        ),
    )
    assert remarks(place) == [
        f"{ODS}[areas]: il foglio è nascosto, ma le sue righe valgono come le altre",
        f"{ODS}[areas], righe 3-4: nascoste da un filtro o a mano, ma valgono come le altre",
    ]


ROWS_STRUCK = {
    "by the cell": (
        f'<style:style style:name="ce" style:family="table-cell">{STRUCK}</style:style>',
        "",
        'table:style-name="ce"',
        "{}",
    ),
    "by a named style": (
        '<style:style style:name="ce" style:family="table-cell" style:parent-style-name="Barrato"/>',
        f'<style:style style:name="Barrato" style:family="table-cell">{STRUCK}</style:style>',
        'table:style-name="ce"',
        "{}",
    ),
    "by the text": (
        f'<style:style style:name="T1" style:family="text">{STRUCK}</style:style>',
        "",
        "",
        '<text:span text:style-name="T1">{}</text:span>',
    ),
}


@pytest.mark.parametrize("how", ROWS_STRUCK)
def test_a_struck_row_of_an_ods_is_refused(place: Any, how: str) -> None:
    styles, named, cell, text = ROWS_STRUCK[how]
    ods(
        place,
        styles,
        sheet(row("id", "title"), row("A1", "x"), row(text.format("A2"), text.format("y"), cell=cell)),
        named,
    )
    (problem,) = place.problems
    assert str(problem) == f"{ODS}[areas], riga 3: riga barrata. Togliere la riga, o togliere la barratura se vale."


def test_a_text_of_an_ods_struck_in_part_stands(place: Any) -> None:
    span = '<text:span text:style-name="T1">vecchio</text:span> nuovo'
    style = f'<style:style style:name="T1" style:family="text">{STRUCK}</style:style>'
    ods(place, style, sheet(row("id", "title"), row("A1", span)))
    assert place.problems == ()


def test_what_is_out_of_sight_is_asked_about_by_the_rule(book: Any) -> None:
    """Rule "IT-PL.10"; the ente may confirm it."""

    def change(workbook: Any) -> None:
        workbook["measures"].sheet_state = "hidden"
        workbook.create_sheet("confirmations").append(["rule", "subject", "found", "by", "date"])

    changed(book, change)
    code, said = book.run()
    assert code == 0
    assert "IT-PL.10" in said
    assert "il foglio è nascosto, ma le sue righe valgono come le altre" in said
