"""Result pay: a line divided by weights into each person's maximum, of which each receives what merit gives."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product as product_of
from math import prod
from typing import Generic, TypeVar

from attrs import evolve, frozen

from merito.contract.step import Step
from merito.kit.findings import told
from merito.kit.merit import ALL, Merit
from merito.kit.posts import waiting_part
from merito.kit.tenure import Doubt, Holding, may_grow_by
from merito.model.acts import Phase
from merito.model.basis import Basis, Made
from merito.model.measured import PersonScore
from merito.model.messages import Message, Money, Sayable, say, several
from merito.model.money import CENT_ZERO, FundLine, Reward
from merito.model.results import Finding, Severity
from merito.numbers import (
    Number,
    cents_down,
    cents_half_up,
    cents_up,
    fraction,
    natural_key,
    product,
    quotient,
    split,
)

ODD_CENT_OF_DAYS = say("un centesimo dipende da chi tiene una posizione nei giorni scritti per due persone")
ROUNDED = Fraction(15, 1000)  # euro: a maximum may exceed the exact one by a cent, and what is due of it by half a cent


def perhaps_others() -> Message:
    """Why what is due can only grow: somebody shares in the fund for days on which they may hold a post."""
    return say("può solo crescere: una parte del fondo attende di sapere chi tiene una posizione organizzativa")


def odd_cent_of_doubts() -> Message:
    """Why a cent waits: it depends on days of a post that are in doubt."""
    return say("un centesimo dipende da chi tiene una posizione in giorni che non sono certi")


@frozen(kw_only=True)
class Entitled:
    """A participant in a division: their weight, the post held if any, the evaluation and what it gives.

    `doubtful` is the part of the sum that waits though the evaluation is there, and `doubts` say why: days of the post
    after its term, or after a revocation that may fall. Without it, the days of the post held count.
    `more` is the part by which the weight itself may grow, if the pay before is still that of the post.
    """

    person: str
    weight: Fraction
    held: Holding | None = None
    score: PersonScore | None = None
    merit: Merit = ALL
    doubtful: Fraction | None = None
    doubts: Sequence[Doubt] = ()
    more: Fraction = Fraction(0)

    @property
    def subject(self) -> str:
        """The post for which the pay is given; without one, the person."""
        return f"position:{self.held.position.id}" if self.held else ""

    @property
    def every_doubt(self) -> Sequence[Doubt]:
        """The doubts of days: its own or, without any, those of the post held."""
        return self.doubts or (self.held.doubts if self.held else ())

    @property
    def shares_days(self) -> bool:
        """Whether days of a post of theirs are written for another person too."""
        return any(one.among for one in self.every_doubt)

    @property
    def weights(self) -> tuple[Fraction, ...]:
        """What the weight may be: as it is, without what is in doubt, and with what may be added."""
        return self.weight, self.certain, self.weight * (1 + self.more)

    @property
    def certain(self) -> Fraction:
        """The weight without what is in doubt; days that are written for another too are somebody's in any case."""
        own = self.doubtful if self.doubtful is not None or self.held is None else self.held.doubtful
        of_two = sum(days.days for one in self.every_doubt if one.among for days in one.days)
        shared = Fraction(of_two, self.held.days) if of_two and self.held else Fraction(0)
        return self.weight * (1 - max((own or Fraction(0)) - shared, Fraction(0)))

    @property
    def may_grow(self) -> Message:
        """Why days that count as another's may be theirs, or nothing."""
        return may_grow_by(self.every_doubt)


@frozen
class Share:
    """A person's share of a line (euro): the maximum by weight, and what is due of it by merit.

    `exact` is the sum of which merit gives a part: the maximum in cents, or before rounding to cents.
    """

    one: Entitled
    most: Decimal
    due: Decimal
    exact: Fraction

    @property
    def told(self) -> Money:
        """The sum of which the due sum is a part: the maximum in cents, or the exact one otherwise."""
        whole = self.one.merit.part == 1 or self.exact == self.most
        return Money(self.most if whole else self.exact)


