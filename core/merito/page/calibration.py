"""`riservato/calibrazione.html`: the evaluations side by side before they are told; people are on it, by their ids."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from merito.model.measured import PersonScore
from merito.model.money import CENT_ZERO, NOT_DIVIDED
from merito.model.people import ROLES
from merito.model.record import Record
from merito.numbers import HUNDRED, counted, day_text, decimal_text, euro_text, half_up, quotient
from merito.outputs.own_folder import RESERVED
from merito.page.index import environment
from merito.page.shown import width
from merito.regulations import Stack
from merito.wording.coded import STATES
from merito.wording.evaluators import evaluators_of
from merito.wording.suppositions import simulation_lines

CALIBRATION = f"{RESERVED}/calibrazione.html"
NONE = "non indicato"
CLASSES = 10
BORDER_MOST, NAMED = 12, 4


@frozen(kw_only=True)
class Spread:
    """The scores of one group: how many, lowest, mean and highest, and how many in each tenth of the maximum."""

    name: str
    people: int
    lowest: str
    mean: str
    highest: str
    classes: tuple[tuple[str, int, str], ...]


@frozen(kw_only=True)
class Border:
    """The two sides of a border between two bands or levels: who is nearest on each, with which score."""

    where: str
    above: str
    below: str
    gap: str
    tie: bool


@frozen(kw_only=True)
class Cost:
    """What another choice would change: how many rewards, and the sum of what is due, now and then (euro)."""

    what: str
    choice: str
    people: str
    now: str
    then: str


@frozen(kw_only=True)
class Calibration:
    """Everything on the page."""

    ente: str
    year: int
    as_of: str
    simulation: tuple[str, ...]
    told: str
    whole: Spread
    evaluators: tuple[Spread, ...]
    units: tuple[Spread, ...]
    borders: tuple[Border, ...]
    costs: tuple[Cost, ...]
    without: tuple[str, ...]


def calibration_page(record: Record, stack: Stack) -> str:
    """The text of the page; blank where nobody has a score."""
    view = calibration(record, stack)
    return environment().get_template("calibrazione.html.j2").render(page=view) if view else ""


def calibration(record: Record, stack: Stack) -> Calibration | None:
    """The evaluations of a record, by evaluator and unit, with their borders; None where nobody has a score."""
    scored = [one for one in record.results.scores if one.score is not None]
    if not scored:
        return None
    evaluators, units = evaluators_of(record), {unit.id: unit.name or unit.id for unit in record.dossier.units}
    without = [one for one in record.results.scores if one.score is None]
    return Calibration(
        ente=record.dossier.ente.name,
        year=record.dossier.year,
        as_of=day_text(record.as_of),
        simulation=tuple(simulation_lines(record.simulation)) if record.simulation else (),
        told=_told(record, scored),
        whole=_spread("Tutti", scored),
        evaluators=tuple(_by(scored, lambda one: evaluators.get(one.person) or NONE)),
        units=tuple(_by(scored, lambda one: units.get(one.unit, one.unit) or NONE)),
        borders=(*_band_borders(record), *_level_borders(record, scored)),
        costs=tuple(_costs(record, stack)),
        without=tuple(f"{one.person}: {one.reason or STATES[one.state.value]}" for one in without),
    )


def _told(record: Record, scored: list[PersonScore]) -> str:
    """How many evaluations have been told already."""
    people = {one.person for one in scored}
    told = sum(one.told is not None for one in record.dossier.evaluations if one.person in people)
    return f"{told} di {counted(len(people), 'valutazione comunicata', 'valutazioni comunicate')}"


def _by(scored: Iterable[PersonScore], whose: Callable[[PersonScore], str]) -> Iterator[Spread]:
    groups: dict[str, list[PersonScore]] = defaultdict(list)
    for one in scored:
        groups[whose(one)].append(one)
    for name in sorted(groups):
        yield _spread(name, groups[name])


def _spread(name: str, scored: list[PersonScore]) -> Spread:
    scores = [one.score for one in scored if one.score is not None]
    counts = [0] * CLASSES
    for one in scored:
        counts[_class(one)] += 1
    most = max(counts)
    labels = [f"{10 * place}-{10 * place + 10}" for place in range(CLASSES)]
    bars = [(label, count, width(HUNDRED * quotient(count, most))) for label, count in zip(labels, counts, strict=True)]
    used = [place for place, count in enumerate(counts) if count]
    return Spread(
        name=name,
        people=len(scores),
        lowest=_points(min(scores)),
        mean=_points(quotient(sum(scores, Fraction(0)), len(scores))),
        highest=_points(max(scores)),
        classes=tuple(reversed(bars[used[0] :])),
    )


def _points(value: Fraction) -> str:
    """Two decimals; the exact score is in the table of people."""
    return decimal_text(half_up(value, 2))


def _class(one: PersonScore) -> int:
    """The tenth of its maximum in which a score lies; the maximum is in the last."""
    assert one.score is not None
    part = quotient(one.score * CLASSES, one.maximum or HUNDRED)
    return max(0, min(CLASSES - 1, int(part)))


def _band_borders(record: Record) -> Iterator[Border]:
    """Between the bands of each ranking."""
    rankings: dict[str, list[tuple[Fraction, str, str]]] = defaultdict(list)
    for one in record.results.placements:
        if one.score is not None and one.band:
            rankings[one.ranking].append((one.score, one.band, one.person))
    for ranking, rows in rankings.items():
        yield from _borders(f"graduatoria «{ranking}»", rows)


def _level_borders(record: Record, scored: list[PersonScore]) -> Iterator[Border]:
    """Between the levels that the scores of those of one role were read in."""
    roles: dict[str, list[tuple[Fraction, str, str]]] = defaultdict(list)
    for one in scored:
        person = record.dossier.people.get(one.person)
        if one.score is not None and one.level and person is not None:
            roles[ROLES[person.role].replace("_", " ")].append((one.score, one.level, one.person))
    for role, rows in roles.items():
        yield from _borders(f"livelli, {role}", rows)


def _borders(where: str, rows: list[tuple[Fraction, str, str]]) -> Iterator[Border]:
    ordered = sorted(rows, key=lambda row: (-row[0], row[2]))
    found = [(above, below) for above, below in pairwise(ordered) if above[1] != below[1]]
    for above, below in found[:BORDER_MOST]:
        gap = above[0] - below[0]
        yield Border(
            where=f"{where}: tra «{above[1]}» e «{below[1]}»",
            above=_side(above, ordered),
            below=_side(below, ordered),
            gap="stesso punteggio" if not gap else f"{_points(gap)} punti",
            tie=not gap,
        )


def _side(row: tuple[Fraction, str, str], rows: list[tuple[Fraction, str, str]]) -> str:
    """The score on one side, and all of that band or level who have it."""
    people = [person for score, band, person in rows if (score, band) == (row[0], row[1])]
    left = len(people) - NAMED
    more = "" if left <= 0 else " e un altro" if left == 1 else f" e altri {left}"
    named = f"{', '.join(people[:NAMED])}{more}"
    return f"{_points(row[0])} ({named})"


def _costs(record: Record, stack: Stack) -> Iterator[Cost]:
    """What the other choices on open readings would change of what is due."""
    groups: dict[tuple[str, str], list[tuple[Decimal, Decimal | None]]] = defaultdict(list)
    for reward in record.results.rewards:
        for outcome in reward.alternative:
            groups[outcome.reading, outcome.choice].append((reward.due, outcome.amount))
    for (reading, choice), pairs in groups.items():
        known = stack.rulebook.interpretations.get(reading)
        then = [amount for _, amount in pairs if amount is not None]
        yield Cost(
            what=known.unclear if known else reading,
            choice=known.choices.get(choice, choice) if known else choice,
            people=counted(len(pairs), "premio", "premi"),
            now=euro_text(sum((due for due, _ in pairs), CENT_ZERO)),
            then=euro_text(sum(then, CENT_ZERO)) if len(then) == len(pairs) else NOT_DIVIDED,
        )
