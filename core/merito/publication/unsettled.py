"""Whose evaluation or prize a later publication of the same year would tell otherwise.

Two publications of a year, one before and one after few people are settled, show by their difference in which class
these are. So the classes of a group wait until what is unsettled in it concerns nobody, or enough people. Sums, too,
would differ by what a correction changed: of a year with corrections of few people only totals of law are published.
"""

from collections.abc import Iterable

from merito.model.record import Record
from merito.model.results import TableRow
from merito.model.states import State
from merito.publication.money import Money
from merito.publication.reserved import PERSON


class Unsettled:
    """The people whose score is not final, whose prize waits, or was corrected after it was paid."""

    def __init__(self, record: Record, money: Money) -> None:
        results = record.results
        rewards = money.of_merit(results.rewards)
        paid_otherwise = {one.person for one in rewards if one.net and one.net != one.due}
        applied = [one.amendment.about for one in record.amendments if one.applied and one.amendment.corrects]
        named = {about.removeprefix(PERSON) for about in applied if about}
        self._late = frozenset(one.person for one in results.scores if one.state is not State.FINAL)
        self._changed = frozenset({one.person for one in rewards if one.withheld} | paid_otherwise)
        self._fewest = record.publication.fewest
        self._unnamed = "" in applied
        self._corrected = frozenset(paid_otherwise | named)

    @property
    def corrected(self) -> bool:
        """Whether results of few people were corrected; those of an indicator may be anybody's.

        The sums of what was published before are unknown, so only those that a law names are published.
        """
        return self._unnamed or 0 < len(self._corrected) < self._fewest

    def few(self, group: Iterable[TableRow]) -> bool:
        """Whether the classes of a group have to wait: something is unsettled, of fewer people than may be told."""
        if not self._changed:
            return 0 < len(self._late) < self._fewest
        people = {getattr(one, "person", "") for row in group for one in row.rests_on}
        return 0 < len(self._late | (self._changed & people)) < self._fewest
