"""An appeal won after the prizes were paid (I-BL-38): the appellant alone is raised, from the ranking's savings."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from attrs import evolve, frozen

from merito import Basis, ExtraRow, Finding, FundLine, Phase, Results, Reward, Step, told
from merito.numbers import euro_text
from merito_comunita_montane.division import NOTHING, BandShare, Division, divide
from merito_comunita_montane.money import FUND, Divided
from merito_comunita_montane.rankings import APPEAL, new_score, ranks_again, upheld
from merito_comunita_montane.scheme import TOOL

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
        why = (
            f"i ricorsi accolti chiedono {euro_text(wanted)} e le economie della graduatoria sono {euro_text(savings)}"
        )
        findings = tuple(_short(found, f"{why} ({APPEAL})") for found in raises)
        return Results(fund_lines=tuple(lines), findings=findings)
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
    better = [
        evolve(known, score=score, admitted=score >= one.admission) if known.person == person else known
        for known in contenders
    ]
    assert one.line is not None
    again = divide(better, one.scheme, one.line.amount, one.cap, one.choices)
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


def _short(found: Raise, why: str) -> Finding:
    said, subject = f"{why} ({APPEAL})", f"person:{found.person}"
    return told("error", "BL-17.1", said, subject, phase=Phase.REWARDS, tool=TOOL, inputs=(found.row,))
