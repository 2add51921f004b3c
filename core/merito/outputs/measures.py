"""The measures of a record for the comparison of enti: scores, money, bands, deadlines."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise

from attrs import evolve, fields, frozen

from merito.contract.inputs import POST, Inputs
from merito.model.acts import DeadlineState
from merito.model.dossier import Dossier
from merito.model.measured import PersonScore
from merito.model.money import CENT_ZERO, FundLine, Reward
from merito.model.record import Record
from merito.model.results import Results
from merito.model.states import State
from merito.numbers import HUNDRED, exact_text, half_up, quotient

EXACT = "_exact"


@frozen
class ScoreClass:
    """How many people have a score of at least `start` and below `end`, in percent; None is no border."""

    start: Fraction | None
    end: Fraction | None
    people: int


@frozen(kw_only=True)
class Measures:
    """The measures of an ente and year; None is a missing value, never zero.

    With `maximum_missing` some score has no maximum: then scores have neither a mean nor classes. `money_held` says
    whether some money is held: results of earlier versions do not always say how much. Scores are in percent of their
    maximum, shares in percent, money in euro. Decimals are sums, fractions quotients.
    """

    people_in_service: int | None = None
    people_evaluated: int | None = None
    scores_state: str = ""
    mean_score: Fraction | None = None
    score_classes: tuple[ScoreClass, ...] = ()
    people_admitted: int | None = None
    people_paid: int | None = None
    allocated: Decimal | None = None
    net_paid: Decimal | None = None
    payable: Decimal | None = None
    withheld: Decimal | None = None
    savings: Decimal | None = None
    money_held: bool = False
    released_share: Fraction | None = None
    prizes_paid: Decimal | None = None
    average_prize: Fraction | None = None
    rankings: int | None = None
    bands: int | None = None
    first_band_share: Fraction | None = None
    per_head_highest: Decimal | None = None
    per_head_lowest: Decimal | None = None
    per_head_ratio: Fraction | None = None
    deadlines_late: int | None = None
    deadlines_overdue: int | None = None
    gates_closed: int | None = None
    maximum_missing: bool = False


COUNTS, SUMS, QUOTIENTS = (
    tuple(one.name for one in fields(Measures) if one.type == wanted)
    for wanted in (int | None, Decimal | None, Fraction | None)
)


def measured(record: Record, inputs: Inputs) -> Measures:
    """The measures of a record; `inputs` say which tools pay posts."""
    results = record.results
    serving, given = serving_in(record.dossier), [row for row in results.scores if row.score is not None]
    shares = [share for row in given if (share := _share(row)) is not None]
    comparable = len(shares) == len(given)
    deadlines = Counter(one.state for one in record.deadlines)
    whole = Measures(
        people_in_service=len(serving) if record.dossier.people else None,
        people_evaluated=len(given) if results.scores else None,
        deadlines_late=deadlines[DeadlineState.LATE],
        deadlines_overdue=deadlines[DeadlineState.OVERDUE],
        gates_closed=sum(not one.open for one in record.gates),
        maximum_missing=not comparable,
    )
    if shares and comparable:
        whole = evolve(
            whole,
            scores_state="final" if all(row.state is State.FINAL for row in given) else "provisional",
            mean_score=sum(shares, Fraction(0)) / len(shares),
            score_classes=_score_classes(shares, record.publication.score_classes),
        )
    posts = {tool.name for tool in inputs.tools.values() if tool.pays == POST}
    prizes = [one for one in results.rewards if one.tool not in posts]
    return _with_bands(_with_money(_with_prizes(whole, prizes), results.fund_lines), results)


def serving_in(dossier: Dossier) -> frozenset[str]:
    """Who served on at least one day of the year."""
    year = dossier.year
    stayed: dict[str, bool] = {}
    for row in dossier.service:
        there = row.start.year <= year and (row.end is None or row.end.year >= year)
        stayed[row.person] = stayed.get(row.person, False) or there
    return frozenset(
        one.id
        for one in dossier.people
        if stayed.get(
            one.id,
            (one.start is None or one.start.year <= year) and (one.end is None or one.end.year >= year),
        )
    )


def _share(row: PersonScore) -> Fraction | None:
    """A score in percent of its maximum."""
    return HUNDRED * quotient(row.score or 0, row.maximum) if row.maximum else None


def _score_classes(shares: Sequence[Fraction], borders: Sequence[Fraction]) -> tuple[ScoreClass, ...]:
    """How many scores each class has, lowest first; none without borders."""
    counts = Counter(sum(share >= border for border in borders) for share in shares)
    limits = (None, *borders, None) if borders else ()
    return tuple(ScoreClass(*ends, counts[place]) for place, ends in enumerate(pairwise(limits)))


def _with_prizes(whole: Measures, prizes: Sequence[Reward]) -> Measures:
    """How many people are paid a prize, and how much; without prizes there is nothing to count."""
    if not prizes:
        return whole
    total, people = sum((one.released for one in prizes), CENT_ZERO), {one.person for one in prizes if one.released}
    average = quotient(total, len(people)) if people else None
    return evolve(whole, people_paid=len(people), prizes_paid=total, average_prize=average)


def _with_money(whole: Measures, lines: Sequence[FundLine]) -> Measures:
    """Sums over all funds."""
    if not lines:
        return whole
    allocated, net, payable, withheld, savings = (
        sum((getattr(one, name) for one in lines), CENT_ZERO)
        for name in ("amount", "net", "payable", "withheld", "savings")
    )
    return evolve(
        whole,
        allocated=allocated,
        net_paid=net,
        payable=payable,
        withheld=withheld,
        savings=savings,
        money_held=bool(withheld),
        released_share=HUNDRED * quotient(net + payable, allocated) if allocated else None,
    )


def _with_bands(whole: Measures, results: Results) -> Measures:
    """How many rankings and bands there are, how many people the first band of each has, what a head is given."""
    bands = results.bands
    placed = {row.person for row in results.placements if row.place is not None}
    admitted = len(placed) if results.placements else None
    if not bands:
        return evolve(whole, people_admitted=admitted)
    rankings = Counter(band.ranking for band in bands)
    first = [next(row for row in bands if row.ranking == name) for name in rankings]
    people, amounts = sum(one.people for one in bands), [one.per_head for one in bands if one.people]
    whole = evolve(
        whole,
        people_admitted=admitted,
        rankings=len(rankings),
        bands=max(rankings.values()),
        first_band_share=HUNDRED * quotient(sum(one.people for one in first), people) if people else None,
    )
    known = [one for one in amounts if one is not None]
    if not known or len(known) < len(amounts):
        return whole
    highest, lowest = max(known), min(known)
    ratio = quotient(highest, lowest) if lowest else None
    return evolve(whole, per_head_highest=highest, per_head_lowest=lowest, per_head_ratio=ratio)


TEXTS, FLAGS = (tuple(one.name for one in fields(Measures) if one.type is wanted) for wanted in (str, bool))
CLASSES = "score_classes"


def as_json(measures: Measures) -> dict[str, object]:
    """The measures in `summary.json`: sums to the cent, quotients with two decimals and exact."""
    data: dict[str, object] = {}
    for attribute in fields(Measures):
        name = attribute.name
        value = getattr(measures, name)
        if name in QUOTIENTS:
            data[name] = None if value is None else str(half_up(value, 2))
            data[name + EXACT] = None if value is None else exact_text(value)
        else:
            data[name] = str(value) if isinstance(value, Decimal) else value
    return data | {CLASSES: [_class_json(one) for one in measures.score_classes]}


def _class_json(one: ScoreClass) -> Mapping[str, str | int | None]:
    """A class in `summary.json`, its borders as decimal text."""
    start, end = (None if border is None else exact_text(border) for border in (one.start, one.end))
    return {"start": start, "end": end, "people": one.people}


def from_json(data: Mapping[str, object]) -> Measures:
    """The measures of a `summary.json`; unknown ones are None. Raises ValueError."""
    read: dict[str, object] = {CLASSES: _classes(data.get(CLASSES))}
    for name in COUNTS:
        count = data.get(name)
        if count is not None and (isinstance(count, bool) or not isinstance(count, int)):
            raise ValueError(f"{name}: {count!r} is no whole number")
        read[name] = count
    for name in SUMS:
        read[name] = _sum(data.get(name))
    for name in QUOTIENTS:
        read[name] = exact_of(data.get(name + EXACT))
    for name in TEXTS:
        read[name] = str(data.get(name) or "")
    read |= {name: data.get(name) is True for name in FLAGS}
    return Measures(**read)  # type: ignore[arg-type]  # each name was read as what its field holds


def _classes(data: object) -> tuple[ScoreClass, ...]:
    """The classes of a `summary.json`; none from results of an earlier version, which have a text."""
    if not isinstance(data, list):
        return ()
    try:
        return tuple(ScoreClass(exact_of(one["start"]), exact_of(one["end"]), int(one["people"])) for one in data)
    except (TypeError, KeyError) as error:
        raise ValueError(f"{CLASSES}: {error}") from error


def exact_of(text: object) -> Fraction | None:
    """An exact figure from a `summary.json`; None if there is none. Raises ValueError."""
    if text is None or text == "":
        return None
    if not isinstance(text, str):
        raise ValueError(f"{text!r} is no exact figure")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(f"{text!r} divides by zero") from None


def _sum(text: object) -> Decimal | None:
    if text is None:
        return None
    try:
        value = Decimal(text) if isinstance(text, str) else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite():
        raise ValueError(f"{text!r} is no sum of money")
    return value
