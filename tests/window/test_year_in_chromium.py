"""From an empty folder to the signed letter in a real browser, only through the pages, under each regulation.

Tables are uploaded, one of them with three faults, which are found and corrected in the page; values, readings and an act
are written; a sheet is handed out and comes back; the figures are computed and explained, the papers printed, the next
year prepared. The figures are those of `merito run`, to the byte.
"""

import csv
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from open_window import START
from openpyxl import load_workbook

pytestmark = pytest.mark.browser
chromium = pytest.importorskip("chromium")
EXAMPLES = Path(__file__).parents[2] / "examples"
COMUNI = EXAMPLES / "comunita-montane"
BRESCIA = EXAMPLES / "brescia" / "enti" / "brescia"
CHAMBER = EXAMPLES / "camera-di-prova" / "enti" / "camera-di-prova"
OTTIMO = "ottimo: 90; buono: 75; sufficiente: 60; insufficiente: 0"


@frozen(kw_only=True)
class Story:
    """An ente whose year is done again from nothing.

    `folders` hold its tables, those that last and those of the year. `person` is in the table of ratings: his points
    come back with a sheet. `faults` are wrong cells of `faulty`: column, wrong and right text. `act` is left out
    of the table of acts and registered in the page: its name there, its kind, its day. `values` are written with an act
    and the act beside it; `adopted` is the reading that is adopted on its own page.
    """

    regulation: str
    name: str
    ente: str
    folders: Sequence[tuple[Path, str]]
    as_of: str
    person: str
    faulty: str
    faults: Sequence[tuple[str, str, str]]
    act: tuple[str, str, str]
    values: Mapping[str, tuple[str, str, str]]
    readings: Mapping[str, tuple[str, str, str]]
    letter: str


STORIES = (
    Story(
        regulation="comunita_montane",
        name="Comune di Valfredda",
        ente="comune-di-valfredda",
        folders=((COMUNI, ""),),
        as_of="2022-06-01",
        person="UNI01",
        faulty="people",
        faults=(("unita", "UNO", "UNI"), ("ruolo", "impiegato", "dipendente"), ("di_ruolo", "FORSE", "SI")),
        act=("VAL", "report_validation", "2022-05-20"),
        values={
            "funds.annual": ("1.800,00", "", ""),
            "staff_factors": ("a: 40; b: 20; c: 40", "SMV", ""),
            "position_factors": ("a: 30; b: 30; c: 20; d: 20", "SMV", ""),
        },
        readings={"I-BL-04": ("savings", "LEC", "CIN"), "I-BL-15": ("assigned", "LEC", "")},
        letter="avviso_fascia",
    ),
    Story(
        regulation="bergamo",
        name="Camera di commercio di prova",
        ente="camera-di-commercio-di-prova",
        folders=((CHAMBER, "ente"), (CHAMBER / "2021", "year")),
        as_of="2022-07-31",
        person="E3",
        faulty="people",
        faults=(("unita", "UNO", "U3"), ("ruolo", "impiegato", "dipendente"), ("di_ruolo", "FORSE", "SI")),
        act=("R2", "report_validation", "2022-06-28"),
        values={
            "funds.performance": ("9.000,00", "", ""),
            "staff_factors": ("a: 40; b: 30; c: 30", "SM2", ""),
            "evaluation_levels": (OTTIMO, "SM2", ""),
            "positive_threshold": ("60", "SM2", ""),
            "performance_formula": ("score", "SM2", ""),
        },
        readings={"I-BP-12": ("letter", "L1", ""), "I-BG-20": ("in_proportion", "L2", "")},
        letter="lettera",
    ),
    Story(
        regulation="brescia",
        name="Camera di commercio di Brescia",
        ente="camera-di-commercio-di-brescia",
        folders=((BRESCIA, "ente"), (BRESCIA / "2021", "year")),
        as_of="2022-04-30",
        person="DAS",
        faulty="people",
        faults=(("unita", "UNO", "AS"), ("ruolo", "impiegato", "dipendente"), ("di_ruolo", "FORSE", "SI")),
        act=("R1", "performance_report", "2022-02-22"),
        values={
            "funds.staff": ("460.000,00", "", ""),
            "staff_factors": ("contributo: 30; scheda: 70", "O2", "O1"),
            "positive_threshold": ("60", "O2", "O1"),
        },
        readings={"I-BS-08": ("in_split", "L1", ""), "I-BS-21": ("half_up", "L2", "")},
        letter="lettera",
    ),
)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.regulation)
def test_from_an_empty_folder_to_the_signed_letter(story: Story, tmp_path: Path) -> None:
    space = tmp_path / "spazio"
    with chromium.chromium_on(None, tmp_path / "home") as page:
        year = chromium.begin(page, story.regulation, story.name, story.ente, 2021, space)
        _upload_everything(page, year, story, tmp_path)
        _decide(page, year, story)
        for reading, (choice, act, agreed) in story.readings.items():
            _adopt(page, year, reading, choice, act, agreed)
        _register(page, year, story)
        _sheet_goes_and_comes_back(page, year, story, space)
        chromium.shown(page, f"{year}?al={story.as_of}")
        assert "Finito" in chromium.work(page, "Calcola")
        _same_figures(space, story)
        chromium.shown(page, f"{year}spiega?s=person:{story.person}&al={story.as_of}")
        assert "riga" in page.inner_text("main")
        chromium.shown(page, f"{year}documenti")
        page.locator(f"form:has(input[value={story.letter}]) button").click()
        page.get_by_role("link", name="Continua").click()
        page.get_by_text("I file").first.click()
        with page.expect_download() as download:
            page.locator(f"a[href*='{story.letter}/']").first.click()
        assert Path(download.value.path()).read_bytes().startswith(b"PK")
        chromium.shown(page, f"{year}anno-dopo")
        assert "Finito" in chromium.work(page, "Prepara il 2022")
        assert (space / "enti" / story.ente / "2022").is_dir()


