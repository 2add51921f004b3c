"""Checks of appointments: one holder at a time, in service, of category D, and nothing counted twice."""

from collections.abc import Iterator

from merito import Finding, Person, Phase, Position, ResultRows, Service, Step, hookimpl, rule
from merito.kit import Holding, at_once, is_of_category, managerial, period_of, staff_positions, tenures, told
from merito.numbers import HUNDRED, counted, days_in_common
from merito_bergamo.holders import held
from merito_bergamo.roles import MANAGER, NAMES, SECRETARY, STAFF, posts_of, without_post

CATEGORY = "D"


@hookimpl
@rule("BG-26.2", "BG-28.1", "BG-28.4")
def merito_check_plan(step: Step) -> ResultRows:
    """What makes the pay of a post doubtful is an error of that post; everything else is a warning."""
    for position in step.dossier.positions:
        holders = held(step, position)
        yield from (*_two_at_once(position, holders), *_of_whom(step, position))
        for one in holders:
            yield from (*_in_service(step, one), *_of_the_role(step, one), *_entitled(step, one))
    for person in step.dossier.people:
        yield from _of_one(step, person)
    why = "ha il ruolo di titolare di posizione organizzativa, ma nessuna posizione risulta sua"
    yield from (told("warning", "BG-28.1", why, f"person:{one.id}", inputs=(one,)) for one in without_post(step))
    yield from _not_provided(step)


def _error(position: Position, why: str, *inputs: object) -> Finding:
    return told("error", "BG-26.2", why, f"position:{position.id}", phase=Phase.RESOURCES, inputs=inputs)


def _two_at_once(position: Position, holders: tuple[Holding, ...]) -> Iterator[Finding]:
    for one, other in at_once(holders):
        if one.person == other.person:
            why = f"la posizione {position.id} ha due incarichi della stessa persona negli stessi giorni"
        else:
            why = f"la posizione {position.id} ha due titolari negli stessi giorni"
        yield _error(position, why, *one.rows, *other.rows)


def _of_whom(step: Step, position: Position) -> Iterator[Finding]:
    people = {row.person for row in tenures(step.dossier, of=position)}
    if position.holder and people and position.holder not in people:
        why = f"la posizione {position.id}: il titolare della tabella delle posizioni non è tra quelli degli incarichi"
        yield _error(position, why, position)


def _in_service(step: Step, one: Holding) -> Iterator[Finding]:
    served = [period_of(row) for row in step.dossier.service_of(one.person)]
    days = sum(days_in_common(period, there) for period in one.periods for there in served)
    lacking = one.days - days + sum(period.days for period in one.unserved)
    if lacking:
        told_days = counted(lacking, "giorno", "giorni")
        why = f"la posizione {one.position.id} è tenuta per {told_days} da chi non è in servizio"
        yield _error(one.position, why, *one.rows)


def _of_the_role(step: Step, one: Holding) -> Iterator[Finding]:
    """Tests the role on the days of the post: somebody who became a manager later held it as an employee."""
    if not managerial(one.position) and any(_leads(step, row) for row in _meanwhile(step, one)):
        why = f"la posizione organizzativa {one.position.id} è di un dipendente di categoria D, non di un dirigente"
        yield _error(one.position, why, *one.rows)


def _entitled(step: Step, one: Holding) -> Iterator[Finding]:
    """Warns of a holder who is not of category D, permanent and full time; missing data are not reported."""
    person = step.dossier.people[one.person]
    served = _meanwhile(step, one)
    if managerial(one.position) or not served or any(_leads(step, row) for row in served):
        return
    of_the_year = "" if person.role in (MANAGER, SECRETARY) else person.category
    categories = dict.fromkeys(filter(None, (row.category or of_the_year for row in served)))
    others = [name for name in categories if not is_of_category(step, name, CATEGORY)]
    found = [f"è di categoria {name}" for name in others]
    found += ["non è a tempo indeterminato"] if person.permanent is False else []
    found += ["non è a tempo pieno"] if any(row.fte is not None and row.fte < HUNDRED for row in served) else []
    if found:
        why = (
            f"tiene la posizione organizzativa {one.position.id}, ma {', '.join(found)}: l'incarico va a personale di "
            "categoria D a tempo indeterminato e pieno"
        )
        yield told("warning", "BG-26.2", why, f"person:{one.person}", phase=Phase.RESOURCES, inputs=(person, *one.rows))


def _meanwhile(step: Step, one: Holding) -> list[Service]:
    """The periods of service in which somebody holds a post."""
    rows = step.dossier.service_of(one.person)
    return [row for row in rows if any(days_in_common(period, period_of(row)) for period in one.periods)]


def _leads(step: Step, row: Service) -> bool:
    return (row.role or step.dossier.people[row.person].role) in (MANAGER, SECRETARY)


def _of_one(step: Step, person: Person) -> Iterator[Finding]:
    """Warns of a role that contradicts a post held (the post counts), and of two posts held at once."""
    posts, subject = posts_of(step, person.id), f"person:{person.id}"
    roles = {row.role or person.role for one in posts for row in _meanwhile(step, one)}
    if STAFF in roles:
        why = f"ha il ruolo «{NAMES[STAFF]}» e tiene una posizione organizzativa: conta la posizione"
        yield told("warning", "BG-28.4", why, subject, inputs=(person,))
    if any(_overlap(one, other) for place, one in enumerate(posts) for other in posts[place + 1 :]):
        why = "tiene due posizioni organizzative negli stessi giorni, ciascuna con la sua retribuzione"
        yield told("warning", "BG-28.1", why, subject, inputs=(person,))


def _overlap(one: Holding, other: Holding) -> bool:
    return any(days_in_common(period, there) for period in one.periods for there in other.periods)


def _not_provided(step: Step) -> Iterator[Finding]:
    """What the regulation does not provide for: interim appointments, and a part of a post's pay."""
    known = {position.id: position for position in staff_positions(step.dossier)}
    for row in step.dossier.appointments:
        if row.kind == "interim":
            why = "incarico ad interim: il regolamento non ne prevede la retribuzione, e la riga non conta"
            yield told("warning", "BG-28.1", why, f"person:{row.person}", phase=Phase.RESOURCES, inputs=(row,))
        elif row.share is not None and row.position in known:
            why = f"la posizione {row.position}: il regolamento non prevede una quota della paga (colonna quota)"
            yield _error(known[row.position], why, row)
