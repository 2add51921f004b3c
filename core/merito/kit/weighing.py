"""Weights of a division: what it waits for while one is missing, and who weighs something."""

from fractions import Fraction

from merito.kit.series import Series, same_axis, together, why_of
from merito.numbers import counted


def waiting(*columns: Series) -> str:
    """What a division of these figures waits for (Italian): while one is not known, nobody's part is."""
    axis = same_axis(*columns)
    gaps = [why_of(reasons) for reasons in together(*(one.gaps for one in columns)).values()]
    if gaps:
        return f"{counted(len(gaps), 'persona', 'persone')}: {'; '.join(dict.fromkeys(gaps))}"
    return "" if len(axis) else "non risulta nessuno"


def weighing(weights: Series) -> dict[str, Fraction]:
    """The weights of those who weigh something."""
    return {one: weight for one, weight in zip(weights.axis.ids, weights.values(), strict=True) if weight}
