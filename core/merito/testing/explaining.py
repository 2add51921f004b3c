"""What `merito explain` says of the figures of an ente: for tests of what a person reads."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from merito.cycle import run
from merito.cycle.exploring import with_adopted
from merito.explanation import Explainer, Explanation
from merito.regulations import Regulations
from merito.testing.enti import AS_OF, YEAR, open_tables
from merito.testing.folders import open_folder
from merito.workspace.dossiers import Opened

Explanations = Mapping[str, tuple[Explanation, ...]]


def explain_tables(
    regulation: str,
    tables: Mapping[str, str],
    cycle: str = "",
    as_of: date = AS_OF,
    *,
    ente: str = "",
    files: Mapping[str, str] | None = None,
    year: int = YEAR,
    regulations: Regulations | None = None,
    undecided: Collection[str] = (),
) -> Explanations:
    """The explanations of an ente of some tables, by subject (`person:E1`, `fund:staff`). Arguments as `run_tables`."""
    opened = open_tables(
        regulation,
        tables,
        cycle,
        as_of,
        ente=ente,
        files=files,
        year=year,
        regulations=regulations,
        undecided=undecided,
    )
    return explanations(opened)


def explain_folder(
    root: Path,
    ente: str = "prova",
    *,
    year: int | None = None,
    as_of: date = AS_OF,
    regulations: Regulations | None = None,
    adopted: bool = False,
) -> Explanations:
    """The explanations of an ente of the workspace at `root`, by subject. Arguments as `run_folder`.

    With `adopted` they say what each open reading would give if it were adopted, as `merito explain` does; this runs
    the cycle again for each.
    """
    return explanations(open_folder(root, ente, year=year, as_of=as_of, regulations=regulations), adopted)


def explanations(opened: Opened, adopted: bool = False) -> Explanations:
    """The explanations of an opened ente, by subject."""
    course = opened.course
    record = run(course, opened.hashes)
    explainer = Explainer(with_adopted(record, course) if adopted else record, course.stack, opened.written)
    return {subject: explainer.explain(subject) for subject in explainer.index.subjects}
