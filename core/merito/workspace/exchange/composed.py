"""The file that a proposed content makes: a CSV, a common table with other rows of one ente, a sheet of data.xlsx."""

from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from merito.model.messages import say
from merito.workspace.exchange.changes import pairs
from merito.workspace.exchange.held import Held, Kind, common_held
from merito.workspace.exchange.proposed import Proposed
from merito.workspace.exchange.site import ExchangeError, Site
from merito.workspace.files import WORKBOOKS
from merito.workspace.heads import plain
from merito.workspace.raw import UTF8, csv_records
from merito.workspace.shared import OWNER, YEARS, read_common
from merito.workspace.spreadsheet_safe import coded, csv_text

SEPARATOR = ";"


@frozen(kw_only=True)
class NewContent:
    """A file of an ente with other content, and the hash of the one that it was made from; None: there was none.

    Without `content` the file goes. `rows` gives the number of a proposed row by that in the new file, `columns` the
    English name of a column by its header.
    """

    path: Path
    shown: str
    content: bytes | None = field(repr=False)
    seen: str | None
    sheet: str = ""
    rows: Mapping[int, int] = field(factory=dict, repr=False)
    columns: Mapping[str, str] = field(factory=dict)
    common: bool = False


def composed(proposed: Proposed, site: Site) -> NewContent:
    """The file that a proposed content makes. Raises ExchangeError if it cannot be written without losing something."""
    held = proposed.held
    if held.kind is Kind.COMMON:
        content, rows = _common(proposed, site)
    elif held.kind is Kind.SHEET and held.path.name == WORKBOOKS[0]:
        from merito.workspace.exchange.in_workbook import with_sheet  # noqa: PLC0415 (only for whoever has such a file)

        content, rows = with_sheet(proposed)
    elif held.kind is Kind.SHEET:
        raise ExchangeError(
            say(
                "{file}: merito non scrive in un foglio .ods senza perderne qualcosa: correggere lì la tabella; oppure "
                "salvarlo come data.xlsx, o salvare la tabella come CSV nella stessa cartella e toglierla da {file}",
                file=held.shown,
            )
        )
    else:
        content = _bytes([proposed.heads, *(line.cells for line in proposed.lines if any(line.cells))], held)
        rows = {place: line.number for place, line in enumerate((one for one in proposed.lines if any(one.cells)), 2)}
    return NewContent(
        path=held.path,
        shown=held.shown,
        content=content,
        seen=held.digest,
        sheet=held.sheet,
        rows=rows,
        columns=dict(zip(proposed.heads, proposed.columns, strict=True)),
        common=held.kind is Kind.COMMON,
    )


def _bytes(rows: list[tuple[str, ...]], held: Held) -> bytes:
    return coded(csv_text(rows, SEPARATOR), held.encoding)


def _common(proposed: Proposed, site: Site) -> tuple[bytes, dict[int, int]]:
    """The common table with the ente's rows replaced, each in its place; new ones follow the last of all.

    A row that stays keeps its year as it is written.
    """
    held = proposed.held
    records = csv_records(held.shown, held.content, UTF8)
    top = next(place for place, record in enumerate(records) if any(cell.strip() for cell in record))
    heads = [plain(head) for head in records[top]]
    own = {plain(head): place for place, head in enumerate(proposed.heads)}
    year = next((place for place, head in enumerate(heads) if head in YEARS and head not in own), None)
    if unknown := [head for head in proposed.heads if plain(head) not in heads]:
        raise ExchangeError(
            say(
                "{file}: è di più enti e non ha la colonna {columns}: la aggiunge chi tiene lo spazio di lavoro",
                file=held.shown,
                columns=tuple(unknown),
            )
        )
    kept: dict[int, list[str]] = dict(enumerate(records, 1))
    numbers: dict[int, int] = {}
    added: list[tuple[list[str], int]] = []
    for before, after in pairs(proposed):
        if after is None:
            kept.pop(before.number if before else 0, None)
            continue
        cells = [after.cells[own[head]] if head in own else "" for head in heads]
        cells[heads.index(OWNER)] = site.config.id
        if before is None:
            if year is not None:
                cells[year] = str(site.year)
            added.append((cells, after.number))
            continue
        old = kept[before.number]
        if year is not None:
            cells[year] = old[year] if year < len(old) else ""
        kept[before.number], numbers[before.number] = cells, after.number
    written = [(record, numbers.get(place)) for place, record in kept.items()] + [(cells, row) for cells, row in added]
    content = coded(csv_text([record for record, _ in written], SEPARATOR), held.encoding)
    _others_stay(held, content, site)
    return content, {place: row for place, (_, row) in enumerate(written, 1) if row is not None}


def _others_stay(held: Held, content: bytes, site: Site) -> None:
    """Refuses a common table in which the rows of another ente would change, or of another year."""
    one, other = (read_common(held.path.stem, held.shown, each) for each in (held.content, content))
    same = {owner: [cells for _, cells in rows] for owner, rows in one.owned.items() if owner != site.config.id}
    if same != {owner: [cells for _, cells in rows] for owner, rows in other.owned.items() if owner != site.config.id}:
        raise ExchangeError(say("{file}: cambierebbero righe di altri enti: correggerlo a mano", file=held.shown))
    left = {line.number for line in held.lines}
    theirs = [cells for number, cells in one.owned.get(site.config.id, ()) if number not in left]
    again = common_held(site, held.table, held.path, content)
    now = {line.number for line in again.lines}
    if theirs != [cells for number, cells in other.owned.get(site.config.id, ()) if number not in now]:
        raise ExchangeError(say("{file}: cambierebbero righe di altri anni: correggerlo a mano", file=held.shown))
