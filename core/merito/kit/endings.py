"""Which appointment an act ends, and which not: that of a successor who takes over on the same day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from merito.kit.written import HOLDER, ONE_DAY, Tenure, written
from merito.model.acts import Act
from merito.model.dossier import Dossier
from merito.model.people import Appointment, Position
from merito.numbers import Period


def endings(dossier: Dossier, rows: list[Tenure], ended: Iterable[Act]) -> Iterator[tuple[Tenure, Act]]:
    """What each act ends: an appointment that began before it, and may already end the day before.

    One that begins on the same day is the successor's, unless no other of any kind, in any year, could be ended.
    """
    last = date(dossier.year, 12, 31)
    about: dict[str | None, list[Tenure]] = defaultdict(list)
    for row in rows:
        for subject in _subjects(row.row):
            about[subject].append(row)
    spans = dossier.once(_spans)
    for act in sorted(ended, key=lambda act: act.takes_effect):
        day = act.takes_effect
        if day > last:
            continue
        standing = [row for row in about[act.subject] if row.days.start <= day <= row.days.end + ONE_DAY]
        earlier = [row for row in standing if row.days.start < day]
        before = any(start < day <= end + ONE_DAY for start, end in spans.get(act.subject or "", ()))
        yield from ((row, act) for row in (earlier if earlier or before else standing))


def _spans(dossier: Dossier) -> Mapping[str, Sequence[Period]]:
    """The periods in which people hold or cover a post, in this year or another, by the post and by the person."""
    first, last = date(dossier.year, 1, 1), date(dossier.year, 12, 31)
    found: dict[str, list[Period]] = defaultdict(list)

    def note(row: Appointment | Position, days: Period) -> None:
        for subject in _subjects(row):
            found[subject].append(days)

    for row in dossier.appointments:
        note(row, Period(row.start or first, row.end or last))
    for one in written(dossier, HOLDER):
        if isinstance(one.row, Position):
            note(one.row, one.days)
    return found


def _subjects(row: Appointment | Position) -> tuple[str, str]:
    """The post and the person of a tenure, as acts name them."""
    post, person = (row.id, row.holder) if isinstance(row, Position) else (row.position, row.person)
    return f"position:{post}", f"person:{person}"
