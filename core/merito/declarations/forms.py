"""Reads `forms.toml`: the forms that a regulation prints, as data."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

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


def read_forms(file: Readable | Path, owner: str, problems: list[str]) -> Forms:
    """The forms of one layer, with `documents`, `texts` and `factors`; errors go to `problems`."""
    read = {"forms": _form, "documents": _document, "texts": _text, "factors": _factors}
    found: dict[str, dict[str, object]] = {name: {} for name in read}
    for group in sections(file, owner, problems):
        if group.key not in found:
            problems.append(f"{group.where}: not one of {', '.join(found)}")
            continue
        for name, data in group.mapping_of_tables():
            section = Section(f"{owner}: {file.name} [{group.key}.{name}]", name, data, problems)
            found[group.key][name] = read[group.key](section)
            section.close()
    return Forms(**found)  # type: ignore[arg-type]


def _document(section: Section) -> tuple[str, ...]:
    columns = section.texts("columns")
    if not columns:
        section.problem("'columns' is missing: a table has at least one")
    return columns


def _text(section: Section) -> TextField:
    about = section.one_of("about", PER)
    return section.fill(TextField, name=section.key, about=about)


def _factors(section: Section) -> dict[str, str]:
    """The words for the codes of factors of one role."""
    if section.key not in ROLES:
        section.problem(f"{section.key!r} is no role: {', '.join(ROLES)}")
    return {name: section.text(name, required=True) for name in section.mapping_names()}


def _form(section: Section) -> Form:
    _named(section, section.key)
    per = section.one_of("per", PER)
    given = section.text("rows"), section.text("column")
    rows, column = given if any(given) else WHERE_FROM.get(per, ("", ""))
    if bool(given[0]) is not bool(given[1]):
        section.problem("`rows` and `column` stand together")
    parts = {one.key: _part(one) for one in _inner(section, "parts")}
    if not parts:
        section.problem("'parts' is missing: a form has at least one")
    return section.fill(
        Form, name=section.key, per=per, rows=_source(section, rows), column=column, where=_where(section), parts=parts
    )


def _inner(section: Section, key: str) -> Iterator[Section]:
    inner = section.inner(key)
    for name, data in inner.mapping_of_tables() if inner else ():
        one = Section(f"{section.where} {key}.{name}", name, data, section.problems)
        yield one
        one.close()


def _part(section: Section) -> FormPart:
    _named(section, section.key)
    if section.key in OF_EVERY_FORM:
        section.problem(f"a template calls something else {section.key!r} in every form")
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
        section.problem(f"a part of shape {shape!r} needs `{needed}`")
    if needed == "rows" and not columns:
        section.problem("'columns' is missing: a table has at least one")
    tags = [one.tag for one in columns]
    if twice := sorted({tag for tag in tags if tags.count(tag) > 1}):
        section.problem(f"several columns have the tag {', '.join(twice)}: give each its `tag`")
    return made


def _columns(section: Section) -> Iterator[FormColumn]:
    """Each as `"column = Head"`, or as a table."""
    raw = section.take("columns")
    if raw is not None and not isinstance(raw, list):
        section.problem(f"'columns' must be a list, not {raw!r}")
        return
    for place, one in enumerate(raw or [], 1):
        where = f"{section.where} column {place}"
        if isinstance(one, str) and " = " in one:
            name, _, head = one.partition(" = ")
            yield FormColumn(tag=_tag(name), head=head, column=name)
        elif isinstance(one, dict):
            inner = Section(where, str(place), one, section.problems)
            yield _column(inner, place)
            inner.close()
        else:
            section.problems.append(f'{where}: {one!r} is no table and no text as "column = Head"')


def _column(section: Section, place: int) -> FormColumn:
    column = section.text("column")
    hand = section.flag("hand")
    if bool(column) is hand:
        section.problem("either `column` or `hand = true`")
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
            inner = Section(f"{section.where} where.{column}", column, value, section.problems)
            if isnt := inner.texts("isnt"):
                found.append(Where(column=column, isnt=isnt))
                inner.close()
                continue
            rows, of = _source(inner, inner.text("rows", required=True)), inner.text("column", required=True)
            found.append(Where(column=column, among=Among(rows=rows, column=of, where=_where(inner))))
            inner.close()
        else:
            section.problem(f"'where' of {column!r} must be text, a list of texts or a table, not {value!r}")
    return tuple(found)


def _source(section: Section, rows: str) -> str:
    source, mark, name = rows.partition(".")
    if rows and (source not in SOURCES or not mark or not name):
        section.problem(f"'rows' is {rows!r}, not a table written {', '.join(f'{one}.NAME' for one in SOURCES)}")
    return rows


def _named(section: Section, name: str) -> None:
    if not TAG.fullmatch(name):
        section.problem(f"the name {name!r} may hold small letters, digits and _ alone")
