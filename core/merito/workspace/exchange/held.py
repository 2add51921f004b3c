"""Where a table of an ente and year lies, and what it holds there, as it is written."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from attrs import evolve, field, frozen

from merito.model.columns import Table
from merito.model.messages import Code, say
from merito.model.source import Source
from merito.numbers import day_text
from merito.workspace.cells import Broken, Cell, Native, text_of
from merito.workspace.exchange.site import ExchangeError, Site
from merito.workspace.files import (
    CSV,
    LEFT_BY_PROGRAMS,
    WORKBOOKS,
    FileError,
    content_hash,
    content_of,
    shown_path,
)
from merito.workspace.heads import ITALIAN, Heads, find_table, match_heads
from merito.workspace.people_names import NAMES
from merito.workspace.problems import Problem, Problems
from merito.workspace.raw import UTF8, RawTable, read_csv
from merito.workspace.shared import read_common
from merito.workspace.system_faults import unreadable_is_bad_data

BOM = b"\xef\xbb\xbf"
MARKED = "utf-8-sig"


class Kind(StrEnum):
    """The kind of place: a CSV, a sheet of data.xlsx or data.ods, a common table of the workspace, nowhere yet."""

    CSV = "csv"
    SHEET = "sheet"
    COMMON = "common"
    NOWHERE = "nowhere"


class Place(StrEnum):
    """Whose folder it is: that of the year, of the ente, or of the workspace."""

    YEAR = "year"
    ENTE = "ente"
    WORKSPACE = "workspace"


@frozen
class Line:
    """A row as texts, and its number: in the file that it comes from, or after the last one if it is new."""

    number: int
    cells: tuple[str, ...]


@frozen(kw_only=True)
class Held:
    """A table in its place: headers and rows as texts in the `locale`, and the hash of the file as it was read.

    `heads` are blank if there is no table yet, or it cannot be read; `index` gives the position of each column by its
    English name, and is empty if the headers do not fit. `problems` are those of the file itself; `broken` the cells
    without a usable value, and `uneven` rows have more or fewer cells than headers. In a `common` table the lines are
    this ente's, and the column of their owner is left out.
    """

    table: Table
    kind: Kind
    place: Place
    path: Path
    shown: str
    sheet: str = ""
    locale: str
    encoding: str = UTF8
    digest: str | None = None
    content: bytes = field(default=b"", repr=False)
    heads: tuple[str, ...] = ()
    head_row: int = 1
    language: str = ITALIAN
    index: Mapping[str, int] = field(factory=dict)
    lines: tuple[Line, ...] = ()
    uneven: frozenset[int] = frozenset()
    problems: tuple[Problem, ...] = ()

    @property
    def readable(self) -> bool:
        """Whether its rows can be corrected one by one."""
        return self.kind is Kind.NOWHERE or (bool(self.index) and not self.uneven)

    def source(self, row: int) -> Source:
        """The position of a row."""
        return Source(self.shown, row, self.sheet)


def table_at(site: Site, name: str, place: Place | None = None) -> Held:
    """The table of an English name or Italian label, where it is or would be written.

    Raises ExchangeError if it is in several places and none is named, or if it may not be in the named one.
    """
    found = tables_at(site, name)
    if place is not None:
        return next((one for one in found if one.place is place), None) or _not_yet(site, site.table(name), place)
    filled = [one for one in found if one.lines] or list(found)
    if len(filled) > 1:
        raise ExchangeError(
            say(
                "la tabella {name} è in più posti: {places}; dire quale",
                name=Code(site.table(name).label),
                places=tuple(f"{one.shown} ({one.place})" for one in filled),
            )
        )
    return filled[0] if filled else _not_yet(site, site.table(name), None)


def tables_at(site: Site, name: str) -> tuple[Held, ...]:
    """Every place where the table lies: the year's folder, the ente's, the workspace's. Raises BadDataError."""
    table = site.table(name)
    with unreadable_is_bad_data(site.workspace.root):
        own = [*_in_folder(site, table, site.year_folder, Place.YEAR)]
        own += _in_folder(site, table, site.config.folder, Place.ENTE)
        common = list(_common(site, table))
    return (*own, *(one for one in common if one.lines or not own))


def heads_of(heads: Sequence[str], table: Table, problems: Problems) -> Heads | None:
    """The columns that headers name; None, and problems, if they are invalid."""
    return match_heads(bare(table.name, heads), table, problems) if heads else None


def bare(name: str, heads: Sequence[str]) -> RawTable:
    """A table of headers alone."""
    return RawTable(name=name, file="", sheet="", heads=tuple(heads), head_row=1, rows=(), uneven=frozenset())


def cell_text(cell: Cell | Broken, locale: str) -> str:
    """A cell as a CSV of this locale has it."""
    if not isinstance(cell, Native) or isinstance(cell.value, bool):
        return text_of(cell)
    if isinstance(cell.value, Decimal):
        return cell.text.replace(".", ",") if locale == "it" else cell.text
    return day_text(cell.value) if locale == "it" else cell.value.isoformat()


