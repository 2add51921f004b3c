"""Every dashboard: its grade, its perspectives and objectives, and a line per indicator."""

from collections import defaultdict
from collections.abc import Iterator

from attrs import evolve

from merito.model.figures import BLANK, Said
from merito.model.measured import Grade
from merito.model.plan import DashboardRow, Indicator
from merito.numbers import counted, decimal_text
from merito.page.actuals import ActualCell, cell, compared
from merito.page.board_shapes import Board, BoardPart, Boards, Line, LineGroup, counts_told, target_missing
from merito.page.material import FINAL, Material
from merito.page.names import LOOSE
from merito.page.shown import shown

AREAS = ("perspective", "area")
LOOSE_VIEWS = ("areas", "")
LOOSE_TITLE, ALONE_TITLE = "Indicatori", "Tutti gli indicatori"


def boards(material: Material) -> Boards | None:
    """The dashboards, then indicators on none of them; None without any."""
    making = _Making(material)
    made = [
        making.board(board.id, board.title or board.id, material.names.coded("dashboards", "kind", board.kind))
        for board in material.dossier.dashboards
    ]
    if material.loose or making.views_without_board():
        made += making.loose()
    if not made:
        return None
    return Boards(
        year=material.dossier.year,
        planning=material.planning,
        years=making.years,
        last=making.last,
        boards=tuple(made),
        by_area=not material.dossier.dashboards and len(made) > 1,
    )


