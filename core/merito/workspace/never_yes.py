"""Checks a yes against other columns of its row: some kinds of absence never count, whatever an ente writes."""

from collections.abc import Iterable, Mapping
from datetime import date

from merito.contract.parameters import Parameter
from merito.kit.leave import beginnings, holds
from merito.model.columns import Table
from merito.workspace.cells import CellError
from merito.workspace.columns import Read
from merito.workspace.problems import Problems
from merito.workspace.references import Tables

NO = "Scrivere NO; se si tratta di altro, correggere «{other}»."


def check_never_yes(
    rows: Tables, tables: Mapping[str, Table], parameters: Mapping[str, Parameter], year: int, problems: Problems
) -> None:
    """A yes is a problem if another column contains a word of the list; a blank then means no."""
    for name, read in rows.items():
        for column in tables[name].columns.values():
            for other, key in column.no_where.items():
                words = _words(parameters[key], year)
                for row in read:
                    if holds(row.values[other], words):
                        _hold_to_no(row, column.name, other, column.cites, parameters[key].label, problems)


def _hold_to_no(row: Read, column: str, other: str, cites: str, label: str, problems: Problems) -> None:
    if row.values[column]:
        head = row.heads.name(other)
        error = CellError(f"NO, perché «{head}» è «{row.values[other]}» ({label})", NO.format(other=head))
        problems.add(row.problem(column, "SI", error, cites))
    row.values[column] = False


def _words(parameter: Parameter, year: int) -> tuple[str, ...]:
    known = parameter.in_force("", date(year, 1, 1))
    listed = known.value if known else ()
    return beginnings(str(word) for word in listed) if isinstance(listed, Iterable) else ()
