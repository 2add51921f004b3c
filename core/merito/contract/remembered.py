"""An answer that the engine remembers, of a rule or of a maker of `Step.once`, with what it had looked at."""

from collections.abc import Callable, Mapping
from operator import is_
from typing import Any, Protocol, Self

from attrs import frozen

from merito.contract.watch import Looked, Watch
from merito.contract.weighing import Weighing
from merito.model.acts import GateState
from merito.model.results import Results


class Looking(Protocol):
    """What a rule may look at in a walk, and the record of what it looked at."""

    @property
    def constant(self) -> tuple[object, ...]: ...
    @property
    def given(self) -> Results: ...
    @property
    def watch(self) -> Watch: ...
    def choice_of(self, reading: str) -> str: ...
    def gates_stand(self, states: tuple[GateState, ...]) -> bool: ...
    def choosing(self, choices: Mapping[str, str]) -> Self: ...
    def watched_by(self, watch: Watch) -> Self: ...


@frozen(eq=False)
class Remembered:
    """An answer or the error raised instead, and what had been looked at; only `expected` errors are remembered.

    `of` is the answer of which this is a copy, for makers that looked at other things and gave the same.
    """

    value: Any
    error: Exception | None
    watch: Watch
    constant: tuple[object, ...]
    expected: type[Exception]
    of: "Remembered | None" = None

    @property
    def first(self) -> "Remembered":
        """The answer itself, or the one of which it is a copy."""
        return self.of or self

    def holds_for(self, step: Looking, constant: tuple[object, ...]) -> bool:
        """Whether exactly the same things would be looked at; `constant` are those of the step."""
        return self._stands(self.watch.looked, step, constant)

    def holds_besides_makers(self, step: Looking, constant: tuple[object, ...]) -> bool:
        """The same, if all makers that were used gave the same again."""
        return self._stands(self.watch.own, step, constant)

    def with_made(self, made: Mapping[Callable[[Any], Any], "Remembered"]) -> "Remembered":
        """The same answer for equal answers of the makers that it used."""
        watch = self.watch.without_made()
        for make, held in made.items():
            watch.uses(make, held)
        return Remembered(self.value, self.error, watch, self.constant, self.expected, self.first)

    def answer(self) -> Any:
        """What was given. Raises the error that was raised."""
        if self.error is not None:
            raise self.error
        return self.value

    def same(self, other: "Remembered", weighing: Weighing) -> bool:
        """Whether both gave rows that amount to the same money, or raised the same error."""
        if self.error is not None or other.error is not None:
            return str(self.error) == str(other.error)
        if isinstance(self.value, Results) and isinstance(other.value, Results):
            return weighing.same(self.value, other.value)
        return self.value is other.value or bool(self.value == other.value)

    def _stands(self, looked: Looked, step: Looking, constant: tuple[object, ...]) -> bool:
        choice_of = step.choice_of
        for reading, choice in looked.live.items():  # the answers kept for a rule mostly differ in their choices
            if choice_of(reading) != choice:
                return False
        return all(map(is_, self.constant, constant)) and stands(looked, self.watch.states, step)


def stands(looked: Looked, states: tuple[GateState, ...] | None, step: Looking) -> bool:
    """Whether the tables, rows and gates that were looked at are those of a step."""
    return (states is None or step.gates_stand(states)) and looked.stands(step.given)
