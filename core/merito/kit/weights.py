"""The weights that an ente gives to the factors of an evaluation: percent points that sum to 100."""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

from merito.contract.step import Step
from merito.kit.findings import told
from merito.model.acts import Phase
from merito.model.results import Finding
from merito.numbers import HUNDRED, number_text


def weights_problem(weights: Mapping[str, object], names: Collection[str]) -> str:
    """What is wrong with the weights of some factors (Italian), or an empty text: each needs one, above zero."""
    if set(weights) != set(names):
        return f"i fattori sono {', '.join(names)}; qui: {', '.join(sorted(weights)) or 'nessuno'}"
    numbers = [weight for weight in weights.values() if isinstance(weight, int | Fraction) and weight > 0]
    if len(numbers) < len(weights):
        return "ogni fattore del testo ha un peso maggiore di zero, in punti percentuali"
    return sum_problem(numbers)


def sum_problem(numbers: Collection[int | Fraction]) -> str:
    """Why percent points do not form a whole (Italian), or an empty text."""
    total = sum(numbers, Fraction(0))
    return "" if total == HUNDRED else f"i pesi sommano a {number_text(total)}, non a 100"


def wrong_weights(step: Step, key: str, names: Collection[str], rule: str, beside: str = "") -> Iterator[Finding]:
    """An error if the ente has set invalid weights of some factors; `beside` follows the reason."""
    problem = weights_problem(step.parameters.table(key).value, names) if step.parameters.has(key) else ""
    if problem:
        why = f"parametro «{key}» rifiutato: {problem}{beside}"
        yield told("error", rule, why, f"parameter:{key}", phase=Phase.EVALUATION)
