"""What must not leave `riservato/`: whatever is about a person of the staff or a member of a body, or stands on the
dashboard of a person.
"""

import re
from collections import Counter
from collections.abc import Iterable

from attrs import field, frozen

from merito.model.acts import GateState, Phase
from merito.model.dossier import Dossier
from merito.model.measured import Grade
from merito.model.plan import Dashboard
from merito.model.record import DeadlineAt
from merito.model.results import Finding

PERSON = "person:"
PEOPLE = ("person", "member")
DASHBOARD = "dashboard:"
INDICATOR = "indicator:"
POSITION = "position:"
MANAGER, MANAGERS = "manager", "managers"
OF_HOLDERS = (Phase.EVALUATION, Phase.REWARDS)
FORMS = ("individual", "group")
ROLES = {"secretary_general": "secretary_general", "manager": "manager"}
QUOTED = re.compile("«([^«»]*)»")
Row = Finding | GateState | DeadlineAt


@frozen
class Reserved:
    """The dashboards of persons, the indicators that stand on no other, and the units of one person alone."""

    dashboards: frozenset[str] = frozenset()
    indicators: frozenset[str] = frozenset()
    units: frozenset[str] = field(default=frozenset(), kw_only=True)

    def about(self, subject: str | None) -> bool:
        """Whether a subject is a person, a member of a body, a person's dashboard or an indicator of it alone."""
        kind, _, identifier = (subject or "").partition(":")
        known = {"dashboard": self.dashboards, "indicator": self.indicators}
        return kind in PEOPLE or identifier in known.get(kind, ())

    def row(self, row: Row) -> bool:
        """Whether a finding, a condition or a term is about somebody: also about a post, where it is evaluated or
        rewarded, or a finding that names the dashboard of a person.
        """
        one = row.gate if isinstance(row, GateState) else row.deadline if isinstance(row, DeadlineAt) else row
        of_a_holder = one.phase in OF_HOLDERS and (one.subject or "").startswith(POSITION)
        named = isinstance(row, Finding) and not self.dashboards.isdisjoint(QUOTED.findall(row.message))
        return self.about(one.subject) or of_a_holder or named

    def grade(self, grade: Grade) -> bool:
        """Whether a grade is a person's: of a manager, on the dashboard of a person, of a unit of one."""
        personal = grade.scope == MANAGER or grade.view == MANAGERS or grade.view in self.dashboards
        only_theirs = grade.scope == "indicator" and grade.id in self.indicators
        return personal or only_theirs or (grade.scope == "unit" and grade.id in self.units)


def reserved_of(dossier: Dossier) -> Reserved:
    """What is reserved in a dossier: dashboards that are individual, or that a person holds, and what only they carry.

    An indicator on no dashboard at all is not reserved.
    """
    alone = _of_one(dossier)
    roles = Counter(person.role for person in dossier.people)
    boards = frozenset(board.id for board in dossier.dashboards if _personal(board, alone, roles))
    apart = {row.indicator for row in dossier.dashboard_rows if row.dashboard in boards}
    shared = {row.indicator for row in dossier.dashboard_rows if row.dashboard not in boards}
    return Reserved(boards, frozenset(apart - shared), units=alone)


def _personal(board: Dashboard, alone: frozenset[str], roles: Counter[str]) -> bool:
    """Whether a dashboard is of one person: the form of one, of a unit of one, or of the only one in a role."""
    holder = board.holder or ""
    if board.kind == "individual" or holder.startswith((PERSON, POSITION)):
        return True
    if board.kind in FORMS and holder.partition(":")[2] in alone:
        return True
    return roles[ROLES.get(board.kind, "")] == 1


def _of_one(dossier: Dossier) -> frozenset[str]:
    """The units in which, with those under them, one person alone has served."""
    above = {unit.id: unit.parent for unit in dossier.units}
    people: dict[str, set[str]] = {unit: set() for unit in above}
    served = [(one.person, one.unit) for one in dossier.service]
    for person, unit in (*((one.id, one.unit) for one in dossier.people), *served):
        for each in _up(unit, above):
            people[each].add(person)
    return frozenset(unit for unit, own in people.items() if len(own) == 1)


def _up(unit: str | None, above: dict[str, str | None]) -> Iterable[str]:
    """A unit and those above it, each once."""
    seen: dict[str, None] = {}
    while unit in above and unit not in seen:
        seen[unit] = None
        unit = above[unit]
    return seen
