"""`merito collect --read` where the tables of the year are sheets of a workbook: it stays as it is."""

from pathlib import Path

import openpyxl
from evaluators_sheets import MANAGER, Merito, fill, points_returned, ratings, returned
from open_documents import saved_as_ods


def in_a_workbook(place: Path) -> Path:
    """The tables of the year as sheets of one workbook."""
    year = ratings(place).parent
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for path in sorted(year.glob("*.csv")):
        sheet = book.create_sheet(path.stem)
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            sheet.append(line.split(";"))
        path.unlink()
    book.save(year / "data.xlsx")
    return year / "data.xlsx"


def test_the_workbook_of_the_year_stays_as_it_is(merito: Merito, place: Path, unrated: Path) -> None:
    data = in_a_workbook(place)
    before = data.read_bytes()
    fill(unrated / MANAGER, M4=7.5)
    told = merito("collect", place, "--read", unrated, "--yes")
    assert told.exit_code == 0, told.output
    assert data.read_bytes() == before
    assert points_returned(place)["E1", "attenzione agli utenti"] == "7,5"
    assert merito("check", place).exit_code == 0


def test_so_does_an_ods(merito: Merito, place: Path, unrated: Path) -> None:
    data = in_a_workbook(place)
    book = data.with_suffix(".ods")
    book.write_bytes(saved_as_ods(data))
    data.unlink()
    before = book.read_bytes()
    assert merito("collect", place, "--read", unrated, "--yes").exit_code == 0
    assert book.read_bytes() == before
    assert merito("check", place).exit_code == 0


def test_a_table_of_returned_ratings_that_somebody_put_into_the_workbook_is_told(
    merito: Merito, place: Path, unrated: Path
) -> None:
    merito("collect", place, "--read", unrated, "--yes")
    data = in_a_workbook(place)
    before = data.read_bytes()
    fill(unrated / MANAGER, M4=7)
    told = merito("collect", place, "--read", unrated, "--yes")
    assert told.exit_code == 1
    assert "8 → 7" in told.output
    assert "salvarla come schede_restituite.csv (CSV UTF-8)" in told.output
    assert (data.read_bytes(), returned(place).exists()) == (before, False)
