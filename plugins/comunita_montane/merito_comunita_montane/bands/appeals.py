"""Appeals won after the prizes were paid (art. 17; I-BL-38): only the appellant is raised, from the ranking's savings.

The ranking is made again with all their scores. It shows which band each reaches, and whether the first bands would
then hold more people than allowed (I-BL-51); several appeals of a ranking are placed together, so that a band gives
those who enter it its money once. The difference is a prize of art. 17 like the others: it is held by whatever holds
the ranking, the savings it comes from, its band or the appellant's structure.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from merito import (
    NOTHING,
    Basis,
    ExtraRow,
    Finding,
    FundLine,
    Message,
    Money,
    Phase,
    Ref,
    ResultRows,
    Reward,
    State,
    Step,
    cited,
    kit,
    say,
    several,
)
from merito.numbers import split
from merito_comunita_montane.bands.decisions import TOOL
from merito_comunita_montane.bands.division import ZERO, RankingDivision, divide_anew, prize_of
from merito_comunita_montane.bands.rankings import FUND, DividedRanking, RankingEntry, cap_of, divided, grade_of
from merito_comunita_montane.evaluation.scores import APPEAL, Won, raised_later

BEYOND = "I-BL-51"


def bands_won(step: Step) -> Mapping[str, str]:
    """The bands of the scores that were won after the payment, by person, whatever money that gives."""
    if not raised_later(step):
        return {}
    parts = ((one, _won_in(step, one)) for one in step.once(divided) or ())
    again = ((won, _ranked_with(step, one, won)) for one, won in parts if won)
    return {person: band for won, division in again for person in won if (band := division.band_of.get(person, ""))}


def _won_in(step: Step, one: DividedRanking) -> Won:
    """The appeals after the payment that raise a score of a ranking; others change nothing."""
    later = raised_later(step)
    mine = ((who, later[who.person]) for who in one.ranking.contenders if who.person in later)
    return {who.person: row for who, row in mine if who.better(row, one.admission) is not who}


def _ranked_with(step: Step, one: DividedRanking, won: Won) -> RankingDivision:
    return divide_anew(one.part, one.scheme, won, one.admission, step.choose)


def over_cap(step: Step) -> Message:
    """How many people the appeals would bring into the first bands, if more than the cap, or nothing."""
    found = step.once(divided) or ()
    if not found or not raised_later(step):
        return NOTHING
    scheme = found[0].scheme
    heads = sum(len(band.people) for one in found for band in one.division.bands[: scheme.capped])
    more, most = sum(_newly_first(step, one) for one in found), cap_of(step, scheme)
    if not more or heads + more <= most:
        return NOTHING
    return say(
        "con i ricorsi accolti nella prima fascia starebbero {people} persone, mentre possono essere al massimo {most} "
        "(art. 17 c. 2, secondo trattino): ciò che il ricorso aggiunge lo dice la lettura {reading}",
        many="con i ricorsi accolti nelle prime {bands} fasce starebbero {people} persone, mentre possono essere al "
        "massimo {most} (art. 17 c. 2, secondo trattino): ciò che il ricorso aggiunge lo dice la lettura {reading}",
        number="bands",
        bands=scheme.capped,
        people=heads + more,
        most=most,
        reading=Ref("reading", BEYOND),
    )


def _newly_first(step: Step, one: DividedRanking) -> int:
    """How many of those who won would enter the first bands from below."""
    won = _won_in(step, one)
    able = {known.person for known in one.ranking.contenders if known.person in won and not known.unpaid}
    first = _ranked_with(step, one, won).bands[: one.scheme.capped]
    return sum(person in able and not _stood_first(one, person) for band in first for person in band.people)


def _stood_first(one: DividedRanking, person: str) -> bool:
    """Whether somebody is already in one of the first bands, without any appeal after the payment."""
    return any(person in band.people for band in one.division.bands[: one.scheme.capped])


@frozen(kw_only=True)
class Raise:
    """The prize of the band of a score won in an appeal, and what was due before (euro)."""

    entry: RankingEntry
    row: ExtraRow
    band: str
    prize: Decimal
    before: Decimal

    @property
    def person(self) -> str:
        return self.entry.person.id

    @property
    def more(self) -> Decimal:
        return max(self.prize - self.before, ZERO)


def _claims(step: Step, one: DividedRanking) -> tuple[tuple[Raise, ...], Decimal, Decimal]:
    """The appeals upheld after the payment to which something is due, what they claim, and the savings (euro)."""
    won = _won_in(step, one) if one.line is not None else {}
    again = _ranked_with(step, one, won) if won else one.division
    found_of = (_raise(step, one, again, row) for row in won.values())
    raises = tuple(found for found in found_of if found is not None and found.more)
    wanted = sum((found.more for found in raises), ZERO)
    return raises, wanted, sum((band.savings for band in one.division.bands), ZERO)


def _raise(step: Step, one: DividedRanking, again: RankingDivision, row: ExtraRow) -> Raise | None:
    """What the band of the new score gives; if the first bands are full, that band or the next below them (I-BL-51)."""
    entry = next((known for known in one.ranking.entries if known.person.id == row["person"]), None)
    if entry is None or entry.contender is None or entry.contender.unpaid:
        return None
    risen, name = entry.contender.better(row, one.admission), again.band_of.get(entry.person.id, "")
    if not name:
        return None
    at, capped = [band.name for band in one.division.bands].index(name), one.scheme.capped

    def in_band(place: int) -> Raise:
        """As much per head as the other people of a band have, whose prizes do not change."""
        bands = one.division.bands
        band = bands[place] if bands[place].people else again.bands[place]
        before = next((band.due[risen.person] for band in bands if risen.person in band.due), ZERO)
        prize = prize_of(risen, band.a_head, step.choose)
        return Raise(entry=entry, row=row, band=band.name, prize=prize, before=before)

    if at >= capped or _stood_first(one, risen.person) or not step.once(over_cap):
        return in_band(at)
    return step.choose(BEYOND, takes_band=in_band(at), next_band=in_band(capped))


def given(step: Step, one: DividedRanking) -> tuple[Decimal, ...]:
    """The part of each band's savings that goes to the appeals, from the first band with savings on (euro)."""
    _, wanted, savings = _claims(step, one)
    left, parts = min(wanted, savings), []
    for band in one.division.bands:
        parts.append(min(band.savings, left))
        left -= parts[-1]
    return tuple(parts)


