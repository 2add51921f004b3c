"""Tables that several enti keep together, beside `merito.toml`: each row says whose it is in its column `ente`."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from merito.workspace.cells import text_of
from merito.workspace.files import CSV, LEFT_BY_PROGRAMS, content_hash
from merito.workspace.heads import plain
from merito.workspace.problems import Problem, Problems, WorkspaceError
from merito.workspace.raw import UTF8, RawTable, read_csv

OWNER = "ente"
YEARS = ("year", "anno")
DATED_THEMSELVES = ("acts", "atti")


@frozen(kw_only=True)
class SharedTable:
    """A common table without its column `ente`: who owns each of its rows, and the problems that are somebody's."""

    raw: RawTable
    digest: str
    owners: tuple[str, ...]
    years: tuple[str, ...]
    problems: Mapping[str, tuple[Problem, ...]] = field(factory=dict)

    def of(self, ente: str, year: int) -> RawTable:
        """The rows of one ente and year, with the numbers they have in the file."""
        wanted = ("", str(year))
        rows = zip(self.raw.rows, self.owners, self.years, strict=True)
        return evolve(self.raw, rows=tuple(row for row, owner, of in rows if owner == ente and of in wanted))


def read_shared(root: Path) -> tuple[SharedTable, ...]:
    """Every common table of a workspace. Raises WorkspaceError on a file that cannot be read or has no `ente`."""
    paths = [path for path in sorted(root.iterdir()) if path.suffix.lower() == CSV and path.is_file()]
    return tuple(_read(path) for path in paths if not path.name.startswith(LEFT_BY_PROGRAMS))


def unknown_owners(tables: tuple[SharedTable, ...], enti: set[str]) -> Iterator[str]:
    """Rows of enti that the workspace does not have, told by file and row."""
    for table in tables:
        for (number, _), owner in zip(table.raw.rows, table.owners, strict=True):
            if owner not in enti:
                yield f"{table.raw.source(number)}, colonna «ente»: trovato «{owner}», che non è tra gli enti"


def _read(path: Path) -> SharedTable:
    content, problems = path.read_bytes(), Problems()
    raw = read_csv(path.stem, path.name, content, UTF8, problems)
    if raw is None or not raw.heads or plain(raw.heads[0]) != OWNER:
        told = [str(problem) for problem in problems.found]
        told = told or [f"{path.name}: la prima colonna di una tabella comune a più enti dev'essere «ente»"]
        raise WorkspaceError("\n".join(told))
    owners = {number: text_of(cells[0]) if cells else "" for number, cells in raw.rows}
    column = _year_column(raw)
    left = [index for index in range(1, len(raw.heads)) if index != column]
    rows = tuple((number, tuple(cells[index] for index in left if index < len(cells))) for number, cells in raw.rows)
    return SharedTable(
        raw=evolve(raw, heads=tuple(raw.heads[index] for index in left), rows=rows),
        digest=content_hash(content),
        owners=tuple(owners.values()),
        years=tuple(text_of(cells[column]) if column and column < len(cells) else "" for _, cells in raw.rows),
        problems=_by_owner(problems, owners),
    )


def _year_column(raw: RawTable) -> int | None:
    """The column that tells rows of several years apart; acts bear their own year."""
    if plain(raw.name) in DATED_THEMSELVES:
        return None
    return next((index for index, head in enumerate(raw.heads) if plain(head) in YEARS), None)


def _by_owner(problems: Problems, owners: Mapping[int, str]) -> dict[str, tuple[Problem, ...]]:
    found: dict[str, tuple[Problem, ...]] = {}
    for problem in problems.found:
        owner = owners.get(problem.source.row)
        if owner is None:
            raise WorkspaceError(str(problem))
        found[owner] = (*found.get(owner, ()), problem)
    return found
