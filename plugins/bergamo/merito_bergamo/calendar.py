"""The deadline of the OIV's report to the bodies, counted from its previous report (art. 31 c. 3)."""

from datetime import date

from merito import Basis, Deadline, Phase, ResultRows, Step, hookimpl, rule
from merito.numbers import add_months

OIV_REPORT = "oiv_report"


@hookimpl
@rule("BG-31.3", "I-BG-12")
def merito_deadlines(step: Step) -> ResultRows:
    """Twelve months after the OIV's own last report of an earlier year; if there is none, the end of the year."""
    months = step.parameters.number("oiv_report_months")
    begun, body = date(step.dossier.year, 1, 1), step.act_kinds[OIV_REPORT].body
    earlier = [act for act in step.acts_of(OIV_REPORT) if act.date < begun and act.of_body(body)]
    latest = max(earlier, key=lambda act: act.date, default=None)
    last = latest.date if latest else None
    due = Deadline(
        phase=Phase.REPORTING,
        what="Relazione dell'OIV agli organi camerali, almeno una volta l'anno",
        due=add_months(last, int(months.value)) if last else date(step.dossier.year, 12, 31),
        met_by=OIV_REPORT,
        after=last or date(step.dossier.year - 1, 12, 31),
        rules=("BG-31.3", "I-BG-12"),
        basis=Basis(inputs=(latest,) if latest else (), parameters=(months,)),
    )
    yield due
