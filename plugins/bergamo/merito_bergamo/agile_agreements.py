"""Individual agile agreements: how long they last, and the notice for withdrawing from one (Allegato 1).

A person's first agreement lasts six months, or less if the trial phase ends before, and may be renewed until that ends
(arts. 1 and 6). Managers agree the terms of theirs with the Segretario Generale, also in letters (art. 6): of those
neither the agreement nor its six months are asked.
Agreements that begin after the trial phase are not checked. A withdrawal (art. 8) is dated on the day of the notice,
its `until` is the last day of the agreement, and its body is the party that withdraws. Only the ente may use the three
causes without notice. The 90 days' notice that the ente owes to people protected by L. 68/1999 are not checked: the
data do not say who they are.
"""

from datetime import date, timedelta

from merito import Act, Finding, Phase, ResultRows, Severity, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import add_months, day_text, number_text
from merito_bergamo.roles import MANAGER, SECRETARY, role_of

AGREEMENT, MONTHS, TRIAL_END = "agile_agreement", "agile_agreement_months", "agile_trial_end"
WITHDRAWAL, NOTICE = "agile_withdrawal", "agile_notice_days"
AT_ONCE = ("sotto_parametri", "autonomia", "esigenze_servizio")
MANAGERS = (MANAGER, SECRETARY)
WORKER = ("dipendente", "lavoratore", "lavoratrice")
ONE_DAY = timedelta(days=1)


@hookimpl(specname="merito_check_plan")
@rule("BP-A.6")
def lengths(step: Step) -> ResultRows:
    """Warns of a first agreement above six months, and of any beyond the trial phase in which it begins.

    A shorter one is noted: it may renew one that is not among the acts.
    """
    months, end = int(step.parameters.number(MONTHS).value), step.parameters.date(TRIAL_END).value
    before: set[str | None] = set()
    for act in step.acts_of(AGREEMENT):
        renewed = act.subject in before or act.refers_to is not None
        before.add(act.subject)
        if act.takes_effect > end:
            continue
        if act.until is None:
            why = f"dell'accordo di lavoro agile {act.id} manca l'ultimo giorno (fino_al): la durata non si verifica"
            yield _told("info", "BP-A.6", why, act)
            continue
        if act.until > end:
            yield _unlike("warning", act, act.until, f"la fase sperimentale finisce il {day_text(end)}")
        last = add_months(act.takes_effect, months) - ONE_DAY
        if not renewed and not _of_a_manager(step, act) and (act.until > last or act.until < min(last, end)):
            why = f"la durata iniziale è di {months} mesi, cioè fino al {day_text(last)}"
            yield _unlike("warning" if act.until > last else "info", act, act.until, why)


@hookimpl(specname="merito_check_plan")
@rule("BP-A.6")
def without_agreement(step: Step) -> ResultRows:
    """Notes agile work without an agreement; nobody is checked if the acts contain no agreement at all.

    Not a warning: during the sanitary emergency agile work needed none (Piano, ch. 5), and only its first day is known.
    """
    agreed = {act.subject for act in step.acts_of(AGREEMENT)}
    for person in step.dossier.people if agreed else ():
        if role_of(step, person) in MANAGERS:
            continue
        since, subject = person.extra.get("agile_from"), f"person:{person.id}"
        if isinstance(since, date) and since <= step.as_of and subject not in agreed:
            why = (
                f"lavoro agile dal {day_text(since)}: tra gli atti non c'è l'accordo individuale, che durante "
                "l'emergenza sanitaria non serviva"
            )
            yield told("info", "BP-A.6", why, subject, phase=Phase.EVALUATION, inputs=(person,))


def _of_a_manager(step: Step, act: Act) -> bool:
    person = step.dossier.people.get((act.subject or "").removeprefix("person:"))
    return person is not None and role_of(step, person) in MANAGERS


def _unlike(severity: Severity, act: Act, until: date, why: str) -> Finding:
    days = f"dal {day_text(act.takes_effect)} al {day_text(until)}"
    return _told(severity, "BP-A.6", f"l'accordo di lavoro agile {act.id} vale {days}: {why}", act)


@hookimpl(specname="merito_check_plan")
@rule("BP-A.8")
def withdrawals(step: Step) -> ResultRows:
    """Warns of a withdrawal with too little notice, unless the ente has one of the three causes that need none."""
    days = step.parameters.number(NOTICE).value
    for act in step.acts_of(WITHDRAWAL):
        if act.until is None and not _at_once(act):
            why = f"del recesso {act.id} manca l'ultimo giorno dell'accordo (fino_al): il preavviso non si verifica"
            yield _told("info", "BP-A.8", why, act)
        if act.until is None or act.until >= act.date + timedelta(days=int(days)) or _at_once(act):
            continue
        why = f"l'atto {act.id} del {day_text(act.date)} recede dal {day_text(act.until)}, "
        why += f"con meno di {number_text(days)} giorni di preavviso"
        if _of_worker(act):
            why += ": recede il dipendente, e senza preavviso può recedere solo l'ente"
        else:
            why += f"; l'ente non ne dà solo in 3 casi (valore: {', '.join(AT_ONCE)})"
        yield _told("warning", "BP-A.8", why, act)


def _of_worker(act: Act) -> bool:
    who = act.body.strip()
    return who.casefold() in WORKER or (bool(who) and act.subject == f"person:{who}")


def _at_once(act: Act) -> bool:
    return not _of_worker(act) and act.value.strip().casefold() in AT_ONCE


def _told(severity: Severity, rule_id: str, why: str, act: Act) -> Finding:
    return told(severity, rule_id, why, act.subject or f"act:{act.id}", phase=Phase.EVALUATION, inputs=(act,))
