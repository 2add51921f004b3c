"""The annual prize (art. 17): each band's pool in equal cents; what is not paid is savings, with its reason."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial

from attrs import frozen

from merito import Basis, Finding, FundLine, Phase, ResultRows, Reward, State, Step, hookimpl, rule
from merito.kit import of_tool, told
from merito.kit import saved as saved_of
from merito.numbers import day_text, number_text
from merito_comunita_montane.alike import ALONE, DIFFERENT, EQUAL, alike
from merito_comunita_montane.appeals import raised
from merito_comunita_montane.band_accounts import formula, saved, unpaid_of
from merito_comunita_montane.bands import TOOL
from merito_comunita_montane.decisions import OPEN
from merito_comunita_montane.division import PART, BandShare
from merito_comunita_montane.evaluation.scores import APPEAL
from merito_comunita_montane.money import FUND, WHOLE, DividedRanking, divided, headless, item_of, ranking_lines
from merito_comunita_montane.placed_again import BEYOND, told_over_cap
from merito_comunita_montane.planning.units import WHERE
from merito_comunita_montane.rankings import RankingEntry, by_structure, grade_of

APPEALS = "ricorsi accolti"


@frozen
class _Pool:
    """The money of a band of a ranking: its line in the fund, its rules, the calculation of a head's sum (Italian)."""

    one: DividedRanking
    band: BandShare
    item: str
    rules: tuple[str, ...]
    formula: str


READINGS = ("I-BL-04", "I-BL-06", "I-BL-07", "I-BL-15", "I-BL-31", "I-BL-34", WHERE, BEYOND, *OPEN)


@hookimpl
@rule("BL-17.2n2", "BL-17.2p", "BL-14.2", "BL-12.2d", APPEAL, *READINGS, tool=TOOL)
def merito_rewards(step: Step) -> ResultRows:
    """Divides every ranking among its bands; a structure with money and nobody in the ranking keeps it as savings."""
    if step.so_far.line(FUND, WHOLE) is None:
        return
    found = divided(step)
    if found is None:
        return
    if not found or any(one.line is None for one in found):
        why = "nessuno da collocare nelle fasce tra il personale in servizio: il fondo non si divide (art. 17 c. 1)"
        if found:
            day = day_text(step.parameters.day("heads_day", step.dossier.year).value)
            why = f"nessuno è assegnato a una struttura il {day}: il fondo non si può dividere (art. 17 c. 2, I-BL-15)"
        yield of_tool(step, "warning", why, "BL-17.1")
        return
    yield from ranking_lines(step)
    for one in found:
        yield from _ranking(step, one)
    yield from _nobody(step, found)
    yield from (*_alike(step, found), *told_over_cap(step, found), *_headless(step, found))


def _ranking(step: Step, one: DividedRanking) -> ResultRows:
    entries = {entry.person.id: entry for entry in one.ranking.entries}
    lines: list[FundLine] = []
    for band in one.division.bands:
        item = item_of_band(step, one, band.name)
        pool = _Pool(one, band, item, _rules(one, band), formula(one, band))
        lines.append(_line(step, pool))
        yield from (_prize(step, pool, entries[person]) for person in band.people)
    item = f"{item_of(one.ranking.id)}, {APPEALS}" if by_structure(step) else APPEALS
    yield from raised(step, one, item, lines)


def item_of_band(step: Step, one: DividedRanking, band: str) -> str:
    """The name of a band's line in the fund."""
    return f"{item_of(one.ranking.id)}, fascia {band}" if by_structure(step) else f"fascia {band}"


def _line(step: Step, pool: _Pool) -> FundLine:
    one, band = pool.one, pool.band
    assert one.line is not None
    row = step.so_far.band(one.ranking.id, band.name)
    held = one.problem or one.doubt
    unused = saved(one, band)
    return FundLine(
        fund=FUND,
        item=pool.item,
        of=one.line.item,
        amount=band.pool,
        savings=band.savings,
        reason="; ".join(part for part in (held, unused) if part),
        state=State.BLOCKED if one.problem else State.PROVISIONAL if held else State.FINAL,
        rules=(*pool.rules, *(("BL-17.2p",) if unpaid_of(one, band) else ())),
        rests_on=(one.line, *((row,) if row else ())),
        basis=Basis(formula=pool.formula),
    )


