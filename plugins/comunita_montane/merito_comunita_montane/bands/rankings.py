"""Who is in which ranking, one for the ente or one for each structure, and the part of the fund that each divides.

Art. 17 c. 2; art. 12 c. 2 bis. Equal scores are separated by criteria set before the year ends, by the body that
decides the bands (I-BL-05).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cached_property

from attrs import evolve, frozen

from merito import (
    NOTHING,
    Act,
    Aside,
    Basis,
    ExtraRow,
    FundLine,
    Grade,
    InForce,
    Listed,
    Message,
    Money,
    Person,
    PersonScore,
    Ref,
    State,
    Step,
    cited,
    kit,
    say,
    several,
)
from merito.numbers import HUNDRED, fraction, natural_key, product, quotient, split, whole_down
from merito_comunita_montane import organisation
from merito_comunita_montane.bands import division
from merito_comunita_montane.bands.certain import Certain, Unknown, Way, certain, least_of, too_many
from merito_comunita_montane.bands.decisions import DECISION, Scheme, by_conferenza, by_structure, scheme_of
from merito_comunita_montane.bands.division import Contender, RankingDivision
from merito_comunita_montane.evaluation.factors import (
    NOT_RATEABLE,
    degrees,
    least_and_most,
    months_away,
    on_leave,
    ranked_roles,
)
from merito_comunita_montane.evaluation.scores import (
    APPEAL,
    appeal_by,
    corrected_by,
    corrected_later,
    raised_later,
    undated,
)
from merito_comunita_montane.planning.units import Standing, TestedUnits, unmeasured

ENTE, FUND, WHOLE, CRITERIA, BREAKS = "ente", "annual", "fondo", "tie_criteria", "tie_breaks"
MOST_NAMED = 8  # number: of people that a sentence names
CAP, HEADS, ONE_EVALUATOR, LEAVE = "I-BL-08", "I-BL-15", "I-BL-16", "I-BL-50"
BY_ONESELF, MISSING = "I-IT-40", "I-IT-58"


@frozen(kw_only=True)
class RankingEntry:
    """Somebody in a ranking: the score (None: not known yet), the structure, and the evaluator.

    `awaited` stands for somebody whose score is not known: not admitted, unless the points known so far admit. `after`
    is the contender with a score that ratings corrected after the payment give, where `contender` has the one before.

    `short` says that the unit whose 70% counts (`grade_of`) is below its threshold, `doubt` why that is not known;
    `on_leave` is somebody away all year on leave that never counts, and never rated: nothing waits for them (I-BL-50).
    `at_once` are structures served on the same days; `inputs` has the value that separates equal scores, if any.
    """

    person: Person
    score: PersonScore | None
    contender: Contender | None
    awaited: Contender
    structure: str
    after: Contender | None = None
    short: bool = False
    doubt: Message = NOTHING
    at_once: tuple[str, ...] = ()
    evaluator: str = ""
    on_leave: bool = False
    inputs: tuple[object, ...] = ()

    @property
    def by_oneself(self) -> bool:
        return self.evaluator == f"person:{self.person.id}"

    @property
    def needs_none(self) -> bool:
        """Whether nobody evaluates them: on leave, or not rateable for their absences (art. 17 c. 2)."""
        return self.on_leave or (self.contender is not None and not self.contender.rated)


@frozen(kw_only=True)
class Ranking:
    """The people of one ranking, in the order of their ids; `unsure` people may belong to it or to another."""

    id: str
    entries: tuple[RankingEntry, ...]
    unsure: int = 0

    @cached_property
    def contenders(self) -> tuple[Contender, ...]:
        return tuple(one.contender for one in self.entries if one.contender is not None)

    @cached_property
    def evaluators(self) -> tuple[str, ...]:
        """Who has evaluated its people; whoever evaluated only themselves is no evaluator (I-IT-40)."""
        return tuple(sorted({one.evaluator for one in self.entries if one.evaluator and not one.by_oneself}))

    @cached_property
    def unknown(self) -> tuple[RankingEntry, ...]:
        """Those for whose score the ranking waits."""
        return tuple(one for one in self.entries if one.contender is None and not one.on_leave)

    def doubts(self, *, leaving: bool, besides: Collection[str] = ()) -> Iterator[Message]:
        """Why its places are uncertain, besides the scores of some people.

        With `leaving`, people of a structure below its threshold leave.
        """
        waited = [one for one in self.unknown if one.person.id not in besides]
        unknown = [one for one in waited if not (leaving and one.short)]
        if unknown:
            yield say(
                "valutazioni mancanti o rifiutate: {unknown} su {people}{who}, e si attendono tutte da chi valuta "
                "({reading})",
                unknown=len(unknown),
                people=len(self.entries),
                who=Aside(say("{who}", who=Listed((Ref("person", one.person.id) for one in unknown), MOST_NAMED))),
                reading=Ref("reading", MISSING),
            )
        unsure = [one for one in self.entries if one.contender is not None and one.contender.unsure]
        if leaving and unsure:
            told = say(
                "non è certo che resti in graduatoria {people} persona",
                many="non è certo che restino in graduatoria {people} persone",
                number="people",
                people=len(unsure),
            )
            yield several(*(one.doubt for one in unsure), told)
        if self.unsure:
            yield say("persone di cui non è certa la struttura, e quindi la graduatoria: {people}", people=self.unsure)


def every_ranking(step: Step) -> tuple[Ranking, ...]:
    """The rankings of the year; by structure, people without one are in none, which is an error of theirs."""
    entries = tuple(_entries(step))
    if not by_structure(step):
        return (Ranking(id=ENTE, entries=entries),) if entries else ()
    own: dict[str, list[RankingEntry]] = defaultdict(list)
    for one in entries:
        if one.structure:
            own[one.structure].append(one)
    lost = sum(not one.structure for one in entries)
    return tuple(
        Ranking(id=name, entries=tuple(own[name]), unsure=lost + sum(name in one.at_once for one in entries))
        for name in sorted(own, key=natural_key)
    )


def ranked_people(step: Step) -> list[Person]:
    """Everybody in service whose role is ranked, in the order of their ids."""
    dossier, roles = step.dossier, ranked_roles(step)
    people = (one for one in organisation.served(dossier) if organisation.role_of(dossier, one) in roles)
    return sorted(people, key=lambda one: natural_key(one.id))


def _entries(step: Step) -> Iterator[RankingEntry]:
    dossier, units = step.dossier, step.once(TestedUnits)
    breaks = {str(row["person"]): row for row in tie_breaks(step)}
    admission, limit = step.parameters.share("admission").value, step.parameters.number("absence_months").value
    for person in ranked_people(step):
        structure, score = organisation.structure_of(dossier, person), step.so_far.score(person.id)
        grade, away = units.of(person, structure), dossier.absences.of(person.id)
        here, breaker, contender = units.standing(grade), breaks.get(person.id), None
        between = _which_counts(units, person)
        if between:
            here = Standing(unsure=True)
        awaited = Contender(
            person=person.id,
            score=Fraction(0),
            admitted=False,
            rated=False,
            breaker=fraction(breaker["value"]) if breaker else None,  # type: ignore[arg-type]
            absent=months_away(step, away) > limit,
            unpaid=here.unpaid,
            unsure=here.unsure,
            part=kit.part_of_year(dossier, person.id),
        )
        if score is not None and (score.state is State.FINAL or score.formal) and score.level:
            reached = quotient(score.score or 0, score.maximum or 1)
            contender = evolve(
                awaited,
                score=reached,
                admitted=score.score is not None and reached >= admission,
                rated=score.score is not None or score.level != NOT_RATEABLE,
            )
        stood, after = step.once(corrected_later).get(person.id), None
        if contender is not None and stood is not None and stood.before != contender.score:
            after = contender
            contender = evolve(contender, score=stood.before, admitted=stood.before >= admission)
        yield RankingEntry(
            person=person,
            score=score,
            contender=contender,
            awaited=awaited,
            structure=structure,
            after=after,
            short=here.unpaid,
            doubt=unmeasured(structure, grade) or between,
            at_once=organisation.structures_at_once(dossier, person),
            evaluator=organisation.evaluator_of(dossier, person, dossier.evaluations.first(person.id)),
            on_leave=not dossier.ratings.of(person.id) and contender is None and on_leave(step, person, away),
            inputs=(breaker,) if breaker else (),
        )


def _which_counts(units: TestedUnits, person: Person) -> Message:
    """That the units served with equal times have different effects, and which counts is not known."""
    names = units.at_once(person)
    lost = {units.standing(units.grades.get(name)).unpaid for name in names}
    if len(lost) < 2:
        return NOTHING
    tied = tuple(Ref("unit", name) for name in names)
    return say("non risulta quale struttura conti, tra {units} con tempi uguali", units=tied)


def grade_of(step: Step, entry: RankingEntry) -> Grade | None:
    """How far the unit whose 70% counts for somebody has reached its PEG objectives."""
    return step.once(_grades)[entry.person.id]


def _grades(step: Step) -> Mapping[str, Grade | None]:
    units, entries = step.once(TestedUnits), (entry for one in step.once(every_ranking) for entry in one.entries)
    return {entry.person.id: units.of(entry.person, entry.structure) for entry in entries}


def tie_breaks(step: Step) -> Iterable[ExtraRow]:
    """The values that separate equal scores, if a competent body set the criteria in time (I-BL-05)."""
    fixed = any(not uncounted(step, act) for act in step.acts_of(CRITERIA))
    return step.dossier.tables.get(BREAKS, ()) if fixed else ()


def uncounted(step: Step, act: Act) -> Message:
    """Why an act on the criteria does not count, or nothing.

    The conferenza sets them; the Giunta, until the conferenza has decided on the bands, as for the reading.
    """
    decided = any(one.date <= act.date and by_conferenza(one) for one in step.acts_of(DECISION))
    if not by_conferenza(act) and not (act.of_body(organisation.GIUNTA) and not decided):
        return say(
            "l'atto {act} è di «{body}», e con le fasce li decide la conferenza", act=Ref("act", act.id), body=act.body
        )
    if act.date > date(step.dossier.year, 12, 31):
        return say("l'atto {act} è del {day}, ad anno finito", act=Ref("act", act.id), day=act.date)
    return NOTHING


@frozen(kw_only=True)
class DividedRanking:
    """A ranking with its part of the fund and the division of it.

    It is divided even without a fund, for the places: then `line` is None and nothing is due. `after` are those whom an
    appeal or a correction after the payment changes, as they stand with it, and `again` the ranking divided with them:
    it gives nothing to anybody else (I-BL-38). `problem` says why
    nothing of it may be paid, by the rule `problem_rule`, and `doubt` why its places are uncertain. `certain` is what
    is due whatever the scores of those who are `awaited`, or have evaluated themselves, or in each of the
    other `ways` in which it is divided if prizes of which no day is on file were paid after some changes of scores.
    """

    ranking: Ranking
    scheme: Scheme
    line: FundLine | None
    part: division.RankedPart
    division: RankingDivision
    admission: Fraction
    problem: Message
    problem_rule: str
    doubt: Message
    after: Mapping[str, Contender] = {}
    again: RankingDivision | None = None
    certain: Certain | None = None
    awaited: tuple[str, ...] = ()
    ways: tuple[RankingDivision, ...] = ()

    @property
    def held(self) -> Message:
        return cited(self.problem_rule, self.problem) if self.problem else self.doubt

    @property
    def state(self) -> State:
        return State.BLOCKED if self.problem else State.PROVISIONAL if self.doubt else State.FINAL


def divided(step: Step) -> tuple[DividedRanking, ...] | None:
    """Every ranking with its division; None if the bands that were decided are invalid."""
    scheme = step.once(scheme_of)
    if scheme is None:
        return None
    lines, parts, divisions = _lines(step), step.once(_parts), step.once(_divisions)
    admission = step.parameters.share("admission").value
    agains, afters = step.once(_agains), step.once(_after_payment)
    found: list[DividedRanking] = []
    for one in step.once(every_ranking):
        selves, unknown = _by_oneself(step, one), step.once(_unknown)[one.id]
        doubts = (one.doubts(leaving=leaving, besides=unknown.missing) for leaving in (False, True))
        staying, leaving = (several(*some) for some in doubts)
        unsure = step.choose(division.UNPAID, stays_unpaid=staying, leaves_ranking=leaving)
        by_day, ways = _undated(step, scheme, one, parts[one.id], divisions[one.id])
        problem_rule, problem = _problem(step, scheme, one, divisions[one.id])
        elsewhere = several(unsure, _by_themselves(selves) if selves and not unknown.between else NOTHING)
        known = by_day if not elsewhere else None
        if unknown.between:
            known = certain(parts[one.id], scheme, divisions[one.id], unknown, admission, step.choose)
        found.append(
            DividedRanking(
                ranking=one,
                scheme=scheme,
                division=divisions[one.id],
                line=lines.get(one.id),
                part=parts[one.id],
                after=afters[one.id],
                again=agains.get(one.id),
                admission=admission,
                problem=problem,
                problem_rule=problem_rule,
                doubt=several(by_day.why if by_day else NOTHING, elsewhere) if elsewhere else NOTHING,
                ways=ways if by_day and not elsewhere else (),
                certain=known,
                awaited=unknown.missing,
            )
        )
    return tuple(found)


def _between(step: Step, one: Ranking, person: str, *, own: bool) -> tuple[Fraction, Fraction]:
    """Between which fractions of the maximum a score that is not known lies: one's `own`, or refused, anywhere."""
    score = next(entry.score for entry in one.entries if entry.person.id == person)
    if own or score is None or score.state is State.REFUSED:
        return Fraction(0), Fraction(1)
    who = step.dossier.people[person]
    least, most = least_and_most(step, who, degrees(step, who))
    return quotient(least, HUNDRED), quotient(most, HUNDRED)


