"""People evaluated or holding a post must have served in the year, and the fund that pays them must be given.

Otherwise the money of that tool is uncertain. Days of a post beyond the holder's service are nobody's and are reported;
a break in the service is questioned. A missing fund is not zero.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from merito import (
    Appointment,
    Candidate,
    Evaluation,
    Listed,
    Message,
    Person,
    Phase,
    Position,
    Rating,
    Ref,
    Service,
    Step,
    kit,
    rule,
    say,
)
from merito.numbers import Period, apart_from, day_text, joined
from merito_national.plausible import Question, written_as

EVALUATED, HOLDER = say("è tra i valutati o i candidati"), say("è titolare di una posizione")
HELD, INTERIM, POST = "holder", "interim", "post"
MANAGER, RETIREMENT, REVOCATION = "manager", "retirement", "revocation"
ONE_DAY = timedelta(days=1)


@rule("IT-PL.1", "I-IT-21")
def paid_and_not_in_service(step: Step) -> Iterator[Question]:
    """A person who left before the year, or comes after it, and is evaluated, put forward or on a post."""
    dossier = step.dossier
    evaluated: dict[str, list[Rating | Evaluation | Candidate]] = defaultdict(list)
    for rows in (dossier.ratings, dossier.evaluations, dossier.candidates):
        for row in rows:
            evaluated[row.person].append(row)
    holders = _holders(step)
    service: dict[str, list[Service]] = defaultdict(list)
    for served in dossier.service:
        service[served.person].append(served)
    for person in dossier.people:
        every = (
            (EVALUATED, evaluated.get(person.id), Phase.EVALUATION),
            (HOLDER, holders.get(person.id), Phase.RESOURCES),
        )
        for what, own, phase in every:
            if own and not dossier.service_of(person.id):
                yield Question(
                    rule="IT-PL.1",
                    subject=f"person:{person.id}",
                    message=say(
                        "{what} e non è in servizio nel {year}",
                        what=what,
                        year=dossier.year,
                    ),
                    held=True,
                    doubt=say("il servizio nel {year}", year=dossier.year),
                    phase=phase,
                    inputs=(person, *service[person.id], *own),
                )


def _holders(step: Step) -> Mapping[str, list[Position | Appointment]]:
    """People who hold or cover a post on a day of the year, with the rows that say so."""
    found: dict[str, list[Position | Appointment]] = defaultdict(list)
    for position in step.dossier.positions:
        if position.holder:
            found[position.holder].append(position)
    for row in step.dossier.appointments:
        if _in_the_year(step, row):
            found[row.person].append(row)
    return found


@rule("IT-PL.1", "I-IT-21")
def posts_beyond_service(step: Step) -> Iterator[Question]:
    """Days on which a post is recorded as held, or covered ad interim, by a person not in service."""
    for position in step.dossier.positions:
        for kind in (HELD, INTERIM):
            for one in kit.held(step, position, kit.ending_act(step, position), kind):
                yield from _beyond(step, one)


def _beyond(step: Step, one: kit.Holding) -> Iterator[Question]:
    served, post = step.dossier.service_of(one.person), one.position.id
    subject, inputs = f"person:{one.person}", (*one.rows, *served)
    if one.unserved:
        yield Question(
            rule="IT-PL.1",
            subject=subject,
            message=say(
                "la posizione {position} risulta sua anche {days}, prima o dopo il suo servizio (tabelle incarichi, "
                "personale e servizio): in quei giorni non è sua",
                position=Ref("position", post),
                days=_days(one.unserved),
            ),
            phase=Phase.RESOURCES,
            inputs=inputs,
        )
    away = apart_from(one.periods, map(kit.period_of, served)) if served else ()
    if away:
        yield Question(
            rule="IT-PL.1",
            subject=subject,
            message=say(
                "la posizione {position} è sua anche {days}, giorni in cui non risulta in servizio (tabella servizio): "
                "contano lo stesso",
                position=Ref("position", post),
                days=_days(away),
            ),
            found=written_as((f"{post} fuori servizio",), (_written_days(away),)),
            phase=Phase.RESOURCES,
            inputs=inputs,
        )


def _days(periods: Iterable[Period]) -> tuple[Message, ...]:
    return tuple(say("dal {start} al {end}", start=one.start, end=one.end) for one in periods)


def _written_days(periods: Iterable[Period]) -> str:
    """Periods as a confirmation writes them."""
    return ", ".join(f"dal {day_text(one.start)} al {day_text(one.end)}" for one in periods)


@rule("IT-PL.14", "I-IT-21")
def holders_out_of_their_term(step: Step) -> Iterator[Question]:
    """A post whose column of the holder names a person who, by the register, holds it in other years or never.

    A person without a row holds the post all year if the register has nobody else in it, and never if others fill it.
    """
    year = step.dossier.year
    first, last = date(year, 1, 1), date(year, 12, 31)
    for position in step.dossier.positions:
        rows = step.dossier.appointments.of(position=position.id, kind=HELD)
        here = {row.person for row in rows if (row.start or first) <= last and (row.end or last) >= first}
        own = [row for row in rows if row.person == position.holder]
        if not position.holder or position.holder in here or not (here or own):
            continue
        others = kit.held(step, position, kit.ending_act(step, position)) if here else ()
        free = apart_from((Period(first, last),), (days for one in others for days in one.periods))
        if not free:
            continue
        before = [row.end for row in own if row.end is not None and row.end.year < year]
        if not own:
            found = say("negli incarichi non c'è")
        elif before:
            found = say("il suo incarico è finito il {end}", end=max(before))
        else:
            found = say("il suo incarico è di anni successivi")
        if here:
            found = say("{found}, mentre altri la lasciano scoperta {days}", found=found, days=_days(free))
        yield Question(
            rule="IT-PL.14",
            said=True,
            subject=f"person:{position.holder}",
            message=say(
                "titolare della posizione {position} nel {year}, e {found}: se la tiene, chi tiene il personale scrive "
                "l'incarico, o il rinnovo, negli incarichi; altrimenti toglie il titolare",
                position=Ref("position", position.id),
                year=year,
                found=found,
            ),
            held=True,
            doubt=say("l'incarico del {year}", year=year),
            phase=Phase.RESOURCES,
            inputs=(position, *own),
        )


@rule("IT-PL.20", "I-IT-21")
def managers_by_the_register(step: Step) -> Iterator[Question]:
    """A managerial post in the register on days on which the tables of people and of service give another role."""
    for person in step.dossier.people:
        written = {row.role for row in step.dossier.service.of(person=person.id)}
        rows = [row for row in step.dossier.service_of(person.id) if row.role == MANAGER]
        if rows and MANAGER not in {person.role, *written}:
            days = joined(kit.period_of(row) for row in rows)
            yield Question(
                rule="IT-PL.20",
                said=True,
                subject=f"person:{person.id}",
                message=say(
                    "negli incarichi tiene una posizione dirigenziale {days}, e il personale e il servizio gli danno "
                    "un altro ruolo: vale l'incarico, e in quei giorni è dirigente; chi tiene il personale scrive il "
                    "ruolo nella tabella servizio",
                    days=_days(days),
                ),
                phase=Phase.RESOURCES,
                inputs=(person, *_posts_of(step, person.id)),
            )


@rule("IT-PL.21", "I-IT-21")
def retired_and_in_service(step: Step) -> Iterator[Question]:
    """Somebody retired in the register and still in service, and a manager whose post has passed to somebody else."""
    for person in step.dossier.people:
        posts = _posts_of(step, person.id)
        if not posts:
            continue
        rows = step.dossier.service_of(person.id)
        last = max((kit.period_of(row).end for row in rows), default=None)
        retired = [row for row in posts if row.ended_by == RETIREMENT and row.end == last]
        written = step.dossier.service.of(person=person.id) or (person,)
        beyond = last is not None and any(row.end is None or row.end > last for row in written)
        if last is not None and retired and beyond:
            yield Question(
                rule="IT-PL.21",
                said=True,
                subject=f"person:{person.id}",
                message=say(
                    "negli incarichi è a riposo dal {retired}, e il personale o il servizio non dicono che è finito: "
                    "conta fino al {last}; chi tiene il personale scrive l'ultimo giorno",
                    retired=last + ONE_DAY,
                    last=last,
                ),
                phase=Phase.RESOURCES,
                inputs=(person, *retired),
            )
        elif (left := _without_their_post(step, person)) is not None:
            yield Question(
                rule="IT-PL.21",
                subject=f"person:{person.id}",
                message=say(
                    "la sua posizione dirigenziale {position} è finita il {end} ed è di un altro, mentre risulta "
                    "dirigente fino al {last}: chi tiene il personale scrive l'ultimo giorno di servizio, o l'incarico "
                    "che ha avuto dopo",
                    position=Ref("position", left.position),
                    end=left.end or date.max,
                    last=last or date.max,
                ),
                found=written_as((f"{left.position} finita",), (day_text(left.end or date.max),)),
                held=True,
                doubt=say("fino a quando è in servizio"),
                phase=Phase.RESOURCES,
                inputs=(person, left),
            )


def _posts_of(step: Step, person: str) -> list[Appointment]:
    return [row for row in step.dossier.appointments.of(person=person, kind=HELD) if _in_the_year(step, row)]


def _in_the_year(step: Step, row: Appointment) -> bool:
    first, last = date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31)
    return (row.start or first) <= last and (row.end or last) >= first


def _without_their_post(step: Step, person: Person) -> Appointment | None:
    """The last managerial post of a manager who serves after its end, without another, while somebody else has it."""
    own = [row for row in _posts_of(step, person.id) if _is_managerial(step, row)]
    ends = [row.end for row in own if row.end is not None and row.end.year == step.dossier.year]
    if not own or len(ends) < len(own):
        return None
    end = max(ends)
    left = next(row for row in own if row.end == end)
    after = [row for row in step.dossier.service_of(person.id) if kit.period_of(row).end > end]
    as_manager = any((row.role or person.role) == MANAGER for row in after)
    beside = step.dossier.appointments.of(position=left.position, kind=HELD)
    taken = any(row.person != person.id and row.start is not None and row.start > end for row in beside)
    revoked = any(step.acts_of(kind, f"{what}:{of}") for kind in _ending(step) for what, of in _subjects(person, left))
    return left if as_manager and taken and not revoked and left.ended_by != REVOCATION else None


def _is_managerial(step: Step, row: Appointment) -> bool:
    post = step.dossier.positions.get(row.position) if row.position else None
    return post is not None and kit.managerial(post)


def _ending(step: Step) -> frozenset[str]:
    return frozenset(one.revoked_by for one in step.offices.values() if one.revoked_by)


def _subjects(person: Person, row: Appointment) -> tuple[tuple[str, str], ...]:
    return (("person", person.id), ("position", row.position))


@rule("IT-PL.22", "I-IT-21")
def service_beyond_full_time(step: Step) -> Iterator[Question]:
    """Periods of service on the same days whose working times sum to more than a full time."""
    for person in step.dossier.people:
        if days := kit.beyond_full_time(step.dossier, person.id):
            rows = step.dossier.service_of(person.id)
            yield Question(
                rule="IT-PL.22",
                said=True,
                subject=f"person:{person.id}",
                message=say(
                    "{days} i periodi di servizio sommano a più del tempo pieno (colonna tempo; in bianco è 100): chi "
                    "tiene il personale scrive i giorni, o la parte del tempo in ciascuno",
                    days=_days(days),
                ),
                held=True,
                alone=True,
                doubt=say("il tempo di lavoro"),
                phase=Phase.RESOURCES,
                inputs=(person, *rows),
            )


@rule("IT-PL.2", "I-IT-22")
def funds_not_given(step: Step) -> Iterator[Question]:
    """None of the funds of a tool is in `[funds]`, and the tool has candidates, people evaluated or posts.

    If a fund pays posts, the text pays those of the staff; only the contract those of managers.
    """
    dossier, tools = step.dossier, step.tools.values()
    given = {one.id for one in dossier.funds}
    missing = [tool for tool in tools if tool.funds and given.isdisjoint(tool.funds)]
    if not missing:
        return
    rated = {row.person for row in dossier.evaluations} | {row.person for row in dossier.ratings}
    evaluated = [person for person in dossier.people if person.id in rated and dossier.service_of(person.id)]
    named, ids, roles = _named(step), {person.id for person in evaluated}, {person.role for person in evaluated}
    every = _holders(step)
    of_staff = {one.id for one in kit.staff_positions(dossier)}
    on_staff_posts = {person for person, rows in every.items() if any(_post(row) in of_staff for row in rows)}
    of_posts = {fund for tool in tools if tool.pays == POST for fund in tool.funds}
    for tool in missing:
        holders = set(every) if of_posts.isdisjoint(tool.funds) else on_staff_posts
        somebody = (
            tool.name in named
            or not roles.isdisjoint(tool.roles)
            or (tool.holders and not ids.isdisjoint(holders))
            or (tool.pays == POST and bool(holders))
        )
        if somebody:
            yield Question(
                rule="IT-PL.2",
                subject=f"tool:{tool.name}",
                message=say(
                    "manca tra i valori dell'anno il fondo {fund} dello strumento {tool}, che ha candidati, valutati o "
                    "posizioni: chi costituisce i fondi scrive la somma, o 0 se non c'è nulla da dividere",
                    many="manca tra i valori dell'anno uno dei fondi {fund} dello strumento {tool}, che ha "
                    "candidati, valutati o posizioni: chi costituisce i fondi scrive la somma, o 0 se non c'è nulla da "
                    "dividere",
                    number="n",
                    n=len(tool.funds),
                    fund=Listed(say("«{fund}»", fund=step.funds[fund].label) for fund in tool.funds),
                    tool=Ref("tool", tool.name),
                ),
                found=("manca",),
                phase=Phase.RESOURCES,
            )


def _post(row: Position | Appointment) -> str:
    return row.position if isinstance(row, Appointment) else row.id


def _named(step: Step) -> set[str]:
    """The tools that a row names: those of candidates, of prizes of groups."""
    return {
        str(kit.cell_of(row, column))
        for name, table in step.declared.items()
        for column in table.columns.values()
        if column.kind == "tool"
        for row in step.dossier.table(name)
    }
