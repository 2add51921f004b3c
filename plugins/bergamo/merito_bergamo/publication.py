"""Every phase of the cycle is public: the acts that must be published (art. 7 c. 2-3)."""

from merito import Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told

PUBLIC = ("performance_plan", "piao", "performance_report", "report_validation")


@hookimpl
@rule("BG-7.2")
def merito_check_plan(step: Step) -> ResultRows:
    """Notes the acts of the cycle that have no date of publication."""
    acts = [act for kind in PUBLIC for act in step.acts_of(kind) if act.published is None]
    yield from (
        told(
            "info",
            "BG-7.2",
            f"l'atto {act.id} non ha la data di pubblicazione all'Albo o sul sito",
            f"act:{act.id}",
            phase=Phase.REPORTING,
            inputs=(act,),
        )
        for act in acts
    )
