"""The workbook that is written is the one that spreadsheets read, whatever its cells contain."""

import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from merito.outputs.xlsx import Given, Sheet, book

CONTROL = re.compile("[\x00-\x08\x0b\x0c\r\x0e-\x1f]")  # openpyxl leaves them escaped; spreadsheets do not
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=40)
CELLS = (
    st.none()
    | st.integers(-(10**12), 10**12)
    | st.decimals(-(10**9), 10**9, places=2)
    | st.dates(date(1900, 3, 1))
    | TEXTS
)
HOSTILE = (
    "=1+1", "+39", "-5", "@SUM(A1)", "<b>&\"'", " ai lati ", "due\nrighe", "con\ttab", "\x00\x01\x1f", "_x0041_", "\r\n",
    "perché", "emoji 🎉", "http://esempio.it", "1,5", "2021-01-31", "TRUE", "#REF!",
)  # fmt: skip


def sheet_of(columns: list[list[Given]], **more: str) -> Sheet:
    return Sheet("prova", [f"colonna {number}" for number in range(len(columns))], columns, **more)


def opened(content: bytes, name: str = "prova") -> Worksheet:
    sheet = load_workbook(io.BytesIO(content))[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def as_read(value: Given) -> object:
    """A cell as openpyxl reads it."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, str):
        return CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", value) or None
    return value


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=4))
def test_every_cell_is_read_back_as_it_was_given(columns: list[list[Given]]) -> None:
    rows = list(opened(book([sheet_of(columns)])).iter_rows(min_row=2, values_only=True))
    rows += [(None,) * len(columns)] * (3 - len(rows))
    found = [[row[place] for row in rows] for place in range(len(columns))]
    assert found == [[as_read(value) for value in values] for values in columns]


def test_hostile_texts_stay_texts_for_two_readers() -> None:
    content = book([sheet_of([list(HOSTILE)])])
    sheet = opened(content)
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == list(map(as_read, HOSTILE))
    assert {sheet.cell(row, 1).data_type for row in range(2, len(HOSTILE) + 2)} == {"s"}
    read = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("prova").to_python()
    assert [type(row[0]) for row in read[1:]] == [str] * len(HOSTILE)


def test_a_surrogate_alone_does_not_break_the_file() -> None:
    sheet = opened(book([sheet_of([["a\ud800b"]])]))
    assert sheet["A2"].value == "a\ufffdb"


def test_a_text_longer_than_a_cell_is_cut_and_says_so() -> None:
    value = opened(book([sheet_of([["x" * 40_000]])]))["A2"].value
    assert isinstance(value, str)
    assert (len(value), value[-1]) == (32_767, "…")


def test_every_part_is_xml_and_is_declared() -> None:
    content = book([sheet_of([["a"]]), Sheet("due & più", ["x"], [[1]], warning="SIMULAZIONE <di> prova & altro")])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}
    declared = {one.attrib["PartName"][1:] for one in parts["[Content_Types].xml"] if "PartName" in one.attrib}
    assert declared == {name for name in parts if not name.endswith(".rels") and name != "[Content_Types].xml"}


def test_an_office_can_filter_scroll_and_print_it() -> None:
    sheet = opened(book([sheet_of([["a" * 50, "b"], [Decimal(1), Decimal(2)]])]))
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:B3")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert (sheet.print_title_rows, sheet.oddFooter.right.text) == ("$1:$1", "Pagina &P di &N")
    assert [round(sheet.column_dimensions[name].width) for name in "AB"] == [51, 13]
    assert sheet["A1"].font.b


def test_a_simulation_says_so_in_its_first_row_and_on_every_page() -> None:
    sheet = opened(book([sheet_of([["a"]], warning="SIMULAZIONE: prova & altro")]))
    assert (sheet["A1"].value, sheet["A2"].value, sheet["A3"].value) == ("SIMULAZIONE: prova & altro", "colonna 0", "a")
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A3", "A2:A3", "$1:$2")
    assert sheet.oddHeader.center.text == "SIMULAZIONE: prova && altro"
    assert sheet.sheet_properties.tabColor.rgb == "FFC07A12"


def test_columns_past_z_and_names_with_quotes() -> None:
    content = book([Sheet("dell'ente", [f"c{number}" for number in range(30)], [[number] for number in range(30)])])
    sheet = opened(content, "dell'ente")
    assert sheet["AD2"].value == 29
    assert sheet.print_title_rows == "$1:$1"


def test_a_workbook_needs_a_sheet() -> None:
    with pytest.raises(ValueError, match="needs a sheet"):
        book([])


def test_the_same_sheets_give_the_same_bytes() -> None:
    assert book([sheet_of([["a"]])]) == book([sheet_of([["a"]])])
