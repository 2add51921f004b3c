"""Who holds a position on which days of the year, up to the day before an act that ends it.

A regulation says which acts end a holding; without them an appointment is taken as written. Nobody holds a post before
the first day of service in the year or after the last one, whatever is written. Days without service in between,
perhaps leave, remain the holder's.

Some days are in doubt: those after the longest term of an office whose end nobody wrote, until the post is given again;
those that are written beyond that term, unless they stand by a reading; those after a revocation that may fall (against
an opinion that binds, without a step that the text wants first, by another body, told by the register alone), as far as
nobody else holds the post; those that no act confers, where the text wants one; those between a revocation that does
not say when it takes effect and the early end that is written; those of the second of two posts of one person. They are
still the holder's, since the holder may have been renewed, the act may exist, the revocation may fall or count later,
and the other post may have ended; what is due for them waits.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import groupby, pairwise

from attrs import evolve, field, frozen

from merito.contract.step import Step
from merito.kit.conferment import Unconferred, unconferred
from merito.kit.findings import spans
from merito.kit.proceedings import Defect, defects
from merito.kit.rates import pieces, rate_on, rates_of
from merito.kit.roles import period_of
from merito.kit.terms import Term, terms_on, written_beyond
from merito.kit.written import (
    HOLDER,
    ONE_DAY,
    Tenure,
    effect_unsaid,
    ended_by_revocation,
    endings,
    in_service,
    is_about,
    managerial,
    written,
)
from merito.model.acts import Act
from merito.model.dossier import Dossier
from merito.model.messages import Message, Ref, as_message, cited, say, several
from merito.model.money import Rate
from merito.model.people import Appointment, Person, Position, Service
from merito.numbers import Period, apart_from, common, joined, meet, natural_key

STAFF, PO = "staff", "po"


@frozen(kw_only=True)
class Doubt:
    """Days of a holding for which it is not certain that the post is held, why, by which rules and rows.

    `revoked` is the revocation that may fall, or the row that tells of one without an act; `beside` are other posts of
    the same person, which come first; `among` are other people for whom the same days of the post are written; without
    any, the term is over, or no act confers those days.
    """

    days: tuple[Period, ...]
    why: Message = field(converter=as_message)
    rules: tuple[str, ...]
    rows: tuple[object, ...] = ()
    revoked: Act | Appointment | None = None
    beside: tuple[str, ...] = ()
    among: tuple[str, ...] = ()


def may_grow_by(doubts: Iterable[Doubt]) -> Message:
    """Why days that count as another's may be somebody's, or nothing."""
    known = (one.why for one in doubts if one.among and not one.days)
    return several(*(say("{why}: può crescere", why=why) for why in known))


@frozen(kw_only=True)
class Holding:
    """A person on a position in the year: the days, in one period or several; `revoked` by an act of the year.

    A person revoked on 1 January has no days. `rows` includes appointments that give no days. `unserved` are days
    written before the service begins or after it ends: nobody's. `doubts` are of days in `stretches`; a revocation that
    may fall is among them, even without days, and not in `revoked`.
    """

    person: str
    position: Position
    stretches: tuple[Tenure, ...]
    rows: tuple[Appointment | Position, ...]
    revoked: Act | Appointment | None = None
    unserved: tuple[Period, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    @property
    def periods(self) -> tuple[Period, ...]:
        return tuple(one.days for one in self.stretches)

    @property
    def days(self) -> int:
        return sum(period.days for period in self.periods)

    @property
    def in_doubt(self) -> tuple[Period, ...]:
        """The days that are in doubt."""
        return joined(days for one in self.doubts for days in one.days)

    def without(self, days: Iterable[Period]) -> "Holding":
        """The same holding without some days, and without the doubts of those days alone."""
        gone = tuple(days)
        kept = (evolve(row, days=left) for row in self.stretches for left in apart_from((row.days,), gone))
        doubts = ((one, evolve(one, days=apart_from(one.days, gone))) for one in self.doubts)
        left_over = tuple(left for one, left in doubts if left.days or not one.days)
        return evolve(self, stretches=tuple(kept), doubts=left_over)

    @property
    def perhaps_over(self) -> tuple[Doubt, ...]:
        """The doubts of days that are nobody's if they are not the holder's, and of a revocation that may fall."""
        return tuple(one for one in self.doubts if not (one.beside or one.among) and (one.days or one.revoked))

    def over(self) -> "Holding":
        """The same as if it had ended on the days in doubt: what may fall stands."""
        ended = [one.revoked for one in self.perhaps_over if one.revoked]
        gone = self.without(days for one in self.perhaps_over for days in one.days)
        kept = tuple(one for one in gone.doubts if one.beside or one.among)
        return evolve(gone, doubts=kept, revoked=self.revoked or next(iter(ended), None))

    @property
    def doubtful(self) -> Fraction:
        """The part of the days that is in doubt."""
        return Fraction(sum(period.days for period in self.in_doubt), self.days or 1)

    @property
    def why_doubtful(self) -> Message:
        """Why days are in doubt."""
        return several(*(one.why for one in self.doubts if one.days))

    @property
    def may_grow(self) -> Message:
        """Why days that count as another's may be of this holding, or nothing."""
        return may_grow_by(self.doubts)

    @property
    def shares_days(self) -> bool:
        """Whether days of this holding are written for another person too."""
        return any(one.among for one in self.doubts)

    @property
    def doubt_rules(self) -> tuple[str, ...]:
        """The rules by which days are in doubt."""
        return tuple(rule for one in self.doubts if one.days for rule in one.rules)

    @property
    def doubt_rows(self) -> tuple[object, ...]:
        """The rows that put days in doubt, beside those of the appointment."""
        return tuple(row for one in self.doubts if one.days for row in one.rows if row not in self.rows)


