"""Whoever has evaluated themselves is not evaluated, under any regulation: their score is not final."""

from collections.abc import Iterable, Mapping

from merito.kit.evaluators import NOBODY_ONESELF
from merito.kit.hearings import not_final
from merito.model.measured import PersonScore
from merito.model.people import Evaluation
from merito.model.results import Finding, Results
from merito.model.states import State


def without_own(given: Results, findings: Iterable[Finding]) -> Results:
    """The scores; one of whoever has evaluated themselves by an error of a check is provisional under its rule.

    What rests on such a score waits, also of others: a true evaluation may be higher or lower. A regulation that has
    said itself what the score is worth until then has given a row that is not final, and it stays.
    """
    rules = _found(findings)
    if not any(row.person in rules for row in given.scores):
        return given
    return given.replacing(scores=tuple(_checked(row, rules) for row in given.scores))


def _found(findings: Iterable[Finding]) -> Mapping[str, str]:
    """The people whom an error calls their own evaluators, each with its rule."""
    errors = (one for one in findings if one.severity == "error")
    return {
        row.person: one.rule
        for one in errors
        for row in one.basis.inputs
        if isinstance(row, Evaluation) and f"person:{row.person}" == one.subject == row.evaluator
    }


def _checked(row: PersonScore, rules: Mapping[str, str]) -> PersonScore:
    if row.person not in rules or row.state is not State.FINAL:
        return row
    return not_final(row, NOBODY_ONESELF, rules[row.person])
