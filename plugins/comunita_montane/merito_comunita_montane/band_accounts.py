"""Explanations of a band's money: the calculation of a head's sum, and why part of the pool is not paid (Italian)."""

from collections.abc import Iterator, Sequence

from merito.numbers import HUNDRED, euro_text, number_text, percent_text
from merito_comunita_montane.contenders import Contender
from merito_comunita_montane.division import BandShare
from merito_comunita_montane.money import DividedRanking


def formula(one: DividedRanking, band: BandShare) -> str:
    """From the ranking's money to a head: `40% di 10.000,00 € = 4.000,00 €; 4.000,00 € / 4 persone = ...`."""
    if not band.people or one.line is None:
        return ""
    money, each = euro_text(one.line.amount), f"{euro_text(band.each)} a testa"
    heads = band.heads
    if one.scheme.by_head:
        coefficient = one.scheme.money[one.scheme.names.index(band.name)]
        every = coefficient * heads / band.share
        return f"{money} × {number_text(coefficient)} / {number_text(every)} (somma dei coefficienti di tutti) = {each}"
    pool = euro_text(band.pool)
    among = f"{heads} posti" if heads > len(band.people) else f"{heads} person{'a' if heads == 1 else 'e'}"
    return f"{percent_text(band.share * HUNDRED)} di {money} = {pool}; {pool} / {among} = {each}"


def saved(one: DividedRanking, band: BandShare) -> str:
    """Why part of a band's pool is not paid."""
    if not band.savings:
        return ""
    if not one.division.ranking:
        return "nessuno nelle fasce di merito"
    if not band.people:
        return "nessuno nella fascia"
    reasons = []
    unpaid = unpaid_of(one, band)
    if unpaid:
        reasons.append(
            f"struttura sotto il 70% dei suoi obiettivi di PEG: {len(unpaid)} person{'a' if len(unpaid) == 1 else 'e'}"
        )
    if band.heads > len(band.people):
        reasons.append(f"posti rimasti vuoti: {band.heads - len(band.people)}")
    if any(band.due[contender.person] < band.each for contender in _own(one, band) if not contender.unpaid):
        reasons.append("premi ridotti per la parte di anno a tempo pieno")
    if reasons:
        return "; ".join((*reasons, *_cents(one, band)))
    if one.scheme.by_head:
        return "ogni somma a testa è per difetto al centesimo"
    return "centesimi non divisibili"


def _cents(one: DividedRanking, band: BandShare) -> Iterator[str]:
    """The cents that nobody receives, besides the whole parts that are not paid."""
    whole = band.pool - band.each * band.heads
    if whole > 0:
        yield f"centesimi non divisibili: {euro_text(whole)}"


def unpaid_of(one: DividedRanking, band: BandShare) -> Sequence[Contender]:
    """The people of a band whose structure is below its threshold."""
    return [contender for contender in _own(one, band) if contender.unpaid]


def _own(one: DividedRanking, band: BandShare) -> Sequence[Contender]:
    return [contender for contender in one.ranking.contenders if contender.person in band.due]