def _by_oneself(step: Step, one: Ranking) -> list[str]:
    """Those who have evaluated themselves, so that their score is not known yet."""
    contending = {who.person for who in one.contenders}
    selves = [entry.person.id for entry in one.entries if kit.evaluated_by_oneself(step.dossier, entry.score)]
    return [name for name in selves if name in contending]


def _unknown(step: Step) -> Mapping[str, Unknown]:
    """By ranking, the people whose scores are not known, if the others are paid what is certain (I-IT-58).

    Nobody, if they are so many that not every division can be tried, or if scores were changed after the payment.
    """
    scheme, admission = step.once(scheme_of), step.parameters.share("admission").value
    found: dict[str, Unknown] = {}
    for one in step.once(every_ranking):
        found[one.id] = Unknown()
        unknown = _not_known_yet(step, one) if one.contenders and not step.once(_after_payment)[one.id] else Unknown()
        if scheme is not None and unknown.between:
            people = (*one.contenders, *_at_least(step, one, unknown.missing))
            there = division.standings(people, step.choose)
            if not too_many(there, scheme, unknown, admission, step.choose):
                found[one.id] = unknown
    return found


def _not_known_yet(step: Step, one: Ranking) -> Unknown:
    waited = tuple(entry.person.id for entry in one.unknown)
    staying = tuple(entry.person.id for entry in one.unknown if not entry.short)
    missing, selves = step.choose(division.UNPAID, stays_unpaid=waited, leaves_ranking=staying), _by_oneself(step, one)
    if missing and not step.choose(MISSING, others_wait=False, certain=True):
        return Unknown()
    between = {name: _between(step, one, name, own=False) for name in missing}
    return Unknown(
        between={**between, **{name: _between(step, one, name, own=True) for name in selves}}, missing=missing
    )


