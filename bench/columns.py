"""The cost of columns: exact operations on 10,000 cells, with similar and with different denominators.

    python bench/columns.py

Over one common denominator, different denominators make numbers of thousands of bits; columns then keep one fraction
per cell. Every line is the ratio to the same operations on plain integers, in the same run.
"""

import random
import time
from collections.abc import Callable
from fractions import Fraction
from math import lcm

from measure import machine
from merito.kit.series import Axis, How, Series, exact
from merito.model.basis import InForce
from merito.numbers import half_up

CELLS, TIMES = 10_000, 5
LEVELS = InForce("levels", {"A": 90, "B": 75, "C": 60}, "table", "", "", None, "")


def main() -> None:
    print(f"machine  {machine(('merito',))}")
    rng = random.Random(7)
    ids = tuple(f"P{at}" for at in range(CELLS))
    axis = Axis("person", ids, ids)
    alike = [Fraction(rng.randrange(100 * 40), 40) for _ in ids]
    unlike = [Fraction(rng.randrange(100 * 10**6), rng.randrange(1, 10**6)) for _ in ids]
    plain = _taken(lambda: _integers([int(one) for one in alike]))
    common = lcm(*(one.denominator for one in unlike))
    print(f"{'cells':>24} {'µs a cell':>10} {'to integers':>12} {'largest number':>15}")
    print(f"{'integers':>24} {plain / CELLS * 1e6:10.2f} {1:12.1f}")
    for name, values in (("denominators up to 40", alike), ("up to a million", unlike)):
        taken = _taken(lambda values=values: _scores(exact(axis, values, {}, How())))
        column = _scores(exact(axis, values, {}, How()))
        most = max(one.numerator.bit_length() for one in column.values())
        print(f"{name:>24} {taken / CELLS * 1e6:10.2f} {taken / plain:12.1f} {most:10} bits")
    print(f"over one denominator the last would be numbers of {common.bit_length():,} bits")


def _scores(column: Series) -> Series:
    """A weighted sum, a level and a rounding: the operations behind a score."""
    made = column * Fraction(7, 10) + column * Fraction(3, 10) + 1
    made.level(LEVELS)
    made.rounded(half_up, "")
    return made


def _integers(cells: list[int]) -> None:
    made = [(7 * cell + 3 * cell + 10) for cell in cells]
    [next((name for name, bar in (("A", 900), ("B", 750), ("C", 600)) if cell >= bar), "") for cell in made]
    [(2 * cell + 10) // 20 for cell in made]


def _taken(work: Callable[[], object]) -> float:
    spent = []
    for _ in range(TIMES):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


if __name__ == "__main__":
    main()
