"""What colleagues find out of somebody's prize, from the published sums of people who are no secret.

The unknowns are the rewards of each person, between the least and the most that they could be. They add up to the sum
of a fund or of a category, and to that of all classes of a group; who is in one class is a secret. The readers know
nothing of themselves, or are one person of such a sum, or two where five or more people share in it: those whose
prizes leave the others least doubt.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import define, field, frozen

from merito.model.money import Reward
from merito.model.results import TableRow
from merito.publication import Published
from merito.testing.adversary.integer_program import Program
from merito.testing.adversary.known import FEW_VALUES, Knowledge, cents

TWO_FROM = 5
Key = tuple[str, ...]


@frozen
class Prize:
    """Somebody's prize: its true value in cents, the least and the most that it could be, its unknowns."""

    person: str
    value: int
    least: int
    most: int
    terms: Mapping[int, int]

    @property
    def doubts(self) -> tuple[int, int, int]:
        """How much more it is than the least, how much less than the most, and how much there is between these two."""
        return self.value - self.least, self.most - self.value, self.most - self.least


@define
class Prizes:
    """The prizes of the people of a record, and the program of a reader who has read nothing yet."""

    _known: Knowledge
    program: Program = field(factory=Program, init=False)
    truth: dict[int, int] = field(factory=dict, init=False)
    of_person: dict[str, Prize] = field(factory=dict, init=False)
    _unknown: dict[Key, int] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        of_tool: dict[str, list[Reward]] = defaultdict(list)
        for one in self._known.rewards:
            of_tool[one.tool].append(one)
        everything = sum(abs(cents(one.released)) for one in self._known.rewards)
        of_each: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        for one in self._known.rewards:
            value = cents(one.released)
            least, most = min(0, value), _most_of(one, of_tool[one.tool], everything)
            made = self.program.variable(least, most)
            self._unknown[one.key], self.truth[made] = made, value
            of_each[one.person].append((made, least, most))
        for person, own in of_each.items():
            terms = {made: 1 for made, _, _ in own}
            value = sum(self.truth[made] for made in terms)
            least, most = sum(one[1] for one in own), sum(one[2] for one in own)
            self.of_person[person] = Prize(person, value, least, most, terms)

    def learn(self, program: Program, told: Iterable[Published], by_law: bool = False) -> list[frozenset[str]]:
        """Adds the published sums to a program; returns whose they are."""
        shown = [one for one in told if (tells := one.row.tells) and one.of and (tells.by_law or not by_law)]
        people: list[frozenset[str]] = []
        for rows in self._of_no_secret([one for one in shown if _gives_sum(one)]):
            rewards = {one.key: one for row in rows for one in self._known.rewards_of(row)}.values()
            terms = {self._unknown[one.key]: 1 for one in rewards}
            program.equal(terms, sum(self.truth[made] for made in terms))
            people.append(frozenset(one.person for one in rewards))
        return people

    def _of_no_secret(self, told: Sequence[Published]) -> Iterator[Sequence[TableRow]]:
        """The whole rows behind each published sum of people who are no secret, or behind several together."""
        yield from (one.of for one in told if not _of_classes(one.of))
        by_table: dict[str, list[Published]] = defaultdict(list)
        for one in told:
            if _of_classes(one.of):
                by_table[one.row.table].append(one)
        for own in by_table.values():
            apart = list(self._whole_groups(own))
            yield from apart
            taken = {id(row) for rows in apart for row in rows}
            left = [row for one in own for row in one.of if id(row) not in taken]
            if left and self._whole(left):
                yield left

    def _whole_groups(self, told: Iterable[Published]) -> Iterator[Sequence[TableRow]]:
        by_group: dict[object, list[TableRow]] = defaultdict(list)
        for one in told:
            if len(groups := {_group_of(row) for row in one.of}) == 1:
                by_group[groups.pop()] += one.of
        yield from (rows for rows in by_group.values() if self._whole(rows))

    def _whole(self, rows: Sequence[TableRow]) -> bool:
        """Whether rows are all classes of their groups."""
        groups, own = {_group_of(row) for row in rows}, {id(row) for row in rows}
        return all(id(row) in own for row in self._known.rows if _of_classes((row,)) and _group_of(row) in groups)

    def owned(self, program: Program, people: Iterable[str]) -> Program:
        """A program to which what some people know of their own rewards is added."""
        made = program.with_more()
        for person in people:
            for one in self.of_person[person].terms:
                made.equal({one: 1}, self.truth[one])
        return made

    def readers(self, person: str, people: Iterable[frozenset[str]]) -> Iterator[tuple[str, ...]]:
        """Who asks for somebody's prize, among the people of each sum of which it is a part.

        No two ask of the few whom no sum divides from them, who could be three.
        """
        each = list(people)
        within = tuple(person in own for own in each)
        beside = {one for one in self.of_person if tuple(one in own for own in each) == within}
        found: dict[tuple[str, ...], None] = {(): None}
        for own in each:
            together = 2 if len(own) >= TWO_FROM else 1
            for which in range(3) if person in own else ():
                others = sorted(own - {person}, key=lambda one: (-self.of_person[one].doubts[which], one))
                asking = tuple(sorted(others[:together]))
                if len(asking) < 2 or len(beside) >= TWO_FROM or not beside.issuperset(asking):
                    found[asking] = None
        yield from found

    def asked(self, people: Sequence[frozenset[str]]) -> Iterator[Prize]:
        """The prizes of the people of some sums: one of those that are alike and in the same of them."""
        alike: dict[object, Prize] = {}
        for prize in self.of_person.values():
            within = tuple(prize.person in own for own in people)
            if any(within):
                alike.setdefault((prize.value, prize.least, prize.most, within), prize)
        yield from alike.values()


def _most_of(one: Reward, of_tool: Sequence[Reward], everything: int) -> int:
    """The most that a reward can be: by the regulation, or the largest of the few that its tool pays."""
    if one.most is not None and one.most >= one.released:
        return cents(one.most)
    values = {cents(other.released) for other in of_tool}
    few = all(other.most is None for other in of_tool) and len(values) <= min(FEW_VALUES, len(of_tool) // 4)
    return max(values) if few else everything


def _gives_sum(one: Published) -> bool:
    tells = one.row.tells
    return tells is not None and bool(tells.released) and dict(one.row.columns)[tells.released] != ""


def _of_classes(rows: Iterable[TableRow]) -> bool:
    return any(row.tells is not None and row.tells.qualities for row in rows)


def _group_of(row: TableRow) -> object:
    """The table of a row, and its values that divide the table into groups."""
    heads = row.tells.among if row.tells else ()
    return row.table, tuple(value for head, value in row.columns if head in heads)