def _by_themselves(selves: Sequence[str]) -> Message:
    return say(
        "si sono valutate da sé persone della graduatoria: {people} ({reading})",
        people=len(selves),
        reading=Ref("reading", BY_ONESELF),
    )


def _lines(step: Step) -> Mapping[str, FundLine]:
    """The line of the fund that each ranking divides."""
    if by_structure(step):
        by_item = {line.item: line for line in step.once(ranking_lines)}
        return {one.id: by_item[item_of(one.id)] for one in step.once(every_ranking) if item_of(one.id) in by_item}
    whole = step.so_far.line(FUND, WHOLE)
    return {one.id: whole for one in step.once(every_ranking) if whole is not None}


def _parts(step: Step) -> Mapping[str, division.RankedPart]:
    """What each ranking divides, and among whom."""
    scheme, lines = step.once(scheme_of), _lines(step)
    if scheme is None:
        return {}
    found, money = {}, {name: line.amount for name, line in lines.items()}
    for one in step.once(every_ranking):
        found[one.id] = division.RankedPart(
            ranking=one.id,
            standings=step.once(_standings)[one.id],
            money=money.get(one.id, division.ZERO),
            exact=step.once(_exact_parts).get(one.id, fraction(money.get(one.id, division.ZERO))),
            cap=cap_of(step, scheme, one.id),
            evaluator=one.evaluators[0] if len(one.evaluators) == 1 else "",
        )
    return found


