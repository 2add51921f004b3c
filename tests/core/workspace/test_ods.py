"""An OpenDocument workbook: native numbers and dates, text by the locale, percentages by the cell."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

import pytest
from attrs import frozen
from open_documents import HEAD, MANIFEST, TAIL

from merito import plain


@frozen
class Percent:
    """A cell that a spreadsheet shows times 100, repeated in this many columns."""

    value: str
    times: int = 1


def cell(value: object) -> str:
    if isinstance(value, Percent):
        times = f' table:number-columns-repeated="{value.times}"' if value.times > 1 else ""
        return f'<table:table-cell office:value-type="percentage" office:value="{value.value}"{times}/>'
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"/>'
    if isinstance(value, int | Decimal):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def ods(sheets: dict[str, list[list[object]]]) -> bytes:
    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", HEAD + tables + TAIL)
        archive.writestr("META-INF/manifest.xml", MANIFEST)
    return buffer.getvalue()


ROW, REPEATED = "<table:table-row>", '<table:table-row table:number-rows-repeated="2">'
INDICATORS: list[list[object]] = [
    ["id", "titolo", "tipo", "atteso"],
    [3, "Iniziative", "numero", 11],
    ["I2", "Soddisfazione", "percentuale", "90%"],
    ["I3", "Termine", "data", date(2020, 6, 30)],
]
MEASURES: list[list[object]] = [
    ["indicatore", "momento", "valore"],
    [3, "finale", Decimal("8.5")],
    ["I2", "finale", "84,5%"],
    ["I3", "finale", "29/6/2020"],
]


@pytest.fixture
def sheets(place: Any) -> Any:
    """Replaces the tables of indicators, measures and dashboard rows with a workbook."""

    def write(tables: dict[str, list[list[object]]]) -> Any:
        for name in ("indicators", "measures", "dashboard_rows"):
            place.year.joinpath(f"{name}.csv").unlink()
        place.year.joinpath("data.ods").write_bytes(ods(tables))
        return place

    return write


def test_numbers_dates_and_text_are_read_as_they_stand(sheets: Any) -> None:
    dossier = sheets({"indicatori": INDICATORS, "misure": MEASURES}).dossier
    assert [(one.id, one.target.value) for one in dossier.indicators] == [
        ("3", Decimal(11)),
        ("I2", Decimal(90)),
        ("I3", date(2020, 6, 30)),
    ]
    assert [one.value.value for one in dossier.measures] == [Decimal("8.5"), Decimal("84.5"), date(2020, 6, 29)]


def test_a_row_is_told_with_its_sheet(sheets: Any) -> None:
    place = sheets({"indicatori": INDICATORS, "misure": [*MEASURES, ["I9", "finale", 1]]})
    (problem,) = place.problems
    assert (problem.source.file, problem.source.sheet, problem.source.row) == ("enti/alfa/2020/data.ods", "misure", 5)


def test_a_share_in_a_column_of_percents_is_refused(sheets: Any) -> None:
    measures = [MEASURES[0], ["I2", "finale", Decimal("0.9")]]
    (problem,) = sheets({"indicatori": INDICATORS, "misure": measures}).problems
    assert "scrivere il segno %" in problem.remedy


def test_an_id_that_the_spreadsheet_has_made_a_fraction_is_refused(sheets: Any) -> None:
    indicators = [INDICATORS[0], [Decimal("1.1"), "Uno", "numero", 5]]
    problems = sheets({"indicatori": indicators, "misure": [MEASURES[0]]}).problems
    assert any("Formattare la colonna come testo" in problem.remedy for problem in problems)


def test_a_file_that_is_no_whole_workbook_is_one_problem(place: Any) -> None:
    place.year.joinpath("data.ods").write_bytes(ods({"aree": [["id"]]})[:200])
    (problem,) = place.problems
    assert (problem.source.file, plain(problem.message)) == ("enti/alfa/2020/data.ods", "non è un file ods intero")


def test_a_table_in_two_workbooks_is_told(place: Any) -> None:
    place.year.joinpath("data.ods").write_bytes(ods({"units": [["id"], ["U1"]]}))
    (problem,) = place.problems
    assert "è già in" in plain(problem.message)


def test_a_row_is_quoted_as_a_spreadsheet_shows_it_in_italian(sheets: Any) -> None:
    rows = [["cruscotto", "indicatore"], ["D1", 3], ["D1", "I2"], ["D1", "I3"]]
    record = sheets({"indicatori": INDICATORS, "misure": MEASURES, "righe_cruscotti": rows}).computed()
    told = [record.explain(f"indicator:{one}").data["explanations"][0]["inputs"] for one in ("3", "I2", "I3")]
    assert [(row["sheet"], row["row"]) for row in told[0]] == [("indicatori", 2), ("misure", 2)]
    assert told[0][0]["values"] == {"id": "3", "titolo": "Iniziative", "tipo": "numero", "atteso": "11"}
    assert [one[0]["values"]["atteso"] for one in told] == ["11", "90%", "30/6/2020"]
    assert told[0][1]["values"]["valore"] == "8,5"


def test_a_percent_is_read_as_the_cell_shows_it(sheets: Any) -> None:
    measures = [*MEASURES[:2], ["I2", "finale", Percent("0.845")]]
    rows = [*INDICATORS[:2], ["I2", "Soddisfazione", "percentuale", Percent("0.9")]]
    dossier = sheets({"indicatori": rows, "misure": measures}).dossier
    assert dossier.indicators[1].target.value == Decimal(90)
    assert [one.value.value for one in dossier.measures] == [Decimal("8.5"), Decimal("84.5")]


def test_repeated_cells_of_percents_are_all_percents(sheets: Any) -> None:
    heads = [*INDICATORS[0], "ultimo_consuntivo"]
    rows = [
        heads,
        ["I2", "Soddisfazione", "percentuale", Percent("0.5", times=2)],
        ["I3", "Iniziative", "numero", 3, 4],
    ]
    (percent, plain) = sheets({"indicatori": rows, "misure": MEASURES[:1]}).dossier.indicators
    assert (percent.target.value, percent.baseline.value) == (50, 50)
    assert (plain.target.value, plain.baseline.value) == (3, 4)


def test_repeated_rows_of_percents_are_all_percents(sheets: Any) -> None:
    place = sheets({"indicatori": INDICATORS[:2], "misure": [*MEASURES[:1], [3, "finale", Percent("0.5")]]})
    book = place.year / "data.ods"
    book.write_bytes(repacked(book.read_bytes(), ROW + cell(3) + cell("finale"), REPEATED + cell(3) + cell("finale")))
    told = [one for one in place.problems if "La cella ha il formato percentuale" in one.remedy]
    assert [one.source.row for one in told] == [2, 3]


def test_a_percent_in_a_column_of_plain_numbers_is_refused(sheets: Any) -> None:
    measures = [*MEASURES[:1], [3, "finale", Percent("0.5")]]
    (problem,) = sheets({"indicatori": INDICATORS[:2], "misure": measures}).problems
    assert "La cella ha il formato percentuale" in problem.remedy


def repacked(content: bytes, before: str, after: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).decode().replace(before, after))
    return buffer.getvalue()
