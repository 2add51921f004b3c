"""The annual prize (art. 17; art. 14 c. 2): each band's pool in equal cents; what is not paid is savings.

Different scores must not all receive the same (art. 14 c. 2).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import islice, product

from attrs import evolve, frozen

from merito import (
    NOTHING,
    Basis,
    Finding,
    FundLine,
    Message,
    Money,
    Percent,
    Phase,
    Ref,
    ResultRows,
    Reward,
    State,
    Step,
    cited,
    kit,
    rule,
    say,
    several,
)
from merito.numbers import HUNDRED, quotient
from merito.numbers import product as product_of
from merito_comunita_montane.bands import rankings
from merito_comunita_montane.bands.appeals import BEYOND, certain_savings, over_cap, raised
from merito_comunita_montane.bands.decisions import BAN, OPEN, RATIO, TOOL, by_structure
from merito_comunita_montane.bands.division import (
    EMPTY,
    FIRST_BANDS,
    INSIDE,
    PART,
    BandShare,
    Contender,
    RankingDivision,
    paid_alike,
)
from merito_comunita_montane.evaluation.scores import APPEAL, corrected_later
from merito_comunita_montane.planning.units import WHERE, threshold, why_short

ZERO = Decimal("0.00")
MOST_TOGETHER = 1000  # number: of outcomes of several rankings that are compared
READINGS_OF_BANDS = (EMPTY, INSIDE, RATIO, rankings.HEADS, FIRST_BANDS, PART, WHERE, BEYOND, *OPEN)
READINGS = (*READINGS_OF_BANDS, BAN.equal_prizes, BAN.equal_scores)


@rule(
    "BL-17.2n2",
    "BL-17.2p",
    BAN.rule,
    "BL-12.2d",
    APPEAL,
    "I-IT-40",
    rankings.MISSING,
    *READINGS,
    tool=TOOL,
    hook="merito_rewards",
)
def annual_prizes(step: Step) -> ResultRows:
    """Divides every ranking among its bands; a structure with money and nobody in the ranking keeps it as savings."""
    found = step.once(rankings.divided) if step.so_far.line(rankings.FUND, rankings.WHOLE) else None
    if found is None:
        return
    if not found or any(one.line is None for one in found):
        why = say(
            "nessuno da collocare nelle fasce tra il personale in servizio: il fondo non si divide (art. 17 c. 1)"
        )
        if found:
            why = say(
                "nessuno è assegnato a una struttura il {day}: il fondo non si può dividere (art. 17 c. 2, {reading})",
                day=step.parameters.day("heads_day", step.dossier.year).value,
                reading=Ref("reading", rankings.HEADS),
            )
        yield kit.of_tool(step, "warning", why, "BL-17.1")
        return
    yield from step.once(rankings.ranking_lines)
    for one in found:
        yield from _of_a_ranking(step, one)
    ranked = {rankings.item_of(one.ranking.id) for one in found}
    for line in step.once(rankings.ranking_lines):
        if line.item not in ranked and line.amount:
            why = say("nessuno nella graduatoria della struttura")
            yield kit.saved(line, f"{line.item}, nessuno", line.amount, why, ("BL-17.2n2",), (line,))
    yield from _alike(step, found)
    if why := step.once(over_cap):
        yield kit.told("warning", found[0].scheme.cap_rule, why, phase=Phase.REWARDS, tool=TOOL)
    for one in found:
        people = sum(len(band.people) for band in one.division.bands)
        no_heads = step.once(rankings.headless).get(one.ranking.id)
        if no_heads and people:
            why = say(
                "graduatoria {ranking}: {why}; non prende nulla chi vi è nelle fasce ({people})",
                ranking=Ref("ranking", one.ranking.id),
                why=no_heads,
                people=people,
            )
            yield kit.told("warning", "BL-17.2n2", why, f"unit:{one.ranking.id}", phase=Phase.REWARDS)


@frozen
class _Pool:
    """The money of a band of a ranking: its line in the fund, its rules, the calculation of a head's sum."""

    one: rankings.DividedRanking
    band: BandShare
    item: str
    rules: tuple[str, ...]
    formula: Message


