"""Appeals won, and ratings corrected, after the prizes were paid (art. 17; I-BL-38): nobody else's prize changes.

The ranking is made again with all new scores. It shows what is due to each of these people, and whether the first bands
would then hold more people than allowed (I-BL-51). What it gives more comes from the ranking's savings, and what it
gives less is saved (`division.with_no_more`). The difference is a prize of art. 17 like the others: it is held by
whatever holds the ranking, the savings it comes from, its band or the person's structure.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from merito import (
    NOTHING,
    Act,
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
from merito_comunita_montane.bands.division import ZERO, Contender, RankingDivision, prize_of
from merito_comunita_montane.bands.rankings import FUND, DividedRanking, RankingEntry, cap_of, divided, grade_of
from merito_comunita_montane.evaluation.scores import APPEAL, corrected_later, raised_later

BEYOND = "I-BL-51"


def bands_won(step: Step) -> Mapping[str, str]:
    """The bands of the scores that are in force since the payment, by person, whatever money that gives.

    Blank: no band, of somebody whose corrected score does not admit to any.
    """
    again = ((one.after, one.again) for one in step.once(divided) or () if one.again is not None)
    return {person: division.band_of.get(person, "") for after, division in again for person in after}


def over_cap(step: Step) -> Message:
    """How many people the appeals would bring into the first bands, if more than the cap, or nothing."""
    found = step.once(divided) or ()
    if not any(one.again for one in found):
        return NOTHING
    scheme = found[0].scheme
    heads = sum(len(band.people) for one in found for band in one.division.bands[: scheme.capped])
    more, most = sum(len(_newly_first(one)) for one in found), cap_of(step, scheme)
    less = sum(len(_no_longer_first(one)) for one in found)
    if not more or heads + more - less <= most:
        return NOTHING
    return say(
        "con i punteggi alzati dopo il pagamento nella prima fascia starebbero {people} persone, mentre possono essere "
        "al massimo {most} (art. 17 c. 2, secondo trattino): ciò che aggiungono lo dice la lettura {reading}",
        many="con i punteggi alzati dopo il pagamento nelle prime {bands} fasce starebbero {people} persone, mentre "
        "possono essere al massimo {most} (art. 17 c. 2, secondo trattino): ciò che aggiungono lo dice la lettura "
        "{reading}",
        number="bands",
        bands=scheme.capped,
        people=heads + more - less,
        most=most,
        reading=Ref("reading", BEYOND),
    )


def _newly_first(one: DividedRanking) -> Sequence[str]:
    """Who enters the first bands from below with a score changed after the payment."""
    able = [person for person, who in one.after.items() if not who.unpaid]
    return [person for person in able if _first_again(one, person) and not _stood_first(one, person)]


def _no_longer_first(one: DividedRanking) -> Sequence[str]:
    """Who was in the first bands and leaves them with a score corrected after the payment."""
    return [person for person in one.after if _stood_first(one, person) and not _first_again(one, person)]


def _first_again(one: DividedRanking, person: str) -> bool:
    """Whether somebody is in one of the first bands of the ranking made again."""
    first = one.again.bands[: one.scheme.capped] if one.again else ()
    return any(person in band.people for band in first)


def _stood_first(one: DividedRanking, person: str) -> bool:
    """Whether somebody is already in one of the first bands, without any appeal after the payment."""
    return any(person in band.people for band in one.division.bands[: one.scheme.capped])


@frozen(kw_only=True)
class Raise:
    """The prize of the band of a score raised after the payment, and what was due before (euro).

    `rows` are the appeal, or the corrections.
    """

    entry: RankingEntry
    rows: tuple[ExtraRow | Act, ...]
    band: str
    prize: Decimal
    before: Decimal

    @property
    def person(self) -> str:
        return self.entry.person.id

    @property
    def more(self) -> Decimal:
        return max(self.prize - self.before, ZERO)

    @property
    def by_appeal(self) -> bool:
        return isinstance(self.rows[0], ExtraRow)


def _claims(step: Step, one: DividedRanking) -> tuple[tuple[Raise, ...], Decimal, Decimal]:
    """The scores raised after the payment to which something is due, what they claim, and the savings (euro)."""
    again = one.again if one.line is not None else None
    found_of = (_raise(step, one, again, who) for who in one.after.values()) if again is not None else ()
    raises = tuple(found for found in found_of if found is not None and found.more)
    wanted = sum((found.more for found in raises), ZERO)
    return raises, wanted, sum((band.savings for band in one.division.bands), ZERO)


def _raise(step: Step, one: DividedRanking, again: RankingDivision, risen: Contender) -> Raise | None:
    """What the ranking made again gives; if the first bands are full, that or the next band below them (I-BL-51)."""
    entry = next(known for known in one.ranking.entries if known.person.id == risen.person)
    name, appeal = again.band_of.get(risen.person, ""), step.once(raised_later).get(risen.person)
    if not name or risen.unpaid or entry.contender is None or risen.score <= entry.contender.score:
        return None
    corrected = step.once(corrected_later).get(risen.person)
    rows = (*((appeal,) if appeal else ()), *(corrected.acts if corrected else ()))
    at, capped = [band.name for band in again.bands].index(name), one.scheme.capped

    def in_band(place: int) -> Raise:
        """As much per head as a band has in the ranking made again, as if the score had been right from the first."""
        bands = one.division.bands
        band = again.bands[place] if again.bands[place].people else bands[place]
        before = next((band.due[risen.person] for band in bands if risen.person in band.due), ZERO)
        return Raise(
            entry=entry, rows=rows, band=band.name, prize=prize_of(risen, band.a_head, step.choose), before=before
        )

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


def certain_savings(step: Step, one: DividedRanking) -> Mapping[str, Decimal]:
    """What each band saves whatever is not known yet (euro), with what of it goes to raised scores.

    Where only the day of the payment is not known, it is what the whole ranking saves in each case: savings that only
    move from one band to another are given to nobody.
    """
    bands = one.division.bands
    if one.certain is None:
        return {band.name: band.savings for band in bands}
    if not one.ways:
        return one.certain.savings
    if not any(one.certain.due.values()):
        return dict(zip((band.name for band in bands), given(step, one), strict=True))
    now = [band.savings - part for band, part in zip(bands, given(step, one), strict=True)]
    least = [min(own, *(each.bands[at].savings for each in one.ways)) for at, own in enumerate(now)]
    every = (sum((band.savings for band in each.bands), ZERO) for each in one.ways)
    more = min(sum(now, ZERO), *every) - sum(least, ZERO)
    found = dict[str, Decimal]()
    for at, band in enumerate(bands):
        moved = min(now[at] - least[at], more)
        more -= moved
        found[band.name] = band.savings - now[at] + least[at] + moved
    return found


def _unsure(one: DividedRanking, found: Raise, covered: Decimal) -> Decimal:
    """What of the difference to a raised score (euro) is not certain while the day of the payment is not known.

    If the payment came after the score was raised, the prize of the ranking holds the difference.
    """
    if not one.ways or one.certain is None:
        return ZERO
    prizes = [
        next((band.due[found.person] for band in each.bands if found.person in band.due), ZERO) for each in one.ways
    ]
    certain = one.certain.due.get(found.person, ZERO)
    least = min(found.before + covered, *prizes)
    return covered - min(covered, max(least - certain, ZERO))


def _if_paid(one: DividedRanking, why: Message) -> Message:
    """What holds only if the prizes had been paid before, where that is not known."""
    return say("se i premi erano già stati pagati, {why}", why=why) if one.ways else why


def raised(step: Step, one: DividedRanking, before: str, lines: Sequence[FundLine]) -> ResultRows:
    """The lines of a ranking without what raised scores take from their savings, and what is due to those raised.

    `before` begins the name of the line of these sums.

    Where the savings are not enough, they cover what each claims pro rata. The rest is due without cover, and takes
    nothing from anybody. While it is not known whether the prizes had been paid before, only what they cover is due:
    the rest may be of the prizes that wait.
    """
    raises, wanted, savings = _claims(step, one)
    if not raises or one.line is None:
        yield from lines
        return
    covered = split(min(wanted, savings), {found.person: found.more for found in raises})
    if wanted > savings:
        why = say(
            "i punteggi alzati dopo il pagamento chiedono {wanted} e le economie della graduatoria sono {savings}: "
            "serve altro denaro ({reading})",
            wanted=Money(wanted),
            savings=Money(savings),
            reading=Ref("reading", APPEAL),
        )
        yield kit.told("warning", "BL-17.1", _if_paid(one, why), phase=Phase.REWARDS)
        yield from (_short(one, found, covered[found.person]) for found in raises)
    taken = tuple(_drawn(lines, given(step, one)))
    drawn_on = (now for before, now in zip(lines, taken, strict=True) if now.amount != before.amount)
    by_appeals = all(found.by_appeal for found in raises)
    line = FundLine(
        fund=FUND,
        item=f"{before}{'ricorsi accolti' if by_appeals else 'ricorsi e rettifiche'}",
        of=one.line.item,
        amount=min(wanted, savings),
        state=one.state,
        reason=one.held,
        rules=one.scheme.rules,
        rests_on=(one.line, *drawn_on),
    )
    yield from (*taken, *((line,) if line.amount or not one.ways else ()))
    for found in raises:
        if covered[found.person] or not one.ways:
            yield _prize(step, one, found, line, covered[found.person])


def _drawn(lines: Sequence[FundLine], parts: Sequence[Decimal]) -> Iterator[FundLine]:
    for line, part in zip(lines, parts, strict=True):
        if not part:
            yield line
            continue
        reason = several(
            line.reason, say("{part} delle economie ai punteggi alzati dopo il pagamento", part=Money(part))
        )
        yield evolve(line, amount=line.amount - part, savings=line.savings - part, reason=reason)


def _prize(step: Step, one: DividedRanking, found: Raise, line: FundLine, covered: Decimal) -> Reward:
    grade, unsure = grade_of(step, found.entry), found.entry.doubt
    doubt = cited("BL-17.2p", unsure) if unsure else NOTHING
    why = say("ricorso accolto: differenza con la fascia {band}", band=found.band)
    if not found.by_appeal:
        why = say("punteggio rettificato dopo il pagamento: differenza con la fascia {band}", band=found.band)
    waits = _unsure(one, found, covered)
    undated = one.certain.why if one.ways and one.certain else NOTHING
    return Reward(
        person=found.person,
        tool=TOOL,
        fund=FUND,
        item=line.item,
        subject="appeal",
        due=covered if one.ways else found.more,
        uncovered=ZERO if one.ways else found.more - covered,
        waits=waits,
        band=found.band,
        state=State.PROVISIONAL if doubt else State.FINAL,
        reason=several(doubt, undated, why),
        rules=(*one.scheme.rules, "BL-17.2p"),
        rests_on=(line, *((grade,) if grade else ())),
        basis=Basis(
            inputs=found.rows,
            formula=say("{prize} - {before}", prize=Money(found.prize), before=Money(found.before)),
        ),
    )


def _short(one: DividedRanking, found: Raise, covered: Decimal) -> Finding:
    why = say(
        "il punteggio alzato dopo il pagamento dà diritto a {more} in più, fino a {prize} della fascia {band}, e le "
        "economie ne coprono {covered}; il premio già calcolato resta ({reading})",
        more=Money(found.more),
        prize=Money(found.prize),
        band=found.band,
        covered=Money(covered),
        reading=Ref("reading", APPEAL),
    )
    subject = f"person:{found.person}"
    return kit.told("warning", "BL-17.1", _if_paid(one, why), subject, phase=Phase.REWARDS, inputs=found.rows)
