"""Who evaluates whom (par. 4.3, art. 6 c. 3), compared with the recorded evaluator and participants."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain, combinations, product

from merito import Dossier, Evaluation, Finding, Person, ResultRows, Step, hookimpl, rule
from merito.kit import (
    Evaluated,
    ExpectedEvaluators,
    absent,
    by_another,
    evaluators_row,
    heads_above,
    period_of,
    served_on,
    unit_of,
)
from merito.numbers import days_in_common
from merito_brescia.evaluation import about
from merito_brescia.evaluation_people import (
    DIRECTOR,
    MANAGER,
    NAMES,
    POSITION,
    PRESIDENT,
    SECRETARY,
    STAFF,
    Evaluee,
    evaluees,
    named_by_id,
    role_at_the_end,
    secretaries_of,
    secretary_of,
)

WITH_MANAGERS = "I-BS-12"
ALL_MANAGERS = dict.fromkeys(NAMES, NAMES[MANAGER])  # also of somebody who became one in the year


def expected_evaluator(step: Step, one: Evaluee) -> ExpectedEvaluators:
    """Who evaluates a person by the text; for people in no manager's area, the Segretario Generale."""
    dossier, secretary = step.dossier, secretary_of(step.dossier) or DIRECTOR
    if one.role == SECRETARY or secretary == one.subject:
        return ExpectedEvaluators(evaluators=(PRESIDENT,), rules=("BS-SM-4.3d",))
    if one.role == MANAGER:
        return ExpectedEvaluators(evaluators=(secretary,), rules=("BS-SM-4.3d",))
    if one.role == POSITION:
        rules = ("BS-SM-4.3d", "BS-PO-6.3", WITH_MANAGERS)
        return ExpectedEvaluators(evaluators=(secretary,), beside=_managers(step, one), rules=rules)
    heads = heads_above(dossier, unit_of(dossier, one.person, "last"), without=one.person.id)
    leading = (f"person:{head.id}" for head in heads if _leads(dossier, head))
    evaluator = next(leading, secretary)
    support = next((who for who in (f"person:{head.id}" for head in heads) if who != evaluator), "")
    return ExpectedEvaluators(evaluators=(evaluator,), support=support, rules=("BS-SM-4.3d",))


def _leads(dossier: Dossier, head: Person) -> bool:
    """Whether the head of a unit is a manager, also if only since some day of the year."""
    return {head.role, role_at_the_end(dossier, head)} & {MANAGER, SECRETARY} != set()


def _managers(step: Step, one: Evaluee) -> tuple[str, ...]:
    """The managers who evaluate with the Segretario Generale: those of the day of the evaluation, or of the year's end.

    A manager who has left takes part in no evaluation; somebody who became a manager in the year does, but not in the
    own evaluation.
    """
    last, row = date(step.dossier.year, 12, 31), one.evaluation
    day = max(last, (row.feedback or row.told or last) if row else last)
    everyone, ends = step.once(_managers_at_the_end)
    gone = {who for who, end in ends.items() if end < day} | {one.subject}
    return everyone if gone.isdisjoint(everyone) else tuple(who for who in everyone if who not in gone)


def _managers_at_the_end(step: Step) -> tuple[tuple[str, ...], Mapping[str, date]]:
    """Who is a manager on the last day of the year; and the last day in service of those who have left since."""
    last, dossier = date(step.dossier.year, 12, 31), step.dossier
    serving = [
        person
        for person in dossier.people
        if any((row.role or person.role) == MANAGER for row in served_on(dossier, person.id, last))
    ]
    ends = {f"person:{person.id}": person.end for person in serving if person.end is not None}
    return tuple(f"person:{person.id}" for person in serving), ends


def evaluator_of(step: Step, one: Evaluee) -> str:
    """Who evaluated somebody: as recorded, otherwise as the text says."""
    written = one.evaluation.evaluator if one.evaluation else ""
    return written or expected_evaluator(step, one).evaluators[0]


def _evaluated(step: Step, one: Evaluee) -> Evaluated:
    return Evaluated(person=one.person, role=one.role, expected=expected_evaluator(step, one), row=one.evaluation)