def _of_a_ranking(step: Step, one: rankings.DividedRanking) -> ResultRows:
    entries, lines = {entry.person.id: entry for entry in one.ranking.entries}, []
    before = f"{rankings.item_of(one.ranking.id)}, " if by_structure(step) else ""
    of_structure = ("BL-17.2n2",) if one.line is not None and one.line.of else ()
    missing = (rankings.MISSING,) if one.ranking.unknown else ()
    for band in one.division.bands:
        rules = (*of_structure, *one.scheme.rules_of(band.name), *missing)
        pool = _Pool(one, band, f"{before}fascia {band.name}", rules, _formula(one, band))
        lines.append(_line(step, pool))
        if one.certain is not None and (unsure := _unsure_savings(step, pool)):
            reason, bears = one.held or one.certain.why, tuple(dict.fromkeys((*rules, *one.certain.rules)))
            waiting = f"{pool.item}, economie in attesa"
            assert one.line is not None
            yield kit.saved(one.line, waiting, unsure, reason, bears, (one.line,), State.PROVISIONAL)
        yield from (_prize(step, pool, entries[person]) for person in band.people)
    yield from raised(step, one, before, lines)


def _line(step: Step, pool: _Pool) -> FundLine:
    one, band = pool.one, pool.band
    assert one.line is not None
    row = step.so_far.band(one.ranking.id, band.name)
    below = any(who.unpaid for who in one.ranking.contenders if who.person in band.due)
    unsure = _unsure_savings(step, pool)
    return FundLine(
        fund=rankings.FUND,
        item=pool.item,
        of=one.line.item,
        amount=band.pool - unsure,
        savings=band.savings - unsure,
        reason=several(one.held, _saved(step, one, band)),
        state=one.state,
        rules=(*pool.rules, *(("BL-17.2p",) if below else ())),
        rests_on=(one.line, *((row,) if row else ())),
        basis=Basis(formula=pool.formula),
    )


def _unsure_savings(step: Step, pool: _Pool) -> Decimal:
    """The savings of a band that are not left whatever is not known yet."""
    return pool.band.savings - certain_savings(step, pool.one)[pool.band.name]


def _formula(one: rankings.DividedRanking, band: BandShare) -> Message:
    """From the ranking's money to a head: `40% di 10.000,00 € = 4.000,00 €; 4.000,00 € / 4 persone = ...`."""
    if not band.people or one.line is None:
        return NOTHING
    money, each, heads = Money(one.line.amount), Money(band.each), band.heads
    if one.scheme.by_head:
        coefficient = one.scheme.money[one.scheme.names.index(band.name)]
        return say(
            "{money} × {coefficient} / {every} (somma dei coefficienti di tutti) = {each} a testa",
            money=money,
            coefficient=coefficient,
            every=coefficient * heads / band.share,
            each=each,
        )
    share, pool = Percent(band.share * HUNDRED), Money(band.pool)
    if heads > len(band.people):
        return say(
            "{share} di {money} = {pool}; {pool} / {places} posti = {each} a testa",
            share=share,
            money=money,
            pool=pool,
            places=heads,
            each=each,
        )
    return say(
        "{share} di {money} = {pool}; {pool} / {people} persona = {each} a testa",
        many="{share} di {money} = {pool}; {pool} / {people} persone = {each} a testa",
        number="people",
        people=heads,
        share=share,
        money=money,
        pool=pool,
        each=each,
    )


def _saved(step: Step, one: rankings.DividedRanking, band: BandShare) -> Message:
    """Why part of a band's pool is not paid, or nothing."""
    if not band.savings:
        return NOTHING
    if not band.people:
        if one.division.ranking:
            return say("nessuno nella fascia")
        return say("nessuno nelle fasce di merito")
    reasons = [*_saved_of_people(step, one, band)]
    if reasons:
        cents = band.pool - band.each * band.heads
        return several(*reasons, say("centesimi non divisibili: {cents}", cents=Money(cents)) if cents > 0 else NOTHING)
    if one.scheme.by_head:
        return say("ogni somma a testa è per difetto al centesimo")
    return say("centesimi non divisibili")


