"""What makes an individual evaluation valid and final, and findings on its procedure (par. 2, 4.1, 4.3)."""

from collections.abc import Iterator
from datetime import date

from merito import Act, Finding, Message, PersonScore, Ref, ResultRows, Step, first_of, kit, rule, say, several
from merito_brescia import telling
from merito_brescia.evaluation.factors import ratings_told
from merito_brescia.evaluation.people import GIUNTA, MANAGER, NAMES, OIV, SECRETARY, STAFF, Evaluee, evaluees, not_rated
from merito_brescia.planning.acts import LATE, PLAN, REPORT, REPORT_VALIDATION, acts_by, counts_late

OBJECTIVES, INTERIM = "individual_objectives_validation", "interim_feedback"
HEADS = (MANAGER, SECRETARY)


@rule("BS-SM-4.1", "BS-SM-4.3c", "BS-SM-4.3d", "BS-SM-4.3e", "BS-SM-4.3f", "BS-SM-4.3g", "I-BS-46", "I-IT-40", LATE)
def confirmed(step: Step, one: Evaluee, row: PersonScore, *, negative: bool = False) -> Iterator[PersonScore | Finding]:
    """The same score, provisional while a formality is missing; with findings on its procedure, if there is a score.

    What is missing about one person is told of that person, whose sum alone it holds.
    """
    if row.score is None:
        yield row
        yield from not_rated(step, one)
        return
    doubts = tuple(_doubts(step, one))
    if one.role in HEADS and _approval(step) is None:
        why = say("la Giunta non ha ancora approvato la Relazione validata dall'OIV")
        row = kit.not_final(row, why, "BS-SM-4.3f", formal=True)
    for rule_id, why in reversed(doubts):
        row = kit.not_final(row, why, rule_id, formal=True)
    yield kit.not_by_oneself(step, row, "BS-SM-4.3d")
    for rule_id, why in doubts:
        told = say("{why}: la somma resta sospesa finché {who} non provvede e lo scrive", why=why, who=_evaluator(one))
        yield telling.evaluation("warning", rule_id, told, one.subject, *one.recorded)
    yield from _procedure(step, one, negative)


def _evaluator(one: Evaluee) -> Message | Ref:
    """Who evaluates somebody, as the table says."""
    written = (one.evaluation.evaluator if one.evaluation else "") or ""
    if written.startswith("person:"):
        return Ref.to(written)
    return say("{who}", who=written) if written else say("chi valuta")


def _doubts(step: Step, one: Evaluee) -> Iterator[tuple[str, Message]]:
    """Why a score is not final yet: the rule and the reason."""
    row, wants = one.evaluation, list(_wanting(step, one))
    if wants:
        yield "BS-SM-4.1", say("la valutazione non è ancora valida: {wants}", wants=several(*wants))
    if one.role == STAFF and row and row.harmonised is False:
        yield (
            "BS-SM-4.3e",
            say(
                "è indicata come non fatta l'armonizzazione con il Segretario Generale (tabella valutazioni, colonna "
                "armonizzata)"
            ),
        )
    elif one.role == STAFF and not (row and row.harmonised):
        yield (
            "BS-SM-4.3e",
            say("manca l'armonizzazione con il Segretario Generale (tabella valutazioni, colonna armonizzata)"),
        )


def _wanting(step: Step, one: Evaluee) -> Iterator[Message]:
    """The principles of par. 4.1 that are not met yet."""
    row, last = one.evaluation, date(step.dossier.year, 12, 31)
    plans = any(act.date <= last or counts_late(step) for act in acts_by(step, GIUNTA, PLAN))
    if not plans and not any(act.subject in (None, one.subject) for act in _of_objectives(step)):
        yield say(
            "nessun atto fissa gli obiettivi entro il {last} (piano_performance della Giunta o "
            "validazione_obiettivi_individuali dell'OIV)",
            last=last,
        )
    if not (row and row.reasons.strip()):
        yield say("manca la motivazione del giudizio (tabella valutazioni, colonna motivazione)")
    if row and row.extra.get("direct_knowledge") is False:
        yield say(
            "il valutatore non conosce direttamente l'attività (tabella valutazioni, colonna «conoscenza diretta»)"
        )
    if not (row and row.feedback):
        yield say("manca l'incontro di feedback (tabella valutazioni, colonna colloquio)")
    elif row.feedback > step.as_of:
        yield say(
            "l'incontro di feedback, del {day}, non c'è ancora stato (tabella valutazioni, colonna colloquio)",
            day=row.feedback,
        )
    elif row.feedback.year < step.dossier.year:
        yield say(
            "l'incontro di feedback è del {day}, non di questo ciclo (tabella valutazioni, colonna colloquio)",
            day=row.feedback,
        )


def _of_objectives(step: Step, *, results: bool = False) -> list[Act]:
    """The OIV's acts on individual objectives, up to the end of the year; later ones are about their results."""
    last = date(step.dossier.year, 12, 31)
    return [act for act in acts_by(step, OIV, OBJECTIVES) if (act.date > last) == results]


