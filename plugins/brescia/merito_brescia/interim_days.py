"""The days of an interim appointment: those on which the post needs cover, and those that are paid (art. 3 c. 4).

The text requires that the appointee already holds another post, and says nothing about the covered one. What an
appointment means on a post whose holder is only away, the ente decides (I-BS-60); so it does for the days on which the
appointee no longer holds any post (I-BS-64).
"""

from collections.abc import Sequence
from datetime import date

from attrs import evolve

from merito import Appointment, Step
from merito.kit import Holding
from merito.numbers import Period, apart_from
from merito_brescia.holding import held, held_by

READING, VACANT_ONLY = "I-BS-60", "vacant_only"
AFTERWARDS, WHILE_HOLDER = "I-BS-64", "while_holder"


def not_to_be_covered(step: Step, row: Appointment) -> str:
    """Why a post needs no cover on the days of an interim appointment (Italian), or nothing."""
    beside = {
        one.person: days
        for one in held(step, step.dossier.positions[row.position])
        if (days := _in_common(one.periods, row))
    }
    present = sorted(person for person, days in beside.items() if apart_from(days, _away(step, person)))
    if present:
        return f"negli stessi giorni la posizione ha un titolare ({', '.join(present)}), e non è da coprire"
    if beside and step.readings[READING].choice == VACANT_ONLY:
        who = ", ".join(sorted(beside))
        return f"la posizione ha un titolare, assente ({who}), e si copre solo quella che nessuno tiene ({READING})"
    return ""


def _in_common(periods: Sequence[Period], row: Appointment) -> tuple[Period, ...]:
    """The days of an interim appointment that fall in some periods."""
    spans = ((max(row.start or one.start, one.start), min(row.end or one.end, one.end)) for one in periods)
    return tuple(Period(start, end) for start, end in spans if start <= end)


def _away(step: Step, person: str) -> tuple[Period, ...]:
    """The days of the year on which somebody is absent, for whatever reason, or is not in service."""
    year = Period(date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31))
    served = [Period(row.start, row.end or year.end) for row in step.dossier.service_of(person)]
    absent = (Period(row.start, row.end) for row in step.dossier.absences.of(person))
    return (*absent, *(apart_from((year,), served) if served else ()))


def counted(step: Step, one: Holding) -> Holding:
    """An interim appointment with the days that are paid: all, or those on which another post is held (I-BS-64)."""
    beyond = without_a_post(step, one)
    if not beyond or step.readings[AFTERWARDS].choice != WHILE_HOLDER:
        return one
    pieces = ((row, apart_from((row.days,), beyond)) for row in one.stretches)
    return evolve(one, stretches=tuple(evolve(row, days=days) for row, kept in pieces for days in kept))


def without_a_post(step: Step, one: Holding) -> tuple[Period, ...]:
    """The days of an interim appointment on which its person holds no other posizione organizzativa."""
    others = (post for post in held_by(step, one.person) if post.position.id != one.position.id)
    return apart_from(one.periods, [days for post in others for days in post.periods])
