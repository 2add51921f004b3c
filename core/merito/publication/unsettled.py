"""Whose evaluation or prize a later publication of the same year would tell otherwise.

Two publications of a year, one before and one after few people are settled, show by their difference in which class
these are. So the classes of a group wait until what is unsettled in it concerns nobody, or enough people.
"""

from collections.abc import Iterable

from merito.model.results import Results, TableRow
from merito.model.states import State
from merito.publication.money import Money


class Unsettled:
    """The people whose score is not final, whose prize waits, or was corrected after it was paid."""

    def __init__(self, results: Results, money: Money, fewest: int) -> None:
        self._late = frozenset(one.person for one in results.scores if one.state is not State.FINAL)
        self._changed = frozenset(
            one.person for one in money.of_merit(results.rewards) if one.withheld or (one.net and one.net != one.due)
        )
        self._fewest = fewest

    def few(self, group: Iterable[TableRow]) -> bool:
        """Whether the classes of a group have to wait: something is unsettled, of fewer people than may be told."""
        if not self._changed:
            return 0 < len(self._late) < self._fewest
        people = {getattr(one, "person", "") for row in group for one in row.rests_on}
        return 0 < len(self._late | (self._changed & people)) < self._fewest