def shares(
    line: FundLine,
    people: Sequence[Entitled],
    *,
    vacant: Fraction = Fraction(0),
    again: bool = False,
    exact: bool = False,
    in_order: bool = False,
) -> tuple[Share, ...]:
    """Everybody's maximum, to the last cent, and what merit gives of it, half up: the rest is due to nobody.

    With `exact` a part of the maximum is taken before rounding to cents, and rounded once; it never exceeds the maximum
    in cents. Odd cents of equal parts follow the ids of people and posts or, with `in_order`, the order given. The
    weight `vacant` reserves a part that is nobody's maximum; then each maximum is rounded half up to the cent, and the
    reserved part takes the rest. With `again`, everything that is theirs is divided once more by weight and merit, and
    nothing of it is left.
    """
    turns = people if in_order else sorted(people, key=_by_id)
    found = {id(share.one): share for share in _divided(line, turns, vacant, again=again, exact=exact)}
    return tuple(found[id(one)] for one in people)


def _by_id(one: Entitled) -> tuple[object, ...]:
    return natural_key(one.person), natural_key(one.subject)


def _divided(
    line: FundLine, people: Sequence[Entitled], vacant: Fraction, *, again: bool, exact: bool
) -> Iterator[Share]:
    most = _most(line.amount, [one.weight for one in people], vacant, together=again)
    total = sum((one.weight for one in people), vacant)
    wholes = [fraction(own) for own in most]
    if exact and total:
        wholes = [product(line.amount, quotient(one.weight, total)) for one in people]
    if again:
        dues = in_turn(sum(most, Decimal(0)), [one.weight * one.merit.part for one in people])
    else:
        dues = [_due(*each) for each in zip(people, most, wholes, strict=True)]
    return map(Share, people, most, dues, wholes)


def _most(amount: Decimal, weights: Sequence[Fraction], vacant: Fraction, *, together: bool) -> list[Decimal]:
    """Everybody's maximum: to the last cent or, with a `vacant` part, half up to the cent, each alone or `together`."""
    whole = sum(weights, vacant)
    if vacant and together:
        return in_turn(cents_half_up(product(amount, quotient(sum(weights), whole))), weights)
    single = [cents_half_up(product(amount, quotient(weight, whole))) for weight in weights] if vacant else []
    return single if single and sum(single) <= amount else in_turn(amount, [*weights, vacant])[: len(weights)]


def _due(one: Entitled, most: Decimal, whole: Fraction) -> Decimal:
    return most if one.merit.part == 1 else min(one.merit.of(whole), most)


def in_turn(amount: Decimal, weights: Sequence[Number]) -> list[Decimal]:
    """A sum (euro) divided to the last cent, odd cents of equal parts in the order given; empty without weights."""
    if not any(weights):
        return [Decimal("0.00")] * len(weights)
    return list(split(amount, {str(at): weight for at, weight in enumerate(weights)}).values())


def odd_cents(amount: Decimal, weights: Sequence[Fraction], parts: Sequence[Decimal]) -> list[Decimal]:
    """Of each of the parts of a sum divided `in_turn`, what exceeds the exact one down to the cent: nothing, or a cent.

    It may be another's if a weight turns out lower.
    """
    whole = sum(weights, Fraction(0))
    if not whole:
        return [Decimal("0.00")] * len(weights)
    exact = (cents_down(product(amount, quotient(weight, whole))) for weight in weights)
    return [part - least for part, least in zip(parts, exact, strict=True)]


Key = TypeVar("Key", bound=Hashable)
MOST_WAYS = 64  # of doubts that may end in more ways not every one is tried


