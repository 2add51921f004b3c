"""Every table of results of a record, public or reserved."""

from attrs import evolve, frozen

from merito.model.record import Record
from merito.model.results import TableRow
from merito.numbers import counted
from merito.outputs.amendment_rows import HEADS, amendment_rows
from merito.outputs.reserved import Reserved, reserved_of
from merito.outputs.result_cells import PLAIN, OutCell, deadline_cells, finding_cells, gate_cells
from merito.regulations import Stack

SUBJECT_COLUMNS = {
    "grades": {"view": "dashboard", "id": "indicator"},
    "cascade": {"dashboard": "dashboard", "indicator": "indicator"},
    "monitoring": {"indicator": "indicator"},
}


@frozen
class OutTable:
    """A table of results: its file name without ending, heads and rows; `reserved` if a person is in it."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[OutCell, ...], ...]
    reserved: bool = False


def result_tables(record: Record, stack: Stack) -> tuple[OutTable, ...]:
    """Every table of a record that has a row; those with a person in them are reserved."""
    reserved = reserved_of(record.dossier)
    tables = [
        OutTable(
            plain.name,
            tuple(plain.heads.split()),
            tuple(map(plain.cells, getattr(record.results, plain.results))),
            plain.personal,
        )
        for plain in PLAIN
    ]
    tables += _divided(
        "findings",
        ("severity", "phase", "rule", "subject", "message", "cites", "tool"),
        [finding_cells(row, stack.rulebook) for row in record.results.findings],
        reserved,
        subject=3,
        told=4,
    )
    tables += _divided(
        "gates",
        ("phase", "tool", "subject", "state", "missing_act", "body", "cites", "reason", "acts", "rules"),
        [gate_cells(row, stack.rulebook, stack.inputs.acts) for row in record.gates],
        reserved,
        subject=2,
        told=7,
    )
    tables += _divided(
        "deadlines",
        ("phase", "what", "due", "state", "act", "subject", "waits_for", "cites", "rules"),
        [deadline_cells(row, stack.rulebook) for row in record.deadlines],
        reserved,
        subject=5,
        told=1,
    )
    changed, of_people = amendment_rows(record, stack.inputs.tables, reserved)
    tables += [OutTable("amendments", HEADS, changed), OutTable("amendments", HEADS, of_people, reserved=True)]
    tables += _added(record.results.tables, "tables/") + _added(record.results.documents, "documents/")
    tables = [part for table in tables for part in _without_persons(table, reserved)]
    return tuple(table for table in tables if table.rows)


def _without_persons(table: OutTable, reserved: Reserved) -> tuple[OutTable, ...]:
    """A table of dashboards and indicators in two: those of a person are reserved."""
    columns = {table.heads.index(head): kind for head, kind in SUBJECT_COLUMNS.get(table.name, {}).items()}
    if not columns or not reserved.dashboards:
        return (table,)

    def own(row: tuple[OutCell, ...]) -> bool:
        return any(reserved.about(f"{kind}:{row[place]}") for place, kind in columns.items())

    public = tuple(row for row in table.rows if not own(row))
    return (evolve(table, rows=public), evolve(table, rows=tuple(filter(own, table.rows)), reserved=True))


def _divided(
    name: str,
    heads: tuple[str, ...],
    rows: list[tuple[OutCell, ...]],
    reserved: Reserved,
    *,
    subject: int,
    told: int,
) -> list[OutTable]:
    """The public rows, with one that counts those about a person; and the reserved ones."""
    about_people = [row for row in rows if reserved.about(str(row[subject]))]
    public = [row for row in rows if not reserved.about(str(row[subject]))]
    tables = [OutTable(name, heads, tuple(about_people), reserved=True)] if about_people else []
    if about_people:
        count: list[OutCell] = [""] * len(heads)
        count[told] = (
            f"{counted(len(about_people), 'riga su una persona', 'righe su persone')}, in riservato/{name}.csv"
        )
        public.append(tuple(count))
    return [OutTable(name, heads, tuple(public)), *tables]


def _added(rows: tuple[TableRow, ...], folder: str) -> list[OutTable]:
    names = dict.fromkeys((row.table, row.public) for row in rows)
    tables = []
    for name, public in names:
        own = [row for row in rows if (row.table, row.public) == (name, public)]
        heads = tuple(head for head, _ in own[0].columns)
        cells = tuple(tuple(value for _, value in row.columns) for row in own)
        tables.append(OutTable(f"{folder}{name}", heads, cells, reserved=not public))
    return tables
