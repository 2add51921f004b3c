"""Who contends for the bands of a ranking, and their order from the best (art. 17 c. 2)."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, field, frozen

from merito.numbers import Ranked, rank

ABSENT, UNPAID, WHERE = "I-BL-11", "I-BL-13", "I-BL-48"
LEAVES = "leaves_ranking"
Choices = Mapping[str, str]
Who = tuple[bool, bool]


@frozen(kw_only=True)
class Standing:
    """What the 70% of a unit leaves of a prize: `unpaid` below it, `unsure` while it is not measured."""

    unpaid: bool = False
    unsure: bool = False


@frozen(kw_only=True)
class Contender:
    """Somebody of a ranking: the exact score, and whether it admits to a band.

    `breaker` parts equal scores by criteria fixed beforehand; `absent` is away for more than 5 months; `unpaid` is of a
    structure below its threshold, `unsure` of one not yet measured, `elsewhere` says the same under the other choice of
    the unit that counts (I-BL-48), where it is not the same; `part` is the part of a full-time year served.
    """

    person: str
    score: Fraction
    admitted: bool
    breaker: Fraction | None = None
    absent: bool = False
    unpaid: bool = False
    unsure: bool = False
    elsewhere: Standing | None = None
    part: Fraction = Fraction(1)

    def in_other_unit(self) -> "Contender":
        """The same person under the other choice of the unit that counts."""
        if self.elsewhere is None:
            return self
        here = Standing(unpaid=self.unpaid, unsure=self.unsure)
        return evolve(self, unpaid=self.elsewhere.unpaid, unsure=self.elsewhere.unsure, elsewhere=here)

    def fallen_short(self) -> "Contender":
        """The same person as if the structure that is not measured yet were below its threshold."""
        return evolve(self, unpaid=True) if self.unsure else self


@frozen(kw_only=True)
class Part:
    """A ranking to be divided: its people, its part of the money (euro), and how many a tie may draw up at most.

    `evaluator` is the only one who scored them, where known. Its orders are made once for each choice of who leaves it.
    """

    ranking: str
    people: tuple[Contender, ...]
    money: Decimal
    cap: int
    evaluator: str = ""
    _inside: dict[Who, Mapping[str, Contender]] = field(factory=dict, init=False, repr=False)
    _ranked: dict[Who, tuple[Ranked, ...]] = field(factory=dict, init=False, repr=False)

    def of_each(self, change: Callable[[Contender], Contender]) -> "Part":
        """The same ranking with each of its people changed."""
        return evolve(self, people=tuple(change(one) for one in self.people))

    def inside(self, choices: Choices) -> Mapping[str, Contender]:
        """Who stands in the bands, by person: the admitted, without those who leave."""
        who = _leaving(choices)
        if who not in self._inside:
            absent, unpaid = who
            stay = (one for one in self.people if not (absent and one.absent) and not (unpaid and one.unpaid))
            self._inside[who] = {one.person: one for one in stay if one.admitted}
        return self._inside[who]

    def ranked(self, choices: Choices) -> tuple[Ranked, ...]:
        """Those inside, from the best; equal scores go by the criteria fixed beforehand where they say it of all."""
        who = _leaving(choices)
        if who not in self._ranked:
            self._ranked[who] = _order(self.inside(choices))
        return self._ranked[who]


def _leaving(choices: Choices) -> Who:
    return choices[ABSENT] == "absence", choices[UNPAID] == LEAVES


def _order(inside: Mapping[str, Contender]) -> tuple[Ranked, ...]:
    if all(one.breaker is None for one in inside.values()):
        return rank({person: one.score for person, one in inside.items()})
    silent = {one.score for one in inside.values() if one.breaker is None}
    keys = {person: (one.score, Fraction(0) if one.score in silent else one.breaker) for person, one in inside.items()}
    order = {key: number for number, key in enumerate(sorted(set(keys.values())))}
    return rank({person: order[key] for person, key in keys.items()})
