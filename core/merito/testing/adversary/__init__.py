"""The adversary of the public folder: which hidden figures can be known, at least nearly, from what is published.

A hidden figure is safe if it may differ, as far as a reader knows, by a tenth of it and by 100 euro, or by two people.
Three readers ask: one who has only read; one who also knows his own prize; two colleagues who tell each other theirs.
A figure that the totals named by a law already show, to the same reader, is no fault of the guard: the ente is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from attrs import frozen

from merito.contract.inputs import Inputs
from merito.model.record import Record
from merito.publication import Published
from merito.publication import told as guarded
from merito.testing.adversary.integer_program import Program, solver_installed
from merito.testing.adversary.known import EURO, Cell, Knowledge

__all__ = ["Solved", "attack", "solver_installed"]
LEAST_EURO, LEAST_PEOPLE, TENTH = 10_000, 2, 10
COALITIONS_FROM = 5


@frozen
class Solved:
    """A hidden figure that a reader can tell: what it is, its value, the interval left, who reads, and by which totals.

    With `by_law`, the totals that a law names are enough.
    """

    what: str
    value: int
    least: int
    most: int
    reader: str
    by_law: bool


def attack(
    record: Record, inputs: Inputs, told: Mapping[str, Sequence[Published]] | None = None, *, readers: bool = True
) -> list[Solved]:
    """What the published tables of a record let readers know; `told` stands in for what the guard publishes.

    Without `readers`, only somebody outside asks, who knows nobody's prize.
    """
    rows = [one for own in (guarded(record, inputs) if told is None else told).values() for one in own]
    known = Knowledge(record, inputs)
    known.close()
    assert known.program.admits(known.truth), "what the reader is supposed to know is not so"
    whole, law = known.program.with_more(), known.program.with_more()
    open_ones = known.learn(whole, rows)
    known.learn(law, rows, by_law=True)
    assert whole.admits(known.truth), "a published figure is not the sum of the figures that it stands for"
    hidden = [cell for cell in known.cells() if cell.key not in open_ones and known.of_few(cell)]
    found: list[Solved] = []
    for name, people in _readers(known) if readers else (("chi legge", ()),):
        one, other = (_owning(known, program, people) for program in (whole, law))
        for cell in hidden:
            inside = _people_of(cell)
            if inside <= set(people) or (len(people) > 1 and len(inside) < COALITIONS_FROM):
                continue
            least, most = _interval(one, cell)
            if not _wide(cell, least, most):
                shown = not _wide(cell, *_interval(other, cell))
                found.append(Solved(cell.name, cell.value, least, most, name, shown))
    return found


def _owning(known: Knowledge, program: Program, people: Sequence[str]) -> Program:
    if not people:
        return program
    made = program.with_more()
    known.owned(made, people)
    return made


def _readers(known: Knowledge) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Somebody outside; one person of each kind and prize; two colleagues, of each pair of these."""
    yield "chi legge", ()
    alike: dict[object, list[str]] = {}
    for place, slot in enumerate(known.slots):
        for reward in slot.rewards:
            alike.setdefault((place, reward.released), []).append(reward.person)
    for own in alike.values():
        yield f"chi ha il premio di {own[0]}", (own[0],)
    pairs = [(one[0], one[1]) for one in alike.values() if len(one) > 1]
    pairs += [(one[0], other[0]) for one, other in combinations(alike.values(), 2)]
    for one, other in dict.fromkeys(pairs):
        if one != other:
            yield f"{one} e {other} insieme", (one, other)


def _people_of(cell: Cell) -> frozenset[str]:
    return frozenset(one.person for slot in cell.slots for one in slot.rewards)


def _needed(cell: Cell) -> int:
    """How wide the interval of a figure must be."""
    if cell.unit != EURO:
        return LEAST_PEOPLE
    return max(LEAST_EURO, -(-abs(cell.value) // TENTH))


def _wide(cell: Cell, least: int, most: int) -> bool:
    return most - least >= _needed(cell)


def _interval(program: Program, cell: Cell) -> tuple[int, int]:
    """The least and the greatest value found of a figure, as far as needed; its own value if none is found in time."""
    needed = _needed(cell)
    most = program.extreme(cell.terms, cell.value + needed)
    most = cell.value if most is None else most
    if most - cell.value >= needed:
        return cell.value, most
    least = program.extreme({one: -factor for one, factor in cell.terms.items()}, needed - most)
    return cell.value if least is None else -least, most
