"""Appeals won after the prizes were paid (I-BL-38): only the appellant is raised, from the ranking's savings.

The difference is a prize of art. 17 like the others: it is held by whatever holds the ranking, the savings it comes
from, its band or the appellant's structure. Several appeals of a ranking are placed together: a band gives those who
enter it its money once.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from merito import Basis, ExtraRow, Finding, FundLine, Phase, ResultRows, Reward, State, Step
from merito.kit import told
from merito.numbers import euro_text
from merito_comunita_montane.bands import TOOL
from merito_comunita_montane.contenders import Contender, better
from merito_comunita_montane.division import NOTHING, RankingDivision, prize_of
from merito_comunita_montane.evaluation.scores import APPEAL
from merito_comunita_montane.money import FUND, DividedRanking
from merito_comunita_montane.placed_again import BEYOND, over_cap, ranked_with, stood_first, won_in
from merito_comunita_montane.rankings import RankingEntry, grade_of

SUBJECT = "appeal"


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
    """What somebody who won an appeal receives."""

    entry: RankingEntry
    row: ExtraRow
    taken: Taken


@frozen(kw_only=True)
class Claims:
    """What the appeals of a ranking claim, and the savings that they draw on (euro)."""

    raises: tuple[Raise, ...]
    savings: Decimal

    @property
    def wanted(self) -> Decimal:
        return sum((found.taken.more for found in self.raises), NOTHING)

    @property
    def short(self) -> bool:
        return self.wanted > self.savings


def claims(step: Step, one: DividedRanking) -> Claims:
    """The appeals upheld after the payment to which something is due."""
    won = won_in(step, one) if one.line is not None else {}
    again = ranked_with(step, one, won) if won else one.division
    found_of = (_raise(step, one, again, row) for row in won.values())
    raises = tuple(found for found in found_of if found is not None and found.taken.more)
    return Claims(raises=raises, savings=sum((band.savings for band in one.division.bands), NOTHING))


def given(step: Step, one: DividedRanking) -> tuple[Decimal, ...]:
    """The part of each band's savings that goes to the appeals, from the first band with savings on (euro)."""
    asked = claims(step, one)
    left, parts = NOTHING if asked.short else asked.wanted, []
    for band in one.division.bands:
        parts.append(min(band.savings, left))
        left -= parts[-1]
    return tuple(parts)


def raised(step: Step, one: DividedRanking, item: str, lines: Sequence[FundLine]) -> ResultRows:
    """The lines of a ranking without what appeals take from their savings, and what is due to those who won them."""
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
    return (*taken, line, *(_prize(step, one, found, line) for found in asked.raises))


def _raise(step: Step, one: DividedRanking, again: RankingDivision, row: ExtraRow) -> Raise | None:
    entry = next((known for known in one.ranking.entries if known.person.id == row["person"]), None)
    if entry is None or entry.contender is None or entry.contender.unpaid:
        return None
    taken = _taken_by(step, one, again, better(entry.contender, row, one.admission))
    return Raise(entry=entry, row=row, taken=taken) if taken else None


def _taken_by(step: Step, one: DividedRanking, again: RankingDivision, risen: Contender) -> Taken | None:
    """What the band of the new score gives; if the first bands are full, that band or the next below them (I-BL-51)."""
    name = again.band_of(risen.person)
    if not name:
        return None
    at, capped = [band.name for band in one.division.bands].index(name), one.scheme.capped
    reached = _in_band(step, one, again, at, risen)
    if at >= capped or stood_first(one, risen.person) or not step.once(over_cap):
        return reached
    return step.choose(BEYOND, takes_band=reached, next_band=_in_band(step, one, again, capped, risen))


def _in_band(step: Step, one: DividedRanking, again: RankingDivision, at: int, risen: Contender) -> Taken:
    """What a band gives: as much per head as its other people have, whose prizes do not change."""
    bands = one.division.bands
    band = bands[at] if bands[at].people else again.bands[at]
    before = next((band.due[risen.person] for band in bands if risen.person in band.due), NOTHING)
    return Taken(band=band.name, prize=prize_of(risen, band.a_head, step.choose), before=before)


def _taken(lines: Sequence[FundLine], parts: Sequence[Decimal]) -> Iterator[FundLine]:
    """The lines without what goes to the appeals."""
    for line, part in zip(lines, parts, strict=True):
        if not part:
            yield line
            continue
        told_of = f"{euro_text(part)} delle economie ai ricorsi accolti"
        reason = "; ".join(text for text in (line.reason, told_of) if text)
        yield evolve(line, amount=line.amount - part, savings=line.savings - part, reason=reason)


def _prize(step: Step, one: DividedRanking, found: Raise, line: FundLine) -> Reward:
    grade = grade_of(step, found.entry)
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
        rests_on=(line, *((grade,) if grade else ())),
        basis=Basis(inputs=(found.row,), formula=f"{euro_text(found.taken.prize)} - {euro_text(found.taken.before)}"),
    )


def _missing(wanted: Decimal, savings: Decimal) -> Finding:
    """The missing money: an error of the fund, which takes nothing from anybody."""
    why = f"i ricorsi accolti chiedono {euro_text(wanted)} e le economie della graduatoria sono {euro_text(savings)}"
    return told("error", "BL-17.1", f"{why}: serve altro denaro ({APPEAL})", phase=Phase.REWARDS)


def _short(found: Raise) -> Finding:
    taken = found.taken
    why = (
        f"il ricorso accolto dà diritto a {euro_text(taken.more)} in più, fino a {euro_text(taken.prize)} della "
        f"fascia {taken.band}, ma le economie non bastano; il premio già calcolato resta ({APPEAL})"
    )
    return told("warning", "BL-17.1", why, f"person:{found.entry.person.id}", phase=Phase.REWARDS, inputs=(found.row,))
