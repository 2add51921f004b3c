"""The weights in a node of the performance tree, and errors in them (par. 3.1)."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from merito import Grade
from merito.kit import sibling_weights
from merito.numbers import HUNDRED, number_text

NO_WEIGHTS = "i pesi mancano: si stabiliscono nel Piano, oppure missing_weights = equal dichiara pesi uguali"


@frozen(eq=False)
class NodePart:
    """A part of a node (`indicator:I1`, `objective:1.1`), its weight (percent points), and the row that gives it."""

    ref: str
    weight: Decimal | None
    row: object


@frozen(eq=False, kw_only=True)
class Node:
    """A node with its parts; one with a `problem` (Italian) is refused. With `equal`, parts weigh the same."""

    ref: str
    parts: tuple[NodePart, ...] = ()
    problem: str = ""
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


def node_of(ref: str, parts: Sequence[NodePart], own: tuple[object, ...], without: str, missing: str) -> Node:
    """A node; it is refused if it has no part, a part twice, or weights that do not sum to 100.

    If no part has a weight, they weigh the same if `missing` is `equal`.
    """
    node = Node(ref=ref, parts=tuple(parts), own=own)
    if not parts:
        return evolve(node, problem=without)
    refs = [part.ref for part in parts]
    twice = sorted({bare(one) for one in refs if refs.count(one) > 1})
    if twice:
        return evolve(node, problem=f"pesa due volte: {', '.join(twice)}")
    why = weights_problem([part.weight for part in parts])
    if why == NO_WEIGHTS and missing == "equal":
        return evolve(node, equal=True)
    return evolve(node, problem=f"{why} ({_weights_told(parts)})" if why else "")


def weights_problem(weights: Sequence[Decimal | None]) -> str:
    """What is wrong with the weights of one node (Italian), or nothing."""
    try:
        return NO_WEIGHTS if sibling_weights(weights) is None else ""
    except ValueError as error:
        return str(error)


def bare(ref: str) -> str:
    """The id in a reference with its table."""
    return ref.partition(":")[2]


def _weights_told(parts: Iterable[NodePart]) -> str:
    """`I1 60; I2 senza peso`."""
    return "; ".join(
        f"{bare(part.ref)} {'senza peso' if part.weight is None else number_text(part.weight)}" for part in parts
    )
