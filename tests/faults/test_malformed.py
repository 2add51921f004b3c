"""Thousands of slightly or completely wrong tables and settings: read, or refused by file; nothing else happens."""

import csv
import io
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest
from faults.harmed import TABLES, write_workspace
from faults.told import printable
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from merito import BadDataError, WorkspaceError
from merito.testing import check_folder, installed_regulations, run_folder

pytestmark = pytest.mark.long

EXAMPLES = Path(__file__).parents[2] / "examples"
REGULATIONS = installed_regulations()
ODD = [
    "=",
    "+",
    "-",
    "@",
    "'",
    '"',
    "''",
    ",;,",
    "=1+1",
    "-1",
    "1e999",
    "1e-999",
    "NaN",
    "inf",
    "0x10",
    "1.234,56",
    "1,234.56",
    "1.000",
    "0,0",
    "-0",
    "٣",
    "１",
    "%",
    "0.5",
    "101%",
    "da",
    "1",
    "a",
    "0",
    "n.d.",
    "SI/NO",
    "person:P1",
    "person:",
    "person::",
    "unit:U1",
    "1.1",
    "final",
    "2021-02-30",
    "31/12/2021",
    "0000",
    "9999",
    "true",
    "[]",
    "{}",
    "U1",
    "P1",
    "A1",
    "I1",
    "PO1",
    "null",
    "\\",
    "/",
    "..",
    "1/0",
    "2/3",
]
odd = st.one_of(
    st.sampled_from([*ODD, "", " ", "\u200b", "\ufeff", "a\nb", "x" * 40_000, "9" * 50, "\x1b", "\u202e", "è" * 300]),
    st.text(max_size=8),
)
steady = settings(
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_workspace(tmp_path_factory.mktemp("malformed") / "spazio")


def told(root: Path, walk: bool = True) -> list[str]:
    """What is reported about the ente: nothing if it is read and runs. Each line names a file of the workspace."""
    try:
        (run_folder if walk else check_folder)(root, "alfa", as_of=date(2021, 12, 31), regulations=REGULATIONS)
    except BadDataError as error:
        assert error.messages
        assert all(map(printable, error.messages))
        assert all(len(line) < 3000 for line in error.messages)
        return list(error.messages)
    except WorkspaceError as error:
        assert "merito.toml" in str(error) or ".csv" in str(error)
        return str(error).splitlines()
    return []


@settings(steady, max_examples=500)
@given(name=st.sampled_from(sorted(TABLES)), data=st.data())
def test_a_table_with_some_cells_rows_or_heads_changed(root: Path, name: str, data: st.DataObject) -> None:
    path = root / "enti" / "alfa" / "2020" / f"{name}.csv"
    rows = list(csv.reader(io.StringIO(TABLES[name])))
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.integers(0, len(rows) - 1))
        column = data.draw(st.integers(0, len(rows[row]))) if rows[row] else 0
        deed = data.draw(st.sampled_from(["cell", "cell", "cell", "more", "less", "row", "again", "gone"]))
        if deed == "cell" and column < len(rows[row]):
            rows[row][column] = data.draw(odd)
        elif deed == "more":
            rows[row].insert(column, data.draw(odd))
        elif deed == "less" and column < len(rows[row]):
            del rows[row][column]
        elif deed == "row":
            rows.insert(row, data.draw(st.lists(odd, max_size=5)))
        elif deed == "again":
            rows.append(list(rows[row]))
        elif len(rows) > 1:
            del rows[row]
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=data.draw(st.sampled_from(",;"))).writerows(rows)
    path.write_text(
        buffer.getvalue(), encoding=data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])), newline=""
    )
    try:
        assert all(line.startswith("enti/alfa/") for line in told(root))
    finally:
        path.write_text(TABLES[name], encoding="utf-8")


@settings(steady, max_examples=500)
@given(
    where=st.floats(0, 1, exclude_max=True),
    length=st.integers(0, 20),
    put=st.binary(max_size=12),
    number=st.integers(0, 10_000),
)
def test_a_file_of_an_example_with_some_bytes_changed(
    spoilt: tuple[Path, list[Path]], where: float, length: int, put: bytes, number: int
) -> None:
    root, paths = spoilt
    path = paths[number % len(paths)]
    content = path.read_bytes()
    at = int(where * len(content))
    path.write_bytes(content[:at] + put + content[at + length :])
    try:
        read_all(root)
    finally:
        path.write_bytes(content)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Path]]:
    """An association with common tables, and every file that a run of one of its enti reads."""
    root = tmp_path_factory.mktemp("spoilt") / "montane"
    shutil.copytree(EXAMPLES / "comunita-montane", root, ignore=shutil.ignore_patterns("out*", "*.sqlite"))
    own = root / "enti" / "rocca-alta"
    return root, sorted([*root.glob("*.csv"), root / "merito.toml", *own.rglob("*.csv"), *own.rglob("*.toml")])


