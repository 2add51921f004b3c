"""The grade of a project from its form: activities with one expected result each."""

from collections.abc import Sequence
from fractions import Fraction

from attrs import evolve

from merito.kit.measurement.graded import ExpectedResult, IndicatorPolicy, graded, with_unused, without_grade
from merito.kit.measurement.rollup import Child, WrongWeights, roll_up, sibling_weights
from merito.model.basis import Basis
from merito.model.figures import Said
from merito.model.measured import Grade
from merito.model.messages import Message, say, several
from merito.model.plan import Activity
from merito.model.states import State
from merito.numbers import Number, fraction

SCOPE = "activity"


def activity_weights(activities: Sequence[Activity]) -> list[Number]:
    """The weight of each activity; equal if none has a weight. Raises WrongWeights unless they sum to 100."""
    given = sibling_weights([row.weight for row in activities])
    return [*given] if given else [1] * len(activities)


def project_grade(project: ExpectedResult, activities: Sequence[Activity], policy: IndicatorPolicy) -> Grade:
    """The weighted mean of the grades of a project's activities.

    One without an actual, or without its own expected result, makes it provisional. The activities are what is expected
    of the project: its own expected result may be missing.
    """
    nothing = without_grade(project, policy)
    if nothing is not None and (project.monitored or not any(row.target.said is Said.VALUE for row in activities)):
        return nothing
    rules = (*policy.rules, *policy.project_rules)
    try:
        weights = activity_weights(activities)
    except WrongWeights as error:
        return Grade(
            scope=project.scope,
            id=project.id,
            parent=project.parent,
            state=State.REFUSED,
            lacks=(project.id,),
            reason=say("scheda progetto rifiutata: {why}", why=error.why),
            rules=rules,
            basis=Basis(inputs=(*project.inputs, *activities)),
        )
    grades = [_graded(_expected(project, row), policy) for row in activities]
    children = [Child(grade, weight) for grade, weight in zip(grades, weights, strict=True)]
    rolled = roll_up(children, block_if_missing=policy.missing == "block")
    touched = any(one in grade.rules for grade in grades for one in policy.missing_rules)
    return Grade(
        scope=project.scope,
        id=project.id,
        parent=project.parent,
        value=rolled.value,
        if_zero=rolled.if_zero,
        if_full=rolled.if_full,
        state=rolled.state,
        lacks=rolled.lacks,
        reason=with_unused(project, rolled.reason, say("vale quello delle attività")),
        rules=(*rules, *(policy.missing_rules if touched else ())),
        rests_on=tuple(grades),
        basis=Basis(inputs=project.inputs, formula=_formula(children)),
    )


def _formula(children: Sequence[Child]) -> Message:
    """How the activities are averaged, with the weights of those that have a grade, in the order of the form."""
    counted = [child for child in children if child.weight and child.grade.value is not None]
    weights = [fraction(child.weight) for child in counted]
    if len(set(weights)) < 2:
        return say("media dei gradi di {n} attività della scheda progetto", n=len(counted))
    return say(
        "media ponderata dei gradi di {n} attività della scheda progetto, con pesi {weights}",
        n=len(counted),
        weights=several(*(say("{weight}", weight=weight) for weight in weights)),
    )


def _graded(activity: ExpectedResult, policy: IndicatorPolicy) -> Grade:
    """The grade of an activity. One without an expected result is missing, since every activity of a form has one."""
    found = graded(activity, policy)
    if found.state is not State.NOT_MEASURED or found.lacks:
        return found
    return evolve(found, lacks=(activity.id,), if_zero=Fraction(0), rules=(*found.rules, *policy.missing_rules))


def _expected(project: ExpectedResult, activity: Activity) -> ExpectedResult:
    return ExpectedResult(
        scope=SCOPE,
        id=f"{activity.indicator}/{activity.id}",
        parent=activity.indicator,
        year=project.year,
        target=activity.target,
        actual=activity.actual,
        better=activity.better,
        inputs=(activity,),
    )
