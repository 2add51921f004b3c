"""The answers of rules and makers over the walks of one ente, so that none runs twice on the same input."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from attrs import define, field

from merito.contract.remembered import Looking, Remembered
from merito.contract.watch import Watch
from merito.contract.weighing import Weighing

Given = TypeVar("Given", bound=Looking)
Names = tuple[str, ...]


@define(eq=False)
class _Known:
    """The answers known for a rule or a maker, by what was looked at; those in `first` are no copies.

    They are kept by the readings asked for and the names of the tables, and then by the choices and the very tables.
    """

    first: list[Remembered] = field(factory=list)
    _by_looks: dict[tuple[Names, Names], dict[tuple[Hashable, ...], list[Remembered]]] = field(factory=dict)

    def add(self, held: Remembered) -> None:
        live, tables = held.watch.live, held.watch.looked.tables
        by_looks = self._by_looks.setdefault((tuple(live), tuple(tables)), {})
        by_looks.setdefault((*live.values(), *map(id, tables.values())), []).append(held)
        if held.of is None:
            self.first.append(held)

    def like(self, step: Looking) -> Iterator[Remembered]:
        """The answers for which every reading asked for has the choice, and every table the rows, of a step."""
        choice_of, given = step.choice_of, step.given
        for (readings, tables), by_looks in self._by_looks.items():
            looks = (*map(choice_of, readings), *(id(getattr(given, name)) for name in tables))
            yield from by_looks.get(looks, ())


@define(eq=False)
class Answers:
    """The answers by rule or maker. With `by_value`, one stands if only makers ran again, and gave equal values.

    Not so in the ente's own walk: what is told there of an equal value must come from the ente's own choices.
    """

    weighing: Weighing = field(factory=Weighing)
    by_value: bool = False
    _held: dict[Hashable, _Known] = field(factory=lambda: defaultdict(_Known))
    _different: dict[Hashable, list[Remembered]] = field(factory=lambda: defaultdict(list))
    _first_alike: dict[int, Remembered] = field(factory=dict)

    def forget(self) -> None:
        """Releases everything."""
        for kept in (self._held, self._different, self._first_alike):
            kept.clear()

    def of(self, key: Hashable, step: Given, make: Callable[[Given], object], expected: type[Exception]) -> Remembered:
        """The answer for a step, remembered under a key; an `expected` error is remembered too."""
        known, constant = self._held[key], step.constant
        held = next((one for one in known.like(step) if one.holds_for(step, constant)), None)
        if held is None:
            held = self._held_by_equal_makers(known.first, step, constant) if self.by_value else None
            held = held or self._ran(step, make, expected)
            known.add(held)
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
            if one.watch.made and one.holds_besides_makers(step, constant):
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
                again[make] = self.of(make, step, make, before.expected)
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
            others = self._different[make, self.weighing.print_of(first.value)]
            alike = (one for one in others if first.error is one.error is None)
            found = next((one for one in alike if self.weighing.alike_made(one.value, first.value)), None)
            if found is None:
                found = first
                others.append(first)
            self._first_alike[id(first)] = found
        return found

    def tried(self, key: Hashable, step: Given, make: Callable[[Given], object]) -> Remembered:
        """The answer of a rule in a trial, where any error is an ordinary outcome."""
        before, self.by_value = self.by_value, True
        try:
            return self.of(key, step, make, Exception)
        finally:
            self.by_value = before
