"""The OIV reports to the Sindaco within six months of its appointment, then of its last report (art. 29 c. 1 b).

Reports on the internal checks follow the same period (art. 27 c. 6; I-BL-28).
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from merito import Basis, Deadline, Phase, ResultRows, Step, hookimpl, rule
from merito.numbers import add_months, day_text
from merito_comunita_montane.organisation import OIV, of_body

APPOINTMENT, REPORT, CONTROLS = "oiv_appointment", "oiv_report", "controls_report"
SINCE = "I-BL-28"
KINDS = (
    (REPORT, "Relazione dell'OIV al Sindaco sul sistema di valutazione e sui controlli", "BL-29.1b", Phase.MONITORING),
    (CONTROLS, "Relazione dell'OIV al Sindaco sui controlli interni", "BL-27.6", Phase.REPORTING),
)


@hookimpl
@rule("BL-29.1b", "BL-27.6", SINCE)
def merito_deadlines(step: Step) -> ResultRows:
    """A deadline after the appointment and after each report, if it falls in the year or was open at its start."""
    period = step.parameters.number("oiv_report_months")
    months = int(period.value)
    for kind, what, rule_id, phase in KINDS:
        rules = (rule_id, SINCE)
        starts = _starts(step, kind)
        if not starts:
            why = "si conta dalla nomina dell'OIV, che non risulta"
            basis = Basis(parameters=(period,))
            yield Deadline(phase=phase, what=what, due=None, met_by=kind, rules=rules, reason=why, basis=basis)
        met = [act.date for act in step.acts_of(kind) if of_body(act, OIV)]
        for start, due in standing(starts, months, met, step.dossier.year):
            told = f"{what}, entro {months} mesi dal {day_text(start)}"
            from_acts = tuple(act for act in step.acts if act.kind in (APPOINTMENT, kind) and act.date == start)
            basis = Basis(inputs=from_acts, parameters=(period,))
            yield Deadline(phase=phase, what=told, due=due, met_by=kind, after=start, rules=rules, basis=basis)


def _starts(step: Step, kind: str) -> list[date]:
    """The days from which a deadline runs: appointments of a new OIV, and reports.

    A start followed by a new appointment before any report no longer runs: the new OIV's own deadline replaces it. An
    appointment that refers to an earlier one is a renewal, and starts no deadline.
    """
    new = {act.date for act in step.acts_of(APPOINTMENT) if act.refers_to is None}
    days = sorted(new | {act.date for act in step.acts_of(kind) if of_body(act, OIV)})
    following = dict(pairwise(days))
    return [day for day in days if following.get(day) not in new]


def standing(starts: Iterable[date], months: int, met: list[date], year: int) -> Iterator[tuple[date, date]]:
    """Each start with its deadline, if this falls in the year, or before it and was still not met when it began."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    for start in starts:
        due = add_months(start, months)
        met_before = any(start < day < first for day in met)
        if due <= last and (due >= first or not met_before):
            yield start, due
