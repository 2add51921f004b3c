"""The ratings of everybody held against the forms before anything is scored: what refuses them, what they lack."""

from collections.abc import Iterator, Mapping, Sequence

from merito import Finding, Step, rule
from merito_brescia.evaluation import about
from merito_brescia.evaluation_factors import BEHAVIOURS, OF_A_MANAGER, by_name, rated, strange_problem
from merito_brescia.evaluation_form import form_of
from merito_brescia.evaluation_people import MANAGER, POSITION, SECRETARY, STAFF, Evaluee, evaluees

RATED: Mapping[str, Sequence[str]] = {POSITION: BEHAVIOURS, MANAGER: OF_A_MANAGER, SECRETARY: OF_A_MANAGER}
RULES = {STAFF: "BS-SM-Sf1", POSITION: "BS-PO-6.3", MANAGER: "BS-SM-4.a", SECRETARY: "BS-SM-4.a"}
FACTORS = {STAFF: "BS-SM-Sf1", POSITION: "BS-SM-4.b", MANAGER: "BS-SM-4.a", SECRETARY: "BS-SM-4.a"}


@rule("BS-SM-Sf1", "BS-PO-6.3", "BS-SM-4.a", "BS-SM-4.b")
def ratings_told(step: Step) -> Iterator[Finding]:
    """An error where ratings refuse an evaluation; a warning where one that is recorded, or begun, is not whole."""
    for one in evaluees(step):
        why, lacking = problem_of(step, one), lacking_of(step, one)
        if why:
            yield about(one, "error", RULES[one.role], f"valutazione rifiutata: {why}", one.ratings)
        elif lacking and (one.ratings or one.evaluation):
            inputs = (*one.ratings, *((one.evaluation,) if one.evaluation else ()))
            yield about(one, "warning", FACTORS[one.role], f"valutazione senza punteggio: {lacking}", inputs)


def problem_of(step: Step, one: Evaluee) -> str:
    """Why the ratings of somebody cannot be scored (Italian), or nothing."""
    if one.ratings and not step.dossier.service_of(one.person.id):
        return f"non risulta in servizio nel {step.dossier.year}"
    if one.role == STAFF:
        return "; ".join(form_of(step, one).problems)
    names = RATED[one.role]
    ratings, strange = by_name(one.ratings, names)
    if strange:
        return strange_problem(strange, names)
    factors = (rated(name, rows) for name, rows in ratings.items())
    return "; ".join(factor.reason for factor in factors if factor.refused)


def lacking_of(step: Step, one: Evaluee) -> str:
    """What is not rated of what is (Italian), or nothing; to be asked of ratings that hold."""
    if one.role == STAFF:
        return form_of(step, one).blank
    ratings, _ = by_name(one.ratings, RATED[one.role])
    return "; ".join(rated(name, ()).reason for name, rows in ratings.items() if not rows)
