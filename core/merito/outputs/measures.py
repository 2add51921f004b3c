"""What of a record is held against other enti: people, scores, money, bands, terms. Exact, and nobody is known by it.

Where fewer than `FEWEST` people stand behind a figure, it would tell of one of them: it is left blank, and why is said.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from attrs import evolve, fields, frozen

from merito.declarations.inputs import POST, Inputs
from merito.model.acts import DeadlineState
from merito.model.dossier import Dossier
from merito.model.measured import PersonScore
from merito.model.money import CENT_ZERO, Band, FundLine, Reward
from merito.model.record import Record
from merito.model.states import State
from merito.numbers import HUNDRED, exact_text, half_up, quotient

FEWEST = 5
EXACT = "_exact"


@frozen(kw_only=True)
class Measures:
    """The measures of an ente and year; None is what is not there, never zero. `left_blank` says why (Italian).

    Scores are in percent of their maximum, shares in percent, money in euro. Decimals are sums, fractions quotients.
    """

    people_in_service: int | None = None
    people_evaluated: int | None = None
    scores_state: str = ""
    mean_score: Fraction | None = None
    lowest_score: Fraction | None = None
    highest_score: Fraction | None = None
    score_spread: Fraction | None = None
    people_admitted: int | None = None
    people_paid: int | None = None
    allocated: Decimal | None = None
    paid: Decimal | None = None
    withheld: Decimal | None = None
    savings: Decimal | None = None
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


def measured(record: Record, inputs: Inputs) -> Measures:
    """The measures of a record; `inputs` says which tools pay merit."""
    results = record.results
    merit = {tool.name for tool in inputs.tools.values() if tool.pays != POST}
    prizes = tuple(reward for reward in results.rewards if reward.tool in merit)
    placed = {row.person for row in results.placements if row.place is not None}
    terms = [deadline.state for deadline in record.deadlines]
    whole = Measures(
        people_in_service=in_service(record.dossier),
        people_admitted=len(placed) if results.placements else None,
        deadlines_late=terms.count(DeadlineState.LATE),
        deadlines_overdue=terms.count(DeadlineState.OVERDUE),
        gates_closed=sum(not gate.open for gate in record.gates),
    )
    whole = _with_money(whole, results.fund_lines)
    whole = _with_scores(whole, results.scores)
    return _with_bands(_with_prizes(whole, prizes), results.bands)


def in_service(dossier: Dossier) -> int | None:
    """How many people served on at least one day of the year; None where no people were given."""
    year = dossier.year
    stayed: dict[str, bool] = {}
    for row in dossier.service:
        there = row.start.year <= year and (row.end is None or row.end.year >= year)
        stayed[row.person] = stayed.get(row.person, False) or there
    serving = (
        stayed.get(
            one.id,
            (one.start is None or one.start.year <= year) and (one.end is None or one.end.year >= year),
        )
        for one in dossier.people
    )
    return sum(serving) if dossier.people else None


def _with_scores(whole: Measures, scores: tuple[PersonScore, ...]) -> Measures:
    given = [row for row in scores if row.score is not None]
    whole = evolve(whole, people_evaluated=len(given) if scores else None)
    if not given:
        return whole
    if len(given) < FEWEST:
        why = f"punteggi e ammessi: meno di {FEWEST} persone valutate"
        return evolve(whole, people_admitted=None, left_blank=_also(whole, why))
    shares = [HUNDRED * quotient(row.score, row.maximum) for row in given if row.score is not None and row.maximum]
    if len(shares) < len(given):
        return evolve(whole, left_blank=_also(whole, "punteggi: alcuni non hanno un massimo"))
    return evolve(
        whole,
        scores_state="final" if all(row.state is State.FINAL for row in given) else "provisional",
        mean_score=sum(shares, Fraction(0)) / len(shares),
        lowest_score=min(shares),
        highest_score=max(shares),
        score_spread=max(shares) - min(shares),
    )


def _with_money(whole: Measures, lines: tuple[FundLine, ...]) -> Measures:
    """Sums over the lines that no other divides, which are all that a settled record holds."""
    if not lines:
        return whole
    allocated, paid, withheld, savings = (
        sum((getattr(line, column) for line in lines), CENT_ZERO)
        for column in ("amount", "paid", "withheld", "savings")
    )
    share = HUNDRED * quotient(paid, allocated) if allocated else None
    return evolve(whole, allocated=allocated, paid=paid, withheld=withheld, savings=savings, paid_share=share)


def _with_prizes(whole: Measures, prizes: tuple[Reward, ...]) -> Measures:
    if not prizes:
        return whole
    heads = len({reward.person for reward in prizes if reward.paid})
    if 0 < heads < FEWEST:
        return evolve(whole, left_blank=_also(whole, f"premi: meno di {FEWEST} persone con un premio liquidabile"))
    total = sum((reward.paid for reward in prizes), CENT_ZERO)
    average = quotient(total, heads) if heads else None
    return evolve(whole, people_paid=heads, prizes_paid=total, average_prize=average)


def _with_bands(whole: Measures, bands: tuple[Band, ...]) -> Measures:
    """The first band of a ranking is the first that its regulation gives."""
    if not bands:
        return whole
    rankings: dict[str, list[Band]] = {}
    for band in bands:
        rankings.setdefault(band.ranking, []).append(band)
    whole = evolve(whole, rankings=len(rankings), bands=max(map(len, rankings.values())))
    people = sum(band.people for band in bands)
    if people < FEWEST:
        why = f"persone e importi delle fasce: meno di {FEWEST} persone nelle graduatorie"
        return evolve(whole, left_blank=_also(whole, why)) if people else whole
    first = sum(own[0].people for own in rankings.values())
    amounts = [band.per_head for band in bands if band.people and band.per_head is not None]
    highest, lowest = (max(amounts), min(amounts)) if amounts else (None, None)
    return evolve(
        whole,
        first_band_share=HUNDRED * quotient(first, people),
        per_head_highest=highest,
        per_head_lowest=lowest,
        per_head_ratio=quotient(highest, lowest) if highest is not None and lowest else None,
    )


def _also(whole: Measures, why: str) -> str:
    return "; ".join(filter(None, (whole.left_blank, why)))


def as_json(measures: Measures) -> dict[str, str | int | None]:
    """The measures as `summary.json` holds them: sums to the cent, quotients with two decimals and exact beside."""
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
    """The measures that a `summary.json` holds; what it does not know is not there. Raises ValueError."""
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
    for name in ("scores_state", "left_blank"):
        read[name] = str(data.get(name) or "")
    return Measures(**read)  # type: ignore[arg-type]  # each name was read as what its field holds


def exact_of(text: object) -> Fraction | None:
    """An exact figure written in a `summary.json`; None where there is none. Raises ValueError."""
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
