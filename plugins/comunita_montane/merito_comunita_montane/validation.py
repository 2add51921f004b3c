"""The OIV validates the Relazione and the savings documented in it (art. 29 c. 1 c).

That no reward opens before it is a national rule, which binds a municipality by a reading (I-IT-02); nothing is stopped
here again. These checks are that the validation exists, by the OIV, and of the Relazione that was adopted.
"""

from merito import Act, Finding, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import day_text
from merito_comunita_montane.organisation import OIV, of_body
from merito_comunita_montane.planning.plan import REPORT

VALIDATION = "report_validation"


@hookimpl(specname="merito_check_plan")
@rule("BL-29.1c")
def not_validated(step: Step) -> ResultRows:
    """A Relazione that the OIV has not validated."""
    valid = [act for act in step.acts_of(VALIDATION) if of_body(act, OIV)]
    for report in step.acts_of(REPORT):
        if not any(act.date >= report.date and act.refers_to in (None, report.id) for act in valid):
            why = f"la Relazione (atto {report.id}) non è validata dall'OIV, con i risparmi che documenta"
            yield _finding(why, report)


@hookimpl(specname="merito_check_plan")
@rule("BL-29.1c")
def validated_by_others_or_before(step: Step) -> ResultRows:
    reports = step.acts_of(REPORT)
    for act in step.acts_of(VALIDATION):
        if not of_body(act, OIV):
            yield _finding(f"l'atto {act.id} risulta di «{act.body}»; la Relazione la valida l'OIV", act)
        elif not any(report.date <= act.date for report in reports):
            yield _finding(
                f"l'atto {act.id} ({day_text(act.date)}) valida una Relazione che non è ancora adottata", act
            )


def _finding(why: str, act: Act) -> Finding:
    return told("warning", "BL-29.1c", why, f"act:{act.id}", phase=Phase.REPORTING, inputs=(act,))
