"""Hooks that check computed results: the applicable findings of all layers."""

from merito.cycle.answers import added_up
from merito.cycle.findings_in_place import findings_in_place
from merito.cycle.walk import Walk
from merito.model.acts import Phase
from merito.model.results import Results


def check(walk: Walk, hook: str, phase: Phase) -> None:
    """Calls a hook that checks the results so far."""
    found = added_up(walk.ask(hook, phase)).findings
    course = walk.course
    standing = findings_in_place(found, course.stack.rulebook, course.dossier.ente.kind, course.dossier.year)
    walk.add(Results(findings=standing), hook)
