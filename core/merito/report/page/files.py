"""The files that stand beside the page, with what they hold; and the tables that the regulation adds."""

from datetime import date
from decimal import Decimal
from urllib.parse import quote

from attrs import frozen

from merito.numbers import day_text, decimal_text
from merito.report.page.grids import Grid, Grids
from merito.report.page.material import Material
from merito.report.page.shown import counted
from merito.workspace.result_tables import OutCell, OutTable
from merito.workspace.writer import SUMMARY, WORKBOOK

HOLDS = {
    "grades": "Gradi di indicatori, obiettivi, aree, cruscotti ed ente",
    "cascade": "Cascata: indicatori e cruscotti che li portano",
    "monitoring": "Monitoraggio durante l'anno",
    "positions": "Retribuzione delle posizioni",
    "funds": "Righe dei fondi: pagato, trattenuto, economie",
    "bands": "Fasce di merito",
    "findings": "Rilievi, con regola e articolo",
    "gates": "Condizioni e atti che le aprono",
    "deadlines": "Termini",
    "amendments": "Modifiche del piano",
    "people": "Valutazioni individuali",
    "placements": "Collocazioni nelle graduatorie",
    "rewards": "Premi",
}
ADDED = ("tables/", "documents/")
MOST_ROWS = 50


@frozen
class FileLine:
    """A file: where it is, what it holds, how many rows."""

    name: str
    href: str
    holds: str
    rows: str


@frozen
class Files:
    """Public files, and the names of the reserved tables with how many rows they have."""

    public: tuple[FileLine, ...]
    reserved: tuple[FileLine, ...]
    versions: str


def files(material: Material) -> Files:
    """Every file of the results."""
    public = [_line(table) for table in material.tables if not table.reserved]
    if public:
        public.insert(0, FileLine(WORKBOOK, WORKBOOK, "Tutte le tabelle in una cartella di calcolo", ""))
    public.append(FileLine(SUMMARY, SUMMARY, "Riepilogo per i programmi, con le impronte dei dati letti", ""))
    return Files(
        public=tuple(public),
        reserved=tuple(_line(table) for table in material.tables if table.reserved),
        versions=", ".join(f"{name}: {version}" for name, version in material.record.versions.items()),
    )


def _line(table: OutTable) -> FileLine:
    name = f"{table.name}.csv"
    rows = counted(len(table.rows), "riga", "righe")
    return FileLine(name, quote(name), HOLDS.get(table.name, "Tabella del regolamento"), rows)


def added_tables(material: Material) -> Grids | None:
    """The public tables and documents that the regulation adds; the first rows of a long one."""
    own = [table for table in material.tables if not table.reserved and table.name.startswith(ADDED)]
    return Grids(tuple(map(_grid, own))) if own else None


def _grid(table: OutTable) -> Grid:
    heads = tuple(
        (head, all(isinstance(row[place], int | Decimal) for row in table.rows))
        for place, head in enumerate(table.heads)
    )
    caption = table.name.partition("/")[2].replace("_", " ").capitalize()
    if len(table.rows) > MOST_ROWS:
        caption += f": le prime {MOST_ROWS} righe di {len(table.rows)}, le altre in {table.name}.csv"
    return Grid(caption, heads, tuple(tuple(map(_text, row)) for row in table.rows[:MOST_ROWS]))


def _text(value: OutCell) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return day_text(value)
    return decimal_text(value) if isinstance(value, Decimal) else str(value)
