"""What a row of results says, in one line: the figure, what is exact of it, and the other figures beside it."""

from fractions import Fraction
from typing import Any

from merito.model.measured import Grade
from merito.numbers import counted, percent_text
from merito.outputs.coded import SUBJECTS
from merito.outputs.declared import BY_ROW
from merito.regulations import Stack
from merito.report.explanation.kinds import Ranking, Written
from merito.report.words import subject_text, value_text


def figure(row: Any) -> str:
    """The figure of a row of results; blank where it has none."""
    if isinstance(row, Ranking):
        return _ranking(row)
    if isinstance(row, Written):
        return _written(row)
    return BY_ROW[type(row)].figure(row)


def state(row: Any, stack: Stack) -> str:
    """How firm or how grave a row is, in Italian."""
    table = BY_ROW.get(type(row))
    return table.by_head[table.firm].text(row, stack) if table and table.firm else ""


def exact(row: Any) -> str:
    """The exact value of a grade or of a score."""
    value: Fraction | None = getattr(row, "value", None) if isinstance(row, Grade) else getattr(row, "score", None)
    return value_text(value)


def if_zero(row: Any) -> str:
    """What zeros would give, beside a figure that there is."""
    told = isinstance(row, Grade) and row.value is not None and row.if_zero is not None
    return percent_text(row.if_zero) if told else ""


def beside(row: Any, stack: Stack) -> dict[str, str]:
    """The other figures of a row, as its table declares them."""
    table = BY_ROW.get(type(row))
    return table.beside(row, stack) if table else {}


def _ranking(row: Ranking) -> str:
    placed = sum(one.place is not None for one in row.placements)
    return f"{counted(placed, 'persona', 'persone')} nelle fasce su {len(row.placements)} in graduatoria"


def _written(row: Written) -> str:
    return ", ".join(f"{head} «{_cell(value)}»" for head, value in row.row.columns if value not in (None, ""))


def _cell(value: object) -> str:
    kind, mark, _ = str(value).partition(":")
    return subject_text(str(value)) if mark and kind in SUBJECTS else value_text(value)