def _standings(step: Step) -> Mapping[str, division.Standings]:
    """The people of each ranking in order, whatever money it divides; with those whose scores are not known."""
    found = {}
    for one in step.once(every_ranking):
        missing = step.once(_unknown)[one.id].missing
        found[one.id] = division.standings((*one.contenders, *_at_least(step, one, missing)), step.choose)
    return found


def _at_least(step: Step, one: Ranking, missing: Collection[str]) -> Iterator[Contender]:
    """People whose scores are not known, each with the least that it may be: in the bands, if that admits to them."""
    for entry in (entry for entry in one.unknown if entry.person.id in missing):
        least, _ = _between(step, one, entry.person.id, own=False)
        admitted = least >= step.parameters.share("admission").value
        yield evolve(entry.awaited, score=least, admitted=True) if admitted else entry.awaited


def _exact_parts(step: Step) -> Mapping[str, Fraction]:
    """The part of the fund of each structure before whole cents; nothing if there is one ranking for the ente."""
    whole, weights = step.so_far.line(FUND, WHOLE), _weights(step) if by_structure(step) else {}
    total = sum(weights.values(), Fraction(0))
    if whole is None or not total:
        return {}
    return {structure: product(whole.amount, quotient(weight, total)) for structure, weight in weights.items()}