def held(step: Step, position: Position, ended_by: str = "", kind: str = HOLDER) -> tuple[Holding, ...]:
    """Who holds a position in the year, in the order of the first day, including people revoked on the first day.

    `kind` is holder or interim. The acts in effect of the kind `ended_by` end what their subject holds, a position or a
    person. Everybody's tenures are computed once per run.
    """
    return step.once(_holdings(kind, ended_by)).by_position.get(position.id, ())


def posts_of(step: Step, person: str, ended_by: str = "", kind: str = HOLDER) -> tuple[Holding, ...]:
    """The positions that a person holds in the year, in the order of their table, consistent with `held`."""
    return step.once(_holdings(kind, ended_by)).by_person.get(person, ())


def tenures(dossier: Dossier, kind: str = HOLDER, of: Position | None = None) -> Iterator[Tenure]:
    """The appointments of a kind that fall in the year, to every position or to one, limited to the days of service.

    If a post has no holder among them, its column of the holder counts for the year.
    """
    for row in written(dossier, kind, of):
        days = in_service(dossier, row.person, row.days)
        if days is not None:
            yield row if days == row.days else evolve(row, days=days)


@frozen
class _Everybody:
    """Who holds what in the year, by the position and by the person."""

    by_position: Mapping[str, tuple[Holding, ...]]
    by_person: Mapping[str, tuple[Holding, ...]]


@frozen(cache_hash=True)
class _Holdings:
    """Computes everybody's tenures of a kind, with the acts of a kind that end them."""

    kind: str
    ended_by: str

    def __call__(self, step: Step) -> _Everybody:
        ended = step.acts_of(self.ended_by) if self.ended_by else ()
        against = defects(step) if ended else {}
        every = [*written(step.dossier, self.kind), *_revoked_before(step.dossier, self.kind, ended, against)]
        by_post: dict[str, list[Tenure]] = defaultdict(list)
        for row in every:
            by_post[row.position.id].append(row)
        revoked: dict[int, list[Act]] = defaultdict(list)
        ends_some: set[str] = set()
        for row, act in endings(step.dossier, every, ended):
            revoked[id(row.row)].append(act)
            ends_some.add(act.id)
        again = sorted((act for act in ended if act.id not in ends_some), key=lambda act: act.takes_effect)
        known, lacks = _terms(step, self.kind), unconferred(step)
        only_told = _only_told(step, self.kind, self.ended_by)
        closing = (one for one in step.proceedings.values() if one.closed_by == self.ended_by)
        rules = tuple(one.cause_rule for one in closing if one.cause_rule)
        by_position: dict[str, tuple[Holding, ...]] = {}
        by_person: dict[str, list[Holding]] = defaultdict(list)
        for identifier, rows in by_post.items():
            own = ((row, id(row.row)) for row in rows)
            spans = [
                evolve(
                    _span(step, row, _with_again(row, revoked[at], against, again), against, known.get(at), rules),
                    lacks=lacks.get(at),
                    only_told=only_told.get(at),
                )
                for row, at in own
            ]
            spans = [_going_on(one, step.dossier.year) if one.only_told else one for one in spans]
            by_position[identifier] = tuple(_in_order(step.dossier, spans))
            for one in by_position[identifier]:
                by_person[one.person].append(one)
        if self.kind == HOLDER:
            second = {id(old): new for posts in by_person.values() for old, new in _of_two(step, posts, self.ended_by)}
            by_position = {name: tuple(second.get(id(one), one) for one in own) for name, own in by_position.items()}
            by_person = {name: [second.get(id(one), one) for one in own] for name, own in by_person.items()}
        return _Everybody(by_position, {person: tuple(posts) for person, posts in by_person.items()})


