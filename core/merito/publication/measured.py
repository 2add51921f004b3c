"""Measures about people for the comparison of enti: counts and means, never of too few people."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito.model.dossier import Dossier
from merito.model.measured import PersonScore
from merito.model.money import CENT_ZERO, Band
from merito.model.record import Record
from merito.model.states import State
from merito.numbers import HUNDRED, half_up, number_text, quotient
from merito.publication.bands import PublicBand, PublicBands
from merito.publication.joining import Classes, joined
from merito.publication.known import Figure, Known, heads
from merito.publication.money import Money

SCORES = "scores"
EVALUATED, MEAN, PRIZES, IN_RANKING = "valutati", "punteggi", "premi", "in graduatoria"
AT_A_BOUND = "direbbe che tutti hanno lo stesso punteggio: non si pubblica"
NO_MAXIMUM = "alcuni non hanno un massimo"
OF_BANDS, SERVING = "persone e importi delle fasce", "in servizio"


@frozen(kw_only=True)
class People:
    """Counts, means and shares over people; None means missing or not published, and `blank` says why the latter.

    `score_classes` counts the scores by class; the mean has two decimals, since an exact one would reveal single
    scores.
    """

    in_service: int | None = None
    evaluated: int | None = None
    scores_state: str = ""
    mean_score: Fraction | None = None
    score_classes: str = ""
    admitted: int | None = None
    paid: int | None = None
    prizes_paid: Decimal | None = None
    average_prize: Fraction | None = None
    first_band_share: Fraction | None = None
    per_head: tuple[Decimal, Decimal] | None = None
    blank: tuple[str, ...] = ()


class _Blank(list[str]):
    """What is not published, and why."""

    def __init__(self, few: str) -> None:
        super().__init__()
        self._few = few

    def unless(self, told: bool, name: str, why: str = "") -> bool:
        if not told:
            self.append(f"{name}: {why or self._few}")
        return told


def people_told(
    record: Record, money: Money, known: Known, bands: PublicBands, told: Sequence[PublicBand], few: str
) -> People:
    """The publishable measures about people, given what is public already; `few` is the reason for omissions."""
    results, blank = record.results, _Blank(few)
    given = [row for row in results.scores if row.score is not None]
    shares = list(map(_share, given))
    classes = _score_classes(given, shares, record, known)
    people = {row.person for row in given}
    evaluated = blank.unless(known.let_out([heads(people)]), EVALUATED)
    mean, comparable = None, blank.unless(None not in shares, MEAN, NO_MAXIMUM)
    if given and comparable and blank.unless(known.let_out([heads(people, SCORES)]), MEAN):
        whole = sum((one for one in shares if one is not None), Fraction(0)) / len(shares)
        if blank.unless(0 < whole < HUNDRED, MEAN, AT_A_BOUND):
            mean = Fraction(half_up(whole, 2))
    prizes = money.of_merit(results.rewards)
    paid = {one.person for one in prizes if one.paid}
    sums = known.let_out(money.figures(prizes)) if prizes else False
    counted = known.let_out([heads(paid)]) if paid else False
    blank.unless(not prizes or (sums and (counted or not paid)), PRIZES)
    total = sum((one.paid for one in prizes), CENT_ZERO)
    placed = {row.person for row in results.placements if row.place is not None}
    admitted = blank.unless(known.let_out([heads(placed)]), IN_RANKING)
    serving = serving_in(record.dossier)
    in_service = blank.unless(known.let_out([heads(serving)]), SERVING)
    return People(
        in_service=len(serving) if in_service and record.dossier.people else None,
        evaluated=len(given) if evaluated and results.scores else None,
        scores_state=_state(given) if mean is not None else "",
        mean_score=mean,
        score_classes=classes,
        admitted=len(placed) if admitted and results.placements else None,
        paid=len(paid) if counted else 0 if sums and not paid else None,
        prizes_paid=total if sums else None,
        average_prize=quotient(total, len(paid)) if sums and counted else None,
        first_band_share=_first_share(results.bands, bands, known, blank),
        per_head=_per_head(results.bands, told),
        blank=tuple(blank),
    )


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


def _state(given: Iterable[PersonScore]) -> str:
    return "final" if all(row.state is State.FINAL for row in given) else "provisional"


def _score_classes(
    given: Sequence[PersonScore], shares: Sequence[Fraction | None], record: Record, known: Known
) -> str:
    """`<60: 6; 60-90: 12; >=90: 7`, with classes merged as needed; blank if they may not be shown separately."""
    borders = record.publication.score_classes
    by_class: list[set[str]] = [set() for _ in range(len(borders) + 1)]
    for row, share in zip(given, shares, strict=True):
        if share is None:
            return ""
        by_class[sum(share >= border for border in borders)].add(row.person)

    def counted(places: Sequence[int]) -> list[Figure]:
        people = {person for place in places for person in by_class[place]}
        return [heads(people)] if people else []

    cells = joined(range(len(by_class)), Classes(counted, lambda _: "", lambda _: True), known)
    if len(cells) < 2:
        return ""
    return "; ".join(
        f"{_named(cell[0], cell[-1], borders)}: {sum(len(by_class[place]) for place in cell)}" for cell in cells
    )


def _named(first: int, last: int, borders: Sequence[Fraction]) -> str:
    if last == len(borders):
        return f">={number_text(borders[first - 1])}"
    to = number_text(borders[last])
    return f"{number_text(borders[first - 1])}-{to}" if first else f"<{to}"


def _first_share(rows: Sequence[Band], bands: PublicBands, known: Known, blank: _Blank) -> Fraction | None:
    """The share of ranked people that are in the first band of each ranking, as its regulation gives them."""
    first = [next(row for row in rows if row.ranking == name) for name in dict.fromkeys(row.ranking for row in rows)]
    there, top = bands.people(rows), bands.people(first)
    if not there:
        return None
    figures = [heads(there), *([heads(top)] if top else [])]
    alone = top in (frozenset(), there)
    if not blank.unless(not alone and known.let_out(figures), OF_BANDS):
        return None
    return HUNDRED * quotient(sum(one.people for one in first), sum(one.people for one in rows))


def _per_head(rows: Sequence[Band], told: Sequence[PublicBand]) -> tuple[Decimal, Decimal] | None:
    """The highest and lowest amount per head among occupied bands, if each of them is published on its own."""
    amounts = [one.per_head for one in told if one.people]
    if not amounts or None in amounts or len(amounts) < sum(bool(row.people) for row in rows):
        return None
    sums = [one for one in amounts if one is not None]
    return max(sums), min(sums)
