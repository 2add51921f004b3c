"""Whether two answers of a rule amount to the same money: rows that only inform, and that no rule reads, may differ."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from attrs import define, field, fields, has

from merito.contract.watch import Watch
from merito.model.acts import Gate, Phase
from merito.model.basis import Made
from merito.model.results import RESULT_TABLES, TABLE_OF, Results
from merito.model.states import State

MONEY = frozenset({"fund_lines", "rewards", "bands", "placements", "positions", "scores", "grades"})
"""The tables of sums, and of the figures behind them, which are shown with the readings that decide them."""
SIMPLE = frozenset({str, int, bool, Decimal, Fraction, date, type(None)})
FINDINGS, GATES = "findings", "gates"


@define(eq=False)
class Weighing:
    """Compares answers of rules while other choices on open readings are tried.

    `opens` says of a gate whether its acts are there. Differences that are ignored are recorded: once a rule looks at
    one of them, the comparison is no longer valid (`overlooked`), and the caller must start again.
    """

    opens: Callable[[Gate], bool] = lambda gate: False
    _looked_at: set[str] = field(factory=set)
    _passed_over: set[str] = field(factory=set)
    _firm: dict[int, tuple[Made, bool]] = field(factory=dict)

    @property
    def overlooked(self) -> bool:
        """Whether a rule has looked at something that was ignored before."""
        return not self._passed_over.isdisjoint(self._looked_at)

    def looked_at(self, watch: Watch) -> None:
        """Records what a rule has looked at: tables, and gates by their rules."""
        self._looked_at.update(watch.looked.tables, map(TABLE_OF.__getitem__, watch.looked.rows), watch.gates)

    def start_again(self) -> None:
        """Forgets what was ignored; what was looked at stays known."""
        self._passed_over.clear()

    def same(self, one: Results, other: Results) -> bool:
        """Whether both amount to the same money."""
        return all(self._same_table(name, getattr(one, name), getattr(other, name)) for name in RESULT_TABLES)

    def alike(self, some: tuple[Any, ...], others: tuple[Any, ...]) -> bool:
        """Whether rows have the same values and are equally firm; what they were computed from may differ."""
        return some is others or (some == others and all(map(self._as_firm, some, others)))

    def alike_made(self, one: Any, other: Any) -> bool:
        """The same for values of any shape, such as a ranking. Values that hold no rows must only be equal."""
        if one is other:
            return True
        kind = type(one)
        if kind is not type(other):
            return False
        if isinstance(one, Made):
            return bool(one == other) and self._as_firm(one, other)
        if isinstance(one, tuple | list):
            if len(one) != len(other):
                return False
            return one == other if SIMPLE.issuperset(map(type, one)) else all(map(self.alike_made, one, other))
        if isinstance(one, Mapping):
            return list(one) == list(other) and self.alike_made((*one.values(),), (*other.values(),))
        if kind in SIMPLE or not has(kind):
            return bool(one == other)
        return all(self.alike_made(getattr(one, of.name), getattr(other, of.name)) for of in fields(kind))

    def print_of(self, value: Any) -> int:
        """A number that is the same for all values that `alike_made` finds alike, and seldom for others."""
        kind = type(value)
        if kind in SIMPLE:
            return hash(value)
        if isinstance(value, tuple | list):
            simple = SIMPLE.issuperset(map(type, value))
            return hash(tuple(value if simple else map(self.print_of, value)))
        if isinstance(value, Made) or not (has(kind) or isinstance(value, Mapping)):
            return _hash(value)
        if isinstance(value, Mapping):
            return hash((*value, *map(self.print_of, value.values())))
        return hash(tuple(self.print_of(getattr(value, of.name)) for of in fields(kind)))

    def _same_table(self, name: str, some: tuple[Any, ...], others: tuple[Any, ...]) -> bool:
        if self.alike(some, others):
            return True
        if name in MONEY or name in self._looked_at:
            return False
        if name == GATES:
            return self._same_gates(some, others)
        if name == FINDINGS and not self.alike(_holding(some), _holding(others)):
            return False
        self._passed_over.add(name)
        return True

    def _same_gates(self, some: Iterable[Gate], others: Iterable[Gate]) -> bool:
        """Whether the same gates exist, except for open ones on rewards that no rule looks at: they hold nothing."""
        alone = [gate for gate in some if gate not in others] + [gate for gate in others if gate not in some]
        rules = {rule for gate in alone for rule in gate.rules}
        if not all(map(self._holds_nothing, alone)) or rules & self._looked_at:
            return False
        self._passed_over.update(rules, (GATES,))
        return True

    def _holds_nothing(self, gate: Gate) -> bool:
        return gate.phase is Phase.REWARDS and gate.subject is None and self.opens(gate)

    def _as_firm(self, one: object, other: object) -> bool:
        """Whether two rows rest on the same, or only on final rows: then nothing waits in either case."""
        if one is other or not (isinstance(one, Made) and isinstance(other, Made)):
            return True
        return one.rests_on == other.rests_on or (self._rests_firm(one) and self._rests_firm(other))

    def _rests_firm(self, row: Made) -> bool:
        firm = self._firm
        for below in row.rests_on:  # a loop, because this runs for every row of every walk
            known = firm.get(id(below)) or self._known_firm(below)
            if not known[1]:
                return False
        return True

    def _known_firm(self, row: Made) -> tuple[Made, bool]:
        known = self._firm[id(row)] = (row, _final(row) and self._rests_firm(row))
        return known


def _hash(value: object) -> int:
    """The hash of a value, or of its type if it has none."""
    try:
        return hash(value)
    except TypeError:
        return hash(type(value))


def _final(row: Made) -> bool:
    return getattr(row, "state", State.FINAL) is State.FINAL


def _holding(findings: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(one for one in findings if one.holds)
