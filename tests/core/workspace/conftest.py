"""A workspace of one ente without any problem until a test spoils it, as CSV files or as one workbook."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from merito import BadDataError, Dossier, InForce, Workspace
from merito.cli import app
from merito.testing import Record, Regulations, check_folder, installed_regulations, run_folder

YEAR, AS_OF = 2020, date(2021, 12, 31)
ENTE = 'id = "alfa"\nname = "Ente Alfa"\nregulation = "bergamo"\n'
SOUND: Mapping[str, Sequence[Sequence[object]]] = {
    "units": [["id", "name"], ["U1", "Ufficio"]],
    "people": [["id", "unit"], ["P1", "U1"]],
    "areas": [["id", "title"], ["A1", "Crescita"]],
    "objectives": [["id", "title", "area"], ["1.1", "Turismo", "A1"]],
    "indicators": [
        ["id", "title", "objective", "kind", "target"],
        ["I1", "Iniziative", "1.1", "number", "11"],
        ["I2", "Soddisfazione", "1.1", "percent", "90%"],
    ],
    "measures": [["indicator", "at", "value"], ["I1", "final", "8"], ["I2", "final", "90%"]],
    "dashboards": [["id", "title", "kind"], ["D1", "Cruscotto", "strategic"]],
    "dashboard_rows": [["dashboard", "indicator"], ["D1", "I1"], ["D1", "I2"]],
    "positions": [["id", "title"], ["PO1", "Posizione"]],
}


class Place:
    """A workspace in a folder of the test; `alfa` is its ente."""

    def __init__(self, root: Path, regulations: Regulations) -> None:
        self.root, self.regulations = root, regulations
        self.ente = root / "enti" / "alfa"
        self.year = self.ente / str(YEAR)
        self.out = root / "out"

    def build(self, tables: Mapping[str, Sequence[Sequence[object]]], locale: str = "it", form: str = "csv") -> None:
        """Writes the valid tables, with those of a test in their place (an empty one is left out), in either form."""
        self.write("merito.toml", f'[workspace]\nyear = {YEAR}\nlocale = "{locale}"\n')
        self.write("enti/alfa/ente.toml", ENTE)
        self.year.mkdir(parents=True, exist_ok=True)
        whole = {name: rows for name, rows in {**SOUND, **tables}.items() if rows}
        if form == "xlsx":
            self.workbook(whole)
        else:
            for name, rows in whole.items():
                self.table(name, rows)

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def table(self, name: str, rows: Sequence[Sequence[object]], delimiter: str = ";") -> Path:
        """One CSV table of the year."""
        buffer = io.StringIO()
        csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
        return self.write(f"enti/alfa/{YEAR}/{name}.csv", buffer.getvalue())

    def workbook(self, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
        """`data.xlsx` of the year. A cell is a plain value, or `{ value, format }`."""
        book = Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for number, row in enumerate(rows, start=1):
                for index, content in enumerate(row, start=1):
                    cell = sheet.cell(number, index)
                    if isinstance(content, Mapping):
                        cell.value, cell.number_format = content["value"], content["format"]
                    else:
                        cell.value = content
        path = self.year / "data.xlsx"
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
        return path

    @property
    def record(self) -> Record:
        """The record of the ente, in memory."""
        return run_folder(self.root, "alfa", year=YEAR, as_of=AS_OF, regulations=self.regulations)

    @property
    def dossier(self) -> Dossier:
        return self.record.dossier

    def reading(self, identifier: str) -> Any:
        """The choice on an interpretation."""
        return next(one for one in self.record.readings if one.id == identifier)

    def values(self) -> dict[str, InForce[object]]:
        """The values of the parameters that the ente sets, by key."""
        return {one.key: one for one in self.record.parameters_set}

    def computed(self) -> Any:
        """The record of the ente from Python, which explains its figures."""
        return Workspace(self.root).run("alfa", year=YEAR, as_of=AS_OF)

    @property
    def problems(self) -> tuple[Any, ...]:
        """Everything that is wrong with the ente; nothing if it can be read."""
        try:
            check_folder(self.root, "alfa", year=YEAR, as_of=AS_OF, regulations=self.regulations)
        except BadDataError as error:
            return error.problems
        return ()

    def run(self, *options: str, path: str = ".") -> tuple[int, str]:
        """Exit code of `merito run`, and all its output."""
        result = CliRunner().invoke(app, ["run", str(self.root / path), "--as-of", AS_OF.isoformat(), *options])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output


@pytest.fixture(scope="session")
def regulations() -> Regulations:
    return installed_regulations()


@pytest.fixture
def place(tmp_path: Path, regulations: Regulations) -> Place:
    """A valid workspace, in CSV and in the Italian locale."""
    place = Place(tmp_path, regulations)
    place.build({})
    return place


@pytest.fixture
def bare(tmp_path: Path, regulations: Regulations) -> Place:
    """A workspace with nothing in it yet."""
    return Place(tmp_path, regulations)
