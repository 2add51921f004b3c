"""Records what a rule looks at while it runs: choices on readings, states of gates, tables of results so far.

A rule runs again only if something that it looked at differs. The record also shows who asked for a reading.
"""

from collections.abc import Mapping
from typing import Any

from attrs import define, field, frozen

from merito.contract.rulebook import Readings
from merito.model.acts import GateState
from merito.model.results import RESULT_TABLES, Results

TABLES = frozenset(RESULT_TABLES)


@define(eq=False)
class Watch:
    """What was looked at: tables of results, choices asked for, and those of which another may matter (`live`).

    `states` are those of the gates, None if nothing looked at any; `gates` are the rules whose gates were asked for.
    """

    tables: dict[str, tuple[Any, ...]] = field(factory=dict)
    asked: dict[str, None] = field(factory=dict)
    live: dict[str, str] = field(factory=dict)
    states: tuple[GateState, ...] | None = None
    gates: set[str] = field(factory=set)

    def add(self, other: "Watch") -> None:
        """Adds what was looked at on behalf of this one."""
        self.tables.update(other.tables)
        self.asked.update(other.asked)
        self.live.update(other.live)
        self.gates.update(other.gates)
        if other.states is not None:
            self.states = other.states

    def ask(self, reading: str, choice: str, live: bool = True) -> None:
        """Records that a choice was asked for."""
        self.asked[reading] = None
        if live:
            self.live[reading] = choice


class Watched(Results):
    """Results that record which of their tables are looked at."""

    __slots__ = ("_watch",)

    def __attrs_post_init__(self) -> None:
        """The tables come from results that were checked already."""

    def __getattribute__(self, name: str) -> Any:
        value = object.__getattribute__(self, name)
        if name in TABLES:
            object.__getattribute__(self, "_watch").tables[name] = value
        return value


def watched(results: Results, watch: Watch) -> Results:
    """The same results, which record in `watch` what is looked at."""
    made = Watched.__new__(Watched)
    object.__setattr__(made, "_watch", watch)
    for name in RESULT_TABLES:
        object.__setattr__(made, name, getattr(results, name))
    object.__setattr__(made, "_indexes", results._indexes)  # built once for all rules that look at these tables
    return made


@frozen
class Chosen:
    """The choice in force on a reading. `adopted` is for messages: no sum may depend on it."""

    id: str
    choice: str
    adopted: bool = True


@frozen
class Choices:
    """The choice on every reading; each request is recorded."""

    _readings: Readings
    _watch: Watch

    def __getitem__(self, reading: str) -> Chosen:
        """Raises UnknownReadingError, a LookupError, on an id that no layer declares."""
        found = self._readings[reading]
        self._watch.ask(reading, found.choice)
        return Chosen(reading, found.choice, found.adopted)

    def among(self, reading: str, ways: Mapping[str, Any]) -> Any:
        """The value that belongs to the choice. The reading is live only if another choice has a different value."""
        choice = self._readings[reading].choice
        if choice not in ways:
            raise LookupError(f"reading {reading!r} has the choice {choice!r}, and the rule no way for it")
        self._watch.ask(reading, choice, any(other != ways[choice] for other in ways.values()))
        return ways[choice]