def _rules(one: DividedRanking, band: BandShare) -> tuple[str, ...]:
    """The rules of the band and, if the fund is divided among structures, that of the structure's part."""
    of_structure = ("BL-17.2n2",) if one.line is not None and one.line.of else ()
    return (*of_structure, *one.scheme.rules_of(band.name))


def _prize(step: Step, pool: _Pool, entry: RankingEntry) -> Reward:
    person = entry.person.id
    placement = step.so_far.placement(pool.one.ranking.id, person)
    grade = grade_of(step, entry)
    unpaid = entry.contender is not None and entry.contender.unpaid
    unit = grade.id if grade else entry.structure
    short = f"BL-17.2p: la struttura {unit} non ha raggiunto il 70% dei suoi obiettivi di PEG"
    return Reward(
        person=person,
        tool=TOOL,
        fund=FUND,
        item=pool.item,
        due=pool.band.due[person],
        band=pool.band.name,
        reason=short if unpaid else _no_heads(step, pool),
        rules=(*pool.rules, "BL-17.2p"),
        rests_on=(*((placement,) if placement else ()), *((grade,) if grade else ())),
        basis=partial(_basis, step, pool, entry),
    )


def _no_heads(step: Step, pool: _Pool) -> str:
    """Why nothing is due in a structure without heads (Italian), or nothing."""
    why = step.once(headless).get(pool.one.ranking.id)
    return f"BL-17.2n2: {why}" if why else ""


def _headless(step: Step, found: Sequence[DividedRanking]) -> Iterator[Finding]:
    """Structures with people in the bands and no heads: nothing is due there, whatever the scores."""
    for one in found:
        people = sum(len(band.people) for band in one.division.bands)
        why = step.once(headless).get(one.ranking.id)
        if why and people:
            told_of = f"graduatoria {one.ranking.id}: {why}; non prende nulla chi vi è nelle fasce ({people})"
            yield told("warning", "BL-17.2n2", told_of, f"unit:{one.ranking.id}", phase=Phase.REWARDS)


def _basis(step: Step, pool: _Pool, entry: RankingEntry) -> Basis:
    scheme, contender = pool.one.scheme, entry.contender
    served = contender.part if contender else Fraction(1)
    part = step.choose(PART, heads=Fraction(1), pro_rata=served)
    by_part = f" × {number_text(part)} di anno a tempo pieno" if part < 1 else ""
    not_due = ", che non spettano" if contender is not None and contender.unpaid else ""
    return Basis(
        inputs=scheme.inputs,
        parameters=(step.parameters.share("structure_threshold"), *scheme.parameters[1:]),
        formula=f"{pool.formula}{by_part}{not_due}",
    )


def _nobody(step: Step, found: Sequence[DividedRanking]) -> Iterator[FundLine]:
    """The money of a structure in which nobody is ranked."""
    ranked = {item_of(one.ranking.id) for one in found}
    for line in ranking_lines(step):
        if line.item not in ranked and line.amount:
            why = "nessuno nella graduatoria della struttura"
            yield saved_of(line, f"{line.item}, nessuno", line.amount, why, ("BL-17.2n2",), (line,))


def _alike(step: Step, found: Sequence[DividedRanking]) -> Iterator[Finding]:
    """Art. 14 c. 2, for everybody evaluated for the fund: different scores that all receive the same are refused."""
    wrong = alike([one.part for one in found], [one.division for one in found])
    if wrong == DIFFERENT:
        why = "punteggi diversi e a tutti lo stesso premio: la distribuzione indifferenziata è vietata"
        if len(found) > 1:
            why += "; se il valutatore è uno solo, una graduatoria unica (rankings = ente) li distingue"
        if any(one.doubt or any(who.unsure for who in one.ranking.contenders) for one in found):
            why += "; è così con i dati che ci sono: quelli che mancano possono cambiarlo, e intanto nulla si paga"
        yield of_tool(step, "error", why, "BL-14.2")
    elif wrong == EQUAL:
        number = sum(who.rated for one in found for who in one.ranking.contenders)
        why = f"tutti i valutati ({number}) hanno lo stesso punteggio: la distribuzione non distingue nessuno"
        yield of_tool(step, "warning", why, "BL-14.2")
    elif wrong == ALONE:
        why = (
            "nessuno prende diversamente da altri che ha valutato la stessa persona: i punteggi di valutatori diversi "
            "non si confrontano (art. 12 c. 2 bis), e la distribuzione non distingue nessuno"
        )
        yield of_tool(step, "warning", why, "BL-14.2")
