"""The weights that an ente gives to the factors of an evaluation: percent points that sum to 100."""

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction

from merito.contract.step import Step
from merito.kit.findings import told
from merito.model.acts import Phase
from merito.model.messages import NOTHING, Message, Ref, Sayable, as_message, say
from merito.model.results import Finding
from merito.numbers import HUNDRED


def weights_problem(weights: Mapping[str, object], names: Collection[str]) -> Message:
    """What is wrong with the weights of some factors, or nothing: each needs one, above zero."""
    if set(weights) != set(names):
        if not weights:
            return say("i fattori sono {names}; qui: nessuno", names=tuple(names))
        return say("i fattori sono {names}; qui: {found}", names=tuple(names), found=tuple(sorted(weights)))
    numbers = [weight for weight in weights.values() if isinstance(weight, int | Fraction) and weight > 0]
    if len(numbers) < len(weights):
        return say("ogni fattore del testo ha un peso maggiore di zero, in punti percentuali")
    return sum_problem(numbers)


def sum_problem(numbers: Collection[int | Fraction]) -> Message:
    """Why percent points do not form a whole, or nothing."""
    total = sum(numbers, Fraction(0))
    return NOTHING if total == HUNDRED else say("i pesi sommano a {total}, non a {whole}", total=total, whole=HUNDRED)


def parameter_refused(key: str, problem: Message) -> Message:
    """That a parameter is refused, and why."""
    return say("parametro {key} rifiutato: {problem}", key=Ref("parameter", key), problem=problem)


def wrong_weights(step: Step, key: str, names: Collection[str], rule: str, beside: Sayable = "") -> Iterator[Finding]:
    """An error if the ente has set invalid weights of some factors; `beside` follows the reason in brackets."""
    problem = weights_problem(step.parameters.table(key).value, names) if step.parameters.has(key) else NOTHING
    if problem:
        why = parameter_refused(key, problem)
        if beside:
            why = say("{why} ({beside})", why=why, beside=as_message(beside))
        yield told("error", rule, why, f"parameter:{key}", phase=Phase.EVALUATION)
