"""Checks what a layer declares against all layers: columns and tables, tools, funds, acts, offices and proceedings."""

from collections.abc import Container, Iterable, Iterator, Mapping

from merito.contract.declared_parameters import Parameter
from merito.contract.faults import Fault
from merito.contract.inputs import Inputs
from merito.contract.rulebook import Rulebook
from merito.model.messages import Code, nearly, say
from merito.regulations.checks import own_functions, tool_of
from merito.regulations.conditions import condition_problems
from merito.regulations.stack import Layer


def input_problems(layer: Layer, inputs: Inputs, parameters: Mapping[str, Parameter]) -> Iterator[Fault]:
    """Errors in a layer's tables, tools and funds, given the `inputs` and `parameters` of all layers."""
    yield from _uses(layer, inputs)
    yield from _columns(layer, inputs)
    yield from _no_where(layer, inputs, parameters)
    for rule in layer.rulebook.rules.values():
        for name in rule.tools:
            if name not in inputs.tools:
                yield Fault(
                    layer.name,
                    f"rules.toml [{rule.id}]",
                    nearly(say("non c'è uno strumento {name}", name=Code(name)), name, inputs.tools),
                )
        for problem in condition_problems(rule, inputs, parameters):
            yield Fault(layer.name, f"rules.toml [{rule.id}]", problem)
    for key, parameter in layer.parameters.items():
        kind = parameter.ente_may_set.by_act if parameter.ente_may_set else ""
        if kind and kind not in inputs.acts:
            yield Fault(
                layer.name,
                f"parameters.toml [{key}]",
                nearly(say("non c'è un tipo di atto {kind}", kind=Code(kind)), kind, inputs.acts),
            )
    for module in layer.modules:
        for name, function in own_functions(module):
            if (own := tool_of(function)) and own not in inputs.tools:
                yield Fault(
                    layer.name,
                    f"{module.__name__}.{name}",
                    nearly(say("non c'è uno strumento {own}", own=Code(own)), own, inputs.tools),
                )
    for reading in layer.rulebook.interpretations.values():
        for name in reading.tools:
            if name not in inputs.tools:
                where = f"interpretations.toml [{reading.id}]"
                yield Fault(
                    layer.name, where, nearly(say("non c'è uno strumento {name}", name=Code(name)), name, inputs.tools)
                )
    for tool in layer.inputs.tools.values():
        for fund in tool.funds:
            if fund not in inputs.funds:
                what = nearly(say("non c'è un fondo {fund}", fund=Code(fund)), fund, inputs.funds)
                yield Fault(layer.name, f"inputs.toml [tools.{tool.name}]", what)


def twice_declared(layer: Layer, below: Inputs) -> Iterator[Fault]:
    """Tables that exist in lower layers, and labels of acts, funds, tools or figures that are in use there."""
    for name in layer.inputs.tables:
        if name in below.tables:
            why = say("quella tabella c'è già: le colonne si aggiungono con [columns.{name}]", name=name)
            yield Fault(layer.name, f"inputs.toml [tables.{name}]", why)
    for group in ("acts", "funds", "tools", "figures"):
        own, others = getattr(layer.inputs, group), getattr(below, group)
        known = {one.label: name for name, one in {**others, **own}.items() if name not in own}
        for name, one in own.items():
            if one.label in known:
                yield (
                    Fault(
                        layer.name,
                        f"inputs.toml [{group}.{name}]",
                        say(
                            "l'etichetta {label} è già di {known}: due non si distinguerebbero",
                            label=Code(one.label),
                            known=Code(known[one.label]),
                        ),
                    )
                )
            known[one.label] = name


def _uses(layer: Layer, inputs: Inputs) -> Iterator[Fault]:
    """Tables in `uses` that are not common ones."""
    for name in layer.inputs.uses:
        if name not in inputs.tables or inputs.tables[name].model is None:
            yield Fault(
                layer.name,
                "inputs.toml [uses]",
                nearly(say("non c'è una tabella comune {name}", name=Code(name)), name, inputs.tables),
            )


