"""What of a subject was not computed because its phase is blocked: which figure, why, and where the act is missing."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from attrs import frozen

from merito.cycle.gates import closed_for
from merito.model.acts import Phase
from merito.model.dossier import Dossier
from merito.model.record import Record
from merito.wording.coded import PHASES, SCOPES

BLOCKED = "blocked"


@frozen
class NotComputed:
    """A figure that there is not: what it would be of, and why (Italian)."""

    title: str
    reason: str


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


def not_computed(record: Record, subject: str, known: Iterable[object]) -> Iterator[NotComputed]:
    """The figures of a subject of the dossier that a blocked phase did not give; `known` are those that there are."""
    kind, _, identifier = subject.partition(":")
    if not _is_known(record.dossier, kind, identifier):
        return
    there = {type(row).__name__ for row in known}
    for title, phase, rows in _figures(kind, identifier):
        if record.phase(phase).state == BLOCKED and not there.intersection(rows):
            yield NotComputed(title, "; ".join(dict.fromkeys((*_why(record, phase), *_where(record, phase)))))


def known_subjects(dossier: Dossier) -> tuple[str, ...]:
    """Everything of a dossier that a figure may be of, as it is asked for."""
    return tuple(f"{kind}:{one.id}" for kind, rows in KNOWN.items() for one in rows(dossier))


def _is_known(dossier: Dossier, kind: str, identifier: str) -> bool:
    if kind == "ente":
        return True
    return kind in KNOWN and any(one.id == identifier for one in KNOWN[kind](dossier))


def _figures(kind: str, identifier: str) -> Iterator[tuple[str, Phase, tuple[str, ...]]]:
    """The figures of a subject, the phase that gives each, and the rows that it would stand in."""
    if kind == "person":
        yield f"Valutazione individuale di {identifier}", Phase.EVALUATION, ("PersonScore",)
        yield f"Posto e premi di {identifier}", Phase.REWARDS, ("Placement",)
    elif kind == "position":
        yield f"Retribuzione di posizione di {identifier}", Phase.RESOURCES, ("PositionValue",)
    elif kind == "fund":
        yield f"Divisione del fondo {identifier}", Phase.RESOURCES, ("FundLine",)
    elif kind in GRADED:
        yield f"Grado di raggiungimento, {SCOPES[kind]} {identifier}".rstrip(), Phase.EVALUATION, ("Grade",)


def _why(record: Record, phase: Phase) -> Iterator[str]:
    """What blocks a phase; where it is another phase, also what blocks that."""
    told = [f"la fase {PHASES[phase.value]} è bloccata: {why}" for why in record.phase(phase).missing]
    yield from told or [f"la fase {PHASES[phase.value]} è bloccata"]
    for earlier in Phase:
        if earlier < phase and f"la fase {earlier} è bloccata" in record.phase(phase).missing:
            yield from _why(record, earlier)


def _where(record: Record, phase: Phase) -> Iterator[str]:
    """The file in which acts stand, where one that is missing opens a phase that is blocked."""
    closed = [one for one in Phase if one <= phase and record.phase(one).state == BLOCKED]
    if any(closed_for(record.gates, one) for one in closed):
        files = list(dict.fromkeys(act.source.file for act in record.dossier.acts))
        yield f"gli atti si scrivono in {files[0] if files else 'atti.csv'}"