@frozen
class Weights(Generic[Key]):
    """A sum (euro) divided by weights of which some may turn out otherwise, so that everybody else has more or less.

    `weights` are what each may be, as it is counted first; `unsure` says whether one may turn out otherwise, `whole` is
    the sum of the most of each. `ways` are the parts of everybody in each way in which the doubts may end, empty if
    there are too many.
    """

    amount: Decimal
    weights: Mapping[Key, tuple[Fraction, ...]]
    unsure: bool
    whole: Fraction
    ways: Sequence[Mapping[Key, Decimal]]

    @classmethod
    def of(
        cls, amount: Decimal, weights: Mapping[Key, tuple[Fraction, ...]], most: Fraction | None = None
    ) -> "Weights[Key]":
        """Those of all weights, in the order in which odd cents go; their sum is never more than `most`."""
        each = {key: tuple(dict.fromkeys(own)) for key, own in weights.items()}
        few = prod(map(len, each.values())) <= MOST_WAYS
        every = product_of(*each.values()) if few else ()
        tried = (way for way in every if most is None or sum(way) <= most)
        unsure = any(len(own) > 1 for own in each.values())
        whole = sum(map(max, each.values()), Fraction(0))
        return cls(amount, each, unsure, whole, [dict(zip(each, in_turn(amount, way), strict=True)) for way in tried])

    def least(self, key: Key) -> Decimal:
        """What somebody has in any case (euro): by the least weight, while all others have their most."""
        if self.ways:
            return min(way[key] for way in self.ways)
        own = min(self.weights[key])
        whole = self.whole - max(self.weights[key]) + own
        return cents_down(product(self.amount, quotient(own, whole))) if whole else CENT_ZERO

    def saved(self, merits: Mapping[Key, Merit]) -> Decimal:
        """What the evaluations leave of the sum in any case (euro)."""
        if self.ways:
            return min(sum((part - merits[key].of(part) for key, part in way.items()), CENT_ZERO) for way in self.ways)
        mean = least_mean((1 - merits[key].part, min(each), max(each)) for key, each in self.weights.items())
        rounded = ROUNDED * sum(one.part < 1 for one in merits.values())
        return max(cents_down(product(self.amount, mean) - rounded), CENT_ZERO)


def held_by_doubts(reward: Reward, waits: Decimal) -> Reward:
    """The row of which a sum (euro) waits for doubts, and why: as it says already, otherwise it is an odd cent."""
    return evolve(reward, waits=waits, reason=reward.reason or odd_cent_of_doubts() if waits else reward.reason)


def least_mean(parts: Iterable[tuple[Fraction, Fraction, Fraction]]) -> Fraction:
    """The least that the mean of some parts may be, each with its lowest and its highest weight; 0 without weights."""
    ordered = sorted(parts)
    weight = sum((low for _, low, _ in ordered), Fraction(0))
    total = sum((part * low for part, low, _ in ordered), Fraction(0))
    for part, low, high in ordered:
        if weight and part * weight >= total:
            break
        weight, total = weight + high - low, total + part * (high - low)
    return quotient(total, weight) if weight else Fraction(0)


@frozen
class DaysOfTwo:
    """The shares of a line among people of whom some have days of a post that are written for another too.

    Whoever has a day of them in doubt is certain of the other days alone. The others keep their part, of which a cent
    may be another's; not if a `vacant` part takes the rest, since then each is rounded alone.
    """

    line: FundLine
    vacant: Fraction
    total: Fraction
    unsure: Sequence[Entitled]

    @classmethod
    def of(cls, every: Sequence[Share], line: FundLine, vacant: Fraction = Fraction(0)) -> "DaysOfTwo":
        """Those of all shares of a line."""
        people = [each.one for each in every]
        unsure = [one for one in people if one.shares_days and any(doubt.days for doubt in one.every_doubt)]
        return cls(line, vacant, sum((one.weight for one in people), vacant), unsure)

    def waiting(self, reward: Reward, share: Share) -> Reward:
        """The row of a share: what depends on days that are written for two people waits."""
        waits = self._waits(share)
        if waits <= reward.waits:
            return reward
        return evolve(reward, waits=waits, reason=reward.reason or ODD_CENT_OF_DAYS)

    def _waits(self, share: Share) -> Decimal:
        one, nothing = share.one, Decimal("0.00")
        gaining = one.shares_days and one not in self.unsure
        if not self.unsure or not self.total or (gaining and len(self.unsure) == 1):  # who may gain has now the least
            return nothing
        of_days = one.held.doubtful if one.held else one.doubtful
        doubtful = of_days if of_days and one.shares_days else Fraction(0)
        if self.vacant and not doubtful:
            return nothing
        exact = product(self.line.amount, quotient(one.weight * (1 - doubtful), self.total))
        least = cents_down(exact)
        base = fraction(least) if share.exact == share.most else exact
        return share.due - min(share.due, least if one.merit.part == 1 else min(one.merit.of(base), least))


