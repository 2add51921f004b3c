"""Who decides a reading, a parameter, or how a tool divides: the body of the text, else the one that adopted it."""

from collections.abc import Iterator, Mapping

from attrs import evolve

from merito.contract.declared_parameters import Parameter
from merito.contract.faults import Fault
from merito.contract.inputs import ActKind, Inputs, Tool
from merito.contract.offices import BodyKind
from merito.contract.rulebook import Competence, Interpretation, Rulebook
from merito.model.messages import Code, nearly, say
from merito.regulations.named_bodies import codes_of
from merito.regulations.stack import Layer

OPINION = "Parere"


def with_competence(rulebook: Rulebook, layers: tuple[Layer, ...], known_bodies: Mapping[str, BodyKind]) -> Rulebook:
    """The rulebook of all layers, in which every reading says who decides it.

    A reading that names nobody is decided by the interpreter of its text, in its own layer or the nearest one below.
    The governing body of the law has the name that the regulation gives it.
    """
    readings: dict[str, Interpretation] = {}
    for place, layer in enumerate(layers):
        for known in layer.rulebook.interpretations.values():
            competence = _of(known.competence, known.article, layers[: place + 1])
            readings[known.id] = evolve(known, competence=_by_code(competence, layers, known_bodies))
    return evolve(rulebook, interpretations=readings)


def tools_with_competence(inputs: Inputs, layers: tuple[Layer, ...]) -> Inputs:
    """The inputs of all layers, in which every tool says who decides how its money is divided, as readings do."""
    place_of = {name: place for place, layer in enumerate(layers) for name in layer.inputs.tools}
    tools: dict[str, Tool] = {}
    for name, tool in inputs.tools.items():
        competence = _of(tool.competence, tool.cites, layers[: place_of.get(name, 0) + 1])
        tools[name] = evolve(tool, competence=_by_code(competence, layers, inputs.bodies))
    return evolve(inputs, tools=tools)


def deciding_bodies(
    parameters: Mapping[str, Parameter], layers: tuple[Layer, ...], known_bodies: Mapping[str, BodyKind]
) -> dict[str, Parameter]:
    """The parameters of all layers; the governing body of the law is the one that the regulation names so."""
    return {
        key: evolve(one, competence=_by_code(one.competence, layers, known_bodies)) if one.competence.bodies else one
        for key, one in parameters.items()
    }


def competence_problems(layer: Layer, kinds: Mapping[str, ActKind]) -> Iterator[Fault]:
    """Kinds of act that the readings, parameters and tools of a layer name and no layer declares."""
    readings, tools = layer.rulebook.interpretations, layer.inputs.tools
    named = [(f"interpretations.toml [{name}]", one.competence) for name, one in readings.items()]
    named += [(f"parameters.toml [{key}]", one.competence) for key, one in layer.parameters.items()]
    named += [(f"inputs.toml [tools.{name}]", one.competence) for name, one in tools.items()]
    for where, competence in named:
        for kind in filter(None, (*competence.agreed_by, competence.before_act)):
            if kind not in kinds:
                yield Fault(
                    layer.name, where, nearly(say("non c'è un tipo di atto {kind}", kind=Code(kind)), kind, kinds)
                )


def who_decides(competence: Competence, kinds: Mapping[str, ActKind]) -> str:
    """Who decides a reading or a parameter, in Italian, with the article that says so; empty if nobody is named."""
    told = deciding(competence, kinds)
    return f"{told} ({competence.cites})" if told else ""


def deciding(competence: Competence, kinds: Mapping[str, ActKind]) -> str:
    """The same without the article."""
    if not competence.of_somebody:
        return ""
    if not competence.bodies:
        return agreements(competence, kinds)
    told = either(_titles(competence, competence.bodies))
    if competence.before_by:
        until = title(competence.before_act, kinds)
        told += f"; finché non c'è l'atto «{until}», anche: {either(_titles(competence, competence.before_by))}"
    if competence.agreed_by:
        told += f"; serve anche {agreements(competence, kinds)}"
    return told


def _titles(competence: Competence, codes: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(competence.titles.get(code, code) for code in codes)


def agreements(competence: Competence, kinds: Mapping[str, ActKind]) -> str:
    """The agreements or opinions of which a reading or a parameter needs one, in Italian."""
    titles = tuple(title(kind, kinds) for kind in competence.agreed_by)
    what = "il parere" if all(one.startswith(OPINION) for one in titles) else "l'accordo"
    return f"{what} «{either(titles, '» o «')}»"


def either(names: tuple[str, ...], between: str = " o ") -> str:
    """`Giunta o Segretario Generale`."""
    return between.join(names)


def title(kind: str, kinds: Mapping[str, ActKind]) -> str:
    """The title of a kind of act; its name if no layer declares it."""
    return kinds[kind].title if kind in kinds else kind


def _of(known: Competence, article: str, layers: tuple[Layer, ...]) -> Competence:
    """Who decides under an article, if the text itself names nobody: its interpreter."""
    if known.bodies:
        return known
    for layer in reversed(layers):
        for one in layer.interpreters:
            if article.startswith(one.of):
                cites = " e ".join(filter(None, (one.cites, known.cites)))
                return evolve(known, bodies=(one.body,), cites=cites)
    return known


def _by_code(competence: Competence, layers: tuple[Layer, ...], known_bodies: Mapping[str, BodyKind]) -> Competence:
    bodies, before_by = (codes_of(own, layers, known_bodies) for own in (competence.bodies, competence.before_by))
    titles = {code: known_bodies[code].title for code in (*bodies, *before_by)}
    return evolve(competence, bodies=bodies, before_by=before_by, titles=titles)
