"""Checks of interim appointments: a share within its limits, for somebody who holds another post (art. 3 c. 4)."""

from collections.abc import Iterator
from datetime import date

from merito import Appointment, Finding, Phase, Position, ResultRows, Step, hookimpl, rule
from merito.kit import Holding, at_once, staff_positions, told
from merito.numbers import HUNDRED, counted, day_text, fraction, percent_text, point_text
from merito_brescia.holding import held, held_by
from merito_brescia.interim_days import AFTERWARDS, not_to_be_covered, without_a_post

TOOL, KIND, SCORE, HOLDER = "interim", "interim", "covered_score", "holder"


@hookimpl
@rule("BS-PO-3.4", "BS-PO-3.4c", "BS-PO-3.4h", "I-BS-10", "I-BS-60", "I-BS-64")
def merito_check_plan(step: Step) -> ResultRows:
    """A share within its limits and with a reason, for a holder of another post; no two people at once on one post."""
    rows = [row for row in step.dossier.appointments if row.kind == KIND and _in_the_year(step, row)]
    findings = [one for row in rows for one in _problems(step, row)]
    posts = staff_positions(step.dossier)
    doubled = [_two(one) for one in posts if any(at_once(held(step, one, KIND)))]
    every = [covered for one in posts for covered in held(step, one, KIND)]
    twice = [finding for covered in every for finding in _two_scores(covered)]
    beyond = [finding for covered in every for finding in _without_a_post(step, covered)]
    yield from (*findings, *doubled, *twice, *beyond)


def _in_the_year(step: Step, row: Appointment) -> bool:
    """Whether a row has days of the year: one of another year is checked, and paid, in its cycle."""
    year = step.dossier.year
    return (row.start is None or row.start.year <= year) and (row.end is None or row.end.year >= year)


def sound(step: Step, one: Holding) -> bool:
    """Whether an interim appointment has no error and is the only one on its days; otherwise it is not paid."""
    if any(at_once(held(step, one.position, KIND))):
        return False
    rows = [row for row in one.rows if isinstance(row, Appointment)]
    found = [problem for row in rows for problem in _problems(step, row)]
    return not any(problem.severity == "error" for problem in (*found, *_two_scores(one)))


def _problems(step: Step, row: Appointment) -> Iterator[Finding]:
    where, subject = f"incarico ad interim su {row.position}", f"person:{row.person}"
    already = _already_holder(step, row)
    if already is None:
        why = f"{where}: non è scritto se quel giorno chi lo ha era già titolare di un'altra posizione organizzativa"
        yield _finding("warning", "BS-PO-3.4h", f"{why} (incarichi finiti prima dell'anno)", subject, row)
    elif not already:
        why = f"{where}: chi lo riceve non è già, quel giorno, titolare di un'altra posizione organizzativa"
        if row.start is not None and row.start.year < step.dossier.year:
            why = (
                f"{where}, dal {day_text(row.start)}: non risulta che chi lo ha fosse già, quel giorno, titolare di "
                "un'altra posizione organizzativa"
            )
        yield _finding("error", "BS-PO-3.4h", why, subject, row)
    yield from _share(step, row, where, subject)
    if why := not_to_be_covered(step, row):
        yield _finding("error", "BS-PO-3.4", f"{where}: {why}", subject, row)
    if not row.extra.get("share_reason"):
        why = f"{where}: manca il motivo della quota (complessità, responsabilità, obiettivi; colonna motivo_quota)"
        yield _finding("warning", "BS-PO-3.4c", why, subject, row)
    score = row.extra.get(SCORE)
    if score is not None and not 0 <= fraction(score) <= HUNDRED:  # type: ignore[arg-type]
        why = f"{where}: punteggio {point_text(fraction(score))}, mentre va da 0 a 100 (colonna punteggio_interim)"  # type: ignore[arg-type]
        yield _finding("error", "BS-PO-6.4", why, subject, row)


