"""The tables of results as a JSON Schema: a CSV read row by row, each cell by its head and as text."""

from collections.abc import Mapping
from typing import Any

from merito.outputs.columns import OutColumn, ResultTable
from merito.outputs.declared import TABLES

VERSION = 2
"""The version of the result tables, also in `summary.json`: another one if a column goes or changes its meaning."""
DIALECT = "https://json-schema.org/draft/2020-12/schema"


def tables_schema() -> Mapping[str, Any]:
    """The schema of every declared table, by its name under `$defs`; cells may be blank unless they are of the key."""
    return {
        "$schema": DIALECT,
        "title": f"merito: tables of results, version {VERSION}",
        "description": "An array of rows for each CSV; a row has the cells of a line by their heads, all as text.",
        "$defs": {table.name: _table(table) for table in TABLES},
    }


def _table(table: ResultTable) -> Mapping[str, Any]:
    return {
        "title": table.holds,
        "type": "array",
        "items": {
            "type": "object",
            "properties": {one.head: _column(one) for one in table.columns},
            "required": list(table.heads),
            "additionalProperties": False,
        },
    }


def _column(column: OutColumn) -> Mapping[str, Any]:
    told = {"type": "string", "description": column.means}
    if column.words:
        return told | {"enum": ["", *column.words]}
    return told | ({"pattern": f"^({column.kind.pattern})?$"} if column.kind.pattern else {})
