"""The register of appointments against the declared offices: acts, terms, renewals, titles, vacant posts.

A term lasts up to the day before the anniversary of its first day. Consecutive periods without a free day under one act
are one appointment; under another act, a renewal. A register that names no acts is not checked for them, nor are people
without a row of titles checked for titles.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from attrs import frozen

from merito import (
    Act,
    Appointment,
    AppointmentAt,
    Basis,
    Deadline,
    Finding,
    Office,
    Phase,
    ResultRows,
    Service,
    Step,
    kit,
    rule,
)
from merito.national.registers import has_holder, looked_at, looked_at_text, posts_of
from merito.numbers import HUNDRED, day_text, last_of_years

HOLDER, EXPIRY, ONE_DAY = "holder", "expiry", timedelta(days=1)


@frozen(kw_only=True)
class Term:
    """An appointment to an office: the row, the first day of its term, the earlier one that it renews, who follows.

    `again` is an earlier, ended one of the same person, if nobody else has had the post since. `goes_on` says that
    another row continues it under the same act.
    """

    office: Office
    row: Appointment
    begun: date
    renews: "Term | None" = None
    again: "Term | None" = None
    followed: bool = False
    goes_on: bool = False

    @property
    def earlier(self) -> bool:
        """Whether it began before the text was in force for such offices."""
        return self.office.since is not None and self.begun < self.office.since

    @property
    def rules(self) -> tuple[str, ...]:
        """The rule of its term, with its readings and the rule that introduced it."""
        if self.earlier and self.office.earlier_rule:
            return (self.office.earlier_rule,)
        return tuple(filter(None, (self.office.rule, *self.office.bears, self.office.since_rule)))

    @property
    def last_day(self) -> date | None:
        """The last lawful day; None if the text sets none."""
        if self.earlier:
            return self.office.earlier_until
        years = self.office.most_years
        return last_of_years(self.begun, years) if years else None

    @property
    def least_day(self) -> date | None:
        """The first day on which it may end, unless an act or retirement ends it; None if the text sets none."""
        years = 0 if self.earlier else self.office.least_years
        return last_of_years(self.begun, years) if years else None

    @property
    def lapses(self) -> bool:
        """Whether it ends on its last day, and not by an earlier act or fact."""
        return self.row.ended_by in ("", EXPIRY)

    def ended_early(self, day: date) -> bool:
        """Whether it is over before its last lawful day, without a record that its own days were over."""
        end, last = self.row.end, self.last_day
        return end is not None and end < day and last is not None and end < last and self.row.ended_by != EXPIRY

    def too_long(self, day: date) -> str:
        """How it lasts longer than allowed, as written or by a day (Italian); blank if it does not."""
        last, end = self.last_day, self.row.end
        if last is not None and end is not None and end > last:
            return f"finisce il {day_text(end)}, oltre l'ultimo giorno lecito, {day_text(last)}"
        if last is not None and end is None and day > last:
            return f"l'ultimo giorno lecito era il {day_text(last)}, e non risulta la fine"
        return ""


def terms(office: Office, rows: Iterable[Appointment]) -> Iterator[Term]:
    """The terms of the holders of one post, in the order of their first days; rows without one have none."""
    ordered = sorted((row for row in rows if row.start), key=lambda row: row.start or date.min)
    latest: dict[str, Term] = {}
    for place, row in enumerate(ordered):
        before, later = latest.get(row.person), ordered[place + 1 :]
        adjoins = before is not None and _adjoins(before.row, row)
        continued = before if before is not None and _continues(before.row, row) else None
        latest[row.person] = Term(
            office=office,
            row=row,
            begun=continued.begun if continued else row.start or date.min,
            renews=before if adjoins and not continued else None,
            again=before if before is not None and not adjoins and ordered[place - 1] is before.row else None,
            followed=bool(later),
            goes_on=any(one.person == row.person and _continues(row, one) for one in later),
        )
        yield latest[row.person]


def _adjoins(before: Appointment, row: Appointment) -> bool:
    """Whether one begins no later than the day after the other has ended."""
    return before.end is not None and (row.start or date.min) <= before.end + ONE_DAY


def _continues(before: Appointment, row: Appointment) -> bool:
    """Whether a row continues another under the same act: they are one appointment."""
    return _adjoins(before, row) and bool(row.act) and row.act == before.act


def _all_terms(step: Step) -> Iterator[Term]:
    for office in step.offices.values():
        for position in posts_of(step, office):
            yield from terms(office, step.dossier.appointments.of(position=position.id, kind=HOLDER))


@rule(hook="merito_deadlines")
def ends_of_terms(step: Step) -> ResultRows:
    """The end of every term that is not over when the year begins, unless a row follows it in the register.

    A term that ended early has none left. An act before the end is no renewal unless a row says so, since acts of the
    kind are also given within a term.
    """
    first = date(step.dossier.year, 1, 1)
    for term in _all_terms(step):
        row, ends = term.row, term.row.end or term.last_day
        if ends is None or ends < first or term.followed or not term.lapses or term.begun > step.as_of:
            continue
        if term.ended_early(step.as_of) or _revoked(step, term) or not term.office.conferred_by:
            continue
        yield Deadline(
            phase=Phase.EVALUATION,
            what=f"Fine dell'{term.office.title} di {row.person}, iniziato il {day_text(term.begun)}: rinnovo o altro",
            due=min(ends, term.last_day or ends),
            met_by=term.office.conferred_by[-1],
            rules=term.rules,
            subject=f"position:{row.position}",
            after=ends,
            basis=Basis(inputs=(row,)),
        )


@rule(hook="merito_check_plan")
def appointments(step: Step) -> ResultRows:
    """The state of each appointment, and findings about it; then who covers posts, and vacant posts.

    An appointment ad interim, or of a substitute, has no term of its own.
    """
    for term in _all_terms(step):
        revoked = _revoked(step, term)
        by = "revocation" if revoked else term.row.ended_by
        yield _at(term.row, _standing(step, term, revoked), by, term.last_day, term.rules)
        if term.begun <= step.as_of:
            yield from _duration(step, term, revoked)
            yield from _renewed(step, term)
            yield from _its_act(step, term)
            yield from _renounced(step, term)
            yield from _eligibility(step, term)
    for office in step.offices.values():
        for position in posts_of(step, office):
            for row in step.dossier.appointments.of(position=position.id):
                if row.kind != HOLDER:
                    over = row.end is not None and row.end < step.as_of
                    how = "future" if row.start and row.start > step.as_of else "ended" if over else "valid"
                    yield _at(row, how, row.ended_by, None, (office.rule,))
            if looked_at(step).year >= step.dossier.year and not has_holder(step, office, position):
                why = f"la posizione {position.id} non ha un titolare {looked_at_text(step)}"
                rule_id, subject = office.vacant_rule or office.rule, f"position:{position.id}"
                yield kit.told("info", rule_id, why, subject, phase=Phase.EVALUATION, inputs=(position,))


def _standing(step: Step, term: Term, revoked: Act | None) -> str:
    """Its state at the date; a missing title is reported before a missing act."""
    end = term.row.end
    if term.begun > step.as_of:
        return "future"
    if revoked:
        return "ended"
    if end is not None and end < step.as_of:
        return "ended" if term.ended_early(step.as_of) or not term.lapses else "expired"
    if term.last_day is not None and term.last_day < step.as_of:
        return "extended"
    if _lacks_title(step, term):
        return "missing_qualification"
    return "valid" if step.acts.get(term.row.act or "") else "without_act"


def _revoked(step: Step, term: Term) -> Act | None:
    """The act in effect that revoked it, whatever its row says about its end."""
    row, kind = term.row, term.office.revoked_by
    for subject in (f"position:{row.position}", f"person:{row.person}") if kind else ():
        for act in step.acts_of(kind, subject):
            day = act.takes_effect
            if term.begun < day and (row.end is None or day <= row.end + ONE_DAY):
                return act
    return None


def _at(row: Appointment, standing: str, ended_by: str, last: date | None, rules: tuple[str, ...]) -> AppointmentAt:
    return AppointmentAt(
        person=row.person,
        position=row.position,
        kind=row.kind,
        start=row.start,
        end=row.end,
        last_day=last,
        standing=standing,
        act=row.act or "",
        ended_by=ended_by,
        rules=rules,
        basis=Basis(inputs=(row,)),
    )


def _told(term: Term, rule_id: str, what: str, *inputs: object) -> Finding:
    row = term.row
    why = f"{term.office.title} {row.position} di {row.person}, dal {day_text(term.begun)}: {what}"
    return kit.told("warning", rule_id, why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=(row, *inputs))


def _duration(step: Step, term: Term, revoked: Act | None) -> Iterator[Finding]:
    end, least = term.row.end, term.least_day
    if (why := term.too_long(step.as_of)) and (end is not None or revoked is None):
        yield _told(term, term.rules[0], why)
    if least is not None and end is not None and end < least and term.lapses and not term.goes_on:
        why = (
            f"finisce il {day_text(end)}, mentre dura almeno fino al {day_text(least)}, salvo collocamento a riposo, "
            "revoca o rinuncia (colonna cessato_per)"
        )
        yield _told(term, term.office.rule, why)


def _renewed(step: Step, term: Term) -> Iterator[Finding]:
    """A renewal needs an act of its own, and must not be given to a person barred by an act or by evaluations."""
    office = term.office
    if term.renews is not None:
        if office.renewal_rule and term.row.act is None and step.once(names_acts):
            yield _told(term, office.renewal_rule, "è un rinnovo senza un suo atto: il rinnovo chiede un atto espresso")
        yield from _barred(step, term, term.renews, "è un rinnovo")
    elif term.again is not None and office.barred_again:
        found = list(_barred(step, term, term.again, f"è un rinnovo benché con un intervallo ({office.barred_again})"))
        if found and step.readings[office.barred_again].choice == "again":
            yield from found


def _barred(step: Step, term: Term, earlier: Term, what: str) -> Iterator[Finding]:
    """What bars an appointment that follows an earlier one: acts about its holder, negative evaluations."""
    office, subject = term.office, f"person:{term.row.person}"
    for act in step.acts_of(office.barred_by, subject) if office.barred_by else ():
        if earlier.begun <= act.date <= term.begun:
            why = f"{what}, e l'atto {act.id} («{step.act_kinds[act.kind].title}») lo esclude"
            yield _told(term, office.barred_rule, why, act)
    negative = _negative(step, term, earlier.begun.year)
    if office.barred_after and len(negative) >= office.barred_after:
        years = ", ".join(map(str, negative))
        also = f" ({', '.join(office.barred_bears)})" if office.barred_bears else ""
        why = f"{what} dopo {len(negative)} valutazioni negative ({years}), che lo escludono{also}"
        yield _told(term, office.barred_rule, why, *negative.values())


def _negative(step: Step, term: Term, since: int) -> dict[int, object]:
    """The years with a negative evaluation, from that of the appointment to the one before the renewal."""
    dossier, person = step.dossier, term.row.person
    now = ((dossier.year, one) for one in dossier.evaluations.of(person) if one.positive is False)
    before = ((one.year, one) for one in dossier.earlier_evaluations.of(person=person) if not one.positive)
    found: dict[int, object] = {**dict(now), **dict(before)}
    return {year: found[year] for year in sorted(found) if since <= year < term.begun.year}


def names_acts(step: Step) -> bool:
    """Whether the register of appointments names acts."""
    return any(row.act for row in step.dossier.appointments)


def _its_act(step: Step, term: Term) -> Iterator[Finding]:
    """The act named by the register must confer the office, on this post, no later than its first day."""
    row, office = term.row, term.office
    act = step.acts.get(row.act or "")
    if act is None or not office.conferred_by:
        return
    if act.kind not in office.conferred_by:
        what = f"l'atto {act.id} è «{step.act_kinds[act.kind].title}», che non lo conferisce"
        yield _told(term, office.act_rule, what, act)
    elif act.subject not in (None, f"position:{row.position}", f"person:{row.person}"):
        yield _told(term, office.act_rule, f"l'atto {act.id} riguarda {act.subject}", act)
    if act.date > (row.start or act.date):
        yield _told(term, office.act_rule, f"comincia prima del suo atto, {act.id} del {day_text(act.date)}", act)


def _renounced(step: Step, term: Term) -> Iterator[Finding]:
    """A renunciation needs an act of its own."""
    row, kind = term.row, term.office.renounced_by
    if not kind or row.ended_by != "renunciation" or row.end is None or row.end >= step.as_of:
        return
    until = row.end + ONE_DAY
    if not any(term.begun <= act.date <= until for act in step.acts_of(kind, f"position:{row.position}")):
        what = f"risulta cessato per rinuncia, e manca l'atto «{step.act_kinds[kind].title}»"
        yield _told(term, term.office.renounced_rule, what)


def _eligibility(step: Step, term: Term) -> Iterator[Finding]:
    """The requirements that a holder lacks in the year; values not recorded are not reported."""
    office, row = term.office, term.row
    lacking: list[tuple[str, str]] = []
    if office.category:
        wrong = [one for one in categories(step, term) if not kit.is_of_category(step, one, office.category)]
        if wrong:
            lacking.append((office.category_rule, f"è di categoria {', '.join(wrong)}, e non {office.category}"))
    if office.full_time_rule and any(one.fte is not None and one.fte < HUNDRED for one in _served(step, term)):
        lacking.append((office.full_time_rule, "è a tempo parziale, che è incompatibile con l'incarico"))
    if _lacks_title(step, term):
        lacking.append((office.titles_rule, f"i titoli scritti non bastano: {kit.titles_text(step, office)}"))
    for rule_id, what in lacking:
        why = f"{office.title} {row.position}, dal {day_text(term.begun)}: {what}"
        yield kit.told("warning", rule_id, why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=(row,))


def _lacks_title(step: Step, term: Term) -> bool:
    """Whether the recorded titles of a person are insufficient for the office, on its first day."""
    return not term.earlier and kit.lacks_title(step, term.office, term.row.person, term.begun)


def categories(step: Step, term: Term) -> list[str]:
    """The recorded categories of a holder in the service of the year that shares a day with the appointment."""
    of_person = step.dossier.people[term.row.person].category
    return list(dict.fromkeys(filter(None, (row.category or of_person for row in _served(step, term)))))


def _served(step: Step, term: Term) -> Iterator[Service]:
    for row in step.dossier.service_of(term.row.person):
        days = kit.period_of(row)
        if days.start <= (term.row.end or days.end) and days.end >= term.begun:
            yield row
