"""Days on which somebody may not hold a post, and the most that they may take from the result of the others.

They are those of a second full post (art. 3 c. 4) and those served as a manager (art. 1 c. 2). Until the appointments
are corrected nobody knows whose they are. Somebody's as a holder's, they have their weight in the division; covered ad
interim, they have none, and an ad interim pay comes first. The others are certain of the less of the two.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from merito import Step, kit
from merito.numbers import Period, joined, product, quotient
from merito_brescia.posts import holdings, of_managers
from merito_brescia.posts.interim import most_for

Weigh = Callable[[kit.Holding], Fraction]


class Contested(NamedTuple):
    """A holding and its contested days: their weight in the division, and the most (euro) of an ad interim on them."""

    held: kit.Holding
    days: tuple[Period, ...]
    weight: Fraction
    most: Decimal


def contested(step: Step, weigh: Weigh) -> list[Contested]:
    """Every holding with contested days; of somebody's posts that are all in doubt, the one of least pay is held."""
    year = step.dossier.year
    rates = {row.position: kit.rates_in(row, year) for row in step.so_far.positions}
    found: dict[str, list[Contested]] = defaultdict(list)
    for one, days in _days(step):
        left = one.without(days)
        weight = weigh(one) - (weigh(left) if left.days else Fraction(0))
        most = most_for(step, kit.worth(rates.get(one.position.id, ()), days, year))
        found[one.person].append(Contested(one, days, weight, most))
    return [each for own in found.values() for each in _but_one(own)]


def _days(step: Step) -> Iterator[tuple[kit.Holding, tuple[Period, ...]]]:
    of_manager = {(one.held.person, one.held.position.id): one.days for one in of_managers(step)}
    for one in holdings(step):
        second = [days for doubt in one.doubts if doubt.beside for days in doubt.days]
        days = joined((*second, *of_manager.get((one.person, one.position.id), ())))
        if days:
            yield one, tuple(days)


def _but_one(own: list[Contested]) -> list[Contested]:
    """Somebody's contested days without those of the post that is held in any case, if every one is in doubt."""
    names = {one.held.position.id for one in own}
    beside = {name for one in own for doubt in one.held.doubts for name in doubt.beside}
    if not beside or not beside <= names:
        return own
    least = min(own, key=lambda one: one.most)
    return [one for one in own if one is not least]


def out_of(every: list[Contested], amount: Decimal, weights: Fraction) -> list[Contested]:
    """The contested days that, covered ad interim, would leave the others less than with their weight.

    `amount` (euro) is divided by the sum of `weights`, which holds those of the contested days.
    """
    found: list[Contested] = []
    while True:
        left = weights - sum((one.weight for one in found), Fraction(0))
        if not left:
            return []
        rate = quotient(max(amount - most_of(found), Decimal(0)), left)
        less = [one for one in every if one.most > product(rate, one.weight)]
        if less == found:
            return found
        found = less


def most_of(found: list[Contested]) -> Decimal:
    """What ad interim pays on some contested days would take at most (euro)."""
    return sum((one.most for one in found), Decimal("0.00"))
