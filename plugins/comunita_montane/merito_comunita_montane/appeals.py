"""An appeal won after the prizes were paid (I-BL-38): the appellant alone is raised, from the ranking's savings.

The difference is a prize of art. 17 like the others: whatever holds the ranking, the savings it comes from, the band it
reaches or the structure of the appellant holds it too.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from merito import Act, Basis, ExtraRow, Finding, FundLine, Phase, ResultRows, Reward, State, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import euro_text, number_text
from merito_comunita_montane.bands import TOOL
from merito_comunita_montane.contenders import Contender, standings
from merito_comunita_montane.division import NOTHING, BandShare, RankingDivision, divide, prize_of
from merito_comunita_montane.money import FUND, DividedRanking
from merito_comunita_montane.rankings import APPEAL, APPEALS, UPHELD, RankingEntry, new_score, ranks_again, upheld

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
    """What somebody takes who won an appeal."""

    entry: RankingEntry
    row: ExtraRow
    taken: Taken


def raised(step: Step, one: DividedRanking, item: str, lines: Sequence[FundLine]) -> ResultRows:
    """The lines of a ranking with what its appeals take of their savings, and what is due to whoever won them."""
    won = upheld(step)
    if not won or one.line is None or ranks_again(step):
        return lines
    found_of = [_raise(step, one, row) for row in won.values()]
    raises = [found for found in found_of if found is not None and found.taken.more]
    wanted = sum((found.taken.more for found in raises), NOTHING)
    savings = sum((line.savings for line in lines), NOTHING)
    if not raises:
        return lines
    if wanted > savings:
        return (*lines, _missing(wanted, savings), *map(_short, raises))
    taken = tuple(_taken(lines, wanted))
    drawn_on = (now for before, now in zip(lines, taken, strict=True) if now.amount != before.amount)
    held = one.problem or one.doubt
    line = FundLine(
        fund=FUND,
        item=item,
        of=one.line.item,
        amount=wanted,
        state=State.BLOCKED if one.problem else State.PROVISIONAL if held else State.FINAL,
        reason=held,
        rules=one.scheme.rules,
        rests_on=(one.line, *drawn_on),
    )
    return (*taken, line, *(_prize(one, found, line) for found in raises))


def _raise(step: Step, one: DividedRanking, row: ExtraRow) -> Raise | None:
    entry = next((known for known in one.ranking.entries if known.person.id == row["person"]), None)
    if entry is None or entry.contender is None or entry.contender.unpaid:
        return None
    better = evolve(entry.contender, score=new_score(row), admitted=new_score(row) >= one.admission)
    taken = _taken_by(step, one, better)
    return Raise(entry=entry, row=row, taken=taken) if taken else None


def _taken_by(step: Step, one: DividedRanking, better: Contender) -> Taken | None:
    """What the band of the new score gives, where a head takes what its others were paid: they stand as they were."""
    was = one.division
    people = tuple(better if known.person == better.person else known for known in one.ranking.contenders)
    again = divide(evolve(one.part, standings=standings(people, step.choose)), one.scheme, step.choose)
    name = again.band_of(better.person)
    if not name:
        return None
    band = _band(was, name) if _band(was, name).people else _band(again, name)
    before = next((band.due[better.person] for band in was.bands if better.person in band.due), NOTHING)
    return Taken(band=name, prize=prize_of(better, band.a_head, step.choose), before=before)


def _band(division: RankingDivision, name: str) -> BandShare:
    return next((band for band in division.bands if band.name == name), division.bands[-1])


def _taken(lines: Sequence[FundLine], wanted: Decimal) -> Iterator[FundLine]:
    """The lines without what goes to the appeals, from the first that has savings."""
    for line in lines:
        part = min(line.savings, wanted)
        wanted -= part
        if not part:
            yield line
            continue
        given = f"{euro_text(part)} delle economie ai ricorsi accolti"
        reason = "; ".join(text for text in (line.reason, given) if text)
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


@hookimpl
@rule("BL-17.1")
def merito_check_plan(step: Step) -> ResultRows:
    """Appeals that count for nothing: not upheld, of somebody else, with a score that cannot be."""
    seen = {act.id for act in step.acts_of(UPHELD)}
    found = ((row, _uncounted(row, step.dossier.acts[str(row["act"])], seen)) for row in _rows(step))
    yield from (_doubtful(row, why) for row, why in found if why)


def no_higher(step: Step) -> Iterator[Finding]:
    """Appeals that count and change nothing: the score is no higher than it was."""
    for person, row in upheld(step).items():
        before = step.so_far.score(person)
        if before and before.score is not None and new_score(row) * (before.maximum or 1) <= before.score:
            yield _doubtful(row, "il punteggio dopo il ricorso non è più alto di quello contestato: nulla cambia")


def _rows(step: Step) -> Iterable[ExtraRow]:
    return step.dossier.tables.get(APPEALS, ())


def _uncounted(row: ExtraRow, act: Act, seen: Collection[str]) -> str:
    """Why an appeal does not count (Italian), or nothing; of one that is not upheld yet nothing is said."""
    if act.kind != UPHELD:
        return f"l'atto {act.id} non accoglie un ricorso: il nuovo punteggio non conta"
    if act.id in seen and act.subject != f"person:{row['person']}":
        return f"l'atto {act.id} accoglie il ricorso di un altro ({act.subject}): il nuovo punteggio non conta"
    if act.id in seen and new_score(row) > 1:
        return f"il punteggio dopo il ricorso è {number_text(new_score(row) * 100)}, oltre 100: non conta"
    return ""


def _doubtful(row: ExtraRow, why: str) -> Finding:
    subject = f"person:{row['person']}"
    return told("warning", "BL-17.1", f"{why} ({APPEAL})", subject, phase=Phase.REWARDS, inputs=(row,))
