"""People who change role in the year, or also serve in the special agency: they have one evaluation and one fund."""

from collections.abc import Iterator

from merito import Finding, ResultRows, Service, Step, hookimpl, rule
from merito.kit import period_of
from merito.numbers import day_text
from merito_brescia.bargained_agreement import FUNDS, RULE, SERVICE, BargainedFund, criteria_of, rows_of
from merito_brescia.bargained_people import taking_part
from merito_brescia.evaluation import about
from merito_brescia.evaluation_people import MANAGER, NAMES, SECRETARY, Evaluee, evaluees
from merito_brescia.service_places import own_service

RULES = {MANAGER: "BS-SM-4.a", SECRETARY: "BS-SM-4.a"}
OF_STAFF = "BS-SM-4.c"


@hookimpl
@rule("BS-SM-4.a", OF_STAFF, RULE)
def merito_check_plan(step: Step) -> ResultRows:
    """Warns of people with two roles, who have one form and one fund, and of days outside the ente that count."""
    yield from (found for one in evaluees(step) for found in _other_roles(step, one))
    yield from (found for of in FUNDS for found in _agency_days(step, of))


def _other_roles(step: Step, one: Evaluee) -> Iterator[Finding]:
    rows = step.dossier.service_of(one.person.id)
    others = [row for row in rows if _apart(row.role or one.person.role, one.role)]
    if others:
        why = (
            f"ha servito anche come {_told(others, one)}: la valutazione è una, come {NAMES[one.role]} (colonna ruolo "
            "del personale), e nei fondi conta solo quel ruolo, per i suoi giorni se l'accordo ha il criterio servizio "
            "(par. 4.2)"
        )
        yield about(one, "warning", RULES.get(one.role, OF_STAFF), why, (one.person, *others))


def _apart(role: str, other: str) -> bool:
    """Whether two roles have different forms and funds; a post held by staff is reported elsewhere."""
    return role != other and bool({role, other} & {MANAGER, SECRETARY})


def _told(rows: list[Service], one: Evaluee) -> str:
    spans = [(row.role or one.person.role, period_of(row)) for row in rows]
    return ", ".join(f"{NAMES[role]} dal {day_text(days.start)} al {day_text(days.end)}" for role, days in spans)


def _agency_days(step: Step, of: BargainedFund) -> Iterator[Finding]:
    """People with some days in the special agency, if the agreement gives a share whatever the days."""
    rows = rows_of(step, of)
    if not rows or SERVICE in criteria_of(rows):
        return
    for one in taking_part(step, of):
        served = step.dossier.service_of(one.person.id)
        if len(own_service(step, one)) < len(served):
            why = "ha servito anche nell'Azienda Speciale, e l'accordo non ha il criterio servizio: la quota è intera"
            yield about(one, "warning", RULE, why, (one.person, *served))
