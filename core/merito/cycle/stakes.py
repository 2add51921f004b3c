"""What open readings decide, row by row: the money, and the figures behind it."""

from collections.abc import Mapping
from decimal import Decimal

from attrs import evolve, field, frozen

from merito.model.money import Outcome

Key = tuple[str, ...]


@frozen
class Stakes:
    """The other outcomes of rewards and lines, by key, each with a smallest set of changed readings.

    `untried` are the readings of which not all combinations could be tried. `figures` are the readings that decide a
    row of another table, by its name and key. `of_values` are the keys of provisional parameters that decide a reward
    or a line; with `values_untried` any of them may.

    `certain` is the least that a reward gives from its fund, and the least that a line saves, under every choice. A row
    without it has nothing certain: some outcome is unknown, or not every combination was tried. `moved` says of each
    other walk by how much the savings of lines differ there; it is None if not every combination was tried. `branched`
    are the readings that were changed in some walk: no other can matter to any sum. It is None if not every combination
    was tried, or provisional values were changed too.
    """

    rewards: Mapping[Key, tuple[Outcome, ...]] = field(factory=dict)
    lines: Mapping[Key, tuple[Outcome, ...]] = field(factory=dict)
    untried: tuple[str, ...] = ()
    figures: Mapping[tuple[str, Key], tuple[str, ...]] = field(factory=dict)
    of_values: Mapping[tuple[str, Key], tuple[str, ...]] = field(factory=dict)
    values_untried: bool = False
    certain: Mapping[tuple[str, Key], Decimal] = field(factory=dict)
    moved: tuple[Mapping[Key, Decimal], ...] | None = None
    branched: frozenset[str] | None = None

    @property
    def readings(self) -> tuple[str, ...]:
        """Every reading that holds some money."""
        told = (*self.rewards.values(), *self.lines.values())
        holding = {reading for some in told for one in some if one.holds for reading in one.readings}
        return tuple(sorted(holding | {*self.untried}))

    def without_the_idle(self) -> "Stakes":
        """The same, without outcomes under readings that hold no money at all."""
        known = set(self.readings)
        rewards, lines = ({key: _of(known, told) for key, told in some.items()} for some in (self.rewards, self.lines))
        return evolve(self, rewards=rewards, lines=lines)


def _of(readings: set[str], told: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
    return tuple(one for one in told if readings.issuperset(one.readings))


NO_STAKES = Stakes(branched=frozenset())
REWARD, LINE = "reward", "line"
