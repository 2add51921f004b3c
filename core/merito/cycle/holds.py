"""What holds money: closed gates, and interpretations that the ente has not adopted."""

from collections.abc import Iterable

from merito.cycle.gates import reason_of
from merito.model.acts import GateState
from merito.model.basis import Basis
from merito.model.results import FundLine, Reward
from merito.rulebook import Readings


class Holds:
    """Answers, for a row of money, what holds it; reasons begin with the id of a gate or of a reading."""

    def __init__(self, readings: Readings, gates: tuple[GateState, ...], phase_gates: tuple[GateState, ...]) -> None:
        self._open = {reading.id: reading for reading in readings.all() if reading.open}
        self._closed = tuple(gate for gate in gates if not gate.open and (gate.gate.tool or gate.gate.subject))
        self._whole_phase = tuple(reason_of(gate) for gate in phase_gates)
        self._known: dict[int, frozenset[str]] = {}

    def open_readings(self, row: object) -> tuple[str, ...]:
        """Open readings that a row, or a result it rests on, bears."""
        return tuple(sorted(self._readings_of(row))) if self._open else ()

    def on_line(self, line: FundLine) -> tuple[str, ...]:
        """Reasons that hold a whole line of a fund."""
        tool_gates = [
            reason_of(gate)
            for gate in self._closed
            if line.tool is not None and gate.gate.tool == line.tool and not gate.gate.subject
        ]
        phase = self._whole_phase if line.tool is not None else ()
        return (*phase, *tool_gates, *self._told(self.open_readings(line)))

    def on_reward(self, reward: Reward) -> tuple[str, ...]:
        """Reasons that hold one person's reward."""
        subjects = {reward.subject, f"person:{reward.person}"}
        gates = [
            reason_of(gate)
            for gate in self._closed
            if gate.gate.tool in (None, reward.tool) and (not gate.gate.subject or gate.gate.subject in subjects)
        ]
        return (*self._whole_phase, *gates, *self._told(self.open_readings(reward)))

    def _told(self, readings: Iterable[str]) -> list[str]:
        return [
            f"{identifier}: lettura non ancora adottata dall'ente (scelta provvisoria: {self._open[identifier].choice})"
            for identifier in readings
        ]

    def _readings_of(self, row: object) -> frozenset[str]:
        known = self._known.get(id(row))
        if known is None:
            found = self._open.keys() & getattr(row, "rules", ())
            basis = getattr(row, "basis", None)
            if isinstance(basis, Basis):
                for earlier in basis.results:
                    found = found | self._readings_of(earlier)
            known = self._known[id(row)] = frozenset(found)
        return known
