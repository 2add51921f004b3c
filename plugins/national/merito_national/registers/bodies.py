"""The registers of bodies and of delegations against their text.

A body has a number of members, their roles, a duration, an act that appoints them; one without any recorded member is
not checked. A delegation needs an act of its kind, on a held post.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from merito import (
    NOTHING,
    Act,
    BodyKind,
    BodyMember,
    Delegation,
    Finding,
    Message,
    Money,
    Office,
    Payment,
    Person,
    Phase,
    Position,
    Ref,
    ResultRows,
    Severity,
    Step,
    kit,
    rule,
    say,
)
from merito.numbers import last_of_years
from merito_national.registers import AT_THE_RUN, has_holder, looked_at, posts_of, told_looked_at


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
            yield from _how_many(step, body, there)
            yield from _of_roles(step, body, there)
            yield from _ex_officio(step, body, there)


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
        member = Ref("member", row.member)
        why = say(
            "{member} è in carica dal {start}, e il mandato finisce il {last}",
            member=member,
            start=row.start,
            last=last,
        )
        if begun != row.start:
            why = say(
                "{member} è in carica dal {start}, e il mandato dell'organo, cominciato il {begun}, finisce il {last}",
                member=member,
                start=row.start,
                begun=begun,
                last=last,
            )
        yield _told(body, say("{why}: {who}", why=why, who=_renews(step, body)), f"member:{row.member}", row)


def _renews(step: Step, body: BodyKind) -> Message:
    """Who names the members anew when their time is over."""
    return say(
        "{who} lo conferma, se si può, o ne nomina un altro, e lo si scrive tra gli atti", who=_naming(step, body)
    )


def _naming(step: Step, body: BodyKind) -> Message:
    """Who names the members of a body: `chi nomina l'organo (Giunta)`."""
    kind = step.act_kinds.get(body.appointed_by)
    by = kit.either(step.bodies[one].title for one in kind.by) if kind else NOTHING
    return say("chi nomina l'organo ({by})", by=by) if by else say("chi nomina l'organo")


def _appointed(step: Step, body: BodyKind, row: BodyMember, rows: Sequence[BodyMember]) -> Iterator[Finding]:
    """The act that appoints a member: of its kind, no later than the first day. Not checked if no row names an act.

    One that is not recorded is noted: the register may be filled in part.
    """
    if not body.appointed_by or not any(one.act for one in rows):
        return
    act, title, subject = step.acts.get(row.act or ""), step.act_kinds[body.appointed_by].title, f"member:{row.member}"
    member, label = Ref("member", row.member), step.act_kinds[body.appointed_by].label
    if act is None:
        what = say("di {member} manca l'atto «{kind}»", member=member, kind=title)
        if row.act:
            what = say("di {member} manca l'atto «{kind}» ({id})", member=member, kind=title, id=row.act)
        what = say("{what}: chi tiene gli atti lo scrive ({label})", what=what, label=label)
        yield _told(body, what, subject, row, severity="info")
    elif act.kind != body.appointed_by:
        what = say(
            "l'atto {act} di {member} non è «{kind}»: chi tiene gli organi scrive quello che lo nomina (tabella "
            "organi, colonna atto)",
            act=Ref("act", act.id),
            member=member,
            kind=title,
        )
        yield _told(body, what, subject, row)
    elif act.date > row.start:
        what = say(
            "{member} è in carica dal {start}, prima della sua nomina (atto {act} del {day}): chi tiene gli organi "
            "corregge il giorno (tabella organi, colonna dal), o scrive la nomina che c'era prima",
            member=member,
            start=row.start,
            act=Ref("act", act.id),
            day=act.date,
        )
        yield _told(body, what, subject, row)


def _how_many(step: Step, body: BodyKind, there: Sequence[BodyMember]) -> Iterator[Finding]:
    if body.members and len(there) != body.members:
        what = say(
            "{when} ha {n} componente, mentre ne vuole {wanted}: {who}",
            many="{when} ha {n} componenti, mentre ne vuole {wanted}: {who}",
            number="n",
            when=AT_THE_RUN,
            n=len(there),
            wanted=body.members,
            who=_completes(step, body, short=len(there) < body.members),
        )
        yield _told(body, what, "table:bodies")
        return
    roles = Counter(row.role.strip().casefold() for row in there)
    for role, wanted in body.roles.items() if any(roles) else ():
        if (there_are := roles[role.casefold()]) != wanted:
            what = say(
                "{when} ha {found} nel ruolo «{role}», mentre sono {wanted}: {who}",
                when=AT_THE_RUN,
                found=there_are,
                role=role,
                wanted=wanted,
                who=_completes(step, body, short=there_are < wanted),
            )
            yield _told(body, what, "table:bodies")


def _completes(step: Step, body: BodyKind, *, short: bool) -> Message:
    """Who names the members that a body lacks, or writes who has left."""
    if not short:
        return say("chi tiene gli organi scrive chi ne è uscito (tabella organi, colonna al)")
    return say(
        "{who} nomina chi manca; se c'è già, chi tiene gli organi lo scrive (tabella organi)", who=_naming(step, body)
    )


def _of_roles(step: Step, body: BodyKind, there: Sequence[BodyMember]) -> Iterator[Finding]:
    """For a body of everybody in some roles at the date of the run, who is missing and who should not be in it.

    The roles of a day are known in the cycle's year, by the service.
    """
    members = {row.member for row in there}
    for person in step.dossier.people if body.of_roles else ():
        belongs = not _roles_at_the_run(step, person).isdisjoint(body.of_roles)
        if belongs is not (person.id in members):
            named = Ref("person", person.id)
            if belongs:
                what = say(
                    "{person} ne fa parte per il suo ruolo e non c'è: chi tiene gli organi lo scrive (tabella organi)",
                    person=named,
                )
            else:
                what = say(
                    "{person} c'è, e il suo ruolo non ne fa parte: chi tiene gli organi ne scrive l'ultimo giorno "
                    "(tabella organi, colonna al)",
                    person=named,
                )
            yield _told(body, what, f"member:{person.id}")


def _ex_officio(step: Step, body: BodyKind, there: Sequence[BodyMember]) -> Iterator[Finding]:
    """Who sits by an office that others have at the date of the run, where the table of people tells who has it."""
    for role, served in body.ex_officio.items():
        holders = [one.id for one in step.dossier.people if served in _roles_at_the_run(step, one)]
        for row in there:
            if holders and row.role.strip().casefold() == role.casefold() and row.member not in holders:
                what = say(
                    "{member} vi siede come «{role}», e {when} lo è {holder}: chi tiene gli organi scrive l'ultimo "
                    "giorno di {member}, e chi gli succede (tabella organi)",
                    member=Ref("member", row.member),
                    role=role,
                    when=AT_THE_RUN,
                    holder=kit.either(Ref("person", one) for one in holders),
                )
                yield _told(body, what, f"member:{row.member}", row)


def _roles_at_the_run(step: Step, person: Person) -> frozenset[str]:
    """The roles that somebody has at the date of the run, as far as the cycle's year tells."""
    day, year = step.as_of, step.dossier.year
    if (person.end is not None and person.end < day) or (person.start is not None and person.start > day):
        return frozenset()
    within = max(date(year, 1, 1), min(day, date(year, 12, 31)))
    return frozenset(row.role or person.role for row in kit.served_on(step.dossier, person.id, within))


