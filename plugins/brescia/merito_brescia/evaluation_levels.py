"""The level that the form prints for its total: whole points, from Non soddisfacente to Eccellente (appendix)."""

from collections.abc import Mapping
from fractions import Fraction

from attrs import frozen

from merito import InForce, Intermediate, Step
from merito.numbers import down, fraction, half_up

LEVELS, PRINTED = "evaluation_levels", "misprinted_levels"
MISPRINT, BETWEEN, ZERO = "I-BS-20", "I-BS-21", "I-BS-22"
FLOOR = "floor"


@frozen(kw_only=True)
class Level:
    """A level with its rule and the readings that its case rests on, the values in force and the whole points used."""

    name: str
    rules: tuple[str, ...]
    parameters: tuple[InForce[object], ...]
    steps: tuple[Intermediate, ...]


def level_of(step: Step, total: Fraction) -> Level:
    """The level of a total: rounded half up to whole points, or down if the ente adopts that (I-BS-21)."""
    return step.once(_Scale).of(total)


class _Scale:
    """The table of levels of a run, and a cache of the levels found in it."""

    def __init__(self, step: Step) -> None:
        self.levels, self.printed = step.parameters.table(LEVELS), step.parameters.table(PRINTED)
        self.minima, self.wrong = _numbers(self.levels.value), _numbers(self.printed.value)
        self.floor = step.readings[BETWEEN].choice == FLOOR
        self._known: dict[tuple[Fraction, Fraction], Level] = {}

    def of(self, total: Fraction) -> Level:
        rounded = fraction(half_up(total)), fraction(down(total))
        if rounded not in self._known:
            self._known[rounded] = self._read(*rounded)
        return self._known[rounded]

    def _read(self, nearest: Fraction, floor: Fraction) -> Level:
        whole = floor if self.floor else nearest
        name = _read(self.minima, whole)
        case = {
            MISPRINT: any(least <= whole < self.minima[wrong] for wrong, least in self.wrong.items()),
            BETWEEN: _read(self.minima, nearest) != _read(self.minima, floor),
            ZERO: whole < min(self.minima.values()),
        }
        return Level(
            name=name,
            rules=("BS-SM-Lv", *(reading for reading, arises in case.items() if arises)),
            parameters=(self.levels, *((self.printed,) if case[MISPRINT] else ())),
            steps=(Intermediate("punteggio letto nella tabella dei livelli", whole), Intermediate("livello", name)),
        )


def worst(step: Step) -> str:
    """The lowest level of the table."""
    return _lowest(_numbers(step.parameters.table(LEVELS).value))


def _read(minima: Mapping[str, Fraction], whole: Fraction) -> str:
    """The level with the highest minimum that is reached; the lowest also for points below its own minimum."""
    reached = [name for name, minimum in minima.items() if minimum <= whole]
    return max(reached, key=lambda name: minima[name]) if reached else _lowest(minima)


def _lowest(minima: Mapping[str, Fraction]) -> str:
    return min(minima, key=lambda name: minima[name])


def _numbers(table: Mapping[str, object]) -> dict[str, Fraction]:
    return {name: fraction(value) for name, value in table.items()}  # type: ignore[arg-type]
