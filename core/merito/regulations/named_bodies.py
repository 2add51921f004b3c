"""The bodies that layers name, by their codes: of kinds of act, gates, steps of proceedings, readings, identities."""

from collections.abc import Iterable, Iterator, Mapping

from attrs import evolve

from merito.contract.bodies import code_of, titles_of
from merito.contract.faults import Fault
from merito.contract.inputs import ActKind, Inputs
from merito.contract.offices import BodyKind
from merito.contract.proceedings import Proceeding
from merito.contract.rulebook import Rule, Rulebook
from merito.model.messages import Code, nearly, say
from merito.regulations.stack import Layer

GOVERNING = "governing_body"

Bodies = Mapping[str, BodyKind]


def body_problems(layer: Layer, bodies: Bodies) -> Iterator[Fault]:
    """Bodies that a layer names and that no layer declares, and bodies without a title."""
    for where, named in _named(layer):
        for one in filter(None, named):
            if not code_of(one, bodies):
                yield Fault(layer.name, where, nearly(say("non c'è un organo {one}", one=Code(one)), one, bodies))
    for code in layer.inputs.bodies:
        if not bodies[code].title:
            yield Fault(layer.name, f"inputs.toml [bodies.{code}]", say("manca {key}", key=Code("title")))


def _named(layer: Layer) -> Iterator[tuple[str, Iterable[str]]]:
    for kind in layer.inputs.acts.values():
        yield f"inputs.toml [acts.{kind.kind}]", (*kind.by, *kind.by_ente_kind.values())
    for one in layer.inputs.proceedings.values():
        yield f"inputs.toml [proceedings.{one.name}]", (body for step in one.steps for body in step.by)
    for body in layer.inputs.bodies.values():
        yield f"inputs.toml [bodies.{body.name}]", (body.urgent_by, body.only_if_declared)
    for rule in layer.rulebook.rules.values():
        yield f"rules.toml [{rule.id}]", (need.by for need in rule.gate.needs) if rule.gate else ()
    for reading in layer.rulebook.interpretations.values():
        known = reading.competence
        yield f"interpretations.toml [{reading.id}]", (*known.bodies, *known.before_by)
    for tool in layer.inputs.tools.values():
        yield f"inputs.toml [tools.{tool.name}]", (*tool.competence.bodies, *tool.competence.before_by)
    for parameter in layer.parameters.values():
        yield f"parameters.toml [{parameter.key}]", (*parameter.competence.bodies, *parameter.competence.before_by)
    yield "regulation.py", (one.body for one in layer.interpreters)


def with_governing_body(inputs: Inputs, layers: tuple[Layer, ...]) -> Inputs:
    """The body that the law calls of political direction, under the name of an ente that calls no known body so."""
    named = next(filter(None, (layer.governing_body for layer in reversed(layers))), GOVERNING)
    if code_of(named, inputs.bodies):
        return inputs
    renamed = evolve(inputs.bodies[GOVERNING], title=named)
    return evolve(inputs, bodies={**inputs.bodies, GOVERNING: renamed})


def codes_of(names: Iterable[str], layers: tuple[Layer, ...], bodies: Bodies) -> tuple[str, ...]:
    """The codes of bodies; the governing body of the law is the one that the latest layer names so."""
    named = next(filter(None, (layer.governing_body for layer in reversed(layers))), GOVERNING)
    own = code_of(named, bodies) or GOVERNING
    codes = (code_of(name, bodies) for name in names)
    return tuple(dict.fromkeys(own if code == GOVERNING else code for code in codes))


def inputs_with_codes(inputs: Inputs, layers: tuple[Layer, ...], ente_kind: str) -> Inputs:
    """Kinds of act, with the titles of their bodies, and proceedings.

    An act for which the law names a body of this kind of ente belongs to that one.
    """
    bodies = inputs.bodies

    def of_kind(act: ActKind) -> ActKind:
        own = (act.by_ente_kind[ente_kind],) if ente_kind in act.by_ente_kind else act.by
        codes = codes_of(own, layers, bodies)
        return evolve(act, by=codes, body=titles_of(codes, bodies))

    def of_proceeding(one: Proceeding) -> Proceeding:
        steps = (evolve(step, by=codes_of(step.by, layers, bodies)) if step.by else step for step in one.steps)
        return evolve(one, steps=tuple(steps))

    acts = {name: of_kind(act) for name, act in inputs.acts.items()}
    return evolve(inputs, acts=acts, proceedings={name: of_proceeding(one) for name, one in inputs.proceedings.items()})


def rules_with_codes(layers: tuple[Layer, ...], bodies: Bodies) -> tuple[Layer, ...]:
    """The layers, whose gates name bodies by their codes."""

    def of_rule(rule: Rule) -> Rule:
        if rule.gate is None or not any(need.by for need in rule.gate.needs):
            return rule
        needs = tuple(
            evolve(need, by=next(iter(codes_of((need.by,), layers, bodies)))) if need.by else need
            for need in rule.gate.needs
        )
        return rule if needs == rule.gate.needs else evolve(rule, gate=evolve(rule.gate, needs=needs))

    def of_layer(layer: Layer) -> Layer:
        rules = {name: of_rule(rule) for name, rule in layer.rulebook.rules.items()}
        if all(rules[name] is rule for name, rule in layer.rulebook.rules.items()):
            return layer
        return evolve(layer, rulebook=Rulebook(rules, layer.rulebook.interpretations))

    return tuple(of_layer(layer) for layer in layers)