def may_be_given(
    line: FundLine, every: Sequence[Share], saved: Decimal, vacant: Fraction = Fraction(0), *, gain: Fraction
) -> Decimal:
    """What of the savings of a division (euro) may still be due to somebody; the rest is saved in any case.

    Savings of evaluations never shrink while the line only grows, but for the cents of rounding. Where days of a post
    are written for two people, `gain` is what another's merit would take of them (`gain_of_days`).
    """
    total = sum((each.one.weight for each in every), vacant)
    if not total:
        return saved
    left = sum((each.one.weight * (1 - each.one.merit.part) for each in every), Fraction(0))
    among = {person for each in every for doubt in each.one.every_doubt for person in doubt.among}
    beside = among - {each.one.person for each in every}
    rounded = sum(each.one.merit.part < 1 for each in every) + len(beside)
    sure = product(line.amount, quotient(left - gain, total)) - rounded * ROUNDED
    return saved - min(saved, cents_up(max(sure, Fraction(0))))


def gain_of_days(
    people: Sequence[Entitled], weigh: Callable[[Holding], Fraction], merit: Callable[[str], Merit]
) -> Fraction:
    """The most of the weight, by merit, that days written for two people add if they are another's (exact).

    `weigh` gives the weight of a holding by its days, `merit` what the evaluation of a person gives.
    """
    found = Fraction(0)
    for one, doubt, weight in days_of_two(people, weigh):
        more = max(merit(person).part for person in doubt.among) - one.merit.part
        found += weight * max(more, Fraction(0))
    return found


def days_of_two(
    people: Sequence[Entitled], weigh: Callable[[Holding], Fraction]
) -> Iterator[tuple[Entitled, Doubt, Fraction]]:
    """Who has days that are written for others too, the doubt of them, and their weight in the division (exact).

    Without a post held, as where there is one result for all posts, the days count for their part of what is doubtful.
    """
    for one in people:
        every = sum(days.days for doubt in one.every_doubt for days in doubt.days)
        for doubt in one.every_doubt:
            whole = weigh(one.held) if one.held and doubt.among and doubt.days else Fraction(0)
            if one.held and whole:
                yield one, doubt, one.weight * (1 - quotient(weigh(one.held.without(doubt.days)), whole))
            elif one.held is None and one.doubtful and doubt.among and doubt.days:
                yield one, doubt, one.weight * one.doubtful * Fraction(sum(days.days for days in doubt.days), every)


def best_first(people: Sequence[Entitled]) -> list[Entitled]:
    """The participants in the order of the part that merit gives, largest first; then by id."""
    return sorted(sorted(people, key=_by_id), key=lambda one: -one.merit.part)


def reward(
    step: Step,
    line: FundLine,
    share: Share,
    *,
    item: str,
    rules: tuple[str, ...],
    rests_on: tuple[Made, ...],
    basis: Basis,
    most: Decimal | None = None,
) -> Reward:
    """The row of a share, paid by the line `item` of the same fund; it rests on the evaluation too."""
    one = share.one
    own = one.held.doubtful if one.held else Fraction(0)
    waits = waiting_part(share.due, own if one.doubtful is None else one.doubtful)
    doubts = one.every_doubt if waits else ()
    rows = (row for each in doubts for row in each.rows)
    return Reward(
        person=one.person,
        tool=step.tool or "",
        fund=line.fund,
        item=item,
        due=share.due,
        most=most,
        subject=one.subject,
        state=one.merit.state,
        reason=several(*(each.why for each in doubts), one.merit.reason),
        waits=waits,
        may_grow=one.merit.may_grow,
        rules=tuple(dict.fromkeys((*rules, *(each for doubt in doubts for each in doubt.rules)))),
        rests_on=(*rests_on, *((one.score,) if one.score else ())),
        basis=evolve(basis, inputs=(*basis.inputs, *rows)) if doubts else basis,
    )


def of_tool(
    step: Step, severity: Severity, why: Sayable, rule: str = "", *, subject: str = "", inputs: tuple[object, ...] = ()
) -> Finding:
    """A finding about the money of the running tool; by default it cites the tool's first rule."""
    return told(severity, rule or step.rule, why, subject, phase=Phase.REWARDS, tool=step.tool, inputs=inputs)
