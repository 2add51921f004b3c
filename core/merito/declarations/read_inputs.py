"""Reads `inputs.toml`: one grammar for the core and for every plugin."""

import re
from pathlib import Path

from merito.contract.faults import near
from merito.contract.identity import ENTE_KINDS
from merito.contract.inputs import (
    COLUMN_KINDS,
    FIGURE_KINDS,
    PAYS,
    REFERENCES,
    WITHIN,
    ActKind,
    Content,
    Inputs,
    Named,
    Tool,
)
from merito.declarations.competences import read_competence
from merito.declarations.offices import read_body, read_office, read_proceeding
from merito.declarations.sections import Readable, Section, sections
from merito.model.columns import Column, Table

USES = "uses"
ARTICLE = re.compile(r"art\. [1-9]\d*(-[a-z]+)?")


def read_inputs(file: Readable | Path, owner: str, problems: list[str]) -> Inputs:
    """The inputs of one layer: `uses`, and `tables`, `acts`, `offices` and the other groups by their names."""
    found: dict[str, dict[str, object]] = {name: {} for name in _READERS}
    uses: tuple[str, ...] = ()
    for group in sections(file, owner, problems):
        if group.key == USES:
            uses = group.texts("common")
            group.close()
            continue
        if group.key not in _READERS:
            problems.append(f"{group.where}: not one of {', '.join((USES, *_READERS))}")
            continue
        for name, data in group.mapping_of_tables():
            section = Section(f"{owner}: {file.name} [{group.key}.{name}]", name, data, problems)
            found[group.key][name] = _READERS[group.key](section)
            section.close()
    return Inputs(**found, uses=uses)  # type: ignore[arg-type]


def _table(section: Section) -> Table:
    scope = section.one_of("scope", ("year", "ente", "both"), default="year")
    columns = section.columns(section.mapping("columns"), _column)
    return section.fill(Table, name=section.key, columns=columns, scope=scope, model=None)


def _column(section: Section) -> Column:
    column = section.fill(
        Column,
        name=section.key,
        attribute=section.key,
        kind=section.one_of("kind", COLUMN_KINDS),
        within=section.one_of("within", WITHIN, default=""),
    )
    if column.kind == "ref" and not column.to:
        section.problem("a reference needs `to`, the tables it points to")
    for target in column.to:
        if target not in REFERENCES:
            section.problem(f"'to' is {target!r}, not one of {', '.join(REFERENCES)}{near(target, REFERENCES)}")
    if column.not_before and column.kind != "date":
        section.problem("only a date has `not_before`")
    if column.no_where and column.kind != "yes_no":
        section.problem("only a column of yes or no has `no_where`")
    if column.within and column.kind not in ("date", "moment", "year"):
        section.problem("only a date or a year has `within`")
    if column.counts and column.kind not in ("number", "points"):
        section.problem("only a number has `counts`")
    if column.kind == "choice" and not column.values:
        section.problem("a choice needs `values`, the coded values and their Italian labels")
    return column


def _act(section: Section) -> ActKind:
    concludes = section.one_of("concludes", tuple("abcdef"), default="")
    cites = section.text("cites", required=True)
    by = section.text_or_texts("body")
    known = section.fill(
        ActKind, kind=section.key, cites=cites, concludes=concludes, contents=_contents(section), by=by, body=""
    )
    if known.body_rule and not known.by:
        section.problem("`body_rule` says which rule gives the act to its body: name the `body`")
    for kind in known.by_ente_kind:
        if kind not in ENTE_KINDS:
            section.problem(
                f"'by_ente_kind' names {kind!r}, not one of {', '.join(ENTE_KINDS)}{near(kind, ENTE_KINDS)}"
            )
    if known.adopts_run and known.about != "ente":
        section.problem("`adopts_run` is of an act of the ente, not about " + known.about)
    return known


def _contents(section: Section) -> dict[str, Content]:
    """The contents that an act needs; `rule` of the table applies to those that name none."""
    inner = section.inner("contents")
    if inner is None:
        return {}
    rule = inner.text("rule")
    found: dict[str, Content] = {}
    for code, data in inner.mapping_of_tables():
        one = Section(f"{inner.where} {code}", code, data, section.problems)
        named = one.text("rule") or rule
        found[code] = one.fill(Content, code=code, rule=named, title=one.text("title", required=True))
        if not named:
            one.problem("'rule' is missing: which rule asks for it")
        one.close()
    return found


def _named(section: Section) -> Named:
    kind = section.one_of("kind", FIGURE_KINDS, default="money")
    title, cites = section.text("title", required=True), section.text("cites", required=True)
    return section.fill(Named, name=section.key, title=title, kind=kind, cites=cites)


def _tool(section: Section) -> Tool:
    decree = section.text("decree")
    if decree and not ARTICLE.fullmatch(decree):
        section.problem(f"'decree' is {decree!r}, not an article of D.Lgs. 150/2009 written \"art. 21\"")
    funds = (fund,) if (fund := section.text("fund")) else section.texts("funds")
    pays = section.one_of("pays", PAYS, default="merit")
    competence = read_competence(section)
    if competence.agreed_by:
        section.problem("'agreed_by' is for readings: the decision on a tool is one act")
    return section.fill(Tool, name=section.key, pays=pays, decree=decree, funds=funds, competence=competence)


_READERS = {
    "tables": _table,
    "columns": lambda section: section.columns(section.rest(), _column),
    "acts": _act,
    "funds": _named,
    "tools": _tool,
    "figures": _named,
    "offices": read_office,
    "bodies": read_body,
    "proceedings": read_proceeding,
}
