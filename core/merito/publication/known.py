"""What whoever holds all public files together can tell apart.

A figure is a sum, or a count, over some units: people, or their rewards. Whatever is worked out of the figures let out
gives the same weight to units that stand in the same ones; so nothing of a few people can be worked out where the
units that no figure divides belong to enough people, and none of these has most of what they have together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property

from attrs import frozen

from merito.model.publication import PublicationLimits
from merito.numbers import quotient

Unit = tuple[str, ...]
ONE = Decimal(1)


@frozen(eq=False)
class Figure:
    """A figure of some kind (`people`, `paid`): its units, each a person and what tells its rewards apart, with the
    euro that each brings; no euro where people are counted.
    """

    kind: str
    units: Mapping[Unit, Decimal]

    @cached_property
    def people(self) -> frozenset[str]:
        return frozenset(unit[0] for unit in self.units)


def heads(people: Iterable[str], kind: str = "people") -> Figure:
    """A count of people."""
    return Figure(kind, {(person,): ONE for person in people})


Group = Mapping[Unit, Decimal]
Groups = dict[str, dict[Unit, Group]]


class Known:
    """The figures let out so far, as the groups of units that none of them divides."""

    def __init__(self, limits: PublicationLimits) -> None:
        self._limits = limits
        self._group_of: Groups = {}

    def copy(self) -> "Known":
        """The same, to try figures on."""
        other = Known(self._limits)
        other._group_of = dict(self._group_of)
        return other

    def become(self, tried: "Known") -> None:
        """Lets out what was let out of a copy."""
        self._group_of = tried._group_of

    def admits(self, figures: Iterable[Figure]) -> bool:
        """Whether figures may be let out together, beside those that already are."""
        return self._tried(figures) is not None

    def let_out(self, figures: Iterable[Figure]) -> bool:
        """Lets figures out together where they may be; says whether they are."""
        tried = self._tried(figures)
        if tried is not None:
            self._group_of = tried
        return tried is not None

    def let_out_by_law(self, figures: Iterable[Figure]) -> None:
        """Lets out what a law publishes, of however few people it is; nothing may divide it further."""
        for figure in figures:
            self._take(figure.kind, list(self._parts(figure)))

    def enough(self, units: Group) -> bool:
        """Whether units are of enough people, as many of them with something, and no one has most of it."""
        of_each: dict[str, Decimal] = defaultdict(Decimal)
        for unit, value in units.items():
            of_each[unit[0]] += abs(value)
        some = [value for value in of_each.values() if value]
        if len(of_each) < self._limits.fewest or 0 < len(some) < self._limits.fewest:
            return False
        return not some or quotient(max(some), sum(some, Decimal(0))) <= self._limits.most_of_one

    def _tried(self, figures: Iterable[Figure]) -> Groups | None:
        """The groups that figures make where they are let out; None where one of them is of too few."""
        tried = self.copy()
        for figure in figures:
            parts = list(tried._parts(figure))
            if not all(map(self.enough, parts)):
                return None
            if parts:
                tried._take(figure.kind, parts)
        return tried._group_of

    def _take(self, kind: str, parts: Iterable[Group]) -> None:
        """Has units of a kind stand in these groups; a copy made before keeps its own."""
        self._group_of[kind] = dict(self._group_of.get(kind, {}))
        for part in parts:
            self._group_of[kind].update(dict.fromkeys(part, part))

    def _parts(self, figure: Figure) -> Iterator[Group]:
        """The groups that a figure makes: of those that it divides both parts, and what no group held."""
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
            if group is not last:  # those of a group mostly stand side by side
                last = group
                own = left if group is None else inside.setdefault(id(group), (group, {}))[1]
            own[unit] = value
        for whole, part in inside.values():
            if len(part) < len(whole):
                yield part
                yield {unit: value for unit, value in whole.items() if unit not in part}
        if left:
            yield left
