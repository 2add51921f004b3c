"""What can be derived from all public files together.

A figure is a sum, or a count, over some units: people, or their rewards. Anything computed from the published figures
gives the same weight to units that are in the same figures. So nothing about few people can be derived if every group
of units that no figure divides belongs to enough people, and none of these has most of the group's sum.

Inequalities tell more: a sum close to the most, or the least, that all of its people could have tells what each has. So
the sums of people who are no secret (`NAMED`) are figures of their own, which must leave everybody enough room, also
for colleagues who put what they know of themselves together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from attrs import frozen

from merito.kit.extremes import Extremes, parts_told
from merito.model.publication import PublicationLimits
from merito.numbers import quotient

Unit = tuple[str, ...]
ONE = Decimal(1)
PEOPLE, NAMED = "people", "of people who are no secret"


@frozen(eq=False)
class Figure:
    """A figure of some kind (`people`, `paid`): its units, each a person and a distinguishing part of the reward's key.

    Each unit has its amount in euro; if people are counted there is none. One that is `hidden` is never published.
    """

    kind: str
    units: Mapping[Unit, Decimal]
    hidden: bool = False

    @cached_property
    def people(self) -> frozenset[str]:
        return frozenset(unit[0] for unit in self.units)


def heads(people: Iterable[str], kind: str = PEOPLE, hidden: bool = False) -> Figure:
    """A count of people."""
    return Figure(kind, {(person,): ONE for person in people}, hidden)


Group = Mapping[Unit, Decimal]
Groups = dict[str, dict[Unit, Group]]


class Known:
    """The figures published so far, as the groups of units that none of them divides.

    No figure may divide one of the `secret` groups of units, nor be known of it without enough other people. `extremes`
    is what everybody knows of the rewards, `staffed` the groups whose number of people everybody knows: a count of all
    of some of them may leave all of another, however few.
    """

    def __init__(
        self,
        limits: PublicationLimits,
        secret: Iterable[frozenset[Unit]] = (),
        extremes: Mapping[Unit, Extremes] | None = None,
        staffed: Iterable[frozenset[str]] = (),
    ) -> None:
        self._limits = limits
        self._secret = tuple(secret)
        self._extremes = extremes or {}
        self._staffed = tuple(staffed)
        self._by_law: dict[int, Group] = {}
        self._group_of: Groups = {}

    def copy(self) -> "Known":
        """A copy, to try figures on."""
        other = Known(self._limits, self._secret, self._extremes, self._staffed)
        other._group_of, other._by_law = dict(self._group_of), self._by_law
        return other

    def become(self, tried: "Known") -> None:
        """Adopts the figures published on a copy."""
        self._group_of = tried._group_of

    def admits(self, figures: Iterable[Figure]) -> bool:
        """Whether figures may be published together, in addition to those already published."""
        return self._tried(figures) is not None

    def let_out(self, figures: Iterable[Figure]) -> bool:
        """Publishes figures together if that is allowed; returns whether they are."""
        tried = self._tried(figures)
        if tried is not None:
            self._group_of = tried
        return tried is not None

    def let_out_by_law(self, figures: Iterable[Figure]) -> None:
        """Publishes what a law requires, however few the people are; nothing may divide it further."""
        for figure in figures:
            parts = list(self._parts(figure))
            self._by_law |= {id(part): part for part in parts}
            self._take(figure.kind, parts)

    def enough(self, units: Group) -> bool:
        """Whether units belong to enough people, as many of them with something, and no one with most of it."""
        of_each: dict[str, Decimal] = defaultdict(Decimal)
        for unit, value in units.items():
            of_each[unit[0]] += abs(value)
        some = [value for value in of_each.values() if value]
        if len(of_each) < self._limits.fewest or 0 < len(some) < self._limits.fewest:
            return False
        return not some or quotient(max(some), sum(some, Decimal(0))) <= self._limits.most_of_one

    def _tried(self, figures: Iterable[Figure]) -> Groups | None:
        """The groups that figures would make if published; None if one of them has too few people."""
        tried = self.copy()
        for figure in figures:
            parts = list(tried._parts(figure))
            few = figure.kind == PEOPLE and 0 < len(figure.people) < self._limits.fewest
            if figure.hidden or few or not all(self._may_be_told(figure, part) for part in parts):
                return None
            if parts:
                if figure.kind == PEOPLE:  # of no other kind may so few be told
                    tried._by_law |= {id(part): part for part in parts if not self.enough(part)}
                tried._take(figure.kind, parts)
        return tried._group_of

    def _may_be_told(self, figure: Figure, part: Group) -> bool:
        """Whether a group that a figure makes may be known."""
        if figure.kind == PEOPLE and self._all_of_some(figure.people) and self._all_of_some(part):
            return True
        if not (self.enough(part) and self._keeps_secrets(part)):
            return False
        return figure.kind != NAMED or not parts_told(part, self._extremes, to_colleagues=True)

    def _all_of_some(self, units: Iterable[str | Unit]) -> bool:
        """Whether people are all those of some groups whose number everybody knows."""
        people = {one if isinstance(one, str) else one[0] for one in units}
        return people == frozenset[str]().union(*(own for own in self._staffed if own <= people))

    def _keeps_secrets(self, part: Group) -> bool:
        """Whether a group of units has nothing of any secret one, or all of it with what enough others have."""
        for secret in self._secret:
            inside = sum(unit in secret for unit in part)
            others = {unit: value for unit, value in part.items() if value and unit not in secret}
            if inside and (inside < len(secret) or not self.enough(others)):
                return False
        return True

    def _take(self, kind: str, parts: Iterable[Group]) -> None:
        """Puts the units of a kind into these groups; a copy made before keeps its own."""
        self._group_of[kind] = dict(self._group_of.get(kind, {}))
        for part in parts:
            self._group_of[kind].update(dict.fromkeys(part, part))

    def _parts(self, figure: Figure) -> Iterator[Group]:
        """The groups that a figure makes: both parts of those that it divides, and units that were in no group.

        A group that only a law has published counts as a new one.
        """
        known = self._group_of.get(figure.kind)
        if known is None:
            if figure.units:
                yield dict(figure.units)
            return
        inside: dict[int, tuple[Group, dict[Unit, Decimal]]] = {}
        left: dict[Unit, Decimal] = {}
        last: Group | None = None
        own = left
        for unit, value in figure.units.items():
            group = known.get(unit)
            if group is not last:  # the units of a group are mostly adjacent
                last = group
                own = left if group is None else inside.setdefault(id(group), (group, {}))[1]
            own[unit] = value
        for whole, part in inside.values():
            if len(part) < len(whole):
                yield part
                yield {unit: value for unit, value in whole.items() if unit not in part}
            elif id(whole) in self._by_law:
                yield whole
        if left:
            yield left
