"""The factors of the individual evaluation and the weights that the ente gives them (arts. 11 c. 2 and 12 c. 1).

The text names the factors and no weight: without them the step that asks is blocked (I-BL-35).
"""

from collections.abc import Mapping
from fractions import Fraction

from merito import Phase, ResultRows, Step, hookimpl, rule, told
from merito.numbers import HUNDRED, number_text
from merito_comunita_montane.people import MANAGER, POSITION, STAFF

OF_STAFF, OF_HEADS = ("a", "b", "c"), ("a", "b", "c", "d")
KEYS = {STAFF: "staff_factors", POSITION: "position_factors", MANAGER: "manager_factors"}
RULES = {STAFF: "BL-12.1", POSITION: "BL-11.2", MANAGER: "BL-11.2"}
GIVEN = "I-BL-35"


def factors_of(role: str) -> tuple[str, ...]:
    """The names of a role's factors, which are the letters of the text."""
    return OF_STAFF if role == STAFF else OF_HEADS


def weights_problem(role: str, weights: Mapping[str, object]) -> str:
    """What is wrong with the weights of a role's factors (Italian), or nothing."""
    names = factors_of(role)
    if set(weights) != set(names):
        return f"i fattori sono {', '.join(names)}; qui: {', '.join(sorted(weights)) or 'nessuno'}"
    numbers = [weight for weight in weights.values() if isinstance(weight, int | Fraction) and weight > 0]
    if len(numbers) < len(weights):
        return "ogni fattore del testo ha un peso maggiore di zero, in punti percentuali"
    total = sum(numbers, Fraction(0))
    return "" if total == HUNDRED else f"i pesi sommano a {number_text(total)}, non a 100"


@hookimpl
@rule("BL-11.2", "BL-12.1", "I-BL-35")
def merito_check_parameters(step: Step) -> ResultRows:
    """Weights that the ente has set and that do not hold are errors; those that it has not set block the scores."""
    for role, key in KEYS.items():
        problem = weights_problem(role, step.parameters.table(key).value) if step.parameters.has(key) else ""
        if problem:
            why = f"parametro «{key}» rifiutato: {problem} ({GIVEN})"
            yield told("error", RULES[role], why, f"parameter:{key}", phase=Phase.EVALUATION)
