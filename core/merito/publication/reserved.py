"""What is about persons: everything about staff, members of bodies, and persons' dashboards.

The tables of the public folder rest on nothing of it; a form without persons leaves it out.
"""

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
OF_INDICATORS = ("indicators", "targets", "activities")
ROLES = {"secretary_general": "secretary_general", "manager": "manager"}
Row = Finding | GateState | DeadlineAt


@frozen
class Reserved:
    """The dashboards of persons, the indicators that are on no other one, amendments of these, units of one person."""

    dashboards: frozenset[str] = frozenset()
    indicators: frozenset[str] = frozenset()
    units: frozenset[str] = field(default=frozenset(), kw_only=True)
    amendments: frozenset[str] = field(default=frozenset(), kw_only=True)

    def about(self, subject: str | None) -> bool:
        """Whether a subject is a person, a member of a body, a person's dashboard or an indicator only there."""
        kind, _, identifier = (subject or "").partition(":")
        known = {"dashboard": self.dashboards, "indicator": self.indicators, "amendment": self.amendments}
        return kind in PEOPLE or identifier in known.get(kind, ())

    def row(self, row: Row) -> bool:
        """Whether a finding, gate or deadline is about a person.

        This includes those about a post that is evaluated or rewarded, and findings that name a person's dashboard.
        """
        one = row.gate if isinstance(row, GateState) else row.deadline if isinstance(row, DeadlineAt) else row
        of_a_holder = one.phase in OF_HOLDERS and (one.subject or "").startswith(POSITION)
        named = isinstance(row, Finding) and any(
            ref.kind == "dashboard" and ref.id in self.dashboards for ref in row.message.refs()
        )
        return self.about(one.subject) or of_a_holder or named

    def grade(self, grade: Grade) -> bool:
        """Whether a grade is a person's: of a manager, on a person's dashboard, of a unit with a single person."""
        personal = grade.scope == MANAGER or grade.view == MANAGERS or grade.view in self.dashboards
        only_theirs = grade.scope == "indicator" and grade.id in self.indicators
        return personal or only_theirs or (grade.scope == "unit" and grade.id in self.units)


def reserved_of(dossier: Dossier) -> Reserved:
    """What is reserved in a dossier: dashboards that are individual, or held by a person, and what only they carry.

    An indicator on no dashboard at all is not reserved.
    """
    alone = _of_one(dossier)
    roles = Counter(person.role for person in dossier.people)
    boards = frozenset(board.id for board in dossier.dashboards if _personal(board, alone, roles))
    apart = {row.indicator for row in dossier.dashboard_rows if row.dashboard in boards}
    shared = {row.indicator for row in dossier.dashboard_rows if row.dashboard not in boards}
    only_theirs = frozenset(apart - shared)
    of_people = {"dashboards": boards, "dashboard_rows": boards, **dict.fromkeys(OF_INDICATORS, only_theirs)}
    amended = (one for one in dossier.amendments if one.row and one.row[0] in of_people.get(one.table, ()))
    return Reserved(boards, only_theirs, units=alone, amendments=frozenset(one.id for one in amended))


def _personal(board: Dashboard, alone: frozenset[str], roles: Counter[str]) -> bool:
    """Whether a dashboard concerns one person: the form of one, of a unit with one, or of the only one in a role."""
    holder = board.holder or ""
    if board.kind == "individual" or holder.startswith((PERSON, POSITION)):
        return True
    if board.kind in FORMS and holder.partition(":")[2] in alone:
        return True
    return roles[ROLES.get(board.kind, "")] == 1


def _of_one(dossier: Dossier) -> frozenset[str]:
    """The units in which, including those under them, only one person has served."""
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