def ending_act(step: Step, position: Position) -> str:
    """The kind of act that ends an appointment to a post, by the last office declared for such posts."""
    of_managers = managerial(position)
    kinds = [one.revoked_by for one in step.offices.values() if (one.posts == "managerial") is of_managers]
    return kinds[-1] if kinds else ""


def _of_two(step: Step, posts: Sequence[Holding], ended_by: str) -> Iterator[tuple[Holding, Holding]]:
    """The second posts of somebody, as they are and with that doubt: the days on which another post comes first."""
    own = [one for one in posts if one.days and ended_by in ("", ending_act(step, one.position))]
    if len(own) > 1:
        rates = {one.position.id: rates_of(step.dossier, one.position) for one in own}
        yield from ((one, with_second(one, own, rates, step.dossier.year)) for one in own)


def with_second(one: Holding, posts: Sequence[Holding], rates: Mapping[str, Sequence[Rate]], year: int) -> Holding:
    """A post of somebody with the doubt of the days on which another of their posts comes first, by the pay of each.

    Whichever of two ends, the lower pay is due, and the higher waits: that of the post that began earlier too, since it
    may be the one that ended. Of two equal pays that of the later post waits, and where a pay is not known both wait.
    """
    own = rates.get(one.position.id, ())
    beside: dict[str, tuple[Period, ...]] = {}
    for other in (other for other in posts if other.position.id != one.position.id):
        its = rates.get(other.position.id, ())
        both = common(one.periods, other.periods)
        cut = [days for days in pieces((*both, *(rate.days for rate in (*own, *its)))) if common((days,), both)]
        first = [each for each in cut if _comes_before((other, its), (one, own), each.start, year)]
        if first:
            beside[other.position.id] = joined(first)
    kept = tuple(doubt for doubt in one.doubts if not doubt.beside)
    if not beside:
        return evolve(one, doubts=kept)
    days = joined(each for own_days in beside.values() for each in own_days)
    why = say(
        "è titolare anche di {positions} negli stessi giorni ({days}): questa retribuzione è sospesa per quei "
        "giorni, finché gli incarichi non dicono quale delle due finisce, o è ad interim",
        positions=tuple(Ref("position", name) for name in beside),
        days=spans(days),
    )
    rows = tuple(row for other in posts if other.position.id in beside for row in other.rows)
    return evolve(one, doubts=(*kept, Doubt(days=days, why=why, rules=(), rows=rows, beside=tuple(beside))))


def _comes_before(
    first: tuple[Holding, Sequence[Rate]], second: tuple[Holding, Sequence[Rate]], day: date, year: int
) -> bool:
    """Whether on a day the pay of one post is certain beside that of another, or nothing says which of the two is."""
    (one, own), (other, its) = first, second
    pay, beside = rate_on(own, day), rate_on(its, day)
    if pay is None or beside is None:
        return True
    if (pay.sure, pay.amount) != (beside.sure, beside.amount):
        return (pay.sure, pay.amount) < (beside.sure, beside.amount)
    began, after, start = _began(one), _began(other), date(year, 1, 1)
    if began is not None and after is not None and began != after:
        return began < after
    if (began is None) is not (after is None):
        later = began or after or start
        if later > start:
            return began is None
    return natural_key(one.position.id) < natural_key(other.position.id)


