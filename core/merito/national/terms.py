"""How long an appointment may last: up to the day before the anniversary of its first day.

Consecutive periods without a free day under one act are one appointment; under another act, a renewal.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from attrs import frozen

from merito import Appointment, Office
from merito.numbers import last_of_years

ONE_DAY = timedelta(days=1)
EXPIRY = "expiry"
LAPSED = ("", EXPIRY)


@frozen(kw_only=True)
class Term:
    """An appointment to an office: the row, the first day of its term, the earlier one that it renews, who follows.

    `again` is an earlier, ended one of the same person, if nobody else has had the post since. `goes_on` says that
    another row continues it under the same act.
    """

    office: Office
    row: Appointment
    begun: date
    renews: "Term | None" = None
    again: "Term | None" = None
    followed: bool = False
    goes_on: bool = False

    @property
    def earlier(self) -> bool:
        """Whether it began before the text was in force for such offices."""
        return self.office.since is not None and self.begun < self.office.since

    @property
    def rules(self) -> tuple[str, ...]:
        """The rule of its term, with the readings that it cites."""
        return (self.office.earlier_rule,) if self.earlier and self.office.earlier_rule else self.by_text

    @property
    def by_text(self) -> tuple[str, ...]:
        """The rule of its term, its readings, and the rule that introduced it."""
        return tuple(filter(None, (self.office.rule, *self.office.bears, self.office.since_rule)))

    @property
    def last_day(self) -> date | None:
        """The last lawful day; None if the text sets none."""
        if self.earlier:
            return self.office.earlier_until
        years = self.office.most_years
        return last_of_years(self.begun, years) if years else None

    @property
    def least_day(self) -> date | None:
        """The first day on which it may end, unless an act or retirement ends it; None if the text sets none."""
        years = 0 if self.earlier else self.office.least_years
        return last_of_years(self.begun, years) if years else None

    @property
    def lapses(self) -> bool:
        """Whether it ends on its last day, and not by an earlier act or fact."""
        return self.row.ended_by in LAPSED

    def ended_early(self, day: date) -> bool:
        """Whether it is over before its last lawful day, without a record that its own days were over."""
        end, last = self.row.end, self.last_day
        return end is not None and end < day and last is not None and end < last and self.row.ended_by != EXPIRY

    @property
    def ends(self) -> date | None:
        """The day on which it ends: as recorded, otherwise its last lawful one."""
        return self.row.end or self.last_day


def terms(office: Office, rows: Iterable[Appointment]) -> Iterator[Term]:
    """The terms of the holders of one post, in the order of their first days; rows without one have none."""
    ordered = sorted((row for row in rows if row.start), key=_begins)
    latest: dict[str, Term] = {}
    for place, row in enumerate(ordered):
        before = latest.get(row.person)
        begins, goes_on = _begins(row), before is not None and _goes_on(before.row, row)
        same = before is not None and _continues(before.row, row)
        term = Term(
            office=office,
            row=row,
            begun=before.begun if same and before is not None else begins,
            renews=before if goes_on and not same else None,
            again=before if before is not None and not goes_on and ordered[place - 1] is before.row else None,
            followed=place + 1 < len(ordered),
            goes_on=any(later.person == row.person and _continues(row, later) for later in ordered[place + 1 :]),
        )
        latest[row.person] = term
        yield term


def _begins(row: Appointment) -> date:
    return row.start or date.min


def _continues(before: Appointment, row: Appointment) -> bool:
    """Whether a row continues another under the same act: they are one appointment."""
    return _goes_on(before, row) and bool(row.act) and row.act == before.act


def _goes_on(before: Appointment, row: Appointment) -> bool:
    """Whether one begins no later than the day after the other has ended."""
    return before.end is not None and _begins(row) <= before.end + ONE_DAY
