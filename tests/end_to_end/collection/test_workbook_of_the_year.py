"""`merito collect --read` where the tables of the year are sheets of a workbook."""

import zipfile
from pathlib import Path

import openpyxl
from evaluators_sheets import MANAGER, Merito, fill, ratings
from open_documents import saved_as_ods


def in_a_workbook(place: Path) -> Path:
    """The tables of the year as sheets of one workbook, with a second sheet that contains a formula."""
    year = ratings(place).parent
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for path in sorted(year.glob("*.csv")):
        sheet = book.create_sheet(path.stem)
        for line in path.read_text(encoding="utf-8").splitlines():
            sheet.append(line.split(";"))
        path.unlink()
    book.save(year / "data.xlsx")
    return year / "data.xlsx"


def test_points_are_written_into_the_workbook_of_the_year_and_the_old_one_is_kept(
    merito: Merito, place: Path, sheets: Path
) -> None:
    data = in_a_workbook(place)
    before = data.read_bytes()
    fill(sheets / MANAGER, M4=7.5)
    told = merito("collect", place, "--read", sheets)
    assert told.exit_code == 0, told.output
    assert "data.xlsx (com'era: data.xlsx.bak)" in told.output
    assert data.with_name("data.xlsx.bak").read_bytes() == before
    rows = list(openpyxl.load_workbook(data)["valutazioni_fattori"].values)
    assert rows[1][:5] == ("E1", "attenzione agli utenti", "c", 7.5, "10")
    assert rows[2][:5] == ("E1", "collaborazione", "c", "6", "10")
    assert "1 come prima" not in merito("collect", place, "--read", sheets).output
    assert merito("check", place).exit_code == 0


def test_a_workbook_that_would_lose_a_picture_is_not_written_into(merito: Merito, place: Path, sheets: Path) -> None:
    data = in_a_workbook(place)
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/charts/chart1.xml", "<c/>")
    before = data.read_bytes()
    fill(sheets / MANAGER, M4=7)
    told = merito("collect", place, "--read", sheets)
    assert told.exit_code == 1
    assert (
        "data.xlsx: ha disegni, grafici o macro che andrebbero persi: aprirlo, salvare il foglio «valutazioni_fattori» "
        "come valutazioni_fattori.csv (CSV UTF-8) nella stessa cartella, toglierlo da data.xlsx, e ripetere"
    ) in told.output
    assert data.read_bytes() == before
    assert not ratings(place).exists()


def test_an_ods_of_the_year_is_read_and_not_written_into_until_its_sheet_is_a_csv(
    merito: Merito, place: Path, sheets: Path
) -> None:
    """The test does what the error says, and it works."""
    csv = ratings(place).read_bytes()
    data = in_a_workbook(place)
    book = data.with_suffix(".ods")
    book.write_bytes(saved_as_ods(data))
    opened = openpyxl.load_workbook(data)
    data.unlink()
    fill(sheets / MANAGER, M4=7)
    told = merito("collect", place, "--read", sheets)
    assert told.exit_code == 1
    assert "8 → 7" in told.output
    assert "data.ods: un file .ods si legge ma non si riscrive: aprirlo, salvare il foglio" in told.output
    ratings(place).write_bytes(csv)
    opened.remove(opened["valutazioni_fattori"])
    opened.save(data)
    book.write_bytes(saved_as_ods(data))
    data.unlink()
    again = merito("collect", place, "--read", sheets)
    assert again.exit_code == 0, again.output
    assert "valutazioni_fattori.csv (com'era:" in again.output
    assert merito("check", place).exit_code == 0


def test_a_workbook_without_a_sheet_of_ratings_gets_a_csv_beside_it(merito: Merito, place: Path, sheets: Path) -> None:
    data = in_a_workbook(place)
    opened = openpyxl.load_workbook(data)
    amendments = opened["variazioni"]
    rows = [row for row in amendments.iter_rows() if any(cell.value == "valutazioni_fattori" for cell in row)]
    for row in reversed(rows):
        amendments.delete_rows(row[0].row)
    opened.remove(opened["valutazioni_fattori"])
    opened.save(data)
    form = place.parent / "scheda.csv"
    form.write_text("ruolo;fattore;sezione;massimo\ndipendente;collaborazione;c;10\n", encoding="utf-8")
    out = place.parent / "altre"
    assert merito("collect", place, "--form", form, "--out", out).exit_code == 0
    fill(out / MANAGER, M2=8)
    told = merito("collect", place, "--form", form, "--read", out)
    assert told.exit_code == 0, told.output
    assert ratings(place).read_text(encoding="utf-8").splitlines()[1:] == ["E1;collaborazione;c;8;10;;;;"]
