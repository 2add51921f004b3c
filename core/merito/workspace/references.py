"""Checks the values of all rows against each other: duplicate ids, dangling references, cycles, reversed periods."""

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import evolve

from merito.contract.inputs import IN_ITALIAN, REFERENCES
from merito.model.columns import Column, Table
from merito.model.messages import Message, Ref, say
from merito.numbers import day_text
from merito.workspace.cells import CellError
from merito.workspace.columns import Read
from merito.workspace.heads import folded, plain
from merito.workspace.problems import Problem, Problems

OF_YEAR = "year"
TABLE = "table"
"""The kind of a reference to a table, by its name in the language of the headers."""
STILL_EMPTY = say("Non c'è ancora nessuna riga in {places}: riempirla prima.", places=())
Tables = Mapping[str, list[Read]]
TWO_DAYS = "Correggere uno dei due giorni."


def check_keys(rows: Tables, tables: Mapping[str, Table], problems: Problems) -> None:
    """A duplicate key in a table is a problem of its second row. References are resolved by now.

    Capitals, accents and spaces do not distinguish rows.
    """
    same = _Folded()
    for name, read in rows.items():
        table = tables[name]
        if not table.key:
            continue
        if _all_apart(read, table, same):
            continue
        required = [column for column in table.key if table.columns[column].required]
        first: dict[tuple[object, ...], tuple[Read, tuple[object, ...]]] = {}
        for row in read:
            if any(row.values[column] is None for column in required):
                continue
            key = tuple(row.values[column] for column in table.key)
            earlier, written = first.setdefault(tuple(map(same.of, key)), (row, key))
            if earlier is not row:
                problems.add(_twice(row, earlier, table, key, written))


def _all_apart(read: list[Read], table: Table, same: "_Folded") -> bool:
    """Whether no two rows have the same key."""
    columns = []
    for name in table.key:
        values = [row.values[name] for row in read]
        folded_once = {value: same.of(value) for value in set(values)}
        columns.append(map(folded_once.__getitem__, values))
    return len(set(zip(*columns, strict=True))) == len(read)


