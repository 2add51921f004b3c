"""The term of an appointment: from its first day up to the day before the anniversary that its text sets.

Periods under one act are one term, from the first of them on. Without a free day they are one appointment; under
another act the second is a renewal.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from attrs import evolve, frozen

from merito.contract.offices import Office
from merito.contract.step import Step
from merito.kit.written import HOLDER, serves_as
from merito.model.messages import NOTHING, Message, say
from merito.model.people import EXPIRY, Appointment, Position
from merito.numbers import Period, last_of_years

ONE_DAY = timedelta(days=1)


@frozen(kw_only=True)
class Term:
    """An appointment to an office: the row, the first day of its term, the earlier one that it renews, who follows.

    `again` is an earlier, ended one of the same person, if nobody else has had the post since. `goes_on` says that
    another row continues it under the same act, `of_other_law` that the text leaves the post of its person to other
    law, and gives it no term.
    """

    office: Office
    row: Appointment
    begun: date
    renews: "Term | None" = None
    again: "Term | None" = None
    followed: bool = False
    goes_on: bool = False
    of_other_law: bool = False

    @property
    def earlier(self) -> bool:
        """Whether it began before the text was in force for such offices."""
        return self.office.since is not None and self.begun < self.office.since

    @property
    def rules(self) -> tuple[str, ...]:
        """The rule of its term, with its readings and the rule that introduced it."""
        if self.earlier and self.office.earlier_rule:
            return (self.office.earlier_rule,)
        return tuple(filter(None, (self.office.rule, *self.office.bears, self.office.since_rule)))

    @property
    def last_day(self) -> date | None:
        """The last lawful day; None if the text sets none."""
        if self.of_other_law:
            return None
        if self.earlier:
            return self.office.earlier_until
        years = self.office.most_years
        return last_of_years(self.begun, years) if years else None

    @property
    def least_day(self) -> date | None:
        """The first day on which it may end, unless an act or retirement ends it; None if the text sets none."""
        years = 0 if self.earlier or self.of_other_law else self.office.least_years
        return last_of_years(self.begun, years) if years else None

    @property
    def lapses(self) -> bool:
        """Whether it ends on its last day, and not by an earlier act or fact."""
        return self.row.ended_by in ("", EXPIRY)

    def ended_early(self, day: date) -> bool:
        """Whether it is over before its last lawful day, without a record that its own days were over."""
        end, last = self.row.end, self.last_day
        return end is not None and end < day and last is not None and end < last and self.row.ended_by != EXPIRY

    def too_long(self, day: date) -> Message:
        """How it lasts longer than allowed, as written or by a day; nothing if it does not."""
        last, end = self.last_day, self.row.end
        if last is not None and end is not None and end > last:
            return say("finisce il {end}, oltre l'ultimo giorno lecito, {last}", end=end, last=last)
        if last is not None and end is None and day > last:
            return say("l'ultimo giorno lecito era il {last}, e non risulta la fine", last=last)
        return NOTHING


def written_beyond(step: Step, term: Term) -> bool:
    """Whether its end is written after its last lawful day, and does not stand by the reading of the office."""
    end, last, reading = term.row.end, term.last_day, term.office.beyond_term
    stands = bool(reading) and step.readings[reading].choice == "stands"
    return end is not None and last is not None and end > last and not stands


def terms_on(step: Step, office: Office, position: Position, kind: str = HOLDER) -> Iterator[Term]:
    """The terms of the appointments of a kind to one post, in the order of their first days.

    Rows without a first day have none. Posts of people in a role that the text leaves to other law have no last day.
    """
    for term in _in_order(office, step.dossier.appointments.of(position=position.id, kind=kind)):
        days = Period(term.row.start or date.min, term.row.end or date.max)
        yield evolve(term, of_other_law=serves_as(step.dossier, term.row.person, office.not_roles, days))


def _in_order(office: Office, rows: Iterable[Appointment]) -> Iterator[Term]:
    ordered = sorted((row for row in rows if row.start), key=lambda row: row.start or date.min)
    latest: dict[str, Term] = {}
    first: dict[tuple[str, str], date] = {}
    for place, row in enumerate(ordered):
        before, later, start = latest.get(row.person), ordered[place + 1 :], row.start or date.min
        adjoins = before is not None and _adjoins(before.row, row)
        continued = before if before is not None and _continues(before.row, row) else None
        latest[row.person] = Term(
            office=office,
            row=row,
            begun=first.setdefault((row.person, row.act), start) if row.act else start,
            renews=before if adjoins and not continued else None,
            again=before if before is not None and not adjoins and ordered[place - 1] is before.row else None,
            followed=bool(later),
            goes_on=any(one.person == row.person and _continues(row, one) for one in later),
        )
        yield latest[row.person]


def _adjoins(before: Appointment, row: Appointment) -> bool:
    """Whether one begins no later than the day after the other has ended."""
    return before.end is not None and (row.start or date.min) <= before.end + ONE_DAY


def _continues(before: Appointment, row: Appointment) -> bool:
    """Whether a row continues another under the same act: they are one appointment."""
    return _adjoins(before, row) and bool(row.act) and row.act == before.act
