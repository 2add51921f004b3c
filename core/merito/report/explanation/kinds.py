"""What can be asked for, and how: one grammar, `kind:id`, for every row that a record holds."""

from collections.abc import Callable, Mapping
from typing import Any

from attrs import frozen

from merito.declarations.inputs import Tool
from merito.model.acts import Act
from merito.model.basis import Reading
from merito.model.measured import Placement
from merito.model.money import Band
from merito.model.record import PhaseState
from merito.model.results import TableRow
from merito.outputs.columns import Subjects
from merito.outputs.declared import TABLES
from merito.parameters import Parameter
from merito.rulebook import Rule


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


def _written(row: Written) -> Subjects:
    return (f"{row.kind}:{row.row.table}/{row.number}", f"{row.kind}:{row.row.table}")


KINDS: Mapping[type, tuple[str, str, str, Callable[[Any], Subjects]]] = {
    **{table.row: (table.kind, table.one, table.many, table.subjects) for table in TABLES},
    Written: ("row", "riga di tabella", "righe di tabelle", _written),
    PhaseState: ("phase", "fase", "fasi", lambda row: (f"phase:{row.phase.value}",)),
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
