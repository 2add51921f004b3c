"""From which day acts can belong to their cycle, and whether their outcome opens anything.

A decision on the results of a year follows its end. About a person who left, or changed unit or post in the year, it
follows that day.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from attrs import evolve

from merito.contract.inputs import ActKind
from merito.model.acts import CONTRARY, NOT_GIVEN, Act
from merito.model.dossier import Dossier
from merito.model.people import Service
from merito.model.rows import Rows


def in_their_time(dossier: Dossier, kinds: Mapping[str, ActKind]) -> Dossier:
    """The dossier whose acts have the first day that their kind admits, and whether their outcome opens anything."""
    if not any(act.outcome or kinds[act.kind].after_year for act in dossier.acts):
        return dossier
    ended = dict(_ends(dossier))
    return evolve(dossier, acts=Rows(_placed(act, kinds[act.kind], ended) for act in dossier.acts))


def _placed(act: Act, kind: ActKind, ended: Mapping[str, date]) -> Act:
    opens = act.outcome != NOT_GIVEN and (kind.advisory or act.outcome != CONTRARY)
    takes_back = not opens and act.of_body(*kind.by)
    if not kind.after_year or act.year is None:
        return act if opens else evolve(act, opens=False, takes_back=takes_back)
    first = min(ended.get(act.subject or "", date.max), date(act.year + 1, 1, 1))
    return evolve(act, opens=opens, takes_back=takes_back, earliest=first)


def _ends(dossier: Dossier) -> Iterator[tuple[str, date]]:
    """People who left, or changed unit, role or post in the year, with the last day of the first of their periods."""
    ends = [(f"person:{one.id}", one.end) for one in dossier.people]
    ends += [(f"person:{row.person}", row.end) for row in _before_a_change(dossier.service)]
    ends += [(subject, row.end) for row in dossier.appointments for subject in _held_by(row.person, row.position)]
    first, last = date(dossier.year, 1, 1), date(dossier.year, 12, 31)
    in_the_year = [(subject, end) for subject, end in ends if end and first <= end < last]
    yield from sorted(in_the_year, key=lambda pair: pair[1], reverse=True)


def _before_a_change(service: Iterable[Service]) -> Iterator[Service]:
    """The periods after which a person serves elsewhere, in another role, or no more."""
    own: dict[str, list[Service]] = defaultdict(list)
    for row in service:
        own[row.person].append(row)
    for rows in own.values():
        for row in rows:
            if not any(_goes_on(row, other) for other in rows):
                yield row


def _goes_on(row: Service, other: Service) -> bool:
    """Whether another row continues a period: by the next day, in the same unit and role."""
    if row.end is None or other is row or (other.unit, other.role) != (row.unit, row.role):
        return False
    return other.start <= row.end + timedelta(days=1) and (other.end is None or other.end > row.end)


def _held_by(person: str, position: str) -> tuple[str, str]:
    return f"person:{person}", f"position:{position}"
