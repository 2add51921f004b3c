"""Checks what a layer declares against all layers: columns and tables, tools, funds, acts, offices and proceedings."""

from collections.abc import Iterable, Iterator, Mapping

from merito.contract.declared_parameters import Parameter
from merito.contract.faults import near
from merito.contract.inputs import Inputs
from merito.contract.rulebook import Rulebook
from merito.regulations.checks import own_functions, tool_of
from merito.regulations.conditions import condition_problems
from merito.regulations.stack import Layer


def input_problems(layer: Layer, inputs: Inputs, parameters: Mapping[str, Parameter]) -> Iterator[str]:
    """Errors in a layer's tables, tools and funds, given the `inputs` and `parameters` of all layers."""
    yield from _uses(layer, inputs)
    yield from _columns(layer, inputs)
    yield from _no_where(layer, inputs, parameters)
    for rule in layer.rulebook.rules.values():
        for name in rule.tools:
            if name not in inputs.tools:
                yield f"{layer.name}: rules.toml [{rule.id}]: there is no tool {name!r}{near(name, inputs.tools)}"
        for problem in condition_problems(rule, inputs, parameters):
            yield f"{layer.name}: rules.toml [{rule.id}] {problem}"
    for key, parameter in layer.parameters.items():
        kind = parameter.ente_may_set.by_act if parameter.ente_may_set else ""
        if kind and kind not in inputs.acts:
            yield f"{layer.name}: parameters.toml [{key}]: there is no kind of act {kind!r}{near(kind, inputs.acts)}"
    for module in layer.modules:
        for name, function in own_functions(module):
            if (own := tool_of(function)) and own not in inputs.tools:
                yield f"{layer.name}: {module.__name__}.{name}: there is no tool {own!r}{near(own, inputs.tools)}"
    for reading in layer.rulebook.interpretations.values():
        for name in reading.tools:
            if name not in inputs.tools:
                where = f"{layer.name}: interpretations.toml [{reading.id}]"
                yield f"{where}: there is no tool {name!r}{near(name, inputs.tools)}"
    for tool in layer.inputs.tools.values():
        for fund in tool.funds:
            if fund not in inputs.funds:
                known = near(fund, inputs.funds)
                yield f"{layer.name}: inputs.toml [tools.{tool.name}]: there is no fund {fund!r}{known}"


def twice_declared(layer: Layer, below: Inputs) -> Iterator[str]:
    """Tables that exist in lower layers, and labels of acts, funds, tools or figures that are in use there."""
    for name in layer.inputs.tables:
        if name in below.tables:
            why = f"there is that table already: its columns are added with [columns.{name}]"
            yield f"{layer.name}: inputs.toml [tables.{name}]: {why}"
    for group in ("acts", "funds", "tools", "figures"):
        own, others = getattr(layer.inputs, group), getattr(below, group)
        known = {one.label: name for name, one in {**others, **own}.items() if name not in own}
        for name, one in own.items():
            if one.label in known:
                yield (
                    f"{layer.name}: inputs.toml [{group}.{name}]: the label {one.label!r} is that of "
                    f"{known[one.label]!r} already"
                )
            known[one.label] = name


def _uses(layer: Layer, inputs: Inputs) -> Iterator[str]:
    """Tables in `uses` that are not common ones."""
    for name in layer.inputs.uses:
        if name not in inputs.tables or inputs.tables[name].model is None:
            yield f"{layer.name}: inputs.toml [uses]: there is no common table {name!r}{near(name, inputs.tables)}"


def _columns(layer: Layer, inputs: Inputs) -> Iterator[str]:
    """Columns of missing tables, or with a wrong `not_before`, `counts`, kind of the engine, or `lasts`."""
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
            if column.lasts and table in inputs.tables and not inputs.tables[table].lasts:
                yield (
                    f"{layer.name}: inputs.toml table {table!r} column {name!r}: 'lasts', but the rows do not: every "
                    f"column of the key must last ({', '.join(inputs.tables[table].key) or 'there is none'})"
                )
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


def _no_where(layer: Layer, inputs: Inputs, parameters: Mapping[str, Parameter]) -> Iterator[str]:
    """A `no_where` that names no column of its table, or no parameter that is a list of words."""
    own = {**{name: table.columns for name, table in layer.inputs.tables.items()}, **layer.inputs.columns}
    for table, columns in own.items():
        around = inputs.tables[table].columns if table in inputs.tables else columns
        for name, column in columns.items():
            where = f"{layer.name}: inputs.toml table {table!r} column {name!r}: 'no_where'"
            for other, key in column.no_where.items():
                if other not in around:
                    yield f"{where} names {other!r}, no column of that table{near(other, around)}"
                if key not in parameters or parameters[key].kind != "list":
                    yield f"{where} names {key!r}, no parameter of kind list{near(key, parameters)}"


def register_problems(layer: Layer, inputs: Inputs, rulebook: Rulebook) -> Iterator[str]:
    """Rules, readings and kinds of act that are named and that no layer declares."""
    for where, rules, readings, acts in _named(layer.inputs):
        told = f"{layer.name}: inputs.toml [{where}]"
        for what, names, known in (
            ("rule", rules, rulebook.rules),
            ("reading", readings, rulebook.interpretations),
            ("act", acts, inputs.acts),
        ):
            for name in dict.fromkeys(names):
                if name not in known:
                    yield f"{told}: there is no {what} {name!r}{near(name, known)}"


def _named(own: Inputs) -> Iterator[tuple[str, Iterable[str], Iterable[str], Iterable[str]]]:
    """What each table names: its rules, its readings, its kinds of act."""
    for kind in own.acts.values():
        yield f"acts.{kind.kind}", sorted(kind.held_to), (), ()
    for office in own.offices.values():
        yield f"offices.{office.name}", sorted(office.held_to), office.readings, office.kinds
    for body in own.bodies.values():
        yield f"bodies.{body.name}", filter(None, (body.rule,)), (), filter(None, (body.appointed_by,))
    for one in own.proceedings.values():
        yield f"proceedings.{one.name}", sorted(one.held_to), sorted(one.readings), one.kinds