def read_all(root: Path) -> None:
    try:
        check_folder(root, "rocca-alta", as_of=date(2022, 6, 1), regulations=REGULATIONS)
    except (BadDataError, WorkspaceError) as error:
        assert ".csv" in str(error) or ".toml" in str(error) or "cartella dell'anno" in str(error), str(error)


values = st.recursive(
    st.one_of(
        st.sampled_from(
            ["1", "-1", "0", "1e400", "-1e-400", "1e999999999", "nan", "-inf", "true", "0x7fffffffffffffffffff"]
        ),
        st.sampled_from(
            ["2021-01-01", "0001-01-01", "9999-12-31T23:59:59Z", "12:00:00", "''", '"2/3"', '"1/0"', '"\\u0000"']
        ),
        st.decimals(allow_nan=False, allow_infinity=False).map(str),
        st.text(alphabet="abc=;'\\ \"\nè", max_size=6).map(lambda text: "'''" + text.replace("'", "") + "'''"),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda some: f"[{', '.join(some)}]"),
        st.lists(inner, max_size=2).map(
            lambda some: "{" + ", ".join(f"k{n} = {one}" for n, one in enumerate(some)) + "}"
        ),
    ),
    max_leaves=4,
)
NAMES = ["id", "name", "regulation", "rules", "locale", "encoding", "year", "out", "enti", "include", "register"]
SET = [
    "position_least",
    "staff_factors",
    "date_grade",
    "strategy_map",
    "evaluation_levels",
    "x",
    '"I-BG-04"',
    "bergamo",
]
TABLES_OF_TOML = [
    "",
    "[workspace]",
    "[parameters]",
    "[readings]",
    "[funds]",
    "[figures]",
    "[defaults.bergamo]",
    "[a.b.c]",
]
lines = st.tuples(st.sampled_from(TABLES_OF_TOML), st.sampled_from(NAMES + SET), values)


@settings(steady, max_examples=600)
@given(
    name=st.sampled_from(["merito.toml", "enti/alfa/ente.toml", "enti/alfa/2020/cycle.toml"]),
    added=st.lists(lines, min_size=1, max_size=4),
    first=st.booleans(),
)
def test_settings_of_any_kind_in_any_place(
    root: Path, name: str, added: list[tuple[str, str, str]], first: bool
) -> None:
    path = root / name
    sound = path.read_text(encoding="utf-8")
    text = "\n".join(f"{table}\n{key} = {value}" for table, key, value in added)
    path.write_text(f"{text}\n{sound}" if first else f"{sound}\n{text}\n", encoding="utf-8")
    try:
        told(root)
    finally:
        path.write_text(sound, encoding="utf-8")


@settings(steady, max_examples=300)
@given(
    part=st.integers(0, 20),
    where=st.floats(0, 1, exclude_max=True),
    length=st.integers(0, 30),
    put=st.binary(max_size=12),
)
@pytest.mark.parametrize("form", ["xlsx", "ods"])
def test_a_workbook_with_some_bytes_of_a_part_changed(
    root: Path, form: str, part: int, where: float, length: int, put: bytes
) -> None:
    parts = WORKBOOKS[form]
    name = sorted(parts)[part % len(parts)]
    at = int(where * len(parts[name]))
    changed = {**parts, name: parts[name][:at] + put + parts[name][at + length :]}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for one, content in changed.items():
            archive.writestr(one, content)
    year = root / "enti" / "alfa" / "2020"
    (year / "areas.csv").rename(year / "areas.away")
    (year / f"data.{form}").write_bytes(buffer.getvalue())
    try:
        assert all(line.startswith("enti/alfa/") for line in told(root, walk=False))
    finally:
        (year / f"data.{form}").unlink()
        (year / "areas.away").rename(year / "areas.csv")


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def workbook() -> bytes:
    book = Workbook()
    book.remove(book.active)
    sheet = book.create_sheet("areas")
    for row in (["id", "title", "weight"], ["A1", "Crescita", 0.5], ["A2", date(2021, 1, 1), "=1+1"]):
        sheet.append(row)
    sheet["C2"].number_format = "0%"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
ODS = (
    f'<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:table="{OFFICE}:table:1.0" '
    f'xmlns:text="{OFFICE}:text:1.0"><office:body><office:spreadsheet><table:table table:name="areas">'
    + "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in (("id", "title"), ("A1", "Crescita"))
    )
    + '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/>'
    "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
).encode()
WORKBOOKS = {
    "xlsx": parts_of(workbook()),
    "ods": {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": ODS},
}
