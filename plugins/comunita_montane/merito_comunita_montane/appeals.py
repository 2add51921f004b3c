"""An appeal won after the prizes were paid (I-BL-38): the appellant alone is raised, from the ranking's savings."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from merito import Basis, ExtraRow, Finding, FundLine, Phase, Results, Reward, Step, told
from merito.numbers import euro_text, number_text
from merito_comunita_montane.bands import TOOL
from merito_comunita_montane.division import NOTHING, BandShare, Division, divide
from merito_comunita_montane.money import FUND, Divided
from merito_comunita_montane.rankings import APPEAL, APPEALS, UPHELD, new_score, ranks_again, upheld

SUBJECT = "appeal"


@frozen(kw_only=True)
class Raise:
    """What somebody who won an appeal is due (euro) above the prize that was paid, and the band that says so."""

    person: str
    row: ExtraRow
    amount: Decimal
    band: BandShare


def raised(step: Step, one: Divided, item: str, lines: Sequence[FundLine]) -> Results:
    """The lines of a ranking with what its appeals take of their savings, and what is due to whoever won them."""
    if ranks_again(step) or one.line is None:
        return Results(fund_lines=tuple(lines))
    raises = [found for row in upheld(step).values() if (found := _raise(one, row)) is not None and found.amount]
    wanted = sum((found.amount for found in raises), NOTHING)
    savings = sum((line.savings for line in lines), NOTHING)
    if not raises:
        return Results(fund_lines=tuple(lines))
    if wanted > savings:
        return Results(fund_lines=tuple(lines), findings=(_missing(wanted, savings), *map(_short, raises)))
    line = FundLine(
        fund=FUND,
        item=item,
        of=one.line.item,
        amount=wanted,
        rules=(*one.scheme.rules, APPEAL),
        basis=Basis(results=(one.line,)),
    )
    taken = tuple(_taken(lines, wanted))
    return Results(fund_lines=(*taken, line), rewards=tuple(_prize(one, found, line) for found in raises))


def _raise(one: Divided, row: ExtraRow) -> Raise | None:
    """The band of the new score, all others standing as they were; a head of it takes what was paid to the others."""
    person, score = str(row["person"]), new_score(row)
    contenders = one.ranking.contenders
    if person not in {known.person for known in contenders}:
        return None
    better = tuple(
        evolve(known, score=score, admitted=score >= one.admission) if known.person == person else known
        for known in contenders
    )
    again = divide(evolve(one.part, people=better), one.scheme, one.choices)
    name = again.band_of(person)
    reached = _band(one.division, name) if name and _band(one.division, name).people else _band(again, name)
    if not name or next(known.unpaid for known in better if known.person == person):
        return None
    before = next((band.due[person] for band in one.division.bands if person in band.due), NOTHING)
    return Raise(person=person, row=row, amount=max(reached.each - before, NOTHING), band=reached)


def _band(division: Division, name: str) -> BandShare:
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


def _prize(one: Divided, found: Raise, line: FundLine) -> Reward:
    return Reward(
        person=found.person,
        tool=TOOL,
        fund=FUND,
        item=line.item,
        subject=SUBJECT,
        due=found.amount,
        band=found.band.name,
        reason=f"ricorso accolto: differenza con la fascia {found.band.name}",
        rules=(*one.scheme.rules, APPEAL),
        basis=Basis(
            inputs=(found.row,),
            results=(line,),
            formula=f"{euro_text(found.band.each)} - {euro_text(found.band.each - found.amount)}",
        ),
    )


def _missing(wanted: Decimal, savings: Decimal) -> Finding:
    """The money that is not there: an error of the fund, which takes nothing from anybody."""
    why = f"i ricorsi accolti chiedono {euro_text(wanted)} e le economie della graduatoria sono {euro_text(savings)}"
    return told("error", "BL-17.1", f"{why}: serve altro denaro ({APPEAL})", phase=Phase.REWARDS)


def _short(found: Raise) -> Finding:
    why = (
        f"il ricorso accolto dà diritto a {euro_text(found.amount)} in più, fino a {euro_text(found.band.each)} della "
        f"fascia {found.band.name}, ma le economie non bastano; il premio già calcolato resta ({APPEAL})"
    )
    return told("warning", "BL-17.1", why, f"person:{found.person}", phase=Phase.REWARDS, inputs=(found.row,))


def doubtful(step: Step) -> Iterator[Finding]:
    """Appeals that count for nothing, or that give a score that cannot be."""
    seen = {act.id for act in step.acts_of(UPHELD)}
    scores = {row.person: row for row in step.so_far.scores}
    for row in step.dossier.tables.get(APPEALS, ()):
        person, act = str(row["person"]), step.dossier.acts[str(row["act"])]
        why, before = "", scores.get(person)
        if act.kind != UPHELD:
            why = f"l'atto {act.id} non accoglie un ricorso: il nuovo punteggio non conta"
        elif act.id not in seen:
            continue
        elif act.subject != f"person:{person}":
            why = f"l'atto {act.id} accoglie il ricorso di un altro ({act.subject}): il nuovo punteggio non conta"
        elif new_score(row) > 1:
            why = f"il punteggio dopo il ricorso è {number_text(new_score(row) * 100)}, oltre 100: non conta"
        elif before and before.score is not None and new_score(row) * (before.maximum or 1) <= before.score:
            why = "il punteggio dopo il ricorso non è più alto di quello contestato: nulla cambia"
        if why:
            yield told(
                "warning", "BL-17.1", f"{why} ({APPEAL})", f"person:{person}", phase=Phase.REWARDS, inputs=(row,)
            )