def _began(one: Holding) -> date | None:
    """The first day of a post, also in an earlier year; None if it is not written."""
    starts = [row.start for row in one.rows if isinstance(row, Appointment)]
    return min((day for day in starts if day), default=None) if all(starts) else None


def _revoked_before(
    dossier: Dossier, kind: str, ended: Iterable[Act], against: Mapping[str, tuple[Defect, ...]]
) -> Iterator[Tenure]:
    """The appointments that ended before the year with a revocation that may fall: they may go on in it."""
    first = date(dossier.year, 1, 1)
    for act in (act for act in ended if act.id in against and act.takes_effect <= first):
        day, post = act.takes_effect - ONE_DAY, (act.subject or "").removeprefix("position:")
        for row in dossier.appointments.of(position=post, kind=kind):
            if row.start is None or row.end is None or not row.start <= day <= row.end < first:
                continue
            if row.end == day or ended_by_revocation(row):
                yield Tenure(person=row.person, position=dossier.positions[post], days=Period(row.start, day), row=row)


def _terms(step: Step, kind: str) -> Mapping[int, Term]:
    """The terms of the appointments of a kind, by the identity of their rows, for offices with a longest term."""
    found: dict[int, Term] = {}
    for office in step.offices.values():
        for position in step.dossier.positions if office.most_years else ():
            if managerial(position) is (office.posts == "managerial"):
                found.update((id(term.row), term) for term in terms_on(step, office, position, kind))
    return found


@frozen(kw_only=True)
class _Span:
    """An appointment up to its certain end in the year.

    `expired` is the first day after its longest term, if nobody wrote its end or it is written beyond that term and
    does not stand by a reading; `contested` a revocation that may fall;
    `unsaid` the day of a revocation that does not say when it takes effect, while the early end is written later;
    `rules` are those of revocations; `lacks` says which days no act confers,
    `only_told` by which rule it needs the act of a revocation that only its row tells.
    """

    row: Tenure
    end: date
    revoked: Act | None
    contested: Act | None
    against: tuple[Defect, ...]
    term: Term | None
    expired: date | None
    unsaid: date | None
    rules: tuple[str, ...]
    lacks: Unconferred | None = None
    only_told: str | None = None

    def since(self, day: date | None) -> tuple[Period, ...]:
        """Its days from a day on."""
        return (Period(day, self.end),) if day is not None and day <= self.end else ()

    @property
    def after_revocation(self) -> tuple[Period, ...]:
        """Its days after a revocation that may fall."""
        if self.only_told:
            return self.since(self.row.days.end + ONE_DAY)
        return self.since(self.contested.takes_effect if self.contested else None)

    @property
    def firm(self) -> tuple[Period, ...]:
        """Its days that are in no doubt."""
        unsure = (*self.since(self.expired), *self.after_revocation, *self.since(self.unsaid))
        return apart_from(self.since(self.row.days.start), unsure)

    def gone(self, everybody: Sequence["_Span"]) -> Iterator[Period]:
        """Its days in doubt that are another's: after the term since the next appointment, else as far as held.

        Days written beyond the term are only a renewal's of the same person: whoever else has them shares them.
        """
        others = [one for one in everybody if one is not self]
        unwritten = self.term is None or self.term.row.end is None
        next_ones = (one for one in others if unwritten or one.row.person == self.row.person)
        later = [one.row.days.start for one in next_ones if one.row.days.start > self.row.days.start]
        if self.expired is not None and later:
            yield from self.since(max(self.expired, min(later)))
        revoked = joined((*self.after_revocation, *self.since(self.unsaid)))
        yield from common(revoked, (days for one in others for days in one.firm))

    def doubts(self, served: Sequence[Period]) -> Iterator[Doubt]:
        """Its doubts, each with its days among those served; a revocation that may fall also without days."""
        if self.lacks is not None and (days := common(served, (self.lacks.days,))):
            why = cited(self.lacks.rules[0], self.lacks.why)
            yield Doubt(days=days, why=why, rules=self.lacks.rules, rows=self.lacks.acts)
        if self.term is not None and self.expired is not None and (days := common(served, self.since(self.expired))):
            why, rules = _after_term(self.term, self.expired - ONE_DAY)
            yield Doubt(days=days, why=why, rules=rules, rows=(self.term.row,))
        if self.only_told and isinstance(self.row.row, Appointment):
            unwritten = say(
                "la revoca risulta solo dal registro, al {end}, e manca il suo atto scritto e motivato: ciò che segue "
                "resta sospeso finché non è scritto l'atto (tabella atti) o non è corretta la fine (tabella incarichi, "
                "colonne al e «cessato per»)",
                end=self.row.days.end,
            )
            why = cited(self.only_told, unwritten)
            days = common(served, self.after_revocation)
            yield Doubt(days=days, why=why, rules=(self.only_told,), rows=(self.row.row,), revoked=self.row.row)
        if self.contested is not None:
            yield Doubt(
                days=common(served, self.after_revocation),
                why=_may_fall(self.contested, self.against),
                rules=tuple(dict.fromkeys(each for one in self.against for each in one.rules)),
                rows=(self.contested, *(act for one in self.against for act in one.acts)),
                revoked=self.contested,
            )
        if self.revoked is not None and (days := common(served, self.since(self.unsaid))):
            unsaid = effect_unsaid(self.row.row, self.revoked)
            why = cited(self.rules, unsaid) if self.rules else unsaid
            yield Doubt(days=days, why=why, rules=self.rules, rows=(self.revoked,))


