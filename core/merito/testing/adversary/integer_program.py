"""Integer programs solved by HiGHS, of which no answer is believed before it is checked in integers.

HiGHS computes with floating point. A solution counts only if its rounded values satisfy every bound and every
constraint exactly; one that does not, and a time limit, count as no solution.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from attrs import define, field

SECONDS = 10.0
FREE = 10**12
Terms = Mapping[int, int]


def solver_installed() -> bool:
    """Whether HiGHS is there: `pip install merito[author]` brings it."""
    return find_spec("highspy") is not None


@contextmanager
def _silent() -> Iterator[None]:
    """Nothing reaches the terminal meanwhile: the solver presents itself once, whatever its options."""
    sys.stdout.flush()
    before, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        yield
    finally:
        os.dup2(before, 1)
        os.close(before)
        os.close(nowhere)


@define
class Program:
    """Integer variables with bounds, and linear constraints over them: `least <= terms <= most`.

    A question takes at most so many `seconds`.
    """

    seconds: float = SECONDS
    _bounds: list[tuple[int, int]] = field(factory=list)
    _rows: list[tuple[dict[int, int], int, int]] = field(factory=list)
    _solver: Any = field(default=None, eq=False, repr=False)

    def variable(self, least: int, most: int) -> int:
        """A new variable, by its number."""
        self._bounds.append((least, most))
        return len(self._bounds) - 1

    def within(self, terms: Terms, least: int = -FREE, most: int = FREE) -> None:
        """Adds a constraint."""
        self._rows.append(({one: factor for one, factor in terms.items() if factor}, least, most))

    def equal(self, terms: Terms, value: int) -> None:
        """Adds an equation."""
        self.within(terms, value, value)

    def with_more(self) -> "Program":
        """A copy, to which more can be added."""
        return Program(self.seconds, list(self._bounds), list(self._rows))

    def admits(self, values: Mapping[int, int]) -> bool:
        """Whether values of all variables satisfy everything, in exact integers."""
        return all(least <= values[one] <= most for one, (least, most) in enumerate(self._bounds)) and all(
            least <= sum(factor * values[one] for one, factor in terms.items()) <= most
            for terms, least, most in self._rows
        )

    def extreme(self, terms: Terms, target: int) -> int | None:
        """The greatest value of some terms, or the first to reach `target`; None if no solution is found in time."""
        solver = self._loaded()
        for one in range(len(self._bounds)):
            solver.changeColCost(one, -float(terms.get(one, 0)))
        solver.setOptionValue("time_limit", solver.getRunTime() + self.seconds)
        solver.setOptionValue("objective_target", -float(target))
        solver.run()
        found = solver.getSolution().col_value
        if len(found) < len(self._bounds):
            return None
        values: dict[int, int] = {one: round(value) for one, value in enumerate(found)}
        if not self.admits(values):
            return None
        return sum(factor * values[one] for one, factor in terms.items())

    def _loaded(self) -> Any:
        if self._solver is not None:
            return self._solver
        import highspy  # noqa: PLC0415 (an extra)

        with _silent():
            solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        solver.setOptionValue("output_flag", False)
        for least, most in self._bounds:
            solver.addCol(0.0, float(least), float(most), 0, [], [])
        for one in range(len(self._bounds)):
            solver.changeColIntegrality(one, highspy.HighsVarType.kInteger)
        for terms, least, most in self._rows:
            low = -highspy.kHighsInf if least <= -FREE else float(least)
            high = highspy.kHighsInf if most >= FREE else float(most)
            solver.addRow(low, high, len(terms), list(terms), [float(one) for one in terms.values()])
        self._solver = solver
        return solver
