"""Reads the amendments of the plan: the cells that they name, and values of the kind of the amended column."""

from collections.abc import Callable, Iterable, Mapping
from typing import cast

from merito.contract.inputs import Inputs
from merito.model.amended import CORRECTED
from merito.model.columns import Column
from merito.workspace.acts_and_tools import resolve_declared
from merito.workspace.amendments.cells import AND, AmendedCell, key_words, named_cell
from merito.workspace.amendments.in_order import PlanRows, check_in_order, told
from merito.workspace.cells import Cell, CellError, text_of
from merito.workspace.columns import Read, resolve_figures
from merito.workspace.figure_kinds import FigureKinds
from merito.workspace.heads import Heads, suggestion
from merito.workspace.model_rows import ModelRows
from merito.workspace.problems import Problem, Problems
from merito.workspace.references import Tables, point_to_rows


def read_amendments(rows: Tables, inputs: Inputs, year: int, whole: bool, made: ModelRows, problems: Problems) -> None:
    """Resolves table, row, column and values of every amendment, and reports those that do not exist.

    Everything else has been read and resolved before. If not all files could be read (`whole` is false), rows that may
    be in a missing table are not reported.
    """
    if not rows.get("amendments"):
        return

    def wrong(cell: AmendedCell, column: str = "") -> bool:
        """Whether a problem of an amendment, or of one column of it, was reported."""
        found = (problem for problem in problems.found if problem.source == cell.row.source)
        return any(not column or problem.column == cell.row.heads.name(column) for problem in found)

    plan = _RowsByKey(rows, inputs)
    cells = [cell for row in rows["amendments"] if (cell := named_cell(row, inputs.tables, problems)) is not None]
    point_to_rows(_by_table(cells, lambda cell: [cell.key]), rows, inputs.tables, whole, problems)
    for cell in cells:
        missing = cell.place not in plan[cell.table.name] and (whole or cell.table.name in rows)
        if missing and not wrong(cell, "row"):
            problems.add(_no_row(cell, plan))
    values = _by_table(cells, lambda cell: cell.values.values())
    point_to_rows(values, rows, inputs.tables, whole, problems)
    resolve_declared(values, rows, inputs, whole, problems)
    kinds = FigureKinds(rows, year)
    for cell in cells:
        amended = plan[cell.table.name].get(cell.place)
        kind = kinds.of(cell.table.name, amended) if amended else None
        resolve_figures(list(cell.values.values()), cell.table, [kind] * len(cell.values), problems)
    known = [cell for cell in cells if cell.place in plan[cell.table.name]]
    _decided(known, rows, inputs, problems)
    sound = [cell for cell in known if not wrong(cell)]
    for cell in sound:
        named = {"table": cell.table.name, "row": cell.place, "column": cell.attribute}
        cell.row.values.update(named, old=cell.value("old"), new=cell.value("new"))
    unsure = {plan[cell.table.name][cell.place].source for cell in known if cell not in sound}
    check_in_order(sound, unsure, plan, rows, made, year, problems)


def _decided(cells: Iterable[AmendedCell], rows: Tables, inputs: Inputs, problems: Problems) -> None:
    """A result may only be amended by an act that decides on results."""
    kinds = {row.values["id"]: inputs.acts.get(str(row.values["kind"])) for row in rows.get("acts", ())}
    deciding = ", ".join(sorted(kind.label for kind in inputs.acts.values() if kind.corrects))
    for cell in cells:
        act = cell.row.values["act"]
        kind = kinds.get(act)
        if cell.table.name in CORRECTED and kind is not None and not kind.corrects:
            told = f"un atto che decide su un risultato: {deciding} (l'atto {act} è «{kind.label}»)"
            problems.add(cell.row.problem("act", str(act), CellError(told)))


class _RowsByKey(dict[str, Mapping[tuple[object, ...], Read]]):
    """The rows of the plan by table and key, built per table when needed, since amendments name few."""

    def __init__(self, rows: Tables, inputs: Inputs) -> None:
        super().__init__()
        self._rows, self._tables = rows, inputs.tables

    def __missing__(self, name: str) -> Mapping[tuple[object, ...], Read]:
        key = self._tables[name].key
        found = self[name] = {tuple(read.values[column] for column in key): read for read in self._rows.get(name, ())}
        return found


def _by_table(cells: Iterable[AmendedCell], reads: Callable[[AmendedCell], Iterable[Read]]) -> dict[str, list[Read]]:
    found: dict[str, list[Read]] = {}
    for cell in cells:
        found.setdefault(cell.table.name, []).extend(reads(cell))
    return found


def _no_row(cell: AmendedCell, plan: PlanRows) -> Problem:
    """The message about a missing row, with a similar one."""
    table, heads = cell.table, cell.row.heads
    columns = [table.columns[name] for name in table.key]
    written = text_of(cast(Cell, cell.row.values["row"]))
    parts = ([_part(*one, heads) for one in zip(key, columns, strict=True)] for key in plan[table.name])
    known = [AND.join(own).rstrip(AND) for own in parts]
    expected = f"una riga che esiste in «{heads.word(table.name, table.label)}»: {key_words(table, heads)}"
    return cell.row.problem("row", written, CellError(expected, suggestion(written, known)))


def _part(value: object, column: Column, heads: Heads) -> str:
    """A part of a key as it is to be written; a blank one is."""
    return "" if value in (None, "") else told(value, column, heads)
