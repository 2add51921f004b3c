"""Arts. 2, 6 and 11: checks of the plan, of the parameters and of the weighting of posts."""

from merito import Phase, ResultRows, Step, hookimpl, rule
from merito.kit import Grading, factors, held, listed, refusals, staff_positions, told, two_holders, wrong_weights
from merito.numbers import HUNDRED, counted, number_text
from merito_valdarno.evaluation import FACTORS
from merito_valdarno.shared import REVOKED


@hookimpl
@rule("VD-6.2")
def merito_check_parameters(step: Step) -> ResultRows:
    """The weights of the factors that the ente has set sum to 100."""
    yield from wrong_weights(step, "sheet_weights", FACTORS, "VD-6.2")


@hookimpl(specname="merito_check_plan")
@rule("VD-2.1")
def sound_weights(step: Step) -> ResultRows:
    """The weights of objectives and indicators form a whole."""
    grading = Grading(step)
    grading.objectives("VD-2.1")
    yield from grading.findings


@hookimpl(specname="merito_check_plan")
@rule("VD-2.2")
def enough_indicators(step: Step) -> ResultRows:
    """An objective at the bottom of the plan has between one indicator and the maximum."""
    most, plan = step.parameters.number("most_indicators"), step.dossier
    for one in plan.objectives:
        own = plan.indicators.of(objective=one.id)
        if not own and not plan.objectives.of(parent=one.id):
            yield told("warning", step.rule, "obiettivo senza indicatori", f"objective:{one.id}", inputs=(one,))
        elif len(own) > most.value:
            named = listed([row.id for row in own])
            why = f"{counted(len(own), 'indicatore', 'indicatori')}, al massimo {number_text(most.value)}: {named}"
            yield told("warning", step.rule, why, f"objective:{one.id}", inputs=(one, *own))


@hookimpl(specname="merito_check_plan")
@rule("VD-6.1")
def ratings_hold(step: Step) -> ResultRows:
    """Points within their maximum, for known factors only."""
    yield from refusals(step, factors(step, *FACTORS, out_of=HUNDRED))


@hookimpl(specname="merito_check_plan")
@rule("VD-11.1")
def posts_weighted(step: Step) -> ResultRows:
    """Each post has points for each factor, within the maximum of the factor."""
    most = step.parameters.table("post_factors")
    for post in staff_positions(step.dossier):
        for row in step.dossier.position_scores.of(position=post.id):
            limit = most.value.get(row.factor)
            if limit is None or row.points > limit:
                above = "fattore sconosciuto" if limit is None else f"oltre il massimo di {number_text(limit)}"
                why = f"{row.factor}: {number_text(row.points)} punti, {above}"
                yield told("error", step.rule, why, f"position:{post.id}", phase=Phase.RESOURCES, inputs=(row,))


@hookimpl(specname="merito_check_plan")
@rule("VD-12.1")
def one_holder(step: Step) -> ResultRows:
    """No post has two holders on one day."""
    for post in staff_positions(step.dossier):
        holders = held(step, post, REVOKED)
        if why := two_holders(holders):
            rows = tuple(row for one in holders for row in one.rows)
            yield told("error", step.rule, why, f"position:{post.id}", phase=Phase.RESOURCES, inputs=rows)
