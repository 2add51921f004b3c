"""What waits beside the money of somebody whose data are asked about: the sums of others change when these do."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from merito.model.basis import Basis
from merito.model.measured import Grade
from merito.model.money import Reward
from merito.model.people import Person
from merito.model.results import Finding

PERSON, INDICATOR = "person:", "indicator:"


class SharedHolds:
    """Answers why a reward waits for the data of somebody else, or for a measure that it rests on (Italian).

    Whoever is paid by a tool waits for every person with a doubt who is paid by it too, or has the role of somebody who
    is: one who was left out, or put in, changes the parts of all. The pay of a post is nobody else's.
    """

    def __init__(
        self,
        findings: Iterable[Finding],
        rewards: Iterable[Reward],
        people: Mapping[str, Person],
        posts: Collection[str],
    ) -> None:
        shared = [one for one in findings if one.shared and one.severity == "error"]
        doubted = {one.subject.removeprefix(PERSON): one.rule for one in shared if one.subject.startswith(PERSON)}
        self._measures = {one.subject: one.rule for one in shared if one.subject.startswith(INDICATOR)}
        self._tools = _tools(doubted, rewards, people, posts) if doubted else {}
        self._known: dict[int, tuple[object, str]] = {}

    def on(self, reward: Reward) -> tuple[str, ...]:
        """Why a reward waits, reason by reason; each begins with the rule that asks."""
        others = self._tools.get(reward.tool, {}).items()
        reasons = [
            f"{rule}: la parte di ciascuno dipende da dati di un'altra persona da guardare"
            for rule in dict.fromkeys(rule for person, rule in others if person != reward.person)
        ]
        if self._measures and (rule := self._measure_of(reward)):
            reasons.append(f"{rule}: poggia su una misura da guardare")
        return tuple(reasons)

    def _measure_of(self, row: object) -> str:
        """The rule that asks about a measure on which a row rests, however far."""
        known = self._known.get(id(row))
        if known is None or known[0] is not row:
            own = f"{INDICATOR}{row.id}" if isinstance(row, Grade) and row.scope == "indicator" else ""
            found = self._measures.get(own, "") or next(filter(None, map(self._measure_of, _earlier(row))), "")
            known = self._known[id(row)] = (row, found)
        return known[1]


def _tools(
    doubted: Mapping[str, str], rewards: Iterable[Reward], people: Mapping[str, Person], posts: Collection[str]
) -> Mapping[str, Mapping[str, str]]:
    """By tool, the persons in doubt on whom its parts depend, each with the rule that asks."""
    paid: dict[str, set[str]] = defaultdict(set)
    for reward in rewards:
        if reward.tool not in posts:
            paid[reward.tool].add(reward.person)
    found: dict[str, dict[str, str]] = {}
    for tool, persons in paid.items():
        roles = {people[person].role for person in persons if person not in doubted}
        found[tool] = {one: rule for one, rule in doubted.items() if one in persons or people[one].role in roles}
    return found


def _earlier(row: Any) -> Iterable[object]:
    basis = getattr(row, "basis", None)
    return basis.results if isinstance(basis, Basis) else ()