def _upload_everything(page: Any, year: str, story: Story, tmp_path: Path) -> None:
    """Every table that the example has for this ente; faults are told beside their cells, and corrected in the page."""
    for folder, where in story.folders:
        for path in sorted(folder.glob("*.csv")):
            rows = list(_own_rows(path, story))
            if len(rows) < 2 or path.stem == "anagrafe":
                continue
            file = tmp_path / "da caricare" / where / path.name
            file.parent.mkdir(parents=True, exist_ok=True)
            with file.open("w", encoding="utf-8", newline="") as out:
                csv.writer(out, delimiter=";").writerows(rows)
            chromium.upload(page, year, path.stem, file, where if path.stem == "atti" else "")
            chromium.confirm(page)
    file = next((tmp_path / "da caricare").rglob("personale.csv"))
    right = file.read_text(encoding="utf-8")
    file.write_text(_with_faults(right, story), encoding="utf-8")
    chromium.upload(page, year, story.faulty, file)
    told = page.inner_text("main")
    for _, wrong, _ in story.faults:
        assert wrong in told
    assert page.locator("td.wrong").count() >= len(story.faults)
    chromium.confirm(page)
    chromium.shown(page, year)
    assert "I dati non si leggono ancora" in page.inner_text("main")
    page.locator("a[href*='/dati/personale']", has_text="Correggi").first.click()
    chromium.ready(page)
    for column, _, good in story.faults:
        field = page.get_by_label(re.compile(rf"^{column.replace('_', ' ')}( \*)?$"))
        field.select_option(good)
    page.get_by_role("button", name="Guarda e scrivi").click()
    page.get_by_text("Nessun errore nuovo.").wait_for()
    chromium.confirm(page)


