"""The cascade from strategy to services to managers (ch. 3.3 and 4): which dashboard carries what, and the gaps."""

from collections import defaultdict
from difflib import SequenceMatcher
from fractions import Fraction

from merito import (
    Basis,
    Carried,
    Dossier,
    Finding,
    Indicator,
    Objective,
    ResultRows,
    Severity,
    Step,
    hookimpl,
    rule,
)
from merito.kit import final_measure, told
from merito_bergamo.plan import STRATEGIC

CARRIERS = ("service", "special_agency", "secretary_general", "manager")
MANAGERS = ("secretary_general", "manager")
NEAR = Fraction(4, 5)  # number: similarity from which two titles may be the same; it changes no figure
DOUBLE = "I-BP-07"


@hookimpl
@rule("BP-3.3a", "BP-3.3b", "BP-4.1", "I-BP-07")
def merito_cascade(step: Step) -> ResultRows:
    """Every row of every dashboard. Gaps are reported only if there is a dashboard below the strategic one."""
    dossier = step.dossier
    kinds = {board.id: board.kind for board in dossier.dashboards}
    carried = tuple(
        Carried(
            indicator=row.indicator,
            dashboard=row.dashboard,
            kind=kinds[row.dashboard],
            link=row.link,
            rules=("BP-3.3a",),
            basis=Basis(inputs=(row,)),
        )
        for row in dossier.dashboard_rows
    )
    if not any(kind in CARRIERS for kind in kinds.values()):
        yield from carried
        return
    gaps = (*_not_carried(carried), *_without_strategy(dossier, carried), *_doubles(dossier))
    yield from carried
    yield from gaps


def _not_carried(carried: tuple[Carried, ...]) -> list[Finding]:
    below = {row.indicator for row in carried if row.kind in CARRIERS}
    what = "indicatore strategico che nessun servizio, azienda speciale, Segretario Generale o dirigente porta"
    return [
        _finding("warning", "BP-3.3b", row.indicator, what)
        for row in carried
        if row.kind == STRATEGIC and row.indicator not in below
    ]


def _without_strategy(dossier: Dossier, carried: tuple[Carried, ...]) -> list[Finding]:
    """Rows that belong to no strategic objective: under ch. 4 on a manager's dashboard, ch. 3.3 on a service's."""
    loose = {one.id for one in dossier.indicators if not _strategic(dossier, one.objective)}
    findings: list[Finding] = []
    for row in carried:
        if row.indicator not in loose or row.kind not in CARRIERS:
            continue
        rule_id = "BP-4.1" if row.kind in MANAGERS else "BP-3.3b"
        what = f"nel cruscotto «{row.dashboard}» non discende da alcun obiettivo strategico"
        findings.append(_finding("warning", rule_id, row.indicator, what))
    return findings


def _strategic(dossier: Dossier, objective: str | None) -> bool:
    """Whether an objective, or one above it, is strategic."""
    seen: set[str] = set()
    while objective is not None and objective not in seen:
        seen.add(objective)
        found: Objective | None = dossier.objectives.get(objective)
        if found is None:
            return False
        if found.level == "strategic":
            return True
        objective = found.parent
    return False


def _doubles(dossier: Dossier) -> list[Finding]:
    """Indicators that may be one entered twice: similar titles, same objective and figures. They are never merged.

    Of several, each is reported as a possible double of the first.
    """
    alike: dict[tuple[str | None, str, str], list[Indicator]] = defaultdict(list)
    found = []
    for other in dossier.indicators:
        unlike = alike[_figures(dossier, other)]
        one = next((one for one in unlike if _near(one, other)), None)
        if one is None:
            unlike.append(other)
        else:
            why = f"può essere lo stesso indicatore di {other.id} («{other.title}»), {DOUBLE}"
            found.append(_finding("info", "BP-3.3a", one.id, why))
    return found


def _figures(dossier: Dossier, one: Indicator) -> tuple[str | None, str, str]:
    measure = final_measure(dossier, one.id)
    actual = measure.value if measure else one.baseline
    return one.objective, one.target.text, actual.text


def _near(one: Indicator, other: Indicator) -> bool:
    title, second = one.title.casefold(), other.title.casefold()
    matcher = SequenceMatcher(None, title, second)
    return title == second or (matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR)


def _finding(severity: Severity, rule_id: str, indicator: str, what: str) -> Finding:
    return told(severity, rule_id, what, f"indicator:{indicator}")