def _saved_of_people(step: Step, one: rankings.DividedRanking, band: BandShare) -> Iterator[Message]:
    """What people of a band, or its empty places, do not take of its pool."""
    own = [contender for contender in one.ranking.contenders if contender.person in band.due]
    unpaid = sum(contender.unpaid for contender in own)
    if unpaid:
        yield say(
            "struttura sotto il {threshold} dei suoi obiettivi di PEG: {people} persona",
            many="struttura sotto il {threshold} dei suoi obiettivi di PEG: {people} persone",
            number="people",
            people=unpaid,
            threshold=threshold(step),
        )
    if band.heads > len(band.people):
        yield say("posti rimasti vuoti: {places}", places=band.heads - len(band.people))
    full = {one.person for one in own if not one.unpaid}
    lowered = full.intersection(one.after)
    if any(band.due[person] < band.each for person in lowered):
        yield say("premi ridotti da una rettifica dopo il pagamento")
    if any(band.due[person] < band.each for person in full - lowered):
        yield say("premi ridotti per la parte di anno a tempo pieno")


def _prize(step: Step, pool: _Pool, entry: rankings.RankingEntry) -> Reward:
    person, ranking = entry.person.id, pool.one.ranking.id
    placement, grade = step.so_far.placement(ranking, person), rankings.grade_of(step, entry)
    no_heads = step.once(rankings.headless).get(ranking)
    reason = cited("BL-17.2n2", no_heads) if no_heads else NOTHING
    if entry.contender is not None and entry.contender.unpaid:
        reason = cited("BL-17.2p", why_short(step, grade.id if grade else entry.structure))
    corrected = pool.one.again is not None and person in step.once(corrected_later)
    if corrected and pool.band.due[person] < pool.band.each:
        reason = several(
            reason, say("punteggio rettificato dopo il pagamento: spetta quanto dà la graduatoria rifatta")
        )
    due, known = pool.band.due[person], pool.one.certain
    depends = known is not None and person in known.due and person not in known.placed
    unsure = due - known.due[person] if known is not None and person in known.due else ZERO
    held: tuple[str, ...] = ()
    if known is not None and (depends or unsure):
        reason = several(reason, known.why if unsure or pool.one.ways else kit.only_certain(pool.one.awaited))
        held = known.rules
    return Reward(
        person=person,
        tool=TOOL,
        fund=rankings.FUND,
        item=pool.item,
        due=due,
        waits=unsure,
        may_grow=depends or bool(unsure) or bool(pool.one.doubt),
        band=pool.band.name,
        reason=reason,
        rules=tuple(dict.fromkeys((*pool.rules, "BL-17.2p", *held))),
        rests_on=tuple(row for row in (entry.score if depends else placement, grade) if row),
        basis=partial(_basis, step, pool, entry),
    )


def _basis(step: Step, pool: _Pool, entry: rankings.RankingEntry) -> Basis:
    scheme, contender = pool.one.scheme, entry.contender
    part = step.choose(PART, heads=Fraction(1), pro_rata=contender.part if contender else Fraction(1))
    formula = pool.formula
    if part < 1:
        formula = say("{formula} × {part} di anno a tempo pieno", formula=formula, part=part)
    if contender is not None and contender.unpaid:
        formula = say("{formula}, che non spettano", formula=formula)
    return Basis(
        inputs=scheme.inputs,
        parameters=(step.parameters.share("structure_threshold"), *scheme.parameters[1:]),
        formula=formula,
    )


def _alike(step: Step, found: Sequence[rankings.DividedRanking]) -> ResultRows:
    """Art. 14 c. 2, for everybody evaluated for the fund; nothing if one evaluator's people receive different sums.

    The scores of two evaluators cannot be compared: art. 12 c. 2 bis wants one evaluator for each ranking. Those of one
    evaluator can, even in several rankings. If the evaluator of a ranking is unknown, all scores are compared.
    """
    own = [_evaluated(one, one.part.people, one.division) if _alike_now(step, one) else None for one in found]
    told = tuple(_told_alike(step, found, own)) if None not in own else ()
    yield from told
    if not any(isinstance(one, Finding) and one.waits for one in told):
        yield from _may_be_alike(step, found, own)


