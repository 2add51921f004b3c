"""Records what a rule looks at while it runs: choices on readings, states of gates, tables of results so far.

A rule runs again only if something that it looked at differs. The record also shows who asked for a reading.
"""

from collections.abc import Callable, Mapping
from typing import Any

from attrs import define, field, frozen

from merito.contract.rulebook import Readings
from merito.model.acts import GateState
from merito.model.language import in_words
from merito.model.messages import Code, say
from merito.model.results import RESULT_TABLES, TABLE_OF, Keyed, Results

TABLES = frozenset(RESULT_TABLES)
Table = tuple[Any, ...]
Key = tuple[str, ...]


@define(eq=False)
class Looked:
    """Tables of results, rows asked for by their keys with the table of each, and choices on readings."""

    tables: dict[str, Table] = field(factory=dict)
    rows: dict[type[Any], tuple[Table, dict[Key, Any]]] = field(factory=dict)
    live: dict[str, str] = field(factory=dict)

    def add(self, other: "Looked") -> None:
        self.tables.update(other.tables)
        self.live.update(other.live)
        for kind, (table, rows) in other.rows.items():
            self.rows.setdefault(kind, (table, {}))[1].update(rows)

    def stands(self, given: Results) -> bool:
        """Whether these results have the same tables and rows."""
        if not all(getattr(given, name) is rows for name, rows in self.tables.items()):
            return False
        for kind, (table, rows) in self.rows.items():
            if getattr(given, TABLE_OF[kind]) is table:
                continue
            row_of = given.by_key(kind).get
            for key, row in rows.items():  # a loop, because this runs for every rule of every walk
                if row_of(key) is not row:
                    return False
        return True


@define(eq=False)
class Watch:
    """What was looked at, and the readings asked for: `looked.live` are those of which another choice may matter.

    `states` are those of the gates, None if nothing looked at any; `gates` are the rules whose gates were asked for.
    `made` are the answers of the makers of `Step.once` that were used. What those looked at counts as looked at; `own`
    is what was looked at besides.
    """

    looked: Looked = field(factory=Looked)
    own: Looked = field(factory=Looked)
    asked: dict[str, None] = field(factory=dict)
    states: tuple[GateState, ...] | None = None
    gates: set[str] = field(factory=set)
    made: dict[Callable[[Any], Any], Any] = field(factory=dict)

    @property
    def live(self) -> dict[str, str]:
        """The choices of which another may matter, by reading."""
        return self.looked.live

    def without_made(self) -> "Watch":
        """What was looked at besides the answers of makers."""
        other = Watch(asked=dict(self.asked), states=self.states, gates=set(self.gates))
        for looked in (other.looked, other.own):
            looked.add(self.own)
        return other

    def add(self, other: "Watch") -> None:
        """Adds what was looked at on behalf of this one."""
        self.looked.add(other.looked)
        self.asked.update(other.asked)
        self.gates.update(other.gates)
        if other.states is not None:
            self.states = other.states

    def uses(self, make: Callable[[Any], Any], held: Any) -> None:
        """Records that the answer of a maker is used."""
        self.add(held.watch)
        self.made[make] = held

    def hears(self, other: "Watch") -> None:
        """Records only which readings were asked for on behalf of this one."""
        self.asked.update(other.asked)
        self.looked.live.update(other.looked.live)

    def ask(self, reading: str, choice: str, live: bool = True) -> None:
        """Records that a choice was asked for."""
        self.asked[reading] = None
        if live:
            self.looked.live[reading] = self.own.live[reading] = choice

    def look_at(self, name: str, table: Table) -> None:
        """Records that a whole table was looked at."""
        self.looked.tables[name] = self.own.tables[name] = table

    def look_up(self, kind: type[Any], table: Table, key: Key, row: Any) -> None:
        """Records that a row was asked for by its key; None if there is none."""
        for looked in (self.looked, self.own):
            known = looked.rows.get(kind)
            if known is None:
                known = looked.rows[kind] = (table, {})
            known[1][key] = row


class Watched(Results):
    """Results that record what is looked at."""

    __slots__ = ("_given", "_watch")

    def __attrs_post_init__(self) -> None:
        """The tables come from results that were checked already."""

    def __getattribute__(self, name: str) -> Any:
        value = object.__getattribute__(self, name)
        if name in TABLES:
            object.__getattribute__(self, "_watch").look_at(name, value)
        return value

    def row_of(self, kind: type[Keyed], *key: str) -> Keyed | None:
        given: Results = object.__getattribute__(self, "_given")
        row = given.row_of(kind, *key)
        object.__getattribute__(self, "_watch").look_up(kind, getattr(given, TABLE_OF[kind]), key, row)
        return row


def watched(results: Results, watch: Watch) -> Results:
    """The same results, which record in `watch` what is looked at."""
    made = Watched.__new__(Watched)
    object.__setattr__(made, "_watch", watch)
    object.__setattr__(made, "_given", results)
    for name in RESULT_TABLES:
        object.__setattr__(made, name, getattr(results, name))
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
            what = say(
                "la lettura {reading} ha la scelta {choice}, e la regola non sa che farne",
                reading=Code(reading),
                choice=Code(choice),
            )
            raise LookupError(in_words(what))
        self._watch.ask(reading, choice, any(other != ways[choice] for other in ways.values()))
        return ways[choice]
