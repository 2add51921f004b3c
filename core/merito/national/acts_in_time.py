"""A decision on the results of a year follows its end (art. 4 c. 2): an earlier one does not count, and is reported."""

from merito import Act, Finding, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import day_text

RULE = "IT-4.2d"


@hookimpl
@rule(RULE)
def merito_check_plan(step: Step) -> ResultRows:
    """About a person who left, or changed unit or post in the year, it follows that day."""
    yield from (_too_early(step, act) for act in step.dossier.acts_too_early(step.as_of))


def _too_early(step: Step, act: Act) -> Finding:
    title, first = step.act_kinds[act.kind].title, act.earliest
    why = (
        f"l'atto {act.id} («{title}») è del {day_text(act.date)}: una decisione sui risultati del {act.year} è del "
        f"{day_text(first) if first else ''} o dopo, quindi non conta. Controllare la data, o l'anno del ciclo"
    )
    return told("warning", RULE, why, f"act:{act.id}", phase=Phase.EVALUATION, inputs=(act,))
