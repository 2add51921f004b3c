"""What of a record may stand on a public page, and how many rows about persons are left out of it."""

from collections import defaultdict
from collections.abc import Iterable

from attrs import frozen

from merito.model.acts import GateState
from merito.model.dossier import Dossier
from merito.model.measured import Carried, Grade
from merito.model.plan import Dashboard, DashboardRow, Indicator
from merito.model.record import DeadlineAt, Record
from merito.model.results import Finding
from merito.outputs.reserved import Reserved, reserved_of

MANAGERS = "managers"
MANAGER = "manager"


@frozen(eq=False, kw_only=True)
class Public:
    """The rows of a record that name no person, and the counts of those that do."""

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
    findings_apart: int
    gates_apart: int
    closed_apart: int
    deadlines_apart: int


def public_of(record: Record) -> Public:
    """Leaves out dashboards of persons with what only they carry, the view of managers, and rows about persons."""
    dossier, results = record.dossier, record.results
    reserved = reserved_of(dossier)
    boards = tuple(board for board in dossier.dashboards if board.id not in reserved.dashboards)
    findings = tuple(one for one in results.findings if not _apart(one, reserved))
    gates = tuple(one for one in record.gates if not reserved.about(one.gate.subject))
    deadlines = tuple(one for one in record.deadlines if not reserved.about(one.deadline.subject))
    return Public(
        reserved=reserved,
        boards=boards,
        rows=_rows(dossier, boards),
        loose=_loose(dossier),
        grades={one.key: one for one in _grades(results.grades, reserved)},
        carried=tuple(one for one in results.cascade if one.dashboard not in reserved.dashboards),
        findings=findings,
        gates=gates,
        deadlines=deadlines,
        boards_apart=len(dossier.dashboards) - len(boards),
        findings_apart=len(results.findings) - len(findings),
        gates_apart=len(record.gates) - len(gates),
        closed_apart=sum(not one.open for one in record.gates) - sum(not one.open for one in gates),
        deadlines_apart=len(record.deadlines) - len(deadlines),
    )


def _apart(finding: Finding, reserved: Reserved) -> bool:
    """A finding about a person, about an indicator that only a person's dashboard carries, or that names one."""
    named = any(f"«{board}»" in finding.message for board in reserved.dashboards)
    return reserved.about(finding.subject) or named


def _rows(dossier: Dossier, boards: Iterable[Dashboard]) -> dict[str, list[DashboardRow]]:
    rows: dict[str, list[DashboardRow]] = defaultdict(list)
    for row in dossier.dashboard_rows:
        rows[row.dashboard].append(row)
    return {board.id: rows[board.id] for board in boards}


def _loose(dossier: Dossier) -> tuple[Indicator, ...]:
    """Indicators on no dashboard at all."""
    carried = {row.indicator for row in dossier.dashboard_rows}
    return tuple(one for one in dossier.indicators if one.id not in carried)


def _grades(grades: Iterable[Grade], reserved: Reserved) -> Iterable[Grade]:
    for grade in grades:
        personal = grade.scope == MANAGER or grade.view == MANAGERS or grade.view in reserved.dashboards
        only_theirs = grade.scope == "indicator" and grade.id in reserved.indicators
        if not personal and not only_theirs:
            yield grade
