"""The notice of a posizione organizzativa is published before the post is conferred (art. 26 c. 3)."""

from merito import Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import day_text

APPOINTMENT, NOTICE = "position_appointment", "position_notice"


@hookimpl
@rule("BG-26.3")
def merito_check_plan(step: Step) -> ResultRows:
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
