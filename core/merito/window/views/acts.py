"""The acts of a year: those recorded, those that the regulation waits for and what they set free, and every kind."""

from collections import defaultdict

from attrs import frozen

from merito.contract.bodies import titles_of
from merito.execution.worker import Computed
from merito.numbers import day_text
from merito.window.views.year import ACT, ToDo, material_of, year_view


@frozen(kw_only=True)
class ActLine:
    """An act that is recorded, and where."""

    id: str
    title: str
    body: str
    day: str
    number: str
    about: str
    outcome: str
    file: str
    row: int


@frozen(kw_only=True)
class KindLine:
    """A kind of act: its name in the table, its title, who gives it, its article, what it is about."""

    kind: str
    label: str
    title: str
    bodies: tuple[str, ...]
    cites: str
    about: str
    lasting: bool
    opinion: bool
    contents: tuple[tuple[str, str], ...]
    frees: tuple[str, ...]


@frozen(kw_only=True)
class ActsView:
    """Everything about the acts of a year."""

    acts: tuple[ActLine, ...]
    awaited: tuple[ToDo, ...]
    kinds: tuple[KindLine, ...]


def acts_view(computed: Computed) -> ActsView:
    """The acts of a computed record."""
    material = material_of(computed)
    inputs, names = material.stack.inputs, material.names
    frees: dict[str, dict[str, None]] = defaultdict(dict)
    for state in material.record.gates:
        for need in state.gate.needs:
            if state.gate.tool:
                frees[need.kind][names.tool(state.gate.tool)] = None
    acts = []
    for act in sorted(material.dossier.acts, key=lambda one: (one.date, one.id), reverse=True):
        subject = names.subject(act.subject) if act.subject else None
        acts.append(
            ActLine(
                id=act.id,
                title=names.act(act.kind),
                body=act.body,
                day=day_text(act.date),
                number=act.number,
                about=(subject.title or subject.id) if subject else "",
                outcome=names.coded("acts", "outcome", act.outcome) if act.outcome else "",
                file=act.source.file,
                row=act.source.row,
            )
        )
    kinds = tuple(
        KindLine(
            kind=kind.kind,
            label=kind.label,
            title=kind.title,
            bodies=tuple(titles_of((code,), inputs.bodies) for code in inputs.given_by(kind.kind)),
            cites=kind.cites,
            about=kind.about,
            lasting=kind.lasting,
            opinion=kind.advisory,
            contents=tuple((one.label, one.title) for one in kind.contents.values()),
            frees=tuple(frees[kind.kind]),
        )
        for kind in sorted(inputs.acts.values(), key=lambda one: one.title.casefold())
    )
    awaited = tuple(one for one in year_view(computed).to_do if one.page == ACT)
    return ActsView(acts=tuple(acts), awaited=awaited, kinds=kinds)
