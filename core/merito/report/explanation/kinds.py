"""What can be asked for, and how: one grammar, `kind:id`, for every row that a record holds."""

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from merito.declarations.inputs import Tool
from merito.model.acts import Act, GateState
from merito.model.amended import AmendmentState
from merito.model.basis import Reading
from merito.model.measured import Carried, Grade, Monitored, PersonScore, Placement
from merito.model.money import Band, FundLine, PositionValue, Reward
from merito.model.record import DeadlineAt, PhaseState
from merito.model.results import Finding, TableRow
from merito.parameters import Parameter
from merito.rulebook import Rule

Subjects = tuple[str, ...]


@frozen
class Ranking:
    """A ranking as a whole: its bands, and the places of everybody in it."""

    name: str
    bands: tuple[Band, ...]
    placements: tuple[Placement, ...]


@frozen
class Written:
    """A row of a table or of a document that a regulation adds, and its number in its file, with the heading."""

    row: TableRow
    kind: str
    number: int


def _grade(row: Grade) -> Subjects:
    return ("ente",) if row.scope == "ente" else (f"{row.scope}:{row.id}",)


def _band(row: Band) -> Subjects:
    return (f"band:{row.ranking}/{row.band}", f"ranking:{row.ranking}", f"band:{row.band}")


def _placement(row: Placement) -> Subjects:
    return (f"person:{row.person}",)


def _reward(row: Reward) -> Subjects:
    own = f"person:{row.person}"
    return (own, f"reward:{row.person}/{row.tool}", *((row.subject,) if row.subject and row.subject != own else ()))


def _finding(row: Finding) -> Subjects:
    return tuple(filter(None, (f"finding:{row.rule}" if row.rule else row.subject, row.subject)))


def _gate(row: GateState) -> Subjects:
    gate = row.gate
    about = tuple(filter(None, (gate.subject, f"tool:{gate.tool}" if gate.tool else "")))
    return (*(f"gate:{rule}" for rule in gate.rules), *about)


def _deadline(row: DeadlineAt) -> Subjects:
    about = (row.deadline.subject,) if row.deadline.subject else ()
    return (*(f"deadline:{rule}" for rule in row.deadline.rules), *about)


def _written(row: Written) -> Subjects:
    return (f"{row.kind}:{row.row.table}/{row.number}", f"{row.kind}:{row.row.table}")


KINDS: Mapping[type, tuple[str, str, str, Callable[[Any], Subjects]]] = {
    Grade: ("grade", "grado di raggiungimento", "gradi di raggiungimento", _grade),
    Carried: ("cascade", "riga della cascata", "righe della cascata", lambda row: (f"indicator:{row.indicator}",)),
    Monitored: (
        "monitoring",
        "riga di monitoraggio",
        "righe di monitoraggio",
        lambda row: (f"indicator:{row.indicator}",),
    ),
    PositionValue: (
        "position",
        "retribuzione di posizione",
        "retribuzioni di posizione",
        lambda row: (f"position:{row.position}",),
    ),
    FundLine: (
        "fund_line",
        "voce di un fondo",
        "voci di fondi",
        lambda row: (f"fund:{row.fund}/{row.item}", f"fund:{row.fund}"),
    ),
    Band: ("band", "fascia di merito", "fasce di merito", _band),
    PersonScore: (
        "score",
        "valutazione individuale",
        "valutazioni individuali",
        lambda row: (f"person:{row.person}",),
    ),
    Placement: ("placement", "posto in graduatoria", "posti in graduatoria", _placement),
    Reward: ("reward", "somma spettante", "somme spettanti", _reward),
    Finding: ("finding", "rilievo", "rilievi", _finding),
    GateState: ("gate", "condizione", "condizioni", _gate),
    DeadlineAt: ("deadline", "termine", "termini", _deadline),
    Written: ("row", "riga di tabella", "righe di tabelle", _written),
    PhaseState: ("phase", "fase", "fasi", lambda row: (f"phase:{row.phase.value}",)),
    AmendmentState: ("amendment", "variazione", "variazioni", lambda row: (f"amendment:{row.amendment.id}",)),
    Act: ("act", "atto", "atti", lambda row: (f"act:{row.id}",)),
    Ranking: ("ranking", "graduatoria", "graduatorie", lambda row: (f"ranking:{row.name}",)),
    Tool: ("tool", "strumento", "strumenti", lambda row: (f"tool:{row.name}",)),
    Parameter: ("parameter", "parametro", "parametri", lambda row: (f"parameter:{row.key}",)),
    Reading: ("reading", "lettura", "letture", lambda row: (f"reading:{row.id}",)),
    Rule: ("rule", "regola", "regole", lambda row: (f"rule:{row.id}",)),
}
NAMED_BY_RULE = ("gate", "deadline", "finding")


def kind_of(row: object) -> str:
    """The kind of a row, as the data of an explanation says it."""
    return KINDS[type(row)][0]


def counted_kind(kind: str, number: int) -> str:
    """How many of a kind: `3 rilievi`."""
    one, many = next((one, many) for name, one, many, _ in KINDS.values() if name == kind)
    return f"{number} {one if number == 1 else many}"


def subjects_of(row: object) -> Subjects:
    """How a row is asked for: first the subject that is most its own."""
    return KINDS[type(row)][3](row)
