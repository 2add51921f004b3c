"""The pay of a post divided by the days of its holders; vacant days are saved."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from merito.contract.step import Step
from merito.kit.lines import drawn, saved
from merito.kit.tenure import Holding, at_once
from merito.model.basis import Basis, Intermediate
from merito.model.money import CENT_ZERO, FundLine, PositionValue, Reward
from merito.model.states import State
from merito.numbers import cents_half_up, counted, days_of_year, euro_text, product, quotient, split

HOLDERS, VACANT = "titolari", "scoperta"


def part_held(step: Step, one: Holding) -> Fraction:
    """The fraction of the year for which a post is held."""
    return quotient(one.days, days_of_year(step.dossier.year))


def free_days(step: Step, holders: Sequence[Holding]) -> int:
    """The number of vacant days of a post; negative if days are counted twice."""
    return days_of_year(step.dossier.year) - sum(one.days for one in holders)


def two_holders(holders: Sequence[Holding]) -> str:
    """That a post has two holders on the same days (Italian), or an empty text."""
    return f"due titolari negli stessi giorni per {holders[0].position.id}" if any(at_once(holders)) else ""


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
    dues = _by_days(line.amount, [one.days for one in holders], free)
    item = f"{line.item}, {HOLDERS}"
    for one, due in zip(holders, dues, strict=True):
        act = one.revoked if revocation else None
        waits = waiting_part(due, one.doubtful)
        ended = f"incarico revocato con l'atto {act.id}: niente dal giorno della revoca" if act else ""
        yield Reward(
            person=one.person,
            tool=step.tool or "",
            fund=line.fund,
            item=item,
            due=due,
            subject=f"position:{value.position}",
            reason="; ".join(filter(None, (one.why_doubtful if waits else "", ended))),
            waits=waits,
            rules=_cited(step.rule, revocation if act else "", by_days if one.days < year else "", *one.doubt_rules),
            rests_on=(value,),
            basis=Basis(
                inputs=(*one.rows, *((act,) if act else ()), *one.doubt_rows),
                steps=_in_doubt(one, waits),
                formula=f"{euro_text(line.amount)} × {one.days} giorni su {year}",
            ),
        )
    rules = (step.rule, *((by_days,) if free or len(holders) > 1 else ()))
    vacant = line.amount - sum(dues, CENT_ZERO)
    if holders:
        yield drawn(line, item, line.amount - vacant, rules, (value,))
    if vacant:
        why, state = f"posizione scoperta per {counted(free, 'giorno', 'giorni')}", State.FINAL
        if holders and _names_another(step, value, holders):
            why, state = f"{why}, mentre la tabella delle posizioni indica un altro titolare", State.PROVISIONAL
        yield saved(line, f"{line.item}, {VACANT}", vacant, why, rules, (value,), state)


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


def _by_days(amount: Decimal, held: Sequence[int], free: int) -> list[Decimal]:
    """The pay for each number of days held, out of a year's pay with `free` vacant days."""
    single = [cents_half_up(product(amount, quotient(days, sum(held) + free))) for days in held] if free > 0 else []
    if single and sum(single) <= amount:
        return single
    parts = split(amount, {**{str(at): days for at, days in enumerate(held)}, VACANT: free})
    return [parts[str(at)] for at in range(len(held))]
