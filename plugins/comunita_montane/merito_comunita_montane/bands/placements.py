"""Places and merit bands (art. 17 c. 2), and what the text requires of rankings (art. 12 c. 2 bis).

At most so many people in the first bands, one evaluator and different judgements for each ranking, one place for each
person.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import pairwise

from attrs import evolve

from merito import (
    NOTHING,
    Band,
    Basis,
    Finding,
    Intermediate,
    Listed,
    Message,
    Percent,
    Person,
    Phase,
    Placement,
    Ref,
    ResultRows,
    Severity,
    State,
    Step,
    cited,
    kit,
    plain,
    rule,
    say,
    several,
)
from merito.numbers import HUNDRED, Ranked
from merito_comunita_montane.bands import division, rankings
from merito_comunita_montane.bands.appeals import BEYOND, given
from merito_comunita_montane.bands.decisions import FIVE, FOUR, OPEN, RATIO, RATIOS, THREE, TOOL, by_structure
from merito_comunita_montane.evaluation.factors import ADMITTED, NOT_RATEABLE
from merito_comunita_montane.evaluation.scores import APPEAL
from merito_comunita_montane.organisation import structures_at_once
from merito_comunita_montane.planning.units import WHERE, TestedUnits, threshold

LIMITS = ("BL-17.2k3", "BL-17.2k5", "BL-17.2x4", "BL-17.Da", "BL-17.Db", "BL-17.Dc", "BL-12.2bis")
ON_PLACES = ("I-BL-01", "I-BL-02", "I-BL-03", "I-BL-05", "I-BL-07", "I-BL-08", "I-BL-11", "I-BL-13", "I-BL-16")
READINGS = (*ON_PLACES, "I-BL-30", "I-BL-31", rankings.LEAVE, WHERE, BEYOND, *OPEN)
RANKED_AS_PAID = say(
    "punteggio rettificato dopo il pagamento dei premi: la graduatoria resta quella di prima ({reading})",
    reading=Ref("reading", APPEAL),
)
_warning = partial(kit.told, "warning", phase=Phase.REWARDS)


@rule("BL-17.2n2", hook="merito_check_plan")
def in_two_rankings(step: Step) -> ResultRows:
    """If each structure has its own ranking, who serves in two of them on the same days is in that of more time."""
    for person in rankings.ranked_people(step) if by_structure(step) else ():
        if at_once := structures_at_once(step.dossier, person):
            yield _in_several(step, "BL-17.2n2", person, at_once)


@rule("BL-17.1", "BL-17.2i", *LIMITS, *READINGS, "I-IT-40", rankings.MISSING, hook="merito_placements")
def places_and_bands(step: Step) -> ResultRows:
    """For everybody in a ranking the place and the band, or the word for those below; and each band with its pool."""
    found = step.once(rankings.divided)
    if found is None:
        return
    yield from (*_capped(step, found), *_apart(step, found), *_criteria(step, found))
    if found and step.so_far.line(rankings.FUND, rankings.WHOLE) is None:
        why = say("manca il fondo «premi_annuali»: i posti e le fasce si calcolano, i premi no (art. 16 c. 2)")
        yield kit.told("info", "BL-17.1", why, phase=Phase.REWARDS)
    for one in found:
        parts = zip(one.division.bands, given(step, one), strict=True)
        bands = {band.name: _band(one, band, to_appeals) for band, to_appeals in parts}
        yield from (_placement(step, one, entry, bands) for entry in one.ranking.entries)
        yield from bands.values()
        yield from _of_a_ranking(step, one)


def _band(one: rankings.DividedRanking, band: division.BandShare, to_appeals: Decimal) -> Band:
    scheme, own, money = one.scheme, set(band.people), one.line is not None
    scores = tuple(entry.score for entry in one.ranking.entries if entry.score and entry.person.id in own)
    steps = [
        Intermediate("persone nelle fasce", len(one.division.ranking)),
        Intermediate("posti della fascia", band.places),
    ]
    if to_appeals:
        steps.append(Intermediate("economie ai punteggi alzati dopo il pagamento", to_appeals))
    return Band(
        ranking=one.ranking.id,
        band=band.name,
        places=band.places,
        people=len(band.people),
        pool=band.pool if money else None,
        per_head=band.each if money and band.people else None,
        savings=band.savings - to_appeals if money else None,
        state=one.state if one.problem or not one.awaited else State.PROVISIONAL,
        rules=tuple(dict.fromkeys((*scheme.rules, scheme.cap_rule, scheme.ratio_rule))),
        rests_on=(*((one.line,) if one.line else ()), *scores),
        basis=Basis(
            inputs=scheme.inputs,
            parameters=(*scheme.parameters, *scheme.regulated, scheme.cap, scheme.ratio),
            steps=tuple(steps),
        ),
    )


def _placement(
    step: Step, one: rankings.DividedRanking, entry: rankings.RankingEntry, bands: Mapping[str, Band]
) -> Placement:
    ranked, contender = one.division.entries.get(entry.person.id), entry.contender
    if ranked is None or contender is None:
        return _below(step, one, entry)
    band = bands[one.division.band_of[entry.person.id]]
    moves = one.certain is not None and entry.person.id in one.certain.due and entry.person.id not in one.certain.placed
    doubt = several(
        cited("BL-17.2p", entry.doubt) if entry.doubt else NOTHING,
        entry.score.reason if entry.score else NOTHING,
        one.certain.why if one.certain and moves else NOTHING,
    )
    return Placement(
        ranking=one.ranking.id,
        person=entry.person.id,
        score=contender.percent,
        place=ranked.first_place,
        band=band.band,
        state=State.PROVISIONAL if doubt and not one.problem else one.state,
        reason=several(one.held, doubt, RANKED_AS_PAID if entry.after else NOTHING),
        rules=("BL-17.1", "BL-17.2i", *one.scheme.rules_of(band.band)),
        rests_on=(*((entry.score,) if entry.score else ()), band),
        basis=partial(_basis, step, one, entry, ranked, band.band),
    )


def _basis(step: Step, one: rankings.DividedRanking, entry: rankings.RankingEntry, ranked: Ranked, band: str) -> Basis:
    """With the ente's settings on who is ranked, and with whom; and the places of each band: `posti da 1 a 2`."""
    keys = [key for key in ("ranked", "rankings") if key in step.parameters.settings]
    steps = [*_place(step, one, ranked, band), Intermediate("persone nelle fasce", len(one.division.ranking))]
    before = 0
    for own in one.division.bands:
        after = before + own.places
        places = say("nessun posto")
        if own.places:
            places = say("posti da {first} a {last}", first=before + 1, last=after)
        steps.append(Intermediate(f"fascia {own.name}", plain(places)))
        before = after
    return Basis(
        inputs=(*entry.inputs, *one.scheme.inputs),
        parameters=(*one.scheme.parameters[:1], *(step.parameters.choice(key) for key in keys)),
        steps=tuple(steps),
    )


