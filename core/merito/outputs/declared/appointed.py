"""Appointments and proceedings at the date: each is, or may be, about a person."""

from merito.model.appointed import APPOINTED, PROCEEDING_AT, AppointmentAt, ProceedingAt
from merito.model.messages import plain
from merito.model.people import APPOINTMENT_KINDS, ENDED_BY
from merito.numbers import day_text
from merito.outputs.columns import DAY, SAID, ResultTable, Subjects, column
from merito.outputs.declared.people import WHO
from merito.outputs.declared.shared import RULES
from merito.publication.reserved import PERSON, POSITION


def _figure(row: AppointmentAt) -> str:
    until = f", ultimo giorno lecito {day_text(row.last_day)}" if row.last_day else ""
    return f"{APPOINTED[row.standing]}{until}"


APPOINTMENTS = ResultTable(
    name="appointments",
    label="incarichi",
    holds="Incarichi alla data",
    key=("person", "position", "kind", "from"),
    row=AppointmentAt,
    personal=True,
    kind=("appointment", "incarico", "incarichi"),
    asked=lambda row: (f"{PERSON}{row.person}", f"{POSITION}{row.position}"),
    title=lambda row, _: f"Incarico di {row.person} sulla posizione {row.position}",
    figure=_figure,
    columns=(
        WHO,
        column("position", "posizione", "id of the position", names="position"),
        column("kind", "tipo", "holder, interim, substitute", words=APPOINTMENT_KINDS),
        column("from", "dal", "first day", DAY, "start", told="dal"),
        column("to", "al", "recorded last day", DAY, "end", told="al"),
        column("last_day", "ultimo giorno lecito", "the last lawful day by the text", DAY),
        column(
            "state",
            "stato",
            "valid, future, expired (its days are over), ended (by an act or a fact), extended (past its last lawful "
            "day), without_act, missing_qualification",
            of="standing",
            words=APPOINTED,
        ),
        column("act", "atto", "id of the act", told="atto"),
        column("ended_by", "cessato per", "how it ended", words=ENDED_BY),
        RULES,
    ),
)


def _asked(row: ProceedingAt) -> Subjects:
    return tuple(filter(None, (row.subject, f"act:{row.act}" if row.act else "")))


def _step(row: ProceedingAt) -> str:
    due = f", entro il {day_text(row.due)}" if row.due else ""
    return f"{PROCEEDING_AT[row.standing]}{due}"


PROCEEDINGS = ResultTable(
    name="proceedings",
    label="procedimenti",
    holds="Procedimenti alla data, passo per passo",
    key=("proceeding", "subject", "opened", "step", "due"),
    row=ProceedingAt,
    personal=True,
    kind=("proceeding", "passo di procedimento", "passi di procedimento"),
    asked=_asked,
    title=lambda row, names: f"{plain(row.title)} (procedimento su {names.subject(row.subject)})",
    figure=_step,
    columns=(
        column("proceeding", "procedimento", "the proceeding, by its English name", names="proceeding"),
        column("subject", "oggetto", "the subject, as `position:PO1`", names="subject"),
        column("opened", "aperto il", "day of its first act", DAY),
        column("step", "passo", "kind of act of the step", names="acts"),
        column("title", "che cosa", "the proceeding and the act, in words (Italian)", SAID),
        column("due", "termine", "the day by which it is due", DAY),
        column(
            "state",
            "stato",
            "done, late, early (before the act that it follows), open, overdue, waiting (for another act), silent "
            "(its days are over and the text proceeds), not_given, not_needed, depends (on the cause, which nobody has "
            "written), after (recorded once all was closed), missing (it was closed without it), closed (not due any "
            "more)",
            of="standing",
            words=PROCEEDING_AT,
        ),
        column("act", "atto", "id of the act"),
        column("waits_for", "che cosa attende", "the acts that must come first (Italian)", SAID, told="attende"),
        RULES,
    ),
)
