"""The citations of a layer: those still missing, and those of an article that its text does not have."""

from collections.abc import Iterator

from attrs import frozen

from merito.contract.faults import Fault
from merito.declarations.texts import cites_an_article, not_there
from merito.model.messages import Code, Message, say
from merito.regulations.stack import Layer, Stack

TO_CITE = "da citare"


@frozen
class Undecided:
    """Something of a regulation without its article: what it is (Italian), its id, and the placeholder."""

    what: str
    id: str
    citation: str


def undecided(stack: Stack) -> tuple[Undecided, ...]:
    """In the order of the files: acts, who decides, rules, readings, parameters, inputs; of its own layer only."""
    regulation = stack.regulation
    own = stack.layers[-1]
    acts = [Undecided("atto che approva il regolamento", regulation.name, act) for act in regulation.acts]
    return tuple(one for one in (*acts, *_citations(own)) if one.citation.casefold().startswith(TO_CITE))


def article_problems(layer: Layer) -> Iterator[Fault]:
    """Citations of articles that the texts of a layer do not have; nothing is checked if it declares no text."""
    if not layer.texts:
        return
    told: dict[str, list[Message]] = {}
    for one in _citations(layer):
        if one.citation not in told:
            told[one.citation] = list(not_there(one.citation, layer.texts))
        for fault in told[one.citation]:
            yield Fault(
                layer.name,
                "",
                say("{id} cita {citation}: {fault}", id=one.id, citation=Code(one.citation), fault=fault),
            )


def without_text(layer: Layer) -> bool:
    """Whether a layer cites articles without declaring a text that they belong to."""
    return not layer.texts and any(cites_an_article(one.citation) for one in _citations(layer))


def _citations(own: Layer) -> Iterator[Undecided]:
    yield from (Undecided("organo che decide le letture", one.body, one.cites) for one in own.interpreters)
    yield from (Undecided("regola", rule.id, rule.article) for rule in own.rulebook.rules.values())
    for one in own.rulebook.interpretations.values():
        yield Undecided("lettura", one.id, one.article)
        yield Undecided("chi decide la lettura", one.id, one.competence.cites)
    for parameter in own.parameters.values():
        yield Undecided("parametro", parameter.key, parameter.cites)
        yield Undecided("chi decide il parametro", parameter.key, parameter.competence.cites)
    inputs = own.inputs
    yield from (Undecided("tipo di atto", act.kind, act.cites) for act in inputs.acts.values())
    yield from (Undecided("fondo", fund.name, fund.cites) for fund in inputs.funds.values())
    yield from (Undecided("cifra", figure.name, figure.cites) for figure in inputs.figures.values())
    yield from (Undecided("strumento", tool.name, tool.cites) for tool in inputs.tools.values())
    for name, table in inputs.tables.items():
        yield Undecided("tabella", name, table.cites)
        yield from (Undecided("colonna", f"{name}.{one.name}", one.cites) for one in table.columns.values())
    for name, columns in inputs.columns.items():
        yield from (Undecided("colonna", f"{name}.{one.name}", one.cites) for one in columns.values())
    yield from (Undecided("modulo", one.name, one.cites) for one in inputs.printed.forms.values())
    yield from (Undecided("testo dei moduli", one.name, one.cites) for one in inputs.printed.texts.values())