def raised(step: Step, one: DividedRanking, item: str, lines: Sequence[FundLine]) -> ResultRows:
    """The lines of a ranking without what appeals take from their savings, and what is due to those who won them.

    Where the savings are not enough, they cover what each claims pro rata. The rest is due without cover, and takes
    nothing from anybody.
    """
    raises, wanted, savings = _claims(step, one)
    if not raises or one.line is None:
        yield from lines
        return
    covered = split(min(wanted, savings), {found.person: found.more for found in raises})
    if wanted > savings:
        why = say(
            "i ricorsi accolti chiedono {wanted} e le economie della graduatoria sono {savings}: serve altro denaro "
            "({reading})",
            wanted=Money(wanted),
            savings=Money(savings),
            reading=Ref("reading", APPEAL),
        )
        yield kit.told("warning", "BL-17.1", why, phase=Phase.REWARDS)
        yield from (_short(found, covered[found.person]) for found in raises)
    taken = tuple(_drawn(lines, given(step, one)))
    drawn_on = (now for before, now in zip(lines, taken, strict=True) if now.amount != before.amount)
    line = FundLine(
        fund=FUND,
        item=item,
        of=one.line.item,
        amount=min(wanted, savings),
        state=one.state,
        reason=one.held,
        rules=one.scheme.rules,
        rests_on=(one.line, *drawn_on),
    )
    yield from (*taken, line)
    yield from (_prize(step, one, found, line, covered[found.person]) for found in raises)


def _drawn(lines: Sequence[FundLine], parts: Sequence[Decimal]) -> Iterator[FundLine]:
    for line, part in zip(lines, parts, strict=True):
        if not part:
            yield line
            continue
        reason = several(line.reason, say("{part} delle economie ai ricorsi accolti", part=Money(part)))
        yield evolve(line, amount=line.amount - part, savings=line.savings - part, reason=reason)


def _prize(step: Step, one: DividedRanking, found: Raise, line: FundLine, covered: Decimal) -> Reward:
    grade, unsure = grade_of(step, found.entry), found.entry.doubt
    doubt = cited("BL-17.2p", unsure) if unsure else NOTHING
    why = say("ricorso accolto: differenza con la fascia {band}", band=found.band)
    return Reward(
        person=found.person,
        tool=TOOL,
        fund=FUND,
        item=line.item,
        subject="appeal",
        due=found.more,
        uncovered=found.more - covered,
        band=found.band,
        state=State.PROVISIONAL if doubt else State.FINAL,
        reason=several(doubt, why),
        rules=(*one.scheme.rules, "BL-17.2p"),
        rests_on=(line, *((grade,) if grade else ())),
        basis=Basis(
            inputs=(found.row,),
            formula=say("{prize} - {before}", prize=Money(found.prize), before=Money(found.before)),
        ),
    )


def _short(found: Raise, covered: Decimal) -> Finding:
    why = say(
        "il ricorso accolto dà diritto a {more} in più, fino a {prize} della fascia {band}, e le economie ne coprono "
        "{covered}; il premio già calcolato resta ({reading})",
        more=Money(found.more),
        prize=Money(found.prize),
        band=found.band,
        covered=Money(covered),
        reading=Ref("reading", APPEAL),
    )
    return kit.told("warning", "BL-17.1", why, f"person:{found.person}", phase=Phase.REWARDS, inputs=(found.row,))