def _may_be_alike(
    step: Step, found: Sequence[rankings.DividedRanking], own: Sequence[list[kit.Compared] | None]
) -> ResultRows:
    """That scores which are not known may make the distribution forbidden, so that nothing is certain yet."""
    if not any(one.certain for one in found):
        return
    ways = [
        [*([each] if each is not None else []), *_alike_with_others(one)] for one, each in zip(found, own, strict=True)
    ]
    for some in islice(product(*ways), MOST_TOGETHER):
        groups = _by_evaluators(found, some)
        if any(len({one.part for one in people}) > 1 for people in groups):
            continue
        waiting = [one for one in kit.equal_prizes(step, BAN, *groups) if one.waits]
        if waiting:
            yield from (evolve(one, message=_may_be(one.message)) for one in waiting)
            return


def _may_be(why: Message) -> Message:
    return say(
        "con alcuni punteggi di chi non è ancora valutato sarebbe così, e intanto nulla si paga: {why}",
        why=why,
    )


def _told_alike(
    step: Step, found: Sequence[rankings.DividedRanking], own: Sequence[list[kit.Compared] | None]
) -> ResultRows:
    groups = _by_evaluators(found, [each or [] for each in own])
    if any(len({one.part for one in own}) > 1 for own in groups):
        return
    alone, missing = NOTHING, NOTHING
    if len(found) > 1:
        alone = say("se il valutatore è uno solo, una graduatoria unica (rankings = ente) li distingue")
    if any(one.doubt or one.awaited or any(who.unsure for who in one.ranking.contenders) for one in found):
        missing = say("è così con i dati che ci sono: quelli che mancano possono cambiarlo, e intanto nulla si paga")
    alike = tuple(kit.equal_prizes(step, BAN, *groups, more=several(alone, missing)))
    yield from alike
    if not alike and len(groups) > 1 and any(one.part for own in groups for one in own):
        why = say(
            "nessuno prende diversamente da altri che ha valutato la stessa persona: i punteggi di valutatori diversi "
            "non si confrontano (art. 12 c. 2 bis), e la distribuzione non distingue nessuno"
        )
        yield kit.of_tool(step, "warning", why, BAN.rule)


def _by_evaluators(
    found: Sequence[rankings.DividedRanking], evaluated: Sequence[Sequence[kit.Compared]]
) -> Sequence[Sequence[kit.Compared]]:
    """The people whom one evaluator has scored, in any ranking; all, if the evaluator of a ranking is unknown."""
    pairs = [(one.part.evaluator, own) for one, own in zip(found, evaluated, strict=True)]
    known = all(evaluator for evaluator, own in pairs if own)
    groups: dict[str, list[kit.Compared]] = defaultdict(list)
    for evaluator, own in pairs:
        groups[evaluator if known else ""].extend(own)
    return [*groups.values()]


def _alike_now(step: Step, one: rankings.DividedRanking) -> bool:
    """Whether people evaluated in one ranking are due the same; also where it divides nothing.

    Not if somebody's evaluation has begun: its people will not be only those evaluated now.
    """
    if one.certain is not None and any(step.dossier.ratings.of(person) for person in one.awaited):
        return False
    return not one.part.money or not one.part.exact or paid_alike(one.part.people, one.division)


def _alike_with_others(one: rankings.DividedRanking) -> Iterator[list[kit.Compared]]:
    """The people of a ranking with scores that are not known yet, where all are due the same; each kind once."""
    known = set[tuple[object, ...]]()
    for people, division in one.certain.alike if one.certain is not None else ():
        evaluated = _evaluated(one, people, division)
        kind = (frozenset(who.score for who in evaluated), frozenset((who.level, who.part) for who in evaluated))
        if kind not in known:
            known.add(kind)
            yield evaluated


def _evaluated(
    one: rankings.DividedRanking, people: Iterable[Contender], division: RankingDivision
) -> list[kit.Compared]:
    """Everybody evaluated in a ranking, paid or not: the score, the band, and what is due before whole cents.

    A long absence without any rating is no evaluation.
    """
    due, part, bands = _due(division), one.part, division.band_of
    whole = quotient(part.exact, part.money) if part.money else Fraction(0)
    return [
        kit.Compared(
            score=who.score, level=bands.get(who.person, ""), part=product_of(whole, due.get(who.person, Fraction(0)))
        )
        for who in people
        if who.rated
    ]


def _due(division: RankingDivision) -> dict[str, Fraction]:
    """What each person of a ranking is due before whole cents."""
    return {person: amount for band in division.bands for person, amount in band.parts.items()}
