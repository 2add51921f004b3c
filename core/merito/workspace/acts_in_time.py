"""Places acts in the cycle they belong to: from which day they can be of it, and whether their outcome opens anything.

A decision on the results of a year follows its end. About somebody who left, or changed unit or post in the year, it
follows that day.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from attrs import evolve

from merito.declarations.inputs import ActKind
from merito.model.acts import CONTRARY, NOT_GIVEN, Act
from merito.model.dossier import Dossier
from merito.model.rows import Rows


def in_their_time(dossier: Dossier, kinds: Mapping[str, ActKind]) -> Dossier:
    """The dossier whose acts know the first day that their kind admits, and whether their outcome opens anything."""
    if not any(act.outcome or kinds[act.kind].after_year for act in dossier.acts):
        return dossier
    ended = dict(_ends(dossier))
    return evolve(dossier, acts=Rows(_placed(act, kinds[act.kind], ended) for act in dossier.acts))


def _placed(act: Act, kind: ActKind, ended: Mapping[str, date]) -> Act:
    opens = act.outcome != NOT_GIVEN and not (kind.binding and act.outcome == CONTRARY)
    if not kind.after_year or act.year is None:
        return act if opens else evolve(act, opens=False)
    first = min(ended.get(act.subject or "", date.max), date(act.year + 1, 1, 1))
    return evolve(act, opens=opens, earliest=first)


def _ends(dossier: Dossier) -> Iterator[tuple[str, date]]:
    """Who left, and who changed unit or post: the last day of the first of their periods, where it ends in the year."""
    last = date(dossier.year, 12, 31)
    ends = [(f"person:{one.id}", one.end) for one in dossier.people]
    ends += [(f"person:{row.person}", row.end) for row in dossier.service]
    ends += [(subject, row.end) for row in dossier.appointments for subject in _held_by(row.person, row.position)]
    in_the_year = [(subject, end) for subject, end in ends if end and date(dossier.year, 1, 1) <= end < last]
    yield from sorted(in_the_year, key=lambda pair: pair[1], reverse=True)


def _held_by(person: str, position: str) -> tuple[str, str]:
    return f"person:{person}", f"position:{position}"
