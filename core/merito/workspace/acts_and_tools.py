"""Reads the names that layers declare, kinds of act and tools, and places every act in its cycle."""

from collections.abc import Iterable, Mapping

from merito.declarations.inputs import ActKind, Inputs, Table
from merito.workspace.cells import CellError
from merito.workspace.columns import Read
from merito.workspace.heads import plain, suggestion
from merito.workspace.problems import Problems
from merito.workspace.references import Tables


def resolve_declared(rows: Tables, inputs: Inputs, problems: Problems) -> None:
    """The kind of an act and every tool by their English names, from them or from their Italian labels."""
    kinds = {one.kind: one.label for one in inputs.acts.values()}
    _resolve(rows.get("acts", ()), "kind", kinds, "un tipo di atto di questo regolamento", problems)
    tools = {one.name: one.label for one in inputs.tools.values()}
    for name, read in rows.items():
        for column in _tool_columns(inputs.tables[name]):
            _resolve(read, column, tools, "uno strumento di questo regolamento", problems)


def _tool_columns(table: Table) -> list[str]:
    return [column.name for column in table.columns.values() if column.kind == "tool"]


def _resolve(read: Iterable[Read], column: str, labels: Mapping[str, str], what: str, problems: Problems) -> None:
    known = {plain(word): name for name, label in labels.items() for word in (name, label)}
    for row in read:
        written = row.values[column]
        if not written:
            continue
        name = known.get(plain(str(written)))
        if name is None:
            words = [row.heads.word(name, label) for name, label in labels.items()]
            expected = f"{what}: {', '.join(words) or 'non ne dichiara'}"
            problems.add(row.problem(column, written, CellError(expected, suggestion(str(written), words))))
        row.values[column] = name


def place_acts(rows: Tables, kinds: Mapping[str, ActKind], year: int, year_folder: str, problems: Problems) -> None:
    """Every act is of a cycle, its own or its folder's, unless its kind lasts; one about somebody says whom."""
    for row in rows.get("acts", ()):
        kind = kinds.get(str(row.values["kind"]))
        if kind is None:
            continue
        if kind.about != "ente" and not row.values["subject"]:
            remedy = f"L'atto riguarda una voce precisa: scrivere per esempio {kind.about}:ID."
            problems.add(row.problem("subject", "", CellError("l'oggetto dell'atto", remedy), kind.cites))
        if row.values["year"] is None and not kind.lasting:
            if row.raw.file.startswith(f"{year_folder}/"):
                row.values["year"] = year
            else:
                remedy = "Scrivere l'anno del ciclo a cui l'atto appartiene, o spostarlo nella cartella di quell'anno."
                problems.add(row.problem("year", "", CellError("l'anno del ciclo", remedy), kind.cites))
