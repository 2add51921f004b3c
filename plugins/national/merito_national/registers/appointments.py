"""The register of appointments against the declared offices: acts, terms, renewals, titles, vacant posts.

A term lasts up to the day before the anniversary of its first day. Consecutive periods without a free day under one act
are one appointment; under another act, a renewal. A register that names no acts is not checked for them, nor are people
without a row of titles checked for titles.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from merito import (
    Act,
    Appointment,
    AppointmentAt,
    Basis,
    Deadline,
    Finding,
    Message,
    Phase,
    Ref,
    ResultRows,
    Service,
    Severity,
    Step,
    as_message,
    kit,
    rule,
    say,
)
from merito.numbers import HUNDRED
from merito_national import refs_of
from merito_national.registers import has_holder, looked_at, posts_of, told_looked_at
from merito_national.registers.terms import of_its_end

HOLDER, RETIREMENT, ONE_DAY = "holder", "retirement", timedelta(days=1)


def _all_terms(step: Step) -> Iterator[kit.Term]:
    for office in step.offices.values():
        for position in posts_of(step, office):
            yield from kit.terms_on(step, office, position)


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
            what=say(
                "Fine dell'{office} di {person}, iniziato il {begun}: rinnovo o altro",
                office=term.office.title,
                person=Ref("person", row.person),
                begun=term.begun,
            ),
            due=min(ends, term.last_day or ends),
            met_by=term.office.conferred_by[-1],
            rules=term.rules,
            subject=f"position:{row.position}",
            after=ends,
            basis=Basis(inputs=(row,)),
        )


@rule(hook="merito_check_plan")
def without_their_act(step: Step) -> ResultRows:
    """Holders and people ad interim whose days, begun by the date of the run, no act confers: what is due waits."""
    first = date(step.dossier.year, 1, 1)
    for one in kit.unconferred(step).values():
        row = one.row
        if isinstance(row, Appointment):
            person, post, kind = row.person, row.position, row.kind
        else:
            person, post, kind = row.holder or "", row.id, HOLDER
        ended = isinstance(row, Appointment) and row.end is not None and row.end < first
        if one.days.start <= step.as_of and not ended:
            why = say(
                "{office} {position} di {person}: {why}",
                office=one.office.title,
                position=Ref("position", post),
                person=Ref("person", person),
                why=one.why,
            )
            if kind != HOLDER:
                why = say(
                    "incarico ad interim {position} di {person}: {why}",
                    position=Ref("position", post),
                    person=Ref("person", person),
                    why=one.why,
                )
            inputs = (row, *one.acts)
            yield kit.told("warning", one.rules[0], why, f"person:{person}", phase=Phase.EVALUATION, inputs=inputs)


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
            yield from _effect_unsaid(step, term, revoked)
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
                why = say(
                    "la posizione {position} non ha un titolare {when}",
                    position=Ref("position", position.id),
                    when=told_looked_at(step),
                )
                if covering := _interim_on(step, position.id):
                    why = say(
                        "la posizione {position} non ha un titolare {when}, e la copre ad interim {person}",
                        position=Ref("position", position.id),
                        when=told_looked_at(step),
                        person=Ref("person", covering[0]),
                    )
                rule_id, subject = office.vacant_rule or office.rule, f"position:{position.id}"
                yield kit.told("info", rule_id, why, subject, phase=Phase.EVALUATION, inputs=(position,))


def _interim_on(step: Step, position: str) -> list[str]:
    """Who covers a post ad interim on the day looked at."""
    day = looked_at(step)
    rows = step.dossier.appointments.of(position=position, kind="interim")
    return [row.person for row in rows if (row.start or day) <= day <= (row.end or day)]


def _standing(step: Step, term: kit.Term, revoked: Act | None) -> str:
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


def _revoked(step: Step, term: kit.Term) -> Act | None:
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


def _told(term: kit.Term, rule_id: str, what: Message, *inputs: object, severity: Severity = "warning") -> Finding:
    row = term.row
    why = say(
        "{office} {position} di {person}, dal {begun}: {what}",
        office=term.office.title,
        position=Ref("position", row.position),
        person=Ref("person", row.person),
        begun=term.begun,
        what=what,
    )
    return kit.told(severity, rule_id, why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=(row, *inputs))


def _duration(step: Step, term: kit.Term, revoked: Act | None) -> Iterator[Finding]:
    end, least = term.row.end, term.least_day
    last = term.last_day
    if revoked is None or end is not None or (last is not None and last + ONE_DAY < revoked.takes_effect):
        yield from _too_long(step, term)
    if least is not None and end is not None and end < least and term.lapses and not term.goes_on:
        why = say(
            "finisce il {end}, mentre dura almeno fino al {least}, salvo collocamento a riposo, revoca o rinuncia "
            "(colonna «cessato per»)",
            end=end,
            least=least,
        )
        yield _told(term, term.office.rule, why)
    elif least is not None and end is not None and end < least and term.row.ended_by == RETIREMENT:
        why = say(
            "finisce il {end} per riposo, prima che sia durato fino al {least}: meno si può solo se finisce con il "
            "limite di età. Chi conferisce l'incarico scrive nell'atto il giorno del limite; se il riposo è altro, "
            "l'incarico si conferisce per la durata intera e chi lo lascia vi rinuncia",
            end=end,
            least=least,
        )
        yield _told(term, term.office.rule, why, severity="info")


def _effect_unsaid(step: Step, term: kit.Term, revoked: Act | None) -> Iterator[Finding]:
    """A revocation that does not say when it takes effect, while the appointment ended on a later day than its own."""
    why = kit.effect_unsaid(term.row, revoked) if revoked is not None else ""
    if why and revoked is not None:
        rules = (one.cause_rule for one in step.proceedings.values() if one.closed_by == revoked.kind)
        yield _told(term, next(filter(None, rules), "") or term.office.rule, as_message(why), revoked)


def _too_long(step: Step, term: kit.Term) -> Iterator[Finding]:
    """A term beyond its last lawful day; one whose end nobody wrote is told from its first day on."""
    for severity, what in of_its_end(step, term):
        yield _told(term, term.rules[0], what, severity=severity)


def _renewed(step: Step, term: kit.Term) -> Iterator[Finding]:
    """A renewal needs an act of its own, and must not be given to a person barred by an act or by evaluations."""
    office = term.office
    if term.renews is not None:
        lacks = id(term.row) in kit.unconferred(step)
        if office.renewal_rule and term.row.act is None and step.once(names_acts) and not lacks:
            why = say(
                "è un rinnovo, che chiede un atto espresso, e la riga non dice quale: chi tiene gli incarichi lo "
                "scrive (tabella incarichi, colonna atto); se non c'è, chi conferisce l'incarico lo adotta"
            )
            yield _told(term, office.renewal_rule, why)
        yield from _barred(step, term, term.renews, say("è un rinnovo"))
    elif term.again is not None and office.barred_again:
        again = say("è un rinnovo benché con un intervallo ({reading})", reading=Ref("reading", office.barred_again))
        found = list(_barred(step, term, term.again, again))
        if found and step.readings[office.barred_again].choice == "again":
            yield from found


def _barred(step: Step, term: kit.Term, earlier: kit.Term, what: Message) -> Iterator[Finding]:
    """What bars an appointment that follows an earlier one: acts about its holder, negative evaluations."""
    office, subject = term.office, f"person:{term.row.person}"
    for act in step.acts_of(office.barred_by, subject) if office.barred_by else ():
        if earlier.begun <= act.date <= term.begun:
            why = say("{what}, e l'atto {act} lo esclude", what=what, act=Ref("act", act.id))
            yield _told(term, office.barred_rule, why, act)
    negative = _negative(step, term, earlier.begun.year)
    if office.barred_after and len(negative) >= office.barred_after:
        why = say(
            "{what} dopo {n} valutazione negativa ({years}), che lo esclude",
            many="{what} dopo {n} valutazioni negative ({years}), che lo escludono",
            number="n",
            n=len(negative),
            what=what,
            years=tuple(negative),
        )
        if office.barred_bears:
            why = say("{why} ({readings})", why=why, readings=refs_of(step, office.barred_bears))
        yield _told(term, office.barred_rule, why, *negative.values())


def _negative(step: Step, term: kit.Term, since: int) -> dict[int, object]:
    """The years with a negative evaluation, from that of the appointment to the one before the renewal."""
    dossier, person = step.dossier, term.row.person
    now = ((dossier.year, one) for one in dossier.evaluations.of(person) if one.positive is False)
    before = ((one.year, one) for one in dossier.earlier_evaluations.of(person=person) if not one.positive)
    found: dict[int, object] = {**dict(now), **dict(before)}
    return {year: found[year] for year in sorted(found) if since <= year < term.begun.year}


def names_acts(step: Step) -> bool:
    """Whether the register of appointments names acts."""
    return any(row.act for row in step.dossier.appointments)


def _its_act(step: Step, term: kit.Term) -> Iterator[Finding]:
    """The act named by the register must confer the office, on this post, no later than its first day.

    Appointments that no act confers are told by `without_their_act`.
    """
    row, office = term.row, term.office
    act = step.acts.get(row.act or "")
    if act is None or not office.conferred_by or id(row) in kit.unconferred(step):
        return
    named = Ref("act", act.id)
    if act.kind not in office.conferred_by:
        yield _told(term, office.act_rule, say("l'atto {act} non lo conferisce", act=named), act)
    elif act.subject not in (None, f"position:{row.position}", f"person:{row.person}"):
        what = say("l'atto {act} riguarda {about}", act=named, about=Ref.to(act.subject or ""))
        yield _told(term, office.act_rule, what, act)
    if act.date > (row.start or act.date):
        what = say("comincia prima del suo atto, {act} del {day}", act=named, day=act.date)
        yield _told(term, office.act_rule, what, act)


def _renounced(step: Step, term: kit.Term) -> Iterator[Finding]:
    """A renunciation needs an act of its own."""
    row, kind = term.row, term.office.renounced_by
    if not kind or row.ended_by != "renunciation" or row.end is None or row.end >= step.as_of:
        return
    until = row.end + ONE_DAY
    if not any(term.begun <= act.date <= until for act in step.acts_of(kind, f"position:{row.position}")):
        what = say("risulta cessato per rinuncia, e manca l'atto «{kind}»", kind=step.act_kinds[kind].title)
        yield _told(term, term.office.renounced_rule, what)


def _eligibility(step: Step, term: kit.Term) -> Iterator[Finding]:
    """The requirements that a holder lacks in the year; values not recorded are not reported."""
    office, row = term.office, term.row
    lacking: list[tuple[str, Message]] = []
    if office.category:
        wrong = [one for one in categories(step, term) if not kit.is_of_category(step, one, office.category)]
        if wrong:
            what = say(
                "è di categoria {categories}, e non {wanted}: chi conferisce l'incarico lo dà a chi può averlo, o chi "
                "tiene il personale corregge la categoria",
                categories=tuple(wrong),
                wanted=office.category,
            )
            lacking.append((office.category_rule, what))
    part = [one.start for one in _served(step, term) if one.fte is not None and one.fte < HUNDRED]
    if office.full_time_rule and part and min(part) <= step.as_of:
        day = max(min(part), term.begun)
        what = say(
            "dal {day} è a tempo parziale, che è incompatibile con l'incarico: torna a tempo pieno o lo lascia, con un "
            "atto; se il tempo è un altro, chi tiene il personale lo corregge (tabella servizio)",
            day=day,
        )
        lacking.append((office.full_time_rule, what))
    if _lacks_title(step, term):
        what = kit.titles_lacking(step, office, row.person, term.begun)
        lacking.append((office.titles_rule, what))
    for rule_id, what in lacking:
        why = say(
            "{office} {position}, dal {begun}: {what}",
            office=office.title,
            position=Ref("position", row.position),
            begun=term.begun,
            what=what,
        )
        yield kit.told("warning", rule_id, why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=(row,))


def _lacks_title(step: Step, term: kit.Term) -> bool:
    """Whether the recorded titles of a person are insufficient for the office, on its first day."""
    return not term.earlier and kit.lacks_title(step, term.office, term.row.person, term.begun)


def categories(step: Step, term: kit.Term) -> list[str]:
    """The recorded categories of a holder in the service of the year that shares a day with the appointment."""
    of_person = step.dossier.people[term.row.person].category
    return list(dict.fromkeys(filter(None, (row.category or of_person for row in _served(step, term)))))


def _served(step: Step, term: kit.Term) -> Iterator[Service]:
    for row in step.dossier.service_of(term.row.person):
        days = kit.period_of(row)
        if days.start <= (term.row.end or days.end) and days.end >= term.begun:
            yield row
