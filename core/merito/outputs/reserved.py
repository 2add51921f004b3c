"""What must not leave `riservato/`: whatever is about a person of the staff or a member of a body, or stands on the
dashboard of a person.
"""

from attrs import frozen

from merito.model.dossier import Dossier

PERSON = "person:"
PEOPLE = ("person", "member")
DASHBOARD = "dashboard:"
INDICATOR = "indicator:"


@frozen
class Reserved:
    """The dashboards of persons, and the indicators that stand on no other."""

    dashboards: frozenset[str] = frozenset()
    indicators: frozenset[str] = frozenset()

    def about(self, subject: str | None) -> bool:
        """Whether a subject is a person, a member of a body, a person's dashboard or an indicator of it alone."""
        kind, _, identifier = (subject or "").partition(":")
        known = {"dashboard": self.dashboards, "indicator": self.indicators}
        return kind in PEOPLE or identifier in known.get(kind, ())


def reserved_of(dossier: Dossier) -> Reserved:
    """What is reserved in a dossier: dashboards that are individual, or that a person holds, and what only they carry.

    An indicator on no dashboard at all is not reserved.
    """
    boards = frozenset(
        board.id
        for board in dossier.dashboards
        if board.kind == "individual" or (board.holder or "").startswith(PERSON)
    )
    apart = {row.indicator for row in dossier.dashboard_rows if row.dashboard in boards}
    shared = {row.indicator for row in dossier.dashboard_rows if row.dashboard not in boards}
    return Reserved(boards, frozenset(apart - shared))
