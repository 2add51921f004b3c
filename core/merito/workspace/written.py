"""Rows of an ente's files as they are written, headers and cells, for quotation.

Reading keeps values, not texts. So a file is read again to quote a row of it, and compared with its hash at the time
when the values were read: a different file is not quoted.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import field, frozen

from merito.model.columns import Table
from merito.model.source import Source
from merito.workspace.cells import Broken, Cell, shown_cell
from merito.workspace.ente_config import EnteConfig
from merito.workspace.files import CSV, WORKBOOKS, FileError, content_hash, content_of
from merito.workspace.heads import match_heads, plain
from merito.workspace.problems import Problems, WorkspaceError
from merito.workspace.raw import UTF8, RawTable, csv_records
from merito.workspace.shared import OWNER, YEARS, read_common, rows_hash
from merito.workspace.toml_statements import TomlStatement, statements

GONE = "il file non c'è più, o non si legge"
CHANGED = "il file è cambiato dopo l'esecuzione"
SUPPOSED = "supposto, in nessun file"

Records = tuple[tuple[str, ...], ...]


@frozen(kw_only=True)
class WrittenRow:
    """A row in its file: each header with its cell, without blank cells.

    `columns` gives, by English name, the header of each column of the table in the file. `why` says (Italian) why
    nothing can be quoted.
    """

    source: Source
    cells: Mapping[str, str] = field(factory=dict)
    columns: Mapping[str, str] = field(factory=dict)
    why: str = ""


@frozen(eq=False, kw_only=True)
class WrittenFiles:
    """The files of one ente and year; `hashes` are those of the reading that gave the values."""

    root: Path
    config: EnteConfig
    year: int
    year_of_workspace: int | None
    tables: Mapping[str, Table]
    hashes: Mapping[str, str]
    _known: dict[str, Mapping[str, Records] | str] = field(factory=dict, init=False, repr=False)

    def row(self, source: Source, table: Table | None) -> WrittenRow:
        """The row at a position; `table` is its table."""
        sheets = self._sheets(source.file)
        if isinstance(sheets, str):
            return WrittenRow(source=source, why=sheets)
        records = sheets.get(source.sheet, ())
        if not 0 < source.row <= len(records):
            return WrittenRow(source=source, why=CHANGED)
        top = next(number for number, record in enumerate(records) if any(cell.strip() for cell in record))
        heads, record = records[top], records[source.row - 1]
        cells = {head.strip(): cell for head, cell in zip(heads, record, strict=False) if cell.strip()}
        return WrittenRow(source=source, cells=cells, columns=self._columns(source, heads, table))

    def given(self, source: Source, section: str, names: tuple[str, ...]) -> WrittenRow:
        """The entry of a table of `cycle.toml` under one of the names, with the line on which it begins."""
        content = self._content(source.file)
        if isinstance(content, str):
            return WrittenRow(source=source, why=content)
        for one in statements(content.decode("utf-8-sig")):
            if any((section, name) in one.paths for name in names):
                return WrittenRow(source=source._replace(row=one.line), cells={_key_of(one, section): one.value})
        return WrittenRow(source=source, why=CHANGED)

    def _content(self, file: str) -> bytes | str:
        """The bytes of a file of the ente; or why they differ from those that were read."""
        if file not in self.hashes:
            return SUPPOSED
        try:
            content = content_of(self.root / file, self.config.folder)
        except FileError:
            return GONE
        return content if content_hash(content) == self.hashes[file] else CHANGED

    def _sheets(self, file: str) -> Mapping[str, Records] | str:
        """Every record of a file, by its sheet; or why there is none."""
        if file not in self._known:
            self._known[file] = self._read(file)
        return self._known[file]

    def _read(self, file: str) -> Mapping[str, Records] | str:
        path = self.root / file
        if path.parent == self.root and path.suffix.lower() == CSV and not self._own(path):
            return self._common(path, file)
        content = self._content(file)
        if isinstance(content, str):
            return content
        if path.name in WORKBOOKS:
            from merito.workspace.workbooks.spreadsheets import sheets_in  # noqa: PLC0415 (only where there is one)

            return {title: _texts(rows) for title, rows in sheets_in(content, file)}
        return {"": _texts(csv_records(file, content, self.config.encoding))}

    def _own(self, path: Path) -> bool:
        """Whether a file is in the ente's own folder, which may itself be the root."""
        return path.is_relative_to(self.config.folder)

    def _common(self, path: Path, file: str) -> Mapping[str, Records] | str:
        """A common table, of which only this ente's rows are compared with their hash."""
        try:
            content = path.read_bytes()
            raw = read_common(path.stem, path.name, content).of(
                self.config.id, self.year, self.tables.values(), self.year_of_workspace
            )
        except (OSError, WorkspaceError):
            return GONE
        if self.hashes.get(file) != rows_hash(raw):
            return CHANGED
        return {"": _texts(csv_records(file, content, UTF8))}

    def _columns(self, source: Source, heads: tuple[str, ...], table: Table | None) -> Mapping[str, str]:
        """The headers of a file by the English names of the columns of its table."""
        if table is None:
            return {}
        kept = [head.strip() for head in heads if head.strip()]
        if not self._own(self.root / source.file):
            apart = (OWNER, *(() if YEARS[0] in table.columns else YEARS))
            kept = [head for head in kept if plain(head) not in apart]
        raw = RawTable(
            name=table.name,
            file=source.file,
            sheet=source.sheet,
            heads=tuple(kept),
            head_row=0,
            rows=(),
            uneven=frozenset(),
        )
        found = match_heads(raw, table, Problems())
        return {name: kept[place] for name, place in found.index.items()} if found else {}


def _texts(records: Sequence[Sequence[Cell | Broken]]) -> Records:
    return tuple(tuple(map(shown_cell, record)) for record in records)


def _key_of(one: TomlStatement, section: str) -> str:
    """The key as written, prefixed with its table unless it is directly under the section."""
    return one.key if one.table == (section,) else f"{'.'.join(one.table)} {one.key}".strip()
