"""Checks of the plan by ch. 3.2 and 3.3: weights of dashboards, and indicators that no dashboard carries."""

from collections.abc import Iterable

from merito import (
    Dashboard,
    DashboardRow,
    Dossier,
    Finding,
    Indicator,
    Phase,
    ResultRows,
    Said,
    Step,
    hookimpl,
    places_text,
    rule,
)
from merito.kit import sibling_weights, told
from merito.numbers import number_text

STRATEGIC, SERVICES, FORMS = "strategic", ("service", "special_agency"), ("individual", "group")


@hookimpl
@rule("BP-3.3a", "BP-3.3c", "BP-3.3d", "BG-40.2b")
def merito_check_plan(step: Step) -> ResultRows:
    """Wrong weights are an error of their dashboard alone; everything else is a warning."""
    dossier = step.dossier
    refused = [(board, why) for board in dossier.dashboards if (why := weights_problem(dossier, board))]
    findings = [_refused(board, why, dossier.dashboard_rows.of(dashboard=board.id)) for board, why in refused]
    yield from (*findings, *_strategic(dossier), *_carried(dossier), *_weights_elsewhere(dossier))


def monitored(indicator: Indicator) -> bool:
    """Whether an indicator is for monitoring, so that it never carries a weight."""
    return bool(indicator.monitoring) or indicator.target.said is Said.MONITORING


def weights_problem(dossier: Dossier, board: Dashboard) -> str:
    """What is wrong with the weights of a dashboard's rows (Italian), or nothing.

    An indicator from which nothing is expected this year needs none.
    """
    rows = dossier.dashboard_rows.of(dashboard=board.id)
    scored = [row for row in rows if not (monitored(dossier.indicators[row.indicator]) or _idle(dossier, row))]
    try:
        sibling_weights([row.weight for row in scored])
    except ValueError as error:
        return f"{error}{_left_out(dossier, rows)}"
    return ""


def _idle(dossier: Dossier, row: DashboardRow) -> bool:
    """Whether a row has no weight, and its indicator and activities have no expected result."""
    activities = dossier.activities.of(indicator=row.indicator)
    expected = (dossier.indicators[row.indicator].target, *(one.target for one in activities))
    return row.weight is None and all(one.said is not Said.VALUE for one in expected)


def _left_out(dossier: Dossier, rows: Iterable[DashboardRow]) -> str:
    """The weights that do not count, if there are any (Italian)."""
    none = [row for row in rows if row.weight and monitored(dossier.indicators[row.indicator])]
    which = ", ".join(f"{row.indicator} ({number_text(row.weight or 0)})" for row in none)
    return f"; il monitoraggio non ha peso, e non contano quelli di: {which}" if which else ""


def _refused(board: Dashboard, why: str, rows: tuple[DashboardRow, ...]) -> Finding:
    where = places_text(row.source for row in rows)
    rule_id = "BG-40.2b" if board.kind in FORMS else "BP-3.3c"
    message = f"cruscotto «{board.id}» rifiutato: {why} ({where}, colonna dei pesi)"
    return told("error", rule_id, message, f"dashboard:{board.id}", phase=Phase.EVALUATION)


def _strategic(dossier: Dossier) -> list[Finding]:
    found = [board.id for board in dossier.dashboards if board.kind == STRATEGIC]
    if len(found) == 1:
        return []
    message = f"più cruscotti strategici: {', '.join(found)}" if found else "manca il cruscotto strategico"
    return [_warning("BP-3.3d", "", f"{message}: l'ente non ha un grado; serve un solo cruscotto di tipo strategico")]


def _carried(dossier: Dossier) -> list[Finding]:
    carried = {row.indicator for row in dossier.dashboard_rows}
    return [
        _warning(
            "BP-3.3a",
            f"indicator:{one.id}",
            f"l'indicatore {one.id} non è in alcun cruscotto: non entra in alcuna media",
        )
        for one in dossier.indicators
        if one.id not in carried
    ]


def _weights_elsewhere(dossier: Dossier) -> list[Finding]:
    tables = {"indicatori": dossier.indicators, "obiettivi": dossier.objectives, "aree": dossier.areas}
    return [
        _warning(
            "BP-3.3c",
            "",
            f"i pesi nella tabella {name} non entrano nelle medie: contano quelli delle righe dei cruscotti",
        )
        for name, rows in tables.items()
        if any(row.weight is not None for row in rows)  # type: ignore[attr-defined]
    ]


def _warning(rule_id: str, subject: str, message: str) -> Finding:
    return Finding(severity="warning", phase=Phase.OBJECTIVES, rule=rule_id, subject=subject, message=message)
