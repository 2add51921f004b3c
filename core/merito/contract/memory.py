"""Remembers the answers of rules over the walks of one ente, so that no rule runs twice on the same input."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from itertools import product
from math import prod
from operator import is_
from typing import Any, NamedTuple, Protocol, Self, TypeVar

from attrs import define, evolve, field, frozen

from merito.contract.watch import Watch
from merito.contract.weighing import Weighing
from merito.model.acts import GateState
from merito.model.amended import AmendmentState
from merito.model.dossier import Dossier
from merito.model.results import RESULT_TABLES, Results

MOST_TOGETHER = 64
"""The maximum of combinations of choices that are tried on one rule to see which readings matter to it."""
Value = TypeVar("Value")
Amended = tuple[Dossier, tuple[AmendmentState, ...]]


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


Given = TypeVar("Given", bound=Looking)


@frozen(eq=False)
class _Answer:
    """The answer of a rule, or the error that it raised, and what it had looked at."""

    value: Any
    error: Exception | None
    watch: Watch
    constant: tuple[object, ...]

    def holds_for(self, step: Looking, constant: tuple[object, ...]) -> bool:
        """Whether the rule would look at exactly the same things; `constant` are those of the step."""
        choice_of = step.choice_of
        for reading, choice in self.watch.live.items():  # the answers kept for a rule mostly differ in their choices
            if choice_of(reading) != choice:
                return False
        if not all(map(is_, self.constant, constant)):
            return False
        return _stands(self.watch, step)

    def answer(self) -> Any:
        """The rows given. Raises the error that the rule raised."""
        if self.error is not None:
            raise self.error
        return self.value

    def same(self, other: "_Answer", weighing: Weighing) -> bool:
        """Whether it gave rows that amount to the same money, or raised the same error."""
        if self.error is not None or other.error is not None:
            return str(self.error) == str(other.error)
        return _same(self.value, other.value, weighing)


class _EqualRows(NamedTuple):
    """Rows, kept so that their ids stay unique, and the first rows equal to them."""

    rows: tuple[Any, ...]
    first: tuple[Any, ...]


@define(eq=False)
class Memory:
    """The memory of the walks of an ente; while `searching`, rows equal to earlier ones are replaced by those.

    `choices` are those of every open reading; `weighing` says which answers amount to the same money.
    """

    choices: Mapping[str, Sequence[str]] = field(factory=dict)
    searching: bool = False
    weighing: Weighing = field(factory=Weighing)
    _known_to_matter: set[str] = field(factory=set)
    _held: dict[Hashable, list[_Answer]] = field(factory=dict)
    _matters: dict[int, list[Watch]] = field(factory=dict)
    _amended: list[Amended] = field(factory=list)
    _looked_at: dict[int, Results] = field(factory=dict)
    _states: list[tuple[GateState, ...]] = field(factory=list)
    _tables: dict[str, dict[tuple[int, ...], _EqualRows]] = field(factory=dict)
    _together: dict[tuple[int, ...], tuple[Results, Sequence[Results]]] = field(factory=dict)

    def given(self, key: Hashable, step: Given, make: Callable[[Given], Value], expected: type[Exception]) -> Value:
        """The answer of a rule for a step, remembered under a key; an `expected` error is remembered too."""
        held = self._one_held(key, step, make, expected)
        if not self.choices:  # everything that was looked at matters
            step.watch.add(held.watch)
            return held.answer()  # type: ignore[no-any-return]
        known = self._matters.setdefault(id(held), [])
        matters = next((one for one in known if _stands(one, step)), None)
        if matters is None:  # in a trial, a fault is an ordinary outcome
            trial = partial(self._one_held, key, make=make, expected=Exception)
            matters = self._what_matters(held, step, trial)
            known.append(matters)
        step.watch.add(matters)
        return held.answer()  # type: ignore[no-any-return]

    def made(self, make: Callable[[Given], Value], step: Given, expected: type[Exception]) -> Value:
        """A value that several rules need, remembered under its maker; users count as having looked at its sources."""
        held = self._one_held(make, step, make, expected)
        step.watch.add(held.watch)
        return held.answer()  # type: ignore[no-any-return]

    def start_again(self) -> None:
        """Forgets which readings did not matter: a difference that had been ignored has been looked at since."""
        self._matters.clear()
        self.weighing.start_again()

    def forget(self) -> None:
        """Releases everything at the end of a run, because steps, memory and rows refer to each other."""
        known = (self._held, self._matters, self._amended, self._looked_at, self._states, self._tables, self._together)
        for kept in known:
            kept.clear()

    def is_sound(self, results: Results) -> bool:
        """Whether exactly these results have been checked before, and passed."""
        before = id(results) in self._looked_at
        self._looked_at[id(results)] = results
        return before

    def amended(
        self, dossier: Dossier, states: tuple[AmendmentState, ...]
    ) -> tuple[Dossier, tuple[AmendmentState, ...]]:
        """A dossier with its amended plan: the known one, if the same amendments were applied to it."""
        known = next((one for one in self._amended if one[1] == states), None)
        if known is None:
            known = (dossier, states)
            self._amended.append(known)
        return known

    def states(self, gates: tuple[GateState, ...]) -> tuple[GateState, ...]:
        """The states of all gates: the known ones, if every gate has the same state."""
        known = next((one for one in self._states if one == gates), None)
        if known is None:
            known = gates
            self._states.append(known)
        return known

    def together(self, answers: Sequence[Results]) -> Results | None:
        """The rows of several answers, put together once; None if there is no answer."""
        given = [one for one in answers if not one.empty]
        if len(given) < 2:
            return given[0] if given else next(iter(answers), None)
        ids = tuple(map(id, given))
        if ids not in self._together:
            self._together[ids] = (given[0].plus(*given[1:]), given)
        return self._together[ids][0]

    def one(self, results: Results) -> Results:
        """The same results, with each table replaced by a known equal one."""
        changed = {}
        for name in RESULT_TABLES:
            rows = getattr(results, name)
            if rows and (same := self._one(name, rows)) is not rows:
                changed[name] = same
        return evolve(results, **changed) if changed else results

    def _one_held(
        self, key: Hashable, step: Given, make: Callable[[Given], object], expected: type[Exception]
    ) -> _Answer:
        known = self._held.setdefault(key, [])
        constant = step.constant
        held = next((one for one in known if one.holds_for(step, constant)), None)
        if held is None:
            watch, value, error = Watch(), None, None
            try:
                value = make(step.watched_by(watch))
            except expected as raised:
                error = raised
            held = _Answer(value, error, watch, constant)
            known.append(held)
            self.weighing.looked_at(watch)
        return held

    def _what_matters(self, own: _Answer, step: Given, held_for: Callable[[Given], _Answer]) -> Watch:
        """What a rule looked at, without the open readings that do not matter to it here.

        A choice matters if it alone changes the answer of the rule. If none of several does, they are tried all
        together: if that changes the answer, all of them matter. A choice under which other choices are asked for
        matters too. A choice that matters is changed in another walk, where the rest is examined again. All this holds
        only for the tables and gates that some trial looked at: if one of them differs, everything is tried again.
        """
        asked = [reading for reading in own.watch.live if reading in self.choices]
        if not asked:
            return own.watch
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
        live = {one: choice for one, choice in own.watch.live.items() if one not in idle}
        self._known_to_matter.update(one for one in asked if one not in idle)
        tables = {name: rows for one in tried for name, rows in one.watch.tables.items()}
        states = next((one.watch.states for one in tried if one.watch.states is not None), None)
        gates = {rule for one in tried for rule in one.watch.gates}
        return Watch(tables, {name: None for one in tried for name in one.watch.asked}, live, states, gates)

    def _few(self, readings: Sequence[str]) -> bool:
        return prod(len(self.choices[one]) for one in readings) <= MOST_TOGETHER

    def _others(self, step: Looking, reading: str) -> list[str]:
        return [choice for choice in self.choices[reading] if choice != step.choice_of(reading)]

    def _one(self, name: str, rows: tuple[Any, ...]) -> tuple[Any, ...]:
        known = self._tables.setdefault(name, {})
        ids = tuple(map(id, rows))
        if ids not in known:
            same = (
                (one.first for one in known.values() if self.weighing.alike(one.first, rows))
                if self.searching
                else iter(())
            )
            known[ids] = _EqualRows(rows, next(same, rows))
        return known[ids].first


def _stands(watch: Watch, step: Looking) -> bool:
    """Whether the tables and gates that were looked at equal those of a step."""
    if watch.states is not None and not step.gates_stand(watch.states):
        return False
    given = step.given
    return all(getattr(given, name) is rows for name, rows in watch.tables.items())


def _same(value: object, other: object, weighing: Weighing) -> bool:
    if isinstance(value, Results) and isinstance(other, Results):
        return weighing.same(value, other)
    return value is other or bool(value == other)