def _told(body: BodyKind, what: Message, subject: str, *inputs: object, severity: Severity = "warning") -> Finding:
    why = say("{body}: {what}", body=body.title, what=what)
    return kit.told(severity, body.rule, why, subject, inputs=inputs)


@rule(hook="merito_check_plan")
def delegations(step: Step) -> ResultRows:
    """The delegations in force at the date of the run."""
    for office in step.offices.values():
        for position in posts_of(step, office) if office.delegated_by else ():
            for row in step.dossier.delegated_powers.of(position=position.id):
                if row.start <= step.as_of and (row.end is None or row.end >= step.as_of):
                    yield from _delegation(step, office, position, row)


@rule(hook="merito_check_plan")
def signed_by_delegates(step: Step) -> ResultRows:
    """Payments ordered by the holder of a post above the limit of value of the delegation, or without any on that day.

    The scope is free text, so a delegation in force is taken for one that covers the act. Without a table of
    delegations nothing is known, and who acts for another body says so (`acting`).
    """
    dossier = step.dossier
    ordered: dict[str, list[Payment]] = defaultdict(list)
    for payment in dossier.payments:
        ordered[payment.act].append(payment)
    for office in step.offices.values() if dossier.delegated_powers else ():
        for position in posts_of(step, office) if office.delegated_by else ():
            rows = dossier.delegated_powers.of(position=position.id)
            for act in step.acts:
                if act.id in ordered and not act.acting and _holds(step, position, act):
                    yield from _signed(step, office, position, act, rows, ordered[act.id])


