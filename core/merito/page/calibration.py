"""`riservato/calibrazione.html`: the evaluations side by side before they are told; people are on it, by their ids."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito.model.measured import PersonScore
from merito.model.money import CENT_ZERO, NOT_DIVIDED
from merito.model.record import Record
from merito.numbers import HUNDRED, counted, day_text, euro_text, quotient
from merito.outputs.own_folder import RESERVED
from merito.page.borders import Border, borders, points_text
from merito.page.index import environment
from merito.page.shown import width
from merito.regulations import Stack
from merito.wording.coded import STATES
from merito.wording.evaluators import evaluators_of
from merito.wording.suppositions import simulation_lines

CALIBRATION = f"{RESERVED}/calibrazione.html"
NONE = "non indicato"
CLASSES = 10


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
        borders=tuple(borders(record, scored)),
        costs=tuple(_costs(record, stack)),
        without=tuple(f"{one.person}: {one.reason or STATES[one.state.value]}" for one in without),
    )


def _told(record: Record, scored: list[PersonScore]) -> str:
    """Whom the page is for: whoever harmonises evaluations that are not told yet, or reads them again."""
    people = {one.person for one in scored}
    told = sum(one.told is not None for one in record.dossier.evaluations if one.person in people)
    every = counted(len(people), "valutazione", "valutazioni")
    if told == len(people):
        return f"Le valutazioni risultano già comunicate ({every}): per chi le rilegge insieme"
    known = f"{told} di {every} già comunicate" if told else f"{every}, nessuna ancora comunicata"
    return f"Per chi armonizza le valutazioni prima di comunicarle: {known}"


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
        lowest=points_text(min(scores)),
        mean=points_text(quotient(sum(scores, Fraction(0)), len(scores))),
        highest=points_text(max(scores)),
        classes=tuple(reversed(bars[used[0] :])),
    )


def _class(one: PersonScore) -> int:
    """The tenth of its maximum in which a score lies; the maximum is in the last."""
    assert one.score is not None
    part = quotient(one.score * CLASSES, one.maximum or HUNDRED)
    return max(0, min(CLASSES - 1, int(part)))


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
