"""Valid enti to be harmed: those of the worked cases, in English, and those of the examples, in Italian."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import tomli
from attrs import evolve, frozen

from merito import BadDataError, Finding, Table
from merito.testing import Case, Record, cases_in, check_folder, installed_regulations, run_folder

REGULATIONS = installed_regulations()
TESTS = Path(__file__).parents[1]
EXAMPLES = TESTS.parent / "examples"
EVERY = ("bergamo", "brescia", "comunita_montane")
PLAN, ENTE = "performance_plan", "ente"
Rows = list[list[str]]


@frozen(kw_only=True)
class Base:
    """A readable ente and year: its tables by English name, each with its heads first, and its settings."""

    regulation: str
    title: str
    tables: Mapping[str, Rows]
    year: int
    as_of: date
    locale: str = "en"
    defaults: str = ""
    config: str = ""
    cycle: str = ""

    @property
    def folder(self) -> str:
        """The folder of its tables, from the root of its workspace."""
        return f"enti/prova/{self.year}"

    def files(self) -> dict[str, bytes]:
        """Every file of a workspace with only the ente `prova`, by its path from the root."""
        main = f'[workspace]\nyear = {self.year}\nlocale = "{self.locale}"\nregister = false\n{self.defaults}'
        config = f'id = "prova"\nname = "Ente di prova"\nregulation = "{self.regulation}"\n{self.config}\n'
        texts = {"merito.toml": main, "enti/prova/ente.toml": config, f"{self.folder}/cycle.toml": self.cycle}
        written = {path: text.encode() for path, text in texts.items()}
        return written | {f"{self.folder}/{name}.csv": csv_bytes(rows) for name, rows in self.tables.items()}

    def write(self, root: Path, files: Mapping[str, bytes] | None = None) -> None:
        """Writes that workspace, or these files in its place."""
        for path, content in (self.files() if files is None else files).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)

    def checked(self, root: Path) -> tuple[Finding, ...]:
        """What is found where it was written, without its cycle. Raises BadDataError and WorkspaceError."""
        return check_folder(root, "prova", year=self.year, as_of=self.as_of, regulations=REGULATIONS)

    def record(self, root: Path) -> Record:
        """Its results where it was written. Raises BadDataError and WorkspaceError."""
        return run_folder(root, "prova", year=self.year, as_of=self.as_of, regulations=REGULATIONS)

    def is_read(self) -> bool:
        with TemporaryDirectory() as place:
            root = Path(place)
            self.write(root)
            try:
                self.checked(root)
            except BadDataError:
                return False
        return True


@cache
def bases_of(regulation: str) -> Mapping[str, list[Base]]:
    """For every table of a regulation, enti that have it; from another regulation if its own have none."""
    own = [
        *(_of_case(case, regulation) for case in _cases(regulation)),
        *(base for base in _examples(regulation) if base.is_read()),
    ]
    found = {table: [base for base in own if table in base.tables] for table in _tables(regulation)}
    for table, bases in found.items():
        if not bases:
            having = (base for base in _foreign(regulation) if table in base.tables)
            bases += islice((base for base in having if base.is_read()), 5)
    return found


def _tables(regulation: str) -> Mapping[str, Table]:
    return REGULATIONS.stack(regulation).inputs.tables


def _cases(regulation: str) -> list[Case]:
    of_all = [case for case in cases_in(TESTS / "national" / "cases") if case.regulation == regulation]
    found = [*cases_in(TESTS / regulation / "cases"), *of_all]
    return [case for case in found if not case.files and not case.refused]


def _of_case(case: Case, regulation: str) -> Base:
    tables = {name: list(csv.reader(io.StringIO(text.strip()))) for name, text in case.tables.items()}
    return Base(
        regulation=regulation,
        title=f"{case.file.name}: {case.title}",
        tables={name: rows for name, rows in tables.items() if len(rows) > 1},
        year=case.year,
        as_of=case.as_of,
        config=case.ente,
        cycle=case.cycle,
    )


def _foreign(regulation: str) -> Iterator[Base]:
    """Cases of the other regulations, with what this one has too: acts become Plans, tools one of its own."""
    known, tool = _tables(regulation), next(iter(REGULATIONS.stack(regulation).inputs.tools))
    for name in EVERY:
        for case in _cases(name) if name != regulation else ():
            base = _of_case(case, regulation)
            tables = {one: _shared(rows, known[one], tool) for one, rows in base.tables.items() if one in known}
            yield evolve(base, tables=tables, config="", cycle="")


def _shared(rows: Rows, table: Table, tool: str) -> Rows:
    heads = ["id", "kind", "date"] if table.name == "acts" else [head for head in rows[0] if head in table.columns]
    put = {"kind": PLAN} if table.name == "acts" else {}
    put |= {column.name: tool for column in table.columns.values() if column.kind == "tool"}
    named = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]
    return [heads, *([put.get(head, row.get(head, "")) for head in heads] for row in named)]


def _examples(regulation: str) -> Iterator[Base]:
    """Every ente of the examples under a regulation, with only its own rows of the common tables."""
    for path in sorted(EXAMPLES.glob("*/enti/*/ente.toml")):
        workspace, config = path.parents[2], path.read_text(encoding="utf-8")
        settings = tomli.loads(config)
        if settings["regulation"] != regulation:
            continue
        main = (workspace / "merito.toml").read_text(encoding="utf-8")
        for folder in (one for one in sorted(path.parent.iterdir()) if one.is_dir() and one.name.isdecimal()):
            cycle = folder / "cycle.toml"
            yield Base(
                regulation=regulation,
                title=f"{path.parent.name} {folder.name}",
                tables=dict(_italian(regulation, settings["id"], workspace, path.parent, folder)),
                year=int(folder.name),
                as_of=date(int(folder.name) + 1, 7, 31),
                locale="it",
                defaults=main[main.index("[defaults") :] if "[defaults" in main else "",
                config=config.partition('regulation = "')[2].partition("\n")[2],
                cycle=cycle.read_text(encoding="utf-8") if cycle.is_file() else "",
            )


def _italian(regulation: str, ente: str, *folders: Path) -> Iterator[tuple[str, Rows]]:
    """Every table in one folder or in several, with the rows of all."""
    for name, table in _tables(regulation).items():
        named: list[dict[str, str]] = []
        for path in (folder / f"{table.label}.csv" for folder in folders):
            if path.is_file():
                read = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=";")
                named += [row for row in read if row.pop(ENTE, ente) == ente]
        if named:
            heads = list(dict.fromkeys(head for row in named for head in row))
            yield name, [heads, *([row.get(head) or "" for head in heads] for row in named)]


def csv_bytes(rows: Rows, **how: Any) -> bytes:
    """A table as a file, with options of the csv module."""
    buffer = io.StringIO()
    csv.writer(buffer, **{"lineterminator": "\n", **how}).writerows(rows)
    return buffer.getvalue().encode()
