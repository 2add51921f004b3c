"""Deadlines whose last day is a holiday: they are not moved (I-X-02), and it is reported if that would matter.

Nothing is reported if the deadline was met; an act on the next working day is late only by this reading.
"""

from collections.abc import Iterator

from attrs import evolve

from merito import Act, Basis, Deadline, Finding, ResultRows, Step, hookimpl
from merito.kit import told
from merito.numbers import day_text, first_not_holiday

READING = "I-X-02"


@hookimpl
def merito_check_plan(step: Step) -> ResultRows:
    """A note on every deadline that ends on a holiday, and was not met by then."""
    for term in step.so_far.deadlines:
        if term.met_by in step.act_kinds and term.due is not None and first_not_holiday(term.due) > term.due:
            yield from _of_holiday(step, term)


def _of_holiday(step: Step, term: Deadline) -> Iterator[Finding]:
    due = term.due
    assert due is not None
    last = first_not_holiday(due)
    act = next((one for one in step.acts_of(term.met_by, term.subject) if _meets(step, term, one)), None)
    day = step.as_of if act is None else max(act.date, (act.published or act.date) if term.published else act.date)
    if not due < day <= last or step.readings[READING].choice != "literal_days":
        return
    why = f"{term.what}: il termine, {day_text(due)}, è festivo e non si sposta ({READING})"
    late = f"l'atto {act.id} è in ritardo per questo" if act is not None else "per questo è già passato"
    why = f"{why}: {late}, e il primo giorno non festivo è il {day_text(last)}"
    found = told("info", term.rules[0], why, term.subject or "", phase=term.phase)
    yield evolve(found, basis=Basis(inputs=(act,) if act is not None else ()))


def _meets(step: Step, term: Deadline, act: Act) -> bool:
    later = term.after is None or act.date > term.after
    public = not term.published or (act.published is not None and act.published <= step.as_of)
    return later and public and act.of_body(step.act_kinds[act.kind].body)