def _after_term(term: Term, last: date) -> tuple[Message, tuple[str, ...]]:
    """Why the days after the last lawful day of a term are in doubt, and what ends the doubt; its rules."""
    written_to, reading, rules = term.row.end, term.office.beyond_term, term.rules
    found = say("la fine dell'incarico non è scritta")
    if written_to is not None:
        found = say("l'incarico è scritto fino al {end}", end=written_to)
    why = say(
        "{found}, e la durata massima finisce il {last}: per i giorni dopo scrivere il rinnovo con il suo atto, o la "
        "fine (tabella incarichi, colonne dal, al e atto)",
        found=found,
        last=last,
    )
    if written_to is not None and reading:
        which = Ref("reading", reading)
        why = say("{why}. La lettura {reading} dice se l'atto vale anche per quei giorni", why=why, reading=which)
        rules = (*rules, reading)
    return cited(term.rules[0], why), rules


def _may_fall(act: Act, defects: Sequence[Defect]) -> Message:
    """Why a revocation may fall, and what ends the doubt."""
    rules = tuple(dict.fromkeys(one.rules[0] for one in defects if one.rules))
    until = dict.fromkeys((say("un atto non la annulla"), *(one.until for one in defects)))
    why = say(
        "la revoca {act} del {day} è {defects}: ciò che segue resta sospeso finché {until}",
        act=Ref("act", act.id),
        day=act.date,
        defects=several(*(one.what for one in defects)),
        until=reduce(lambda one, other: say("{one}, o {other}", one=one, other=other), until),
    )
    return cited(rules, why)


def _with_again(
    row: Tenure, acts: Sequence[Act], against: Mapping[str, tuple[Defect, ...]], again: Sequence[Act]
) -> Sequence[Act]:
    """The revocations of an appointment; if its end is written for one that may fall, also those given after its end.

    `again` are those that end nobody's appointment as written, in the order in which they take effect.
    """
    contested = next((act for act in acts if act.id in against), None)
    if contested is None or not _written_for(row, contested):
        return acts
    return [*acts, *(act for act in again if act.takes_effect > row.days.end and is_about(act, row))]


def _written_for(row: Tenure, contested: Act) -> bool:
    """Whether the end of an appointment is written because of a revocation."""
    return row.days.end < contested.takes_effect or ended_by_revocation(row.row)


