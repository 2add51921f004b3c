"""What `merito explain` says of the figures of an ente: for tests of what a person reads."""

from collections.abc import Mapping

from merito.cycle import run
from merito.cycle.exploring import with_adopted
from merito.explanation import Explainer, Explanation
from merito.workspace.dossiers import Opened

Explanations = Mapping[str, tuple[Explanation, ...]]


def explanations(opened: Opened, *, adopted: bool = False) -> Explanations:
    """The explanations of an ente that `open_tables` or `open_folder` opened, by subject (`person:E1`, `fund:staff`).

    With `adopted` they say what each open reading would give if it were adopted, as `merito explain` does; this runs
    the cycle again for each.
    """
    course = opened.course
    record = run(course, opened.hashes)
    explainer = Explainer(with_adopted(record, course) if adopted else record, course.stack, opened.written)
    return {subject: explainer.explain(subject) for subject in explainer.index.subjects}
