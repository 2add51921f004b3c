"""What a page shows of the dashboards: each with its figure, its parts, and a line for every indicator."""

from attrs import frozen

from merito.report.page.actuals import Cell, Compared
from merito.report.page.shown import Shown


@frozen(kw_only=True)
class Line:
    """An indicator on a dashboard; `targets` are those of the years of the table's heads."""

    anchor: str
    id: str
    title: str
    action: str
    details: str
    last: Cell
    targets: tuple[Cell, ...]
    actual: Cell
    grade: Shown
    compared: Compared | None


@frozen
class Part:
    """An area or an objective inside a dashboard: what it is called and its figure."""

    id: str
    title: str
    figure: Shown


@frozen
class Group:
    """The lines of one objective."""

    objective: Part | None
    lines: tuple[Line, ...]


@frozen(kw_only=True)
class Board:
    """A dashboard; `open` where it is the one that is read first."""

    anchor: str
    title: str
    kind: str
    figure: Shown
    told: str
    areas: tuple[Part, ...]
    groups: tuple[Group, ...]
    open: bool


@frozen(kw_only=True)
class Boards:
    """The dashboards, and the heads that their tables share."""

    year: int
    planning: bool
    years: tuple[int, ...]
    last: bool
    boards: tuple[Board, ...]
    apart: str
    by_area: bool
