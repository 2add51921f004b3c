"""The registers of bodies and of delegations against their text.

A body has a number of members, their roles, a duration, an act that appoints them; one without any recorded member is
not checked. A delegation needs an act of its kind, on a held post.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from merito import (
    BodyKind,
    BodyMember,
    Delegation,
    Finding,
    Office,
    Phase,
    Position,
    ResultRows,
    Severity,
    Step,
    kit,
    rule,
)
from merito.national.registers import AT_THE_RUN, has_holder, looked_at, looked_at_text, posts_of
from merito.numbers import counted, day_text, last_of_years


@rule(hook="merito_check_plan")
def bodies(step: Step) -> ResultRows:
    """Bodies at the date of the run."""
    for body in (one for one in step.bodies.values() if one.rule):
        rows = [row for row in step.dossier.bodies.of(body=body.name) if row.start <= step.as_of]
        if rows:
            there = [row for row in rows if row.end is None or row.end >= step.as_of]
            for row in there:
                yield from _too_long(step, body, row, _term_of(body, row, rows))
                yield from _appointed(step, body, row, rows)
            yield from _how_many(body, there)
            yield from _of_roles(step, body, there)


def _term_of(body: BodyKind, row: BodyMember, rows: Sequence[BodyMember]) -> date:
    """The first day of a member's last term: who goes on in one row while the body is renewed sits by office.

    A body that has one term for all its members begins a new one when the last one is over, or when most of its members
    are appointed together.
    """
    if not body.one_term:
        return row.start
    starts = Counter(one.start for one in rows)
    renewals = {day for day, many in starts.items() if body.members and 2 * many > body.members}
    begun: dict[date, date] = {}
    term = date.max
    for day in sorted(starts):
        over = not begun or day > last_of_years(term, body.most_years or 1)
        term = begun[day] = day if over or day in renewals else term
    within = (day for day in renewals if row.start < day and (row.end is None or day <= row.end))
    return max((begun[row.start], *within))


def _too_long(step: Step, body: BodyKind, row: BodyMember, begun: date) -> Iterator[Finding]:
    last = last_of_years(begun, body.most_years) if body.most_years else None
    if last is not None and max(row.end or step.as_of, step.as_of) > last:
        whole = "" if begun == row.start else f" dell'organo, cominciato il {day_text(begun)},"
        why = f"{row.member} è in carica dal {day_text(row.start)}, e il mandato{whole} finisce il {day_text(last)}"
        yield _told(body, why, f"member:{row.member}", row)


def _appointed(step: Step, body: BodyKind, row: BodyMember, rows: Sequence[BodyMember]) -> Iterator[Finding]:
    """The act that appoints a member: of its kind, no later than the first day. Not checked if no row names an act.

    One that is not recorded is noted: the register may be filled in part.
    """
    if not body.appointed_by or not any(one.act for one in rows):
        return
    act, title, member = step.acts.get(row.act or ""), step.act_kinds[body.appointed_by].title, f"member:{row.member}"
    if act is None:
        what = f"di {row.member} manca l'atto «{title}»" + (f" ({row.act})" if row.act else "")
        yield _told(body, what, member, row, severity="info")
    elif act.kind != body.appointed_by:
        what = f"l'atto {act.id} di {row.member} è «{step.act_kinds[act.kind].title}», e non «{title}»"
        yield _told(body, what, member, row)
    elif act.date > row.start:
        since = day_text(row.start)
        what = f"{row.member} è in carica dal {since}, prima della sua nomina (atto {act.id}, {day_text(act.date)})"
        yield _told(body, what, member, row)


def _how_many(body: BodyKind, there: Sequence[BodyMember]) -> Iterator[Finding]:
    if body.members and len(there) != body.members:
        found = counted(len(there), "componente", "componenti")
        yield _told(body, f"{AT_THE_RUN} ha {found}, mentre ne ha {body.members}", "table:bodies")
        return
    roles = Counter(row.role.strip().casefold() for row in there)
    for role, many in body.roles.items() if any(roles) else ():
        if (there_are := roles[role.casefold()]) != many:
            yield _told(body, f"{AT_THE_RUN} ha {there_are} nel ruolo «{role}», mentre sono {many}", "table:bodies")


def _of_roles(step: Step, body: BodyKind, there: Sequence[BodyMember]) -> Iterator[Finding]:
    """For a body of everybody in some roles at the date of the run, who is missing and who should not be in it.

    The roles of a day are known in the cycle's year, by the service.
    """
    members, day, year = {row.member for row in there}, step.as_of, step.dossier.year
    within = max(date(year, 1, 1), min(day, date(year, 12, 31)))
    for person in step.dossier.people if body.of_roles else ():
        away = (person.end is not None and person.end < day) or (person.start is not None and person.start > day)
        served = () if away else kit.served_on(step.dossier, person.id, within)
        belongs = any((row.role or person.role) in body.of_roles for row in served)
        if belongs is not (person.id in members):
            how = "ne fa parte per il suo ruolo e non c'è" if belongs else "c'è, e il suo ruolo non ne fa parte"
            yield _told(body, f"{person.id} {how}", f"member:{person.id}")


def _told(body: BodyKind, what: str, subject: str, *inputs: object, severity: Severity = "warning") -> Finding:
    return kit.told(severity, body.rule, f"{body.title}: {what}", subject, inputs=inputs)


@rule(hook="merito_check_plan")
def delegations(step: Step) -> ResultRows:
    """The delegations in force at the date of the run."""
    for office in step.offices.values():
        for position in posts_of(step, office) if office.delegated_by else ():
            for row in step.dossier.delegated_powers.of(position=position.id):
                if row.start <= step.as_of and (row.end is None or row.end >= step.as_of):
                    yield from _delegation(step, office, position, row)


def _delegation(step: Step, office: Office, position: Position, row: Delegation) -> Iterator[Finding]:
    act, faults = step.acts.get(row.act or ""), []
    if act is None:
        title = step.act_kinds[office.delegated_by].title
        faults.append(f"non ha il suo atto («{title}»)" if row.act is None else f"manca l'atto {row.act}")
    elif act.kind != office.delegated_by or act.subject != f"position:{row.position}":
        about = f" su {act.subject}" if act.subject else ""
        faults.append(f"ha come atto {act.id}, «{step.act_kinds[act.kind].title}»{about}")
    elif act.date > row.start:
        faults.append(f"comincia prima del suo atto, {act.id} del {day_text(act.date)}")
    if looked_at(step).year == step.dossier.year and not has_holder(step, office, position):
        faults.append(f"{looked_at_text(step)} la posizione non ha un titolare a cui la delega sia data")
    for what in faults:
        why = f"la delega «{row.scope}» sulla posizione {row.position}, dal {day_text(row.start)}: {what}"
        subject = f"position:{row.position}"
        yield kit.told("warning", office.delegated_rule, why, subject, phase=Phase.EVALUATION, inputs=(row,))