def _columns(layer: Layer, inputs: Inputs) -> Iterator[Fault]:
    """Columns of missing tables, or with a wrong `not_before`, `counts`, kind of the engine, or `lasts`."""
    for table in layer.inputs.columns:
        if table not in inputs.tables:
            what = nearly(say("non c'è una tabella {table}", table=Code(table)), table, inputs.tables)
            yield Fault(layer.name, f"inputs.toml [columns.{table}]", what)
    own = {**{name: table.columns for name, table in layer.inputs.tables.items()}, **layer.inputs.columns}
    for table, columns in own.items():
        around = inputs.tables[table].columns if table in inputs.tables else columns
        dates = {name for name, column in around.items() if column.kind == "date"}
        for name, column in columns.items():
            if column.kind == "amended":
                yield Fault(
                    layer.name,
                    _column_at(layer, table, name),
                    say("solo le variazioni hanno il tipo «amended»"),
                )
            if column.lasts and table in inputs.tables and not inputs.tables[table].lasts:
                yield (
                    Fault(
                        layer.name,
                        _column_at(layer, table, name),
                        say(
                            "«lasts», ma le righe non durano: ogni colonna della chiave deve durare ({key})",
                            key=inputs.tables[table].key or say("non c'è"),
                        ),
                    )
                )
            if column.counts and column.counts not in inputs.tables:
                what = say("«counts» è {counts}, che non è una tabella", counts=Code(column.counts))
                yield Fault(layer.name, _column_at(layer, table, name), nearly(what, column.counts, inputs.tables))
            if column.not_before and column.not_before not in dates - {name}:
                yield (
                    Fault(
                        layer.name,
                        _column_at(layer, table, name),
                        nearly(
                            say(
                                "«not_before» è {not_before}, che non è un'altra data della tabella",
                                not_before=Code(column.not_before),
                            ),
                            column.not_before,
                            dates - {name},
                        ),
                    )
                )


def _no_where(layer: Layer, inputs: Inputs, parameters: Mapping[str, Parameter]) -> Iterator[Fault]:
    """A `no_where` that names no column of its table, or no parameter that is a list of words."""
    own = {**{name: table.columns for name, table in layer.inputs.tables.items()}, **layer.inputs.columns}
    for table, columns in own.items():
        around = inputs.tables[table].columns if table in inputs.tables else columns
        for name, column in columns.items():
            where = _column_at(layer, table, name)
            for other, key in column.no_where.items():
                if other not in around:
                    what = say("«no_where» nomina {other}, che non è una colonna della tabella", other=Code(other))
                    yield Fault(layer.name, where, nearly(what, other, around))
                if key not in parameters or parameters[key].kind != "list":
                    what = say("«no_where» nomina {key}, che non è un parametro di tipo list", key=Code(key))
                    yield Fault(layer.name, where, nearly(what, key, parameters))


def register_problems(layer: Layer, inputs: Inputs, rulebook: Rulebook) -> Iterator[Fault]:
    """Rules, readings and kinds of act that are named and that no layer declares."""
    for where, rules, readings, acts in _named(layer.inputs):
        at = f"inputs.toml [{where}]"
        for name in _unknown(rules, rulebook.rules):
            what = say("non c'è una regola {name}", name=Code(name))
            yield Fault(layer.name, at, nearly(what, name, rulebook.rules))
        for name in _unknown(readings, rulebook.interpretations):
            what = say("non c'è una lettura {name}", name=Code(name))
            yield Fault(layer.name, at, nearly(what, name, rulebook.interpretations))
        for name in _unknown(acts, inputs.acts):
            what = say("non c'è un tipo di atto {name}", name=Code(name))
            yield Fault(layer.name, at, nearly(what, name, inputs.acts))


def _unknown(names: Iterable[str], known: Container[str]) -> list[str]:
    return [name for name in dict.fromkeys(names) if name not in known]


def _column_at(layer: Layer, table: str, column: str) -> str:
    """Where a layer declares a column: in a table of its own, or added to one below."""
    own = table in layer.inputs.tables
    return f"inputs.toml [tables.{table}] columns.{column}" if own else f"inputs.toml [columns.{table}] {column}"


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
