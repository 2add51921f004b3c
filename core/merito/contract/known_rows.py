"""What the walks of one ente have in common: the same rows, gates and plan are the same objects in all of them."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from itertools import chain
from typing import Any, TypeVar

from attrs import define, evolve, field

from merito.contract.weighing import Weighing
from merito.model.acts import GateState
from merito.model.amended import AmendmentState
from merito.model.dossier import Dossier
from merito.model.results import RESULT_TABLES, TABLE_OF, Keyed, Results

Value = TypeVar("Value")
Table = tuple[Any, ...]
BY_KEY = frozenset(TABLE_OF[kind] for kind in Keyed.__constraints__)
Amended = tuple[Dossier, tuple[AmendmentState, ...]]


@define(eq=False)
class KnownRows:
    """Rows, gates and plans of the walks of an ente. With `by_value`, known rows stand for equal ones."""

    weighing: Weighing = field(factory=Weighing)
    by_value: bool = False
    _tables: dict[str, list[Table]] = field(factory=lambda: defaultdict(list))
    _derived: dict[Hashable, tuple[Any, Sequence[object]]] = field(factory=dict)
    _versions: dict[str, dict[tuple[str, ...], list[Any]]] = field(factory=dict)
    _sound: dict[int, Results] = field(factory=dict)
    _amended: list[Amended] = field(factory=list)
    _states: list[tuple[GateState, ...]] = field(factory=list)

    def forget(self) -> None:
        """Releases everything."""
        for kept in (self._tables, self._versions, self._derived, self._sound, self._amended, self._states):
            kept.clear()

    def once_for(self, what: Hashable, sources: Sequence[object], make: Callable[[], Value]) -> Value:
        """A value that depends only on `what` and on these very objects, made once for them. Errors are not kept."""
        key = (what, *map(id, sources))
        if key not in self._derived:
            self._derived[key] = (make(), sources)
        return self._derived[key][0]  # type: ignore[no-any-return]

    def together(self, answers: Sequence[Results]) -> Results | None:
        """The rows of several answers, put together once; None if there is no answer."""
        given = [one for one in answers if not one.empty]
        if len(given) < 2:
            return given[0] if given else next(iter(answers), None)
        return self.once_for("together", given, lambda: given[0].plus(*given[1:]))

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
        if not self.by_value:
            return self.once_for(name, rows, lambda: self._kept(name, rows))
        return self.once_for(name, rows, lambda: self._known(name, rows) or self._kept(name, rows))

    def _known(self, name: str, rows: Table) -> Table | None:
        return next((one for one in self._tables[name] if self.weighing.alike(one, rows)), None)

    def _kept(self, name: str, rows: Table) -> Table:
        rows = tuple(self._known_row(name, row) for row in rows) if self.by_value and name in BY_KEY else rows
        self._tables[name].append(rows)
        return rows

    def _known_row(self, name: str, row: Any) -> Any:
        """The first row with that key and equal values: who asks for it by its key finds the same row."""
        if name not in self._versions:
            self._versions[name] = defaultdict(list)
            for one in chain.from_iterable(self._tables[name]):
                self._versions[name][one.key].append(one)
        versions = self._versions[name][row.key]
        known = next((one for one in versions if self.weighing.alike((one,), (row,))), None)
        if known is None:
            versions.append(known := row)
        return known

    def is_sound(self, results: Results) -> bool:
        """Whether exactly these results have been checked before, and passed."""
        before = id(results) in self._sound
        self._sound[id(results)] = results
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
