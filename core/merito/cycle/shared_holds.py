"""Money that waits because of another person's doubtful data: the sums of others change with these."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from merito.model.basis import Made
from merito.model.measured import Grade
from merito.model.messages import Message, cited, say
from merito.model.money import FundLine, Reward
from merito.model.people import Person, Rating
from merito.model.results import Finding

PERSON, INDICATOR = "person:", "indicator:"


class SharedHolds:
    """Finds why money waits for the data of another person, or for a measure that it rests on.

    Everyone paid by a tool waits for every person in doubt who is paid by it too, or has the role of somebody who is:
    leaving out or adding a person changes everybody's parts. If the tool pays by each person's own score and only
    ratings are in doubt, only sums that rest on that person's evaluation wait. The pay of a post depends on nobody
    else.
    """

    def __init__(
        self,
        findings: Iterable[Finding],
        rewards: Iterable[Reward],
        people: Mapping[str, Person],
        posts: Collection[str],
        by_own_score: Collection[str] = (),
    ) -> None:
        shared = [one for one in findings if one.shared and one.severity == "error"]
        of_persons = [one for one in shared if one.subject.startswith(PERSON)]
        self._doubted = {one.subject.removeprefix(PERSON): one.rule for one in of_persons}
        wider = {one.subject.removeprefix(PERSON) for one in of_persons if not _of_ratings(one)}
        self._rated = self._doubted.keys() - wider
        self._measures = {one.subject: one.rule for one in shared if one.subject.startswith(INDICATOR)}
        self._posts, self._by_own_score = posts, by_own_score
        self._tools = _tools(self._doubted, rewards, people, posts) if self._doubted else {}
        self._known_measures: dict[int, tuple[object, str]] = {}
        self._known_people: dict[int, tuple[object, frozenset[str]]] = {}

    def on(self, reward: Reward) -> tuple[Message, ...]:
        """Why a reward waits; each reason cites the rule that asks."""
        reasons = [
            cited(rule, say("la parte di ciascuno dipende da dati di un'altra persona da guardare"))
            for rule in dict.fromkeys(self._others(reward))
        ]
        if self._measures and (rule := self._measure_of(reward)):
            reasons.append(cited(rule, say("poggia su una misura da guardare")))
        return tuple(reasons)

    def on_savings(self, line: FundLine, beside: Iterable[Reward]) -> tuple[Message, ...]:
        """Why the savings of a line wait: they, or the sums due from it, rest on doubtful data.

        If its tool has given nothing to anybody, nobody knows on whose data it rests: every doubt holds them.
        """
        if line.tool in self._posts or not (self._doubted or self._measures):
            return ()
        rewards = [reward for reward in beside if reward.tool not in self._posts]
        if line.tool is not None and not rewards:
            rules = dict.fromkeys((*self._doubted.values(), *self._measures.values()))
        else:
            rows: tuple[FundLine | Reward, ...] = (line, *rewards)
            rules = dict.fromkeys(rule for row in rows for rule in self._asking(row))
        return tuple(cited(rule, say("il risparmio dipende da dati da guardare")) for rule in rules)

    def _asking(self, row: FundLine | Reward) -> Iterable[str]:
        """The rules that ask about a person or a measure on which a row rests."""
        if self._measures and (rule := self._measure_of(row)):
            yield rule
        if self._doubted:
            people = self._people_of(row)
            yield from (rule for person, rule in self._doubted.items() if person in people)
        if isinstance(row, Reward):
            yield from self._others(row)

    def _others(self, reward: Reward) -> Iterable[str]:
        """The rules that ask about another person on whose data a sum may rest."""
        others = self._tools.get(reward.tool, {}).items()
        return (rule for person, rule in others if person != reward.person and self._depends(reward, person))

    def _depends(self, reward: Reward, person: str) -> bool:
        """Whether a sum may change with another person's data; if unknown, it may."""
        own = reward.tool in self._by_own_score and person in self._rated
        return not own or person in self._people_of(reward)

    def _measure_of(self, row: Made) -> str:
        """The rule that asks about a measure on which a row rests, however indirectly."""
        known = self._known_measures.get(id(row))
        if known is None or known[0] is not row:
            own = f"{INDICATOR}{row.id}" if isinstance(row, Grade) and row.scope == "indicator" else ""
            found = self._measures.get(own, "") or next(filter(None, map(self._measure_of, row.rests_on)), "")
            known = self._known_measures[id(row)] = (row, found)
        return known[1]

    def _people_of(self, row: Made) -> frozenset[str]:
        """The persons in doubt whom a row, or one that it rests on, is about."""
        known = self._known_people.get(id(row))
        if known is None or known[0] is not row:
            found = frozenset({_person(row)} & self._doubted.keys()).union(*map(self._people_of, row.rests_on))
            known = self._known_people[id(row)] = (row, found)
        return known[1]


def _of_ratings(finding: Finding) -> bool:
    """Whether a doubt concerns only the points of ratings."""
    return bool(finding.basis.inputs) and all(isinstance(row, Rating) for row in finding.basis.inputs)


def _person(row: object) -> str:
    found = getattr(row, "person", "")
    return found if isinstance(found, str) else ""


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
