"""What makes an individual evaluation valid and final, and findings on its procedure (par. 2, 4.1, 4.3)."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from merito import Act, Finding, PersonScore, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import not_final, told
from merito.numbers import day_text
from merito_brescia.evaluation import about
from merito_brescia.evaluation_people import GIUNTA, MANAGER, OIV, SECRETARY, STAFF, Evaluee
from merito_brescia.evaluation_ratings import ratings_told

PLAN, REPORT, VALIDATED = "performance_plan", "performance_report", "report_validation"
OBJECTIVES, INTERIM = "individual_objectives_validation", "interim_feedback"
TABLE = "tabella valutazioni, colonna"


class Doubt(NamedTuple):
    """Why a score is not final yet: the rule and the reason (Italian)."""

    rule: str
    why: str


@rule("BS-SM-4.1", "BS-SM-4.3c", "BS-SM-4.3d", "BS-SM-4.3e", "BS-SM-4.3f", "BS-SM-4.3g", "I-BS-46")
def confirmed(step: Step, one: Evaluee, row: PersonScore, *, negative: bool = False) -> Iterator[PersonScore | Finding]:
    """The same score, provisional while anything is missing; with findings on its procedure, if there is a score."""
    for doubt in reversed(tuple(_doubts(step, one))) if row.score is not None else ():
        row = not_final(row, doubt.why, doubt.rule)
    yield row
    if row.score is not None:
        yield from _told_of(step, one, negative)


def _doubts(step: Step, one: Evaluee) -> Iterator[Doubt]:
    wants = list(_wanting(step, one))
    if wants:
        yield Doubt("BS-SM-4.1", f"la valutazione non è ancora valida: {'; '.join(wants)}")
    if one.evaluation and one.evaluation.evaluator == one.subject:
        yield Doubt("BS-SM-4.3d", f"nessuno valuta sé stesso ({TABLE} valutatore)")
    if one.role == STAFF and not (one.evaluation and one.evaluation.harmonised):
        said = "è indicata come non fatta" if one.evaluation and one.evaluation.harmonised is False else "manca"
        yield Doubt("BS-SM-4.3e", f"{said} l'armonizzazione con il Segretario Generale ({TABLE} armonizzata)")
    if one.role in (MANAGER, SECRETARY) and _approval(step) is None:
        yield Doubt("BS-SM-4.3f", "la Giunta non ha ancora approvato la Relazione validata dall'OIV")


def _wanting(step: Step, one: Evaluee) -> Iterator[str]:
    """The principles of par. 4.1 that are not met yet (Italian)."""
    row = one.evaluation
    if not _fixed_before(step, one):
        yield (
            f"nessun atto fissa gli obiettivi entro il {day_text(_last(step))} (piano_performance della Giunta o "
            "validazione_obiettivi_individuali dell'OIV)"
        )
    if not (row and row.reasons.strip()):
        yield f"manca la motivazione del giudizio ({TABLE} motivazione)"
    if row and row.extra.get("direct_knowledge") is False:
        yield f"il valutatore non conosce direttamente l'attività ({TABLE} conoscenza_diretta)"
    if not (row and row.feedback):
        yield f"manca l'incontro di feedback ({TABLE} colloquio)"
    elif row.feedback > step.as_of:
        yield f"l'incontro di feedback, del {day_text(row.feedback)}, non c'è ancora stato ({TABLE} colloquio)"
    elif row.feedback.year < step.dossier.year:
        yield f"l'incontro di feedback è del {day_text(row.feedback)}, non di questo ciclo ({TABLE} colloquio)"


def _last(step: Step) -> date:
    return date(step.dossier.year, 12, 31)


def _of_objectives(step: Step) -> list[Act]:
    """The OIV's acts on individual objectives up to the end of the year; later ones are about their results."""
    return [act for act in step.acts_of(OBJECTIVES) if act.date <= _last(step) and act.of_body(OIV)]


