"""Whose figures a later publication of the same year would tell otherwise: their groups wait.

Two publications of a year, one before and one after somebody is settled, show by their difference in which class they
are, and what they have. That holds however many are unsettled, since they may be settled one at a time; and for the
classes of all groups, since the only ones of a group are put with those of another once they have a score. So a group
with somebody whose evaluation or prize waits is not published, but for the totals that a law names; nor is one of a
role in which others have a score and somebody of the establishment has no row, not even one that says that there is
nothing to evaluate, since a score may still come; nor one with somebody whose result was corrected, or whose appeal was
upheld, since an earlier publication may have had it before.
"""

from collections.abc import Iterable, Iterator, Sequence

from merito.contract.inputs import Inputs
from merito.model.dossier import Dossier
from merito.model.measured import Placement
from merito.model.money import FundLine, Reward
from merito.model.record import Record
from merito.model.results import TableRow
from merito.model.states import State
from merito.publication.money import Money
from merito.publication.reserved import PERSON


class Unsettled:
    """The people whose evaluation is missing, not final or refused, whose prize waits, or who were corrected."""

    def __init__(self, record: Record, inputs: Inputs, money: Money) -> None:
        results, dossier = record.results, record.dossier
        rewards = money.of_merit(results.rewards)
        self._money = money
        self._role = {one.id: one.role for one in dossier.people}
        refused = {one.person for one in rewards if one.state is State.REFUSED and one.withheld}
        self._late = refused.union(row.person for row in results.scores if row.state is not State.FINAL)
        scored = {row.person for row in results.scores}
        evaluated = {self._role.get(person) for person in scored}
        self._late |= {one for one, role in self._role.items() if one not in scored and role in evaluated}
        self._changed = frozenset(one.person for one in rewards if one.withheld or (one.net and one.net != one.due))
        corrections = [_named(about) for about in _corrected(record, inputs)]
        self._corrected = frozenset(person for people in corrections for person in people)
        self._anybody = not all(corrections)

    @property
    def classes_wait(self) -> bool:
        """Whether somebody is not evaluated yet, who would be in a class later: perhaps in that of another group."""
        return self._anybody or bool(self._late)

    def waits(self, group: Sequence[TableRow]) -> bool:
        """Whether a group of rows may be published otherwise later, or was before a correction."""
        resting = [one for row in group for one in row.rests_on]
        lines = [one for one in resting if isinstance(one, FundLine)]
        paid = self._money.behind(group)
        people = {person for one in (*resting, *paid) if (person := getattr(one, "person", ""))}
        if not people and not lines:
            return False
        by_prize = bool(lines) or any(isinstance(one, Reward | Placement) for one in resting)
        roles = {self._role.get(person) for person in people}
        waiting = self._late | self._changed if by_prize else self._late
        return (
            self._anybody
            or not people.isdisjoint(self._corrected)
            or not roles.isdisjoint(self._role.get(person) for person in waiting)
        )


def _named(about: Iterable[str]) -> frozenset[str]:
    return frozenset(one.removeprefix(PERSON) for one in about if one.startswith(PERSON))


def _corrected(record: Record, inputs: Inputs) -> Iterator[tuple[str, ...]]:
    """Whom each correction in effect is about, as `person:0123`; nobody if it may be anybody."""
    dossier = record.dossier
    applied = [one for one in record.amendments if one.applied and one.amendment.corrects]
    for state in applied:
        yield (state.amendment.about,)
    by_act = {state.act.id for state in applied if state.act is not None}
    for act in dossier.acts_seen(record.as_of):
        kind = inputs.acts.get(act.kind)
        if kind is not None and kind.corrects and act.id not in by_act:
            subject = act.subject or ""
            yield (subject,) if subject.startswith(PERSON) else _of_rows(dossier, act.id)


def _of_rows(dossier: Dossier, act: str) -> tuple[str, ...]:
    """The people of the rows of further tables that name an act."""
    rows = (row.values for rows in dossier.tables.values() for row in rows)
    return tuple(f"{PERSON}{row['person']}" for row in rows if row.get("act") == act and row.get("person"))
