"""What holds money: closed gates, and interpretations that the ente has not adopted."""

from collections.abc import Iterable

from merito.cycle.gates import reason_of
from merito.model.acts import GateState
from merito.model.basis import Basis
from merito.model.money import FundLine, Reward
from merito.rulebook import Readings


class Holds:
    """Answers, for a row of money, what holds it; reasons begin with the id of a gate or of a reading."""

    def __init__(
        self,
        readings: Readings,
        gates: tuple[GateState, ...],
        phase_gates: tuple[GateState, ...],
        posts: frozenset[str] = frozenset(),
    ) -> None:
        self._adoptable = {reading.id: reading for reading in readings.all() if reading.must_adopt}
        self._closed = tuple(gate for gate in gates if not gate.open and (gate.gate.tool or gate.gate.subject))
        self._whole_phase = tuple(reason_of(gate) for gate in phase_gates)
        self._posts = posts
        self._known: dict[int, tuple[object, frozenset[str]]] = {}

    def rests_on(self, row: object) -> tuple[str, ...]:
        """Readings of money that a row, or a result it rests on, bears; adopted or not."""
        return tuple(sorted(self._readings_of(row)))

    def open_readings(self, row: object) -> tuple[str, ...]:
        """Those among them that the ente has not adopted."""
        return tuple(identifier for identifier in self.rests_on(row) if self._adoptable[identifier].open)

    def on_line(self, line: FundLine) -> tuple[str, ...]:
        """Reasons that hold a whole line of a fund."""
        tool_gates = [
            reason_of(gate)
            for gate in self._closed
            if line.tool is not None and gate.gate.tool == line.tool and not gate.gate.subject
        ]
        phase = () if line.tool is None else self._phase(line.tool)
        return (*phase, *tool_gates, *self._told(self.open_readings(line)))

    def on_reward(self, reward: Reward) -> tuple[str, ...]:
        """Reasons that hold one person's reward."""
        subjects = {reward.subject, f"person:{reward.person}"}
        gates = [
            reason_of(gate)
            for gate in self._closed
            if gate.gate.tool in (None, reward.tool) and (not gate.gate.subject or gate.gate.subject in subjects)
        ]
        return (*self._phase(reward.tool), *gates, *self._told(self.open_readings(reward)))

    def _phase(self, tool: str) -> tuple[str, ...]:
        """A gate on the whole phase holds every reward of merit, not the pay of a post."""
        return () if tool in self._posts else self._whole_phase

    def _told(self, readings: Iterable[str]) -> list[str]:
        standing = [self._adoptable[identifier] for identifier in readings]
        return [
            f"{reading.id}: lettura non ancora adottata dall'ente (scelta provvisoria: {reading.choice})"
            for reading in standing
        ]

    def _readings_of(self, row: object) -> frozenset[str]:
        known = self._known.get(id(row))
        if known is None or known[0] is not row:
            found = self._adoptable.keys() & getattr(row, "rules", ())
            basis = getattr(row, "basis", None)
            if isinstance(basis, Basis):
                for earlier in basis.results:
                    found = found | self._readings_of(earlier)
            known = self._known[id(row)] = (row, frozenset(found))
        return known[1]
