"""Remembers the answers of rules over the walks of one ente, so that no rule runs twice on the same input."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from itertools import product
from math import prod
from typing import Any, TypeVar

from attrs import define, evolve, field

from merito.contract.remembered import Looking, Remembered, stands
from merito.contract.watch import Looked, Watch
from merito.contract.weighing import Weighing
from merito.model.acts import GateState
from merito.model.amended import AmendmentState
from merito.model.dossier import Dossier
from merito.model.results import RESULT_TABLES, Results

MOST_TOGETHER = 64
"""The maximum of combinations of choices that are tried on one rule to see which readings matter to it."""
Value = TypeVar("Value")
Table = tuple[Any, ...]
Amended = tuple[Dossier, tuple[AmendmentState, ...]]


Given = TypeVar("Given", bound=Looking)


@define(eq=False)
class Memory:
    """The memory of the walks of an ente; while `searching`, rows equal to earlier ones are replaced by those.

    `choices` are those of every open reading; `weighing` says which answers amount to the same money.
    """

    choices: Mapping[str, Sequence[str]] = field(factory=dict)
    searching: bool = False
    weighing: Weighing = field(factory=Weighing)
    _known_to_matter: set[str] = field(factory=set)
    _held: dict[Hashable, list[Remembered]] = field(factory=dict)
    _different: dict[Hashable, list[Remembered]] = field(factory=dict)
    _first_alike: dict[int, Remembered] = field(factory=dict)
    _matters: dict[int, list[Watch]] = field(factory=dict)
    _amended: list[Amended] = field(factory=list)
    _looked_at: dict[int, Results] = field(factory=dict)
    _states: list[tuple[GateState, ...]] = field(factory=list)
    _tables: dict[str, list[Table]] = field(factory=lambda: defaultdict(list))
    _derived: dict[Hashable, tuple[Any, Sequence[object]]] = field(factory=dict)

    def given(self, key: Hashable, step: Given, make: Callable[[Given], Value], expected: type[Exception]) -> Value:
        """The answer of a rule for a step, remembered under a key; an `expected` error is remembered too."""
        held = self._one_held(key, step, make, expected)
        if not self.choices:  # everything that was looked at matters
            step.watch.hears(held.watch)
            return held.answer()  # type: ignore[no-any-return]
        known = self._matters.setdefault(id(held), [])
        matters = next((one for one in known if stands(one.looked, one.states, step)), None)
        if matters is None:  # in a trial, a fault is an ordinary outcome
            trial = partial(self._one_held, key, make=make, expected=Exception)
            matters = self._what_matters(held, step, trial)
            known.append(matters)
        step.watch.hears(matters)
        return held.answer()  # type: ignore[no-any-return]

    def made(self, make: Callable[[Given], Value], step: Given, expected: type[Exception]) -> Value:
        """A value that several rules need, remembered under its maker; users count as having looked at its sources."""
        held = self._one_held(make, step, make, expected)
        step.watch.uses(make, held)
        return held.answer()  # type: ignore[no-any-return]

    def start_again(self) -> None:
        """Forgets which readings did not matter: a difference that had been ignored has been looked at since."""
        self._matters.clear()
        self.weighing.start_again()

    def forget(self) -> None:
        """Releases everything at the end of a run, because steps, memory and rows refer to each other."""
        known = (self._held, self._matters, self._amended, self._looked_at, self._states, self._tables, self._derived)
        for kept in (*known, self._different, self._first_alike):
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
        return self.once_for("together", given, lambda: given[0].plus(*given[1:]))

    def once_for(self, what: Hashable, sources: Sequence[object], make: Callable[[], Value]) -> Value:
        """A value that depends only on `what` and on these very objects, made once for them. Errors are not kept."""
        key = (what, *map(id, sources))
        if key not in self._derived:
            self._derived[key] = (make(), sources)
        return self._derived[key][0]  # type: ignore[no-any-return]

    def plus(self, standing: Results, more: Results) -> Results:
        """The rows of both. The same rows, put together again, are the same results."""
        added = {name: self._first(name, rows) for name in RESULT_TABLES if (rows := getattr(more, name))}
        tables = {name: self._put_together(getattr(standing, name), rows) for name, rows in added.items()}
        every = [tables.get(name) or getattr(standing, name) for name in RESULT_TABLES]
        return self.once_for("results", every, lambda: evolve(standing, **tables))

    def _put_together(self, rows: Table, more: Table) -> Table:
        return self.once_for("rows", (rows, more), lambda: (*rows, *more)) if rows else more

    def _first(self, name: str, rows: Table) -> Table:
        """The first rows with equal values that were given, or these."""
        if not self.searching:
            return self.once_for(name, rows, lambda: self._kept(name, rows))
        return self.once_for(name, rows, lambda: self._known(name, rows) or self._kept(name, rows))

    def _known(self, name: str, rows: Table) -> Table | None:
        return next((one for one in self._tables[name] if self.weighing.alike(one, rows)), None)

    def _kept(self, name: str, rows: Table) -> Table:
        self._tables[name].append(rows)
        return rows

    def _one_held(
        self, key: Hashable, step: Given, make: Callable[[Given], object], expected: type[Exception]
    ) -> Remembered:
        known = self._held.setdefault(key, [])
        constant = step.constant
        held = next((one for one in known if one.holds_for(step, constant)), None)
        if held is None:
            held = self._held_by_equal_makers(known, step, constant) if self.searching else None
            held = held or self._ran(step, make, expected)
            known.append(held)
            self.weighing.looked_at(held.watch)
        return held

    @staticmethod
    def _ran(step: Given, make: Callable[[Given], object], expected: type[Exception]) -> Remembered:
        watch, value, error = Watch(), None, None
        try:
            value = make(step.watched_by(watch))
        except expected as raised:
            error = raised
        return Remembered(value, error, watch, step.constant, expected)

    def _held_by_equal_makers(
        self, known: Sequence[Remembered], step: Given, constant: tuple[object, ...]
    ) -> Remembered | None:
        """A known answer for which only makers looked at other things, and gave the same again."""
        for one in known:
            if one.of is None and one.watch.made and one.holds_besides_makers(step, constant):
                made = self._made_again(one, step)
                if made is not None:
                    return one.with_made(made)
        return None

    def _made_again(self, one: Remembered, step: Given) -> Mapping[Any, Remembered] | None:
        """The answers of the makers that a rule used, for another step; None if one gives something else.

        They are asked in the order in which the rule asked, so none is asked that the rule would not ask.
        """
        again: dict[Any, Remembered] = {}
        for make, before in tuple(one.watch.made.items()):
            try:
                again[make] = self._one_held(make, step, make, before.expected)
            except Exception:  # the rule will raise it
                return None
            if self._alike(make, again[make]) is not self._alike(make, before):
                return None
        return again

    def _alike(self, make: Hashable, held: Remembered) -> Remembered:
        """The first answer of a maker with an equal value."""
        first = held.first
        found = self._first_alike.get(id(first))
        if found is None:
            others = self._different.setdefault(make, [])
            alike = (one for one in others if first.error is one.error is None)
            found = next((one for one in alike if self.weighing.alike_made(one.value, first.value)), None)
            if found is None:
                found = first
                others.append(first)
            self._first_alike[id(first)] = found
        return found

    def _what_matters(self, own: Remembered, step: Given, held_for: Callable[[Given], Remembered]) -> Watch:
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
            there = self._tried(held_for, step.choosing(changes))
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

    def _tried(self, held_for: Callable[[Given], Remembered], step: Given) -> Remembered:
        before, self.searching = self.searching, True
        try:
            return held_for(step)
        finally:
            self.searching = before

    def _few(self, readings: Sequence[str]) -> bool:
        return prod(len(self.choices[one]) for one in readings) <= MOST_TOGETHER

    def _others(self, step: Looking, reading: str) -> list[str]:
        return [choice for choice in self.choices[reading] if choice != step.choice_of(reading)]
