"""The files that stand beside the page, with what they hold; and the tables that the regulation adds."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from urllib.parse import quote

from attrs import evolve, frozen

from merito.numbers import counted, day_text, decimal_text
from merito.outputs.columns import OutCell
from merito.outputs.own_folder import SUMMARY
from merito.outputs.publication_set import place_of, to_publish
from merito.outputs.result_tables import OutTable
from merito.outputs.writer import WORKBOOK
from merito.page.grids import Exact, Grid, GridCell, Grids
from merito.page.material import Material
from merito.wording.rules_told import replaced_lines

ADDED = ("tables/", "documents/")
MOST_ROWS = 200


@frozen
class FileLine:
    """A file: where it is, what it holds, how many rows."""

    name: str
    href: str
    holds: str
    rows: str


@frozen
class Files:
    """Public files, and the names of the reserved tables; how many rows these have would tell of people."""

    public: tuple[FileLine, ...]
    reserved: tuple[FileLine, ...]
    versions: str
    own_rules: tuple[tuple[str, str], ...]
    replaced: tuple[str, ...]


def files(material: Material) -> Files:
    """Every file of the results."""
    public = [_line(table) for table in material.tables if not table.reserved]
    if public and material.workbooks:
        public.insert(0, FileLine(WORKBOOK, WORKBOOK, "Tutte le tabelle in una cartella di calcolo", ""))
    if not material.record.simulated and to_publish(material.stack.inputs, material.published):
        place = place_of(material.record.dossier.year)
        public.append(FileLine(place, place, "Cartella da mettere nel sito: CSV, JSON, pacchetto di dati", ""))
    public.append(FileLine(SUMMARY, SUMMARY, "Riepilogo per i programmi, con le impronte dei dati letti", ""))
    return Files(
        public=tuple(public),
        reserved=tuple(evolve(_line(table), rows="") for table in material.tables if table.reserved),
        versions=", ".join(f"{name}: {version}" for name, version in material.record.versions.items()),
        own_rules=tuple(material.record.own_rules.items()),
        replaced=tuple(replaced_lines(material.stack)),
    )


def _line(table: OutTable) -> FileLine:
    name = f"{table.name}.csv"
    rows = counted(len(table.rows), "riga", "righe")
    return FileLine(name, quote(name), table.table.holds, rows)


def added_tables(material: Material) -> Grids | None:
    """The public tables and documents that the regulation adds; the first rows of a long one."""
    own = [table for table in material.tables if not table.reserved and table.name.startswith(ADDED)]
    return Grids(tuple(map(_grid, own))) if own else None


def _grid(table: OutTable) -> Grid:
    """A table, every column `X, esatto` folded into its `X`; the first rows of a very long one."""
    twins = _twins(table.heads)
    kept = [place for place in range(len(table.heads)) if place not in twins.values()]
    heads = tuple((_head(table.heads[place]), _numeric([row[place] for row in table.rows])) for place in kept)
    rows = tuple(
        tuple(_cell(row[place], row[twins[place]] if place in twins else "") for place in kept)
        for row in table.rows[:MOST_ROWS]
    )
    cut = f"Sono le prime {MOST_ROWS} righe di {len(table.rows)}: le altre in {table.name}.csv."
    return Grid(_head(table.name.partition("/")[2]), heads, rows, cut if len(table.rows) > MOST_ROWS else "")


def _twins(heads: tuple[str, ...]) -> dict[int, int]:
    """The place of each column that has its exact figures in another, and the place of that one."""
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
    """Whether the decimals say it all."""
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
