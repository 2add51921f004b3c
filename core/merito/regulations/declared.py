"""Holds what a layer declares in its inputs against that of all layers: columns and their tables, tools and funds."""

from collections.abc import Iterator

from merito.declarations.inputs import Inputs
from merito.declarations.sections import near
from merito.regulations.stack import Layer


def input_problems(layer: Layer, inputs: Inputs) -> Iterator[str]:
    """What does not hold in the inputs that a layer declares; `inputs` of all layers."""
    yield from _columns(layer, inputs)
    for tool in layer.inputs.tools.values():
        for fund in tool.funds:
            if fund not in inputs.funds:
                known = near(fund, inputs.funds)
                yield f"{layer.name}: inputs.toml [tools.{tool.name}]: there is no fund {fund!r}{known}"


def _columns(layer: Layer, inputs: Inputs) -> Iterator[str]:
    """Columns of tables that are not there, held against one that is no date, of a kind that the engine alone reads."""
    for table in layer.inputs.columns:
        if table not in inputs.tables:
            known = near(table, inputs.tables)
            yield f"{layer.name}: inputs.toml [columns.{table}]: there is no table {table!r}{known}"
    own = {**{name: table.columns for name, table in layer.inputs.tables.items()}, **layer.inputs.columns}
    for table, columns in own.items():
        around = inputs.tables[table].columns if table in inputs.tables else columns
        dates = {name for name, column in around.items() if column.kind == "date"}
        for name, column in columns.items():
            if column.kind == "amended":
                yield f"{layer.name}: inputs.toml table {table!r} column {name!r}: only amendments have kind 'amended'"
            if column.counts and column.counts not in inputs.tables:
                known = near(column.counts, inputs.tables)
                yield (
                    f"{layer.name}: inputs.toml table {table!r} column {name!r}: 'counts' is {column.counts!r}, "
                    f"no table{known}"
                )
            if column.not_before and column.not_before not in dates - {name}:
                yield (
                    f"{layer.name}: inputs.toml table {table!r} column {name!r}: 'not_before' is "
                    f"{column.not_before!r}, no other date of that table{near(column.not_before, dates - {name})}"
                )
