"""The boards of a holder, of the nearest unit above, and of the units in which somebody served (I-BP-12, I-BG-28)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction

from merito import Dossier
from merito.kit import units_above
from merito.numbers import Number

Place = tuple[str, str, str]  # scope, id and view of a grade
Kinds = tuple[str, ...]
Parts = tuple[Sequence[tuple[Place, Number]], int]


class Boards:
    """The boards of an ente by their holder. What was found for a period of service is cached."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._of: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for board in dossier.dashboards:
            self._of[board.holder or ""].append((board.kind, board.id))
        self._served: dict[object, Parts] = {}

    def of(self, kinds: Kinds, holder: str) -> list[Place]:
        """The boards of these kinds that a holder has: a person or a unit (`unit:U1`)."""
        return [("dashboard", board, board) for kind, board in self._of.get(holder, ()) if kind in kinds]

    def where_served(self, kinds: Kinds, days: Mapping[str, int], *, from_below: bool = False) -> Parts:
        """Boards of the units in which somebody served, with the fraction of service in each; and the days without any.

        With `from_below`, days in a unit without a board count for the nearest unit above it that has one (I-BG-28).
        """
        asked = (kinds, from_below, tuple(days.items()))
        if asked not in self._served:
            self._served[asked] = self._parts(kinds, days, from_below)
        return self._served[asked]

    def _parts(self, kinds: Kinds, days: Mapping[str, int], from_below: bool) -> Parts:
        by_unit: dict[str, int] = defaultdict(int)
        for unit, length in days.items():
            by_unit[self._nearest(kinds, unit) if from_below else unit] += length
        whole = sum(by_unit.values())
        found = {unit: self.of(kinds, f"unit:{unit}") for unit in by_unit}
        places = [(place, Fraction(length, whole)) for unit, length in by_unit.items() for place in found[unit]]
        return places, sum(length for unit, length in by_unit.items() if not found[unit])

    def _nearest(self, kinds: Kinds, unit: str) -> str:
        above = (one.id for one in units_above(self._dossier, unit))
        return next((one for one in above if self.of(kinds, f"unit:{one}")), unit)