def _after_payment(step: Step) -> Mapping[str, Mapping[str, Contender]]:
    """By ranking, those whom an appeal or a correction after the payment changes, as they stand with it (I-BL-38)."""
    appeals, admission = step.once(raised_later), step.parameters.share("admission").value
    found: dict[str, dict[str, Contender]] = {}
    for one in step.once(every_ranking):
        found[one.id] = {}
        for entry in one.entries:
            who = entry.after or entry.contender
            if who is not None and entry.person.id in appeals:
                who = who.better(appeals[entry.person.id], admission)
            if who is not None and who is not entry.contender:
                found[one.id][entry.person.id] = who
    return found


def _agains(step: Step) -> Mapping[str, RankingDivision]:
    """The division of each ranking in which somebody is changed after the payment, made again with all of them."""
    scheme, parts = step.once(scheme_of), step.once(_parts)
    changed = ((name, after) for name, after in step.once(_after_payment).items() if after)
    return (
        {name: division.divide_anew(parts[name], scheme, after, step.choose) for name, after in changed}
        if scheme
        else {}
    )


def _divisions(step: Step) -> Mapping[str, RankingDivision]:
    """The division of each ranking: made again only if what it divides or a choice on it differs.

    Whoever was corrected downward after the payment has no more than the ranking made again gives.
    """
    scheme, parts, agains = step.once(scheme_of), step.once(_parts), step.once(_agains)
    if scheme is None:
        return {}
    found = {name: division.divide(part, scheme, step.choose) for name, part in parts.items()}
    fallen = {name: _fallen(parts[name].people, after) for name, after in step.once(_after_payment).items()}
    made = {name: division.with_no_more(found[name], agains[name], fallen[name]) for name in agains}
    return {**found, **made}


def _fallen(people: Iterable[Contender], after: Mapping[str, Contender]) -> frozenset[str]:
    """Those whose score is lower than the one with which they were ranked."""
    return frozenset(who.person for who in people if who.person in after and after[who.person].score < who.score)


