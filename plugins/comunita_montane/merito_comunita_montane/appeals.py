"""An appeal won after the prizes were paid (I-BL-38): the appellant alone is raised, from the ranking's savings.

The difference is a prize of art. 17 like the others: whatever holds the ranking, the savings it comes from, the band it
reaches or the structure of the appellant holds it too. Several appeals of a ranking are placed together: a band gives
those who come into it its money once.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from merito import Basis, ExtraRow, Finding, FundLine, Phase, ResultRows, Reward, State, Step
from merito.kit import told
from merito.numbers import euro_text
from merito_comunita_montane.bands import TOOL
from merito_comunita_montane.contenders import Contender, standings
from merito_comunita_montane.division import NOTHING, RankingDivision, divide, prize_of
from merito_comunita_montane.money import FUND, DividedRanking, cap_of, divided
from merito_comunita_montane.rankings import RankingEntry
from merito_comunita_montane.upheld import APPEAL, Won, better, raised_later, rescored

SUBJECT, BEYOND = "appeal", "I-BL-51"


@frozen(kw_only=True)
class Taken:
    """The prize of the band of a new score, and what was due before (euro)."""

    band: str
    prize: Decimal
    before: Decimal

    @property
    def more(self) -> Decimal:
        return max(self.prize - self.before, NOTHING)


@frozen(kw_only=True)
class Raise:
    """What somebody takes who won an appeal."""

    entry: RankingEntry
    row: ExtraRow
    taken: Taken


@frozen(kw_only=True)
class Claims:
    """What the appeals of a ranking take of its savings, or that these do not reach (euro)."""

    raises: tuple[Raise, ...]
    savings: Decimal

    @property
    def wanted(self) -> Decimal:
        return sum((found.taken.more for found in self.raises), NOTHING)

    @property
    def short(self) -> bool:
        return self.wanted > self.savings


def claims(step: Step, one: DividedRanking) -> Claims:
    """The appeals of after the payment that are owed something."""
    won = raised_later(step) if one.line is not None else {}
    again = _again(step, one, won)
    found_of = (_raise(step, one, again, row) for row in won.values())
    raises = tuple(found for found in found_of if found is not None and found.taken.more)
    return Claims(raises=raises, savings=sum((band.savings for band in one.division.bands), NOTHING))


def given(step: Step, one: DividedRanking) -> tuple[Decimal, ...]:
    """What of the savings of each band goes to the appeals, from the first that has some (euro)."""
    asked = claims(step, one)
    left, parts = NOTHING if asked.short else asked.wanted, []
    for band in one.division.bands:
        parts.append(min(band.savings, left))
        left -= parts[-1]
    return tuple(parts)


def raised(step: Step, one: DividedRanking, item: str, lines: Sequence[FundLine]) -> ResultRows:
    """The lines of a ranking with what its appeals take of their savings, and what is due to whoever won them."""
    asked = claims(step, one)
    if not asked.raises or one.line is None:
        return lines
    if asked.short:
        return (*lines, _missing(asked.wanted, asked.savings), *map(_short, asked.raises))
    taken = tuple(_taken(lines, given(step, one)))
    drawn_on = (now for before, now in zip(lines, taken, strict=True) if now.amount != before.amount)
    held = one.problem or one.doubt
    line = FundLine(
        fund=FUND,
        item=item,
        of=one.line.item,
        amount=asked.wanted,
        state=State.BLOCKED if one.problem else State.PROVISIONAL if held else State.FINAL,
        reason=held,
        rules=one.scheme.rules,
        rests_on=(one.line, *drawn_on),
    )
    return (*taken, line, *(_prize(one, found, line) for found in asked.raises))


def bands_won(step: Step) -> Mapping[str, str]:
    """The bands of the scores that were won after the payment, by person; whatever they take of the money."""
    won = raised_later(step)
    divisions = [_again(step, one, won) for one in divided(step) or ()] if won else []
    return {person: band for person in won for again in divisions if (band := again.band_of(person))}


def _again(step: Step, one: DividedRanking, won: Won) -> RankingDivision:
    """The ranking divided with the new scores of all who won."""
    people = rescored(one.ranking.contenders, won, one.admission)
    return divide(evolve(one.part, standings=standings(people, step.choose)), one.scheme, step.choose)


def _raise(step: Step, one: DividedRanking, again: RankingDivision, row: ExtraRow) -> Raise | None:
    entry = next((known for known in one.ranking.entries if known.person.id == row["person"]), None)
    if entry is None or entry.contender is None or entry.contender.unpaid:
        return None
    taken = _taken_by(step, one, again, better(entry.contender, row, one.admission))
    return Raise(entry=entry, row=row, taken=taken) if taken else None


def _taken_by(step: Step, one: DividedRanking, again: RankingDivision, risen: Contender) -> Taken | None:
    """What the band of the new score gives; where the first bands are full, that or the next below them (I-BL-51)."""
    name = again.band_of(risen.person)
    if not name:
        return None
    at, capped = [band.name for band in one.division.bands].index(name), one.scheme.capped
    reached = _in_band(step, one, again, at, risen)
    if at >= capped or _stood_first(one, risen.person) or not step.once(over_cap):
        return reached
    return step.choose(BEYOND, takes_band=reached, next_band=_in_band(step, one, again, capped, risen))


def _in_band(step: Step, one: DividedRanking, again: RankingDivision, at: int, risen: Contender) -> Taken:
    """What a band gives, where a head takes what its others were paid: they stand as they were."""
    bands = one.division.bands
    band = bands[at] if bands[at].people else again.bands[at]
    before = next((band.due[risen.person] for band in bands if risen.person in band.due), NOTHING)
    return Taken(band=band.name, prize=prize_of(risen, band.a_head, step.choose), before=before)


def _stood_first(one: DividedRanking, person: str) -> bool:
    return any(person in band.people for band in one.division.bands[: one.scheme.capped])


def over_cap(step: Step) -> str:
    """How many the appeals would bring into the first bands, beyond the cap of the text (Italian), or nothing."""
    found, won = divided(step) or (), raised_later(step)
    if not found or not won:
        return ""
    scheme = found[0].scheme
    heads = sum(len(band.people) for one in found for band in one.division.bands[: scheme.capped])
    more, most = sum(_newly_first(step, one, won) for one in found), cap_of(step, scheme)
    if not more or heads + more <= most:
        return ""
    which = "nella prima fascia" if scheme.capped == 1 else "nelle prime due fasce"
    return (
        f"con i ricorsi accolti {which} starebbero {heads + more} persone, mentre possono essere al massimo {most} "
        f"(art. 17 c. 2, secondo trattino): ciò che il ricorso aggiunge lo dice la lettura {BEYOND}"
    )


def _newly_first(step: Step, one: DividedRanking, won: Won) -> int:
    """How many of those who won would come into the first bands from below them."""
    able = {known.person for known in one.ranking.contenders if known.person in won and not known.unpaid}
    first = _again(step, one, won).bands[: one.scheme.capped]
    return sum(person in able and not _stood_first(one, person) for band in first for person in band.people)


def told_over_cap(step: Step, found: Sequence[DividedRanking]) -> Iterator[Finding]:
    """An appeal that would put more people into the first bands than the text admits."""
    if found and (why := step.once(over_cap)):
        yield told("warning", found[0].scheme.cap_rule, why, phase=Phase.REWARDS, tool=TOOL)


def _taken(lines: Sequence[FundLine], parts: Sequence[Decimal]) -> Iterator[FundLine]:
    """The lines without what goes to the appeals."""
    for line, part in zip(lines, parts, strict=True):
        if not part:
            yield line
            continue
        told_of = f"{euro_text(part)} delle economie ai ricorsi accolti"
        reason = "; ".join(text for text in (line.reason, told_of) if text)
        yield evolve(line, amount=line.amount - part, savings=line.savings - part, reason=reason)


def _prize(one: DividedRanking, found: Raise, line: FundLine) -> Reward:
    doubt = f"BL-17.2p: {found.entry.doubt}; " if found.entry.doubt else ""
    return Reward(
        person=found.entry.person.id,
        tool=TOOL,
        fund=FUND,
        item=line.item,
        subject=SUBJECT,
        due=found.taken.more,
        band=found.taken.band,
        state=State.PROVISIONAL if doubt else State.FINAL,
        reason=f"{doubt}ricorso accolto: differenza con la fascia {found.taken.band}",
        rules=(*one.scheme.rules, "BL-17.2p"),
        rests_on=(line, *((found.entry.grade,) if found.entry.grade else ())),
        basis=Basis(inputs=(found.row,), formula=f"{euro_text(found.taken.prize)} - {euro_text(found.taken.before)}"),
    )


def _missing(wanted: Decimal, savings: Decimal) -> Finding:
    """The money that is not there: an error of the fund, which takes nothing from anybody."""
    why = f"i ricorsi accolti chiedono {euro_text(wanted)} e le economie della graduatoria sono {euro_text(savings)}"
    return told("error", "BL-17.1", f"{why}: serve altro denaro ({APPEAL})", phase=Phase.REWARDS)


def _short(found: Raise) -> Finding:
    taken = found.taken
    why = (
        f"il ricorso accolto dà diritto a {euro_text(taken.more)} in più, fino a {euro_text(taken.prize)} della "
        f"fascia {taken.band}, ma le economie non bastano; il premio già calcolato resta ({APPEAL})"
    )
    return told("warning", "BL-17.1", why, f"person:{found.entry.person.id}", phase=Phase.REWARDS, inputs=(found.row,))
