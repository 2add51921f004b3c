"""The part of a record that a public page may show, as the guard permits."""

from collections import defaultdict
from collections.abc import Iterable

from attrs import frozen

from merito.model.acts import GateState
from merito.model.dossier import Dossier
from merito.model.measured import Carried, Grade
from merito.model.plan import Dashboard, DashboardRow, Indicator
from merito.model.record import DeadlineAt, Record
from merito.model.results import Finding
from merito.publication import Published
from merito.publication.counts import Apart
from merito.publication.reserved import Reserved


@frozen(eq=False, kw_only=True)
class Public:
    """The rows of a record that name no person, and the numbers of those that do."""

    reserved: Reserved
    boards: tuple[Dashboard, ...]
    rows: dict[str, list[DashboardRow]]
    loose: tuple[Indicator, ...]
    grades: dict[tuple[str, ...], Grade]
    carried: tuple[Carried, ...]
    findings: tuple[Finding, ...]
    gates: tuple[GateState, ...]
    deadlines: tuple[DeadlineAt, ...]
    boards_apart: int
    findings_apart: Apart
    gates_apart: Apart
    closed_apart: Apart
    deadlines_apart: Apart


def public_of(record: Record, published: Published) -> Public:
    """Leaves out persons' dashboards with what only they carry, the view of managers, and rows about persons."""
    dossier, results = record.dossier, record.results
    reserved, told = published.reserved, published.rows
    boards = tuple(board for board in dossier.dashboards if board.id not in reserved.dashboards)
    return Public(
        reserved=reserved,
        boards=boards,
        rows=_rows(dossier, boards),
        loose=_loose(dossier),
        grades={one.key: one for one in results.grades if not reserved.grade(one)},
        carried=tuple(one for one in results.cascade if one.dashboard not in reserved.dashboards),
        findings=told.findings.public,
        gates=told.gates.public,
        deadlines=told.deadlines.public,
        boards_apart=len(dossier.dashboards) - len(boards),
        findings_apart=told.findings.apart,
        gates_apart=told.gates.apart,
        closed_apart=told.closed_apart,
        deadlines_apart=told.deadlines.apart,
    )


def _rows(dossier: Dossier, boards: Iterable[Dashboard]) -> dict[str, list[DashboardRow]]:
    rows: dict[str, list[DashboardRow]] = defaultdict(list)
    for row in dossier.dashboard_rows:
        rows[row.dashboard].append(row)
    return {board.id: rows[board.id] for board in boards}


def _loose(dossier: Dossier) -> tuple[Indicator, ...]:
    """Indicators on no dashboard at all."""
    carried = {row.indicator for row in dossier.dashboard_rows}
    return tuple(one for one in dossier.indicators if one.id not in carried)
