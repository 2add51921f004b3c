"""Writes the comparison of all enti next to their folders: `comparison.csv` and its page, complete or not at all."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from errno import EEXIST
from fractions import Fraction
from pathlib import Path

from attrs import fields

from merito.comparison.enti import INDEX, ComparedEnte, Comparison
from merito.numbers import number_text
from merito.outputs.columns import exact, percent
from merito.outputs.marks import COLUMN
from merito.outputs.measures import EXACT, QUOTIENTS, Measures, ScoreClass
from merito.outputs.standing import NOT_RUN, Standing
from merito.wording.coded import PHASES, SEVERITIES
from merito.workspace.in_place import clear_left, make_own_folder, rights_of, write_whole
from merito.workspace.spreadsheet_safe import csv_pieces

COMPARISON = "comparison.csv"
MEASURED = tuple(one.name for one in fields(Measures) if one.type is not bool)
GENERATOR = '<meta name="generator" content="merito">'
BEGINNING = 4096
Value = str | int | Decimal | Fraction | date | tuple[ScoreClass, ...] | None


def comparison_heads() -> tuple[str, ...]:
    """The columns of `comparison.csv`, in order."""
    return tuple(_cells(ComparedEnte(ente="", name="", year=0, standing=Standing(NOT_RUN))))


def overview_names(year: int | None) -> tuple[str, str]:
    """The names of the CSV and of the page of all enti; with a `year` those of a year that is not the workspace's."""
    csv, page = Path(COMPARISON), Path(INDEX)
    told = "" if year is None else f"-{year}"
    return f"{csv.stem}{told}{csv.suffix}", f"{page.stem}{told}{page.suffix}"


def write_comparison(comparison: Comparison, out: Path, page: str | None, year: int | None = None) -> Path:
    """Writes both files, and returns the path to open. Raises FileExistsError on a file that merito did not write.

    Without a page an earlier page is removed too.

    Only for the single writer of these files.
    """
    table, overview = overview_names(year)
    texts = {table: csv_pieces(_rows(comparison)), overview: page}
    for name, text in texts.items():
        path = out / name
        if text is not None and path.exists() and not _is_ours(path):
            raise FileExistsError(EEXIST, "c'è già e non è di merito: non si tocca", str(path))
    make_own_folder(out)
    _, mode = rights_of()
    for name, text in texts.items():
        clear_left(out / name)
        if text is not None:
            write_whole(out / name, text, mode)
        elif _is_ours(out / name):
            (out / name).unlink()
    return out / (table if page is None else overview)


def comparison_csv(comparison: Comparison) -> str:
    """The text of `comparison.csv`: one row per ente; missing values are blank."""
    return "".join(csv_pieces(_rows(comparison)))


def _rows(comparison: Comparison) -> Iterator[Iterable[str]]:
    yield ((COLUMN,) if comparison.simulation else ()) + comparison_heads()
    for row in comparison.rows:
        yield _cells(row).values()


def _cells(row: ComparedEnte) -> dict[str, str]:
    """An ente as cells by the names of their columns."""
    findings = row.findings or {}
    values: dict[str, Value] = {
        **({COLUMN: row.simulation} if row.simulation else {}),
        "ente": row.ente,
        "name": row.name,
        "regulation": row.regulation,
        "edition": row.edition,
        "year": row.year,
        "as_of": row.as_of,
        "provisional": None if row.provisional is None else str(row.provisional).lower(),
        "state": row.standing.state,
        "stale": row.stale,
        "reason": "; ".join(row.standing.reasons),
        **{f"phase_{letter}": row.phases[letter].state if letter in row.phases else None for letter in PHASES},
        "grade": row.grade,
        "grade_state": row.grade_state,
        **{name: getattr(row.measures, name) for name in MEASURED},
        **{f"findings_{severity}": findings.get(severity) for severity in SEVERITIES},
        "readings_not_adopted": None if row.readings is None else len(row.readings),
        "maximum_missing": str(row.measures.maximum_missing).lower() if row.measures.people_evaluated else None,
    }
    cells = {}
    for name, value in values.items():
        cells[name] = _classes_text(value) if isinstance(value, tuple) else _text(value)
        if name in (*QUOTIENTS, "grade"):
            cells[name + EXACT] = exact(value) if isinstance(value, Fraction) else ""
    return cells


def _classes_text(classes: Iterable[ScoreClass]) -> str:
    """`<60: 6; 60-90: 12; >=90: 7`."""
    return "; ".join(f"{_class(one)}: {one.people}" for one in classes)


def _class(one: ScoreClass) -> str:
    start, end = (None if border is None else number_text(border) for border in (one.start, one.end))
    return f"<{end}" if start is None else f">={start}" if end is None else f"{start}-{end}"


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Fraction):
        return str(percent(value))
    return value.isoformat() if isinstance(value, date) else str(value)


def _is_ours(path: Path) -> bool:
    """Whether a file has the marks of those written here."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        beginning = file.read(BEGINNING).decode("utf-8", errors="replace")
    heads = beginning.removeprefix(f"{COLUMN},")
    return GENERATOR in beginning or heads.startswith("ente,name,regulation,edition,year,")
