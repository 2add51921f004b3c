"""Changes of objectives and indicators during the year are entered in the Plan without delay (art. 7 c. 1 a).

The Plan is the Giunta's: its act enters the change, and until then the Plan applies unchanged. The text gives no number
of days: 15 from the day of the proposal, unless the ente sets another (I-BL-26). A reading decides whether a change
that is entered after the year counts for that year (I-BL-56).
"""

from datetime import timedelta

from merito import Phase, ResultRows, Step, hookimpl, rule
from merito.kit import after_year, only_in_year, told
from merito.numbers import day_text

TIMELY, AFTERWARDS = "I-BL-26", "I-BL-56"


@hookimpl
@rule("BL-7.1av", AFTERWARDS)
def merito_gates(step: Step) -> ResultRows:
    """An amendment entered after the year changes how it is graded only if the ente's reading says so."""
    gates = tuple(only_in_year(step, one, act) for one, act in after_year(step))
    yield from step.choose(AFTERWARDS, not_counted=gates, counted=()) if gates else ()


@hookimpl(specname="merito_check_plan")
@rule("BL-7.1av")
def entered_afterwards(step: Step) -> ResultRows:
    """Warns of each amendment entered after the year, naming the reading that decides whether it counts."""
    for one, act in after_year(step):
        why = (
            f"la variazione {one.id} è inserita nel Piano il {day_text(act.date)} (atto {act.id}), ad anno finito, "
            "mentre il testo parla di variazioni durante l'esercizio (art. 7 c. 1 lett. a): se conta per il "
            f"{step.dossier.year} lo dice la lettura {AFTERWARDS}"
        )
        yield told("warning", "BL-7.1av", why, f"act:{act.id}", phase=Phase.MONITORING, inputs=(one, act))


@hookimpl
@rule("BL-7.1av", TIMELY)
def merito_check_plan(step: Step) -> ResultRows:
    """Warns of an amendment entered late, or not entered by its last day."""
    days = int(step.parameters.number("amendment_days").value)
    for state in step.amendments:
        one = state.amendment
        if one.proposed is None:
            continue
        due = one.proposed + timedelta(days=days)
        entered = state.act.date if state.applied and state.act else None
        if (entered or step.as_of) > due:
            found = f"vi è inserita il {day_text(entered)}" if entered else "non vi è ancora inserita"
            why = f"la variazione {one.id}, proposta il {day_text(one.proposed)}, va inserita nel Piano entro il"
            why = f"{why} {day_text(due)}: {found} ({TIMELY})"
            subject = f"amendment:{one.id}"
            yield told("warning", "BL-7.1av", why, subject, phase=Phase.MONITORING, inputs=(one,))
