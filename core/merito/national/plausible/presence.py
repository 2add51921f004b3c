"""Whoever is evaluated or holds a post served in the year: if not, the money of that tool is nobody's for sure."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from merito import Appointment, Candidate, Evaluation, Phase, Position, Rating, Service, Step, rule
from merito.national.plausible.asked import Question

Paid = Rating | Evaluation | Candidate | Position | Appointment
EVALUATED, HOLDER = "è tra i valutati o i candidati", "è titolare di una posizione"


@rule("IT-PL.1", "I-IT-21")
def paid_and_not_in_service(step: Step) -> Iterator[Question]:
    """Somebody who left before the year, or comes after it, and is evaluated, put forward or on a post."""
    dossier = step.dossier
    evaluated: dict[str, list[Paid]] = defaultdict(list)
    every: tuple[Rating | Evaluation | Candidate, ...] = (*dossier.ratings, *dossier.evaluations, *dossier.candidates)
    for row in every:
        evaluated[row.person].append(row)
    holders = holders_of(step)
    service: dict[str, list[Service]] = defaultdict(list)
    for served in dossier.service:
        service[served.person].append(served)
    for person in dossier.people:
        rows = evaluated.get(person.id, []), holders.get(person.id, [])
        if not any(rows) or dossier.service_of(person.id):
            continue
        for what, own, phase in zip((EVALUATED, HOLDER), rows, (Phase.EVALUATION, Phase.RESOURCES), strict=True):
            if own:
                yield Question(
                    rule="IT-PL.1",
                    subject=f"person:{person.id}",
                    message=f"{person.source}: {what} ({own[0].source}) e non è in servizio nel {dossier.year}",
                    held=True,
                    doubt=f"il servizio nel {dossier.year}",
                    phase=phase,
                    inputs=(person, *service[person.id], *own),
                )


def holders_of(step: Step) -> dict[str, list[Paid]]:
    """Whoever holds or covers a post on a day of the year, with the rows that say so."""
    first, last = date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31)
    found: dict[str, list[Paid]] = defaultdict(list)
    for position in step.dossier.positions:
        if position.holder:
            found[position.holder].append(position)
    for row in step.dossier.appointments:
        if (row.start or first) <= last and (row.end or last) >= first:
            found[row.person].append(row)
    return found
