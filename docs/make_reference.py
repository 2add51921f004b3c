"""Writes docs/hooks.md and docs/tables.md from the code: `python docs/make_reference.py`."""

import inspect
import re
from pathlib import Path
from typing import get_type_hints

from merito import ResultRows, Step, hookspecs
from merito.declarations.inputs import Column, Inputs, Table
from merito.regulations import Regulations
from merito.regulations.checks import hook_names
from merito.workspace.common import common_inputs

BANNER = re.compile(r"^# --- (.+?) -+$", re.MULTILINE)
HOOKS = """# The hooks

Generated from `core/merito/hookspecs.py` by `python docs/make_reference.py`; do not edit.

"""
TABLES = """# The tables

Generated from `core/merito/workspace/tables.toml` and the `inputs.toml` of the regulations by
`python docs/make_reference.py`; do not edit.

Every table is a CSV file, or a sheet of `data.xlsx` or `data.ods`, named by its English name or its Italian label.
Heads and coded values are English or Italian, never mixed in one table. **Bold** columns are required. The common
tables come first, then what each regulation adds: columns of common tables, its funds, tools and single figures, and
tables of its own. `merito acts REGULATION` lists its kinds of act. What `lasts` comes along with `merito new-year`.
"""
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
    own = (_added(name, known.stack(name).inputs, common) for name in REGULATIONS)
    return TABLES + "".join((*map(_table, common.tables.values()), *own))


def _added(regulation: str, inputs: Inputs, common: Inputs) -> str:
    """What a regulation adds to the common tables."""
    lines = [
        f"\n## Under the regulation {regulation}\n",
        "\n| column of a common table | Italian | holds |\n|---|---|---|\n",
    ]
    for name, table in common.tables.items():
        more = [column for column in inputs.tables[name].columns.values() if column.name not in table.columns]
        lines += [f"| {name}: {column.name} | {table.label}: {column.label} | {_holds(column)} |\n" for column in more]
    lines.append("\n| kind | name | Italian | is |\n|---|---|---|---|\n")
    for kind, rows in (("fund", inputs.funds), ("tool", inputs.tools), ("figure", inputs.figures)):
        lines += [f"| {kind} | {row.name} | {row.label} | {row.title or row.label} |\n" for row in rows.values()]
    own = [table for name, table in inputs.tables.items() if name not in common.tables]
    return "".join((*lines, *(_table(table, "###") for table in own)))


def _table(table: Table, level: str = "##") -> str:
    key = " + ".join(table.key)
    lines = [f"\n{level} {table.name} ({table.label})\n", f"\nIn {PLACES[table.scope]}; one row per {key}.\n"]
    lines += ["\n| column | Italian | holds |\n|---|---|---|\n"]
    for column in table.columns.values():
        name = f"**{column.name}**" if column.required else column.name
        lines.append(f"| {name} | {column.label} | {_holds(column)} |\n")
    return "".join(lines)


def _holds(column: Column) -> str:
    kind = f"reference to {', '.join(column.to)}" if column.kind == "ref" else KINDS.get(column.kind, "")
    coded = ", ".join(f"{name} ({label})" for name, label in column.values.items())
    after = f"not before {column.not_before}" if column.not_before else ""
    within = f"asked about out of its time: {column.within}" if column.within else ""
    counts = f"not more than the rows of {column.counts}" if column.counts else ""
    default = f"default {column.default}" if column.default else ""
    lasts = "lasts" if column.lasts else ""
    return "; ".join(part for part in (kind, coded, after, within, counts, default, lasts) if part)


PAGES = {"hooks.md": hooks, "tables.md": tables}

if __name__ == "__main__":
    for page, text in PAGES.items():
        Path(__file__).with_name(page).write_text(text(), encoding="utf-8")
