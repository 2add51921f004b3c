"""How long before its end an agile agreement is withdrawn from (Allegato 1, art. 8).

The act of withdrawal is of the day of the notice, and lasts (`until`) to the last day of the agreement. The 90 days
that the ente owes to whom L. 68/1999 protects are not counted: who they are is not among the data. Who withdraws is the
body of the act: the three causes without notice are of the ente alone.
"""

from datetime import timedelta

from merito import Act, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import day_text, number_text

WITHDRAWAL, NOTICE = "agile_withdrawal", "agile_notice_days"
AT_ONCE = ("sotto_parametri", "autonomia", "esigenze_servizio")
WORKER = ("dipendente", "lavoratore", "lavoratrice")


@hookimpl
@rule("BP-A.8")
def merito_check_plan(step: Step) -> ResultRows:
    """A withdrawal with too few days of notice, for none of the three causes for which the ente needs none."""
    notice = step.parameters.number(NOTICE)
    days = timedelta(days=int(notice.value))
    for act in step.acts_of(WITHDRAWAL):
        if act.until is not None and act.until < act.date + days and not _at_once(act):
            few = f"con meno di {number_text(notice.value)} giorni di preavviso"
            how = f"l'atto {act.id} del {day_text(act.date)} recede dal {day_text(act.until)}, {few}"
            if _of_worker(act):
                why = f"{how}: recede il dipendente, e senza preavviso può recedere solo l'ente"
            else:
                why = f"{how}; l'ente non ne dà solo in 3 casi (valore: {', '.join(AT_ONCE)})"
            yield told("warning", step.rule, why, act.subject or "", phase=Phase.EVALUATION, inputs=(act,))


def _of_worker(act: Act) -> bool:
    who = act.body.strip().casefold()
    return who in WORKER or (bool(who) and act.subject == f"person:{act.body.strip()}")


def _at_once(act: Act) -> bool:
    return not _of_worker(act) and act.value.strip().casefold() in AT_ONCE
