"""The performance tree as the tables of the Plan give it: objectives, areas, managers, and the weights in each node.

Indicators weigh in their objective; operational objectives in the strategic one above them; strategic objectives, and
the operational ones that the table of weights lists, in their area; areas in the chamber's figure. The special agency
is a tree of its own. Managerial areas are a second view of the same objectives (par. 3.1).
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from merito import (
    NOTHING,
    Area,
    Grade,
    Indicator,
    Message,
    Objective,
    Ref,
    Rows,
    Step,
    Unit,
    Weight,
    as_message,
    kit,
    say,
    several,
)
from merito.numbers import HUNDRED
from merito_brescia.planning.acts import not_in_the_plan

STRATEGIC, OPERATIONAL = "strategic", "operational"
STRATEGIC_AREA, SPECIAL_AGENCY = "strategic_area", "special_agency"
OF_PEOPLE = ("group", "individual")
NO_WEIGHTS = say("i pesi mancano: si stabiliscono nel Piano, oppure missing_weights = equal dichiara pesi uguali")


@frozen(eq=False)
class NodePart:
    """A part of a node (`indicator:I1`, `objective:1.1`), its weight (percent points), and the row that gives it."""

    ref: str
    weight: Decimal | None
    row: object


@frozen(eq=False, kw_only=True)
class Node:
    """A node with its parts; one with a `problem` is refused. With `equal`, parts weigh the same."""

    ref: str
    parts: tuple[NodePart, ...] = ()
    problem: Message = NOTHING
    equal: bool = False
    own: tuple[object, ...] = ()

    @property
    def inputs(self) -> tuple[object, ...]:
        """The rows that it rests on: its own and those of its parts."""
        return tuple(dict.fromkeys((*self.own, *(part.row for part in self.parts))))

    def weighed(self, grades: dict[str, Grade]) -> list[tuple[Grade, Fraction]]:
        """The grades of the parts that weigh something, with their weights."""
        share = HUNDRED / len(self.parts)
        pairs = [(part, share if self.equal else Fraction(part.weight or 0)) for part in self.parts]
        return [(grades[part.ref], weight) for part, weight in pairs if weight]

    def refused_for(self, strange: Sequence[str], why: Message) -> "Node":
        return evolve(self, problem=why) if strange else self


def weights_problem(weights: Sequence[Decimal | None], without: Message = NO_WEIGHTS) -> Message:
    """What is wrong with the weights of one node, or nothing; `without` if it has none."""
    try:
        return without if kit.sibling_weights(weights) is None else NOTHING
    except ValueError as error:
        return as_message(error.args[0])


def bare(ref: str) -> str:
    """The id in a reference with its table."""
    return ref.partition(":")[2]


class Tree:
    """The plan of one dossier, as amended; `missing` is what the ente declares about weights that are missing."""

    def __init__(self, step: Step) -> None:
        self.dossier = step.dossier
        self.empty = not (self.dossier.areas or self.dossier.objectives or self.dossier.indicators)
        self.missing = step.parameters.choice("missing_weights")
        self.outside = {one.id: why for one, _, why in step.once(not_in_the_plan)}
        self.rows: dict[str, list[Weight]] = defaultdict(list)
        for row in self.dossier.weights:
            if row.year in (None, self.dossier.year):
                self.rows[row.node].append(row)
        self.tops = Rows(one for one in self.dossier.objectives if self.top(one))
        headed = {one.id for one in self.dossier.units.of(kind="area") if one.head is not None}
        self.managers = Rows(one for one in self.dossier.units if f"unit:{one.id}" in self.rows or one.id in headed)
        self.operational = Rows(one for one in self.dossier.objectives.of(level=OPERATIONAL) if not self.top(one))
        self.objectives = (*self.operational, *self.tops)  # the order in which grades are computed
        self.strategic_areas = self.dossier.areas.of(kind=STRATEGIC_AREA)
        self.agency = self.dossier.areas.of(kind=SPECIAL_AGENCY)
        self.areas = (*self.strategic_areas, *self.agency)

    def top(self, one: Objective) -> bool:
        """Whether it is a strategic objective, or one of the special agency without one above it."""
        if one.level == STRATEGIC:
            return True
        area = self.dossier.areas.get(one.area or "")
        of_agency = area is not None and area.kind == SPECIAL_AGENCY
        return of_agency and one.level not in OF_PEOPLE and one.parent is None

    def above(self, one: Objective) -> Objective | None:
        """The strategic objective above an operational one, if there is one."""
        return None if self.top(one) else self.tops.get(one.parent or "")

    def under(self, one: Objective) -> tuple[Objective, ...]:
        """The operational objectives under a strategic one."""
        return self.operational.of(parent=one.id) if self.top(one) else ()

    def indicators(self, one: Objective) -> tuple[Indicator, ...]:
        return self.dossier.indicators.of(objective=one.id)

    def measuring(self, *objectives: Objective) -> list[Indicator]:
        """The indicators of some objectives that are not only under monitoring."""
        return [row for one in objectives for row in self.indicators(one) if not row.watched]

    def counted(self, one: Objective) -> list[Indicator]:
        """Its indicators of this year: not under monitoring, and with a weight or without a `-` as their target."""
        return [row for row in self.measuring(one) if row.weight is not None or row.expected]

    def objective(self, one: Objective) -> Node:
        own = [NodePart(f"indicator:{row.id}", row.weight, row) for row in self.counted(one)]
        linked = [NodePart(f"objective:{child.id}", child.weight, child) for child in self.under(one)]
        node = self._node(f"objective:{one.id}", [*own, *linked], one, say("nessun indicatore da misurare quest'anno"))
        return evolve(node, problem=self.outside[one.id]) if one.id in self.outside else node

    def area(self, one: Area) -> Node:
        """Its strategic objectives, and those of the operational ones under them that the table of weights lists."""
        ref, tops = f"area:{one.id}", self.tops.of(area=one.id)
        without = say("nessun obiettivo") if one.kind == SPECIAL_AGENCY else say("nessun obiettivo strategico")
        if not tops:
            return self._node(ref, [], one, without)
        natural = [NodePart(f"objective:{top.id}", top.weight, top) for top in tops]
        listed = [NodePart(row.child, row.weight, row) for row in self.rows[ref]]
        own = {f"objective:{child.id}" for top in tops for child in (top, *self.under(top))}
        strange = [part.ref for part in listed if part.ref not in own]
        why = say(
            "la tabella pesi vi elenca ciò che non è un obiettivo operativo dell'area: {strange}",
            strange=tuple(map(Ref.to, strange)),
        )
        return self._node(ref, [*natural, *listed], one, without).refused_for(strange, why)

    def unit(self, one: Unit) -> Node:
        """The objectives that the table of weights gives to a manager's unit."""
        ref = f"unit:{one.id}"
        parts = [NodePart(row.child, row.weight, row) for row in self.rows[ref]]
        strange = [part.ref for part in parts if not self._known(part.ref)]
        why = say(
            "la tabella pesi gli assegna ciò che non è un obiettivo strategico o operativo: {strange}",
            strange=tuple(map(Ref.to, strange)),
        )
        without = say("nessun obiettivo assegnato nella tabella pesi")
        return self._node(ref, parts, one, without).refused_for(strange, why)

    def _known(self, ref: str) -> bool:
        """Whether a node is a strategic or an operational objective."""
        one = self.dossier.objectives.get(bare(ref)) if ref.startswith("objective:") else None
        return one is not None and (one.level == OPERATIONAL or self.top(one))

    def ente(self) -> Node:
        """The strategic areas; never the special agency."""
        parts = [NodePart(f"area:{one.id}", one.weight, one) for one in self.strategic_areas]
        return self._node(f"ente:{self.dossier.ente.id}", parts, None, say("nessuna area strategica"))

    def _node(self, ref: str, parts: list[NodePart], own: object, without: Message) -> Node:
        """A node, refused if empty, with a part twice or wrong weights; without weights equal, if the ente says so."""
        node = Node(ref=ref, parts=tuple(parts), own=() if own is None else (own,))
        if not parts:
            return evolve(node, problem=without)
        refs = [part.ref for part in parts]
        twice = sorted({one for one in refs if refs.count(one) > 1})
        if twice:
            return evolve(node, problem=say("pesa due volte: {parts}", parts=tuple(map(Ref.to, twice))))
        why = weights_problem([part.weight for part in parts])
        if why == NO_WEIGHTS and self.missing.value == "equal":
            return evolve(node, equal=True)
        if not why:
            return node
        told = several(*map(_weight_of, parts))
        return evolve(node, problem=say("{why} ({weights})", why=why, weights=told))


def _weight_of(part: NodePart) -> Message:
    named = Ref.to(part.ref)
    if part.weight is None:
        return say("{part} senza peso", part=named)
    return say("{part} {weight}", part=named, weight=part.weight)
