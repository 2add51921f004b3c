"""Checks the register of bodies against their text: number of members, roles, duration.

A body without any recorded member is not checked.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from merito import BodyKind, BodyMember, Finding, ResultRows, Step, hookimpl
from merito.kit import told
from merito.national.looked_at import AT_THE_RUN
from merito.numbers import counted, day_text, last_of_years


@hookimpl
def merito_check_plan(step: Step) -> ResultRows:
    """Bodies at the date of the run."""
    for body in step.bodies.values():
        rows = [row for row in step.dossier.bodies.of(body=body.name) if row.start <= step.as_of]
        if rows:
            there = [row for row in rows if row.end is None or row.end >= step.as_of]
            begun = _begun(body, rows)
            for row in there:
                yield from _too_long(step, body, row, begun[row.start])
            yield from (*_how_many(step, body, there), *_of_roles(step, body, there))


def _begun(body: BodyKind, rows: Sequence[BodyMember]) -> dict[date, date]:
    """By the first day of a member, that of the term: the body's if it has one for all, otherwise the member's own.

    A body begins a new term when the last one is over, or when all its members are appointed again.
    """
    starts = Counter(row.start for row in rows)
    terms: dict[date, date] = {}
    term = date.max
    for day, many in sorted(starts.items()):
        over = not terms or day > last_of_years(term, body.most_years or 1)
        renewed = bool(body.members) and many >= body.members
        term = day if over or renewed or not body.one_term else term
        terms[day] = term
    return terms


def _too_long(step: Step, body: BodyKind, row: BodyMember, begun: date) -> Iterator[Finding]:
    last = last_of_years(begun, body.most_years) if body.most_years else None
    if last is not None and max(row.end or step.as_of, step.as_of) > last:
        whole = "" if begun == row.start else f" dell'organo, cominciato il {day_text(begun)},"
        why = f"{row.member} è in carica dal {day_text(row.start)}, e il mandato{whole} finisce il {day_text(last)}"
        yield told("warning", body.rule, f"{body.title}: {why}", f"member:{row.member}", inputs=(row,))


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
    day, members = step.as_of, {row.member for row in there}
    for person in step.dossier.people:
        gone = (person.end is not None and person.end < day) or (person.start is not None and person.start > day)
        belongs = person.role in body.of_roles and not gone
        if belongs is not (person.id in members):
            how = "ne fa parte per il suo ruolo e non c'è" if belongs else "c'è, e il suo ruolo non ne fa parte"
            yield told("warning", body.rule, f"{body.title}: {person.id} {how}", f"member:{person.id}")


def _told(body: BodyKind, what: str) -> Finding:
    return told("warning", body.rule, f"{body.title}: {what}", "table:bodies")
