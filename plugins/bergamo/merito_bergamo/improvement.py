"""Compares expected results with the last actual: the plan wants each kept or improved (ch. 3.2)."""

from decimal import Decimal

from merito import Figure, Indicator, ResultRows, Step, hookimpl, rule
from merito.kit import told


@hookimpl
@rule("BP-3.2b", "I-BP-05")
def merito_check_plan(step: Step) -> ResultRows:
    """Lists the expected results that are worse than the last actual: information, never an error."""
    for one in step.dossier.indicators:
        if _comparable(one.target, one.baseline) and _is_worse(one):
            side = "minore" if one.better == "lower" else "maggiore"
            why = (
                f"il risultato atteso {step.dossier.year} ({one.target.text}) è peggiore dell'ultimo consuntivo "
                f"({one.baseline.text}), dove è meglio se {side} (I-BP-05)"
            )
            yield told("info", "BP-3.2b", why, f"indicator:{one.id}", inputs=(one,))


def _comparable(target: Figure, baseline: Figure) -> bool:
    """Two numbers of the same kind: both in percent, or neither."""
    numbers = isinstance(target.value, Decimal) and isinstance(baseline.value, Decimal)
    return numbers and ("%" in target.text) == ("%" in baseline.text)


def _is_worse(one: Indicator) -> bool:
    target, baseline = one.target.value, one.baseline.value
    assert isinstance(target, Decimal) and isinstance(baseline, Decimal)
    return target > baseline if one.better == "lower" else target < baseline
