"""Hooks that hold what was computed against the text: their findings, of all layers, that stand."""

from merito.cycle.answers import added_up
from merito.cycle.findings_in_place import findings_in_place
from merito.cycle.walk import Walk
from merito.model.acts import Phase
from merito.model.results import Results


def check(walk: Walk, hook: str, phase: Phase) -> None:
    """Asks what is wrong in what stands so far."""
    found = added_up(walk.ask(hook, phase)).findings
    course = walk.course
    standing = findings_in_place(found, course.stack.rulebook, course.dossier.ente.kind, course.dossier.year)
    walk.add(Results(findings=standing), hook)
