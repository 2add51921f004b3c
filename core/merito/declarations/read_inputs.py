"""Reads `inputs.toml`: one grammar for the core and for every plugin."""

import re
from pathlib import Path

from merito.contract.faults import Fault
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
from merito.model.messages import Code, nearly, say

USES = "uses"
ARTICLE = re.compile(r"art\. [1-9]\d*(-[a-z]+)?")


def read_inputs(file: Readable | Path, owner: str, problems: list[Fault]) -> Inputs:
    """The inputs of one layer: `uses`, and `tables`, `acts`, `offices` and the other groups by their names."""
    found: dict[str, dict[str, object]] = {name: {} for name in _READERS}
    uses: tuple[str, ...] = ()
    for group in sections(file, owner, problems):
        if group.key == USES:
            uses = group.texts("common")
            group.close()
            continue
        if group.key not in _READERS:
            problems.append(
                Fault(
                    group.owner,
                    group.place,
                    say("titolo sconosciuto; ci possono essere: {known}", known=(USES, *_READERS)),
                )
            )
            continue
        for name, data in group.mapping_of_tables():
            section = Section(owner, f"{file.name} [{group.key}.{name}]", name, data, problems)
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
        section.problem(say("un rinvio dice a quali tabelle: manca «to»"))
    for target in column.to:
        if target not in REFERENCES:
            section.problem(
                nearly(
                    say(
                        "«to» è {target}, atteso uno tra: {references}",
                        target=Code(target),
                        references=tuple(REFERENCES),
                    ),
                    target,
                    REFERENCES,
                )
            )
    if column.not_before and column.kind != "date":
        section.problem(say("solo una data ha «not_before»"))
    if column.no_where and column.kind != "yes_no":
        section.problem(say("solo una colonna di sì e no ha «no_where»"))
    if column.within and column.kind not in ("date", "moment", "year"):
        section.problem(say("solo una data o un anno ha «within»"))
    if column.counts and column.kind not in ("number", "points"):
        section.problem(say("solo un numero ha «counts»"))
    if column.kind == "choice" and not column.values:
        section.problem(say("una scelta ha i suoi valori: manca «values», ogni codice con la sua parola italiana"))
    return column


def _act(section: Section) -> ActKind:
    concludes = section.one_of("concludes", tuple("abcdef"), default="")
    cites = section.text("cites", required=True)
    by = section.text_or_texts("body")
    known = section.fill(
        ActKind, kind=section.key, cites=cites, concludes=concludes, contents=_contents(section), by=by, body=""
    )
    if known.body_rule and not known.by:
        section.problem(say("«body_rule» dice quale regola dà l'atto al suo organo: scrivere «body»"))
    for kind in known.by_ente_kind:
        if kind not in ENTE_KINDS:
            section.problem(
                nearly(
                    say(
                        "«by_ente_kind» nomina {kind}, che non è uno tra {ente_kinds}",
                        kind=Code(kind),
                        ente_kinds=tuple(ENTE_KINDS),
                    ),
                    kind,
                    ENTE_KINDS,
                )
            )
    if known.adopts_run and known.about != "ente":
        section.problem(say("«adopts_run» è di un atto dell'ente, non di uno che riguarda: {about}", about=known.about))
    return known


def _contents(section: Section) -> dict[str, Content]:
    """The contents that an act needs; `rule` of the table applies to those that name none."""
    inner = section.inner("contents")
    if inner is None:
        return {}
    rule = inner.text("rule")
    found: dict[str, Content] = {}
    for code, data in inner.mapping_of_tables():
        one = inner.below(code, code, data)
        named = one.text("rule") or rule
        found[code] = one.fill(Content, code=code, rule=named, title=one.text("title", required=True))
        if not named:
            one.problem(say("manca «rule»: quale regola lo chiede"))
        one.close()
    return found


def _named(section: Section) -> Named:
    kind = section.one_of("kind", FIGURE_KINDS, default="money")
    title, cites = section.text("title", required=True), section.text("cites", required=True)
    return section.fill(Named, name=section.key, title=title, kind=kind, cites=cites)


def _tool(section: Section) -> Tool:
    decree = section.text("decree")
    if decree and not ARTICLE.fullmatch(decree):
        section.problem(
            say('«decree» è {decree}, atteso un articolo del D.Lgs. 150/2009, come "art. 21"', decree=Code(decree))
        )
    funds = (fund,) if (fund := section.text("fund")) else section.texts("funds")
    pays = section.one_of("pays", PAYS, default="merit")
    competence = read_competence(section)
    if competence.agreed_by:
        section.problem(say("«agreed_by» è delle letture e dei valori: la decisione su uno strumento è un atto solo"))
    return section.fill(Tool, name=section.key, pays=pays, decree=decree, funds=funds, competence=competence)


_READERS = {
    "tables": _table,
    "columns": lambda section: section.columns(section.rest(), _column, under=""),
    "acts": _act,
    "funds": _named,
    "tools": _tool,
    "figures": _named,
    "offices": read_office,
    "bodies": read_body,
    "proceedings": read_proceeding,
}
