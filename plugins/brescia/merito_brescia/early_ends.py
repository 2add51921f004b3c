"""Appointments that the register ends by a revocation: it needs an act, written and with reasons (art. 2 c. 6).

The proceedings check the acts of revocation; here it is reported that the register tells of one that no act gave. Each
is told in the cycle of its year; the text applies to appointments given since 1 January 2019 (art. 7 c. 2).
"""

from datetime import date, timedelta

from merito import Appointment, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import managerial, told
from merito.numbers import day_text
from merito_brescia.holding import REVOCATION

RULE, OFFICE, ONE_DAY = "BS-PO-2.6", "po", timedelta(days=1)
EARLY = {"revocation": "revoca", "reorganisation": "riorganizzazione"}


@hookimpl
@rule(RULE)
def merito_check_plan(step: Step) -> ResultRows:
    """Warns of holders whose appointment ended by a revocation, or a reorganisation, without an act."""
    for row in step.dossier.appointments:
        last = row.end
        if last is None or last >= step.as_of or last.year != step.dossier.year or row.ended_by not in EARLY:
            continue
        if not _of_a_holder(step, row) or _earlier(step, row):
            continue
        if not _revoked(step, row, last + ONE_DAY):
            why = (
                f"l'incarico di {row.position} risulta cessato per {EARLY[row.ended_by]} il {day_text(last)}, e manca "
                "l'atto scritto e motivato che lo revoca (atto revoca_posizione)"
            )
            yield told("warning", RULE, why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=(row,))


def _of_a_holder(step: Step, row: Appointment) -> bool:
    return row.kind == "holder" and not managerial(step.dossier.positions[row.position])


def _earlier(step: Step, row: Appointment) -> bool:
    """Whether it began before the text was in force."""
    since = step.offices[OFFICE].since
    return since is not None and row.start is not None and row.start < since


def _revoked(step: Step, row: Appointment, by_then: date) -> bool:
    """Whether an act about the post or the person revokes the appointment, with effect by a day."""
    subjects = (f"position:{row.position}", f"person:{row.person}")
    effects = (act.takes_effect for subject in subjects for act in step.acts_of(REVOCATION, subject))
    return any((row.start or day) <= day <= by_then for day in effects)
