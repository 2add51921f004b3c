"""Checks the register of bodies against their text: number of members, roles, duration, the act that appoints them.

A body without any recorded member is not checked.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from merito import BodyKind, BodyMember, Finding, Person, ResultRows, Severity, Step, hookimpl
from merito.kit import served_on, told
from merito.national.looked_at import AT_THE_RUN
from merito.numbers import counted, day_text, last_of_years


@hookimpl
def merito_check_plan(step: Step) -> ResultRows:
    """Bodies at the date of the run."""
    for body in step.bodies.values():
        rows = [row for row in step.dossier.bodies.of(body=body.name) if row.start <= step.as_of]
        if rows:
            there = [row for row in rows if row.end is None or row.end >= step.as_of]
            for row in there:
                yield from (*_too_long(step, body, row, _term_of(body, row, rows)), *_appointed(step, body, row, rows))
            yield from (*_how_many(step, body, there), *_of_roles(step, body, there))


def _begun(body: BodyKind, rows: Sequence[BodyMember]) -> dict[date, date]:
    """By the first day of a member, that of the term of a body that has one for all its members.

    A body begins a new term when the last one is over, or when most of its members are appointed together.
    """
    starts = Counter(row.start for row in rows)
    terms: dict[date, date] = {}
    term = date.max
    for day, many in sorted(starts.items()):
        over = not terms or day > last_of_years(term, body.most_years or 1)
        term = day if over or _most(body, many) else term
        terms[day] = term
    return terms


def _most(body: BodyKind, many: int) -> bool:
    """Whether so many are most of the members of a body."""
    return bool(body.members) and 2 * many > body.members


def _term_of(body: BodyKind, row: BodyMember, rows: Sequence[BodyMember]) -> date:
    """The first day of a member's last term: who goes on in one row while the body is renewed sits by office."""
    if not body.one_term:
        return row.start
    begun, starts = _begun(body, rows), Counter(one.start for one in rows)
    renewals = [day for day, many in starts.items() if _most(body, many) and row.start < day]
    return max((begun[row.start], *(day for day in renewals if row.end is None or day <= row.end)))


def _too_long(step: Step, body: BodyKind, row: BodyMember, begun: date) -> Iterator[Finding]:
    last = last_of_years(begun, body.most_years) if body.most_years else None
    if last is not None and max(row.end or step.as_of, step.as_of) > last:
        whole = "" if begun == row.start else f" dell'organo, cominciato il {day_text(begun)},"
        why = f"{row.member} è in carica dal {day_text(row.start)}, e il mandato{whole} finisce il {day_text(last)}"
        yield told("warning", body.rule, f"{body.title}: {why}", f"member:{row.member}", inputs=(row,))


def _appointed(step: Step, body: BodyKind, row: BodyMember, rows: Sequence[BodyMember]) -> Iterator[Finding]:
    """The act that appoints a member: of its kind, no later than the first day. Not checked if no row names an act.

    One that is not recorded is noted: the register may be filled in part.
    """
    if not body.appointed_by or not any(one.act for one in rows):
        return
    act, title = step.acts.get(row.act) if row.act else None, step.act_kinds[body.appointed_by].title
    severity: Severity = "warning" if act else "info"
    if act is None:
        what = f"di {row.member} manca l'atto «{title}»" + (f" ({row.act})" if row.act else "")
    elif act.kind != body.appointed_by:
        what = f"l'atto {act.id} di {row.member} è «{step.act_kinds[act.kind].title}», e non «{title}»"
    elif act.date > row.start:
        since = day_text(row.start)
        what = f"{row.member} è in carica dal {since}, prima della sua nomina (atto {act.id}, {day_text(act.date)})"
    else:
        return
    yield told(severity, body.rule, f"{body.title}: {what}", f"member:{row.member}", inputs=(row,))


def _how_many(step: Step, body: BodyKind, there: Sequence[BodyMember]) -> Iterator[Finding]:
    if body.members and len(there) != body.members:
        found = counted(len(there), "componente", "componenti")
        yield _told(body, f"{AT_THE_RUN} ha {found}, mentre ne ha {body.members}")
        return
    roles = Counter(row.role.strip().casefold() for row in there)
    for role, many in body.roles.items():
        if any(roles) and roles[role.casefold()] != many:
            yield _told(body, f"{AT_THE_RUN} ha {roles[role.casefold()]} nel ruolo «{role}», mentre sono {many}")


def _of_roles(step: Step, body: BodyKind, there: Sequence[BodyMember]) -> Iterator[Finding]:
    """For a body of everybody in some roles, who is missing and who should not be in it."""
    if not body.of_roles:
        return
    members = {row.member for row in there}
    for person in step.dossier.people:
        belongs = _belongs(step, person, body.of_roles)
        if belongs is not (person.id in members):
            how = "ne fa parte per il suo ruolo e non c'è" if belongs else "c'è, e il suo ruolo non ne fa parte"
            yield told("warning", body.rule, f"{body.title}: {person.id} {how}", f"member:{person.id}")


def _belongs(step: Step, person: Person, roles: Collection[str]) -> bool:
    """Whether somebody serves in one of some roles at the date of the run; in the cycle's year, by the service."""
    day, year = step.as_of, step.dossier.year
    if (person.end is not None and person.end < day) or (person.start is not None and person.start > day):
        return False
    within = max(date(year, 1, 1), min(day, date(year, 12, 31)))
    return any((row.role or person.role) in roles for row in served_on(step.dossier, person.id, within))


def _told(body: BodyKind, what: str) -> Finding:
    return told("warning", body.rule, f"{body.title}: {what}", "table:bodies")
