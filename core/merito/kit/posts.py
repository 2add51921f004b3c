"""The pay of a post divided by the days of its holders, also if graded again in the year; vacant days are saved."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from merito.contract.step import Step
from merito.kit.lines import drawn, saved
from merito.kit.rates import dues_by_days, rates_of, whole_year, worth
from merito.kit.second_posts import TwoPays, two_pays
from merito.kit.series import added
from merito.kit.tenure import Holding, at_once
from merito.model.acts import Act
from merito.model.basis import Basis, Intermediate
from merito.model.dossier import Dossier
from merito.model.messages import NOTHING, Message, Money, Ref, plain, say, several
from merito.model.money import CENT_ZERO, FundLine, PositionValue, Rate, Reward
from merito.model.people import Position
from merito.model.states import State
from merito.numbers import (
    apart_from,
    cents_down,
    cents_half_up,
    common,
    days_of_year,
    fraction,
    product,
    quotient,
)

HOLDERS, VACANT, OTHER_POST = "titolari", "scoperta", "altra posizione dello stesso titolare"


def part_held(step: Step, one: Holding) -> Fraction:
    """The fraction of the year for which a post is held."""
    return quotient(one.days, days_of_year(step.dossier.year))


def free_days(step: Step, holders: Sequence[Holding]) -> int:
    """The number of vacant days of a post; negative if days are counted twice."""
    return days_of_year(step.dossier.year) - sum(one.days for one in holders)


def two_holders(holders: Sequence[Holding]) -> Message:
    """That a post has two holders on the same days, or nothing."""
    if not any(at_once(holders)):
        return NOTHING
    return say("due titolari negli stessi giorni per {position}", position=Ref("position", holders[0].position.id))


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
    return cents_half_up(worth(rates, (whole_year(dossier.year),), dossier.year)) if rates else None


def paid_by_days(
    step: Step,
    value: PositionValue,
    line: FundLine,
    holders: Sequence[Holding],
    *,
    by_days: str,
    revocation: str = "",
    settled: bool = True,
) -> Iterator[Reward | FundLine]:
    """What each holder of a post is due from its line, and what its vacant days save.

    If there are vacant days, each holder's pay is computed separately, half up to the cent, and the rest is saved.
    Otherwise the line is divided to the last cent (I-X-01).

    Of two posts of one person on the same days one pay is due: at least the lower, which is paid, and at most the
    higher. So of the other post the difference waits, and the rest of it is saved in any case, if its pay is `settled`.

    Rows cite the running rule, and the reading `by_days` too if the year is divided. With `revocation`, the rule by
    which pay ends, revoked holders are told so. Raises ValueError on days that are counted twice.
    """
    free, year = free_days(step, holders), days_of_year(step.dossier.year)
    days = whole_year(step.dossier.year)
    rates = value.rates or (Rate(days=days, amount=line.amount, sure=line.amount),)
    dues = dues_by_days(line.amount, rates, [one.periods for one in holders], days.start.year)
    item = f"{line.item}, {HOLDERS}"
    twice = [two_pays(step, one, rates, settled=settled) for one in holders]
    elsewhere = CENT_ZERO
    for one, of_post, beside in zip(holders, dues, twice, strict=True):
        act = one.revoked if revocation and isinstance(one.revoked, Act) else None
        doubts = [rate for rate in value.rates if rate.doubt and common((rate.days,), one.periods)]
        waits = _waiting(of_post, rates, beside, days.start.year)
        apart = min(beside.elsewhere, waits)
        due, waits = of_post - apart, max(waits, beside.elsewhere) - apart
        elsewhere += apart
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
            reason=several(*unsure, beside.told, one.may_grow, ended),
            waits=waits,
            may_grow=bool(one.may_grow),
            rules=_cited(
                step.rule,
                *(value.rules if value.rates else ()),
                revocation if act else "",
                by_days if one.days < year or value.rates else "",
                *one.doubt_rules,
            ),
            rests_on=(value, *beside.values),
            basis=Basis(
                inputs=(*one.rows, *((act,) if act else ()), *one.doubt_rows, *_graded(step, value)),
                steps=(*_parts(value, one, year), *_in_doubt(one, waits), *beside.steps),
                formula=_formula(rates, one, year),
            ),
        )
    rules = (step.rule, *((by_days,) if free or len(holders) > 1 else ()))
    vacant = line.amount - sum(dues, CENT_ZERO)
    if holders:
        yield drawn(line, item, line.amount - vacant - elsewhere, rules, (value,))
    if elsewhere:
        yield saved(line, f"{line.item}, {OTHER_POST}", elsewhere, _one_is_due(twice), rules, (value,))
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


def _waiting(due: Decimal, rates: Sequence[Rate], beside: TwoPays, year: int) -> Decimal:
    """What of the pay of a post waits (euro): what is certain is rounded as it would be without the days in doubt."""
    own = beside.alone
    firm = worth(rates, apart_from(own.periods, own.in_doubt), year, sure=True) - beside.unsure
    return due - min(due, cents_half_up(firm)) if firm < worth(rates, own.periods, year) else CENT_ZERO


def unsure_part(rates: Sequence[Rate], one: Holding, year: int) -> Fraction:
    """The part of what a holding is worth that waits: days in doubt, and pay that is not `sure` on the others."""
    whole = worth(rates, one.periods, year)
    firm = worth(rates, apart_from(one.periods, one.in_doubt), year, sure=True)
    return 1 - quotient(firm, whole) if whole else Fraction(0)


def waiting_part(due: Decimal, doubtful: Fraction) -> Decimal:
    """What of a sum waits while a part of its days is in doubt: the rest is half up to the cent."""
    return due - cents_half_up(product(due, 1 - doubtful))


def _one_is_due(every: Iterable[TwoPays]) -> Message:
    """Why a part of the pay of a post is due to nobody: its holder has another pay on the same days."""
    posts = dict.fromkeys(name for one in every if one.elsewhere for name in one.first)
    return say(
        "chi la tiene è titolare negli stessi giorni anche di {positions}: delle due retribuzioni ne spetta una, e "
        "questa parte non è dovuta in nessun caso",
        positions=tuple(Ref("position", name) for name in posts),
    )


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
