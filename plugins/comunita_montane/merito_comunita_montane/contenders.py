"""Who contends for the bands of a ranking, and their order from the best (art. 17 c. 2)."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen

from merito.numbers import Ranked, rank

ABSENT, UNPAID = "I-BL-11", "I-BL-13"
LEAVES = "leaves_ranking"
Choices = Mapping[str, str]
Who = tuple[bool, bool]


@frozen(kw_only=True)
class Contender:
    """Somebody of a ranking: the exact score, and whether it admits to a band.

    `breaker` parts equal scores by criteria fixed beforehand; `absent` is away for more than 5 months; `unpaid` is of a
    structure below its threshold, `unsure` of one not yet measured; `part` is the part of a full-time year served.
    """

    person: str
    score: Fraction
    admitted: bool
    breaker: Fraction | None = None
    absent: bool = False
    unpaid: bool = False
    unsure: bool = False
    part: Fraction = Fraction(1)


@frozen(kw_only=True)
class Part:
    """A ranking to be divided: its people, its part of the money (euro), and how many a tie may draw up at most.

    Its orders are made once for each choice of who leaves it.
    """

    ranking: str
    people: tuple[Contender, ...]
    money: Decimal
    cap: int
    _inside: dict[Who, Mapping[str, Contender]] = field(factory=dict, init=False, repr=False)
    _ranked: dict[Who, tuple[Ranked, ...]] = field(factory=dict, init=False, repr=False)

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
