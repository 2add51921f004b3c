"""Annual prizes given to a group with its shares (art. 16 c. 1 lett. a)."""

from attrs import evolve

from merito import ResultRows, State, Step, hookimpl, rule
from merito_comunita_montane.collective_checks import resting_on
from merito_comunita_montane.group_prizes import ZERO, Prize, Shared, by_shares, checked, give, prizes
from merito_comunita_montane.planning.units import WHERE, degree_of, short, unmeasured

TOOL, FUND, WHOLE, RULE = "collective", "collective", "fondo", "BL-16.1a"
STRUCTURE, TOO = "I-BL-43", "collective_too"


@hookimpl
@rule("BL-16.1a")
def merito_check_plan(step: Step) -> ResultRows:
    """The shares of a group sum to 100."""
    yield from checked(step, TOOL, RULE)


@hookimpl
@rule("BL-16.1a", "BL-16.2", "BL-14.2", STRUCTURE, WHERE, tool=TOOL)
def merito_rewards(step: Step) -> ResultRows:
    """Every group's prize by its shares, with findings on the results that it should rest on."""
    line = step.so_far.line(FUND, WHOLE)
    if line is None:
        return
    own = prizes(step, TOOL)
    yield from give(step, line, own, RULE, lambda one: _shared(step, one))
    yield from resting_on(step, own, TOOL)


def _shared(step: Step, one: Prize) -> Shared:
    """A prize by its shares; a reading decides whether people of a structure below 70% lose theirs, if there are any.

    If they do, people of a structure that is not measured yet wait.
    """
    shared = by_shares(one)
    grades = {row.person: degree_of(step, row.person) for row in one.members}
    below = {person for person, grade in grades.items() if short(step, grade)}
    doubts = {person: unmeasured(grade.id, grade) for person, grade in grades.items() if grade}
    doubts = {person: f"BL-17.2p: {doubt}" for person, doubt in doubts.items() if doubt}
    goal = one.row["objective"]
    reached = step.so_far.grade("objective", str(goal)) if goal else None
    told = evolve(shared, rests_on=(reached,)) if reached and reached.state is State.FINAL else shared
    if not (below or doubts) or step.readings[STRUCTURE].choice != TOO:
        return told
    why = "struttura sotto il 70% dei suoi obiettivi di PEG"
    dues = {person: ZERO if person in below else due for person, due in told.dues.items()}
    formulas = {person: why if person in below else formula for person, formula in told.formulas.items()}
    return evolve(told, dues=dues, formulas=formulas, saved=why, waits=doubts)
