"""The grade of an indicator if the regulation has no formula of its own."""

from merito import ResultRows, Step, hookimpl, rule
from merito.kit import IndicatorPolicy, indicator_grades

RULES = ("IT-IND.1", "I-IT-01")


@hookimpl
@rule("IT-IND.1", "I-IT-01")
def merito_indicator_grades(step: Step) -> ResultRows:
    """Actual over target, or the reverse if lower is better, between 0 and 100; a missing value is not zero."""
    policy = IndicatorPolicy(rules=RULES, monitoring_rules=RULES)
    yield from indicator_grades(step.dossier, policy)
