"""How many people an ente has, which everybody may know (art. 16 D.Lgs. 33/2013, conto annuale): by role and category.

A count of some of them tells how many the others are: who has no prize, who is not evaluated. So whoever counts people
lets out as well the smallest number of the establishment in which they are: the rest must be nobody, or enough people.
"""

from collections import defaultdict
from collections.abc import Iterable

from merito.model.dossier import Dossier

DIGITS = "0123456789"


class Establishment:
    """The people of an ente by role, and by role and category."""

    def __init__(self, dossier: Dossier) -> None:
        self._role = {one.id: one.role for one in dossier.people}
        people: dict[str, set[str]] = defaultdict(set)
        categories: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in dossier.people:
            people[one.role].add(one.id)
            for written in {one.category, one.category.rstrip(DIGITS)} - {""}:
                categories[one.role, written].add(one.id)
        self._of_role = {role: frozenset(own) for role, own in people.items()}
        self._of_category = sorted(map(frozenset, categories.values()), key=len)

    @property
    def of_roles(self) -> tuple[frozenset[str], ...]:
        """The people of each role."""
        return tuple(self._of_role.values())

    def roles_of(self, people: Iterable[str]) -> frozenset[str]:
        """Everybody of the roles in which some people are."""
        roles = sorted({self._role[one] for one in people if one in self._role})
        return frozenset[str]().union(*(self._of_role[role] for role in roles))

    def category_of(self, people: frozenset[str]) -> frozenset[str]:
        """Everybody of the category in which some people are; nobody if they are in several."""
        return next((own for own in self._of_category if people <= own), frozenset())
