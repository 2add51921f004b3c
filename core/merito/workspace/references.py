"""Holds the rows of all tables against each other: ids given twice, references to nothing."""

from collections.abc import Iterator, Mapping

from merito.declarations.inputs import Column, Table
from merito.workspace.cells import CellError
from merito.workspace.columns import Read
from merito.workspace.problems import Problem, Problems

TABLE_OF = {
    "person": "people",
    "unit": "units",
    "position": "positions",
    "objective": "objectives",
    "indicator": "indicators",
    "area": "areas",
    "dashboard": "dashboards",
    "act": "acts",
}

Tables = Mapping[str, list[Read]]


def check_keys(rows: Tables, tables: Mapping[str, Table], problems: Problems) -> None:
    """A key given twice in a table is a problem of its second row."""
    for name, read in rows.items():
        table = tables[name]
        if not table.key:
            continue
        first: dict[tuple[object, ...], Read] = {}
        for row in read:
            key = tuple(row.values[column] for column in table.key)
            earlier = first.setdefault(key, row)
            if earlier is not row:
                problems.add(_twice(row, earlier, table, key))


def _twice(row: Read, earlier: Read, table: Table, key: tuple[object, ...]) -> Problem:
    return Problem(
        source=row.raw.source(row.number),
        column=" + ".join(table.key),
        found=", ".join(str(part) for part in key if part not in (None, "")),
        message=f"è già nella riga {earlier.number} di {earlier.raw.file}",
        remedy="Tenere una sola delle due righe.",
    )


def resolve_references(rows: Tables, tables: Mapping[str, Table], problems: Problems) -> None:
    """Every reference points to a row. One that may point to several tables is kept as `person:0123`."""
    known = {prefix: {str(row.values["id"]) for row in rows.get(table, ())} for prefix, table in TABLE_OF.items()}
    for row, column in _references(rows, tables):
        written = row.values[column.name]
        if not written:
            continue
        try:
            row.values[column.name] = _resolved(str(written), column, known)
        except CellError as error:
            problems.add(row.problem(column.name, written, error, column.cites))


def _references(rows: Tables, tables: Mapping[str, Table]) -> Iterator[tuple[Read, Column]]:
    for name, read in rows.items():
        for column in tables[name].columns.values():
            if column.kind == "ref":
                for row in read:
                    yield row, column


def _resolved(written: str, column: Column, known: Mapping[str, set[str]]) -> str:
    prefix, mark, identifier = written.partition(":")
    if mark and prefix in TABLE_OF:
        if prefix not in column.to:
            raise CellError("un riferimento a " + " o ".join(column.to))
        targets = [prefix] if identifier in known[prefix] else []
    else:
        identifier = written
        targets = [target for target in column.to if identifier in known[target]]
    if not targets:
        raise CellError(f"un id che esiste tra {', '.join(TABLE_OF[target] for target in column.to)}")
    if len(targets) > 1:
        choices = " oppure ".join(f"{target}:{identifier}" for target in targets)
        raise CellError("un riferimento a una sola riga", f"Scrivere {choices}.")
    return identifier if len(column.to) == 1 else f"{targets[0]}:{identifier}"