def _own_rows(path: Path, story: Story) -> Iterator[list[str]]:
    """The rows of the ente, without the act that is registered in the page and the points that come back."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(io.StringIO(file.read()), delimiter=";") if any(row)]
    heads = rows[0]
    whole = "ente" in heads
    for row in rows:
        cells = dict(zip(heads, row, strict=True))
        if whole and row is not heads and cells["ente"] != "valfredda":
            continue
        if path.stem == "atti" and story.act[0] in (cells["id"], cells.get("riferito_a")):
            continue
        if path.stem == "valutazioni_fattori" and cells["persona"] == story.person:
            continue
        yield [cell for head, cell in zip(heads, row, strict=True) if not (whole and head == "ente")]


def _with_faults(text: str, story: Story) -> str:
    lines = text.splitlines()
    heads = lines[0].split(";")
    place = next(number for number, line in enumerate(lines) if line.split(";")[0] == story.person)
    cells = dict(zip(heads, lines[place].split(";"), strict=True))
    cells |= {column: wrong for column, wrong, _ in story.faults}
    return "\n".join([*lines[:place], ";".join(cells[head] for head in heads), *lines[place + 1 :]]) + "\n"


def _decide(page: Any, year: str, story: Story) -> None:
    """Every value with its acts, in one form."""
    chromium.shown(page, f"{year}valori")
    for key, (text, act, agreed) in story.values.items():
        field = page.locator(f"[name='v.{key}']")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(text)
        else:
            field.fill(text)
        if act:
            page.locator(f"[name='a.{key}']").select_option(act)
        if agreed:
            page.locator(f"[name='g.{key}']").select_option(agreed)
    page.get_by_role("button", name="Scrivi tutto").first.click()
    page.get_by_text("Scritto.").wait_for()


def _adopt(page: Any, year: str, reading: str, choice: str, act: str, agreed: str) -> None:
    chromium.shown(page, f"{year}letture/{reading}")
    form = page.locator(f"form:has(input[name=valore][value={choice}])")
    form.locator("[name=atto]").select_option(act)
    if agreed:
        form.locator("[name=accordo]").select_option(agreed)
    form.get_by_role("button").click()
    page.get_by_text("Scritto.").wait_for()


def _register(page: Any, year: str, story: Story) -> None:
    """The act without which nothing is paid, from the list of what is missing."""
    _, kind, day = story.act
    chromium.shown(page, f"{year}?al={story.as_of}")
    page.locator(f"a[href*='tipo={kind}']").first.click()
    page.get_by_label("Data", exact=False).first.fill(day)
    page.get_by_role("button", name="Registra", exact=True).click()
    page.get_by_text("Registrato").wait_for()


def _sheet_goes_and_comes_back(page: Any, year: str, story: Story, space: Path) -> None:
    """The points that an evaluator had not given yet come back with his sheet."""
    chromium.shown(page, f"{year}valutazioni")
    asked = space.with_name("scheda tipo.csv")
    asked.write_text(_form(story), encoding="utf-8")
    page.get_by_label("Su che cosa si è valutati").set_input_files(asked)
    said = chromium.work(page, "Prepara le schede da consegnare")
    sheets = sorted((space / "schede" / story.ente / "2021").glob("*.xlsx"))
    filled = next((path for path in sheets if _fill(path, story.person)), None)
    assert filled is not None, said
    page.get_by_label("I fogli di calcolo dei valutatori").set_input_files(filled)
    page.get_by_role("button", name="Guarda che cosa è tornato").click()
    page.get_by_role("heading", name="Che cosa è tornato").wait_for()
    chromium.work(page, "Riporta i punti")
    assert list((space / "enti" / story.ente / "2021").glob("schede_restituite.csv"))


def _form(story: Story) -> str:
    """On what the person is evaluated, as the example has it."""
    path = next(folder / "valutazioni_fattori.csv" for folder, _ in story.folders if _has_ratings(folder))
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["persona"] == story.person]
    rows = [row for row in rows if row.get("ente", "valfredda") == "valfredda"]
    heads = ("persona", "fattore", "sezione", "massimo", "peso")
    lines = [";".join(heads), *(";".join(row.get(head, "") for head in heads) for row in rows)]
    return "\n".join(lines) + "\n"


def _has_ratings(folder: Path) -> bool:
    return (folder / "valutazioni_fattori.csv").is_file()


def _fill(path: Path, person: str) -> bool:
    """Gives the points that a sheet lacks about a person: the most."""
    book = load_workbook(path)
    filled = False
    for sheet in book.worksheets:
        heads = {str(cell.value): cell.column for row in sheet.iter_rows(max_row=6) for cell in row if cell.value}
        if not {"persona", "punti", "massimo"} <= heads.keys():
            continue
        for row in range(2, sheet.max_row + 1):
            points = sheet.cell(row, heads["punti"])
            if str(sheet.cell(row, heads["persona"]).value).split()[0] == person and points.value is None:
                points.value = sheet.cell(row, heads["massimo"]).value
                filled = True
    if filled:
        book.save(path)
    return filled


def _same_figures(space: Path, story: Story) -> None:
    copy = space.with_name("copia")
    shutil.copytree(space, copy, ignore=shutil.ignore_patterns("out", "*.sqlite*"))
    command = [sys.executable, "-c", START, "run", str(copy), "--as-of", story.as_of, "--year", "2021"]
    subprocess.run(command, check=False, capture_output=True)
    ours, theirs = (one / "out" / story.ente / "2021" for one in (space, copy))
    tables = sorted(path.name for path in theirs.glob("*.csv"))
    assert "rewards.csv" in tables
    assert [name for name in tables if (ours / name).read_bytes() != (theirs / name).read_bytes()] == []
