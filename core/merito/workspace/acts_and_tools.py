"""Resolves names that layers declare (kinds of act, tools, bodies), and assigns every act to its cycle."""

from collections.abc import Iterable, Mapping, Set

from merito.contract.inputs import IN_ITALIAN, ActKind, Inputs
from merito.model.columns import Table
from merito.workspace.act_contents import resolve_contents
from merito.workspace.cells import CellError
from merito.workspace.columns import Read
from merito.workspace.heads import plain, suggestion
from merito.workspace.problems import Problems
from merito.workspace.references import Tables

PERSON = "person:"


def resolve_declared(rows: Tables, among: Tables, inputs: Inputs, whole: bool, problems: Problems) -> None:
    """Resolves kinds of act and tools to their English names, and people and bodies `among` other rows.

    If not all files could be read (`whole` is false), unknown persons are not reported, since they may be in one of
    them.
    """
    kinds = {one.kind: one.label for one in inputs.acts.values()}
    _resolve(rows.get("acts", ()), "kind", kinds, "un tipo di atto di questo regolamento", "", problems)
    bodies_declared = {one.name: one.label for one in inputs.bodies.values()}
    what = "un organo di cui questo regolamento fissa la composizione"
    if bodies_declared:
        _resolve(rows.get("bodies", ()), "body", bodies_declared, what, "", problems)
    resolve_contents(rows.get("acts", ()), inputs.acts, problems)
    fields = {name: name for name in inputs.printed.texts}
    _resolve(rows.get("texts", ()), "field", fields, "un campo dei moduli di questo regolamento", "", problems)
    tools = {one.name: one.label for one in inputs.tools.values()}
    articles = "; ".join(dict.fromkeys(one.cites for one in inputs.tools.values()))
    for name, read in rows.items():
        for column in _of_kind(inputs.tables[name], "tool"):
            _resolve(read, column, tools, "uno strumento di questo regolamento", articles, problems)
    if whole or "people" in among:
        people = {str(row.values["id"]) for row in among.get("people", ())}
        bodies = {plain(act.body): act.body for act in inputs.acts.values() if act.body}
        for name, read in rows.items():
            for column in _of_kind(inputs.tables[name], "who"):
                _resolve_who(read, column, people, bodies, problems)


def _of_kind(table: Table, kind: str) -> list[str]:
    return [column.name for column in table.columns.values() if column.kind == kind]


def _resolve_who(
    read: Iterable[Read], column: str, people: Set[str], bodies: Mapping[str, str], problems: Problems
) -> None:
    """A person as `person:0123`, or a body by the name that the regulation's acts use."""
    for row in read:
        written = str(row.values[column] or "")
        prefix, mark, named = written.partition(":")
        of_person = mark and IN_ITALIAN.get(plain(prefix), prefix) == "person"
        identifier = named.strip() if of_person else written
        if not written:
            continue
        if identifier in people:
            row.values[column] = f"{PERSON}{identifier}"
        elif plain(written) in bodies:
            row.values[column] = bodies[plain(written)]
        else:
            expected = f"l'id di una persona, oppure un organo: {', '.join(sorted(bodies.values()))}"
            problems.add(row.problem(column, written, CellError(expected, suggestion(written, bodies.values()))))


def _resolve(
    read: Iterable[Read], column: str, labels: Mapping[str, str], what: str, articles: str, problems: Problems
) -> None:
    known = {plain(word): name for name, label in labels.items() for word in (name, label)}
    for row in read:
        written = row.values[column]
        if not written:
            continue
        name = known.get(plain(str(written)))
        if name is None:
            words = [row.heads.word(name, label) for name, label in labels.items()]
            expected = f"{what}: {', '.join(words) or 'non ne dichiara'}"
            problems.add(row.problem(column, written, CellError(expected, suggestion(str(written), words)), articles))
        row.values[column] = name


def place_acts(rows: Tables, kinds: Mapping[str, ActKind], year: int, year_folder: str, problems: Problems) -> None:
    """Assigns every act to a cycle, its own or its folder's, unless its kind lasts; some acts must name a person."""
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
                column = row.heads.word("year", "anno")
                problems.add(row.problem(column, "", CellError("l'anno del ciclo", remedy), kind.cites))
