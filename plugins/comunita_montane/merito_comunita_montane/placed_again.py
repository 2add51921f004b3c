"""Where appeals won after the payment place people: the ranking is made again with all their scores.

It shows which band each reaches, and whether the first bands would then hold more people than allowed (I-BL-51).
"""

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve

from merito import Finding, Phase, Step
from merito.kit import told
from merito_comunita_montane.bands import TOOL
from merito_comunita_montane.contenders import better, rescored, standings
from merito_comunita_montane.division import RankingDivision, divide
from merito_comunita_montane.evaluation.scores import Won, raised_later
from merito_comunita_montane.money import DividedRanking, cap_of, divided

BEYOND = "I-BL-51"


def bands_won(step: Step) -> Mapping[str, str]:
    """The bands of the scores that were won after the payment, by person, whatever money that gives."""
    if not raised_later(step):
        return {}
    parts = ((one, won_in(step, one)) for one in divided(step) or ())
    again = ((won, ranked_with(step, one, won)) for one, won in parts if won)
    return {person: band for won, division in again for person in won if (band := division.band_of(person))}


def won_in(step: Step, one: DividedRanking) -> Won:
    """The appeals after the payment that raise a score of a ranking; others change nothing."""
    later = raised_later(step)
    mine = ((who, later[who.person]) for who in one.ranking.contenders if who.person in later)
    return {who.person: row for who, row in mine if better(who, row, one.admission) is not who}


def ranked_with(step: Step, one: DividedRanking, won: Won) -> RankingDivision:
    """The ranking divided with the new scores of all who won."""
    people = rescored(one.ranking.contenders, won, one.admission)
    return divide(evolve(one.part, standings=standings(people, step.choose)), one.scheme, step.choose)


def over_cap(step: Step) -> str:
    """How many people the appeals would bring into the first bands, if more than the cap (Italian), or nothing."""
    found = divided(step) or ()
    if not found or not raised_later(step):
        return ""
    scheme = found[0].scheme
    heads = sum(len(band.people) for one in found for band in one.division.bands[: scheme.capped])
    more, most = sum(_newly_first(step, one) for one in found), cap_of(step, scheme)
    if not more or heads + more <= most:
        return ""
    which = "nella prima fascia" if scheme.capped == 1 else "nelle prime due fasce"
    return (
        f"con i ricorsi accolti {which} starebbero {heads + more} persone, mentre possono essere al massimo {most} "
        f"(art. 17 c. 2, secondo trattino): ciò che il ricorso aggiunge lo dice la lettura {BEYOND}"
    )


def _newly_first(step: Step, one: DividedRanking) -> int:
    """How many of those who won would enter the first bands from below."""
    won = won_in(step, one)
    able = {known.person for known in one.ranking.contenders if known.person in won and not known.unpaid}
    first = ranked_with(step, one, won).bands[: one.scheme.capped]
    return sum(person in able and not stood_first(one, person) for band in first for person in band.people)


def told_over_cap(step: Step, found: Sequence[DividedRanking]) -> Iterator[Finding]:
    """Warns of appeals that would put more people into the first bands than the text allows."""
    if found and (why := step.once(over_cap)):
        yield told("warning", found[0].scheme.cap_rule, why, phase=Phase.REWARDS, tool=TOOL)


def stood_first(one: DividedRanking, person: str) -> bool:
    """Whether somebody is already in one of the first bands, without any appeal after the payment."""
    return any(person in band.people for band in one.division.bands[: one.scheme.capped])
