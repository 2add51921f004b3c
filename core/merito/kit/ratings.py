"""The ratings of one factor: their errors, and the degree that they give."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from merito.kit.measurement.rollup import WrongWeights, sibling_weights
from merito.model.messages import Message, Points, Sayable, as_message, say
from merito.model.people import Rating
from merito.numbers import HUNDRED, Number, Weighted, product, quotient, weighted_mean

ALONE = say("una riga senza sezione sta accanto ad altre: il fattore si valuta in una riga, o in più righe di sezione")
A_FACTOR = say("un fattore")


def rows_problems(rows: Sequence[Rating], *, max_given: bool = True) -> Iterator[Message]:
    """Errors in the points of some rows: no maximum, a maximum of 0, or points above it.

    With `max_given` a row without a maximum is invalid; otherwise its points are out of 100.
    """
    nought = [row for row in rows if row.max == 0]
    if nought:
        yield _with_factors(say("punteggio massimo 0, mentre è sopra zero"), nought if _named(rows) else ())
    without = [row for row in rows if row.max is None and max_given]
    if without:
        named = _with_factors(say("senza punteggio massimo"), without)
        yield named if _named(rows) else say("manca il punteggio massimo")
    over = [row for row in rows if row.points > most_of(row) > 0]
    if over:
        told = tuple(_told(row, named=_named(rows)) for row in over)
        yield say("oltre il massimo: {ratings}", ratings=told)


def sections_problems(rows: Sequence[Rating]) -> Iterator[Message]:
    """Errors in several rows of one factor: each must have a section; all must have a weight, or none."""
    if len(rows) == 1:
        return
    if any(not row.section for row in rows):
        yield ALONE
    try:
        sibling_weights([row.weight for row in rows])
    except WrongWeights as error:
        yield error.why


def periods_problems(rows: Sequence[Rating]) -> Iterator[Message]:
    """That rows have different periods, although an evaluation covers the whole year."""
    if len(rows) > 1 and len({(row.start, row.end) for row in rows}) > 1:
        yield say("righe di periodi diversi, mentre la valutazione è una per l'anno")


def unknown_problems(found: Sequence[str], names: Sequence[str], what: Sayable = A_FACTOR) -> Iterator[Message]:
    """Names of ratings that are none of those known; `what` is the noun for these names."""
    if found:
        yield say(
            "{found} non è {what}: sono {known}",
            found=tuple(say("«{name}»", name=one) for one in sorted(set(found))),
            what=as_message(what),
            known=tuple(names),
        )


def _with_factors(what: Message, rows: Sequence[Rating]) -> Message:
    """An error with the factors of its rows."""
    return say("{what}: {factors}", what=what, factors=tuple(row.factor for row in rows)) if rows else what


def degree(rows: Sequence[Rating]) -> Fraction:
    """The degree (percent) of the rows of one factor: points over their maximum, by weights or equally."""
    if len(rows) == 1:
        return _of_row(rows[0])
    shares: Sequence[Number] = sibling_weights([row.weight for row in rows]) or (1,) * len(rows)
    parts = (Weighted(_of_row(row), share) for row, share in zip(rows, shares, strict=True))
    return weighted_mean(parts) or Fraction(0)


def most_of(row: Rating) -> Number:
    """The maximum of points: 100 if none is given."""
    return HUNDRED if row.max is None else row.max


def _of_row(row: Rating) -> Fraction:
    return quotient(product(row.points, HUNDRED), most_of(row) or 1)


def _named(rows: Sequence[Rating]) -> bool:
    """Whether a row must be named in messages: it is one of several, or its section does not tell the factor."""
    return len(rows) > 1 or bool(rows[0].section)


def _told(row: Rating, *, named: bool) -> Message:
    out_of = say("{points} punti su {most}", points=Points(row.points), most=Points(most_of(row)))
    return say("{factor} ({points})", factor=row.factor, points=out_of) if named else out_of
