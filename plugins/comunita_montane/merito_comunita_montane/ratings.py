"""Checks everybody's ratings against the factors before anything is scored: errors that refuse an evaluation."""

from merito import ResultRows, Step, hookimpl, rule
from merito.kit import refusals
from merito_comunita_montane.factors import KEYS, RULES
from merito_comunita_montane.rated_factors import RatedOf


@hookimpl
@rule("BL-11.2", "BL-12.1")
def merito_check_plan(step: Step) -> ResultRows:
    """Points above their maximum, or an unknown factor, are an error of that person, whatever else is missing."""
    found = (one for role in KEYS for one in refusals(step, step.once(RatedOf(role)), RULES[role]))
    of_each = {one.subject.removeprefix("person:"): one for one in found}
    yield from (of_each[one.id] for one in step.dossier.people.among(of_each))
