"""Whom the total of c. 1 shows: it is published all the same, and the ente is told before it publishes it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from merito import Finding, Listed, Message, Phase, Ref, Step, kit, say
from merito.national.transparency import NOTHING, merit_lines, merit_rewards
from merito.numbers import Number, quotient

TOTAL = say("l'ammontare complessivo distribuito, che l'art. 20 c. 1 vuole pubblicato,")


def shown_by_the_total(step: Step) -> Iterator[Finding]:
    """Few people who share the total, or one with most of it; few who wait; bands whose quotas tell their people."""
    prizes: dict[str, Decimal] = {}
    for one in merit_rewards(step):
        if one.released:
            prizes[one.person] = prizes.get(one.person, NOTHING) + one.released
    waiting = sorted({one.person for one in merit_rewards(step) if one.withheld})
    fewest = step.parameters.number("fewest_published").value
    if len(prizes) == 1:
        yield _told(step, say("{total} è il premio di {people}", total=TOTAL, people=_people(prizes)))
    elif 0 < len(prizes) < fewest:
        few = say("{total} è di {people}, e chi ne conosce uno sa degli altri", total=TOTAL, people=_people(prizes))
        yield _told(step, few)
    elif prizes and _mostly(step, max(prizes.values()), prizes.values()):
        first = max(prizes, key=lambda person: prizes[person])
        most = say("{total} è per la maggior parte il premio di {people}", total=TOTAL, people=_people([first]))
        yield _told(step, most)
    else:
        yield from _beside_whole_funds(step, fewest)
    if 0 < len(waiting) < fewest:
        yield _told(step, _later(waiting))
    paid = Counter(band.band for band in step.so_far.bands if band.pool for _ in range(band.people))
    if small := [band for band, people in paid.items() if people < fewest]:
        yield _told(
            step,
            say(
                "{total} può dire a chi conosce le quote quante persone sono nelle fasce di merito con meno di "
                "{fewest} persone ({bands}), e quanto ha ognuna",
                total=TOTAL,
                fewest=int(fewest),
                bands=Listed(small),
            ),
        )


def _beside_whole_funds(step: Step, fewest: Number) -> Iterator[Finding]:
    """Few people whose prizes are the total without the funds that are given whole, of which the sum is known."""
    lines = step.once(merit_lines)
    partly = {line.fund for line in lines if line.released != line.amount}
    whole = sorted({line.fund for line in lines if line.released} - partly)
    others = sorted({one.person for one in merit_rewards(step) if one.released and one.fund not in whole})
    if whole and 0 < len(others) < fewest:
        yield _told(
            step,
            say(
                "chi sa che {funds} è distribuito per intero sa che il resto dell'ammontare complessivo distribuito, "
                "che l'art. 20 c. 1 vuole pubblicato, è di {people}",
                many="chi sa che {funds} sono distribuiti per intero sa che il resto dell'ammontare complessivo "
                "distribuito, che l'art. 20 c. 1 vuole pubblicato, è di {people}",
                number="n",
                n=len(whole),
                funds=Listed([f"«{step.funds[fund].title if fund in step.funds else fund}»" for fund in whole]),
                people=_people(others),
            ),
        )


def _told(step: Step, message: Message) -> Finding:
    return kit.told("info", step.rule, message, phase=Phase.REPORTING)


def _later(waiting: list[str]) -> Message:
    """What a later total tells of those who wait, when it is compared with this one."""
    return say(
        "{people} attende un premio, o una sua parte: quando l'avrà, {total} crescerà di quella somma",
        many="{people} attendono un premio, o una sua parte: quando l'avranno, {total} crescerà di quelle somme",
        number="n",
        n=len(waiting),
        people=_people(waiting),
        total=TOTAL,
    )


def _people(people: Iterable[str]) -> Listed:
    return Listed(Ref("person", one) for one in people)


def _mostly(step: Step, prize: Decimal, prizes: Iterable[Decimal]) -> bool:
    """Whether one prize is more of a sum than a published one may be."""
    return quotient(prize, sum(prizes, NOTHING)) > step.parameters.share("most_of_one_published").value
