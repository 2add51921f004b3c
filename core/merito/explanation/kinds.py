"""The subjects of explanations: one grammar, `kind:id`, for every row in a record."""

from collections.abc import Mapping

from attrs import frozen

from merito.contract.declared_parameters import Parameter
from merito.contract.inputs import Tool
from merito.contract.rulebook import Rule
from merito.model.acts import Act
from merito.model.basis import Reading
from merito.model.measured import Placement
from merito.model.money import Band
from merito.model.record import PhaseState
from merito.model.results import TableRow
from merito.numbers import counted
from merito.outputs.columns import Called, Subjects
from merito.outputs.declared import TABLES
from merito.wording.coded import SUBJECTS
from merito.wording.figures import subject_text, value_text

FILES = {"table": "della tabella", "document": "del documento"}


@frozen
class Ranking:
    """A ranking as a whole: its bands, and the places of everybody in it."""

    name: str
    bands: tuple[Band, ...]
    placements: tuple[Placement, ...]

    @property
    def told(self) -> str:
        """The number of people in its bands."""
        placed = sum(one.place is not None for one in self.placements)
        return f"{counted(placed, 'persona', 'persone')} nelle fasce su {len(self.placements)} in graduatoria"


@frozen
class WrittenRow:
    """A row of a table or document that a regulation adds, and its number in its file, with the header."""

    row: TableRow
    kind: str
    number: int


KINDS: Mapping[type, Called] = {
    **{table.row: table.told for table in TABLES},
    WrittenRow: Called(
        "row",
        "riga di tabella",
        "righe di tabelle",
        lambda row: (f"{row.kind}:{row.row.table}/{row.number}", f"{row.kind}:{row.row.table}"),
        lambda row, _: f"Riga {row.number} {FILES[row.kind]} «{row.row.table}»",
        lambda row: ", ".join(f"{head} «{_cell(value)}»" for head, value in row.row.columns if value not in (None, "")),
    ),
    PhaseState: Called("phase", "fase", "fasi", lambda row: (f"phase:{row.phase.value}",)),
    Act: Called("act", "atto", "atti", lambda row: (f"act:{row.id}",)),
    Ranking: Called(
        "ranking",
        "graduatoria",
        "graduatorie",
        lambda row: (f"ranking:{row.name}",),
        lambda row, _: f"Graduatoria «{row.name}»",
        lambda row: row.told,
    ),
    Tool: Called("tool", "strumento", "strumenti", lambda row: (f"tool:{row.name}",)),
    Parameter: Called("parameter", "parametro", "parametri", lambda row: (f"parameter:{row.key}",)),
    Reading: Called("reading", "lettura", "letture", lambda row: (f"reading:{row.id}",)),
    Rule: Called("rule", "regola", "regole", lambda row: (f"rule:{row.id}",)),
}
NAMED_BY_RULE = ("gate", "deadline", "finding")


def told_of(row: object) -> Called:
    """How a row is named, and its subjects."""
    return KINDS[type(row)]


def kind_of(row: object) -> str:
    """The kind of a row in the data of an explanation."""
    return KINDS[type(row)].kind


def counted_kind(kind: str, number: int) -> str:
    """How many of a kind: `3 rilievi`."""
    told = next(told for told in KINDS.values() if told.kind == kind)
    return f"{number} {told.one if number == 1 else told.many}"


def subjects_of(row: object) -> Subjects:
    """The subjects of a row, the most specific one first."""
    return KINDS[type(row)].subjects(row)


def _cell(value: object) -> str:
    kind, mark, _ = str(value).partition(":")
    return subject_text(str(value)) if mark and kind in SUBJECTS else value_text(value)
