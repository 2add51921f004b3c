"""A new year begins without results: whatever the year before had, nothing is measured, scored or paid."""

import csv
import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from plugins_here import REGULATIONS

from merito import Column, Results, Table
from merito.cli import app
from merito.testing import installed_regulations, run_folder

EXAMPLES = Path(__file__).parents[2] / "examples"
KNOWN = installed_regulations()
OF_TWO_ROWS = ("X1", "X2")
TABLES = {
    "person": "people",
    **{
        one: f"{one}s"
        for one in ("unit", "position", "objective", "indicator", "area", "dashboard", "act", "amendment")
    },
}  # the table to which a reference points
BODIES = "bodies"  # its rows are those that the regulation declares
CELLS = {
    "id": "X1",
    "text": "testo",
    "number": "80",
    "points": "80",
    "weight": "100",
    "money": "1.000,00",
    "yes_no": "SI",
    "figure": "90",
    "moment": "finale",
    "year": "2022",
    "who": "X1",
    "amended": "80",
}
NUMBERS = ("number", "points", "weight", "money", "figure", "moment")
PLAN_AND_SERVICE = {
    "areas.weight",
    "objectives.weight",
    "weights.weight",
    "indicators.weight",
    "targets.value",
    "targets.weight",
    "dashboard_rows.weight",
    "service.fte",
    "appointments.share",
    "delegated_powers.value_limit",
}

ACTS_LEFT_BEHIND = {
    key: {"act"}
    for key in ("objectives", "targets", "appointments", "delegated_powers", "bodies", "earlier_evaluations")
}


@pytest.mark.parametrize("regulation", REGULATIONS)
def test_of_numbers_only_the_plan_of_several_years_and_the_terms_of_service_last(regulation: str) -> None:
    tables = KNOWN.stack(regulation).inputs.tables
    lasting = {
        f"{table.name}.{column.name}"
        for table in tables.values()
        for column in table.columns.values()
        if column.lasts and column.kind in NUMBERS
    }
    assert lasting == PLAN_AND_SERVICE
    assert {table.name for table in tables.values() if any(one.lasts for one in table.columns.values())} == {
        table.name for table in tables.values() if table.lasts
    }


@pytest.mark.parametrize("regulation", [one for one in REGULATIONS if one in KNOWN.names() and one != "national"])
def test_a_year_with_every_cell_filled_leaves_no_figure_to_the_next(regulation: str, tmp_path: Path) -> None:
    inputs = KNOWN.stack(regulation).inputs
    sized = [one for one in inputs.bodies.values() if one.rule]
    tables = {name: one for name, one in inputs.tables.items() if name != BODIES or sized}
    del tables["returned_ratings"], tables["returned_evaluations"]  # written by an import alone, not carried over
    words = {"tool": next(iter(inputs.tools), ""), BODIES: next((one.label for one in sized), "")}
    (tmp_path / "merito.toml").write_text('[workspace]\nyear = 2021\nlocale = "it"\n', encoding="utf-8")
    before = tmp_path / "enti/uno/2021"
    before.mkdir(parents=True)
    (before.parent / "ente.toml").write_text(
        f'id = "uno"\nname = "Uno"\nregulation = "{regulation}"\n', encoding="utf-8"
    )
    for table in tables.values():
        if table.scope != "ente":
            rows = "".join(f"{';'.join(row)}\n" for row in _filled(table, words))
            heads = ";".join(column.label for column in table.columns.values())
            (before / f"{table.label}.csv").write_text(f"{heads}\n{rows}", encoding="utf-8")
    _new_year(tmp_path, 2021)
    after = tmp_path / "enti/uno/2022"
    carried = {name: _cells(after / f"{table.label}.csv") for name, table in tables.items() if table.scope != "ente"}
    assert {name for name, rows in carried.items() if rows} == {name for name, table in tables.items() if table.lasts}
    for name, rows in carried.items():
        labels = {column.label: column for column in tables[name].columns.values()}
        filled = {labels[head].name for row in rows for head, cell in row.items() if cell}
        lasting = {column.name for column in labels.values() if column.lasts}
        assert filled == (lasting - ACTS_LEFT_BEHIND.get(name, set()) if rows else set())
    assert _figures(_results(tmp_path, "uno", 2022)) == []


@pytest.mark.parametrize("ente", sorted(path.parent for path in EXAMPLES.glob("*/enti/*/ente.toml")))
def test_the_next_year_of_an_example_has_no_result(ente: Path, tmp_path: Path) -> None:
    place = ente.relative_to(EXAMPLES)
    ignored = shutil.ignore_patterns("out", "registro.sqlite*")
    root = Path(shutil.copytree(ente.parents[1], tmp_path / place.parts[0], ignore=ignored))
    years = [int(path.name) for path in ente.iterdir() if path.name.isdecimal()]
    _new_year(root, max(years), ente.name)
    assert _figures(_results(root, ente.name, max(years) + 1)) == []


def _new_year(root: Path, before: int, folder: str = "") -> None:
    path = root / "enti" / folder if folder else root
    made = CliRunner().invoke(app, ["new-year", str(path), "--from", str(before)], catch_exceptions=False)
    assert made.exit_code == 0, made.output


def _results(root: Path, folder: str, year: int) -> Results:
    day = date(year + 1, 12, 31)
    return run_folder(root, folder, year=year, as_of=day, provisional=True, regulations=KNOWN).results


def _figures(results: Results) -> list[object]:
    """All figures of a run: grades, scores, values of posts, and money that is due."""
    return [
        *((row.scope, row.id, row.value) for row in results.grades if row.value is not None),
        *((row.person, row.score) for row in results.scores if row.score is not None),
        *(
            (row.position, row.score, row.amount)
            for row in results.positions
            if (row.score, row.amount) != (None, None)
        ),
        *((row.person, row.due) for row in results.rewards if row.due),
    ]


def _filled(table: Table, words: Mapping[str, str]) -> Iterator[list[str]]:
    """Two rows of a table with ids, one below the other; one row of other tables. Every column has a value."""
    for own in OF_TWO_ROWS if "id" in table.columns else ("X1",):
        yield [_cell(column, table, own, words) for column in table.columns.values()]


def _cell(column: Column, table: Table, own: str, words: Mapping[str, str]) -> str:
    if (table.name, column.name) == (BODIES, "body"):
        return words[BODIES]
    if column.name == "id":
        return own
    if column.kind == "ref":
        alone = own == "X1" and TABLES[column.to[0]] == table.name
        return "" if alone else f"{column.to[0]}:X1" if len(column.to) > 1 else "X1"
    if column.kind == "date":
        return "31/12/2025" if column.name == "to" else "1/1/2020"
    if column.kind == "choice":
        return next(iter(column.values.values()))
    if column.kind == "tool":
        return words["tool"]
    return CELLS[column.kind]


def _cells(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))
