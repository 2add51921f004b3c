"""The view of the dashboards: each with its grade, its parts, and a line for every indicator."""

from attrs import frozen

from merito.page.actuals import ActualCell, Reached
from merito.page.shown import Shown


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
    apart: str
    by_area: bool
