"""Who contends for the bands of a ranking, and their order from the best (art. 17 c. 2)."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Protocol, TypeVar

from attrs import evolve, frozen

from merito import ExtraRow
from merito.numbers import Ranked, rank
from merito_comunita_montane.evaluation.scores import Won, new_score

ABSENT, UNPAID = "I-BL-11", "I-BL-13"
Made = TypeVar("Made")


class Choose(Protocol):
    """Returns the value for the choice in force on a reading, as `Step.choose` does."""

    def __call__(self, reading: str, **ways: Made) -> Made: ...


@frozen(kw_only=True)
class Contender:
    """Somebody in a ranking: the exact score, and whether it admits to a band.

    `breaker` separates equal scores by criteria set beforehand; `absent` is away for more than 5 months; `unpaid` is in
    a structure below its threshold, `unsure` in one not yet measured; `part` is the fraction of a full-time year
    served. `rated` is false for somebody away so long that there is no evaluation, with a score of 0.
    """

    person: str
    score: Fraction
    admitted: bool
    rated: bool = True
    breaker: Fraction | None = None
    absent: bool = False
    unpaid: bool = False
    unsure: bool = False
    part: Fraction = Fraction(1)

    @cached_property
    def percent(self) -> Fraction:
        """The score in percent of the maximum."""
        return self.score * 100


@frozen(kw_only=True)
class Standings:
    """All people of a ranking, those who stay in it, those of them who are in the bands, and these from the best."""

    people: tuple[Contender, ...]
    staying: tuple[Contender, ...]
    inside: tuple[Contender, ...]
    ranked: tuple[Ranked, ...]


@frozen(kw_only=True)
class RankedPart:
    """A ranking to be divided: its people in order, its money (euro), and the cap on how far a tie may move up.

    `exact` is its money before whole cents. `evaluator` is the only one who scored them, if known.
    """

    ranking: str
    standings: Standings
    money: Decimal
    exact: Fraction
    cap: int
    evaluator: str = ""

    @property
    def people(self) -> tuple[Contender, ...]:
        return self.standings.people


def standings(people: tuple[Contender, ...], choose: Choose) -> Standings:
    """Everybody, or without those whom the 70% of their structure takes out (I-BL-13); the admitted from the best."""
    stay = choose(UNPAID, stays_unpaid=people, leaves_ranking=tuple(one for one in people if not one.unpaid))
    inside = _inside(stay, choose)
    return Standings(people=people, staying=stay, inside=inside, ranked=ranked(inside))


def _inside(stay: Iterable[Contender], choose: Choose) -> tuple[Contender, ...]:
    """The people in the bands: the admitted, without the absent if the absence prevails (I-BL-11)."""
    admitted = tuple(one for one in stay if one.admitted)
    return choose(ABSENT, score=admitted, absence=tuple(one for one in admitted if not one.absent))


def ranked(people: Iterable[Contender]) -> tuple[Ranked, ...]:
    """People from the best; equal scores are separated by the criteria set beforehand if all of them have a value."""
    return _order({one.person: one for one in people})


def _order(inside: Mapping[str, Contender]) -> tuple[Ranked, ...]:
    if all(one.breaker is None for one in inside.values()):
        return rank({person: one.score for person, one in inside.items()})
    silent = {one.score for one in inside.values() if one.breaker is None}
    keys = {person: (one.score, Fraction(0) if one.score in silent else one.breaker) for person, one in inside.items()}
    order = {key: number for number, key in enumerate(sorted(set(keys.values())))}
    return rank({person: order[key] for person, key in keys.items()})


def rescored(people: tuple[Contender, ...], won: Won, admission: Fraction) -> tuple[Contender, ...]:
    """The people of a ranking, with the new scores of those who won."""
    return tuple(better(one, won[one.person], admission) if one.person in won else one for one in people)


def better(one: Contender, row: ExtraRow, admission: Fraction) -> Contender:
    """Somebody with the score of an appeal, if it is higher."""
    if new_score(row) <= one.score:
        return one
    return evolve(one, score=new_score(row), admitted=new_score(row) >= admission, rated=True)
