"""The performance tree as the tables of the plan give it (par. 3.1): objectives, areas, managers, and their nodes.

Indicators weigh in their objective; operational objectives in the strategic one above them; strategic objectives, and
the operational ones that the table of weights lists, in their area; areas in the chamber's figure. The special agency
is a tree of its own. Managerial areas are a second view of the same objectives.
"""

from collections import defaultdict

from attrs import evolve

from merito import Area, Indicator, Objective, Rows, Said, Step, Unit, Weight
from merito_brescia.additions import not_in_the_plan
from merito_brescia.nodes import Node, NodePart, bare, node_of

STRATEGIC, OPERATIONAL = "strategic", "operational"
STRATEGIC_AREA, SPECIAL_AGENCY = "strategic_area", "special_agency"
OF_PEOPLE = ("group", "individual")


class Tree:
    """The plan of one dossier, as amended; `missing` is what the ente declares about weights that are missing."""

    def __init__(self, step: Step) -> None:
        self.dossier = step.dossier
        self.missing = step.parameters.choice("missing_weights")
        self.outside = {one.id: why for one, _, why in step.once(not_in_the_plan)}
        self.rows: dict[str, list[Weight]] = defaultdict(list)
        for row in self.dossier.weights:
            if row.year in (None, self.dossier.year):
                self.rows[row.node].append(row)
        self.tops = Rows(one for one in self.dossier.objectives if self.top(one))
        self.managers = Rows(one for one in self.dossier.units if self._manages(one))
        self.operational = Rows(one for one in self.dossier.objectives.of(level=OPERATIONAL) if not self.top(one))

    def top(self, one: Objective) -> bool:
        """Whether it is a strategic objective, or one of the special agency without one above it."""
        if one.level == STRATEGIC:
            return True
        area = self.dossier.areas.get(one.area or "")
        of_agency = area is not None and area.kind == SPECIAL_AGENCY
        return of_agency and one.level not in OF_PEOPLE and one.parent is None

    def _manages(self, unit: Unit) -> bool:
        """Whether a unit has objectives in the second view, or is a managerial area that should have some."""
        return f"unit:{unit.id}" in self.rows or (unit.kind == "area" and unit.head is not None)

    @property
    def empty(self) -> bool:
        """Whether the dossier holds no plan at all."""
        return not (self.dossier.areas or self.dossier.objectives or self.dossier.indicators)

    @property
    def objectives(self) -> tuple[Objective, ...]:
        """Operational objectives, then those above them: the order in which grades are computed."""
        return (*self.operational, *self.tops)

    def areas(self, kind: str) -> tuple[Area, ...]:
        return self.dossier.areas.of(kind=kind)

    def above(self, one: Objective) -> Objective | None:
        """The strategic objective above an operational one, if there is one."""
        return None if self.top(one) else self.tops.get(one.parent or "")

    def under(self, one: Objective) -> tuple[Objective, ...]:
        """The operational objectives under a strategic one."""
        return self.operational.of(parent=one.id) if self.top(one) else ()

    def tops_of(self, area: Area) -> tuple[Objective, ...]:
        return self.tops.of(area=area.id)

    def indicators(self, one: Objective) -> tuple[Indicator, ...]:
        return self.dossier.indicators.of(objective=one.id)

    def counted(self, one: Objective) -> list[Indicator]:
        """Its indicators of this year: not under monitoring, with a weight or something written as their target."""
        return [row for row in self.indicators(one) if not watched(row) and (row.weight is not None or _said(row))]

    def objective(self, one: Objective) -> Node:
        own = [NodePart(f"indicator:{row.id}", row.weight, row) for row in self.counted(one)]
        linked = [NodePart(f"objective:{child.id}", child.weight, child) for child in self.under(one)]
        node = self._node(f"objective:{one.id}", [*own, *linked], one, "nessun indicatore da misurare quest'anno")
        return evolve(node, problem=self.outside[one.id]) if one.id in self.outside else node

    def area(self, one: Area) -> Node:
        """Its strategic objectives, and those of the operational ones under them that the table of weights lists."""
        ref = f"area:{one.id}"
        natural = [NodePart(f"objective:{top.id}", top.weight, top) for top in self.tops_of(one)]
        listed = [NodePart(row.child, row.weight, row) for row in self.rows[ref]]
        without = "nessun obiettivo" if one.kind == SPECIAL_AGENCY else "nessun obiettivo strategico"
        node = self._node(ref, [*natural, *listed] if natural else [], one, without)
        own = {f"objective:{child.id}" for top in self.tops_of(one) for child in self.under(top)}
        natural_refs = {part.ref for part in natural}
        strange = [bare(part.ref) for part in listed if part.ref not in own | natural_refs]
        if not strange or not natural:
            return node
        why = "la tabella pesi vi elenca ciò che non è un obiettivo operativo dell'area"
        return evolve(node, problem=f"{why}: {', '.join(strange)}")

    def unit(self, one: Unit) -> Node:
        """The objectives that the table of weights gives to a manager's unit."""
        ref = f"unit:{one.id}"
        parts = [NodePart(row.child, row.weight, row) for row in self.rows[ref]]
        node = self._node(ref, parts, one, "nessun obiettivo assegnato nella tabella pesi")
        strange = [bare(part.ref) for part in parts if not self._known(part.ref)]
        if not strange:
            return node
        why = "la tabella pesi gli assegna ciò che non è un obiettivo strategico o operativo"
        return evolve(node, problem=f"{why}: {', '.join(strange)}")

    def _known(self, ref: str) -> bool:
        """Whether a node is a strategic or an operational objective."""
        one = self.dossier.objectives.get(bare(ref)) if ref.startswith("objective:") else None
        return one is not None and (one.level == OPERATIONAL or self.top(one))

    def ente(self) -> Node:
        """The strategic areas; never the special agency."""
        parts = [NodePart(f"area:{one.id}", one.weight, one) for one in self.areas(STRATEGIC_AREA)]
        return self._node(f"ente:{self.dossier.ente.id}", parts, None, "nessuna area strategica")

    def _node(self, ref: str, parts: list[NodePart], own: object, without: str) -> Node:
        return node_of(ref, parts, () if own is None else (own,), without, self.missing.value)


def watched(indicator: Indicator) -> bool:
    """Whether it is under monitoring, and therefore weighs nothing."""
    return bool(indicator.monitoring) or (indicator.monitoring is None and indicator.target.said is Said.MONITORING)


def _said(indicator: Indicator) -> bool:
    return indicator.target.said is not Said.NOTHING