@hookimpl
@rule("BS-SM-4.3d", "BS-PO-6.3", "I-BS-12")
def merito_check_plan(step: Step) -> ResultRows:
    """Warns of evaluations by others than the text says, or without the managers who take part."""
    signed = (_signed(step, one, one.evaluation) for one in evaluees(step) if one.evaluation)
    yield from (*_at_once(step), *chain.from_iterable(signed))


def _at_once(step: Step) -> Iterator[Finding]:
    """Warns of two Segretari Generali at the same time, since the evaluator is then unknown."""
    secretaries = evaluees(step, SECRETARY)
    days = {one.subject: [*map(period_of, step.dossier.service_of(one.person.id))] for one in secretaries}
    for one, other in combinations(secretaries, 2):
        if any(days_in_common(*both) for both in product(days[one.subject], days[other.subject])):
            why = f"due Segretari Generali negli stessi giorni: {one.person.id} e {other.person.id}"
            yield about(other, "warning", "BS-SM-4.3d", why, (one.person, other.person))


def _signed(step: Step, one: Evaluee, row: Evaluation) -> Iterator[Finding]:
    """The Segretario Generale may also be recorded by the name of the office, and may follow another in the year.

    A manager who became Segretario in the year may be evaluated, as a manager, by the one before. If the manager to
    whom an evaluation is due has left by then, any other one or the Segretario evaluates.
    """
    dossier, held = step.dossier, _evaluated(step, one)
    secretaries = secretaries_of(dossier)
    also = (*secretaries, DIRECTOR) if held.expected.evaluators[0] in secretaries else ()
    if one.role == MANAGER:
        also = (*also, *(who for who in secretaries if who != one.subject))
    also = (*also, *_elsewhere(step, one), *_instead(step, one, held.expected.evaluators[0]))
    found = "come valutatore risulta {found}" if held.evaluator else "il valutatore non è indicato"
    why = f"{found} (colonna valutatore); la valutazione spetta a {{right}}"
    yield from by_another(dossier, held, NAMES, also=also, nobody="nessuno", why=why, inputs=(row,))
    taking_part = _taking_part(dossier, row)
    if taking_part is None:
        return
    if missing := absent(dossier, ((who,) for who in held.expected.beside), taking_part, ALL_MANAGERS):
        why = (
            "chi tiene una posizione organizzativa è valutato dal Segretario Generale insieme a tutti i dirigenti: non "
            f"risulta che partecipi {', '.join(missing)} (colonne proponente e partecipanti; {WITH_MANAGERS})"
        )
        yield about(one, "warning", "BS-PO-6.3", why, (row,))


def _elsewhere(step: Step, one: Evaluee) -> Iterator[str]:
    """The managers of the other units in which one of the staff served: they know the work too (par. 4.1)."""
    served = step.dossier.service_of(one.person.id) if one.role == STAFF and not one.person.unit else ()
    for row in served:
        heads = heads_above(step.dossier, row.unit, without=one.person.id)
        leading = [f"person:{head.id}" for head in heads if _leads(step.dossier, head)]
        yield from leading[:1]


def _instead(step: Step, one: Evaluee, due: str) -> tuple[str, ...]:
    """Who evaluates one of the staff if the manager of the unit is none on the day of the evaluation."""
    there = (*_managers(step, one), *secretaries_of(step.dossier), DIRECTOR)
    return there if one.role == STAFF and due not in there else ()


def _taking_part(dossier: Dossier, row: Evaluation) -> set[str] | None:
    """The participants as `person:0123`: the proposer, and those of the column; None if some are named in words."""
    named = named_by_id(dossier, str(row.extra.get("participants") or ""))
    return None if named is None else {row.proposer, *(f"person:{one}" for one in named)}


@hookimpl
@rule("BS-SM-4.3d")
def merito_documents(step: Step) -> ResultRows:
    """The list of who evaluates whom."""
    words = ("valuta", "partecipa", "aiuta")
    yield from (evaluators_row(step.dossier, _evaluated(step, one), NAMES, heads=words) for one in evaluees(step))
