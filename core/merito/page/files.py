"""The files next to the page, with their content; and the tables that the regulation adds."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from urllib.parse import quote

from attrs import frozen

from merito.model.publication import PublishedTable
from merito.numbers import counted, day_text, decimal_text
from merito.outputs.columns import OutCell
from merito.outputs.own_folder import SUMMARY
from merito.outputs.publication_set import place_of
from merito.outputs.result_tables import OutTable
from merito.outputs.writer import WORKBOOK
from merito.page.grids import Exact, Grid, GridCell, Grids
from merito.page.material import Material
from merito.wording.rules_told import replaced_lines

ADDED = ("tables/", "documents/")
MOST_ROWS = 200


@frozen
class FileLine:
    """A file: its path, its content, its number of rows."""

    name: str
    href: str
    holds: str
    rows: str


@frozen
class Files:
    """The files, the folder for the site if there is one, the tables kept back from it, what the results come from."""

    files: tuple[FileLine, ...]
    to_publish: str
    kept_back: tuple[str, ...]
    versions: str
    own_rules: tuple[tuple[str, str], ...]
    replaced: tuple[str, ...]


def files(material: Material) -> Files:
    """Every file of the results."""
    known = material.stack.inputs.published
    every = [_line(table, known) for table in material.tables]
    if every and material.workbooks:
        every.insert(0, FileLine(WORKBOOK, WORKBOOK, "Tutte le tabelle in una cartella di calcolo", ""))
    every.append(FileLine(SUMMARY, SUMMARY, "Riepilogo per i programmi, con le impronte dei file", ""))
    return Files(
        files=tuple(every),
        to_publish=place_of(material.dossier.year) if material.site.tables else "",
        kept_back=tuple(f"«{one.title}» ({one.cites})" for one in material.site.kept_back),
        versions=", ".join(f"{name}: {version}" for name, version in material.record.versions.items()),
        own_rules=tuple(material.record.own_rules.items()),
        replaced=tuple(replaced_lines(material.stack)),
    )


def _line(table: OutTable, known: Mapping[str, PublishedTable]) -> FileLine:
    name = f"{table.name}.csv"
    rows = counted(len(table.rows), "riga", "righe")
    published = known.get(_own_name(table))
    return FileLine(name, quote(name), published.title if published else table.table.holds, rows)


def _own_name(table: OutTable) -> str:
    """The name of a table that a regulation adds, without its folder."""
    return table.name.partition("/")[2]


def added_tables(material: Material) -> Grids | None:
    """The tables and documents that the regulation adds; the first rows of a long one."""
    own = [table for table in material.tables if table.name.startswith(ADDED)]
    known = material.stack.inputs.published
    return Grids(tuple(_grid(table, known.get(_own_name(table))) for table in own)) if own else None


def _grid(table: OutTable, published: PublishedTable | None) -> Grid:
    """A table, every column `X, esatto` folded into its `X`; the first rows of a very long one.

    A table that a law requires to be published has its declared titles.
    """
    titles = {one.head: one.title for one in published.columns.values()} if published else {}
    twins = _twins(table.heads)
    kept = [place for place in range(len(table.heads)) if place not in twins.values()]
    told = [titles.get(head, _head(head)) for head in table.heads]
    heads = tuple((told[place], _numeric([row[place] for row in table.rows])) for place in kept)
    rows = tuple(
        tuple(_cell(row[place], row[twins[place]] if place in twins else "") for place in kept)
        for row in table.rows[:MOST_ROWS]
    )
    cut = f"Sono le prime {MOST_ROWS} righe di {len(table.rows)}: le altre in {table.name}.csv."
    caption = published.title if published else _head(_own_name(table))
    return Grid(caption, heads, rows, cut if len(table.rows) > MOST_ROWS else "")


def _twins(heads: tuple[str, ...]) -> dict[int, int]:
    """The position of each column with a separate exact column, and the position of that one."""
    parts = [head.rpartition(", ") for head in heads]
    return {
        heads.index(plain): place
        for place, (plain, _, last) in enumerate(parts)
        if last in ("esatto", "esatta") and plain in heads
    }


def _head(name: str) -> str:
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]


def _numeric(values: list[OutCell]) -> bool:
    there = [value for value in values if value not in (None, "")]
    return bool(there) and all(isinstance(value, int | Decimal) for value in there)


def _cell(value: OutCell, exact: OutCell) -> GridCell:
    if exact in (None, "") or _same(value, exact):
        return _text(value)
    return Exact(_text(value), _text(exact))


def _same(value: OutCell, exact: OutCell) -> bool:
    """Whether the decimals are exact."""
    if not isinstance(value, int | Decimal) or isinstance(exact, date | None):
        return False
    try:
        return Fraction(value) == Fraction(exact)
    except ValueError:
        return False


def _text(value: OutCell) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return day_text(value)
    return decimal_text(value) if isinstance(value, Decimal) else str(value)
