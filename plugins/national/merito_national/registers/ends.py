"""Appointments whose end nobody wrote, told from the first year on, and those ad interim that last too long.

Where the text has a longest term an appointment ends with it, and a holder is told so with the appointment. Where it
has none, none is inferred: the office is asked for the end, and nothing waits.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from merito import Appointment, Finding, Message, Phase, Position, Ref, ResultRows, Severity, Step, kit, rule, say
from merito_national.contracts.posts import asked_by_the_contract
from merito_national.registers import is_of, looked_at, posts_of
from merito_national.registers.appointments import HOLDER
from merito_national.registers.terms import of_its_end

INTERIM, READING = "interim", "I-IT-57"


@rule(hook="merito_check_plan")
def terms_ad_interim(step: Step) -> ResultRows:
    """Appointments ad interim beyond the longest term of their office, or whose end nobody wrote."""
    for office in step.offices.values():
        for position in posts_of(step, office):
            for term in kit.terms_on(step, office, position, INTERIM):
                for severity, what in of_its_end(step, term) if term.begun <= step.as_of else ():
                    yield _told(term.row, term.rules[0], what, severity)


@rule("IT-PL.26", READING, hook="merito_check_plan")
def ends_to_be_written(step: Step) -> ResultRows:
    """Appointments without an end and without a longest term, or a first day to count it from: the end is asked for.

    What the contract asks of holders of a posizione organizzativa is not asked again.
    """
    asked = step.once(asked_by_the_contract)
    for position in step.dossier.positions:
        for row, last in _without_end(step, position):
            if id(row) not in asked and last is None and not _revoked(step, row):
                yield _told(row, "IT-PL.26", _asked(step, position, row), "info")


def _without_end(step: Step, position: Position) -> Iterator[tuple[Appointment, date | None]]:
    """The appointments to a post, begun by the day looked at, without an end; with the last day that a text allows."""
    offices = [one for one in step.offices.values() if is_of(one, position)]
    for kind in (HOLDER, INTERIM):
        terms = [term for office in offices for term in kit.terms_on(step, office, position, kind)]
        known = {id(term.row): term.last_day for term in terms}
        for row in step.dossier.appointments.of(position=position.id, kind=kind):
            if row.end is None and (row.start or date.min) <= looked_at(step):
                yield row, known.get(id(row))


def _revoked(step: Step, row: Appointment) -> bool:
    """Whether an act ends an appointment: it is its end."""
    kind = kit.ending_act(step, step.dossier.positions[row.position])
    subjects = (f"position:{row.position}", f"person:{row.person}") if kind else ()
    acts = (act for subject in subjects for act in step.acts_of(kind, subject))
    return any((row.start or date.min) < act.takes_effect for act in acts)


def _asked(step: Step, position: Position, row: Appointment) -> Message:
    """The question about an end; without the first day, the longest term of a text cannot be counted either."""
    known: dict[str, Any] = {"reading": Ref("reading", READING)}
    if row.start is None and any(office.most_years and is_of(office, position) for office in step.offices.values()):
        return say(
            "né l'inizio né la fine sono scritti, e la durata massima non si può contare: scriverli come li dà il suo "
            "atto (tabella incarichi, colonne dal e al). È una domanda: nessuna somma ne dipende ({reading})",
            **known,
        )
    return say(
        "la fine non è scritta, e il regolamento non dà all'incarico una durata massima: scriverla come la dà il suo "
        "atto (tabella incarichi, colonna al). È una domanda: nessuna somma ne dipende ({reading})",
        **known,
    )


def _told(row: Appointment, rule_id: str, what: Message, severity: Severity) -> Finding:
    known: dict[str, Any] = {
        "position": Ref("position", row.position),
        "person": Ref("person", row.person),
        "what": what,
    }
    why = say("incarico {position} di {person}: {what}", **known)
    if row.kind == INTERIM:
        why = say("incarico ad interim {position} di {person}: {what}", **known)
    return kit.told(severity, rule_id, why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=(row,))
