"""Whom the total of c. 1 shows: it is published all the same, and the ente is told before it publishes it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from merito import Finding, Listed, Message, Phase, Ref, Step, kit, say
from merito.numbers import Number, quotient
from merito_national.transparency import NOTHING, merit_rewards

TOTAL = say("l'ammontare complessivo distribuito, che l'art. 20 c. 1 vuole pubblicato,")


def shown_by_the_total(step: Step) -> Iterator[Finding]:
    """Few people who share the total, one with most of it, all near an extreme; few who wait; bands told by quotas."""
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
        yield from _of_small_funds(step, fewest)
    if not waiting and not 0 < len(prizes) < fewest:
        yield from _near_an_extreme(step)
    if 0 < len(waiting) < fewest:
        yield _told(step, _later(waiting))
    elif waiting:
        yield _told(step, _one_by_one(len(waiting), int(fewest)))
    paid = [band for band in step.so_far.bands if band.pool and band.people]
    alone = Counter(band.ranking for band in paid)
    rankings = len(alone)
    told = (one for one in paid if one.people < fewest or alone[one.ranking] == 1)
    if small := [f"{one.band} ({one.ranking})" if rankings > 1 else one.band for one in told]:
        yield _told(
            step,
            say(
                "{total} può dire a chi conosce le quote quante persone sono nelle fasce di merito con meno di "
                "{fewest} persone, o di una graduatoria che ne ha una sola ({bands}), e quanto ha ognuna",
                total=TOTAL,
                fewest=int(fewest),
                bands=Listed(small),
            ),
        )


def _of_small_funds(step: Step, fewest: Number) -> Iterator[Finding]:
    """Few people who share a fund: the total tells their sum beside the other funds, or before and after theirs.

    Whoever knows the other funds, which are given whole but for cents, knows the rest; and the total grows by what a
    fund gives on the day on which it is divided.
    """
    people: dict[str, set[str]] = {}
    for one in merit_rewards(step):
        if one.released:
            people.setdefault(one.fund, set()).add(one.person)
    few = {fund: own for fund, own in people.items() if len(own) < fewest}
    named = sorted(set().union(*few.values()))
    if len(named) == 1:
        alone = say(
            "{total} dice il premio di {people} a chi sa quanto danno gli altri fondi o conosce il totale di prima",
            total=TOTAL,
            people=_people(named),
        )
        yield _told(step, alone)
    elif few:
        yield _told(
            step,
            say(
                "{total} dice quanto dà {funds}, a chi sa quanto danno gli altri fondi o conosce il totale di prima: "
                "è di {people}, e chi ne conosce uno sa degli altri",
                many="{total} dice quanto danno {funds}, a chi sa quanto danno gli altri fondi o conosce il totale di "
                "prima: sono di {people}, e chi ne conosce uno sa degli altri",
                number="n",
                n=len(few),
                total=TOTAL,
                funds=Listed([f"«{step.funds[fund].title if fund in step.funds else fund}»" for fund in few]),
                people=_people(named),
            ),
        )


def _near_an_extreme(step: Step) -> Iterator[Finding]:
    """All those whose prizes follow from a total that is close to the most, or the least, that they could have.

    It may be so close that a colleague, or two, knows them.
    """
    rewards = merit_rewards(step)
    parts, extremes = {one.key: one.released for one in rewards}, kit.extremes(rewards)
    shown = kit.parts_told(parts, extremes)
    if shown and not any(one.released for one in rewards):
        none = say("{total} è zero: dice che non hanno un premio {people}", total=TOTAL, people=_people(shown))
        yield _told(step, none)
    elif shown:
        near = say(
            "{total} è quasi il massimo, o il minimo, che tutti insieme potevano avere, e dice il premio di {people}",
            total=TOTAL,
            people=_people(shown),
        )
        yield _told(step, near)
    elif to_colleagues := kit.parts_told(parts, extremes, to_colleagues=True):
        within = say(
            "{total} è vicino al massimo, o al minimo, che tutti insieme potevano avere: chi conosce il proprio "
            "premio, o due colleghi che se lo dicono, sa quasi quello di {people}",
            total=TOTAL,
            people=_people(to_colleagues),
        )
        yield _told(step, within)


def _told(step: Step, message: Message) -> Finding:
    why = say(
        "{shown}. La legge vuole il totale lo stesso: chi lo pubblica lo sa prima, e altro non deve", shown=message
    )
    return kit.told("info", step.rule, why, phase=Phase.REPORTING)


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


def _one_by_one(waiting: int, fewest: int) -> Message:
    """What totals of several days tell of many who wait, if they are settled one at a time."""
    return say(
        "{waiting} persone attendono un premio, o una sua parte: se si liquidano una alla volta, la differenza tra due "
        "pubblicazioni dell'ammontare complessivo è il premio di ognuna. Pubblicare di nuovo quando sono definitivi "
        "tutti, o almeno {fewest} insieme",
        waiting=waiting,
        fewest=fewest,
    )


def _people(people: Iterable[str]) -> Listed:
    return Listed(Ref("person", one) for one in people)


def _mostly(step: Step, prize: Decimal, prizes: Iterable[Decimal]) -> bool:
    """Whether one prize is more of a sum than a published one may be."""
    return quotient(prize, sum(prizes, NOTHING)) > step.parameters.share("most_of_one_published").value
