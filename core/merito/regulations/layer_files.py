"""Reads the data files of one layer, and checks them against the layers below it."""

from collections.abc import Iterator, Mapping

from attrs import evolve

from merito.contract.declared_parameters import Parameter
from merito.contract.faults import Fault
from merito.contract.rulebook import Rulebook
from merito.declarations.forms import read_forms
from merito.declarations.parameters import read_parameters
from merito.declarations.published import read_published
from merito.declarations.read_inputs import read_inputs
from merito.declarations.rules import read_rulebook
from merito.declarations.sections import Readable
from merito.declarations.texts import read_texts
from merito.model.messages import Code, nearly, say
from merito.regulations.stack import Layer

DATA_FILES = (
    "rules.toml",
    "interpretations.toml",
    "parameters.toml",
    "inputs.toml",
    "published.toml",
    "text.toml",
    "forms.toml",
)


def read_layer(
    files: Mapping[str, Readable],
    name: str,
    label: str,
    below: tuple[Layer, ...],
    editions: tuple[str, ...],
    problems: list[Fault],
) -> Layer:
    """The layer that the DATA_FILES declare, without modules; errors go to `problems`.

    `editions` are those that its rules and parameters may name.
    """
    rulebook = read_rulebook(files["rules.toml"], files["interpretations.toml"], name, problems)
    parameters = read_parameters(files["parameters.toml"], name, label, rulebook, problems)
    published = read_published(files["published.toml"], name, problems)
    inputs = read_inputs(files["inputs.toml"], name, problems)
    printed = read_forms(files["forms.toml"], name, problems)
    layer = Layer(
        name=name,
        label=label,
        modules=(),
        rulebook=rulebook,
        parameters=parameters,
        inputs=evolve(inputs, published=published, printed=printed),
        texts=read_texts(files["text.toml"], name, problems),
        version="",
    )
    for lower in below:
        problems += _clashes(name, lower, rulebook, parameters)
    problems += _dangling(name, rulebook, rulebook_of((*below, layer)))
    problems += _editions(name, editions, rulebook, parameters)
    return layer


def rulebook_of(layers: tuple[Layer, ...]) -> Rulebook:
    """The rules and readings of several layers."""
    whole = Rulebook()
    for layer in layers:
        whole = whole.plus(layer.rulebook)
    return whole


def _clashes(name: str, below: Layer, rulebook: Rulebook, parameters: dict[str, Parameter]) -> list[Fault]:
    problems = [
        Fault(
            name,
            "",
            say(
                "{identifier} è già una regola o una lettura di {layer}: scegliere un altro codice",
                identifier=Code(identifier),
                layer=Code(below.name),
            ),
        )
        for identifier in (*rulebook.rules, *rulebook.interpretations, *rulebook.retired)
        if identifier in below.rulebook.ids or identifier in below.rulebook.retired
    ]
    for key, parameter in parameters.items():
        lower = below.parameters.get(key)
        if lower is None:
            continue
        if lower.regulation_may_set is None:
            what = say(
                "è un parametro di {layer}, che non lascia stabilirlo qui: "
                "l'ente lo stabilisce in [parameters] di ente.toml, se può",
                layer=Code(below.name),
            )
            problems.append(Fault(name, f"parameters.toml [{key}]", what))
        elif lower.kind != parameter.kind:
            problems.append(
                Fault(
                    name,
                    f"parameters.toml [{key}]",
                    say("in {layer} è di tipo {kind}", kind=lower.kind, layer=Code(below.name)),
                )
            )
        else:
            problems += [
                Fault(
                    name,
                    f"parameters.toml [{key}]",
                    say(
                        "{value} è fuori dai limiti di {layer}: {limits}",
                        value=dated.value,
                        layer=Code(below.name),
                        limits=lower.regulation_may_set,
                    ),
                )
                for dated in parameter.values
                if not lower.regulation_may_set.allows(dated.value)
            ]
    return problems


def _dangling(name: str, rulebook: Rulebook, whole: Rulebook) -> list[Fault]:
    problems = [
        Fault(
            name,
            f"interpretations.toml [{identifier}]",
            nearly(
                say("«replaced_by» è {one}, che non è una lettura di nessuno", one=Code(one)),
                one,
                whole.interpretations,
            ),
        )
        for identifier, replacing in rulebook.retired.items()
        for one in replacing
        if one not in whole.interpretations
    ]
    for rule in rulebook.rules.values():
        if rule.implements and rule.implements not in whole.rules:
            problems.append(
                Fault(
                    name,
                    f"rules.toml [{rule.id}]",
                    nearly(
                        say(
                            "«implements» è {implements}, che non è una regola di nessuno",
                            implements=Code(rule.implements),
                        ),
                        rule.implements,
                        whole.rules,
                    ),
                )
            )
        problems += [
            Fault(
                name,
                f"rules.toml [{rule.id}]",
                nearly(say("la lettura {reading} non c'è", reading=Code(reading)), reading, whole.interpretations),
            )
            for reading in rule.interpretations
            if reading not in whole.interpretations
        ]
        known = (*whole.rules, *whole.interpretations)
        problems += [
            Fault(
                name,
                f"rules.toml [{rule.id}]",
                nearly(
                    say("«bears» nomina {borne}, che non è né una regola né una lettura", borne=Code(borne)),
                    borne,
                    known,
                ),
            )
            for asked in (rule.gate, rule.deadline)
            for borne in (asked.bears if asked else ())
            if borne not in known
        ]
    return problems


def _editions(
    layer: str, known: tuple[str, ...], rulebook: Rulebook, parameters: dict[str, Parameter]
) -> Iterator[Fault]:
    """Editions that are named and are none of the regulation's."""
    named = [(f"rules.toml [{rule.id}]", name) for rule in rulebook.rules.values() for name in rule.editions]
    named += [(f"parameters.toml [{key}]", name) for key, one in parameters.items() for name in one.by_edition]
    for where, name in named:
        if not known:
            yield Fault(layer, where, say("queste regole non hanno edizioni: i valori hanno una data"))
        elif name not in known:
            what = say("non c'è un'edizione {name}", name=Code(name))
            yield Fault(layer, where, nearly(what, name, known))
