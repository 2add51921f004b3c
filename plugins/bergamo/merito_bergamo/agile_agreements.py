"""How long an individual agile agreement lasts (Allegato 1, arts. 1 and 6).

The first one of a person lasts six months, and may be renewed up to the end of the trial; what comes after the trial is
not of these rules.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from merito import Act, Finding, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import add_months, day_text

AGREEMENT, MONTHS, TRIAL_END = "agile_agreement", "agile_agreement_months", "agile_trial_end"
ONE_DAY = timedelta(days=1)


@hookimpl
@rule("BP-A.6")
def merito_check_plan(step: Step) -> ResultRows:
    """A first agreement of more than its months, and one that goes beyond the trial in which it begins."""
    months = int(step.parameters.number(MONTHS).value)
    end = step.parameters.date(TRIAL_END).value
    before: set[str] = set()
    for act in step.acts_of(AGREEMENT):
        subject = act.subject or ""
        renewed = subject in before or act.refers_to is not None
        before.add(subject)
        if act.until is not None and act.takes_effect <= end:
            yield from _beyond(act, act.until, end)
            last = add_months(act.takes_effect, months) - ONE_DAY
            if not renewed and act.until > last:
                why = f"la durata iniziale è di {months} mesi, cioè fino al {day_text(last)}"
                yield _told(act, act.until, why)


def _beyond(act: Act, until: date, end: date) -> Iterator[Finding]:
    if until > end:
        yield _told(act, until, f"la fase sperimentale finisce il {day_text(end)}")


def _told(act: Act, until: date, why: str) -> Finding:
    what = f"l'accordo di lavoro agile {act.id} vale dal {day_text(act.takes_effect)} al {day_text(until)}: {why}"
    return told("warning", "BP-A.6", what, act.subject or f"act:{act.id}", phase=Phase.EVALUATION, inputs=(act,))
