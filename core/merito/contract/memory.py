"""The memory of the walks of one ente: what rules answered, and which readings matter to each answer."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from itertools import product
from math import prod
from typing import TypeVar

from attrs import define, field

from merito.contract.answers import Answers
from merito.contract.known_rows import KnownRows
from merito.contract.remembered import Looking, Remembered, stands
from merito.contract.watch import Looked, Watch
from merito.contract.weighing import Weighing

MOST_TOGETHER = 64
"""The maximum of combinations of choices that are tried on one rule to see which readings matter to it."""
Value = TypeVar("Value")
Given = TypeVar("Given", bound=Looking)


@define(eq=False)
class Memory:
    """What the walks of an ente have in common.

    `choices` are those of every open reading; `weighing` says which answers amount to the same money.
    """

    choices: Mapping[str, Sequence[str]] = field(factory=dict)
    weighing: Weighing = field(factory=Weighing)
    rows: KnownRows = field(init=False)
    _answers: Answers = field(init=False)
    _known_to_matter: set[str] = field(factory=set)
    _matters: dict[int, list[Watch]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.rows, self._answers = KnownRows(self.weighing), Answers(self.weighing)

    def search(self) -> None:
        """From here on, walks are not the ente's own: what equals something known is replaced by it."""
        self.rows.by_value = self._answers.by_value = True

    def given(self, key: Hashable, step: Given, make: Callable[[Given], Value], expected: type[Exception]) -> Value:
        """The answer of a rule for a step, remembered under a key; an `expected` error is remembered too."""
        held = self._answers.of(key, step, make, expected)
        if self.choices.keys().isdisjoint(held.watch.live):  # it asked for no open reading
            step.watch.hears(held.watch)
            return held.answer()  # type: ignore[no-any-return]
        known = self._matters.setdefault(id(held), [])
        matters = next((one for one in known if stands(one.looked, one.states, step)), None)
        if matters is None:
            matters = self._what_matters(held, step, partial(self._answers.tried, key, make=make))
            known.append(matters)
        step.watch.hears(matters)
        return held.answer()  # type: ignore[no-any-return]

    def made(self, make: Callable[[Given], Value], step: Given, expected: type[Exception]) -> Value:
        """A value that several rules need, remembered under its maker; users count as having looked at its sources."""
        held = self._answers.of(make, step, make, expected)
        step.watch.uses(make, held)
        return held.answer()  # type: ignore[no-any-return]

    def start_again(self) -> None:
        """Forgets which readings did not matter: a difference that had been ignored has been looked at since."""
        self._matters.clear()
        self.weighing.start_again()

    def forget(self) -> None:
        """Releases everything at the end of a run, because steps, memory and rows refer to each other."""
        self.rows.forget()
        self._answers.forget()
        self._matters.clear()

    def _what_matters(self, own: Remembered, step: Given, held_for: Callable[[Given], Remembered]) -> Watch:
        """What a rule looked at, without the open readings that do not matter to it here.

        A choice matters if it alone changes the answer of the rule. If none of several does, they are tried all
        together: if that changes the answer, all of them matter. A choice under which other choices are asked for
        matters too. A choice that matters is changed in another walk, where the rest is examined again. All this holds
        only for the tables and gates that some trial looked at: if one of them differs, everything is tried again.
        """
        asked = [reading for reading in own.watch.live if reading in self.choices]
        tried = [own]

        def differs(changes: Mapping[str, str]) -> bool:
            there = held_for(step.choosing(changes))
            tried.append(there)
            asks_more = any(one in self.choices and one not in own.watch.live for one in there.watch.live)
            return asks_more or not there.same(own, self.weighing)

        unsure = [one for one in asked if one not in self._known_to_matter]
        idle = [one for one in unsure if not any(differs({one: other}) for other in self._others(step, one))]
        together = product(*(self.choices[one] for one in idle)) if self._few(idle) else iter(())
        if not self._few(idle) or any(differs(dict(zip(idle, some, strict=True))) for some in together):
            idle = []
        looked = Looked()
        for one in tried:
            looked.add(one.watch.looked)
        looked.live = {one: choice for one, choice in own.watch.live.items() if one not in idle}
        self._known_to_matter.update(one for one in asked if one not in idle)
        states = next((one.watch.states for one in tried if one.watch.states is not None), None)
        gates = {rule for one in tried for rule in one.watch.gates}
        heard = {name: None for one in tried for name in one.watch.asked}
        return Watch(looked, asked=heard, states=states, gates=gates)

    def _few(self, readings: Sequence[str]) -> bool:
        return prod(len(self.choices[one]) for one in readings) <= MOST_TOGETHER

    def _others(self, step: Looking, reading: str) -> list[str]:
        return [choice for choice in self.choices[reading] if choice != step.choice_of(reading)]
