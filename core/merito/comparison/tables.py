"""The tables of all enti: rows, columns and totals, without empty ones."""

from attrs import frozen

from merito.comparison.cells import BLANK, ComparedCell, EnteName, ente_name
from merito.comparison.columns import GROUPS, ColumnGroup
from merito.comparison.enti import ComparedEnte, Comparison
from merito.numbers import counted


@frozen(kw_only=True)
class SideBySide:
    """A table: headers (words, numeric), rows (ente, cells), totals, and the enti without any value in it.

    `measures` explains every column.
    """

    anchor: str
    title: str
    told: str
    heads: tuple[tuple[str, bool], ...]
    rows: tuple[tuple[EnteName, tuple[ComparedCell, ...]], ...]
    together: str
    totals: tuple[ComparedCell, ...]
    without: tuple[EnteName, ...]
    measures: tuple[tuple[str, str], ...]


def side_by_side(comparison: Comparison) -> tuple[SideBySide, ...]:
    """The tables that have any content."""
    rows = tuple(comparison.rows)
    several = len({row.regulation for row in rows}) > 1
    made = (_table(group, rows, several) for group in GROUPS)
    return tuple(table for table in made if table is not None)


def _table(group: ColumnGroup, rows: tuple[ComparedEnte, ...], several: bool) -> SideBySide | None:
    made = [(row, tuple(column.cell(row) for column in group.columns)) for row in rows]
    told = [(row, cells) for row, cells in made if group.everyone or any(cell.says for cell in cells)]
    kept = [place for place in range(len(group.columns)) if any(cells[place].says for _, cells in told)]
    if not kept:
        return None
    fresh = [row for row, _ in told if row.fresh]
    columns = [group.columns[place] for place in kept]
    totals = tuple(column.total(fresh) for column in columns) if len(fresh) > 1 else ()
    return SideBySide(
        anchor=group.anchor,
        title=group.title,
        told=group.told,
        heads=tuple((column.head, column.numeric) for column in columns),
        rows=tuple((ente_name(row, several), tuple(cells[place] for place in kept)) for row, cells in told),
        together=f"Insieme, {counted(len(fresh), 'ente', 'enti')}",
        totals=totals if any(cell != BLANK for cell in totals) else (),
        without=tuple(ente_name(row) for row, cells in made if (row, cells) not in told),
        measures=tuple((column.head, column.told) for column in columns),
    )
