"""Position pay: due from the Segretario Generale's act, by the days on which each post is held (arts. 3 and 4)."""

from collections.abc import Iterator

from merito import Act, Finding, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import at_once, paid_by_days, role_names, served_on, staff_positions, told
from merito_brescia.evaluation.people import MANAGER, named_by_id
from merito_brescia.funds import FUND, TOOL, item_of
from merito_brescia.holding import held, of_managers, of_two_posts

WEIGHING, BY_DAYS = "weighing", "I-BS-48"
NAMES = role_names()


@hookimpl
@rule("BS-PO-1.2", "BS-PO-3.1", "BS-PO-3.4", "BS-PO-4.2", "BS-PO-4.3r", "BS-PO-4.5c")
def merito_check_plan(step: Step) -> ResultRows:
    """Reports other pay, delegated functions and participants of the weighing.

    Two appointments at once are errors, and so is a manager as the holder of a posizione organizzativa.
    """
    yield from (*_other_pay(step), *_delegations(step), *_present(step), *_two_at_once(step), *_managers(step))


def _other_pay(step: Step) -> Iterator[Finding]:
    holders = {one.person for position in staff_positions(step.dossier) for one in held(step, position)}
    for row in step.dossier.tables.get("other_pay", ()):
        person, kind = str(row["person"]), str(row["kind"])
        if person in holders and not row["law"]:
            why = f"compenso «{kind}» a chi ha una posizione organizzativa, senza la norma che lo ammette (I-BS-43)"
            yield told("warning", "BS-PO-3.1", why, f"person:{person}", phase=Phase.RESOURCES, inputs=(row,))


def _delegations(step: Step) -> Iterator[Finding]:
    rows = step.dossier.tables.get("delegations", ())
    stated = {str(row["position"]) for row in rows if row["extent"] or row["content"]}
    for position in staff_positions(step.dossier):
        if position.id not in stated:
            why = f"per {position.id} non sono indicate le funzioni delegate con firma esterna (tabella deleghe_firma)"
            yield told("info", "BS-PO-4.2", why, f"position:{position.id}", phase=Phase.RESOURCES, inputs=(position,))


def _present(step: Step) -> Iterator[Finding]:
    for act in step.acts_of(WEIGHING):
        absent = _absent(step, act)
        if not act.participants.strip():
            why = f"l'atto {act.id} non dice quali dirigenti hanno preso parte alla pesatura (partecipanti)"
            yield told("warning", "BS-PO-4.3r", why, f"act:{act.id}", phase=Phase.RESOURCES, inputs=(act,))
        elif absent:
            why = (
                f"la pesatura è collegiale con i dirigenti dell'ente: tra i partecipanti dell'atto {act.id} non "
                f"risulta {', '.join(absent)}"
            )
            yield told("warning", "BS-PO-4.3r", why, f"act:{act.id}", phase=Phase.RESOURCES, inputs=(act,))


def _absent(step: Step, act: Act) -> list[str]:
    """The managers of the day of a weighing of the year whom its participants leave out, if all are named by id."""
    named = named_by_id(step.dossier, act.participants)
    if named is None or act.date.year != step.dossier.year:
        return []
    managers = [
        person.id
        for person in step.dossier.people
        if any((row.role or person.role) == MANAGER for row in served_on(step.dossier, person.id, act.date))
    ]
    return [one for one in managers if one not in named]


def _two_at_once(step: Step) -> Iterator[Finding]:
    for position in staff_positions(step.dossier):
        if any(at_once(held(step, position))):
            why = f"la posizione {position.id} ha due incarichi di titolare negli stessi giorni"
            subject = f"position:{position.id}"
            yield told("error", "BS-PO-4.5c", why, subject, phase=Phase.RESOURCES, inputs=(position,))
    for person, first, second in of_two_posts(step):
        why = f"titolare negli stessi giorni di {first} e di {second}: la seconda si copre ad interim"
        yield told("error", "BS-PO-3.4", why, f"person:{person}", phase=Phase.RESOURCES, tool=TOOL)


def _managers(step: Step) -> Iterator[Finding]:
    """Managers who hold a posizione organizzativa, or whose own post lacks its type."""
    for person, post, role in of_managers(step):
        why = (
            f"è titolare di {post} mentre è {NAMES[role]}: la posizione organizzativa va solo a dipendenti di "
            f"categoria D. Se {post} è una posizione dirigenziale lo dice la colonna tipo delle posizioni, se il ruolo "
            "è cambiato nell'anno la colonna ruolo del servizio"
        )
        yield told("error", "BS-PO-1.2", why, f"person:{person}", phase=Phase.RESOURCES, tool=TOOL)


@hookimpl
@rule("BS-PO-3.2", "BS-PO-4.1", "BS-PO-4.5c", "I-BS-08", "I-BS-48", tool=TOOL)
def merito_rewards(step: Step) -> ResultRows:
    """Each holder is paid by the days held; the pay for the days of nobody stays unspent."""
    for value in step.so_far.positions:
        line = step.so_far.line(FUND, item_of(value.position))
        holders = held(step, step.dossier.positions[value.position])
        if value.amount and line and not any(at_once(holders)):
            yield from paid_by_days(step, value, line, holders, by_days=BY_DAYS)
