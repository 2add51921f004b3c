"""What precedes an appointment that begins in the year: a selection, or the proposal of a renewal (art. 2 c. 2-3).

The proceedings check it for the acts that confer or renew a post. An attribution (art. 4 c. 5) is also the yearly act
of the pay, so its row in the register says whether an appointment begins with it.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from merito import Act, Appointment, Finding, Phase, Position, ResultRows, Severity, Step, hookimpl, rule
from merito.kit import led_by, staff_positions, told
from merito.numbers import day_text
from merito_brescia.evaluation.people import SECRETARY

HOLDER, CONFERRAL, RENEWAL = "holder", "position_conferral", "position_renewal"
SELECTION, PROPOSAL = "selection", "renewal_proposal"
NEW, RENEWED = "BS-PO-2.2", "BS-PO-2.3"
NO_SELECTION = "la selezione comparativa (atto selezione_comparativa)"
NO_PROPOSAL = "la proposta di rinnovo del dirigente dell'Area (atto proposta_rinnovo)"
ONE_DAY = timedelta(days=1)


@hookimpl
@rule(NEW, RENEWED)
def merito_check_plan(step: Step) -> ResultRows:
    """Warns of a new holder without a selection, and of a renewal without the proposal of the manager.

    The manager proposes for the staff of the own Area; a post right under the Segretario Generale has no such proposal.
    If the register does not say which of the two it is, either is enough; without an earlier row this is a note.
    """
    for position in staff_positions(step.dossier):
        rows = [row for row in step.dossier.appointments.of(position=position.id, kind=HOLDER) if row.start]
        ordered = sorted(rows, key=_begins)
        for place, row in enumerate(ordered):
            if _begins(row).year == step.dossier.year and _begins(row) <= step.as_of:
                yield from _unprepared(step, position, row, ordered[:place])


def _begins(row: Appointment) -> date:
    return row.start or date.min


def _unprepared(step: Step, position: Position, row: Appointment, before: list[Appointment]) -> Iterator[Finding]:
    """What an appointment lacks; `before` are the earlier ones on its post."""
    own = [one for one in before if one.person == row.person and one.end and one.end + ONE_DAY >= _begins(row)]
    if any(one.act and one.act == row.act for one in own):
        return  # one appointment in several rows
    since = max((_begins(one) for one in before), default=date.min)
    selected, proposed = (_acts(step, kind, position, since, row) for kind in (SELECTION, PROPOSAL))
    closing = _closed_by(step, position, since, row, {one.act for one in before})
    day = day_text(_begins(row))
    if own:
        if not proposed and closing != RENEWAL and not _of_the_secretary(step, position, _begins(row)):
            yield _finding("warning", RENEWED, row, f"l'incarico di {row.position} è rinnovato dal {day}", NO_PROPOSAL)
    elif before and not any(one.person == row.person for one in before):
        if not selected and closing != CONFERRAL:
            yield _finding("warning", NEW, row, f"è un nuovo titolare di {row.position} dal {day}", NO_SELECTION)
    elif not selected and not proposed and not closing:
        either = f"per un nuovo titolare {NO_SELECTION}, né per un rinnovo {NO_PROPOSAL}"
        severity: Severity = "warning" if before else "info"
        yield _finding(severity, NEW, row, f"l'incarico di {row.position} comincia il {day}", either, "non risulta né")


def _of_the_secretary(step: Step, position: Position, day: date) -> bool:
    """Whether a post is that day in no manager's Area, but right under the Segretario: nobody proposes it to him."""
    return led_by(step.dossier, position.unit, day) == SECRETARY


def _acts(step: Step, kind: str, position: Position, since: date, row: Appointment) -> list[Act]:
    """The acts of a kind about a post that come after the day on which the last one began, and before this one does."""
    return [act for act in step.acts_of(kind, f"position:{position.id}") if since < act.date <= _begins(row)]


def _closed_by(step: Step, position: Position, since: date, row: Appointment, of_others: set[str | None]) -> str:
    """The kind of an act that the proceedings check for this appointment: a conferral or a renewal of the post.

    If the row names none, the act is of its days, and of no earlier appointment.
    """
    if row.act:
        acts = (act for kind in (CONFERRAL, RENEWAL) for act in step.acts_of(kind, f"position:{position.id}"))
        return next((act.kind for act in acts if act.id == row.act), "")
    given = (act for kind in (CONFERRAL, RENEWAL) for act in _acts(step, kind, position, since, row))
    return next((act.kind for act in given if act.id not in of_others), "")


def _finding(
    severity: Severity, rule_id: str, row: Appointment, what: str, missing: str, lacks: str = "non risulta"
) -> Finding:
    why = f"{what}, e {lacks} {missing}"
    return told(severity, rule_id, why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=(row,))
