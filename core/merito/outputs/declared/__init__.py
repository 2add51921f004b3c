"""Every result table, declared once; CSV, workbook, page, explanation, register and docs use the declaration."""

from collections.abc import Mapping

from merito.outputs.columns import OutColumn, ResultTable
from merito.outputs.declared.appointed import APPOINTMENTS, PROCEEDINGS
from merito.outputs.declared.measured import CASCADE, GRADES, MONITORING
from merito.outputs.declared.money import BANDS, FUNDS, HOLDS, POSITIONS
from merito.outputs.declared.people import BALANCES, PEOPLE, PLACEMENTS, REWARDS
from merito.outputs.declared.procedure import AMENDMENTS, DEADLINES, FINDINGS, GATES

TABLES = (
    *(GRADES, CASCADE, MONITORING, POSITIONS, FUNDS, BANDS, PEOPLE, PLACEMENTS, REWARDS, BALANCES, HOLDS),
    *(FINDINGS, GATES, DEADLINES, AMENDMENTS, APPOINTMENTS, PROCEEDINGS),
)
BY_NAME: Mapping[str, ResultTable] = {table.name: table for table in TABLES}
BY_ROW: Mapping[type, ResultTable] = {table.row: table for table in TABLES}


def table_called(name: str) -> ResultTable:
    """A result table by its file; one that a regulation adds has no known columns."""
    return BY_NAME.get(name) or ResultTable(name=name, label=name.rpartition("/")[2], columns=())


def column_of(table: str, head: str) -> OutColumn:
    """A column by its table and header; an undeclared one is text under its own header."""
    return table_called(table).by_head.get(head) or OutColumn(head=head, label=head)