def _span(
    step: Step,
    row: Tenure,
    acts: Sequence[Act],
    against: Mapping[str, tuple[Defect, ...]],
    term: Term | None,
    rules: tuple[str, ...],
) -> _Span:
    """The first act that cannot fall ends an appointment; one before it that may fall leaves it in doubt.

    An end that is written because of a revocation that may fall is in doubt too: one on the day before it, or one that
    its row calls a revocation. Then it ends with its longest term at the latest: whoever is revoked was not renewed. If
    an act that cannot fall does not say when it takes effect, the early end that is written later stands. `rules` are
    those of revocations.
    """
    ending = next((act for act in acts if act.id not in against), None)
    contested = next((act for act in acts if act.id in against), None)
    if contested is not None and ending is not None and ending.takes_effect <= contested.takes_effect:
        contested = None
    cut = contested is not None and _written_for(row, contested)
    unwritten = term is not None and (term.row.end is None or cut)
    lawful = term.last_day if term is not None and unwritten else None
    last = date(step.dossier.year, 12, 31)
    unsaid = ending.date if ending is not None and effect_unsaid(row.row, ending) else None
    until = ending.takes_effect - ONE_DAY if ending is not None and unsaid is None else last
    ends = [last if cut else row.days.end, last, until]
    if contested is not None and lawful is not None:
        ends, lawful = [*ends, max(lawful, contested.takes_effect - ONE_DAY)], None
    if term is not None and written_beyond(step, term):
        lawful = term.last_day
    return _Span(
        row=row,
        end=min(ends),
        revoked=ending,
        contested=contested,
        against=against[contested.id] if contested else (),
        term=term,
        expired=lawful + ONE_DAY if lawful is not None else None,
        unsaid=unsaid,
        rules=rules,
    )


def _going_on(one: _Span, year: int) -> _Span:
    """A holding that goes on after a revocation without an act, at most to the end of its longest term."""
    last, lawful = date(year, 12, 31), one.term.last_day if one.term is not None else None
    end = last if lawful is None else min(last, max(lawful, one.row.days.end))
    return evolve(one, end=max(one.end, end))


def _only_told(step: Step, kind: str, ended_by: str) -> Mapping[int, str]:
    """The appointments that only the register says to be revoked in the year, with the rule that wants the act."""
    found: dict[int, str] = {}
    for office in step.offices.values() if kind == HOLDER and ended_by else ():
        wanted = office.revoked_rule and office.revoked_by == ended_by
        for row in step.dossier.appointments if wanted else ():
            last, post = row.end, step.dossier.positions.get(row.position)
            if (
                row.ended_by not in office.revoked_as
                or row.kind != kind
                or last is None
                or post is None
                or last >= step.as_of
            ):
                continue
            before = office.since is not None and row.start is not None and row.start < office.since
            of_office = managerial(post) is (office.posts == "managerial") and not before
            if of_office and last.year == step.dossier.year and not _revoking(step, ended_by, row, last):
                found[id(row)] = office.revoked_rule
    return found


def _revoking(step: Step, kind: str, row: Appointment, last: date) -> bool:
    """Whether an act in effect revokes an appointment: also one after its end, before anybody else has the post."""
    others = (one for one in step.dossier.appointments.of(position=row.position) if one.person != row.person)
    after = min((one.start for one in others if one.start is not None and one.start > last), default=date.max)
    acts = (act for act in step.acts_of(kind, f"position:{row.position}") if act.takes_effect <= after)
    every = (*acts, *step.acts_of(kind, f"person:{row.person}"))
    return any(act.takes_effect >= (row.start or act.takes_effect) for act in every)


@lru_cache
def _holdings(kind: str, ended_by: str) -> _Holdings:
    return _Holdings(kind, ended_by)


def _in_order(dossier: Dossier, spans: Sequence[_Span]) -> list[Holding]:
    """Who holds a position, in the order of the first day."""
    by_person = groupby(sorted(spans, key=lambda one: (one.row.person, one.row.days)), lambda one: one.row.person)
    found = [_held(dossier, person, list(own), spans) for person, own in by_person]
    kept = [one for one in found if one.periods or one.revoked or one.unserved]
    return sorted(kept, key=lambda one: (one.periods[0].start if one.periods else date.max, one.person))


