"""What precedes a posizione organizzativa: a published notice, or the appointment renewed (art. 26 c. 3 and 5)."""

from merito import Appointment, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import day_text

APPOINTMENT, NOTICE, RENEWAL = "position_appointment", "position_notice", "position_renewal"


@hookimpl(specname="merito_check_plan")
@rule("BG-26.3")
def published_before(step: Step) -> ResultRows:
    """Warns of a notice published after the appointment; one without a day of publication is not examined.

    An appointment without any earlier notice is reported with its proceeding.
    """
    for act in step.acts_of(APPOINTMENT):
        notices = [one for one in step.acts_of(NOTICE, act.subject) if one.date <= act.date] if act.subject else []
        if not notices or act.date.year != step.dossier.year:
            continue
        last = notices[-1]
        if last.published is not None and last.published > act.date:
            why = (
                f"l'avviso {last.id} è pubblicato il {day_text(last.published)}, dopo l'incarico del "
                f"{day_text(act.date)} (atto {act.id}): la pubblicazione lo precede"
            )
            yield told("warning", step.rule, why, act.subject or "", phase=Phase.EVALUATION, inputs=(last, act))


@hookimpl(specname="merito_check_plan")
@rule("BG-26.3", "I-BG-09")
def renewed(step: Step) -> ResultRows:
    """Notes a renewal of what its holder did not have before: a first appointment needs the comparison.

    Not a warning: the register may begin after the appointment that is renewed.
    """
    renewals = {act.id: act for act in step.acts_of(RENEWAL)}
    for row in step.dossier.appointments:
        if row.act in renewals and not _held_before(step, row):
            why = (
                f"l'atto {row.act} rinnova a {row.person} la posizione {row.position}, e un suo incarico precedente "
                "non risulta: un primo incarico vuole l'avviso e il confronto dei curricula, un rinnovo no (I-BG-09)"
            )
            yield told("info", step.rule, why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=(row,))


def _held_before(step: Step, row: Appointment) -> bool:
    """Whether an earlier row gives the same post to the same person; one without a first day may be such a row."""
    others = (one for one in step.dossier.appointments.of(person=row.person, position=row.position) if one is not row)
    held = (one for one in others if one.kind == row.kind)
    return any(one.start is None or row.start is None or one.start < row.start for one in held)
