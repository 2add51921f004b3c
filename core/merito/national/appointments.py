"""Checks the register of appointments against the declared offices: acts, terms, renewals, titles, vacant posts.

Findings change no sum: an appointment applies, and ends, as the register says. A register that names no acts is not
checked for them, nor are people without a row of titles checked for titles.
"""

from collections.abc import Iterator
from datetime import date

from merito import (
    Act,
    Appointment,
    AppointmentAt,
    Basis,
    Deadline,
    Finding,
    Office,
    Phase,
    Position,
    ResultRows,
    Step,
    hookimpl,
)
from merito.kit import held, managerial, told
from merito.national.eligible import eligibility, lacks_title
from merito.national.looked_at import looked_at, looked_at_text
from merito.national.terms import ONE_DAY, Term, terms
from merito.numbers import day_text

HOLDER, RENUNCIATION, REVOCATION = "holder", "renunciation", "revocation"
AGAIN = "again"
VALID, FUTURE, EXPIRED, ENDED, EXTENDED = "valid", "future", "expired", "ended", "extended"
WITHOUT_ACT, WITHOUT_TITLE = "without_act", "missing_qualification"


def all_terms(step: Step) -> Iterator[Term]:
    """The terms of every post of a declared office."""
    for office, position in _posts(step):
        yield from terms(office, step.dossier.appointments.of(position=position.id, kind=HOLDER))


@hookimpl
def merito_deadlines(step: Step) -> ResultRows:
    """The end of every term that is not over when the year begins, unless a row follows it in the register.

    A term that ended early has none left. An act before the end is no renewal unless a row says so, since acts of the
    kind are also given within a term.
    """
    first = date(step.dossier.year, 1, 1)
    for term in all_terms(step):
        ends, row = term.ends, term.row
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


@hookimpl
def merito_check_plan(step: Step) -> ResultRows:
    """The state of each appointment, and findings about it; then vacant posts."""
    known = tuple(all_terms(step))
    for term in known:
        yield _standing(step, term)
        if term.begun <= step.as_of:
            found = (*_too_long(step, term), *_too_short(term), *_renewed(step, term), *_its_act(step, term))
            yield from (*found, *_renounced(step, term), *eligibility(step, term))
    for office, position in _posts(step):
        others = (row for row in step.dossier.appointments.of(position=position.id) if row.kind != HOLDER)
        yield from (_as_written(step, office, row) for row in others)
        yield from _vacant(step, office, position)


def _posts(step: Step) -> Iterator[tuple[Office, Position]]:
    for office in step.offices.values():
        for position in step.dossier.positions:
            if managerial(position) is (office.posts == "managerial"):
                yield office, position


def _standing(step: Step, term: Term) -> AppointmentAt:
    by = REVOCATION if _revoked(step, term) else term.row.ended_by
    return _row(term.row, _how(step, term), by, term.last_day, term.rules)


def _how(step: Step, term: Term) -> str:
    """Its state at the date; a missing title is reported before a missing act."""
    end = term.row.end
    if term.begun > step.as_of:
        return FUTURE
    if _revoked(step, term):
        return ENDED
    if end is not None and end < step.as_of:
        return ENDED if term.ended_early(step.as_of) or not term.lapses else EXPIRED
    if term.last_day is not None and term.last_day < step.as_of:
        return EXTENDED
    if lacks_title(step, term):
        return WITHOUT_TITLE
    return WITHOUT_ACT if _act(step, term) is None else VALID


def _revoked(step: Step, term: Term) -> Act | None:
    """The act in effect that revoked it, whatever its row says about its end."""
    row, kind = term.row, term.office.revoked_by
    about = (f"position:{row.position}", f"person:{row.person}")
    for act in (act for subject in about for act in (step.acts_of(kind, subject) if kind else ())):
        day = act.takes_effect
        if term.begun < day and (row.end is None or day <= row.end + ONE_DAY):
            return act
    return None


def _as_written(step: Step, office: Office, row: Appointment) -> AppointmentAt:
    """An appointment ad interim, or of a substitute: it has no term of its own."""
    over = row.end is not None and row.end < step.as_of
    how = FUTURE if row.start and row.start > step.as_of else ENDED if over else VALID
    return _row(row, how, row.ended_by, None, (office.rule,))


def _row(
    row: Appointment, standing: str, ended_by: str, last_day: date | None, rules: tuple[str, ...]
) -> AppointmentAt:
    return AppointmentAt(
        person=row.person,
        position=row.position,
        kind=row.kind,
        start=row.start,
        end=row.end,
        last_day=last_day,
        standing=standing,
        act=row.act or "",
        ended_by=ended_by,
        rules=rules,
        basis=Basis(inputs=(row,)),
    )


def _told(term: Term, rule: str, what: str, *inputs: object) -> Finding:
    row = term.row
    why = f"{term.office.title} {row.position} di {row.person}, dal {day_text(term.begun)}: {what}"
    inputs = (row, *inputs)
    return told("warning", rule, why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=inputs)


