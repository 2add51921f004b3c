"""What a layer answers to a hook: its rules that are data, then its functions, both in the order of `rules.toml`."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from types import ModuleType

import pluggy
from attrs import frozen

from merito.contract.rulebook import Rulebook
from merito.contract.step import Step
from merito.model.messages import say
from merito.model.results import TABLE_OF, Results, TableRow
from merito.numbers.context import held_decimals
from merito.regulations.checks import own_functions, shown, tool_of
from merito.regulations.conditions import AS_DATA

DOCUMENTS = "merito_documents"
NO_ROWS = Results()


class NoRowError(TypeError):
    """A hook yielded something that is not a row of results."""


@frozen
class Caller:
    """An implementation of a hook: its name, the folder it is in, and the only tool that it serves."""

    plugin: str
    name: str
    place: Path
    function: Callable[[Step], object]
    tool: str | None = None
    rules: tuple[str, ...] = ()

    def asked(self, step: Step) -> bool:
        """Whether it is called: for every tool or the step's, and with a rule in force in the cycle's year."""
        return self.tool in (None, step.tool) and step.in_force(*self.rules)

    def answers(self, hook: str, step: Step) -> Results | None:
        """All rows that it yields for a step; None if it has no answer."""
        with held_decimals():
            rows = collected(self.function(step.marked_with(self.rules)), hook)
        return None if rows is None else lawful(rows, step)


def declared(layer: str, rulebook: Rulebook, hook: str) -> Iterator[Caller]:
    """The gates or deadlines that the rules of a layer declare, in the order of `rules.toml`."""
    if hook in AS_DATA:
        for rule in rulebook.rules.values():
            if rule.gate or rule.deadline:
                name = f"rules.toml [{rule.id}]"
                yield Caller(layer, name, Path(), partial(AS_DATA[hook], rule), rules=(rule.id,))


def functions(
    layer: str, place: Path | None, modules: Iterable[ModuleType], rulebook: Rulebook, hook: pluggy.HookCaller
) -> list[Caller]:
    """The functions of a layer that implement a hook, in the order of its `rules.toml`, then of source.

    The first id of `@rule` that is a rule of the layer decides; functions without one come last. `place` is the folder
    of the layer, in which the line of an exception is looked for.
    """
    answering = {(id(impl.plugin), id(impl.function)) for impl in hook.get_hookimpls()}
    found = [
        Caller(
            plugin=f"{layer}:{shown(module)}",
            name=name,
            place=_place(module, place),
            function=function,
            tool=tool_of(function),
            rules=getattr(function, "merito_rules", ()),
        )
        for module in modules
        for name, function in own_functions(module)
        if (id(module), id(function)) in answering
    ]
    places = {rule_id: place for place, rule_id in enumerate(rulebook.rules)}
    return sorted(found, key=lambda one: next((places[rule] for rule in one.rules if rule in places), len(places)))


def _place(module: ModuleType, place: Path | None) -> Path:
    """The folder of the layer; for a module outside of it the module's own."""
    path = Path(str(module.__file__))
    return place if place is not None and place in path.parents else path.parent


def collected(answer: object, hook: str) -> Results | None:
    """The rows that a hook yielded, each in the table of its type. Raises NoRowError on anything else."""
    if answer is None or isinstance(answer, Results):
        return answer
    if not isinstance(answer, Iterable):
        raise NoRowError(say("ha dato {name}, che non sono righe", name=type(answer).__name__))
    rows: dict[str, list[object]] = {}
    for row in answer:
        table = "documents" if hook == DOCUMENTS and isinstance(row, TableRow) else TABLE_OF.get(type(row))
        if table is None:
            raise NoRowError(
                say("tra le righe ha dato {name}, che non è una riga di risultati", name=type(row).__name__)
            )
        rows.setdefault(table, []).append(row)
    if not rows:
        return NO_ROWS
    return Results(**{name: tuple(of_it) for name, of_it in rows.items()})  # type: ignore[arg-type]


def lawful(rows: Results, step: Step) -> Results:
    """Rows without the findings, gates and deadlines of rules that are not in force in the year of the cycle."""
    if not (rows.findings or rows.gates or rows.deadlines):
        return rows
    findings = tuple(one.at_most_a_note for one in rows.findings if not one.rule or step.in_force(one.rule))
    gates = tuple(one for one in rows.gates if step.in_force(*one.rules))
    deadlines = tuple(one for one in rows.deadlines if step.in_force(*one.rules))
    if (findings, gates, deadlines) == (rows.findings, rows.gates, rows.deadlines):
        return rows
    return rows.replacing(findings=findings, gates=gates, deadlines=deadlines)
