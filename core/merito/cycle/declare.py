"""Before the phases: deadlines, gates and the checks of parameters and plan, of all layers together."""

from merito.cycle.answers import added_up
from merito.cycle.gates import evaluate, in_place
from merito.cycle.walk import Walk
from merito.model.acts import Phase
from merito.model.results import Results

CHECKS = ("merito_check_parameters", "merito_check_plan")


def declare(walk: Walk) -> None:
    """Adds deadlines, gates and findings to what stands; errors refuse their tool or their phase."""
    course = walk.course
    deadlines = added_up(walk.ask("merito_deadlines", Phase.OBJECTIVES))
    walk.add(deadlines, "merito_deadlines")
    declared = added_up(walk.ask("merito_gates", Phase.OBJECTIVES))
    kind = course.dossier.ente.kind
    gates = in_place(declared.gates, course.stack.rulebook, kind)
    walk.add(Results(gates=gates, findings=declared.findings), "merito_gates")
    acts = course.dossier.acts_seen(course.as_of)
    walk.gates = evaluate(gates, acts, course.stack.inputs.acts, course.stack.rulebook)
    for hook in CHECKS:
        found = added_up(walk.ask(hook, Phase.OBJECTIVES))
        walk.add(found, hook)
        walk.refuse(found.findings)
