"""Common tables of several enti, next to `merito.toml`: the column `ente` says to which each row belongs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from attrs import evolve, field, frozen

from merito.model.columns import Table
from merito.model.source import places_text
from merito.workspace.cells import Broken, Cell, text_of
from merito.workspace.characters import shortened
from merito.workspace.files import CSV, LEFT_BY_PROGRAMS, content_hash
from merito.workspace.heads import plain, suggestion
from merito.workspace.problems import Problem, Problems, WorkspaceError
from merito.workspace.raw import OR_SAY_CP1252, SAVE_AS_UTF8, UTF8, RawTable, read_csv
from merito.workspace.references import OF_YEAR

Row = tuple[int, tuple[Cell | Broken, ...]]
One = TypeVar("One")
OWNER = "ente"
YEARS = ("year", "anno")


@frozen(kw_only=True)
class SharedTable:
    """A common table without its column `ente`: the rows of each ente, and the problems of each."""

    raw: RawTable
    owned: Mapping[str, tuple[Row, ...]]
    problems: Mapping[str, tuple[Problem, ...]] = field(factory=dict)

    def of(self, ente: str, year: int, tables: Iterable[Table], of_workspace: int | None) -> RawTable:
        """The rows of one ente and year, with their numbers in the file.

        A column of the year gives the cycle of a row, unless the table has such a column of its own. A row without one
        belongs to the workspace's year (`of_workspace`), and to every year in a table that spans years.
        """
        own, table = self.owned.get(ente, ()), self._declared(tables)
        dated = table is not None and YEARS[0] in table.columns
        column = None if dated else _year_column(self.raw)
        silent = of_workspace in (None, year) or (table is not None and table.scope != OF_YEAR)
        if column is None:
            return evolve(self.raw, rows=own if silent else ())
        wanted = ("", str(year)) if silent else (str(year),)
        of_year = (row for row in own if (text_of(row[1][column]) if len(row[1]) > column else "") in wanted)
        return evolve(
            self.raw,
            heads=_without(self.raw.heads, column),
            rows=tuple((number, _without(cells, column)) for number, cells in of_year),
        )

    def _declared(self, tables: Iterable[Table]) -> Table | None:
        named = (one for one in tables if plain(self.raw.name) in (plain(one.name), plain(one.label)))
        return next(named, None)


def read_shared(root: Path) -> tuple[SharedTable, ...]:
    """Every common table of a workspace. Raises WorkspaceError on a file that cannot be read or has no `ente`."""
    paths = [path for path in sorted(root.iterdir()) if path.suffix.lower() == CSV and path.is_file()]
    kept = (path for path in paths if not path.name.startswith(LEFT_BY_PROGRAMS))
    return tuple(read_common(path.stem, path.name, path.read_bytes()) for path in kept)


def rows_hash(raw: RawTable) -> str:
    """SHA-256 of the rows of one ente, with their headers and numbers, independent of the rows of others."""
    return content_hash(repr((raw.heads, raw.rows)).encode("utf-8", "backslashreplace"))


def unknown_owners(tables: tuple[SharedTable, ...], enti: set[str]) -> Iterator[str]:
    """Rows of enti that are not in the workspace: a line for each such ente of a table, in the order of its rows."""
    for table in tables:
        strange = {owner: [number for number, _ in rows] for owner, rows in table.owned.items() if owner not in enti}
        for owner, numbers in sorted(strange.items(), key=lambda one: one[1]):
            where = places_text(table.raw.source(number) for number in numbers)
            told = f"{where}, colonna «ente»: trovato «{shortened(owner)}», che non è tra gli enti"
            near = suggestion(owner, sorted(enti))
            yield f"{told}. {near}" if near else told


def read_common(name: str, file: str, content: bytes) -> SharedTable:
    """A common table from its content. Raises WorkspaceError if it cannot be read or has no `ente`."""
    problems = Problems()
    raw = read_csv(name, file, content, UTF8, problems)
    if raw is None or not raw.heads or plain(raw.heads[0]) != OWNER:
        told = [str(_of_all(problem)) for problem in problems.found]
        told = told or [f"{file}: la prima colonna di una tabella comune a più enti dev'essere «ente»"]
        raise WorkspaceError("\n".join(told))
    owners = {number: text_of(cells[0]) if cells else "" for number, cells in raw.rows}
    owned: dict[str, list[Row]] = defaultdict(list)
    for number, cells in raw.rows:
        owned[owners[number]].append((number, cells[1:]))
    return SharedTable(
        raw=evolve(raw, heads=raw.heads[1:], rows=()),
        owned={owner: tuple(rows) for owner, rows in owned.items()},
        problems=_by_owner(problems, owners),
    )


def _of_all(problem: Problem) -> Problem:
    """A problem of a file that no single ente could solve by a declaration."""
    return evolve(problem, remedy=f"{SAVE_AS_UTF8}.") if problem.remedy == OR_SAY_CP1252 else problem


def _without(cells: Sequence[One], column: int) -> tuple[One, ...]:
    return tuple(cell for index, cell in enumerate(cells) if index != column)


def _year_column(raw: RawTable) -> int | None:
    return next((index for index, head in enumerate(raw.heads) if plain(head) in YEARS), None)


def _by_owner(problems: Problems, owners: Mapping[int, str]) -> dict[str, tuple[Problem, ...]]:
    found: dict[str, tuple[Problem, ...]] = {}
    for problem in problems.found:
        owner = owners.get(problem.source.row)
        if owner is None:
            raise WorkspaceError(str(problem))
        found[owner] = (*found.get(owner, ()), problem)
    return found
