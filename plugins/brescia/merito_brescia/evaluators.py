"""Who evaluates whom (par. 4.3, art. 6 c. 3), held against who is written as the evaluator and as taking part."""

from collections.abc import Iterator
from itertools import chain, combinations

from attrs import frozen

from merito import Basis, Dossier, Evaluation, Finding, ResultRows, Step, TableRow, hookimpl, rule
from merito_brescia.evaluation import about
from merito_brescia.evaluation_people import (
    DIRECTOR,
    MANAGER,
    NAMES,
    POSITION,
    PRESIDENT,
    SECRETARY,
    Evaluee,
    above,
    evaluees,
    named,
    secretaries_of,
    secretary_of,
    unit_of,
)

WITH_MANAGERS = "I-BS-12"


@frozen(kw_only=True)
class Expected:
    """Who evaluates somebody, who takes part and who helps; bodies or `person:0123`."""

    evaluator: str
    participants: tuple[str, ...] = ()
    support: str = ""
    rules: tuple[str, ...]


def expected_evaluator(step: Step, one: Evaluee) -> Expected:
    """Who the text says evaluates a person; the Segretario Generale whoever is in the area of no manager."""
    dossier, secretary = step.dossier, secretary_of(step.dossier) or DIRECTOR
    if one.role == SECRETARY:
        return Expected(evaluator=PRESIDENT, rules=("BS-SM-4.3d",))
    if one.role == MANAGER:
        return Expected(evaluator=secretary, rules=("BS-SM-4.3d",))
    if one.role == POSITION:
        managers = step.once(_managers)
        return Expected(evaluator=secretary, participants=managers, rules=("BS-SM-4.3d", "BS-PO-6.3", WITH_MANAGERS))
    units = above(dossier, unit_of(step, one.person))
    heads = [f"person:{unit.head}" for unit in units if unit.head and unit.head != one.person.id]
    leading = (head for head in heads if dossier.people[head.removeprefix("person:")].role in (MANAGER, SECRETARY))
    evaluator = next(leading, secretary)
    support = next((head for head in heads if head != evaluator), "")
    return Expected(evaluator=evaluator, support=support, rules=("BS-SM-4.3d",))


def _managers(step: Step) -> tuple[str, ...]:
    return tuple(f"person:{person.id}" for person in step.dossier.people.of(role=MANAGER))


def evaluator_of(step: Step, one: Evaluee) -> str:
    """Who evaluated somebody: as it is written, else as the text says."""
    written = one.evaluation.evaluator if one.evaluation else ""
    return written or expected_evaluator(step, one).evaluator


@hookimpl
@rule("BS-SM-4.3d", "BS-PO-6.3", "I-BS-12")
def merito_check_plan(step: Step) -> ResultRows:
    """An evaluation given by somebody else than the text says, or without the managers who take part, is told."""
    signed = chain.from_iterable(_signed(step, one) for one in evaluees(step) if one.evaluation)
    yield from (*_at_once(step), *signed)


def _at_once(step: Step) -> Iterator[Finding]:
    """Two at once as Segretario Generale: who evaluates is not known."""
    secretaries = evaluees(step, SECRETARY)
    days = {one.subject: [*step.dossier.service_of(one.person.id)] for one in secretaries}
    for one, other in combinations(secretaries, 2):
        if any(
            row.start <= (after.end or row.start) and after.start <= (row.end or after.start)
            for row in days[one.subject]
            for after in days[other.subject]
        ):
            why = f"due Segretari Generali negli stessi giorni: {one.person.id} e {other.person.id}"
            yield about(other, "warning", "BS-SM-4.3d", why, (one.person, other.person))


def _signed(step: Step, one: Evaluee) -> Iterator[Finding]:
    row, expected = one.evaluation, expected_evaluator(step, one)
    assert row is not None
    if not _same(step.dossier, row.evaluator, expected.evaluator):
        found = named(step.dossier, row.evaluator) or "nessuno"
        right = named(step.dossier, expected.evaluator)
        why = f"come valutatore risulta {found} (colonna valutatore); la valutazione spetta a {right}"
        yield about(one, "warning", "BS-SM-4.3d", why, (row,))
    there = _taking_part(row)
    absent = [named(step.dossier, who) for who in expected.participants if who not in there]
    if absent:
        why = (
            "chi tiene una posizione organizzativa è valutato dal Segretario Generale insieme a tutti i dirigenti: non "
            f"risulta che partecipi {', '.join(absent)} (colonne proponente e partecipanti; {WITH_MANAGERS})"
        )
        yield about(one, "warning", "BS-PO-6.3", why, (row,))


def _same(dossier: Dossier, written: str, expected: str) -> bool:
    """Whether they are one; the Segretario Generale may be written by the office too, and follow another."""
    secretaries = secretaries_of(dossier)
    return written in ({*secretaries, DIRECTOR} if expected in secretaries else {expected})


def _taking_part(row: Evaluation) -> set[str]:
    """Who takes part, as `person:0123`: the proposer, and the ids of the column, parted by commas."""
    written = str(row.extra.get("participants") or "").replace(";", ",").split(",")
    ids = {f"person:{identifier.strip().removeprefix('person:')}" for identifier in written if identifier.strip()}
    return {row.proposer, *ids}


@hookimpl
@rule("BS-SM-4.3d")
def merito_documents(step: Step) -> ResultRows:
    """The list of who evaluates whom."""
    yield from (_line(step, one) for one in evaluees(step))


def _line(step: Step, one: Evaluee) -> TableRow:
    dossier, expected = step.dossier, expected_evaluator(step, one)
    return TableRow(
        table="valutatori",
        columns=(
            ("persona", one.person.id),
            ("ruolo", NAMES.get(one.role, one.role)),
            ("valuta", named(dossier, expected.evaluator)),
            ("partecipa", ", ".join(named(dossier, who) for who in expected.participants)),
            ("aiuta", named(dossier, expected.support)),
            ("valutatore registrato", named(dossier, one.evaluation.evaluator) if one.evaluation else ""),
        ),
        rules=expected.rules,
        public=False,
        basis=Basis(inputs=(one.person, *((one.evaluation,) if one.evaluation else ()))),
    )
