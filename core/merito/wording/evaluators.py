"""Who evaluates whom, by the evaluator's name; the columns of the list are read by their names."""

import re
from collections.abc import Iterable, Mapping

from merito.model.record import Record
from merito.model.results import TableRow
from merito.wording.figures import subject_text

LIST, PERSON, WRITTEN = "valutatori", "persona", "valutatore registrato"
EVALUATES = ("valuta", "valutatore")
A_WORD = re.compile(r"[^\s(),;]+")


def expected_evaluators(documents: Iterable[TableRow]) -> dict[str, str]:
    """Who evaluates each person by the regulation's list; without those of whom it says nothing."""
    found: dict[str, str] = {}
    for row in documents:
        heads = dict(row.columns) if row.table == LIST else {}
        who = next((heads[name] for name in EVALUATES if heads.get(name)), None)
        if who and heads.get(PERSON):
            found[str(heads[PERSON])] = str(who)
    return found


def evaluator_called(evaluator: str, names: Mapping[str, str]) -> str:
    """An evaluator with the name that the ente gives to the id: `Anna Neri (dirigente)` for `D1 (dirigente)`."""
    return A_WORD.sub(lambda found: names.get(found[0], found[0]), evaluator)


def evaluators_of(record: Record) -> dict[str, str]:
    """Who evaluates each person: as written by the ente, otherwise as listed by the regulation."""
    found = expected_evaluators(record.results.documents)
    rows = (dict(row.columns) for row in record.results.documents if row.table == LIST)
    found |= {str(row[PERSON]): str(row[WRITTEN]) for row in rows if row.get(PERSON) and row.get(WRITTEN)}
    for evaluation in record.dossier.evaluations:
        if evaluation.evaluator and evaluation.person not in found:
            found[evaluation.person] = subject_text(evaluation.evaluator)
    return found