def _too_long(step: Step, term: Term) -> Iterator[Finding]:
    """A term longer than allowed, as written or by the date of the run."""
    last, end = term.last_day, term.row.end
    if last is None:
        return
    if end is not None and end > last:
        yield _told(term, term.rules[0], f"finisce il {day_text(end)}, oltre l'ultimo giorno lecito, {day_text(last)}")
    elif end is None and step.as_of > last and _revoked(step, term) is None:
        yield _told(term, term.rules[0], f"l'ultimo giorno lecito era il {day_text(last)}, e non risulta la fine")


def _too_short(term: Term) -> Iterator[Finding]:
    least, end = term.least_day, term.row.end
    if least is not None and end is not None and end < least and term.lapses and not term.goes_on:
        yield _told(
            term,
            term.office.rule,
            f"finisce il {day_text(end)}, mentre dura almeno fino al {day_text(least)}, salvo collocamento a riposo, "
            "revoca o rinuncia (colonna cessato_per)",
        )


def _renewed(step: Step, term: Term) -> Iterator[Finding]:
    """A renewal needs an act of its own, and must not be given to a person barred by an act or by evaluations."""
    office = term.office
    if term.renews is not None:
        if office.renewal_rule and term.row.act is None and step.once(_names_acts):
            yield _told(term, office.renewal_rule, "è un rinnovo senza un suo atto: il rinnovo chiede un atto espresso")
        yield from _barred(step, term, term.renews, "è un rinnovo")
    elif term.again is not None and office.barred_again:
        found = tuple(_barred(step, term, term.again, f"è un rinnovo benché con un intervallo ({office.barred_again})"))
        if found and step.readings[office.barred_again].choice == AGAIN:
            yield from found


def _barred(step: Step, term: Term, earlier: Term, what: str) -> Iterator[Finding]:
    """What bars an appointment that follows an earlier one: acts about its holder, negative evaluations."""
    office = term.office
    barring = step.acts_of(office.barred_by, f"person:{term.row.person}") if office.barred_by else ()
    since = earlier.begun
    for act in barring:
        if since <= act.date <= term.begun:
            why = f"{what}, e l'atto {act.id} («{step.act_kinds[act.kind].title}») lo esclude"
            yield _told(term, office.barred_rule, why, act)
    negative = _negative(step, term, since.year)
    if office.barred_after and len(negative) >= office.barred_after:
        years = ", ".join(str(year) for year in negative)
        why = f"{what} dopo {len(negative)} valutazioni negative ({years}), che lo escludono"
        also = f" ({', '.join(office.barred_bears)})" if office.barred_bears else ""
        yield _told(term, office.barred_rule, f"{why}{also}", *negative.values())


def _negative(step: Step, term: Term, since: int) -> dict[int, object]:
    """The years with a negative evaluation, from that of the appointment to the one before the renewal."""
    person = term.row.person
    own = [(one.year, one) for one in step.dossier.earlier_evaluations.of(person=person) if not one.positive]
    now = [(step.dossier.year, one) for one in step.dossier.evaluations.of(person) if one.positive is False]
    return dict(
        sorted((year, one) for year, one in {**dict(now), **dict(own)}.items() if since <= year < term.begun.year)
    )


def _names_acts(step: Step) -> bool:
    return any(row.act for row in step.dossier.appointments)


def _act(step: Step, term: Term) -> Act | None:
    """The act of an appointment, if it is in effect at the date."""
    return step.acts.get(term.row.act) if term.row.act else None


def _its_act(step: Step, term: Term) -> Iterator[Finding]:
    """The act named by the register must confer the office, on this post, no later than its first day."""
    act, office = _act(step, term), term.office
    if act is None or not office.conferred_by:
        return
    kind, post = step.act_kinds[act.kind], f"position:{term.row.position}"
    if act.kind not in office.conferred_by:
        yield _told(term, office.act_rule, f"l'atto {act.id} è «{kind.title}», che non lo conferisce", act)
    elif act.subject not in (None, post, f"person:{term.row.person}"):
        yield _told(term, office.act_rule, f"l'atto {act.id} riguarda {act.subject}", act)
    if act.date > (term.row.start or act.date):
        yield _told(term, office.act_rule, f"comincia prima del suo atto, {act.id} del {day_text(act.date)}", act)


def _renounced(step: Step, term: Term) -> Iterator[Finding]:
    """A renunciation needs an act of its own."""
    office, row = term.office, term.row
    if not office.renounced_by or row.ended_by != RENUNCIATION or row.end is None or row.end >= step.as_of:
        return
    acts = step.acts_of(office.renounced_by, f"position:{row.position}")
    if not any(term.begun <= act.date <= row.end + ONE_DAY for act in acts):
        title = step.act_kinds[office.renounced_by].title
        yield _told(term, office.renounced_rule, f"risulta cessato per rinuncia, e manca l'atto «{title}»")


def _vacant(step: Step, office: Office, position: Position) -> Iterator[Finding]:
    """A post that is vacant on the day of the run, or on the last day of the year."""
    day = looked_at(step)
    if day.year < step.dossier.year:
        return
    holders = held(step, position, office.revoked_by)
    if not any(period.start <= day <= period.end for one in holders for period in one.periods):
        why = f"la posizione {position.id} non ha un titolare {looked_at_text(step)}"
        rule_id = office.vacant_rule or office.rule
        yield told("info", rule_id, why, f"position:{position.id}", phase=Phase.EVALUATION, inputs=(position,))
