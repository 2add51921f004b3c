"""The view of the dashboards: each with its grade, its parts, and a line for every indicator."""

from attrs import frozen

from merito.model.measured import Grade
from merito.model.plan import Indicator
from merito.model.states import State
from merito.numbers import counted
from merito.page.actuals import ActualCell, Reached
from merito.page.material import Material
from merito.page.shown import Shown


def counts_told(material: Material, indicators: list[str]) -> list[str]:
    """How many indicators are graded, under monitoring, without target, or wait for their target or their actual."""
    grades = [grade for one in indicators if (grade := material.grade("indicator", one))]
    year = material.dossier.year
    graded = sum(grade.value is not None for grade in grades)
    monitored = sum(grade.state is State.MONITORING for grade in grades)
    unwritten = sum(target_missing(material.dossier.indicators[grade.id], grade) for grade in grades)
    waiting = sum(grade.value is None and bool(grade.lacks) for grade in grades) - unwritten
    without = len(grades) - graded - monitored - waiting - unwritten
    if material.planning:
        told = [(waiting, f"con risultato atteso {year}", f"con risultato atteso {year}")]
    else:
        told = [(graded, "valutato", "valutati"), (waiting, "senza il dato", "senza il dato")]
    told += [(monitored, "in monitoraggio", "in monitoraggio")]
    told += [(unwritten, f"con il risultato atteso {year} da scrivere", f"con il risultato atteso {year} da scrivere")]
    told += [(without, f"senza risultato atteso {year}", f"senza risultato atteso {year}")]
    return [counted(number, one, many) for number, one, many in told if number]


def target_missing(one: Indicator, grade: Grade | None) -> bool:
    """Whether it waits for its own target; a project is expected to do its activities."""
    return one.lacks_target and grade is not None and grade.lacks == (one.id,)


@frozen(kw_only=True)
class Line:
    """An indicator on a dashboard; `targets` are those of the years in the table's headers."""

    anchor: str
    id: str
    title: str
    action: str
    details: str
    last: ActualCell
    targets: tuple[ActualCell, ...]
    actual: ActualCell
    grade: Shown
    compared: Reached | None


@frozen
class BoardPart:
    """An area or an objective inside a dashboard: its title and its grade."""

    id: str
    title: str
    figure: Shown


@frozen
class LineGroup:
    """The lines of one objective."""

    objective: BoardPart | None
    lines: tuple[Line, ...]


@frozen(kw_only=True)
class Board:
    """A dashboard; `open` if it is the one to be read first."""

    anchor: str
    title: str
    kind: str
    figure: Shown
    told: str
    areas: tuple[BoardPart, ...]
    groups: tuple[LineGroup, ...]
    open: bool


@frozen(kw_only=True)
class Boards:
    """The dashboards, and the common headers of their tables."""

    year: int
    planning: bool
    years: tuple[int, ...]
    last: bool
    boards: tuple[Board, ...]
    by_area: bool
