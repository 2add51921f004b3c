"""Resolves names that layers declare (kinds and contents of acts, tools, bodies); assigns every act to its cycle."""

import re
from collections.abc import Iterable, Mapping, Set

from merito.contract.bodies import BodyNames
from merito.contract.inputs import IN_ITALIAN, ActKind, Inputs
from merito.model.acts import BETWEEN_CONTENTS, NO_CONTENT, OTHER
from merito.model.columns import Table
from merito.workspace.cells import CellError
from merito.workspace.columns import Read
from merito.workspace.heads import plain, suggestion
from merito.workspace.problems import Problems
from merito.workspace.references import Tables

PERSON = "person:"
COLUMN, PARTED = "contents", re.compile(r"[;,]")


def resolve_declared(rows: Tables, among: Tables, inputs: Inputs, whole: bool, problems: Problems) -> None:
    """Resolves kinds of act and tools to their English names, and people and bodies `among` other rows.

    If not all files could be read (`whole` is false), unknown persons are not reported, since they may be in one of
    them.
    """
    kinds = {one.kind: one.label for one in inputs.acts.values()}
    _resolve(rows.get("acts", ()), "kind", kinds, "un tipo di atto di questo regolamento", "", problems)
    bodies_declared = {one.name: one.label for one in inputs.bodies.values() if one.rule}
    what = "un organo di cui questo regolamento fissa la composizione"
    if bodies_declared:
        _called(rows.get("bodies", ()), bodies_declared, BodyNames(inputs.bodies))
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
        bodies = BodyNames(inputs.bodies)
        for name, read in rows.items():
            for column in _of_kind(inputs.tables[name], "who"):
                _resolve_who(read, column, people, bodies, problems)


def _called(read: Iterable[Read], declared: Mapping[str, str], names: BodyNames) -> None:
    """The bodies whose members are recorded, written in any of their names, by their codes."""
    for row in read:
        code, _ = names.named(str(row.values["body"] or ""))
        if code in declared:
            row.values["body"] = code


def _of_kind(table: Table, kind: str) -> list[str]:
    return [column.name for column in table.columns.values() if column.kind == kind]


def _resolve_who(read: Iterable[Read], column: str, people: Set[str], bodies: BodyNames, problems: Problems) -> None:
    """A person as `person:0123`, or a body by its title, in whatever words it is written."""
    for row in read:
        written = str(row.values[column] or "")
        prefix, mark, named = written.partition(":")
        of_person = mark and IN_ITALIAN.get(plain(prefix), prefix) == "person"
        identifier = named.strip() if of_person else written
        if not written:
            continue
        if identifier in people:
            row.values[column] = f"{PERSON}{identifier}"
        elif (code := bodies.named(written)[0]) in bodies.bodies:
            row.values[column] = bodies.bodies[code].title
        elif code != OTHER:
            titles = sorted(one.title for one in bodies.bodies.values())
            expected = f"l'id di una persona, oppure un organo: {', '.join(titles)}; o «altro: ...»"
            close = bodies.nearest(written)
            told = f"Forse «{close}»?" if close else suggestion(written, titles)
            problems.add(row.problem(column, written, CellError(expected, told)))


def _resolve(
    read: Iterable[Read], column: str, labels: Mapping[str, str], what: str, articles: str, problems: Problems
) -> None:
    known = {plain(word): name for name, label in labels.items() for word in (name, label)}
    listed = False
    for row in read:
        written = row.values[column]
        if not written:
            continue
        name = known.get(plain(str(written)))
        if name is None:
            words = [row.heads.word(name, label) for name, label in labels.items()]
            expected = what if listed else f"{what}: {', '.join(words) or 'non ne dichiara'}"
            listed = True  # once is enough
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


def resolve_contents(acts: Iterable[Read], kinds: Mapping[str, ActKind], problems: Problems) -> None:
    """The contents of every act by their codes; a word that its kind does not declare is a problem."""
    for row in acts:
        kind = kinds.get(str(row.values["kind"]))
        written = [word.strip() for word in PARTED.split(str(row.values[COLUMN] or ""))]
        words = [word for word in written if word]
        if kind is not None and words:
            row.values[COLUMN] = BETWEEN_CONTENTS.join(_codes(row, words, kind, problems))


def _codes(row: Read, words: list[str], kind: ActKind, problems: Problems) -> list[str]:
    labels = {**{one.code: one.label for one in kind.contents.values()}, **NO_CONTENT}
    known = {plain(word): code for code, label in labels.items() for word in (code, label)}
    found: dict[str, None] = {}
    for word in words:
        code = known.get(plain(word))
        if code is None:
            error = _unknown(row, word, kind, labels)
            problems.add(row.problem(COLUMN, word, error, kind.cites))
        else:
            found[code] = None
    if len(found) > 1 and not NO_CONTENT.keys().isdisjoint(found):
        nothing = row.heads.word(*next(iter(NO_CONTENT.items())))
        error = CellError(f"«{nothing}» da solo, oppure i contenuti che l'atto ha", "Togliere l'uno o gli altri.")
        problems.add(row.problem(COLUMN, BETWEEN_CONTENTS.join(words), error, kind.cites))
    return list(found)


def _unknown(row: Read, word: str, kind: ActKind, labels: Mapping[str, str]) -> CellError:
    told = [row.heads.word(code, label) for code, label in labels.items()]
    if not kind.contents:
        return CellError(f"nulla: per «{kind.title}» il regolamento non elenca contenuti", "Lasciare vuota la cella.")
    return CellError(f"contenuti di «{kind.title}»: {', '.join(told)}", suggestion(word, told))