def _undated(
    step: Step, scheme: Scheme, one: Ranking, part: division.RankedPart, own: RankingDivision
) -> tuple[Certain | None, tuple[RankingDivision, ...]]:
    """What is certain while it is unknown whether appeals, or corrections, that change a prize came before the payment.

    With the divisions if the payment came after the first of them, after the first two, and so on; None if all of them
    give to everybody the same.
    """
    admission, own_days = step.parameters.share("admission").value, step.once(undated)
    entries = [entry for entry in one.entries if entry.person.id in own_days]
    tried: list[Way] = []
    for day in sorted({day for entry in entries for day in own_days[entry.person.id]}):
        others = {entry.person.id: _by(step, entry, day, admission) for entry in entries if entry.contender}
        people = tuple(others.get(who.person, who) for who in part.people)
        again = division.divide_anew(part, scheme, others, step.choose)
        fallen = _fallen(people, step.once(_after_payment)[one.id])
        tried.append((people, division.with_no_more(again, step.once(_agains)[one.id], fallen) if fallen else again))
    if all(_money(each) == _money(own) for _, each in tried):
        return None, ()
    why = say(
        "un punteggio è stato alzato da un ricorso, o rettificato, e non risulta se prima o dopo il pagamento dei "
        "premi: scrivere i pagamenti (tabella pagamenti) o se era dopo (colonna «dopo pagamento» di ricorsi o di "
        "variazioni; {reading})",
        reading=Ref("reading", APPEAL),
    )
    known = least_of([who.person for who in part.people], own, tried, why, ("BL-17.1", APPEAL))
    return known, tuple(each for _, each in tried)


def _money(one: RankingDivision) -> Sequence[tuple[object, ...]]:
    return [(band.people, band.due) for band in one.bands]


def _by(step: Step, entry: RankingEntry, day: date, admission: Fraction) -> Contender:
    """Somebody as ranked if the prizes were paid after a day: with the appeals and corrections up to it."""
    who, stood = entry.contender or entry.awaited, corrected_by(step, entry.person.id, day)
    if stood is not None:
        who = evolve(who, score=stood, admitted=stood >= admission)
    elif entry.after is not None:
        who = entry.after
    appeal = appeal_by(step, entry.person.id, day)
    return who.better(appeal, admission) if appeal is not None else who


def _problem(step: Step, scheme: Scheme, one: Ranking, own: RankingDivision) -> tuple[str, Message]:
    """By which rule nothing of a ranking may be paid, and why; an empty rule if it may."""
    if len(one.evaluators) > 1:
        why = say(
            "la graduatoria ha {count} valutatori ({evaluators}), mentre ne vuole uno solo: uno di loro valuta tutti, "
            "e chi tiene i dati lo scrive (tabella valutazioni, colonna valutatore); o la conferenza decide una "
            "graduatoria per struttura ({reading})",
            count=len(one.evaluators),
            evaluators=Listed(Ref.to(who) if who.startswith("person:") else who for who in one.evaluators),
            reading=Ref("reading", ONE_EVALUATOR),
        )
        return "BL-12.2bis", why
    if not own.broken:
        return "", NOTHING
    return scheme.ratio_rule, say("{broken}: {ways}", broken=own.broken, ways=_ways(step, scheme, own))


def _ways(step: Step, scheme: Scheme, own: RankingDivision) -> Message:
    """What the ente can do about a ranking that breaks a limit between two bands."""
    places = say("{reading} (posti)", reading=Ref("reading", division.INSIDE))
    known: list[object] = step.choose(division.INSIDE, people=[places], places=[])
    known += [Ref("reading", division.FIRST_BANDS)] * bool(scheme.letters)
    ways = say("la conferenza deve cambiare le fasce")
    if scheme.letters:
        ways = say("la conferenza deve decidere le fasce")
    if known:
        ways = say(
            "{ways}, se la lettura {readings} non basta",
            many="{ways}, se le letture {readings} non bastano",
            number="count",
            count=len(known),
            ways=ways,
            readings=Listed(known),
        )
    if not any(entry.tied for entry in own.ranking):
        return ways
    return say(
        "i pari si distinguono con criteri fissati prima (criteri_parita, spareggi; {reading}), o {ways}",
        reading=Ref("reading", division.TIES),
        ways=ways,
    )


