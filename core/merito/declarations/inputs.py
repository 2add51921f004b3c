"""What a layer reads: tables and their columns, kinds of act, funds, tools and single figures.

The common tables of the core and the `inputs.toml` of a plugin are written in the same grammar. Every name has an
Italian label, which an ente may write instead of it.
"""

from collections.abc import Mapping
from pathlib import Path

from attrs import evolve, field, frozen

from merito.declarations.sections import Readable, Section, near, sections

COLUMN_KINDS = (
    "id",
    "ref",
    "text",
    "number",
    "points",
    "weight",
    "money",
    "date",
    "yes_no",
    "choice",
    "figure",
    "moment",
    "year",
    "tool",
    "who",
    "amended",
)
PAYS = ("merit", "post")
REFERENCES = {
    "person": "people",
    "unit": "units",
    "position": "positions",
    "objective": "objectives",
    "indicator": "indicators",
    "area": "areas",
    "dashboard": "dashboards",
    "act": "acts",
    "amendment": "amendments",
}
PLAN_TABLES = (
    "areas",
    "objectives",
    "weights",
    "resources",
    "indicators",
    "targets",
    "activities",
    "dashboards",
    "dashboard_rows",
)
FIGURE_KINDS = ("number", "percent", "money", "date", "text", "yes_no")


@frozen(kw_only=True)
class Column:
    """A column: English name, Italian label, kind of value; `to` for references, `values` for coded ones.

    `not_before` names the date of the same row that a date may not precede.
    """

    name: str
    label: str
    kind: str
    required: bool = False
    to: tuple[str, ...] = ()
    not_before: str = ""
    values: Mapping[str, str] = field(factory=dict)
    default: str | None = None
    attribute: str = ""
    cites: str = ""


@frozen(kw_only=True)
class Table:
    """A table: English name, Italian label, columns, the columns that make its key, and where it may lie."""

    name: str
    label: str
    columns: Mapping[str, Column]
    key: tuple[str, ...] = ()
    model: str = ""
    scope: str = "year"
    cites: str = ""


@frozen(kw_only=True)
class ActKind:
    """A kind of act: who gives it (empty where the text does not say), about what (ente, person, position, ...).

    Every cycle has its own, unless it is `lasting`: a decision for several years, an appointment.
    """

    kind: str
    label: str
    title: str
    body: str = ""
    about: str = "ente"
    cites: str = ""
    lasting: bool = False


@frozen(kw_only=True)
class Tool:
    """A tool: it pays merit, or a post or appointment, which no gate on the whole phase of rewards stops.

    `funds` are those that it divides; without them, it may divide any. `never_less`: all else equal, a better score is
    never due less.
    """

    name: str
    label: str
    title: str
    cites: str
    pays: str = "merit"
    funds: tuple[str, ...] = ()
    never_less: bool = False


@frozen(kw_only=True)
class Named:
    """A fund or a single figure: English name, Italian label, kind and citation."""

    name: str
    label: str
    title: str = ""
    kind: str = "money"
    cites: str = ""


@frozen(kw_only=True)
class Inputs:
    """Everything that may be read for an ente; later layers add to earlier ones."""

    tables: Mapping[str, Table] = field(factory=dict)
    acts: Mapping[str, ActKind] = field(factory=dict)
    funds: Mapping[str, Named] = field(factory=dict)
    tools: Mapping[str, Tool] = field(factory=dict)
    figures: Mapping[str, Named] = field(factory=dict)
    columns: Mapping[str, Mapping[str, Column]] = field(factory=dict)

    def plus(self, other: "Inputs") -> "Inputs":
        """These inputs with those of a later layer; its extra columns are put into the tables they name."""
        tables = {**self.tables, **other.tables}
        for name, columns in other.columns.items():
            if name in tables:
                tables[name] = evolve(tables[name], columns={**tables[name].columns, **columns})
        return Inputs(
            tables=tables,
            acts={**self.acts, **other.acts},
            funds={**self.funds, **other.funds},
            tools={**self.tools, **other.tools},
            figures={**self.figures, **other.figures},
        )


def read_inputs(file: Readable | Path, owner: str, problems: list[str]) -> Inputs:
    """What one layer declares; the file's tables are `tables`, `columns`, `acts`, `funds`, `tools`, `figures`."""
    found: dict[str, dict[str, object]] = {name: {} for name in _READERS}
    for group in sections(file, owner, problems):
        if group.key not in _READERS:
            problems.append(f"{group.where}: not one of {', '.join(_READERS)}")
            continue
        for name, data in group.mapping_of_tables():
            section = Section(f"{owner}: {file.name} [{group.key}.{name}]", name, data, problems)
            found[group.key][name] = _READERS[group.key](section)
            section.close()
    return Inputs(**found)  # type: ignore[arg-type]


def _table(section: Section) -> Table:
    return Table(
        name=section.key,
        label=section.text("label", required=True),
        model=section.text("model"),
        key=section.texts("key"),
        scope=section.one_of("scope", ("year", "ente", "both"), default="year"),
        cites=section.text("cites"),
        columns=_columns(section, section.mapping("columns")),
    )


def _columns(section: Section, raw: Mapping[str, object]) -> dict[str, Column]:
    columns: dict[str, Column] = {}
    for name, data in raw.items():
        if not isinstance(data, dict):
            section.problem(f"column {name!r} must be a table")
            continue
        inner = Section(f"{section.where} column {name!r}", name, data, section.problems)
        columns[name] = _column(inner)
        inner.close()
    return columns


def _column(section: Section) -> Column:
    column = Column(
        name=section.key,
        label=section.text("label", required=True),
        kind=section.one_of("kind", COLUMN_KINDS),
        required=section.flag("required"),
        to=section.texts("to"),
        not_before=section.text("not_before"),
        values={key: str(value) for key, value in section.mapping("values").items()},
        default=section.text("default") or None,
        attribute=section.text("attribute") or section.key,
        cites=section.text("cites"),
    )
    if column.kind == "ref" and not column.to:
        section.problem("a reference needs `to`, the tables it points to")
    for target in column.to:
        if target not in REFERENCES:
            section.problem(f"'to' is {target!r}, not one of {', '.join(REFERENCES)}{near(target, REFERENCES)}")
    if column.not_before and column.kind != "date":
        section.problem("only a date has `not_before`")
    if column.kind == "choice" and not column.values:
        section.problem("a choice needs `values`, the coded values and their Italian labels")
    return column


def _act(section: Section) -> ActKind:
    return ActKind(
        kind=section.key,
        label=section.text("label", required=True),
        title=section.text("title", required=True),
        body=section.text("body"),
        about=section.text("about") or "ente",
        cites=section.text("cites", required=True),
        lasting=section.flag("lasting"),
    )


def _named(section: Section) -> Named:
    return Named(
        name=section.key,
        label=section.text("label", required=True),
        title=section.text("title", required=True),
        kind=section.one_of("kind", FIGURE_KINDS, default="money"),
        cites=section.text("cites", required=True),
    )


def _tool(section: Section) -> Tool:
    return Tool(
        name=section.key,
        label=section.text("label", required=True),
        title=section.text("title", required=True),
        cites=section.text("cites", required=True),
        pays=section.one_of("pays", PAYS, default="merit"),
        funds=(fund,) if (fund := section.text("fund")) else section.texts("funds"),
        never_less=section.flag("never_less"),
    )


_READERS = {
    "tables": _table,
    "columns": lambda section: _columns(section, section.rest()),
    "acts": _act,
    "funds": _named,
    "tools": _tool,
    "figures": _named,
}
