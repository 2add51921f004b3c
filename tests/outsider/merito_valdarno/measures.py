"""Arts. 3 to 5: monitoring, and the grades of indicators, objectives, units and of the ente."""

from merito import ResultRows, Step, hookimpl, rule
from merito.kit import Grading, IndicatorPolicy, indicator_grades, monitored


@hookimpl
@rule("VD-5.1")
def merito_monitor(step: Step) -> ResultRows:
    """The state of the indicators during the year, at the date of the run."""
    yield from monitored(step.dossier, step.bears, step.as_of)


@hookimpl
@rule("VD-3", "I-VD-1")
def merito_indicator_grades(step: Step) -> ResultRows:
    """The degree of every indicator; only one with a day as its target depends on the reading."""

    def graded(date_grade: str) -> ResultRows:
        rules = step.bears if days else ("VD-3",)
        policy = IndicatorPolicy(rules=rules, monitoring_rules=("VD-3",), date_grade=date_grade)
        return indicator_grades(step.dossier, policy)

    days = any(one.kind == "date" for one in step.dossier.indicators)
    if not days:
        yield from graded("on_time")
        return
    yield from step.choose("I-VD-1", on_time=graded("on_time"), elapsed_days=graded("elapsed_days"))


@hookimpl
@rule("VD-4.1", "VD-4.2")
def merito_roll_up(step: Step) -> ResultRows:
    """Objectives from their indicators, units from the objectives they answer for, the ente from its units."""
    grading = Grading(step)
    yield from grading.objectives("VD-4.1")
    units = list(grading.units("VD-4.1"))
    yield from units
    yield from grading.ente(units, "VD-4.2")