def lines_of(raw: RawTable, locale: str) -> tuple[Line, ...]:
    """The rows of a raw table as texts."""
    return tuple(Line(number, tuple(cell_text(cell, locale) for cell in cells)) for number, cells in raw.rows)


def held_as(empty: Held, raw: RawTable, problems: Problems) -> Held:
    """What a raw table holds, in the place of an empty one."""
    heads = heads_of(raw.heads, empty.table, Problems())
    return evolve(
        empty,
        heads=raw.heads,
        head_row=raw.head_row or 1,
        language=heads.language if heads else ITALIAN,
        index=heads.index if heads else {},
        lines=lines_of(raw, empty.locale),
        uneven=raw.uneven,
        problems=tuple(problems.found),
    )


def _in_folder(site: Site, table: Table, folder: Path, place: Place) -> Iterator[Held]:
    known = {table.name: table}
    for path in sorted(folder.iterdir()):
        if path.name.startswith(LEFT_BY_PROGRAMS):
            continue
        if path.suffix.lower() == CSV and find_table(path.stem, known):
            yield _csv(site, table, path, place)
        elif path.name in WORKBOOKS and table is not NAMES:
            yield from _sheets(site, table, path, place)


def _csv(site: Site, table: Table, path: Path, place: Place) -> Held:
    shown, config, problems = shown_path(path, site.workspace.root), site.config, Problems()
    empty = Held(table=table, kind=Kind.CSV, place=place, path=path, shown=shown, locale=config.locale)
    try:
        content = content_of(path, config.folder)
    except FileError as error:
        return evolve(empty, problems=(error.problem(shown),))
    return csv_held(empty, content, config.encoding, problems)


def csv_held(empty: Held, content: bytes, encoding: str, problems: Problems) -> Held:
    """What the content of a CSV holds."""
    marked = content.startswith(BOM)
    read = evolve(empty, content=content, digest=content_hash(content), encoding=MARKED if marked else encoding)
    raw = read_csv(empty.path.stem, empty.shown, content, encoding, problems)
    return held_as(read, raw, problems) if raw is not None else evolve(read, problems=tuple(problems.found))


def _sheets(site: Site, table: Table, path: Path, place: Place) -> Iterator[Held]:
    from merito.workspace.workbooks.spreadsheets import read_ods, read_xlsx  # noqa: PLC0415 (only where there is one)

    shown, problems = shown_path(path, site.workspace.root), Problems()
    try:
        content = content_of(path, site.config.folder)
    except FileError:
        return
    for raw in (read_xlsx if path.name == WORKBOOKS[0] else read_ods)(content, shown, problems):
        if find_table(raw.name, {table.name: table}):
            empty = Held(
                table=table,
                kind=Kind.SHEET,
                place=place,
                path=path,
                shown=shown,
                sheet=raw.sheet,
                locale=site.config.locale,
                content=content,
                digest=content_hash(content),
            )
            own = Problems(one for one in problems.found if one.source.sheet == raw.sheet)
            yield held_as(empty, raw, own)


def _common(site: Site, table: Table) -> Iterator[Held]:
    root = site.workspace.root
    for one in site.workspace.shared:
        if table is not NAMES and find_table(Path(one.raw.file).stem, {table.name: table}):
            path = root / one.raw.file
            yield common_held(site, table, path, path.read_bytes())


def common_held(site: Site, table: Table, path: Path, content: bytes) -> Held:
    """What a common table holds of the site's ente and year. Raises WorkspaceError if it cannot be read."""
    shared = read_common(path.stem, path.name, content)
    raw = shared.of(site.config.id, site.year, site.stack.inputs.tables.values(), site.workspace.year)
    empty = Held(
        table=table,
        kind=Kind.COMMON,
        place=Place.WORKSPACE,
        path=path,
        shown=path.name,
        locale=site.workspace.locale or site.config.locale,
        encoding=MARKED if content.startswith(BOM) else UTF8,
        content=content,
        digest=content_hash(content),
    )
    return held_as(empty, raw, Problems(shared.problems.get(site.config.id, ())))


def _not_yet(site: Site, table: Table, place: Place | None) -> Held:
    """The place of a table that does not exist: a CSV in the folder where it may be."""
    where = place or (Place.ENTE if table.scope == "ente" or table is NAMES else Place.YEAR)
    if where is Place.WORKSPACE or table.scope not in (where, "both"):
        raise ExchangeError(
            say(
                "la tabella {name} non si scrive nella cartella indicata ({place})", name=Code(table.label), place=where
            )
        )
    path = (site.config.folder if where is Place.ENTE else site.year_folder) / f"{table.label}{CSV}"
    return Held(
        table=table,
        kind=Kind.NOWHERE,
        place=where,
        path=path,
        shown=shown_path(path, site.workspace.root),
        locale=site.config.locale,
        encoding=site.config.encoding,
    )
