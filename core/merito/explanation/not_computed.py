"""What was not computed for a subject: its phase is blocked, or the fund that would pay it is not divided yet."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from merito.contract.inputs import POST, Tool
from merito.cycle.gates import closed_for
from merito.cycle.walked import stopped_by
from merito.model.acts import Phase
from merito.model.dossier import Dossier
from merito.model.messages import Message, Ref, say, several
from merito.model.money import Reward
from merito.model.record import Record
from merito.wording.coded import SCOPES

BLOCKED = "blocked"


@frozen
class NotComputed:
    """A missing figure: what it would be, and why it is missing."""

    title: str
    reason: Message
    phase: Phase


Rows = Callable[[Any, str], bool]
GRADED = ("indicator", "objective", "area", "perspective", "dashboard", "unit", "manager", "ente")
KNOWN: Mapping[str, Callable[[Dossier], Iterable[Any]]] = {
    "person": lambda dossier: dossier.people,
    "position": lambda dossier: dossier.positions,
    "indicator": lambda dossier: dossier.indicators,
    "objective": lambda dossier: dossier.objectives,
    "area": lambda dossier: dossier.areas,
    "perspective": lambda dossier: dossier.areas,
    "dashboard": lambda dossier: dossier.dashboards,
    "unit": lambda dossier: dossier.units,
    "fund": lambda dossier: dossier.funds,
}


def not_computed(
    record: Record, subject: str, known: Collection[object], tools: Iterable[Tool]
) -> Iterator[NotComputed]:
    """The figures of a subject that a blocked phase, or a fund that waits, did not give.

    `known` are the existing figures, `tools` those of the regulation.
    """
    kind, _, identifier = subject.partition(":")
    if not _is_known(record.dossier, kind, identifier):
        return
    there = {type(row).__name__ for row in known}
    for title, phase, rows in _figures(kind, identifier):
        if record.phase(phase).state == BLOCKED and not there.intersection(rows):
            yield NotComputed(title, several(*_why(record, phase), *_where(record, phase)), phase)
    if kind == "person" and record.phase(Phase.REWARDS).state != BLOCKED:
        paid = {row.tool for row in known if isinstance(row, Reward)}
        waiting = (tool for tool in tools if tool.name not in paid and _may_pay(tool, record, identifier))
        yield from (one for tool in waiting for one in _undivided(record, tool, identifier))


def known_subjects(dossier: Dossier) -> tuple[str, ...]:
    """Every subject of a dossier that may have a figure."""
    return tuple(f"{kind}:{one.id}" for kind, rows in KNOWN.items() for one in rows(dossier))


def _is_known(dossier: Dossier, kind: str, identifier: str) -> bool:
    if kind == "ente":
        return True
    return kind in KNOWN and any(one.id == identifier for one in KNOWN[kind](dossier))


def _figures(kind: str, identifier: str) -> Iterator[tuple[str, Phase, tuple[str, ...]]]:
    """The figures of a subject, the phase that gives each, and its rows."""
    if kind == "person":
        yield f"Valutazione individuale di {identifier}", Phase.EVALUATION, ("PersonScore",)
        yield f"Posto e premi di {identifier}", Phase.REWARDS, ("Placement",)
    elif kind == "position":
        yield f"Retribuzione di posizione di {identifier}", Phase.RESOURCES, ("PositionValue",)
    elif kind == "fund":
        yield f"Divisione del fondo {identifier}", Phase.RESOURCES, ("FundLine",)
    elif kind in GRADED:
        yield f"Grado di raggiungimento, {SCOPES[kind]} {identifier}".rstrip(), Phase.EVALUATION, ("Grade",)


def _may_pay(tool: Tool, record: Record, person: str) -> bool:
    """Whether a tool may pay a person: by the role in the year or by a candidacy."""
    dossier = record.dossier
    roles = {row.role or dossier.people[person].role for row in dossier.service_of(person)}
    candidate = any(row.tool == tool.name for row in dossier.candidates.of(person))
    return tool.pays != POST and (candidate or bool(roles.intersection(tool.roles)))


def _undivided(record: Record, tool: Tool, person: str) -> Iterator[NotComputed]:
    """The lines that a tool should divide and has not; what they wait for names nobody."""
    given = {line.fund for line in record.results.fund_lines if line.tool == tool.name}
    for line in record.results.fund_lines:
        left = line.tool is None and line.withheld and line.left_to in (None, tool.name) and line.fund not in given
        if left and (not tool.funds or line.fund in tool.funds):
            why = say("il fondo non è ancora diviso: {why}", why=line.reason)
            yield NotComputed(f"{tool.title or tool.label}, a {person}", why, Phase.REWARDS)


def _why(record: Record, phase: Phase) -> Iterator[Message]:
    """What blocks a phase; if it is another phase, also what blocks that."""
    known = Ref("phase", phase.value)
    told = [say("la fase {phase} è bloccata: {why}", phase=known, why=why) for why in record.phase(phase).missing]
    yield from told or [stopped_by(phase)]
    for earlier in Phase:
        if earlier < phase and stopped_by(earlier) in record.phase(phase).missing:
            yield from _why(record, earlier)


def _where(record: Record, phase: Phase) -> Iterator[Message]:
    """The file for acts, if a missing act would open a blocked phase."""
    closed = [one for one in Phase if one <= phase and record.phase(one).state == BLOCKED]
    if any(closed_for(record.gates, one) for one in closed):
        files = list(dict.fromkeys(act.source.file for act in record.dossier.acts))
        yield say("gli atti si scrivono in {file}", file=files[0] if files else "atti.csv")
