"""Checks of holders that the national layer does not make: those outside the register, the term, permanent staff.

The national layer checks category, full time and titles of holders with a row in the register; holders given by the
column of the post have no row there. Since it is unknown when they were appointed, their titles are those of the first
day of the year: what is not enough then was not before. "Incarico a termine" (art. 1 c. 2) and "personale di ruolo"
(art. 2 c. 2) are reported.
"""

from collections.abc import Iterator

from merito import Appointment, Finding, Office, Phase, Position, ResultRows, Service, Step, hookimpl, rule
from merito.kit import Holding, is_of_category, lacks_title, period_of, staff_positions, titles_text, told
from merito.numbers import HUNDRED, day_text, days_in_common
from merito_brescia.holding import held

OFFICE, HOLDER = "po", "holder"


@hookimpl
@rule("BS-PO-1.2", "BS-PO-2.2", "BS-PO-2.5", "BS-PO-2.7")
def merito_check_plan(step: Step) -> ResultRows:
    """Warns of holders who are not of category D, full time or permanent, or lack titles; of terms without an end."""
    office = step.offices[OFFICE]
    for position in staff_positions(step.dossier):
        for one in held(step, position):
            if step.dossier.people[one.person].permanent is False:
                yield _told("BS-PO-2.2", one, "non è personale di ruolo (colonna di_ruolo)")
            if any(isinstance(row, Position) for row in one.rows):
                yield from _by_the_post(step, office, one)
        yield from _without_an_end(step, position)


def _by_the_post(step: Step, office: Office, one: Holding) -> Iterator[Finding]:
    """A holder given by the column of the post, without a row in the register."""
    served = [row for row in step.dossier.service_of(one.person) if _while(one, row)]
    person = step.dossier.people[one.person]
    categories = dict.fromkeys(filter(None, (row.category or person.category for row in served)))
    wrong = [name for name in categories if not is_of_category(step, name, office.category)]
    if wrong:
        yield _told(office.category_rule, one, f"è di categoria {', '.join(wrong)}, e non {office.category}")
    if any(row.fte is not None and row.fte < HUNDRED for row in served):
        yield _told(office.full_time_rule, one, "è a tempo parziale, che è incompatibile con l'incarico")
    if lacks_title(step, office, one.person, one.periods[0].start):
        yield _told(office.titles_rule, one, f"i titoli scritti non bastano: {titles_text(step, office)}")


def _while(one: Holding, row: Service) -> bool:
    return any(days_in_common(period_of(row), days) for days in one.periods)


def _without_an_end(step: Step, position: Position) -> Iterator[Finding]:
    """Appointments as holder that are given without a term."""
    for row in step.dossier.appointments.of(position=position.id, kind=HOLDER):
        if row.start is not None and row.end is None and row.start <= step.as_of:
            why = (
                f"incarico di {row.position}, dal {day_text(row.start)}: non ha un termine (colonna al), mentre è a "
                "termine, e l'atto ne definisce la durata (art. 1 c. 2 e art. 5 c. 1)"
            )
            yield _finding("BS-PO-1.2", row.person, why, (row,))


def _told(rule_id: str, one: Holding, what: str) -> Finding:
    rows: tuple[Appointment | Position, ...] = one.rows
    return _finding(rule_id, one.person, f"titolare di {one.position.id}: {what}", rows)


def _finding(rule_id: str, person: str, why: str, rows: tuple[object, ...]) -> Finding:
    return told("warning", rule_id, why, f"person:{person}", phase=Phase.EVALUATION, inputs=rows)
