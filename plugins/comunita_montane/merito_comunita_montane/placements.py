"""Places, merit bands with their pools, and the limits on people (art. 17 c. 2)."""

from collections.abc import Iterator
from decimal import Decimal
from functools import partial

from merito import Band, Basis, InForce, Intermediate, Placement, ResultRows, State, Step, hookimpl, rule
from merito.numbers import HUNDRED, Ranked, percent_text
from merito_comunita_montane.appeals import given
from merito_comunita_montane.contenders import ABSENT, UNPAID
from merito_comunita_montane.decisions import OPEN
from merito_comunita_montane.division import TIES, BandShare
from merito_comunita_montane.evaluation.factors import ADMITTED, NOT_RATEABLE
from merito_comunita_montane.money import DividedRanking, divided
from merito_comunita_montane.placed_again import BEYOND
from merito_comunita_montane.planning.units import WHERE
from merito_comunita_montane.ranking_checks import apart, capped, criteria, funded, in_two_rankings, told_of
from merito_comunita_montane.rankings import LEAVE, RankingEntry

READINGS = (
    "I-BL-01",
    "I-BL-02",
    "I-BL-03",
    "I-BL-05",
    "I-BL-07",
    "I-BL-08",
    "I-BL-11",
    UNPAID,
    "I-BL-16",
    "I-BL-30",
    "I-BL-31",
    LEAVE,
    WHERE,
    BEYOND,
    *OPEN,
)


@hookimpl
@rule("BL-17.2n2")
def merito_check_plan(step: Step) -> ResultRows:
    """If each structure has its own ranking, nobody serves in two of them on the same days."""
    yield from in_two_rankings(step)


@hookimpl
@rule(
    "BL-17.1",
    "BL-17.2i",
    "BL-17.2k3",
    "BL-17.2k5",
    "BL-17.2x4",
    "BL-17.Da",
    "BL-17.Db",
    "BL-17.Dc",
    "BL-12.2bis",
    *READINGS,
)
def merito_placements(step: Step) -> ResultRows:
    """For everybody in a ranking the place and the band, or the word for those below; and each band with its pool."""
    found = divided(step)
    if found is None:
        return
    yield from (*capped(step, found), *apart(step, found), *criteria(step, found), *funded(step, found))
    for one in found:
        parts = zip(one.division.bands, given(step, one), strict=True)
        bands = {band.name: _band(one, band, to_appeals) for band, to_appeals in parts}
        yield from (_placement(step, one, entry, bands) for entry in one.ranking.entries)
        yield from bands.values()
        yield from told_of(step, one)


def _band(one: DividedRanking, band: BandShare, to_appeals: Decimal) -> Band:
    state = State.BLOCKED if one.problem else State.PROVISIONAL if one.doubt else State.FINAL
    money = one.line is not None
    line = (one.line,) if one.line else ()
    own = set(band.people)
    scores = tuple(entry.score for entry in one.ranking.entries if entry.score and entry.person.id in own)
    return Band(
        ranking=one.ranking.id,
        band=band.name,
        places=band.places,
        people=len(band.people),
        pool=band.pool if money else None,
        per_head=band.each if money and band.people else None,
        savings=band.savings - to_appeals if money else None,
        state=state,
        rules=tuple(dict.fromkeys((*one.scheme.rules, *one.scheme.limits))),
        rests_on=(*line, *scores),
        basis=Basis(
            inputs=one.scheme.inputs,
            parameters=(*one.scheme.parameters, *one.scheme.regulated, one.scheme.cap, one.scheme.ratio),
            steps=(
                Intermediate("persone nelle fasce", len(one.division.ranking)),
                Intermediate("posti della fascia", band.places),
                *((Intermediate("economie ai ricorsi accolti", to_appeals),) if to_appeals else ()),
            ),
        ),
    )


