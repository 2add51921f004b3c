"""The ratings of everybody held against the factors before anything is scored: what refuses an evaluation."""

from merito import Finding, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito_comunita_montane.factors import KEYS, RULES
from merito_comunita_montane.rated_factors import RatedOf, refused


@hookimpl
@rule("BL-11.2", "BL-12.1")
def merito_check_plan(step: Step) -> ResultRows:
    """Points above their maximum, a name that is no factor: an error of that person, whatever else is missing."""
    found: dict[str, Finding] = {}
    for role in KEYS:
        own = step.once(RatedOf(role))
        for at, why in refused(own, role).items():
            said, inputs = f"valutazione rifiutata: {why}", tuple(own.rows[at])
            error = told("error", RULES[role], said, own.axis.subject(at), phase=Phase.EVALUATION, inputs=inputs)
            found[own.axis.ids[at]] = error
    yield from (found[one.id] for one in step.dossier.people.among(found))