def _share(step: Step, row: Appointment, where: str, subject: str) -> Iterator[Finding]:
    """A share outside its limits. The share is never zero: if the evaluation is not positive, nothing is due of it."""
    least, most = (step.parameters.share(key).value * HUNDRED for key in ("interim_least", "interim_most"))
    limits = f"va dal {percent_text(least)} al {percent_text(most)}"
    if row.share is None:
        yield _finding("error", "BS-PO-3.4", f"{where}: manca la quota (colonna quota)", subject, row)
    elif not row.share:
        why = (
            f"{where}: quota 0%, mentre {limits}: un incarico che la valutazione non remunera non spetta, e la "
            "sua quota resta quella definita (I-BS-10)"
        )
        yield _finding("error", "BS-PO-3.4", why, subject, row)
    elif not least <= fraction(row.share) <= most:
        why = f"{where}: quota {percent_text(fraction(row.share))}, mentre {limits}"
        yield _finding("error", "BS-PO-3.4", why, subject, row)


def _already_holder(step: Step, row: Appointment) -> bool | None:
    """Whether somebody holds another posizione organizzativa on the day on which an interim appointment begins.

    None if it began before the year, and the register is silent about that day: rows that ended before the year are not
    carried over to it. Then the person holds another post on 1 January, and no row of theirs is as old.
    """
    first = date(step.dossier.year, 1, 1)
    day = row.start or first
    if day.year == first.year:
        return _holds_another(step, row, day)
    posts = {post.id: post for post in staff_positions(step.dossier) if post.id != row.position}
    before = [one for one in step.dossier.appointments.of(person=row.person, kind=HOLDER) if one.position in posts]
    written = any((one.start or day) <= day <= (one.end or day) for one in before)
    if written or any(post.holder == row.person for post in posts.values()):
        return True
    silent = day < first and all((one.start or day) > day for one in before) and _holds_another(step, row, first)
    return None if silent else False


def _holds_another(step: Step, row: Appointment, day: date) -> bool:
    others = (one for one in held_by(step, row.person) if one.position.id != row.position)
    return any(period.start <= day <= period.end for one in others for period in one.periods)


def _two(position: Position) -> Finding:
    why = f"la posizione {position.id} è coperta ad interim da due persone negli stessi giorni"
    return _finding("error", "BS-PO-3.4", why, f"position:{position.id}", position)


def _two_scores(one: Holding) -> Iterator[Finding]:
    """An interim appointment is evaluated once, even if it has several rows."""
    scores = {row.extra.get(SCORE) for row in one.rows if isinstance(row, Appointment)}
    if len(scores) > 1:
        where = f"incarico ad interim su {one.position.id}"
        why = f"{where}: più punteggi per la stessa persona (colonna punteggio_interim)"
        yield _finding("error", "BS-PO-6.4", why, f"person:{one.person}", one.position)


def _without_a_post(step: Step, one: Holding) -> Iterator[Finding]:
    """An interim appointment that goes on when its person no longer holds another post; asks the ente (I-BS-64)."""
    beyond = without_a_post(step, one)
    if beyond and beyond[0].start <= step.as_of and sound(step, one):
        days = sum(period.days for period in beyond)
        severity = "info" if step.readings[AFTERWARDS].adopted else "warning"
        why = (
            f"incarico ad interim su {one.position.id}: per {counted(days, 'giorno', 'giorni')}, dal "
            f"{day_text(beyond[0].start)}, chi lo ha non è titolare di un'altra posizione organizzativa ({AFTERWARDS})"
        )
        yield _finding(severity, "BS-PO-3.4h", why, f"person:{one.person}", one.rows[-1])


def _finding(severity: str, rule_id: str, why: str, subject: str, row: object) -> Finding:
    return told(severity, rule_id, why, subject, phase=Phase.REWARDS, tool=TOOL, inputs=(row,))  # type: ignore[arg-type]