def _placement(step: Step, one: DividedRanking, entry: RankingEntry, bands: dict[str, Band]) -> Placement:
    ranked = one.division.entry_of(entry.person.id)
    held = one.problem or one.doubt
    contender = entry.contender
    score = (entry.score,) if entry.score else ()
    if ranked is None or contender is None:
        return _below(step, one, entry, held)
    band = bands[one.division.band_of(entry.person.id)]
    doubt = f"BL-17.2p: {entry.doubt}" if entry.doubt else ""
    return Placement(
        ranking=one.ranking.id,
        person=entry.person.id,
        score=contender.percent,
        place=ranked.first_place,
        band=band.band,
        state=State.BLOCKED if one.problem else State.PROVISIONAL if held or doubt else State.FINAL,
        reason="; ".join(part for part in (held, doubt) if part),
        rules=("BL-17.1", "BL-17.2i", *one.scheme.rules_of(band.band)),
        rests_on=(*score, band),
        basis=partial(_basis, step, one, entry, ranked, band.band),
    )


def _basis(step: Step, one: DividedRanking, entry: RankingEntry, ranked: Ranked, band: str) -> Basis:
    return Basis(
        inputs=(*entry.inputs, *one.scheme.inputs),
        parameters=(*one.scheme.parameters[:1], *_chosen(step)),
        steps=(
            *_place(step, one, ranked, band),
            Intermediate("persone nelle fasce", len(one.division.ranking)),
            *_borders(one),
        ),
    )


def _chosen(step: Step) -> Iterator[InForce[object]]:
    """The ente's settings on who is ranked, and with whom."""
    yield from (step.parameters.choice(key) for key in ("ranked", "rankings") if key in step.parameters.settings)


def _place(step: Step, one: DividedRanking, ranked: Ranked, band: str) -> Iterator[Intermediate]:
    """The place; in a tied group its first and last, and the one by which the group gets its band."""
    if not ranked.tied:
        yield Intermediate("posto in graduatoria", ranked.first_place)
        return
    first, last = ranked.first_place, ranked.last_place
    yield Intermediate("posto in graduatoria", f"da {first} a {last}, a pari punteggio")
    decides = last
    if one.division.band_at(first) != one.division.band_at(last):
        by_choice = step.choose(TIES, first=first, mean=(first + last + 1) // 2, last=last)
        decides = by_choice if one.division.band_at(by_choice) == band else last
    yield Intermediate(f"posto che decide la fascia ({TIES})", decides)


def _borders(one: DividedRanking) -> Iterator[Intermediate]:
    """The places of each band: `posti da 1 a 2`."""
    before = 0
    for band in one.division.bands:
        after = before + band.places
        told_places = f"posti da {before + 1} a {after}" if band.places else "nessun posto"
        yield Intermediate(f"fascia {band.name}", told_places)
        before = after


def _below(step: Step, one: DividedRanking, entry: RankingEntry, held: str) -> Placement:
    """Somebody in no band: the word of the level, or that there is no evaluation."""
    score = entry.score
    contender = entry.contender
    out = score.level if score else ""
    rules: tuple[str, ...] = ("BL-17.2i",)
    reason = ""
    if entry.on_leave:
        reason, rules = f"in congedo per tutto il servizio dell'anno, senza valutazione ({LEAVE})", ("BL-17.2i", LEAVE)
    elif contender is None:
        reason = (score.reason if score else "") or "manca la valutazione"
    elif contender.admitted and contender.absent and step.readings[ABSENT].choice == "absence":
        out, rules = NOT_RATEABLE, ("BL-17.2b", ABSENT)
        reason = "assenze oltre il limite: nessun premio, anche con il punteggio"
    elif not contender.admitted and score is not None and score.score is None:
        reason = f"prestazione {out}, senza punteggio: nessun premio"
    elif not contender.admitted:
        reason = f"punteggio sotto il {percent_text(one.admission * HUNDRED)} del massimo: nessun premio"
    else:
        out, reason = "fuori graduatoria", "struttura sotto il 70% dei suoi obiettivi"
        rules = ("BL-17.2p",)
    return Placement(
        ranking=one.ranking.id,
        person=entry.person.id,
        score=contender.percent if contender and score and score.score is not None else None,
        band=out if out != ADMITTED else "",
        state=State.NOT_MEASURED if contender is None and not entry.on_leave else State.FINAL,
        reason=reason,
        rules=tuple(dict.fromkeys((*rules, *(score.rules if score else ())))),
        rests_on=(score,) if score else (),
        basis=Basis(inputs=(entry.person,)),
    )
