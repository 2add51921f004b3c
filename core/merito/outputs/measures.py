"""The measures of a record for the comparison of enti: scores, money, bands, deadlines. They reveal no person."""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from attrs import evolve, fields, frozen

from merito.model.money import CENT_ZERO, Band
from merito.model.record import Record
from merito.numbers import HUNDRED, exact_text, half_up, quotient
from merito.publication import Published

FUNDS = "fondi"
EXACT = "_exact"


@frozen(kw_only=True)
class Measures:
    """The measures of an ente and year; None is a missing value, never zero. `left_blank` says why (Italian).

    `money_held` says whether some money is held, also if the amount is not shown. Scores are in percent of their
    maximum, shares in percent, money in euro. Decimals are sums, fractions quotients.
    """

    people_in_service: int | None = None
    people_evaluated: int | None = None
    scores_state: str = ""
    mean_score: Fraction | None = None
    score_classes: str = ""
    people_admitted: int | None = None
    people_paid: int | None = None
    allocated: Decimal | None = None
    paid: Decimal | None = None
    withheld: Decimal | None = None
    savings: Decimal | None = None
    money_held: bool = False
    paid_share: Fraction | None = None
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
    left_blank: str = ""


COUNTS, SUMS, QUOTIENTS = (
    tuple(one.name for one in fields(Measures) if one.type == wanted)
    for wanted in (int | None, Decimal | None, Fraction | None)
)


def measured(record: Record, public: Published) -> Measures:
    """The measures of a record, from its published part."""
    people, rows = public.people, public.rows
    whole = Measures(
        people_in_service=people.in_service,
        people_evaluated=people.evaluated,
        scores_state=people.scores_state,
        mean_score=people.mean_score,
        score_classes=people.score_classes,
        people_admitted=people.admitted,
        people_paid=people.paid,
        prizes_paid=people.prizes_paid,
        average_prize=people.average_prize,
        first_band_share=people.first_band_share,
        deadlines_late=rows.late,
        deadlines_overdue=rows.overdue,
        gates_closed=rows.closed,
        left_blank="; ".join(people.blank),
    )
    if people.per_head is not None:
        highest, lowest = people.per_head
        ratio = quotient(highest, lowest) if lowest else None
        whole = evolve(whole, per_head_highest=highest, per_head_lowest=lowest, per_head_ratio=ratio)
    return _with_bands(_with_money(whole, public), record.results.bands)


def _with_money(whole: Measures, public: Published) -> Measures:
    """Sums over the published funds; a sum that a fund does not publish is missing."""
    if not public.funds:
        return whole
    funds = [fund.whole for fund in public.funds]
    allocated = sum((one.amount for one in funds), CENT_ZERO)
    paid, withheld, savings = (
        None if None in parts else sum((one for one in parts if one is not None), CENT_ZERO)
        for parts in ([getattr(one, name) for one in funds] for name in ("paid", "withheld", "savings"))
    )
    share = HUNDRED * quotient(paid, allocated) if allocated and paid is not None else None
    left = "; ".join(filter(None, (whole.left_blank, f"{FUNDS}: {public.few}" if withheld is None else "")))
    return evolve(
        whole,
        allocated=allocated,
        paid=paid,
        withheld=withheld,
        savings=savings,
        money_held=public.money_held,
        paid_share=share,
        left_blank=left,
    )


def _with_bands(whole: Measures, bands: tuple[Band, ...]) -> Measures:
    """The number of rankings, and of bands in the ranking with most."""
    if not bands:
        return whole
    rankings = Counter(band.ranking for band in bands)
    return evolve(whole, rankings=len(rankings), bands=max(rankings.values()))


TEXTS = tuple(one.name for one in fields(Measures) if one.type is str)


def as_json(measures: Measures) -> dict[str, str | int | None]:
    """The measures in `summary.json`: sums to the cent, quotients with two decimals and exact."""
    data: dict[str, str | int | None] = {}
    for attribute in fields(Measures):
        name = attribute.name
        value = getattr(measures, name)
        if name in QUOTIENTS:
            data[name] = None if value is None else str(half_up(value, 2))
            data[name + EXACT] = None if value is None else exact_text(value)
        else:
            data[name] = str(value) if isinstance(value, Decimal) else value
    return data


def from_json(data: Mapping[str, object]) -> Measures:
    """The measures of a `summary.json`; unknown ones are None. Raises ValueError."""
    read: dict[str, int | Decimal | Fraction | str | None] = {}
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
    return Measures(**read, money_held=data.get("money_held") is True)  # type: ignore[arg-type]  # each name was read as what its field holds


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
