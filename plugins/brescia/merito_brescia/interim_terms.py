"""Act and term of an interim appointment: "tutti gli incarichi" have both (art. 2 c. 4). Only warnings."""

from collections.abc import Iterator
from datetime import date, timedelta

from merito import Appointment, Finding, Office, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import managerial, told
from merito.numbers import day_text, last_of_years

OFFICE, KIND, TOOL = "po", "interim", "interim"
ONE_DAY = timedelta(days=1)


@hookimpl
@rule("BS-PO-2.4", "BS-PO-2.4d", "BS-PO-P.1", "I-BS-17")
def merito_check_plan(step: Step) -> ResultRows:
    """Warns of an interim appointment that begins before its act, or goes beyond its last lawful day."""
    office = step.offices[OFFICE]
    for row in step.dossier.appointments:
        begun = row.kind == KIND and row.start and row.start <= step.as_of
        if begun and not managerial(step.dossier.positions[row.position]):
            yield from (*_before_its_act(step, row), *_too_long(step, office, row))


def _before_its_act(step: Step, row: Appointment) -> Iterator[Finding]:
    act = step.acts.get(row.act) if row.act else None
    if act is not None and row.start is not None and row.start < act.date:
        what = f"comincia il {day_text(row.start)}, prima del suo atto, {act.id} del {day_text(act.date)}"
        yield _finding("BS-PO-2.4", what, row, act)


def _too_long(step: Step, office: Office, row: Appointment) -> Iterator[Finding]:
    last, rule_id = _last_day(office, _begun(step, row))
    if row.end is not None and row.end > last:
        yield _finding(rule_id, f"finisce il {day_text(row.end)}, oltre l'ultimo giorno lecito, {day_text(last)}", row)
    elif row.end is None and step.as_of > last:
        yield _finding(rule_id, f"l'ultimo giorno lecito era il {day_text(last)}, e non risulta la fine", row)


def _begun(step: Step, row: Appointment) -> date:
    """Its first day: rows of one act without a free day in between are one appointment, as for holders."""
    start = row.start or date.min
    for one in step.dossier.appointments.of(person=row.person, position=row.position, kind=KIND):
        same = row.act is not None and one.act == row.act
        if same and one.start and one.end and one.start < start <= one.end + ONE_DAY:
            return _begun(step, one)
    return start


def _last_day(office: Office, start: date) -> tuple[date, str]:
    """The last lawful day and its rule: three years on, or the day for appointments older than the text (I-BS-17)."""
    if office.since and office.earlier_until and start < office.since:
        return office.earlier_until, office.earlier_rule
    return last_of_years(start, office.most_years), office.rule


def _finding(rule_id: str, what: str, row: Appointment, *besides: object) -> Finding:
    why = f"incarico ad interim su {row.position}: {what}"
    return told("warning", rule_id, why, f"person:{row.person}", phase=Phase.REWARDS, tool=TOOL, inputs=(row, *besides))
