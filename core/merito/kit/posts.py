"""The pay of a post divided by the days of its holders, also if graded again in the year; vacant days are saved."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from attrs import evolve

from merito.contract.step import Step
from merito.kit.lines import drawn, saved
from merito.kit.series import added
from merito.kit.tenure import Holding, at_once
from merito.model.acts import Act
from merito.model.basis import Basis, Intermediate
from merito.model.dossier import Dossier
from merito.model.messages import NOTHING, Message, Money, Ref, Sayable, plain, say, several
from merito.model.money import CENT_ZERO, FundLine, PositionValue, Rate, Reward
from merito.model.people import Position, Regrading
from merito.model.states import State
from merito.numbers import (
    Period,
    apart_from,
    cents_down,
    cents_half_up,
    common,
    days_of_year,
    fraction,
    joined,
    product,
    quotient,
    split,
)

HOLDERS, VACANT = "titolari", "scoperta"


def part_held(step: Step, one: Holding) -> Fraction:
    """The fraction of the year for which a post is held."""
    return quotient(one.days, days_of_year(step.dossier.year))


def free_days(step: Step, holders: Sequence[Holding]) -> int:
    """The number of vacant days of a post; negative if days are counted twice."""
    return days_of_year(step.dossier.year) - sum(one.days for one in holders)


def also_held(one: Holding, everybody: Iterable[Holding]) -> tuple[Period, ...]:
    """The days of a holding that another person has on the same post, or another row of the same person."""
    others = [days for other in everybody if other.person != one.person for days in other.periods]
    own = list(one.periods)
    twice = (days for at, each in enumerate(own) for days in common((each,), own[at + 1 :]))
    return joined((*common(own, others), *twice))


def two_holders(holders: Sequence[Holding]) -> Message:
    """That a post has two holders on the same days, or nothing."""
    if not any(at_once(holders)):
        return NOTHING
    return say("due titolari negli stessi giorni per {position}", position=Ref("position", holders[0].position.id))


def rates_of(
    dossier: Dossier,
    position: Position,
    doubt: Callable[[Regrading], Sayable] | None = None,
    *,
    ignored: Callable[[Regrading], bool] | None = None,
) -> tuple[Rate, ...]:
    """The yearly pay of a post on the days of the year: as written, and as graded again; empty if it is not written.

    `doubt` says why another grading may not count; then the pay before it is sure, as far as it is lower. A
    grading that is `ignored` does not count at all, nor one from a later year.
    """
    first, last = date(dossier.year, 1, 1), date(dossier.year, 12, 31)
    again = (row for row in dossier.regradings.of(position=position.id) if row.start <= last)
    rows = sorted((row for row in again if ignored is None or not ignored(row)), key=lambda row: row.start)
    if position.amount is None and (not rows or rows[0].start > first):
        return ()
    found: list[Rate] = []
    if position.amount is not None:
        sure = position.amount
        found.append(Rate(days=Period(first, last), amount=sure, sure=sure, row=position))
    for row in rows:
        why = doubt(row) if doubt is not None else NOTHING
        before = found[-1].sure if found else row.amount
        if found:
            end = row.start - timedelta(days=1)
            found[-1:] = [evolve(found[-1], days=Period(found[-1].days.start, end))] if row.start > first else []
        amounts = (before, row.amount) if why else (row.amount,)
        days = Period(row.start, last)
        found.append(Rate(days=days, amount=max(amounts), sure=min(amounts), row=row, act=row.act, doubt=why))
    return tuple(found)


def worth(rates: Iterable[Rate], periods: Iterable[Period], year: int, *, sure: bool = False) -> Fraction:
    """What some days of a post are worth (euro, exact), or the `sure` part of it."""
    own = tuple(periods)
    parts = ((one.sure if sure else one.amount, common((one.days,), own)) for one in rates)
    days = ((amount, sum(each.days for each in cut)) for amount, cut in parts)
    return sum((product(amount, Fraction(many, days_of_year(year))) for amount, many in days), Fraction(0))


def rates_in(value: PositionValue, year: int) -> tuple[Rate, ...]:
    """The yearly pay of a post on the days of a year, as computed; of one without pay, zero."""
    amount = value.amount or CENT_ZERO
    return value.rates or (Rate(days=_year(year), amount=amount, sure=amount),)


def told_rate(one: Rate) -> Intermediate:
    """A yearly pay of a post with its days and its act, for an explanation."""
    name = say(
        "importo annuo dal {start} al {end}, {n} giorno",
        many="importo annuo dal {start} al {end}, {n} giorni",
        number="n",
        start=one.days.start,
        end=one.days.end,
        n=one.days.days,
    )
    return Intermediate(plain(_by_act(name, one)), one.amount)


def _by_act(name: Message, one: Rate) -> Message:
    """The name of a pay with the act that gives it."""
    return say("{name}, atto {act}", name=name, act=Ref("act", one.act)) if one.act else name


def pay_held(step: Step, one: Holding) -> Fraction:
    """What the written pay of a post comes to for the days on which somebody holds it (euro, exact)."""
    return worth(rates_of(step.dossier, one.position), one.periods, step.dossier.year)


def pay_of_year(dossier: Dossier, position: Position) -> Decimal | None:
    """The written pay of a post for the whole year, half up to the cent; None if it is not written."""
    rates = rates_of(dossier, position)
    return cents_half_up(worth(rates, (_year(dossier.year),), dossier.year)) if rates else None


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def paid_by_days(
    step: Step, value: PositionValue, line: FundLine, holders: Sequence[Holding], *, by_days: str, revocation: str = ""
) -> Iterator[Reward | FundLine]:
    """What each holder of a post is due from its line, and what its vacant days save.

    If there are vacant days, each holder's pay is computed separately, half up to the cent, and the rest is saved.
    Otherwise the line is divided to the last cent (I-X-01).

    Rows cite the running rule, and the reading `by_days` too if the year is divided. With `revocation`, the rule by
    which pay ends, revoked holders are told so. Raises ValueError on days that are counted twice.
    """
    free, year = free_days(step, holders), days_of_year(step.dossier.year)
    days = _year(step.dossier.year)
    rates = value.rates or (Rate(days=days, amount=line.amount, sure=line.amount),)
    held = [worth(rates, one.periods, days.start.year) for one in holders]
    dues = _by_days(line.amount, held, worth(rates, (days,), days.start.year) - sum(held, Fraction(0)))
    item = f"{line.item}, {HOLDERS}"
    for one, due in zip(holders, dues, strict=True):
        act = one.revoked if revocation and isinstance(one.revoked, Act) else None
        doubts = [rate for rate in value.rates if rate.doubt and common((rate.days,), one.periods)]
        waits = waiting_part(due, unsure_part(rates, one, days.start.year))
        if one.shares_days and waits and len(holders) > 2:  # of two, both are rounded half up whosever the days are
            firm = worth(rates, apart_from(one.periods, one.in_doubt), days.start.year, sure=True)
            waits = max(waits, due - cents_down(firm))
        unsure = (one.why_doubtful, *(rate.doubt for rate in doubts)) if waits else ()
        ended = _revoked_by(act) if act else NOTHING
        yield Reward(
            person=one.person,
            tool=step.tool or "",
            fund=line.fund,
            item=item,
            due=due,
            subject=f"position:{value.position}",
            reason=several(*unsure, one.may_grow, ended),
            waits=waits,
            may_grow=bool(one.may_grow),
            rules=_cited(
                step.rule,
                *(value.rules if value.rates else ()),
                revocation if act else "",
                by_days if one.days < year or value.rates else "",
                *one.doubt_rules,
            ),
            rests_on=(value,),
            basis=Basis(
                inputs=(*one.rows, *((act,) if act else ()), *one.doubt_rows, *_graded(step, value)),
                steps=(*_parts(value, one, year), *_in_doubt(one, waits)),
                formula=_formula(rates, one, year),
            ),
        )
    rules = (step.rule, *((by_days,) if free or len(holders) > 1 else ()))
    vacant = line.amount - sum(dues, CENT_ZERO)
    if holders:
        yield drawn(line, item, line.amount - vacant, rules, (value,))
    if vacant:
        why, state = vacant_for(free), State.FINAL
        if holders and _names_another(step, value, holders):
            why = say("{why}, mentre la tabella delle posizioni indica un altro titolare", why=why)
            state = State.PROVISIONAL
        yield saved(line, f"{line.item}, {VACANT}", vacant, why, rules, (value,), state)


def vacant_for(days: int) -> Message:
    """That a post was vacant, and for how many days."""
    return say("posizione scoperta per {n} giorno", many="posizione scoperta per {n} giorni", number="n", n=days)


def _revoked_by(act: Act) -> Message:
    return say("incarico revocato con l'atto {act}: niente dal giorno della revoca", act=Ref("act", act.id))


def unsure_part(rates: Sequence[Rate], one: Holding, year: int) -> Fraction:
    """The part of what a holding is worth that waits: days in doubt, and pay that is not `sure` on the others."""
    whole = worth(rates, one.periods, year)
    firm = worth(rates, apart_from(one.periods, one.in_doubt), year, sure=True)
    return 1 - quotient(firm, whole) if whole else Fraction(0)


def waiting_part(due: Decimal, doubtful: Fraction) -> Decimal:
    """What of a sum waits while a part of its days is in doubt: the rest is half up to the cent."""
    return due - cents_half_up(product(due, 1 - doubtful))


def _cited(*rules: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, rules)))


def _in_doubt(one: Holding, waits: Decimal) -> tuple[Intermediate, ...]:
    """The days in doubt, and what waits for them, for an explanation."""
    if not waits:
        return ()
    days = sum(period.days for period in one.in_doubt)
    return (Intermediate("giorni in dubbio", days), Intermediate("sospesi per quei giorni, in euro", waits))


def _names_another(step: Step, value: PositionValue, holders: Sequence[Holding]) -> bool:
    """Whether the table of posts names another holder, who may have held the post on the vacant days."""
    post = step.dossier.positions.get(value.position)
    named = post.holder if post else None
    return named is not None and named not in {one.person for one in holders}


def _graded(step: Step, value: PositionValue) -> Iterator[object]:
    """The rows that grade a post again, and their acts."""
    for rate in value.rates:
        yield from filter(None, (rate.row, step.dossier.acts.get(rate.act) if rate.act else None))


def _formula(rates: Sequence[Rate], one: Holding, year: int) -> Message:
    days = ((rate, sum(each.days for each in common((rate.days,), one.periods))) for rate in rates)
    return added(
        say("{amount} × {days} giorni su {year}", amount=Money(rate.amount), days=many, year=year)
        for rate, many in days
        if many or not one.days
    )


def _parts(value: PositionValue, one: Holding, year: int) -> Iterator[Intermediate]:
    """The part of each pay of a post graded again, with its act, for an explanation."""
    for rate in value.rates:
        cut = common((rate.days,), one.periods)
        if cut:
            part = product(fraction(rate.amount), Fraction(sum(each.days for each in cut), year))
            name = say(
                "dal {start} al {end}, {amount} l'anno",
                start=cut[0].start,
                end=cut[-1].end,
                amount=Money(rate.amount),
            )
            yield Intermediate(plain(say("{name}, in euro", name=_by_act(name, rate))), part)


def _by_days(amount: Decimal, held: Sequence[Fraction], free: Fraction) -> list[Decimal]:
    """The pay for what each has held (euro, exact), out of a year's pay; `free` is that of the vacant days."""
    single = [cents_half_up(one) for one in held] if free > 0 else []
    if single and sum(single) <= amount:
        return single
    parts = split(amount, {**{str(at): one for at, one in enumerate(held)}, VACANT: free})
    return [parts[str(at)] for at in range(len(held))]
