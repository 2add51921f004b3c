"""Compares expected results with the last actual: the plan wants each kept or improved (ch. 3.2)."""

from decimal import Decimal

from merito import Figure, Range, ResultRows, Step, hookimpl, rule
from merito.kit import told


@hookimpl
@rule("BP-3.2b", "I-BP-05")
def merito_check_plan(step: Step) -> ResultRows:
    """Lists the expected results that are worse than the last actual: information, never an error."""
    for one in step.dossier.indicators:
        lower = one.better == "lower"
        target, baseline = _number(one.target, lower), _number(one.baseline, lower)
        if target is None or baseline is None or ("%" in one.target.text) != ("%" in one.baseline.text):
            continue
        if target > baseline if lower else target < baseline:
            side = "minore" if lower else "maggiore"
            why = (
                f"il risultato atteso {step.dossier.year} ({one.target.text}) è peggiore dell'ultimo consuntivo "
                f"({one.baseline.text}), dove è meglio se {side} (I-BP-05)"
            )
            yield told("info", "BP-3.2b", why, f"indicator:{one.id}", inputs=(one,))


def _number(figure: Figure, lower: bool) -> Decimal | None:
    """A number, or the end of a range that is already enough (I-BP-08); None for anything else."""
    value = figure.value
    if isinstance(value, Range):
        return value.highest if lower else value.lowest
    return value if isinstance(value, Decimal) else None
