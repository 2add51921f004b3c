"""The acts of a year: those recorded, and those that the regulation waits for with what they set free."""

from collections import defaultdict
from collections.abc import Mapping

from attrs import field, frozen

from merito.execution.worker import Computed
from merito.numbers import day_text
from merito.page.now import ACT, ToDo, to_do
from merito.window.views.year import material_of


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
class ActsView:
    """The acts of a year; `still` are the readings that hold sums until they are adopted.

    `frees` are the tools whose money each kind of act sets free, by their titles.
    """

    acts: tuple[ActLine, ...] = ()
    awaited: tuple[ToDo, ...] = ()
    still: frozenset[str] = frozenset()
    frees: Mapping[str, tuple[str, ...]] = field(factory=dict)


def acts_view(computed: Computed) -> ActsView:
    """The acts of a computed record."""
    material = material_of(computed)
    names = material.names
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
    awaited = tuple(one for one in to_do(material) if one.page == ACT)
    still = frozenset(one.id for one in material.record.open_readings)
    return ActsView(
        acts=tuple(acts), awaited=awaited, still=still, frees={kind: tuple(tools) for kind, tools in frees.items()}
    )
