"""The factors of an individual evaluation and their weights, which the ente takes from its own SMVP (art. 45 c. 2)."""

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from merito import Finding, InForce, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import sum_problem, told
from merito.numbers import HUNDRED

FACTORS_OF = {
    "staff": "staff_factors",
    "po": "position_factors",
    "manager": "manager_factors",
    "secretary_general": "secretary_factors",
}
RULE_OF = {"staff": "BG-45.2", "po": "BG-28.4", "manager": "BG-16.1g", "secretary_general": "BG-43.1"}
STAFF_FACTORS = ("a", "b", "c")
LEVELS, COEFFICIENTS = "evaluation_levels", "level_coefficients"

Table = InForce[Mapping[str, object]]


def weights_problem(role: str, weights: Mapping[str, object]) -> str:
    """What is wrong with the weights of a role's factors (Italian), or nothing."""
    numbers = [weight for weight in weights.values() if isinstance(weight, int | Fraction)]
    if len(numbers) < len(weights) or any(weight < 0 for weight in numbers):
        return "i pesi sono numeri non negativi, in punti percentuali"
    if role == "staff" and tuple(sorted(weights)) != STAFF_FACTORS:
        return f"i fattori del personale sono tre, a, b e c; qui: {', '.join(sorted(weights)) or 'nessuno'}"
    if role == "staff" and 0 in numbers:
        return "ciascuno dei tre fattori del personale ha un peso maggiore di zero"
    return sum_problem(numbers)


def levels_problem(levels: Mapping[str, object]) -> str:
    """What is wrong with the levels of the evaluation (Italian), or nothing."""
    minima = [minimum for minimum in levels.values() if isinstance(minimum, int | Fraction)]
    if len(minima) < len(levels) or any(not 0 <= minimum <= HUNDRED for minimum in minima):
        return "ogni livello ha un punteggio minimo da 0 a 100"
    if len(minima) < 2:
        return "i livelli sono almeno due, altrimenti non distinguono"
    if len(set(minima)) < len(minima):
        return "due livelli hanno lo stesso punteggio minimo"
    return "" if min(minima) == 0 else "il livello più basso comincia da 0"


def coefficients_problem(levels: Mapping[str, object], coefficients: Mapping[str, object]) -> str:
    """What is wrong with the coefficients of the levels (Italian): unknown levels, a worse level that receives more."""
    strange = sorted(set(coefficients) - set(levels))
    if strange:
        return f"non sono livelli: {', '.join(strange)}"
    minima = {name: minimum for name, minimum in levels.items() if isinstance(minimum, int | Fraction)}
    known = {name: value for name, value in coefficients.items() if isinstance(value, int | Fraction)}
    rising = sorted(known, key=lambda name: minima.get(name, 0))
    for worse, better in pairwise(rising):
        if known[worse] > known[better]:
            return f"il livello «{worse}» prende più del livello «{better}», che è migliore"
    return ""


def level_of(score: Fraction, levels: Mapping[str, object]) -> str:
    """The level with the highest minimum that a score reaches, tested on the exact score."""
    reached = {name: minimum for name, minimum in levels.items() if isinstance(minimum, int | Fraction)}
    return max((name for name, minimum in reached.items() if minimum <= score), key=lambda name: reached[name])


@hookimpl
@rule("BG-42.2", "BG-45.2", "I-BG-18")
def merito_check_parameters(step: Step) -> ResultRows:
    """Wrong weights, and levels that do not distinguish, are errors of the evaluations that use them."""
    for role, key in FACTORS_OF.items():
        if step.parameters.has(key):
            problem = weights_problem(role, step.parameters.table(key).value)
            if problem:
                yield _refused(key, "BG-45.2" if role == "staff" else RULE_OF[role], problem)
    if step.parameters.has(LEVELS):
        problem = levels_problem(step.parameters.table(LEVELS).value)
        if problem:
            yield _refused(LEVELS, "BG-42.2", problem)
        elif step.parameters.has(COEFFICIENTS):
            worse = coefficients_problem(step.parameters.table(LEVELS).value, step.parameters.table(COEFFICIENTS).value)
            if worse:
                why = f"parametro «{COEFFICIENTS}» rifiutato: {worse}"
                yield told("error", "BG-46.1", why, phase=Phase.REWARDS, tool="performance")


def _refused(key: str, rule_id: str, problem: str) -> Finding:
    return told("error", rule_id, f"parametro «{key}» rifiutato: {problem}", f"parameter:{key}", phase=Phase.EVALUATION)
