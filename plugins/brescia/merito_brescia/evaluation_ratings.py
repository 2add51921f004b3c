"""Checks everybody's ratings against the forms before anything is scored: what refuses them, and what is missing."""

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from merito import Finding, Step, rule
from merito.kit import Axis, Factor, Factors, factors, why_of
from merito_brescia.evaluation import about
from merito_brescia.evaluation_factors import BEHAVIOURS, OF_A_MANAGER
from merito_brescia.evaluation_form import form_of
from merito_brescia.evaluation_people import MANAGER, POSITION, SECRETARY, STAFF, Evaluee, evaluees

RATED: Mapping[str, Sequence[str]] = {POSITION: BEHAVIOURS, MANAGER: OF_A_MANAGER, SECRETARY: OF_A_MANAGER}
RULES = {STAFF: "BS-SM-Sf1", POSITION: "BS-PO-6.3", MANAGER: "BS-SM-4.a", SECRETARY: "BS-SM-4.a"}
FACTORS = {STAFF: "BS-SM-Sf1", POSITION: "BS-SM-4.b", MANAGER: "BS-SM-4.a", SECRETARY: "BS-SM-4.a"}


@rule("BS-SM-Sf1", "BS-PO-6.3", "BS-SM-4.a", "BS-SM-4.b")
def ratings_told(step: Step) -> Iterator[Finding]:
    """An error if ratings refuse an evaluation; a warning if one that is recorded, or begun, is incomplete."""
    for one in evaluees(step):
        why, lacking = problem_of(step, one), lacking_of(step, one)
        if why:
            yield about(one, "error", RULES[one.role], f"valutazione rifiutata: {why}", one.ratings)
        elif lacking and (one.ratings or one.evaluation):
            inputs = (*one.ratings, *((one.evaluation,) if one.evaluation else ()))
            yield about(one, "warning", FACTORS[one.role], f"valutazione senza punteggio: {lacking}", inputs)


def problem_of(step: Step, one: Evaluee) -> str:
    """Why somebody's ratings cannot be scored (Italian), or nothing."""
    if one.ratings and not step.dossier.service_of(one.person.id):
        return f"non risulta in servizio nel {step.dossier.year}"
    if one.role == STAFF:
        return "; ".join(form_of(step, one).problems)
    own = step.once(RatedAs(one.role))
    return own.refused.get(own.axis.place[one.person.id], "")


def lacking_of(step: Step, one: Evaluee) -> str:
    """What is not rated (Italian), or nothing; only for ratings without problems."""
    if one.role == STAFF:
        return form_of(step, one).blank
    return "; ".join(factor.reason for factor in rated(step, one) if factor.value is None)


def rated(step: Step, one: Evaluee) -> tuple[Factor, ...]:
    """The factors that the evaluator rates: points over their maximum; several rows by their weights, or equally."""
    own = step.once(RatedAs(one.role))
    return tuple(_factor(own, name, own.axis.place[one.person.id]) for name in own)


def _factor(own: Factors, name: str, at: int) -> Factor:
    why = own[name].why(at)
    lacks = tuple(lack for gap in why for lack in gap.lacks)
    return Factor(name=name, value=own[name].at(at), lacks=lacks, reason=why_of(why), ratings=own.of(name, at))


@frozen
class RatedAs:
    """The ratings of everybody in a role."""

    role: str

    def __call__(self, step: Step) -> Factors:
        people = tuple(one.person for one in evaluees(step, self.role))
        axis = Axis("person", tuple(one.id for one in people), people)
        return factors(step, *RATED[self.role], axis=axis, max_given=True, missing="fattore {}: non è valutato")