def _fixed_before(step: Step, one: Evaluee) -> bool:
    plans = [act for act in step.acts_of(PLAN) if act.date <= _last(step) and act.of_body(GIUNTA)]
    return bool(plans) or any(act.subject in (None, one.subject) for act in _of_objectives(step))


def _approval(step: Step) -> Act | None:
    """The Giunta's approval of the Relazione, after the OIV's validation."""
    validated = [act for act in step.acts_of(VALIDATED) if act.of_body(OIV)]
    approved = (act for act in step.acts_of(REPORT) if act.of_body(GIUNTA))
    return next((act for act in approved if any(one.date <= act.date for one in validated)), None)


def _told_of(step: Step, one: Evaluee, negative: bool) -> Iterator[Finding]:
    row = one.evaluation
    inputs = (row,) if row else ()
    if row is None or row.told is None or row.told > step.as_of:
        why = f"non risulta il colloquio in cui la valutazione è comunicata, con i consigli ({TABLE} comunicata)"
        yield about(one, "warning", "BS-SM-4.3g", why, inputs)
    if row and row.told and row.told < _last(step):
        why = f"valutazione comunicata il {day_text(row.told)}, prima che l'esercizio si chiuda"
        yield about(one, "warning", "BS-SM-4.3g", why, (row,))
    approved = _approval(step)
    if one.role in (MANAGER, SECRETARY) and row and row.told and approved and row.told < approved.date:
        why = f"valutazione comunicata il {day_text(row.told)}, prima dell'approvazione della Relazione ({approved.id})"
        yield about(one, "warning", "BS-SM-4.3f", why, (row, approved))
    if negative and not _met_in_the_year(step, one):
        why = (
            "valutazione negativa senza un riscontro intermedio nell'anno (atto colloquio_intermedio): il valutatore "
            "deve darne conto (I-BS-46)"
        )
        yield about(one, "warning", "BS-SM-4.3c", why, inputs)


def _met_in_the_year(step: Step, one: Evaluee) -> bool:
    return any(act.date.year == step.dossier.year for act in step.acts_of(INTERIM, one.subject))


@hookimpl
@rule("BS-SM-2.6")
def merito_check_plan(step: Step) -> ResultRows:
    """Checks the ratings, and that the OIV validates individual objectives and their results before the Giunta acts.

    The objectives come before the Giunta's plan, their results before its Relazione.
    """
    if step.dossier.people:
        yield from (*ratings_told(step), *_validations(step))


def _validations(step: Step) -> Iterator[Finding]:
    year = step.dossier.year
    plan = next((act for act in step.acts_of(PLAN) if act.of_body(GIUNTA)), None)
    report = next((act for act in step.acts_of(REPORT) if act.of_body(GIUNTA)), None)
    by_then = step.parameters.day("plan_deadline", year).value
    yield from _before(step, "gli obiettivi individuali", _of_objectives(step), plan, by_then)
    if step.as_of > _last(step):
        accounts = [act for act in step.acts_of(OBJECTIVES) if act.date > _last(step) and act.of_body(OIV)]
        by_then = step.parameters.day("report_deadline", year + 1).value
        yield from _before(step, "la rendicontazione degli obiettivi individuali", accounts, report, by_then)


def _before(step: Step, what: str, validations: list[Act], giunta: Act | None, by_then: date) -> Iterator[Finding]:
    """A validation after the Giunta's act, or none; until the Giunta acts, one is missed only after its term."""
    if giunta is not None and validations and all(act.date > giunta.date for act in validations):
        why = f"l'OIV ha validato {what} ({validations[0].id}) dopo la Giunta ({giunta.id}), mentre deve farlo prima"
        yield told("warning", "BS-SM-2.6", why, phase=Phase.EVALUATION, inputs=(validations[0], giunta))
    elif not validations and (giunta is not None or step.as_of > by_then):
        why = f"manca l'atto con cui l'OIV valida {what} (validazione_obiettivi_individuali)"
        yield told("warning", "BS-SM-2.6", why, phase=Phase.EVALUATION)
