"""An ente of a few tables, run in memory."""

import sys
import tempfile
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from attrs import evolve

from merito.cycle import run
from merito.cycle.course import Course
from merito.model.record import Record
from merito.regulations import Regulations
from merito.workspace.common import installed_regulations
from merito.workspace.config import of_their_author, open_workspace
from merito.workspace.dossiers import Opened, open_ente

YEAR, AS_OF = 2021, date(2022, 12, 31)


def installed() -> Regulations:
    """The regulations that are installed, found once for each search path of Python."""
    return _installed(tuple(sys.path))


@lru_cache(maxsize=4)
def _installed(_: tuple[str, ...]) -> Regulations:
    return installed_regulations()


def run_tables(
    regulation: str,
    tables: Mapping[str, str],
    cycle: str = "",
    as_of: date = AS_OF,
    *,
    ente: str = "",
    files: Mapping[str, str] | None = None,
    year: int = YEAR,
    regulations: Regulations | None = None,
    undecided: Collection[str] = (),
) -> Record:
    """The record of the ente that `open_tables` opens. Also raises PluginFaultError, on a fault of a plugin."""
    opened = open_tables(
        regulation,
        tables,
        cycle,
        as_of,
        ente=ente,
        files=files,
        year=year,
        regulations=regulations,
        undecided=undecided,
    )
    return run(opened.course, opened.hashes)


def open_tables(
    regulation: str,
    tables: Mapping[str, str],
    cycle: str = "",
    as_of: date = AS_OF,
    *,
    ente: str = "",
    files: Mapping[str, str] | None = None,
    year: int = YEAR,
    regulations: Regulations | None = None,
    undecided: Collection[str] = (),
) -> Opened:
    """The ente `prova` under a regulation, read from its tables (CSV, by name) and its `cycle.toml`.

    The locale is `en`. `ente` is added to `ente.toml`; `files` are written into the ente's folder, as
    `regole/rules.py`. A parameter that names no act counts as decided by its body, unless it is among the `undecided`.
    Appointments count as conferred, unless their table has the column `act`, or an act about the post confers it.
    Raises BadDataError on tables that cannot be read, PluginError on a plugin that cannot be loaded.
    """
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        folder = root / "enti" / "prova" / str(year)
        folder.mkdir(parents=True)
        write = {
            root / "merito.toml": f'[workspace]\nyear = {year}\nlocale = "en"\n',
            folder.parent / "ente.toml": f'id = "prova"\nname = "Ente di prova"\nregulation = "{regulation}"\n{ente}\n',
            folder / "cycle.toml": cycle,
            **{folder / f"{name}.csv": text.strip() + "\n" for name, text in tables.items()},
            **{folder.parent / name: text for name, text in (files or {}).items()},
        }
        for parent in {path.parent for path in write}:
            parent.mkdir(parents=True, exist_ok=True)
        for path, text in write.items():
            path.write_bytes(text.encode("utf-8"))
        workspace = of_their_author(open_workspace(root))
        opened = open_ente(folder.parent, workspace, regulations or installed(), year, as_of)
    return evolve(opened, course=_deciding(opened.course, undecided, _of_acts(tables)))


def _of_acts(tables: Mapping[str, str]) -> bool:
    """Whether the register of appointments speaks of acts: it has their column."""
    header = tables.get("appointments", "").strip().partition("\n")[0]
    return "act" in [name.strip() for name in header.split(",")]


def _deciding(course: Course, undecided: Collection[str], acts: bool) -> Course:
    """The course in which values without an act are decided, except for some; appointments too, without their acts."""
    parameters = course.parameters
    settings = {
        key: evolve(one, unfit="", unsourced=False) if one.act is None and key not in undecided else one
        for key, one in parameters.settings.items()
    }
    decided = evolve(parameters, settings=settings)
    return evolve(course, parameters=decided, unwritten_conferred=not acts)
