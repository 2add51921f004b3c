"""`calibration.html`: the evaluations side by side before they are communicated.

People are shown by name where the ente gives it. `merito forms` writes the page too, next to the forms.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from attrs import evolve, frozen

from merito.model.measured import PersonScore
from merito.model.money import CENT_ZERO, NOT_DIVIDED
from merito.model.record import Record
from merito.numbers import (
    HUNDRED,
    Weighted,
    counted,
    day_text,
    euro_text,
    fraction,
    quotient,
    weighted_mean,
    whole_numbers,
)
from merito.page.borders import Border, borders, points_text
from merito.page.index import environment
from merito.page.shown import width
from merito.regulations import Stack
from merito.wording.coded import STATES, SUBJECTS
from merito.wording.evaluators import evaluators_of
from merito.wording.office import office_reader
from merito.wording.suppositions import simulation_lines

CALIBRATION = "calibration.html"
NO_NAMES: Mapping[str, str] = {}
NO_EVALUATOR, NO_UNIT = "valutatore non indicato", "struttura non indicata"
CLASSES = 10


@frozen(kw_only=True)
class Spread:
    """The scores of one group: number, lowest, mean and highest, and each tenth of the maximum from the highest on.

    A class has its name, its number and the length of its bar: a person is as long in all groups.
    """

    name: str
    people: int
    lowest: str
    mean: str
    highest: str
    classes: tuple[tuple[str, int, str], ...]


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


def calibration_page(record: Record, stack: Stack, names: Mapping[str, str] = NO_NAMES) -> str:
    """The text of the page; blank if nobody has a score. `names` are those of people, by id."""
    view = calibration(record, stack, names)
    return environment().get_template("calibrazione.html.j2").render(page=view) if view else ""


def calibration(record: Record, stack: Stack, names: Mapping[str, str] = NO_NAMES) -> Calibration | None:
    """The evaluations of a record, by evaluator and unit, with their borders; None if nobody has a score."""
    scored = [one for one in record.results.scores if one.score is not None]
    if not scored:
        return None
    called = _Called(record, names)
    read = office_reader(record.dossier, stack.inputs, names, stack.rulebook)
    evaluators = {person: called.evaluator(told) for person, told in evaluators_of(record).items()}
    without = [one for one in record.results.scores if one.score is None]
    axis = _axis(scored)
    return Calibration(
        ente=record.dossier.ente.name,
        year=record.dossier.year,
        as_of=day_text(record.as_of),
        simulation=tuple(simulation_lines(record.simulation)) if record.simulation else (),
        told=_told(record, scored),
        whole=_spread("Tutti", scored, axis),
        evaluators=tuple(_by(scored, lambda one: evaluators.get(one.person) or NO_EVALUATOR, axis)),
        units=tuple(_by(scored, lambda one: called.unit(one.unit) or NO_UNIT, axis)),
        borders=tuple(evolve(one, where=read(one.where)) for one in borders(record, scored, called.person)),
        costs=tuple(_costs(record, stack)),
        without=tuple(f"{called.person(one.person)}: {read(one.reason) or STATES[one.state.value]}" for one in without),
    )


class _Called:
    """Names of people and units, with the id in brackets."""

    def __init__(self, record: Record, names: Mapping[str, str]) -> None:
        self._people, self._names = record.dossier.people, names
        self._units = {unit.id: unit.name for unit in record.dossier.units}

    def person(self, identifier: str) -> str:
        """`dott. Nome Cognome (M2)`; without a name `M2`."""
        name = self._names.get(identifier, "")
        return f"{name} ({identifier})" if name else identifier

    def evaluator(self, told: str) -> str:
        """`dott. Nome Cognome (M2, dirigente)` for `M2 (dirigente)`; an evaluator who is not a person by name."""
        identifier, _, role = told.removeprefix(f"{SUBJECTS['person'][0]} ").partition(" (")
        if identifier not in self._people.by_id:
            return told
        name, beside = self._names.get(identifier, ""), role.rstrip(")")
        within = ", ".join(filter(None, (identifier if name else "", beside)))
        return f"{name or identifier}{f' ({within})' if within else ''}"

    def unit(self, identifier: str) -> str:
        """`Ufficio studi (U7)`; without a name its id."""
        name = self._units.get(identifier, "")
        return f"{name} ({identifier})" if name and name != identifier else identifier


def _told(record: Record, scored: list[PersonScore]) -> str:
    """The purpose of the page: harmonising evaluations before they are communicated, or rereading them."""
    people = {one.person for one in scored}
    told = sum(one.told is not None for one in record.dossier.evaluations if one.person in people)
    every = counted(len(people), "valutazione", "valutazioni")
    if told == len(people):
        return f"Le valutazioni risultano già comunicate ({every}): per chi le rilegge insieme"
    known = f"{told} di {every} già comunicate" if told else f"{every}, nessuna ancora comunicata"
    return f"Per chi armonizza le valutazioni prima di comunicarle: {known}"


@frozen
class _Axis:
    """What all groups share: the lowest class that anybody is in, and the most people that a class of all has."""

    first: int
    most: int


def _axis(scored: list[PersonScore]) -> _Axis:
    counts = Counter(map(_class, scored))
    return _Axis(first=min(counts), most=max(counts.values()))


def _by(scored: Iterable[PersonScore], whose: Callable[[PersonScore], str], axis: _Axis) -> Iterator[Spread]:
    groups: dict[str, list[PersonScore]] = defaultdict(list)
    for one in scored:
        groups[whose(one)].append(one)
    for name in sorted(groups):
        yield _spread(name, groups[name], axis)


def _spread(name: str, scored: list[PersonScore], axis: _Axis) -> Spread:
    scores = [one.score for one in scored if one.score is not None]
    wholes = whole_numbers(scores)
    counts = Counter(map(_class, scored))
    bars = [
        (f"{10 * place}-{10 * place + 10}", counts[place], width(HUNDRED * quotient(counts[place], axis.most)))
        for place in range(CLASSES - 1, axis.first - 1, -1)
    ]
    return Spread(
        name=name,
        people=len(scores),
        lowest=points_text(scores[wholes.index(min(wholes))]),
        mean=points_text(weighted_mean(Weighted(score, 1) for score in scores) or Fraction(0)),
        highest=points_text(scores[wholes.index(max(wholes))]),
        classes=tuple(bars),
    )


def _class(one: PersonScore) -> int:
    """The tenth of its maximum to which a score belongs; the maximum belongs to the last."""
    assert one.score is not None
    score, most = one.score, fraction(one.maximum or HUNDRED)
    tenth = CLASSES * score.numerator * most.denominator // (score.denominator * most.numerator)
    return max(0, min(CLASSES - 1, tenth))


def _costs(record: Record, stack: Stack) -> Iterator[Cost]:
    """What other choices on open readings would change of what is due."""
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
