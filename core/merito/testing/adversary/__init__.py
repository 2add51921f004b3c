"""The adversary of the public folder: which hidden figures can be known, at least nearly, from what is published.

A hidden figure is safe if it may differ, as far as a reader knows, by a tenth of it and by 100 euro, or by two people.
Three readers ask: one who has only read; one who also knows his own prize; two colleagues who tell each other theirs.
So they do of each person's prize, which is safe also if they know no more of it than the regulation says.
A figure that the totals named by a law already show, to the same reader, is no fault of the guard: the ente is told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from merito.contract.inputs import Inputs
from merito.model.record import Record
from merito.publication import Published
from merito.publication import told as guarded
from merito.testing.adversary.integer_program import SECONDS, Program, solver_installed
from merito.testing.adversary.known import EURO, Cell, Knowledge
from merito.testing.adversary.prizes import Prize, Prizes

__all__ = ["Solved", "attack", "solver_installed"]
LEAST_EURO, LEAST_PEOPLE, TENTH = 10_000, 2, 10
COALITIONS_FROM = 5


@frozen
class Solved:
    """A hidden figure that a reader can tell: what it is, its value (people or cents), and the interval left.

    `readers` are the people whose own prizes the reader knows. With `by_law`, the totals that a law names are enough.
    """

    what: str
    unit: str
    value: int
    least: int
    most: int
    readers: tuple[str, ...]
    by_law: bool


def attack(
    record: Record,
    inputs: Inputs,
    told: Mapping[str, Sequence[Published]] | None = None,
    *,
    readers: bool = True,
    seconds: float = SECONDS,
) -> list[Solved]:
    """What the published tables of a record let readers know; `told` stands in for what the guard publishes.

    Without `readers`, only somebody outside asks, who knows nobody's prize. A figure of which no other value is found
    within `seconds` counts as known: a slow machine may need more.
    """
    rows = [one for own in (guarded(record, inputs) if told is None else told).values() for one in own]
    known = Knowledge(record, inputs)
    known.close()
    known.program.seconds = seconds
    assert known.program.admits(known.truth), "what the reader is supposed to know is not so"
    whole, law = known.program.with_more(), known.program.with_more()
    open_ones = known.learn(whole, rows)
    known.learn(law, rows, by_law=True)
    assert whole.admits(known.truth), "a published figure is not the sum of the figures that it stands for"
    hidden = [cell for cell in known.cells() if cell.key not in open_ones and known.of_few(cell)]
    programs: dict[tuple[str, ...], tuple[Program, Program]] = {(): (whole, law)}
    found: list[Solved] = []
    for cell in hidden:
        for people in _readers(known, rows, cell) if readers else ((),):
            if people not in programs:
                programs[people] = _owning(known, whole, people), _owning(known, law, people)
            one, other = programs[people]
            least, most = _interval(one, cell.terms, cell.value, _needed(cell))
            if not _wide(cell, least, most):
                by_law = not _wide(cell, *_interval(other, cell.terms, cell.value, _needed(cell)))
                found.append(Solved(cell.name, cell.unit, cell.value, least, most, people, by_law))
    return [*found, *_prizes_told(known, rows, readers, seconds)]


def _prizes_told(known: Knowledge, rows: Sequence[Published], readers: bool, seconds: float) -> Iterator[Solved]:
    """The prizes that the published sums of people who are no secret tell."""
    prizes = Prizes(known)
    prizes.program.seconds = seconds
    whole, law = prizes.program.with_more(), prizes.program.with_more()
    sums = prizes.learn(whole, rows)
    prizes.learn(law, rows, by_law=True)
    assert whole.admits(prizes.truth), "a prize is not between the limits that the reader knows"
    for prize in prizes.asked(sums):
        for people in prizes.readers(prize.person, sums) if readers else ((),):
            least, most = _limits(prizes.owned(whole, people), prize)
            if most - least < _needed_of(prize):
                other, another = _limits(prizes.owned(law, people), prize)
                by_law = another - other < _needed_of(prize)
                yield Solved(f"premio di {prize.person}", EURO, prize.value, least, most, people, by_law)


def _needed_of(prize: Prize) -> int:
    """How wide the interval of a prize must be: no wider than the regulation leaves it."""
    return min(max(LEAST_EURO, -(-abs(prize.value) // TENTH)), prize.most - prize.least)


def _limits(program: Program, prize: Prize) -> tuple[int, int]:
    return _interval(program, prize.terms, prize.value, _needed_of(prize))


def _owning(known: Knowledge, program: Program, people: Sequence[str]) -> Program:
    made = program.with_more()
    known.owned(made, people)
    return made


def _readers(known: Knowledge, rows: Iterable[Published], cell: Cell) -> Iterator[tuple[str, ...]]:
    """Who asks for a figure: nobody of the ente; one person of each kind and prize; two colleagues.

    The two have the most of the figure, or of what a published one of at least five people has besides it.
    """
    yield ()
    inside = _people_of(cell)
    alike: dict[object, str] = {}
    for place, slot in enumerate(known.slots):
        for reward in slot.rewards:
            alike.setdefault((place, reward.released), reward.person)
    yield from ((one,) for one in dict.fromkeys(alike.values()) if not inside <= {one})
    around = [inside, *(known.people_of(one.of) for one in rows if one.row.tells)]
    pairs: dict[tuple[str, ...], None] = {}
    for people in around:
        if len(people) >= COALITIONS_FROM and inside <= people:
            pairs[_largest(known, people - inside or people)] = None
    yield from (pair for pair in pairs if len(pair) > 1 and not inside <= set(pair))


def _largest(known: Knowledge, people: frozenset[str]) -> tuple[str, ...]:
    """The two with the largest prizes."""
    return tuple(sorted(people, key=lambda one: (-known.prize_of[one], one))[:2])


def _people_of(cell: Cell) -> frozenset[str]:
    return frozenset(one.person for slot in cell.slots for one in slot.rewards)


def _needed(cell: Cell) -> int:
    """How wide the interval of a figure must be."""
    if cell.unit != EURO:
        return LEAST_PEOPLE
    return max(LEAST_EURO, -(-abs(cell.value) // TENTH))


def _wide(cell: Cell, least: int, most: int) -> bool:
    return most - least >= _needed(cell)


def _interval(program: Program, terms: Mapping[int, int], value: int, needed: int) -> tuple[int, int]:
    """The least and the greatest value found of a figure, as far as needed; its own value if none is found in time."""
    most = program.extreme(terms, value + needed)
    most = value if most is None else most
    if most - value >= needed:
        return value, most
    least = program.extreme({one: -factor for one, factor in terms.items()}, needed - most)
    return value if least is None else -least, most
