"""Workbooks as programs write them: native values, formats, formulas, and what surrounds the tables."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart

from merito import plain

WORKBOOK = "enti/alfa/2020/data.xlsx"


@pytest.fixture
def book(bare: Any) -> Any:
    """The valid workspace as one workbook."""
    bare.build({}, form="xlsx")
    return bare


def only_problem(place: Any) -> Any:
    (problem,) = place.problems
    return problem


def rewrite(path: Path, part: str, old: str, new: str) -> None:
    """Changes the XML of one part of a workbook, for what openpyxl does not write."""
    with zipfile.ZipFile(path) as book:
        parts = {name: _of_any_writer(book.read(name)) for name in book.namelist()}
    assert parts[part].count(old.encode()) == 1
    parts[part] = parts[part].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)


def _of_any_writer(xml: bytes) -> bytes:
    """Empty elements as openpyxl writes them with lxml or without."""
    return xml.replace(b" />", b"/>").replace(b"<v></v>", b"<v/>")


def test_a_workbook_that_was_cut_off_is_told(book: Any) -> None:
    path = book.year / "data.xlsx"
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
    problem = only_problem(book)
    assert str(problem).startswith(f"{WORKBOOK}: non è un file xlsx intero.")
    assert "salvarlo di nuovo come .xlsx senza password" in problem.remedy


def test_a_workbook_with_a_spoiled_sheet_is_told(book: Any) -> None:
    rewrite(book.year / "data.xlsx", "xl/worksheets/sheet1.xml", "</sheetData>", "")
    assert plain(only_problem(book).message) == "non è un file xlsx intero"


def test_a_text_file_named_as_a_workbook_is_told(place: Any) -> None:
    for path in place.year.iterdir():
        path.unlink()
    place.write(WORKBOOK, "id;title\nA1;Crescita\n")
    assert plain(only_problem(place).message) == "non è un file xlsx intero"


@pytest.mark.parametrize("name", ["data.xls", "dati.ods", "dati.xlsx", "data.xlsm", "misure.tsv"])
def test_a_spreadsheet_that_is_not_read_is_refused_by_name(place: Any, name: str) -> None:
    place.write(f"enti/alfa/2020/{name}", b"PK")
    problem = only_problem(place)
    assert problem.source.file == f"enti/alfa/2020/{name}"
    assert "tabelle CSV, oppure un solo «data.xlsx» o «data.ods» con un foglio per tabella" in str(problem)


@pytest.mark.parametrize("name", ["~$data.xlsx", "._areas.csv", ".~lock.data.xlsx#"])
def test_what_programs_leave_beside_open_files_is_passed_over(place: Any, name: str) -> None:
    place.write(f"enti/alfa/2020/{name}", b"\0\0\0")
    assert place.problems == ()


def test_a_table_in_the_workbook_and_in_a_csv_is_told_of_the_second(book: Any) -> None:
    book.table("areas", [["id"], ["A1"]])
    problem = only_problem(book)
    assert problem.source == (WORKBOOK, 0, "areas")
    assert "la tabella «areas» è già in enti/alfa/2020/areas.csv" in str(problem)


def test_tables_may_lie_in_the_workbook_and_others_in_csv(bare: Any) -> None:
    bare.build({"areas": []}, form="xlsx")
    bare.table("areas", [["id"], ["A1"]])
    assert bare.problems == ()


def test_sheets_may_have_italian_names_with_spaces_and_capitals(bare: Any) -> None:
    bare.build({"dashboard_rows": []}, form="xlsx")
    sheets = {"Righe Cruscotti": [["cruscotto", "indicatore"], ["D1", "I1"]]}
    book = load_workbook(bare.year / "data.xlsx")
    sheet = book.create_sheet("Righe Cruscotti")
    for row in sheets["Righe Cruscotti"]:
        sheet.append(row)
    book.save(bare.year / "data.xlsx")
    assert [row.indicator for row in bare.dossier.dashboard_rows] == ["I1"]


def test_an_empty_sheet_that_is_no_table_is_passed_over(book: Any) -> None:
    spreadsheet = load_workbook(book.year / "data.xlsx")
    spreadsheet.create_sheet("Foglio1")
    spreadsheet.save(book.year / "data.xlsx")
    assert book.problems == ()


def test_a_whole_number_is_an_id_with_its_digits(bare: Any) -> None:
    bare.build({"areas": [["id"], [3]], "objectives": [["id", "title", "area"], ["1.1", "x", 3.0]]}, form="xlsx")
    dossier = bare.dossier
    assert (dossier.areas[0].id, dossier.objectives[0].area) == ("3", "3")


def test_a_whole_number_and_its_digits_as_text_are_one_id(bare: Any) -> None:
    bare.build({"areas": [["id"], [3], ["3"]], "objectives": [["id", "title"], ["1.1", "x"]]}, form="xlsx")
    problem = only_problem(bare)
    assert (problem.source.row, problem.found) == (3, "3")


@pytest.mark.parametrize("locale", ["it", "en"])
@pytest.mark.parametrize(
    ("cell", "points"),
    [
        ({"value": 0.9, "format": "0%"}, "90"),
        ({"value": 1.2, "format": "0.00%"}, "120"),
        ({"value": 0.005, "format": "0.0%"}, "0.5"),
        ("90%", "90"),
        (90, "90"),
        (99.5, "99.5"),
        ({"value": 90, "format": '0"%"'}, "90"),
        ({"value": 90, "format": "0\\%"}, "90"),
    ],
)
def test_percents_and_weights_are_percent_points(bare: Any, cell: object, points: str, locale: str) -> None:
    bare.build(
        {
            "areas": [["id", "weight"], ["A1", cell]],
            "measures": [["indicator", "at", "value"], ["I2", "final", cell]],
        },
        locale,
        "xlsx",
    )
    dossier = bare.dossier
    assert (dossier.areas[0].weight, dossier.measures[0].value.value) == (Decimal(points), Decimal(points))


@pytest.mark.parametrize("locale", ["it", "en"])
@pytest.mark.parametrize(("cell", "value"), [(2.33, "2.33"), (0.1 + 0.2, "0.3"), (4000, "4000"), (-0.5, "-0.5")])
def test_a_native_number_needs_no_locale(bare: Any, cell: float, value: str, locale: str) -> None:
    bare.build({"measures": [["indicator", "at", "value"], ["I1", "final", cell]]}, locale, "xlsx")
    assert bare.dossier.measures[0].value.value == Decimal(value)


@pytest.mark.parametrize("locale", ["it", "en"])
@pytest.mark.parametrize("cell", [date(2020, 6, 30), datetime(2020, 6, 30)])
def test_a_native_date_needs_no_locale(bare: Any, cell: date, locale: str) -> None:
    bare.build({"objectives": [["id", "title", "from"], ["1.1", "x", cell]]}, locale, "xlsx")
    assert bare.dossier.objectives[0].start == date(2020, 6, 30)


def test_a_native_true_is_a_yes(bare: Any) -> None:
    bare.build(
        {
            "indicators": [["id", "title", "kind", "target"], ["I1", "x", "yes_no", True], ["I2", "x", "", ""]],
            "measures": [],
        },
        form="xlsx",
    )
    assert bare.dossier.indicators["I1"].target.value is True


def test_empty_rows_and_columns_with_a_format_are_no_cells(book: Any) -> None:
    spreadsheet = load_workbook(book.year / "data.xlsx")
    sheet = spreadsheet["areas"]
    for row in range(1, 60):
        for column in range(1, 30):
            sheet.cell(row, column).number_format = "0%"
    spreadsheet.save(book.year / "data.xlsx")
    assert [area.id for area in book.dossier.areas] == ["A1"]


def test_a_format_on_the_last_cell_of_a_sheet_does_not_fill_the_memory(book: Any) -> None:
    spreadsheet = load_workbook(book.year / "data.xlsx")
    spreadsheet["areas"]["XFD1048576"].number_format = "0%"
    spreadsheet.save(book.year / "data.xlsx")
    assert [area.id for area in book.dossier.areas] == ["A1"]


def test_a_sheet_that_states_a_wrong_size_is_read_whole(book: Any) -> None:
    rewrite(book.year / "data.xlsx", "xl/worksheets/sheet5.xml", '<dimension ref="A1:E3"/>', '<dimension ref="A1" />')
    assert [one.id for one in book.dossier.indicators] == ["I1", "I2"]


def test_merged_cells_hold_their_value_in_the_first(book: Any) -> None:
    spreadsheet = load_workbook(book.year / "data.xlsx")
    spreadsheet["areas"]["B2"] = "Crescita"
    spreadsheet["areas"].merge_cells("B2:C4")
    spreadsheet.save(book.year / "data.xlsx")
    assert [area.title for area in book.dossier.areas] == ["Crescita"]


def areas_with_formula(place: Any, cell: str) -> Any:
    """A workbook whose first area has a formula as its title, as Excel writes it."""
    place.build({"areas": [["id", "title"], ["A1", "=X1"]]}, form="xlsx")
    book = io.BytesIO((place.year / "data.xlsx").read_bytes())
    with zipfile.ZipFile(book) as parts:
        part = next(
            name for name in parts.namelist() if name.startswith("xl/worksheets/") and b"<f>X1</f>" in parts.read(name)
        )
    rewrite(place.year / "data.xlsx", part, '<c r="B2"><f>X1</f><v/></c>', cell)
    return place


def test_a_formula_that_was_calculated_is_its_value(bare: Any) -> None:
    place = areas_with_formula(bare, '<c r="B2" t="str"><f>X1</f><v>Crescita</v></c>')
    assert [area.title for area in place.dossier.areas] == ["Crescita"]


def test_a_formula_whose_value_is_the_empty_text_is_an_empty_cell(bare: Any) -> None:
    place = areas_with_formula(bare, '<c r="B2" t="str"><f>X1</f><v></v></c>')
    assert [area.title for area in place.dossier.areas] == [""]


def test_an_array_formula_that_was_never_calculated_is_told_as_it_is_written(bare: Any) -> None:
    place = areas_with_formula(bare, '<c r="B2"><f t="array" ref="B2">X1:X3</f></c>')
    assert only_problem(place).found == "=X1:X3"


def test_a_date_out_of_the_calendar_is_told_as_an_error_of_the_cell(bare: Any) -> None:
    rows = [["id", "title", "from"], ["1.1", "x", {"value": 9_999_999, "format": "DD/MM/YYYY"}]]
    bare.build({"objectives": rows}, form="xlsx")
    problem = only_problem(bare)
    assert (problem.source.row, problem.column, problem.found) == (2, "from", "#VALUE!")


def test_a_number_without_end_is_no_number(bare: Any) -> None:
    bare.build({"measures": [["indicator", "at", "value"], ["I1", "final", 12345]]}, form="xlsx")
    rewrite(bare.year / "data.xlsx", "xl/worksheets/sheet6.xml", "<v>12345</v>", "<v>1e999</v>")
    assert only_problem(bare).found == "inf"


def test_a_warning_of_the_library_does_not_reach_whoever_runs(book: Any, recwarn: pytest.WarningsRecorder) -> None:
    rewrite(
        book.year / "data.xlsx",
        "xl/worksheets/sheet1.xml",
        "</worksheet>",
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"></ext></extLst></worksheet>',
    )
    assert book.problems == ()
    assert list(recwarn) == []


def test_a_csv_that_is_a_folder_is_told(place: Any) -> None:
    (place.year / "acts.csv").mkdir()
    assert "acts.csv: il file non si può leggere" in str(only_problem(place))


def test_a_csv_that_leads_nowhere_is_told(place: Any) -> None:
    (place.year / "acts.csv").symlink_to(place.year / "nulla.csv")
    assert "acts.csv: il file non si può leggere" in str(only_problem(place))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_file_that_was_read_has_its_hash(bare: Any, form: str) -> None:
    bare.build({}, form=form)
    tables = {path.relative_to(bare.root).as_posix() for path in bare.year.iterdir()}
    assert set(bare.record.hashes) == {"enti/alfa/ente.toml", *tables}


def with_a_chart(path: Path, title: str, drawn: bool) -> None:
    """Adds a sheet that is, or should be, one chart, as openpyxl and spreadsheets write it."""
    book = load_workbook(path)
    sheet = book.create_chartsheet(title, 0)
    if drawn:
        sheet.add_chart(BarChart())
    book.save(path)


@pytest.mark.parametrize("drawn", [True, False])
def test_a_sheet_that_is_a_chart_hides_no_other(book: Any, drawn: bool) -> None:
    before = book.dossier
    with_a_chart(book.year / "data.xlsx", "Grafico", drawn)
    assert [(one.id, one.target.value) for one in book.dossier.indicators] == [
        (one.id, one.target.value) for one in before.indicators
    ]
    assert len(book.dossier.measures) == len(before.measures) > 0


@pytest.mark.parametrize("drawn", [True, False])
def test_a_chart_that_has_the_name_of_a_table_is_told(book: Any, drawn: bool) -> None:
    with_a_chart(book.year / "data.xlsx", "candidates", drawn)
    problem = only_problem(book)
    assert (problem.source.sheet, plain(problem.message)) == ("candidates", "la tabella è vuota")
