"""What can be derived from all public files together.

A figure is a sum, or a count, over some units: people, or their rewards. Anything computed from the published figures
gives the same weight to units that are in the same figures. So nothing about few people can be derived if every group
of units that no figure divides belongs to enough people, and none of these has most of the group's sum.

Inequalities tell more: a sum close to the most, or the least, that all of its people could have tells what each has. So
the sums of people who are no secret (`NAMED`) are figures of their own, which must leave everybody enough room, also
for colleagues who put what they know of themselves together.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from decimal import Decimal
from functools import cached_property
from itertools import compress

from attrs import field, frozen

from merito.kit.extremes import Extremes, parts_told
from merito.model.publication import PublicationLimits
from merito.numbers import quotient

Unit = tuple[str, ...]
ONE = Decimal(1)
ONE_BIT = ord("1")
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
Mask = int
"""Units of a kind as the bits of a number: groups are divided, and compared, by one operation for all their units."""


class _Units:
    """The units of one kind of figure, each with its number, and the amount that every figure of the kind gives it."""

    def __init__(self) -> None:
        self._numbers: dict[Unit, int] = {}
        self._amounts: list[tuple[Unit, Decimal]] = []
        self._masks: dict[Figure, Mask] = {}

    def mask(self, figure: Figure) -> Mask:
        """The units of a figure."""
        if figure not in self._masks:
            for unit, amount in figure.units.items():
                if unit not in self._numbers:
                    self._numbers[unit] = len(self._amounts)
                    self._amounts.append((unit, amount))
            numbers = list(map(self._numbers.__getitem__, figure.units))
            if [self._amounts[number][1] for number in numbers] != list(figure.units.values()):
                raise ValueError("figures of one kind give a unit the same amount")
            digits = bytearray(b"0") * len(self._amounts)
            for number in numbers:
                digits[-1 - number] = ONE_BIT
            self._masks[figure] = int(digits or b"0", 2)
        return self._masks[figure]

    def group(self, mask: Mask) -> Group:
        """Units with their amounts."""
        return dict(compress(self._amounts, map(int, f"{mask:b}"[::-1])))


@frozen
class _Found:
    """What was found once of groups, for all copies: whether one may be told, and whether the staff knows its size."""

    units: dict[str, _Units] = field(factory=lambda: defaultdict(_Units))
    told: dict[tuple[str, Mask], bool] = field(factory=dict)
    staffed: dict[Mask, bool] = field(factory=dict)
    enough: dict[Mask, bool] = field(factory=dict)


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
        self._found = _Found()
        self._groups: dict[str, frozenset[Mask]] = {}
        self._by_law: frozenset[tuple[str, Mask]] = frozenset()

    def copy(self) -> "Known":
        """A copy, to try figures on."""
        other = copy(self)
        other._groups = dict(self._groups)
        return other

    def become(self, tried: "Known") -> None:
        """Adopts the figures published on a copy."""
        self._groups, self._by_law = tried._groups, tried._by_law

    def admits(self, figures: Iterable[Figure]) -> bool:
        """Whether figures may be published together, in addition to those already published."""
        return self._tried(figures) is not None

    def let_out(self, figures: Iterable[Figure]) -> bool:
        """Publishes figures together if that is allowed; returns whether they are."""
        tried = self._tried(figures)
        if tried is not None:
            self.become(tried)
        return tried is not None

    def let_out_by_law(self, figures: Iterable[Figure]) -> None:
        """Publishes what a law requires, however few the people are; nothing may divide it further."""
        for figure in figures:
            parts, divided = self._parts(figure)
            self._take(figure.kind, parts, divided, by_law=parts)

    def enough(self, units: Group) -> bool:
        """Whether units belong to enough people, as many of them with something, and no one with most of it."""
        of_each: dict[str, Decimal] = defaultdict(Decimal)
        for unit, value in units.items():
            of_each[unit[0]] += abs(value)
        some = [value for value in of_each.values() if value]
        if len(of_each) < self._limits.fewest or 0 < len(some) < self._limits.fewest:
            return False
        return not some or quotient(max(some), sum(some, Decimal(0))) <= self._limits.most_of_one

    def _tried(self, figures: Iterable[Figure]) -> "Known | None":
        """A copy on which figures are published; None if one of them has too few people."""
        tried = self.copy()
        for figure in figures:
            parts, divided = tried._parts(figure)
            few = figure.kind == PEOPLE and 0 < len(figure.people) < self._limits.fewest
            if figure.hidden or few or not all(self._may_be_told(figure, part) for part in parts):
                return None
            # of no other kind may so few be told
            by_law = [part for part in parts if not self._counts_enough(part)] if figure.kind == PEOPLE else []
            tried._take(figure.kind, parts, divided, by_law)
        return tried

    def _may_be_told(self, figure: Figure, part: Mask) -> bool:
        """Whether a group that a figure makes may be known."""
        kind = figure.kind
        if kind == PEOPLE and self._all_of_some(self._found.units[kind].mask(figure)) and self._all_of_some(part):
            return True
        if (kind, part) not in self._found.told:
            group = self._found.units[kind].group(part)
            told = self.enough(group) and self._keeps_secrets(group)
            if told and kind == NAMED:
                told = not parts_told(group, self._extremes, to_colleagues=True)
            self._found.told[kind, part] = told
        return self._found.told[kind, part]

    def _counts_enough(self, part: Mask) -> bool:
        """Whether a group of people counted is large enough."""
        if part not in self._found.enough:
            self._found.enough[part] = self.enough(self._found.units[PEOPLE].group(part))
        return self._found.enough[part]

    def _all_of_some(self, part: Mask) -> bool:
        """Whether people counted are all those of some groups whose number everybody knows."""
        if part not in self._found.staffed:
            people = {unit[0] for unit in self._found.units[PEOPLE].group(part)}
            whole = frozenset[str]().union(*(own for own in self._staffed if own <= people))
            self._found.staffed[part] = people == whole
        return self._found.staffed[part]

    def _keeps_secrets(self, part: Group) -> bool:
        """Whether a group of units has nothing of any secret one, or all of it with what enough others have."""
        for secret in self._secret:
            inside = sum(unit in secret for unit in part)
            others = {unit: value for unit, value in part.items() if value and unit not in secret}
            if inside and (inside < len(secret) or not self.enough(others)):
                return False
        return True

    def _take(self, kind: str, parts: Iterable[Mask], divided: Iterable[Mask], by_law: Iterable[Mask]) -> None:
        """Puts new groups of a kind in the place of those that they divide; a copy made before keeps its own."""
        new = frozenset(parts)
        self._groups[kind] = self._groups.get(kind, frozenset()).difference(divided) | new
        self._by_law = self._by_law.difference((kind, one) for one in new).union((kind, one) for one in by_law)

    def _parts(self, figure: Figure) -> tuple[list[Mask], list[Mask]]:
        """The groups that a figure makes, and those that it divides: the parts of these, and units that were in none.

        A group that only a law has published counts as a new one.
        """
        parts, divided = [], []
        left = self._found.units[figure.kind].mask(figure)
        for whole in self._groups.get(figure.kind, ()):
            if part := whole & left:
                left ^= part
                if part != whole:
                    parts += [part, whole ^ part]
                    divided.append(whole)
                elif (figure.kind, whole) in self._by_law:
                    parts.append(whole)
        return ([*parts, left] if left else parts), divided
