"""Next year's folder: lasting data are carried over, yearly data begin empty, nothing is overwritten."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from merito.cli import app

EXAMPLES = Path(__file__).parents[2] / "examples"
TABLES = {
    "unita": "id;nome\nA;Area A\n",
    "personale": "id;unita;dal;al\nE1;A;;\nE2;A;1/1/2020;30/6/2021\nE3;A;1/1/2020;1/1/2022\n",
    "posizioni": "id;titolo;unita;titolare\nPO1;Prima;A;E2\n",
    "obiettivi": "id;titolo;superiore;al;responsabile\n0;Sopra;;;\n1;Di più anni;0;31/12/2022;E2\n2;Dell'anno;;31/12/2021;\n"
    "3;Con attesi;;;E1\n4;Senza attesi;;;E1\n",
    "indicatori": "id;titolo;tipo;migliore;obiettivo;ultimo_consuntivo;atteso\n"
    "I1;Uno;numero;maggiore;3;5;10\nI2;Due;numero;maggiore;4;5;10\n",
    "attesi": "indicatore;anno;valore\nI1;2021;10\nI1;2022;12\nI2;2021;10\n",
    "misure": "indicatore;momento;valore\nI1;finale;9\n",
}
CARRIED = {
    "unita": "id;nome\nA;Area A\n",
    "personale": "id;unita;dal;al\nE1;A;;\nE3;A;1/1/2020;1/1/2022\n",
    "posizioni": "id;titolo;unita;titolare\nPO1;Prima;A;\n",
    "obiettivi": "id;titolo;superiore;al;responsabile\n0;Sopra;;;\n1;Di più anni;0;31/12/2022;\n3;Con attesi;;;E1\n",
    "indicatori": "id;titolo;tipo;migliore;obiettivo;ultimo_consuntivo;atteso\nI1;Uno;numero;maggiore;3;;\n",
    "attesi": "indicatore;anno;valore\nI1;2022;12\n",
    "misure": "indicatore;momento;valore\n",
}


@pytest.fixture
def merito() -> Callable[..., Result]:
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A workspace of one ente with a year of data."""
    year = tmp_path / "enti" / "uno" / "2021"
    year.mkdir(parents=True)
    (tmp_path / "merito.toml").write_text('[workspace]\nyear = 2021\nlocale = "it"\n', encoding="utf-8")
    (year.parent / "ente.toml").write_text('id = "uno"\nname = "Uno"\nregulation = "bergamo"\n', encoding="utf-8")
    for name, text in TABLES.items():
        (year / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_what_lasts_is_carried_over_and_the_rest_begins_empty(merito: Callable[..., Result], office: Path) -> None:
    made = merito("new-year", office, "--from", "2021")
    folder = office / "enti/uno/2022"
    assert made.exit_code == 0
    assert {name: (folder / f"{name}.csv").read_text(encoding="utf-8") for name in CARRIED} == CARRIED
    assert (folder / "atti.csv").read_text(encoding="utf-8").startswith("id;tipo;data;")
    assert "[funds]" in (folder / "cycle.toml").read_text(encoding="utf-8")
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [*(f"{name}.csv" for name in CARRIED), "atti.csv", "cycle.toml"]
    )
    for told in (
        "uno: enti/uno/2022: riportati dal 2021: attesi.csv (1 riga), indicatori.csv (1 riga), obiettivi.csv (3 righe), ",
        "uno: enti/uno/2022: da compilare: misure.csv, atti.csv, cycle.toml",
        "2 celle che rinviavano a ciò che non si riporta, ora in bianco",
        "per lavorare sul 2022: --year 2022",
    ):
        assert told in made.output
    checked = merito("check", office, "--year", "2022")
    assert (checked.exit_code, "uno: tabelle ancora vuote: atti, misure\n" in checked.output) == (0, True)


def test_what_is_still_expected_of_the_new_year_is_told(merito: Callable[..., Result], office: Path) -> None:
    """I2 goes on until 2023; of 2022 the plan gives a target of I1 alone, at the end of the year."""
    attesi = "indicatore;anno;valore;momento\nI1;2022;12;finale\nI2;2022;11;intermedio\nI2;2023;14;\n"
    (office / "enti/uno/2021/attesi.csv").write_text(attesi, encoding="utf-8")
    told = merito("new-year", office, "--from", "2021").output
    assert "1 indicatore senza risultato atteso 2022: scriverlo, o «-» se il Piano non ne prevede" in told


def test_nothing_is_written_over(merito: Callable[..., Result], office: Path) -> None:
    folder = office / "enti/uno/2022"
    folder.mkdir()
    (folder / "units.csv").write_text("id;name\nB;Area B\n", encoding="utf-8")
    (folder / "cycle.toml").write_text("# nostro\n", encoding="utf-8")
    told = merito("new-year", office, "--from", "2021").output
    assert "c'erano già e restano come sono: cycle.toml, unita.csv" in told
    assert (folder / "cycle.toml").read_text(encoding="utf-8") == "# nostro\n"
    assert not (folder / "unita.csv").exists()
    before = {path: path.read_bytes() for path in folder.iterdir()}
    merito("new-year", office, "--from", "2021")
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_the_next_year_of_every_example_can_be_read(merito: Callable[..., Result], tmp_path: Path) -> None:
    """Except one ente with bad data, and an indicator whose targets change kind from one year to the next."""
    ignored = shutil.ignore_patterns("out", "registro.sqlite*")
    examples = Path(shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=ignored))
    lines = []
    for name in ("bergamo", "brescia", "camera-di-prova", "comunita-montane", "comune-di-prova"):
        year, there = (2025 if name == "comune-di-prova" else 2021), examples / name
        assert merito("new-year", there, "--from", str(year)).exit_code == 0
        told = merito("check", there, "--year", str(year + 1), "--as-of", f"{year + 1}-01-10").output
        lines += told.splitlines()
    unread = {
        line.partition(":")[0]
        for line in lines
        if (".csv, riga " in line and ", trovato" in line) or ": trovato" in line
    }
    assert unread <= {"brescia", "col-di-sotto"}


def test_an_ente_without_the_year_before_is_told(merito: Callable[..., Result], office: Path) -> None:
    made = merito("new-year", office, "--from", "2019")
    assert (made.exit_code, "manca la cartella dell'anno 2019. Ci sono: 2021" in made.output) == (1, True)
    (office / "enti/uno/2021/unita.csv").write_text("id;colore\nA;blu\n", encoding="utf-8")
    assert "per lavorare sul 2020" not in made.output
    made = merito("new-year", office, "--from", "2021")
    assert (made.exit_code, "colonna «colore»: colonna sconosciuta" in made.output) == (1, True)
    assert not (office / "enti/uno/2022").exists()