def _approval(step: Step) -> Act | None:
    """The Giunta's approval of the Relazione, once the OIV has validated it too, in whatever order."""
    validated = acts_by(step, OIV, REPORT_VALIDATION)
    return first_of(acts_by(step, GIUNTA, REPORT)) if validated else None


def _procedure(step: Step, one: Evaluee, negative: bool) -> Iterator[Finding]:
    year, row = step.dossier.year, one.evaluation
    told = row.told if row else None
    if told is None or told > step.as_of:
        why = say(
            "non risulta il colloquio in cui la valutazione è comunicata, con i consigli (tabella valutazioni, colonna "
            "comunicata)"
        )
        yield telling.evaluation("warning", "BS-SM-4.3g", why, one.subject, *one.recorded)
    if told and told < date(year, 12, 31):
        why = say("valutazione comunicata il {day}, prima che l'esercizio si chiuda", day=told)
        yield telling.evaluation("warning", "BS-SM-4.3g", why, one.subject, *one.recorded)
    approved = _approval(step)
    if one.role in HEADS and told and approved and told < approved.date:
        why = say(
            "valutazione comunicata il {day}, prima dell'approvazione della Relazione ({act})",
            day=told,
            act=Ref("act", approved.id),
        )
        yield telling.evaluation("warning", "BS-SM-4.3f", why, one.subject, row, approved)
    if negative and not any(act.date.year == year for act in step.acts_of(INTERIM, one.subject)):
        why = say(
            "valutazione negativa senza un riscontro intermedio nell'anno (atto colloquio_intermedio): il valutatore "
            "deve darne conto ({reading})",
            reading=Ref("reading", "I-BS-46"),
        )
        yield telling.evaluation("warning", "BS-SM-4.3c", why, one.subject, *one.recorded)


@rule("BS-SM-2.6", hook="merito_check_plan")
def individual_objectives(step: Step) -> ResultRows:
    """Checks the ratings, and that the OIV validates objectives before the Plan and results before the Relazione."""
    if not step.dossier.people:
        return
    yield from ratings_told(step)
    year = step.dossier.year
    plans, reports = acts_by(step, GIUNTA, PLAN), acts_by(step, GIUNTA, REPORT)
    by_then = step.parameters.day("plan_deadline", year).value
    yield from _before(step, say("gli obiettivi individuali"), _of_objectives(step), plans, by_then)
    if step.as_of > date(year, 12, 31):
        accounts, what = _of_objectives(step, results=True), say("la rendicontazione degli obiettivi individuali")
        yield from _before(step, what, accounts, reports, step.parameters.day("report_deadline", year + 1).value)


def _before(step: Step, what: Message, validations: list[Act], acts: list[Act], by_then: date) -> Iterator[Finding]:
    """A validation after the Giunta's act, or none; until the Giunta acts, one is missed only after its term."""
    giunta = next(iter(acts), None)
    if giunta is not None and validations and all(act.date > giunta.date for act in validations):
        why = say(
            "l'OIV ha validato {what} ({validation}) dopo la Giunta ({act}), mentre deve farlo prima",
            what=what,
            validation=Ref("act", validations[0].id),
            act=Ref("act", giunta.id),
        )
        yield telling.evaluation("warning", "BS-SM-2.6", why, "", validations[0], giunta)
    elif not validations and (giunta is not None or step.as_of > by_then):
        why = say("manca l'atto con cui l'OIV valida {what} (validazione_obiettivi_individuali)", what=what)
        yield telling.evaluation("warning", "BS-SM-2.6", why)


@rule("BS-SM-4.a", "BS-SM-4.c", hook="merito_check_plan")
def other_roles_in_the_year(step: Step) -> ResultRows:
    """Warns of people with two roles in the year: they have one form, and the days of each count in its own fund."""
    for one in evaluees(step):
        own = one.person.role
        served = [(row, row.role or own) for row in step.dossier.service_of(one.person.id)]
        others = [(row, role) for row, role in served if role != one.role and {role, one.role} & {*HEADS}]
        if others:
            days = ((NAMES[role], kit.period_of(row)) for row, role in others)
            told = (say("{role} dal {first} al {last}", role=name, first=of.start, last=of.end) for name, of in days)
            column = say("colonna ruolo del personale")
            why = say(
                "ha servito anche come {others}: la valutazione è una, come {role} ({by}, par. 4.2). Nel fondo dei "
                "dirigenti e in quello del personale conta per i giorni di ciascun ruolo dove l'accordo ha il criterio "
                "servizio; dove non lo ha, o divide per una valutazione che in quel ruolo non c'è, la sua parte "
                "attende, e gli altri hanno ciò che è certo",
                others=tuple(told),
                role=NAMES[one.role],
                by=column if one.role == own else say("registro degli incarichi"),
            )
            rule_id = "BS-SM-4.a" if one.role in HEADS else "BS-SM-4.c"
            yield telling.evaluation("warning", rule_id, why, one.subject, one.person, *(row for row, _ in others))