class _Folded:
    """Values for comparing rows; a text is folded once, however often it occurs in the tables."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def of(self, part: object) -> object:
        if not isinstance(part, str):
            return part
        if part not in self._known:
            self._known[part] = folded(part)
        return self._known[part]


def _twice(row: Read, earlier: Read, table: Table, key: tuple[object, ...], written: tuple[object, ...]) -> Problem:
    message, remedy = say("è già in {place}", place=earlier.source), "Tenere una sola delle due righe."
    if key != written:
        message = say("{again}, dove è scritto «{written}»", again=message, written=_key_told(written))
        remedy += " Maiuscole, accenti e spazi non distinguono due righe."
    return Problem(
        source=row.source,
        column=" + ".join(_head(row, table.columns[column]) for column in table.key),
        found=_key_told(key),
        message=message,
        remedy=remedy,
    )


def _key_told(key: tuple[object, ...]) -> str:
    return ", ".join(str(part) for part in key if part not in (None, ""))


def _head(row: Read, column: Column) -> str:
    """A column by its header in the file, or the one it would have."""
    heads = row.heads
    return heads.name(column.name) if column.name in heads.index else heads.word(column.name, column.label)


def check_dates(rows: Tables, tables: Mapping[str, Table], problems: Problems) -> None:
    """A period that ends before it begins is a problem of its row."""
    for name, read in rows.items():
        columns = tables[name].columns
        for column in columns.values():
            for row in read if column.not_before else ():
                first, last = row.values[column.not_before], row.values[column.name]
                if isinstance(first, date) and isinstance(last, date) and last < first:
                    earlier = _head(row, columns[column.not_before])
                    expected = f"un giorno non prima di «{earlier}», {day_text(first)}"
                    problems.add(row.problem(column.name, day_text(last), CellError(expected, TWO_DAYS), column.cites))


def resolve_references(rows: Tables, tables: Mapping[str, Table], year: int, whole: bool, problems: Problems) -> None:
    """Checks that every reference points to a row, and no row is its own ancestor.

    An act of another cycle than `year` may refer to what existed only in that cycle.
    """
    point_to_rows(rows, rows, tables, whole, problems, year)
    for name, read in rows.items():
        for column in tables[name].columns.values():
            if column.kind == "ref" and [REFERENCES[target] for target in column.to] == [name]:
                _check_loops(read, column, problems)


def point_to_rows(
    rows: Tables,
    among: Tables,
    tables: Mapping[str, Table],
    whole: bool,
    problems: Problems,
    year: int | None = None,
) -> None:
    """Resolves every reference of `rows` to a row `among` others; one to several tables is kept as `person:0123`.

    If not all files could be read (`whole` is false), rows that may be in a missing table are not reported.
    """
    known = {
        prefix: {str(row.values["id"]) for row in among.get(table, ()) if row.values["id"] is not None}
        for prefix, table in REFERENCES.items()
        if whole or table in among
    }
    for table, column, read in _references(rows, tables):
        found: dict[object, str] = {}
        for row in read:
            written = row.values[column.name]
            if not written:
                continue
            if written in found:
                row.values[column.name] = found[written]
                continue
            try:
                row.values[column.name] = found[written] = _resolved(str(written), row, column, known, tables)
            except CellError as error:
                if year is None or table.scope == OF_YEAR or row.values.get("year") in (None, year):
                    problems.add(row.problem(column.name, written, error, column.cites))


def _references(rows: Tables, tables: Mapping[str, Table]) -> Iterator[tuple[Table, Column, list[Read]]]:
    for name, read in rows.items():
        for column in tables[name].columns.values():
            if column.kind == "ref":
                yield tables[name], column, read


def _resolved(
    written: str, row: Read, column: Column, known: Mapping[str, set[str]], tables: Mapping[str, Table]
) -> str:
    prefix, mark, identifier = written.partition(":")
    prefix, identifier = IN_ITALIAN.get(plain(prefix), prefix), identifier.strip()
    possible: tuple[str, ...] = (prefix,)
    if not mark or prefix not in REFERENCES:
        possible, identifier = column.to, written
    elif prefix not in column.to:
        raise CellError("un id, o un riferimento come " + " o ".join(f"{target}:ID" for target in column.to))
    targets = [target for target in possible if identifier in known.get(target, ())]
    if not targets and all(target in known for target in possible):
        named = [tables[REFERENCES[target]] for target in possible]
        places = tuple(Ref(TABLE, row.heads.word(table.name, table.label)) for table in named)
        known_to_be = say("un id che esiste tra {places}", places=places)
        if any(known[target] for target in possible):
            raise CellError(known_to_be, say("Correggere l'id, o aggiungere la riga che manca."))
        raise CellError(known_to_be, evolve(STILL_EMPTY, values=(("places", places),)))
    if len(targets) > 1:
        choices = " oppure ".join(f"{target}:{identifier}" for target in targets)
        raise CellError("un riferimento a una sola riga", f"Scrivere {choices}.")
    return f"{targets[0]}:{identifier}" if targets and len(column.to) > 1 else identifier


def names_an_empty_table(problem: Problem) -> bool:
    """Whether a problem is a reference to a table that has no row yet: nothing is to be corrected in its own row."""
    return isinstance(problem.remedy, Message) and problem.remedy.sentence == STILL_EMPTY.sentence


def _check_loops(read: list[Read], column: Column, problems: Problems) -> None:
    """A cycle of rows is one problem for all its rows."""
    rows = {row.values["id"]: row for row in read if row.values["id"] is not None}
    seen: set[object] = set()
    for start in rows:
        way: dict[object, None] = {}
        at: object = start
        while at in rows and at not in seen and at not in way:
            way[at] = None
            at = rows[at].values[column.name]
        if at in way:
            loop = " → ".join(map(str, [*list(way)[list(way).index(at) :], at]))
            error = CellError(f"un riferimento che non torni alla stessa riga ({loop})")
            problems.add(rows[at].problem(column.name, rows[at].values[column.name], error, column.cites))
        seen.update(way)