def _held(dossier: Dossier, person: str, spans: Sequence[_Span], everybody: Sequence[_Span]) -> Holding:
    first = date(dossier.year, 1, 1)
    stretches: list[Tenure] = []
    unserved: list[Period] = []
    doubts: list[Doubt] = []
    for one in spans:
        start = max(one.row.days.start, first)
        if start > one.end:
            continue
        kept = apart_from((Period(start, one.end),), one.gone(everybody))
        served = [days for each in kept if (days := in_service(dossier, person, each))]
        unserved += apart_from(kept, served)
        stretches += (evolve(one.row, days=days) for days in served)
        doubts += one.doubts(served)
    acts = [one.revoked for one in spans if one.revoked and one.revoked.takes_effect.year == dossier.year]
    return Holding(
        person=person,
        position=spans[0].row.position,
        stretches=tuple(stretches),
        rows=tuple(one.row.row for one in spans),
        revoked=acts[0] if acts else None,
        unserved=tuple(unserved),
        doubts=tuple(doubts),
    )


def staff_posts_of(step: Step, person: str, ended_by: str = "") -> tuple[Holding, ...]:
    """The posizioni organizzative that a person holds in the year; acts of the kind `ended_by` end them."""
    return tuple(one for one in posts_of(step, person, ended_by) if one.days and not managerial(one.position))


def role_by_post(person: Person, posts: Sequence[Holding]) -> str:
    """The role in which a person is evaluated: a posizione organizzativa held in the year precedes staff."""
    return PO if person.role == STAFF and posts else person.role


def served_meanwhile(dossier: Dossier, held: Holding) -> list[Service]:
    """The periods of service in which somebody holds a post."""
    return [row for row in dossier.service_of(held.person) if meet(held.periods, (period_of(row),))]


def at_once(holders: Iterable[Holding]) -> Iterator[tuple[Holding, Holding]]:
    """Pairs of holders of one position whose days overlap."""
    stretches = sorted(((period, one) for one in holders for period in one.periods), key=lambda pair: pair[0])
    return ((one, other) for (days, one), (after, other) in pairwise(stretches) if after.start <= days.end)


def also_held(one: Holding, everybody: Iterable[Holding]) -> tuple[Period, ...]:
    """The days of a holding that another person has on the same post, or another row of the same person."""
    others = [days for other in everybody if other.person != one.person for days in other.periods]
    own = list(one.periods)
    twice = (days for at, each in enumerate(own) for days in common((each,), own[at + 1 :]))
    return joined((*common(own, others), *twice))


def one_a_day(holders: Iterable[Holding]) -> tuple[Holding, ...]:
    """The holders of a post, with the days written for several people given to the last who began, in doubt.

    Whoever has these days too keeps a doubt without days, since they may be theirs. Nobody without other days is left.
    """
    ordered = sorted(holders, key=lambda one: (one.periods[0].start if one.periods else date.max, one.person))
    found = []
    for at, one in enumerate(ordered):
        before, after = (_shared(one, others) for others in (ordered[:at], ordered[at + 1 :]))
        lost = joined(days for _, days in after)
        kept = one.without(lost) if lost else one
        own = apart_from((days for _, days in before), lost)
        doubts = [_shared_doubt(own, before)] if own else []
        doubts += [_shared_doubt((), after)] if lost else []
        if kept.days or not one.days:
            found.append(evolve(kept, doubts=(*kept.doubts, *doubts)))
    return tuple(found)


def _shared(one: Holding, others: Iterable[Holding]) -> list[tuple[str, Period]]:
    """The days of a holding that other people have too, each with who has them."""
    apart = (other for other in others if other.person != one.person)
    return [(other.person, days) for other in apart for days in common(one.periods, other.periods)]


def _shared_doubt(own: Sequence[Period], shared: Sequence[tuple[str, Period]]) -> Doubt:
    who = tuple(dict.fromkeys(person for person, _ in shared))
    why = say(
        "gli stessi giorni ({days}) sono scritti anche per {people}: sono sospesi finché gli incarichi non dicono di "
        "chi sono (tabella incarichi, colonne dal e al)",
        days=spans(joined(each for _, each in shared)),
        people=tuple(Ref("person", person) for person in who),
    )
    return Doubt(days=tuple(own), why=why, rules=(), among=who)
