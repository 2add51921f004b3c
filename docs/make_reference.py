"""Writes hooks.md, tables.md, results.md and results.schema.json from the code: `python docs/make_reference.py`."""

import inspect
import json
import re
from collections.abc import Iterable
from pathlib import Path
from textwrap import fill
from typing import get_type_hints

from merito import ResultRows, Step
from merito.contract import hookspecs
from merito.contract.inputs import Inputs
from merito.model.columns import Column, Table
from merito.outputs.columns import ResultTable
from merito.outputs.declared import TABLES as OF_RESULTS
from merito.outputs.schema import tables_schema
from merito.regulations import Regulations, Stack
from merito.regulations.checks import hook_names
from merito.workspace.common import common_inputs

BANNER = re.compile(r"^# --- (.+?) -+$", re.MULTILINE)
HOOKS = """# The hooks

Generated from `core/merito/contract/hookspecs.py` by `python docs/make_reference.py`; do not edit.

"""
TABLES = """# The tables

Generated from the classes of `core/merito/model` and the `inputs.toml` of the regulations by
`python docs/make_reference.py`; do not edit.

Every table is a CSV file, or a sheet of `data.xlsx` or `data.ods`, named by its English name or its Italian label.
Headers and coded values are English or Italian, never mixed in one table. **Bold** columns are required. The common
tables come first, then the additions of each regulation: columns of common tables, funds, tools, single figures, and
its own tables. `merito acts REGULATION` lists its kinds of act. `merito new-year` copies columns marked `lasts`.
"""
RESULTS = """# The tables of results

Generated from `core/merito/outputs/declared` by `python docs/make_reference.py`; do not edit.

The columns of each file in `<out>/<ente>/<year>/`. [workspace.md](workspace.md#results) describes the folders, the
states and [what of people is published](workspace.md#what-of-people-is-published). Empty tables are left out. In a
simulation every table has a first column `simulation`. The columns of `tables/<name>.csv` and `documents/<name>.csv`
depend on the regulation. [results.schema.json](results.schema.json) has the same as a JSON Schema, for programs; its
version is `tables_version` in `summary.json`. `comparison.csv` is in
[workspace.md](workspace.md#all-enti-side-by-side). The Italian headers are those of the workbook.
"""
WIDTH = 120
REGULATIONS = ("bergamo", "brescia", "comunita_montane")
KINDS = {
    "id": "id",
    "text": "text",
    "number": "number",
    "points": "number, not negative",
    "weight": "percent points",
    "money": "euro",
    "date": "date",
    "yes_no": "SI / NO",
    "figure": "figure of the indicator's kind",
    "moment": "date",
    "year": "year, four digits",
    "tool": "a tool of the regulation",
    "who": "a person, or a body that gives acts under the regulation",
    "amended": "as the amended table writes it; the parts of a key with ` + ` between them",
}
PLACES = {"year": "the year's folder", "ente": "the ente's folder", "both": "the ente's or the year's folder"}


def hooks() -> str:
    """The page of the hooks."""
    source = inspect.getsource(hookspecs)
    banners = [(match.start(), match[1]) for match in BANNER.finditer(source)]
    parts = [HOOKS, inspect.cleandoc(hookspecs.__doc__ or ""), "\n"]
    said = ""
    for name in hook_names():
        place = source.index(f"def {name}(")
        banner = [title for start, title in banners if start < place][-1]
        if banner != said:
            parts.append(f"\n## {banner[0].upper()}{banner[1:]}\n")
            said = banner
        hook = getattr(hookspecs, name)
        assert get_type_hints(hook) == {"step": Step, "return": ResultRows | None}
        parts.append(
            f"\n### `{name}(step: Step) -> ResultRows | None`\n\n{_described(inspect.cleandoc(hook.__doc__ or ''))}\n"
        )
    return "".join(parts)


def _described(docstring: str) -> str:
    lines = [re.sub(r"^:param (\w+):", r"- `\1`:", line) for line in docstring.splitlines()]
    return "\n".join(re.sub(r"^:returns:", "- returns", line) for line in lines)