class _Making:
    """Makes the dashboards of one page."""

    def __init__(self, material: Material) -> None:
        self._material, self._dossier = material, material.dossier
        year = self._dossier.year
        planned = [row for row in self._dossier.targets if row.at == FINAL and row.year >= year]
        self._targets = {(row.indicator, row.year): row.value for row in planned}
        later = {row.year for row in planned} if material.planning else set()
        self.years = tuple(sorted({year, *later}))
        self.last = material.planning and any(one.baseline != BLANK for one in self._dossier.indicators)
        self._places = {one: place for place, one in enumerate(self._in_tree())}
        self._graded: dict[str, list[str]] = defaultdict(list)
        for grade in material.grades.values():
            if grade.scope == "objective":
                self._graded[grade.view].append(grade.id)
        self._anchored: set[str] = set()
        self._opened = False

    def board(self, identifier: str, title: str, kind: str) -> Board:
        """A dashboard, grouped by objective in the order of the plan."""
        rows = self._material.board_rows[identifier]
        lines = [(self._dossier.indicators[row.indicator], row) for row in rows]
        return self._make(identifier, (identifier,), title, kind, list(lines))

    def loose(self) -> list[Board]:
        """Indicators on no dashboard: by area if the areas have grades, then the rest."""
        dossier, names = self._dossier, self._material.names
        rest, made = list(self._material.loose), list[Board]()
        for place, area in enumerate(dossier.areas, start=1):
            grade = self._area_grade(area.id, LOOSE_VIEWS)
            if grade is None:
                continue
            own = [one for one in rest if dossier.area_of(one.objective) == area.id]
            rest = [one for one in rest if dossier.area_of(one.objective) != area.id]
            objectives = {one.id for one in dossier.objectives if dossier.area_of(one.id) == area.id}
            board = self._make(LOOSE, LOOSE_VIEWS, area.title or area.id, "", [(one, None) for one in own], objectives)
            made.append(evolve(board, anchor=f"a{place}", figure=shown(grade, names), areas=()))
        if rest or not made:
            title = LOOSE_TITLE if made or dossier.dashboards else ALONE_TITLE
            made.append(self._make(LOOSE, LOOSE_VIEWS, title, "", [(one, None) for one in rest]))
        return made

    def views_without_board(self) -> bool:
        """Whether objectives or areas have grades outside every dashboard."""
        return any(
            grade.view in LOOSE_VIEWS and grade.scope in ("objective", *AREAS)
            for grade in self._material.grades.values()
        )

    def _make(
        self,
        identifier: str,
        views: tuple[str, ...],
        title: str,
        kind: str,
        rows: list[tuple[Indicator, DashboardRow | None]],
        objectives: set[str] | None = None,
    ) -> Board:
        names, dossier = self._material.names, self._dossier
        by_objective: dict[str, list[Line]] = {}
        for one, row in rows:
            known = one.objective if one.objective and dossier.objectives.get(one.objective) else ""
            by_objective.setdefault(known, []).append(self._line(one, row, identifier))
        graded = {one for view in views for one in self._graded.get(view, ())}
        if objectives is not None:
            graded &= objectives
        ordered = sorted(self._places.keys() & (by_objective.keys() | graded), key=self._places.__getitem__)
        groups = [LineGroup(self._objective(one, views), tuple(by_objective.get(one, ()))) for one in ordered]
        if "" in by_objective:
            groups.append(LineGroup(None, tuple(by_objective[""])))
        first = not self._opened and not self._material.planning
        self._opened = True
        return Board(
            anchor=names.board_anchor(identifier),
            title=title,
            kind="" if kind.casefold() in title.casefold() else kind,
            figure=shown(self._material.grade("dashboard", identifier, identifier), names),
            told=self._counts_told([one for one, _ in rows]),
            areas=self._areas(views),
            groups=tuple(groups),
            open=first,
        )

    def _in_tree(self) -> list[str]:
        """Every objective in the order of the plan, each before those under it."""
        under: dict[str, list[str]] = {}
        for one in self._dossier.objectives:
            under.setdefault(one.parent or "", []).append(one.id)

        def below(identifier: str) -> Iterator[str]:
            for child in under.get(identifier, ()):
                yield child
                yield from below(child)

        return list(below(""))

    def _area_grade(self, identifier: str, views: tuple[str, ...]) -> Grade | None:
        return next((one for scope in AREAS if (one := self._grade(scope, identifier, views))), None)

    def _grade(self, scope: str, identifier: str, views: tuple[str, ...]) -> Grade | None:
        found = (self._material.grade(scope, identifier, view) for view in views)
        return next((grade for grade in found if grade is not None), None)

    def _objective(self, identifier: str, views: tuple[str, ...]) -> BoardPart:
        grade = self._grade("objective", identifier, views)
        return BoardPart(identifier, self._dossier.objectives[identifier].title, shown(grade, self._material.names))

    def _areas(self, views: tuple[str, ...]) -> tuple[BoardPart, ...]:
        found = []
        for area in self._dossier.areas:
            grade = self._area_grade(area.id, views)
            if grade is not None:
                found.append(BoardPart(area.id, area.title, shown(grade, self._material.names)))
        return tuple(found)

    def _line(self, one: Indicator, row: DashboardRow | None, board: str) -> Line:
        grade = self._material.grade("indicator", one.id)
        measure = self._material.measures.get(one.id)
        actual = measure.value if measure else BLANK
        anchor = "" if one.id in self._anchored else self._material.names.anchor(one.id, board)
        self._anchored.update({one.id} if anchor else ())
        return Line(
            anchor=anchor,
            id=one.id,
            title=one.title,
            action=(row.action if row else "") or one.action,
            details=self._details(one, row),
            last=cell(one.baseline, one.kind),
            targets=tuple(self._target(one, year) for year in self.years),
            actual=cell(actual, one.kind),
            grade=shown(grade, self._material.names),
            compared=compared(one, actual, grade),
        )

    def _target(self, one: Indicator, year: int) -> ActualCell:
        if year == self._dossier.year:
            blank = one.target.said is Said.BLANK and target_missing(one, self._material.grade("indicator", one.id))
            return ActualCell(text="manca") if blank else cell(one.target, one.kind)
        return cell(self._targets.get((one.id, year), BLANK), one.kind)

    def _details(self, one: Indicator, row: DashboardRow | None) -> str:
        weight = row.weight if row is not None else one.weight
        link = row.link if row is not None else ""
        told = [
            f"peso {decimal_text(weight)}%" if weight is not None else "",
            f"contributo {self._material.names.coded('dashboard_rows', 'link', link)}" if link else "",
            "meglio se minore" if one.better == "lower" else "",
        ]
        return "; ".join(part for part in told if part)

    def _counts_told(self, rows: list[Indicator]) -> str:
        """The number of indicators, and of those in each state."""
        whole = counted(len(rows), "indicatore", "indicatori")
        return ", ".join([whole, *counts_told(self._material, [one.id for one in rows])])
