"""A workspace that includes others: it has their enti too, each with its own year, locale, tables and choices."""

import csv
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from merito.cli import app

EXAMPLES = Path(__file__).parents[2] / "examples"
AS_OF = ("--as-of", "2022-06-01")
Many = Callable[..., Result]


@pytest.fixture
def merito(monkeypatch: pytest.MonkeyPatch) -> Many:
    monkeypatch.setenv("MERITO_REGISTER", "false")
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    """A copy of all the examples that a test may spoil."""
    ignored = shutil.ignore_patterns("out", "registro.sqlite*")
    return Path(shutil.copytree(EXAMPLES, tmp_path / "examples", ignore=ignored))


def small(root: Path, name: str, ente: str, workspace: str = 'year = 2021\nlocale = "en"') -> Path:
    """A workspace of one ente without data, under the regulation of a test that needs none."""
    folder = root / name / "enti" / ente
    (folder / "2021").mkdir(parents=True)
    (root / name / "merito.toml").write_text(f"[workspace]\n{workspace}\n", encoding="utf-8")
    (folder / "ente.toml").write_text(f'id = "{ente}"\nname = "{ente}"\nregulation = "bergamo"\n', encoding="utf-8")
    return root / name


def including(root: Path, text: str) -> Path:
    (root / "merito.toml").write_text(f"[workspace]\n{text}\n", encoding="utf-8")
    return root


def files(folder: Path) -> dict[str, bytes]:
    """The bytes of every file, without the link to the page of all enti, which a single ente does not have.

    Nor `made_from`, nor the size and hash of that page, which differ between the two.
    """
    link = '<li><a href="../../index.html">← Tutti gli enti</a></li>\n'.encode()
    paths = (path for path in folder.rglob("*") if path.is_file())
    found = {path.relative_to(folder).as_posix(): path.read_bytes().replace(link, b"") for path in paths}
    apart = rb'"made_from": "\w+"|"index.html": (?:\d+|"\w+")|"rests_on.json": "\w+"'
    return {name: re.sub(apart, b"", content) for name, content in found.items()}


@pytest.mark.long
def test_the_examples_together_give_what_each_gives_alone(merito: Many, examples: Path) -> None:
    together = merito("run", examples, *AS_OF)
    assert together.exit_code == 1  # one of the eight municipalities has bad data, and only that one fails
    for name in ("bergamo", "brescia", "camera-di-prova", "comunita-montane", "comune-di-prova"):
        merito("run", examples / name, *AS_OF)
        for ente in (path for path in (examples / name / "out").iterdir() if path.is_dir()):
            assert files(ente) == files(examples / "out" / ente.name)
    with (examples / "out/comparison.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["ente"]: row for row in csv.DictReader(file)}
    assert len(rows) == 12
    assert (rows["bergamo"]["year"], rows["brescia"]["year"]) == ("2020", "2021")
    assert [ente for ente, row in rows.items() if row["state"] == "bad_data"] == ["col-di-sotto"]
    page = (examples / "out/index.html").read_text(encoding="utf-8")
    assert "<strong>2020, 2021, 2025</strong>" in page
    assert "ciclo 2020" in page


def test_year_on_the_command_line_stands_over_the_years_of_the_included(merito: Many, examples: Path) -> None:
    merito("run", examples, "--ente", "bergamo", "--year", "2021", *AS_OF)
    assert (examples / "out/bergamo/2021/summary.json").is_file()
    assert not (examples / "out/bergamo/2020").exists()


def test_an_included_workspace_without_a_year_has_that_of_the_one_around_it(merito: Many, tmp_path: Path) -> None:
    small(tmp_path, "one", "uno", 'locale = "en"')
    assert merito("run", including(tmp_path, 'include = ["one"]\nyear = 2021'), *AS_OF).exit_code == 0
    assert json.loads((tmp_path / "out/uno/2021/summary.json").read_text(encoding="utf-8"))["year"] == 2021


def test_enti_of_its_own_stand_beside_the_included(merito: Many, tmp_path: Path) -> None:
    small(tmp_path, "one", "uno")
    small(tmp_path, ".", "due", 'include = ["one"]\nenti = ["enti/*"]\nyear = 2021\nlocale = "en"')
    told = merito("check", tmp_path).output
    assert list(dict.fromkeys(line.partition(":")[0] for line in told.splitlines())) == ["due", "uno", "2 enti"]


@pytest.mark.parametrize(
    ("include", "told"),
    [
        ('["lontano"]', "merito.toml: «include»: manca la cartella «lontano»"),
        ('["vuoto"]', "merito.toml: «include»: in «vuoto» non c'è merito.toml: non è uno spazio di lavoro"),
        ('["."]', "merito.toml: «include»: «.» è questo stesso spazio di lavoro"),
        ('["giro"]', "giro/merito.toml: «include»: «..» include a sua volta questo spazio di lavoro: è un giro"),
        ('["one", "./one"]', "merito.toml: «include»: «./one» è indicato due volte"),
        ('["one", "anche"]', "merito.toml: «include»: one è incluso più volte"),
        ('["storto"]', "storto/merito.toml: chiave «anno» sconosciuta in [workspace]"),
        ('"one"', "«include» deve essere un elenco di cartelle di altri spazi di lavoro"),
        ("[]\nenti = []", "né «enti» né «include»: lo spazio di lavoro è vuoto"),
    ],
)
def test_what_cannot_be_included_is_told(merito: Many, tmp_path: Path, include: str, told: str) -> None:
    small(tmp_path, "one", "uno")
    small(tmp_path, "two", "uno")
    for name, text in (("giro", 'include = [".."]'), ("anche", 'include = ["../one"]'), ("storto", "anno = 2021")):
        (tmp_path / name).mkdir()
        including(tmp_path / name, text)
    (tmp_path / "vuoto").mkdir()
    ran = merito("check", including(tmp_path, f"include = {include}"))
    assert ran.exit_code == 2
    assert told in ran.output


def test_an_id_in_two_included_workspaces_breaks_both_and_no_other(merito: Many, tmp_path: Path) -> None:
    small(tmp_path, "one", "uno")
    small(tmp_path, "two", "uno")
    small(tmp_path, "three", "tre")
    ran = merito("check", including(tmp_path, 'include = ["one", "two", "three"]'))
    told = "l'ente «uno» è in due cartelle: one/enti/uno e two/enti/uno; ogni ente ha un «id» suo"
    assert (ran.exit_code, ran.output.count(told)) == (1, 2)
    assert f"uno: one/enti/uno/ente.toml: {told}" in ran.output
    assert f"two/enti/uno: two/enti/uno/ente.toml: {told}" in ran.output
    assert "\ntre: nota: " in ran.output


def test_a_common_table_of_an_included_workspace_is_for_its_own_enti(merito: Many, tmp_path: Path) -> None:
    (small(tmp_path, "one", "uno") / "units.csv").write_text("ente,id\ndue,A\n", encoding="utf-8")
    small(tmp_path, "two", "due")
    ran = merito("check", including(tmp_path, 'include = ["one", "two"]'))
    assert ran.exit_code == 1
    assert (
        "righe di nessun ente: one/units.csv, riga 2, colonna «ente»: trovato «due», che non è tra gli enti"
        in ran.output
    )


def test_one_ente_of_an_association_may_be_checked_by_its_folder(merito: Many, examples: Path) -> None:
    ran = merito("check", examples / "comunita-montane/enti/borgo-lungo", *AS_OF)
    assert (ran.exit_code, ran.output) == (0, "borgo-lungo: dati leggibili, nessun rilievo\n")
