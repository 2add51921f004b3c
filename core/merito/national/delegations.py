"""Checks the register of delegations against the acts that give them: an act of its kind, on a held post.

A delegation applies as the register says; findings change no sum and no weighting.
"""

from collections.abc import Iterator

from merito import Delegation, Finding, Office, Phase, Position, ResultRows, Step, hookimpl
from merito.kit import held, managerial, told
from merito.national.looked_at import looked_at, looked_at_text
from merito.numbers import day_text


@hookimpl
def merito_check_plan(step: Step) -> ResultRows:
    """The delegations in force at the date of the run."""
    for office in step.offices.values():
        if office.delegated_by:
            for position in step.dossier.positions:
                if managerial(position) is (office.posts == "managerial"):
                    yield from _of(step, office, position)


def _of(step: Step, office: Office, position: Position) -> Iterator[Finding]:
    for row in step.dossier.delegated_powers.of(position=position.id):
        if row.start <= step.as_of and (row.end is None or row.end >= step.as_of):
            yield from _its_act(step, office, row)
            yield from _of_nobody(step, office, position, row)


def _its_act(step: Step, office: Office, row: Delegation) -> Iterator[Finding]:
    act = step.acts.get(row.act) if row.act else None
    if act is None:
        title = step.act_kinds[office.delegated_by].title
        yield _told(office, row, f"non ha il suo atto («{title}»)" if row.act is None else f"manca l'atto {row.act}")
    elif act.kind != office.delegated_by or act.subject != f"position:{row.position}":
        about = f" su {act.subject}" if act.subject else ""
        yield _told(office, row, f"ha come atto {act.id}, «{step.act_kinds[act.kind].title}»{about}")
    elif act.date > row.start:
        yield _told(office, row, f"comincia prima del suo atto, {act.id} del {day_text(act.date)}")


def _of_nobody(step: Step, office: Office, position: Position, row: Delegation) -> Iterator[Finding]:
    day = looked_at(step)
    holders = held(step, position, office.revoked_by)
    if day.year == step.dossier.year and not any(
        period.start <= day <= period.end for one in holders for period in one.periods
    ):
        yield _told(office, row, f"{looked_at_text(step)} la posizione non ha un titolare a cui la delega sia data")


def _told(office: Office, row: Delegation, what: str) -> Finding:
    why = f"la delega «{row.scope}» sulla posizione {row.position}, dal {day_text(row.start)}: {what}"
    subject = f"position:{row.position}"
    return told("warning", office.delegated_rule, why, subject, phase=Phase.EVALUATION, inputs=(row,))