def _place(step: Step, one: rankings.DividedRanking, ranked: Ranked, band: str) -> Iterator[Intermediate]:
    """The place; in a tied group its first and last, and the one by which the group gets its band."""
    first, last = ranked.first_place, ranked.last_place
    if not ranked.tied:
        yield Intermediate("posto in graduatoria", first)
        return
    tied = say("da {first} a {last}, a pari punteggio", first=first, last=last)
    yield Intermediate("posto in graduatoria", plain(tied))
    decides = last
    if one.division.band_at(first) != one.division.band_at(last):
        by_choice = step.choose(division.TIES, first=first, mean=(first + last + 1) // 2, last=last)
        decides = by_choice if one.division.band_at(by_choice) == band else last
    yield Intermediate(f"posto che decide la fascia ({division.TIES})", decides)


def _below(step: Step, one: rankings.DividedRanking, entry: rankings.RankingEntry) -> Placement:
    """Somebody in no band: the word of the level, or that there is no evaluation."""
    score, contender = entry.score, entry.contender
    out, rules = score.level if score else "", ["BL-17.2i"]
    if entry.on_leave:
        reason = say(
            "in congedo per tutto il servizio dell'anno, senza valutazione ({reading})",
            reading=Ref("reading", rankings.LEAVE),
        )
        rules = ["BL-17.2i", rankings.LEAVE]
    elif contender is None:
        reason = (score.reason if score else NOTHING) or say("manca la valutazione")
    elif contender.admitted and contender.absent and step.readings[division.ABSENT].choice == "absence":
        out, rules = NOT_RATEABLE, ["BL-17.2b", division.ABSENT]
        reason = say("assenze oltre il limite: nessun premio, anche con il punteggio")
    elif not contender.admitted and score is not None and score.score is None:
        reason = say("prestazione {level}, senza punteggio: nessun premio", level=out)
    elif not contender.admitted:
        reason = say(
            "punteggio sotto il {admission} del massimo: nessun premio", admission=Percent(one.admission * HUNDRED)
        )
    else:
        out, rules = "fuori graduatoria", ["BL-17.2p"]
        reason = say("struttura sotto il {threshold} dei suoi obiettivi", threshold=threshold(step))
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


def _capped(step: Step, found: Sequence[rankings.DividedRanking]) -> ResultRows:
    """More people in the first bands than the cap: for the whole ente an error, for one structure a warning."""
    if not found:
        return
    scheme = found[0].scheme
    heads = {one.ranking.id: _in_first(one, scheme.capped) for one in found}
    total, most = sum(heads.values()), rankings.cap_of(step, scheme)
    if total > most and (not scheme.between or _over_as_five(step, found)):
        why = say(
            "nella prima fascia ci sono {people} persone, mentre possono essere al massimo {most} ({reading})",
            many="nelle prime {bands} fasce ci sono {people} persone, mentre possono essere al massimo {most} "
            "({reading})",
            number="bands",
            bands=scheme.capped,
            people=total,
            most=most,
            reading=Ref("reading", rankings.CAP),
        )
        over = (kit.told("error", scheme.cap_rule, why, phase=Phase.REWARDS, tool=TOOL, inputs=scheme.inputs),)
        yield from step.choose(division.FIRST_BANDS, bound=over, unbound=()) if scheme.letters else over
    elif most >= total > (of_ranked := rankings.caps_of(step, scheme)[1]):
        why = say(
            "nella prima fascia ci sono {people} persone: contando solo chi è in graduatoria sarebbero al massimo "
            "{most} ({reading})",
            many="nelle prime {bands} fasce ci sono {people} persone: contando solo chi è in graduatoria sarebbero al "
            "massimo {most} ({reading})",
            number="bands",
            bands=scheme.capped,
            people=total,
            most=of_ranked,
            reading=Ref("reading", rankings.CAP),
        )
        yield kit.told("info", scheme.cap_rule, why, phase=Phase.REWARDS)
    for one in found if by_structure(step) else ():
        name, number = one.ranking.id, heads[one.ranking.id]
        if number > one.part.cap:
            why = say(
                "graduatoria {ranking}: nella prima fascia ci sono {people} persone, più di {most} ({reading})",
                many="graduatoria {ranking}: nelle prime {bands} fasce ci sono {people} persone, più di {most} "
                "({reading})",
                number="bands",
                bands=scheme.capped,
                ranking=Ref("ranking", name),
                people=number,
                most=one.part.cap,
                reading=Ref("reading", rankings.CAP),
            )
            yield _warning(scheme.cap_rule, why, f"unit:{name}")
    if scheme.between:
        yield from _by_one_rule(step, found, over=total > most)


def _in_first(one: rankings.DividedRanking, many: int) -> int:
    return sum(len(band.people) for band in one.division.bands[:many])


def _by_one_rule(step: Step, found: Sequence[rankings.DividedRanking], *, over: bool) -> ResultRows:
    """Warns if four bands have too many people in the first two for five bands, or in the first (`over`) for three.

    An error if the other of the two rules refuses their ratio, as decided or as realised (I-BL-07).
    """
    first, two = (sum(_in_first(one, many) for one in found) for many in (1, 2))
    if _over_as_five(step, found):
        there, bands, other = say("nelle prime due fasce ci sono {people} persone", people=two), FIVE, THREE
    elif over:
        there, bands, other = say("nella prima fascia ci sono {people} persone", people=first), THREE, FIVE
    else:
        return
    reading = Ref("reading", FOUR)
    why = say("{there}: con {bands} fasce sarebbero troppe ({reading})", there=there, bands=bands, reading=reading)
    warned = (_warning("BL-17.2x4", why),)
    least = step.parameters.number(RATIOS[other]).value
    decided = any(better < least * worse for better, worse in pairwise(found[0].scheme.per_head))
    realised = decided or any(division.ratio_broken(one.division.bands, least) for one in found)
    if not step.choose(RATIO, realised=realised, decided=decided):
        yield from warned
        return
    why = say(
        "{there}: con {bands} fasce sarebbero troppe; e a testa una fascia prende meno di quanto vogliono {other} "
        "fasce: le rifiutano entrambe le regole ({reading})",
        there=there,
        bands=bands,
        other=other,
        reading=reading,
    )
    inputs = found[0].scheme.inputs
    refused = (kit.told("error", "BL-17.2x4", why, phase=Phase.REWARDS, tool=TOOL, inputs=inputs),)
    yield from step.choose(FOUR, accepted=warned, any_limit=refused)


def _over_as_five(step: Step, found: Sequence[rankings.DividedRanking]) -> bool:
    """Whether the first two bands have more people than five bands allow (I-BL-01)."""
    scheme = found[0].scheme
    most = rankings.cap_of(step, evolve(scheme, cap=scheme.cap_of_two or scheme.cap))
    return sum(_in_first(one, 2) for one in found) > most


def _apart(step: Step, found: Sequence[rankings.DividedRanking]) -> ResultRows:
    """People with two units of which only one pays; people who should be ranked by structure and are in none."""
    for person, units in step.once(_with_one_unpaid).items():
        yield _in_several(step, "BL-17.2p", step.dossier.people[person], units)
    placed = {entry.person.id for one in found for entry in one.ranking.entries}
    for score in step.so_far.scores if by_structure(step) else ():
        if score.level and score.person not in placed:
            why = say("le graduatorie sono per struttura, e non risulta in quale struttura sia collocato")
            yield kit.told("error", "BL-17.2n2", why, f"person:{score.person}", phase=Phase.REWARDS)


def _with_one_unpaid(step: Step) -> Mapping[str, tuple[str, ...]]:
    """The units that count at once for people of whose units some pay and others do not."""
    units = step.once(TestedUnits)
    standings = {name: units.standing(row) for name, row in units.grades.items()}
    unpaid = {name for name, here in standings.items() if here.unpaid or here.unsure}
    found: dict[str, tuple[str, ...]] = {}
    for entry in (entry for one in step.once(rankings.every_ranking) for entry in one.entries):
        in_two = entry.at_once and by_structure(step)
        if not in_two and (units.placed or entry.at_once):
            at_once = units.at_once(entry.person)
            if 0 < len(unpaid.intersection(at_once)) < len(at_once):
                found[entry.person.id] = at_once
    return found


def _in_several(step: Step, rule_id: str, person: Person, units: Sequence[str]) -> Finding:
    beyond = kit.beyond_full_time(step.dossier, person.id)
    structures = tuple(Ref("unit", name) for name in units)
    why = say(
        "risulta negli stessi giorni, con tempi uguali, nelle strutture {units}: la collocazione è una sola (art. 17 "
        "c. 2); dirla nel personale, o con i tempi del servizio",
        units=structures,
    )
    if beyond:
        why = say(
            "risulta negli stessi giorni, e oltre il tempo pieno, nelle strutture {units}: la collocazione è una sola "
            "(art. 17 c. 2); dirla nel personale, o con i tempi del servizio",
            units=structures,
        )
    inputs = step.dossier.service_of(person.id)
    severity: Severity = "error" if beyond else "warning"
    return kit.told(severity, rule_id, why, f"person:{person.id}", phase=Phase.REWARDS, inputs=inputs)


def _criteria(step: Step, found: Sequence[rankings.DividedRanking]) -> ResultRows:
    """Values that separate equal scores: without criteria set before, or only for some people of a tied group."""
    for one in found:
        groups: dict[Fraction, list[bool]] = defaultdict(list)
        for contender in one.ranking.contenders:
            groups[contender.score].append(contender.breaker is not None)
        for score, known in groups.items():
            if any(known) and not all(known):
                why = say(
                    "graduatoria {ranking}: a pari punteggio ({score}) stanno in {people} e il valore che li distingue "
                    "c'è per {known}: il gruppo resta pari ({reading})",
                    ranking=Ref("ranking", one.ranking.id),
                    score=Percent(score * HUNDRED),
                    people=len(known),
                    known=sum(known),
                    reading=Ref("reading", division.TIES),
                )
                yield _warning("BL-17.Db", why)
    rows = step.dossier.tables.get(rankings.BREAKS, ())
    if rows and not rankings.tie_breaks(step):
        reasons = (rankings.uncounted(step, act) for act in step.acts_of(rankings.CRITERIA))
        why = say(
            "i valori per i punteggi pari ({rows}) non contano: {why} (criteri_parita, {reading})",
            rows=len(rows),
            why=several(*reasons) or say("nessun atto li fissa"),
            reading=Ref("reading", division.TIES),
        )
        yield _warning("BL-17.Db", why, inputs=tuple(rows))


def _some_are_missing(one: rankings.DividedRanking) -> Message:
    """Whose evaluations are missing, and what of the ranking waits for them."""
    told = say(
        "graduatoria {ranking}: manca la valutazione di {people}",
        many="graduatoria {ranking}: mancano le valutazioni di {people}",
        number="count",
        count=len(one.awaited),
        ranking=Ref("ranking", one.ranking.id),
        people=Listed((Ref("person", person) for person in one.awaited), rankings.MOST_NAMED),
    )
    if one.line is None:
        return say("{told}: i posti che ne dipendono non sono certi", told=told)
    return say("{told}: sono sospesi solo i premi che ne dipendono", told=told)


def _without_evaluator(step: Step, ranking: rankings.Ranking) -> list[str]:
    """The people rated of whom nobody is recorded as evaluator; whoever is not rated yet is told elsewhere."""
    rated = (one for one in ranking.entries if step.dossier.ratings.of(one.person.id))
    return [one.person.id for one in rated if not (one.evaluator or one.needs_none)]


def _of_a_ranking(step: Step, one: rankings.DividedRanking) -> ResultRows:
    """What the text requires of a ranking: one evaluator, different scores, enough people in merit."""
    about, ranking = f"unit:{one.ranking.id}" if by_structure(step) else "", Ref("ranking", one.ranking.id)
    if len(one.ranking.evaluators) > 1:
        yield kit.told("error", "BL-12.2bis", one.problem, about or "ente", phase=Phase.REWARDS)
    elif without := _without_evaluator(step, one.ranking):
        why = say(
            "graduatoria {ranking}: di {people} non risulta chi ha dato la valutazione, e il valutatore dev'essere uno "
            "solo: chi tiene i dati lo scrive (tabella valutazioni, colonna valutatore)",
            ranking=ranking,
            people=Listed((Ref("person", person) for person in without), rankings.MOST_NAMED),
        )
        yield _warning("BL-12.2bis", why, about)
    if one.doubt:
        why = say(
            "graduatoria {ranking}: {why}: i posti non sono certi e ogni premio è sospeso",
            ranking=ranking,
            why=one.doubt,
        )
        if one.line is None:
            why = say("graduatoria {ranking}: {why}: i posti non sono certi", ranking=ranking, why=one.doubt)
        yield _warning("BL-17.1", why, about)
    elif one.ways and one.certain is not None:
        why = say("graduatoria {ranking}: {why}: i posti non sono certi", ranking=ranking, why=one.certain.why)
        if one.line is not None:
            why = say("{why}, ed è sospeso solo ciò che può cambiare", why=why)
        yield _warning("BL-17.1", why, about)
    elif one.awaited:
        yield _warning("BL-17.1", _some_are_missing(one), about)
    for away in (entry.person.id for entry in one.ranking.entries if entry.on_leave):
        why = say(
            "in congedo per tutto il servizio dell'anno e senza valutazione: non tiene in attesa gli altri; se l'ente "
            "lo valuta, scrivere la valutazione ({reading})",
            reading=Ref("reading", rankings.LEAVE),
        )
        yield kit.told("info", "BL-17.1", why, f"person:{away}", phase=Phase.EVALUATION)
    waiting = [entry for entry in one.ranking.entries if entry.structure and entry.doubt]
    grades = ((entry, rankings.grade_of(step, entry)) for entry in waiting)
    for unit, doubt in {grade.id if grade else entry.structure: entry.doubt for entry, grade in grades}.items():
        why = say("{why}: i premi di chi vi è collocato attendono", why=doubt)
        yield _warning("BL-17.2p", why, f"unit:{unit}")
    if one.division.broken:
        why = say("graduatoria {ranking}: {why}", ranking=ranking, why=one.problem)
        yield _warning(one.scheme.ratio_rule, why, about)
    scores = [contender.score for contender in one.ranking.contenders if contender.rated]
    if len(scores) > 1 and len(set(scores)) == 1:
        why = say(
            "graduatoria {ranking}: i punteggi sono tutti uguali, mentre il testo vuole giudizi differenziati",
            ranking=ranking,
        )
        yield kit.told("warning", "BL-12.2d", why, about, phase=Phase.EVALUATION)
    admitted, known = len(one.division.ranking), one.ranking.contenders
    if known and Fraction(admitted, len(known)) < step.parameters.share("few_admitted").value:
        why = say(
            "graduatoria {ranking}: {admitted} ammessi su {people}; le quote delle fasce si contano sugli ammessi o su "
            "tutti secondo la lettura {reading}",
            ranking=ranking,
            admitted=admitted,
            people=len(known),
            reading=Ref("reading", division.WHOM),
        )
        yield _warning("BL-17.Da", why, about)
