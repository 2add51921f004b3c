"""The day of a run for which none was asked: today, and of a past year the last on which something of it happened."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

from merito.cycle.course import Course
from merito.cycle.declare import last_deadline
from merito.regulations import PluginFaultError


class Unasked(date):
    """Today, in place of a day that nobody asked for: of a past year the day of its cycle then counts."""

    @classmethod
    def today(cls) -> "Unasked":
        now = date.today()
        return cls(now.year, now.month, now.day)


def last_day(course: Course) -> date:
    """The later of the last deadline of a cycle and of its last act, payment or correction; never after the run's day.

    A correction is of the day of its act. Acts that decide a value or a reading of the year are its own, whatever their
    cycle. A plugin that fails tells nothing here: the run tells its fault.
    """
    known = list(_days(course))
    with suppress(PluginFaultError):
        due = last_deadline(course)
        known += [due] if due is not None else []
    return min(course.as_of, max(known)) if known else course.as_of


def _days(course: Course) -> Iterator[date]:
    dossier = course.dossier
    settings = (one.act for one in course.parameters.settings.values())
    deciding = {*settings, *(one.act for one in course.readings.all())}
    for act in dossier.acts:
        if act.year == dossier.year or act.id in deciding:
            yield max(act.takes_effect, act.published or act.date)
    yield from (payment.date for payment in dossier.payments)
