"""Acts of the posts: everybody has their own, not older than the weighing in force (art. 2 c. 4, art. 4 c. 5)."""

from collections.abc import Iterator
from datetime import date

from merito import Act, ActNeed, Appointment, Finding, Gate, Phase, Position, ResultRows, Step, hookimpl, rule
from merito.kit import Holding, staff_positions, told
from merito.numbers import day_text
from merito_brescia.evaluation.people import DIRECTOR
from merito_brescia.holding import held

ATTRIBUTION, WEIGHING = "position_act", "weighing"
CONFERRING = (ATTRIBUTION, "position_conferral", "position_renewal")
HOLDER, INTERIM = "holder", "interim"


@hookimpl
@rule("BS-PO-4.5c")
def merito_gates(step: Step) -> ResultRows:
    """No post is paid by an act that is older than the weighing that gives its sum."""
    for position in staff_positions(step.dossier):
        _, older = _before_the_weighing(step, position)
        if older:
            need = ActNeed(ATTRIBUTION, by=DIRECTOR, besides=tuple(act.id for act in older))
            subject = f"position:{position.id}"
            yield Gate(phase=Phase.RESOURCES, subject=subject, needs=(need,), rules=("BS-PO-4.5c",))


@hookimpl
@rule("BS-PO-2.4", "BS-PO-4.5c")
def merito_check_plan(step: Step) -> ResultRows:
    """Warns of people on a post without an act of their own, and of posts whose act is older than their weighing."""
    for position in staff_positions(step.dossier):
        for kind, one in _without_their_own(step, position):
            if one.periods[0].start <= step.as_of:
                yield _no_act(one, kind)
        weighing, older = _before_the_weighing(step, position)
        if weighing and older and len(older) == len(_attributions(step, position)):
            yield _too_old(position, weighing, max(older, key=lambda act: act.date))


def _too_old(position: Position, weighing: Act, last: Act) -> Finding:
    why = (
        f"la retribuzione di {position.id} viene dalla pesatura {weighing.id} del {day_text(weighing.date)}, e l'atto "
        f"{last.id} del {day_text(last.date)} la precede: si attribuisce con un atto che la segue (se la pesatura è di "
        "un'altra posizione o per un altro anno lo dicono le colonne oggetto e anno)"
    )
    return told("warning", "BS-PO-4.5c", why, f"position:{position.id}", phase=Phase.RESOURCES, inputs=(last,))


def _no_act(one: Holding, kind: str) -> Finding:
    first = day_text(one.periods[0].start)
    what = "titolare" if kind == HOLDER else "ad interim"
    why = f"è {what} di {one.position.id} dal {first} senza un suo atto di conferimento (colonna atto degli incarichi)"
    return told("warning", "BS-PO-2.4", why, f"person:{one.person}", phase=Phase.RESOURCES, inputs=one.rows)


def _without_their_own(step: Step, position: Position) -> Iterator[tuple[str, Holding]]:
    """Holders and interim holders of a post without an act of their own, if the post has any acts.

    An act belongs to the person whose row names it. Acts that no row names are assigned one each, in the order of the
    first days.
    """
    rows = [row for row in step.dossier.appointments.of(position=position.id) if row.act]
    about = [act for kind in CONFERRING for act in step.acts_of(kind, f"position:{position.id}")]
    free = len({act.id for act in about} - {row.act for row in rows})
    everybody = [(kind, one) for kind in (HOLDER, INTERIM) for one in held(step, position, kind)]
    for kind, one in sorted(everybody, key=lambda pair: pair[1].periods[0].start):
        named = [row.act for row in one.rows if isinstance(row, Appointment) and row.act]
        if named:
            lacks = not any(_confers(step, act, position, one.person) for act in named)
        else:
            lacks, free = free <= 0, free - 1
        if lacks and about:
            yield kind, one


def _confers(step: Step, identifier: str, position: Position, person: str) -> bool:
    act = step.acts.get(identifier)
    subjects = (None, f"position:{position.id}", f"person:{person}")
    return act is not None and act.kind in CONFERRING and act.subject in subjects


def _attributions(step: Step, position: Position) -> tuple[Act, ...]:
    return step.acts_of(ATTRIBUTION, f"position:{position.id}")


def _before_the_weighing(step: Step, position: Position) -> tuple[Act | None, list[Act]]:
    """The last weighing of a post up to the end of the year, and the attributions of the post that are older."""
    last, subjects = date(step.dossier.year, 12, 31), (None, f"position:{position.id}")
    acts = [act for act in step.acts_of(WEIGHING) if act.subject in subjects and act.date <= last]
    weighing = max(acts, key=lambda act: act.date, default=None)
    return weighing, [act for act in _attributions(step, position) if weighing and act.date < weighing.date]
