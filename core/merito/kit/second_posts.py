"""Who holds two full posts on the same days: which posts, and the pay of which waits (`Doubt.beside`)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from merito.contract.step import Step
from merito.kit.findings import spans
from merito.kit.rates import dues_by_days, pieces, rate_on, rates_in, worth
from merito.kit.tenure import Doubt, Holding, also_held, ending_act, held, posts_of, with_second
from merito.model.basis import Intermediate
from merito.model.messages import NOTHING, Listed, Message, Ref, say
from merito.model.money import CENT_ZERO, PositionValue, Rate
from merito.model.people import Appointment, Position
from merito.model.states import State
from merito.numbers import Period, apart_from, cents_down, cents_half_up, common, days_of_year, joined, natural_key


@frozen(kw_only=True)
class HolderOfTwo:
    """Somebody who holds posts on the same days: all of them, those whose pay waits, the days, the rows.

    `whole` says whether none of the posts that wait is held on other days.
    """

    person: str
    posts: tuple[Position, ...]
    waiting: tuple[str, ...]
    days: tuple[Period, ...]
    rows: tuple[Appointment | Position, ...]
    whole: bool

    @property
    def told(self) -> Message:
        """Of which posts, on which days, and what waits."""
        return say(
            "titolare negli stessi giorni di {positions} ({days}): è sospesa la retribuzione di {waiting}",
            positions=Listed(Ref("position", one.id) for one in self.posts),
            days=spans(self.days),
            waiting=tuple(Ref("position", one) for one in self.waiting),
        )


def holders_of_two(step: Step, rates: Mapping[str, Sequence[Rate]] | None = None) -> tuple[HolderOfTwo, ...]:
    """Everybody who holds two posts on the same days, whoever did so first before the others.

    `rates` are the pays of the posts; by default those that are written.
    """
    found = []
    for person in step.dossier.people:
        own = _posts_of(step, person.id)
        if rates is not None and len(own) > 1:
            own = [with_second(one, own, rates, step.dossier.year) for one in own]
        held = {one.position.id: one for one in own}
        second = {name: doubt for name, one in held.items() for doubt in one.doubts if doubt.beside}
        if second:
            found.append(_told_of(person.id, held, second))
    return tuple(sorted(found, key=lambda one: (one.days[0].start, natural_key(one.person))))


@frozen(kw_only=True)
class TwoPays:
    """Of the pay of a post, what another post of its holder on the same days makes of it.

    `alone` is the holding without that doubt. `elsewhere` (euro, cents) is paid with the posts that come `first`, so it
    is not due for this one in any case; `unsure` (euro, exact) is what is not certain of this one.
    """

    alone: Holding
    elsewhere: Decimal = CENT_ZERO
    unsure: Fraction = Fraction(0)
    first: tuple[str, ...] = ()
    values: tuple[PositionValue, ...] = ()

    @property
    def told(self) -> Message:
        """What is due of it at most."""
        if not self.elsewhere:
            return NOTHING
        return say(
            "delle due ne spetta una: oltre alla retribuzione di {positions} al più la differenza",
            positions=tuple(Ref("position", name) for name in self.first),
        )

    @property
    def steps(self) -> tuple[Intermediate, ...]:
        """What is paid with another post, for an explanation."""
        return (
            (Intermediate("con l'altra posizione degli stessi giorni, in euro", self.elsewhere),)
            if self.elsewhere
            else ()
        )


def two_pays(step: Step, one: Holding, rates: Sequence[Rate], *, settled: bool = True) -> TwoPays:
    """What the other posts of its holder on the same days make of the pay of a post, which has `rates` on its days.

    On each day one of the pays is due, at least the lowest, and at most the highest. The post that comes first bears
    the certain one, and of each other only what its pay exceeds those before it can still be due. Days that are written
    for another person too are not counted as paid elsewhere, nor is anything while a pay is not `settled`.
    """
    year = step.dossier.year
    alone = evolve(one, doubts=tuple(doubt for doubt in one.doubts if not doubt.beside))
    others = [other for other in _posts_of(step, one.person) if other.position.id != one.position.id]
    others = [other for other in others if common(other.periods, one.periods)]
    if not others:
        return TwoPays(alone=alone)
    values = {other.position.id: step.so_far.position(other.position.id) for other in others}
    there = {name: row for name, row in values.items() if row is not None and row.amount is not None}
    known = {name: rates_in(row, year) for name, row in there.items()}
    of_two = [days for each in (one, *others) for days in also_held(each, _everybody_on(step, each.position))]
    unsure, paid, lower, first = Fraction(0), Fraction(0), False, dict[str, list[Period]]()
    cuts = (rate.days for own in (rates, *known.values()) for rate in own)
    for days in pieces((*one.periods, *cuts, *of_two, *(each for other in others for each in other.periods))):
        beside = [other for other in others if common((days,), other.periods)]
        if not beside or not common((days,), one.periods):
            continue
        part, own = Fraction(days.days, days_of_year(year)), rate_on(rates, days.start)
        pays = {other.position.id: rate_on(known.get(other.position.id, ()), days.start) for other in beside}
        before = [other.position.id for other in beside if _is_first(other, one, (pays[other.position.id], own), days)]
        least = min(rate.sure if rate else CENT_ZERO for rate in (own, *pays.values()))
        if own and not common((days,), alone.in_doubt):
            unsure += part * Fraction(own.sure - (CENT_ZERO if before else least))
        bearing = {name: rate.amount for name in before if (rate := pays[name]) and there[name].state is State.FINAL}
        if own and bearing and settled and not common((days,), of_two):
            paid += part * Fraction(min(own.amount, max(bearing.values())))
            lower = lower or own.amount < max(bearing.values())
            for name in bearing:
                first.setdefault(name, []).append(days)
    bearers = [other for other in others if other.position.id in first]
    elsewhere = cents_down(paid)
    if len(bearers) == 1 and not lower:
        elsewhere = _of_days(step, bearers[0], there[bearers[0].position.id], first[bearers[0].position.id])
    return TwoPays(
        alone=alone,
        elsewhere=elsewhere,
        unsure=unsure,
        first=tuple(first),
        values=tuple(there[name] for name in first),
    )


def _of_days(step: Step, one: Holding, value: PositionValue, days: Sequence[Period]) -> Decimal:
    """How much less a post pays its holder without some of the days (euro, cents)."""
    year, rates = step.dossier.year, rates_in(value, step.dossier.year)
    left = cents_half_up(worth(rates, apart_from(one.periods, days), year))
    everybody = [each for each in _everybody_on(step, one.position) if each.days]
    if any(also_held(each, everybody) for each in everybody):
        return cents_down(worth(rates, one.periods, year)) - left
    dues = dues_by_days(value.amount or CENT_ZERO, rates, [each.periods for each in everybody], year)
    return dues[[each.person for each in everybody].index(one.person)] - left


def _is_first(other: Holding, one: Holding, pays: tuple[Rate | None, Rate | None], days: Period) -> bool:
    """Whether on some days the pay of the other post is the certain one; if nothing written says it, the lower is."""
    waits, its = _waits_for(one, other, days), _waits_for(other, one, days)
    if waits is not its:
        return waits
    pay, own = pays
    if pay is None or own is None:
        return waits
    return (pay.sure, pay.amount, natural_key(other.position.id)) < (own.sure, own.amount, natural_key(one.position.id))


def _waits_for(one: Holding, other: Holding, days: Period) -> bool:
    return any(other.position.id in doubt.beside and common((days,), doubt.days) for doubt in one.doubts)


def _everybody_on(step: Step, position: Position) -> tuple[Holding, ...]:
    return held(step, position, ending_act(step, position))


def _posts_of(step: Step, person: str) -> list[Holding]:
    """The posts that somebody holds, each by the acts that end it."""
    every = posts_of(step, person)
    if len(every) < 2:
        return []
    acts = dict.fromkeys(ending_act(step, one.position) for one in every)
    return [one for act in acts for one in posts_of(step, person, act) if ending_act(step, one.position) == act]


def _told_of(person: str, held: dict[str, Holding], second: dict[str, Doubt]) -> HolderOfTwo:
    names = sorted({*second, *(name for doubt in second.values() for name in doubt.beside)}, key=natural_key)
    return HolderOfTwo(
        person=person,
        posts=tuple(held[name].position for name in names),
        waiting=tuple(sorted(second, key=natural_key)),
        days=joined(days for doubt in second.values() for days in doubt.days),
        rows=tuple(row for name in names for row in held[name].rows),
        whole=not any(apart_from(held[name].periods, doubt.days) for name, doubt in second.items()),
    )
