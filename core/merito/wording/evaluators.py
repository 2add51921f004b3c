"""Who evaluates whom, by the evaluator's name."""

from merito.model.record import Record
from merito.wording.figures import subject_text

LIST, EVALUATES, WRITTEN = "valutatori", 2, "valutatore registrato"


def evaluators_of(record: Record) -> dict[str, str]:
    """Who evaluates each person: as written by the ente, otherwise as listed by the regulation."""
    found: dict[str, str] = {}
    for row in record.results.documents:
        if row.table == LIST:
            heads = dict(row.columns)
            named = str(heads.get(WRITTEN) or row.columns[EVALUATES][1])
            found[str(row.columns[0][1])] = named
    for evaluation in record.dossier.evaluations:
        if evaluation.evaluator and evaluation.person not in found:
            found[evaluation.person] = subject_text(evaluation.evaluator)
    return found
