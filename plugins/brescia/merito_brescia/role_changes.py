"""People who also serve in the special agency (par. 5)."""

from merito import ResultRows, Step, rule
from merito_brescia.bargained_agreement import FUNDS, RULE, SERVICE, criteria_of, rows_of
from merito_brescia.bargained_people import taking_part
from merito_brescia.evaluation.people import about
from merito_brescia.service_places import own_service


@rule("BS-SM-4.a", RULE, hook="merito_check_plan")
def days_in_the_agency(step: Step) -> ResultRows:
    """People with some days in the special agency, if the agreement gives a share whatever the days."""
    for of in FUNDS:
        rows = rows_of(step, of)
        for one in taking_part(step, of) if rows and SERVICE not in criteria_of(rows) else ():
            served = step.dossier.service_of(one.person.id)
            if len(own_service(step, one)) < len(served):
                why = (
                    "ha servito anche nell'Azienda Speciale, e l'accordo non ha il criterio servizio: la quota è intera"
                )
                yield about(one, "warning", RULE, why, (one.person, *served))
