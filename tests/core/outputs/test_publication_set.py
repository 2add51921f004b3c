"""The folder to put on the site: complete, as its data package says, without names, and never for a simulation."""

import csv
import json
import re
import shutil
from decimal import Decimal
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from open_data import rows_of

from merito.cli import app

TWO_DECIMALS = re.compile(r"-?\d+\.\d\d")
EXAMPLES = Path(__file__).parents[3] / "examples"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLES / "brescia", tmp_path / "brescia", ignore=shutil.ignore_patterns("out", "registro*"))
    return tmp_path / "brescia"


def run(root: Path, *more: str, command: str = "run") -> Result:
    given = [command, str(root), "--year", "2021", "--as-of", "2022-04-30", *more]
    return CliRunner().invoke(app, given, catch_exceptions=False)


def folder(root: Path, year: int = 2021) -> Path:
    return root / "out" / "brescia" / str(year) / "pubblicazione" / str(year)


def test_the_data_package_tells_every_file_by_its_hash_and_every_column_by_its_head(workspace: Path) -> None:
    run(workspace)
    place = folder(workspace)
    package = json.loads((place / "datapackage.json").read_text(encoding="utf-8"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    told = {one["path"]: one for one in package["resources"]}
    assert set(told) | {"datapackage.json", "frammento.html"} == {path.name for path in place.iterdir()}
    for name, one in told.items():
        content = (place / name).read_bytes()
        assert (one["bytes"], one["hash"]) == (len(content), f"sha256:{sha256(content).hexdigest()}")
        if one["format"] == "csv":
            assert [field["name"] for field in one["schema"]["fields"]] == list(rows_of(place / name)[0])


def test_the_json_says_what_the_csv_says(workspace: Path) -> None:
    run(workspace)
    for path in folder(workspace).glob("*.csv"):
        data = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"), parse_float=Decimal)
        rows = [{head: "" if value is None else str(value) for head, value in row.items()} for row in data]
        assert rows_of(path) == [{head: _italian(cell) for head, cell in row.items()} for row in rows]


def test_the_criteria_that_tell_of_nobody_are_those_of_the_results(workspace: Path) -> None:
    run(workspace)
    place = folder(workspace)
    results = (place.parents[1] / "tables/art20_criteri.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(results.splitlines())
    assert rows_of(place / "art20_criteri.csv") == [
        {head: _italian(cell) for head, cell in row.items()} for row in rows
    ]


def _italian(cell: str) -> str:
    return cell.replace(".", ",") if TWO_DECIMALS.fullmatch(cell) else cell


def test_an_italian_spreadsheet_reads_accents_and_adds_sums(workspace: Path) -> None:
    """The UTF-8 mark, semicolons, decimal commas: otherwise it shows one column, and sums as text."""
    run(workspace)
    content = (folder(workspace) / "art20_premi.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfanno;fondo;")
    assert b";472652,40;195000,00;19347,60;provvisorio\n" in content


def test_it_is_among_the_hashes_of_the_results_and_a_file_changed_is_told(workspace: Path) -> None:
    run(workspace)
    summary = json.loads((folder(workspace).parents[1] / "summary.json").read_text(encoding="utf-8"))
    assert "pubblicazione/2021/art20_premi.csv" in summary["hashes"]
    assert "pubblicazione/2021/frammento.html" in summary["sizes"]
    assert CliRunner().invoke(app, ["register", "verify", str(workspace)]).exit_code == 0
    (folder(workspace) / "art20_premi.csv").write_text("anno\n2021\n", encoding="utf-8")
    ran = CliRunner().invoke(app, ["register", "verify", str(workspace)])
    assert ran.exit_code != 0
    assert "pubblicazione/2021/art20_premi.csv" in ran.output


def test_without_pages_there_is_no_piece_of_html(workspace: Path) -> None:
    run(workspace, "--formats", "csv")
    assert (folder(workspace) / "datapackage.json").is_file()
    assert not (folder(workspace) / "frammento.html").exists()


def test_a_simulation_has_nothing_to_publish(workspace: Path) -> None:
    run(workspace, "--set", "fewest_published=6", "--out", str(workspace / "prova"))
    assert list((workspace / "prova").rglob("summary.json"))
    assert not list((workspace / "prova").rglob("pubblicazione"))


def test_nobody_is_named_in_it(workspace: Path) -> None:
    run(workspace)
    reserved = folder(workspace).parents[1] / "people.csv"
    people = list(csv.DictReader(reserved.read_text(encoding="utf-8").splitlines()))
    text = "".join(path.read_text(encoding="utf-8") for path in folder(workspace).iterdir())
    assert len(people) > 100
    assert not [one["person"] for one in people if f"{one['person']}<" in text or f"{one['person']}," in text]


class Tags(HTMLParser):
    """The open tags of a text, and whether all were closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)
        self.seen.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_piece_of_html_stands_inside_a_page(workspace: Path) -> None:
    run(workspace)
    text = (folder(workspace) / "frammento.html").read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(text)
    assert tags.open == []
    assert not tags.seen & {"html", "head", "body", "script", "style", "link", "img"}
    assert "472.652,40" in text


def test_what_the_year_s_law_does_not_publish_is_not_there(workspace: Path) -> None:
    """An ente without funds gives no prizes, and has no folder."""
    shutil.copytree(
        EXAMPLES / "bergamo", workspace.parent / "bergamo", ignore=shutil.ignore_patterns("out", "registro*")
    )
    run(workspace.parent / "bergamo")
    assert list((workspace.parent / "bergamo").rglob("summary.json"))
    assert not list((workspace.parent / "bergamo").rglob("pubblicazione"))


def test_what_waits_is_a_sentence_and_no_blank_table(workspace: Path) -> None:
    """Before the Relazione is validated: what is set aside, and that the rest will follow."""
    place = workspace.parent / "camera"
    shutil.copytree(EXAMPLES / "camera-di-prova", place, ignore=shutil.ignore_patterns("out", "registro*"))
    CliRunner().invoke(app, ["run", str(place), "--year", "2021", "--as-of", "2022-01-31"], catch_exceptions=False)
    (found,) = (place / "out").rglob("frammento.html")
    text = found.read_text(encoding="utf-8")
    assert text.count("<strong>Stato: in attesa.</strong>") == 2
    assert "35.000,00" in text


def test_what_concerns_too_few_people_is_said_to_be_kept_back(tmp_path: Path) -> None:
    """In the Chamber of the examples a correction of one person would tell in which class he was."""
    root = tmp_path / "camera"
    shutil.copytree(EXAMPLES / "camera-di-prova", root, ignore=shutil.ignore_patterns("out", "registro*"))
    run(root, "--as-of", "2022-12-31")
    ours = root / "out" / "camera-di-prova" / "2021"
    public = (ours / "pubblicazione/2021/frammento.html").read_text(encoding="utf-8")
    title = "Grado di differenziazione nell&#39;utilizzo della premialità"
    assert f"<h3>{title}</h3>\n<p>D.Lgs. 33/2013, art. 20 c. 2. Il dato, da solo o accanto ad altri, direbbe" in public
    (note,) = re.findall("non sono nel sito .*", (ours / "index.html").read_text(encoding="utf-8"))
    assert f"«{title}» (D.Lgs. 33/2013, art. 20 c. 2)" in note
    findings = (ours / "findings.csv").read_text(encoding="utf-8")
    assert "a chi sa quanto danno gli altri fondi" in findings


def _rows(root: Path, table: str) -> list[dict[str, str]]:
    path = folder(root) / f"{table}.csv"
    return rows_of(path) if path.is_file() else []


def test_while_many_wait_nothing_of_their_group_is_published_since_they_may_be_settled_one_at_a_time(
    workspace: Path,
) -> None:
    path = workspace / "enti/brescia/2021/valutazioni.csv"
    text = path.read_text(encoding="utf-8")
    for day, person in enumerate(("D005", "D006", "D007", "D008", "D009", "D010", "D011"), 1):
        text = re.sub(f"^({person};.*?);5/3/2022;", rf"\1;{day}/5/2022;", text, flags=re.M)
    path.write_text(text, encoding="utf-8")
    run(workspace)
    assert _rows(workspace, "art20_differenziazione") == []
    assert {row["gruppo"] for row in _rows(workspace, "art20_distribuzione")} == {"dirigenti e posizioni organizzative"}
    findings = (folder(workspace).parents[1] / "findings.csv").read_text(encoding="utf-8")
    assert "7 persone attendono un premio, o una sua parte: se si liquidano una alla volta" in findings
    run(workspace, "--as-of", "2022-05-10")
    assert {row["gruppo"] for row in _rows(workspace, "art20_distribuzione")} >= {"dipendenti"}
    assert _rows(workspace, "art20_differenziazione")


def test_after_an_appeal_upheld_the_tables_of_its_group_are_kept_back(tmp_path: Path) -> None:
    root = tmp_path / "comunita"
    shutil.copytree(EXAMPLES / "comunita-montane", root, ignore=shutil.ignore_patterns("out", "registro*"))
    with (root / "atti.csv").open("a", encoding="utf-8") as file:
        file.write("borgo-lungo;DRX;ricorso_accolto;20/6/2022;;person:PO-AMM;;;2021;\n")
    (root / "ricorsi.csv").write_text(
        "ente;persona;punteggio;atto;dopo_pagamento\nborgo-lungo;PO-AMM;95;DRX;NO\n", encoding="utf-8"
    )
    run(root, "--as-of", "2022-06-30", "--ente", "borgo-lungo")
    public = root / "out/borgo-lungo/2021/pubblicazione/2021"
    assert not (public / "differenziazione.csv").exists()
    assert [row["fondo"] for row in rows_of(public / "art20_premi.csv")] == ["totale"]