def item_of(ranking: str) -> str:
    return f"graduatoria {ranking}"


def cap_of(step: Step, scheme: Scheme, ranking: str = ENTE) -> int:
    """The most people in the first bands: of the ente or, for a warning, of a structure (I-BL-08)."""
    if ranking != ENTE:
        return whole_down(product(scheme.cap.value, step.once(_assigned_heads)[ranking]))
    everyone, ranked = caps_of(step, scheme)
    return step.choose(CAP, everyone_in_service=everyone, ranked=ranked)


def caps_of(step: Step, scheme: Scheme) -> tuple[int, int]:
    """The most people in the first bands of the ente, by all in service and by those who are ranked (I-BL-08)."""
    everyone = len(step.once(organisation.in_service))
    ranked = sum(len(one.entries) for one in step.once(every_ranking))
    return whole_down(product(scheme.cap.value, everyone)), whole_down(product(scheme.cap.value, ranked))


def _assigned_heads(step: Step) -> Counter[str]:
    """How many in service are assigned to each structure (I-BL-15)."""
    day = step.parameters.day("heads_day", step.dossier.year).value
    return Counter(organisation.assigned_to(step.dossier, one, day) for one in step.once(organisation.in_service))


def ranking_lines(step: Step) -> tuple[FundLine, ...]:
    """The fund divided among the structures by their heads; nothing if there is one ranking for the ente."""
    whole = step.so_far.line(FUND, WHOLE)
    weights = _weights(step) if whole is not None and by_structure(step) else {}
    every = sum(weights.values(), Fraction(0))
    if whole is None or not every:
        return ()
    day = step.parameters.day("heads_day", step.dossier.year)
    parameters: tuple[InForce[object], ...] = (step.parameters.choice("rankings"), day)
    rules, found = ("BL-17.2n2", HEADS, division.PART), list[FundLine]()
    for structure, amount in split(whole.amount, weights).items():
        item = item_of(structure)
        formula = say(
            "{money} × {own} (la consistenza della struttura) / {every} (quella di tutte)",
            money=Money(whole.amount),
            own=weights[structure],
            every=every,
        )
        basis = Basis(inputs=(step.dossier.units[structure],), parameters=parameters, formula=formula)
        found.append(
            FundLine(fund=FUND, item=item, of=WHOLE, amount=amount, rules=rules, rests_on=(whole,), basis=basis)
        )
    return tuple(found)


def headless(step: Step) -> Mapping[str, Message]:
    """The structures that receive nothing of the fund, since nobody is assigned to them on the day, with the reason."""
    if not by_structure(step):
        return {}
    why = say(
        "il {day} nessuno è assegnato alla struttura, e la sua parte del fondo è zero ({reading}, parametro "
        "{parameter})",
        day=step.parameters.day("heads_day", step.dossier.year).value,
        reading=Ref("reading", HEADS),
        parameter=Ref("parameter", "heads_day"),
    )
    return {structure: why for structure, weight in _weights(step).items() if not weight}


def _weights(step: Step) -> Mapping[str, Fraction]:
    """The weight of each structure: its heads, one each or by part of the year; all assigned or only the ranked."""
    day = step.parameters.day("heads_day", step.dossier.year).value
    staff = step.once(organisation.in_service)
    assigned = [(organisation.assigned_to(step.dossier, one, day), one) for one in staff]
    ranked = [(one.id, entry.person) for one in step.once(every_ranking) for entry in one.entries]
    return step.choose(HEADS, assigned=_heads(step, assigned), ranked=_heads(step, ranked))


def _heads(step: Step, people: Sequence[tuple[str, Person]]) -> Mapping[str, Fraction]:
    weights = {unit.id: Fraction(0) for unit in organisation.structures(step.dossier)}
    for structure, person in people:
        if structure:
            part = kit.part_of_year(step.dossier, person.id)
            weights[structure] += step.choose(division.PART, heads=Fraction(1), pro_rata=part)
    return weights