def tables() -> str:
    """The page of the tables."""
    common = common_inputs()
    known = Regulations(common)
    own = (added(name, known.stack(name), common) for name in REGULATIONS)
    return TABLES + "".join((*map(described, common.tables.values()), *own))


def added(regulation: str, stack: Stack, common: Inputs) -> str:
    """The additions of a regulation to the common tables."""
    inputs = stack.inputs
    used = ", ".join(name for name in common.tables if name not in stack.unused)
    lines = [
        f"\n## Under the regulation {regulation}\n",
        f"\n{fill(f'It uses these common tables: {used}.', WIDTH)}\n",
        "\n| column of a common table | Italian | content |\n|---|---|---|\n",
    ]
    for name, table in common.tables.items():
        more = [column for column in inputs.tables[name].columns.values() if column.name not in table.columns]
        lines += [f"| {name}: {column.name} | {table.label}: {column.label} | {_holds(column)} |\n" for column in more]
    lines.append("\n| kind | name | Italian | title |\n|---|---|---|---|\n")
    for kind, rows in (("fund", inputs.funds), ("tool", inputs.tools), ("figure", inputs.figures)):
        lines += [f"| {kind} | {row.name} | {row.label} | {row.title or row.label} |\n" for row in rows.values()]
    own = [one for name, one in inputs.tables.items() if name not in common.tables]
    return "".join((*lines, *(described(one, "###") for one in own)))


def described(table: Table, level: str = "##") -> str:
    """A table that is read, column by column."""
    key = " + ".join(table.key)
    lines = [f"\n{level} {table.name} ({table.label})\n"]
    if table.model is not None:
        means, _, _ = (inspect.getdoc(table.model) or "").partition("\n\n")
        lines.append(f"\n{means}\n")
    lines.append(f"\nIn {PLACES[table.scope]}; one row per {key}.\n")
    lines += ["\n| column | Italian | content |\n|---|---|---|\n"]
    for column in table.columns.values():
        name = f"**{column.name}**" if column.required else column.name
        lines.append(f"| {name} | {column.label} | {_holds(column)} |\n")
    return "".join(lines)


def _holds(column: Column) -> str:
    kind = f"reference to {', '.join(column.to)}" if column.kind == "ref" else KINDS.get(column.kind, "")
    coded = ", ".join(f"{name} ({label})" for name, label in column.values.items())
    after = f"not before {column.not_before}" if column.not_before else ""
    within = f"questioned outside its period: {column.within}" if column.within else ""
    counts = f"at most the number of rows of {column.counts}" if column.counts else ""
    default = f"default {column.default}" if column.default else ""
    lasts = "lasts" if column.lasts else ""
    return "; ".join(part for part in (kind, coded, after, within, counts, default, lasts) if part)


def results(declared: Iterable[ResultTable] = OF_RESULTS) -> str:
    """The page of the tables of results."""
    return RESULTS + "".join(map(_results, declared))


def _results(table: ResultTable) -> str:
    key = f"Key: {', '.join(table.key)}." if table.key else ""
    told = fill(" ".join(filter(None, (key, table.about))), WIDTH)
    lines = [f"| `{one.head}` | {one.label} | {one.means} |\n" for one in table.columns]
    head = "| column | Italian | content |\n|---|---|---|\n"
    return "".join((f"\n## {table.name}.csv\n", f"\n{told}\n" if told else "", f"\n{head}", *lines))


def results_schema() -> str:
    """The JSON Schema of the tables of results."""
    return json.dumps(tables_schema(), ensure_ascii=False, indent=2) + "\n"


PAGES = {"hooks.md": hooks, "tables.md": tables, "results.md": results, "results.schema.json": results_schema}

if __name__ == "__main__":
    for page, text in PAGES.items():
        Path(__file__).with_name(page).write_text(text(), encoding="utf-8")
