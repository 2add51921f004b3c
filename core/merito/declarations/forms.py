"""Reads `forms.toml`: the forms that a regulation prints, as data."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from merito.contract.faults import Fault
from merito.declarations.sections import Readable, Section, sections
from merito.model.forms import (
    ENTE,
    PRINTED_AS,
    SHAPES,
    SOURCES,
    Among,
    Form,
    FormColumn,
    FormPart,
    Forms,
    TextField,
    Where,
)
from merito.model.messages import Code, say
from merito.model.people import ROLES

PER = (ENTE, "person", "unit", "position", "objective", "indicator", "area", "fund", "dashboard", "project")
WHERE_FROM: Mapping[str, tuple[str, str]] = {
    "person": ("inputs.people", "id"),
    "unit": ("inputs.units", "id"),
    "position": ("inputs.positions", "id"),
    "objective": ("inputs.objectives", "id"),
    "indicator": ("inputs.indicators", "id"),
    "area": ("inputs.areas", "id"),
    "fund": ("results.funds", "fund"),
    "dashboard": ("inputs.dashboards", "id"),
    "project": ("inputs.projects", "id"),
}
TAG = re.compile(r"[a-z_][a-z0-9_]*")
OF_EVERY_FORM = (
    *("ente", "anno", "anno_prima", "anno_1", "anno_2", "titolo", "articolo", "soggetto", "nominativo", "carta"),
    *("firme", "stato", "data", "impronta", "adozione", "piede"),
)
NEEDED = {"box": "rows", "table": "rows", "text": "text", "note": "note"}


def read_forms(file: Readable | Path, owner: str, problems: list[Fault]) -> Forms:
    """The forms of one layer, with `documents`, `texts` and `factors`; errors go to `problems`."""
    read = {"forms": _form, "documents": _document, "texts": _text, "factors": _factors}
    found: dict[str, dict[str, object]] = {name: {} for name in read}
    for group in sections(file, owner, problems):
        if group.key not in found:
            problems.append(
                Fault(
                    group.owner, group.place, say("titolo sconosciuto; ci possono essere: {known}", known=tuple(found))
                )
            )
            continue
        for name, data in group.mapping_of_tables():
            section = Section(owner, f"{file.name} [{group.key}.{name}]", name, data, problems)
            found[group.key][name] = read[group.key](section)
            section.close()
    return Forms(**found)  # type: ignore[arg-type]


def _document(section: Section) -> tuple[str, ...]:
    columns = section.texts("columns")
    if not columns:
        section.problem(say("manca «columns»: una tabella ne ha almeno una"))
    return columns


def _text(section: Section) -> TextField:
    about = section.one_of("about", PER)
    return section.fill(TextField, name=section.key, about=about)


def _factors(section: Section) -> dict[str, str]:
    """The words for the codes of factors of one role."""
    if section.key not in ROLES:
        section.problem(say("{key} non è un ruolo; ci sono: {roles}", key=Code(section.key), roles=tuple(ROLES)))
    return {name: section.text(name, required=True) for name in section.mapping_names()}


def _form(section: Section) -> Form:
    _named(section, section.key)
    per = section.one_of("per", PER)
    given = section.text("rows"), section.text("column")
    rows, column = given if any(given) else WHERE_FROM.get(per, ("", ""))
    if bool(given[0]) is not bool(given[1]):
        section.problem(say("«rows» e «column» stanno insieme"))
    parts = {one.key: _part(one) for one in _inner(section, "parts")}
    if not parts:
        section.problem(say("manca «parts»: un modulo ha almeno una parte"))
    return section.fill(
        Form, name=section.key, per=per, rows=_source(section, rows), column=column, where=_where(section), parts=parts
    )


def _inner(section: Section, key: str) -> Iterator[Section]:
    inner = section.inner(key)
    for name, data in inner.mapping_of_tables() if inner else ():
        one = section.below(f"{key}.{name}", name, data)
        yield one
        one.close()


def _part(section: Section) -> FormPart:
    _named(section, section.key)
    if section.key in OF_EVERY_FORM:
        section.problem(
            say("il nome {key} in ogni modulo indica già altro: sceglierne un altro", key=Code(section.key))
        )
    shape = section.one_of("shape", SHAPES)
    columns = tuple(_columns(section))
    rows = _source(section, section.text("rows"))
    made = section.fill(
        FormPart,
        name=section.key,
        shape=shape,
        rows=rows,
        columns=columns,
        where=_where(section),
        blank_rows=section.whole("blank_rows"),
    )
    needed = NEEDED.get(shape, "")
    if needed and not getattr(made, needed):
        section.problem(say("una parte di forma {shape} vuole «{needed}»", shape=Code(shape), needed=needed))
    if needed == "rows" and not columns:
        section.problem(say("manca «columns»: una tabella ne ha almeno una"))
    tags = [one.tag for one in columns]
    if twice := sorted({tag for tag in tags if tags.count(tag) > 1}):
        section.problem(
            say("più colonne hanno l'etichetta {twice}: dare a ciascuna la sua, con «tag»", twice=tuple(twice))
        )
    return made


def _columns(section: Section) -> Iterator[FormColumn]:
    """Each as `"column = Head"`, or as a table."""
    raw = section.take("columns")
    if raw is not None and not isinstance(raw, list):
        section.problem(say("«columns» deve essere un elenco, non {raw}", raw=Code(raw)))
        return
    for place, one in enumerate(raw or [], 1):
        if isinstance(one, str) and " = " in one:
            name, _, head = one.partition(" = ")
            yield FormColumn(tag=_tag(name), head=head, column=name)
        elif isinstance(one, dict):
            inner = section.below(f"columns {place}", str(place), one)
            yield _column(inner, place)
            inner.close()
        else:
            section.problem(
                say(
                    "columns {place}: {one} non è né una tabella né un testo come «colonna = Intestazione»",
                    place=place,
                    one=Code(one),
                )
            )


def _column(section: Section, place: int) -> FormColumn:
    column = section.text("column")
    hand = section.flag("hand")
    if bool(column) is hand:
        section.problem(say("o «column», o «hand = true»"))
    return section.fill(
        FormColumn,
        tag=section.text("tag") or _tag(column or f"a_mano_{place}"),
        head=section.text("head", required=True),
        column=column,
        hand=hand,
        rows=_source(section, section.text("rows")),
        where=_where(section),
        printed_as=section.one_of("printed_as", PRINTED_AS, default=""),
        otherwise=_otherwise(section),
    )


def _otherwise(section: Section) -> FormColumn | None:
    """The column that is read where the first is empty; its tag and header are those of the first."""
    inner = section.inner("otherwise")
    if inner is None:
        return None
    column, rows = inner.text("column", required=True), _source(inner, inner.text("rows"))
    found = FormColumn(tag=_tag(column), head="", column=column, rows=rows, where=_where(inner))
    inner.close()
    return found


def _tag(column: str) -> str:
    """The name of a column in a template."""
    return re.sub(r"[^a-z0-9_]", "_", column.lower())


def _where(section: Section) -> tuple[Where, ...]:
    found = []
    for column, value in section.mapping("where").items():
        if isinstance(value, str):
            found.append(Where(column=column, equals=(value,)))
        elif isinstance(value, list) and all(isinstance(one, str) for one in value):
            found.append(Where(column=column, equals=tuple(value)))
        elif isinstance(value, dict):
            inner = section.below(f"where.{column}", column, value)
            if isnt := inner.texts("isnt"):
                found.append(Where(column=column, isnt=isnt))
                inner.close()
                continue
            rows, of = _source(inner, inner.text("rows", required=True)), inner.text("column", required=True)
            found.append(Where(column=column, among=Among(rows=rows, column=of, where=_where(inner))))
            inner.close()
        else:
            section.problem(
                say(
                    "«where» di {column} deve essere un testo, un elenco di testi o una tabella, non {value}",
                    column=Code(column),
                    value=Code(value),
                )
            )
    return tuple(found)


def _source(section: Section, rows: str) -> str:
    source, mark, name = rows.partition(".")
    if rows and (source not in SOURCES or not mark or not name):
        section.problem(
            say(
                "«rows» è {rows}, atteso il nome di una tabella scritto come uno tra: {sources}",
                rows=Code(rows),
                sources=tuple(f"{one}.NAME" for one in SOURCES),
            )
        )
    return rows


def _named(section: Section, name: str) -> None:
    if not TAG.fullmatch(name):
        section.problem(say("il nome {name} può avere solo lettere minuscole, cifre e _", name=Code(name)))