def _holds(step: Step, position: Position, act: Act) -> bool:
    """Whether who signs an act holds a post on its day."""
    rows = step.dossier.appointments.of(position=position.id, kind="holder")
    if not rows:
        return act.signed_by is not None and act.signed_by == position.holder
    return any(
        row.person == act.signed_by and (row.start or act.date) <= act.date <= (row.end or act.date) for row in rows
    )


def _signed(
    step: Step,
    office: Office,
    position: Position,
    act: Act,
    rows: Sequence[Delegation],
    payments: Sequence[Payment],
) -> Iterator[Finding]:
    in_force = [row for row in rows if row.start <= act.date <= (row.end or act.date)]
    limits = [row.value_limit for row in in_force if row.value_limit is not None]
    signer = act.signed_by or ""
    named: dict[str, Any] = {
        "act": Ref("act", act.id),
        "who": Ref("person", signer),
        "position": Ref("position", position.id),
    }
    why = NOTHING
    beyond: list[Payment] = []
    if not in_force:
        why = say(
            "l'atto {act} liquida somme ed è firmato da {who}, titolare di {position}, che il {day} non ha una delega "
            "(tabella deleghe): lo adotta il dirigente, o si scrive la delega che c'era. L'atto vale finché non è "
            "annullato",
            day=act.date,
            **named,
        )
    elif len(limits) == len(in_force):
        beyond = [one for one in payments if one.kind == "payment" and one.amount > max(limits)]
        if beyond:
            why = say(
                "l'atto {act} è firmato da {who}, titolare di {position}, e liquida {amount} a una persona, oltre il "
                "limite di {limit} della sua delega (tabella deleghe): oltre il limite provvede il dirigente. L'atto "
                "vale finché non è annullato",
                amount=Money(max(one.amount for one in beyond)),
                limit=Money(max(limits)),
                **named,
            )
    if why:
        inputs = (act, *in_force, *beyond)
        yield kit.told("warning", office.delegated_rule, why, f"person:{signer}", phase=Phase.REWARDS, inputs=inputs)


def _delegation(step: Step, office: Office, position: Position, row: Delegation) -> Iterator[Finding]:
    subject, faults = f"position:{row.position}", []
    if fault := _of_its_act(step, office, row):
        faults.append(fault)
    if looked_at(step).year == step.dossier.year and not has_holder(step, office, position):
        when = told_looked_at(step)
        faults.append(say("{when} la posizione non ha un titolare a cui la delega sia data", when=when))
    for what in faults:
        why = say(
            "la delega «{scope}» sulla posizione {position}, dal {start}: {what}",
            scope=row.scope,
            position=Ref("position", row.position),
            start=row.start,
            what=what,
        )
        yield kit.told("warning", office.delegated_rule, why, subject, phase=Phase.EVALUATION, inputs=(row,))


def _of_its_act(step: Step, office: Office, row: Delegation) -> Message:
    """What is wrong with the act of a delegation, or nothing."""
    act, title = step.acts.get(row.act or ""), step.act_kinds[office.delegated_by].title
    if act is None:
        if row.act is None:
            return say("non ha il suo atto («{kind}»)", kind=title)
        return say("manca l'atto {act}", act=Ref("act", row.act))
    named = Ref("act", act.id)
    if act.kind != office.delegated_by:
        return say("ha come atto {act}, che non è «{kind}»", act=named, kind=title)
    if not act.subject:
        return say("ha come atto {act}, che non dice quale posizione riguarda", act=named)
    if act.subject != f"position:{row.position}":
        return say("ha come atto {act}, che riguarda {about}", act=named, about=Ref.to(act.subject))
    if act.date > row.start:
        return say("comincia prima del suo atto, {act} del {day}", act=named, day=act.date)
    return NOTHING
