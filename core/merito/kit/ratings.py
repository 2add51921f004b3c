"""The ratings of one factor: their errors, and the degree that they give."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from merito.kit.measurement.rollup import sibling_weights
from merito.model.people import Rating
from merito.numbers import HUNDRED, Number, Weighted, number_text, product, quotient, weighted_mean

ALONE = "una riga senza sezione sta accanto ad altre: il fattore si valuta in una riga, o in più righe di sezione"


def rows_problems(rows: Sequence[Rating], *, max_given: bool = True) -> Iterator[str]:
    """Errors in the points of some rows (Italian): no maximum, a maximum of 0, or points above it.

    With `max_given` a row without a maximum is invalid; otherwise its points are out of 100.
    """
    nought = [row for row in rows if row.max == 0]
    if nought:
        named = f": {', '.join(row.factor for row in nought)}" if _named(rows) else ""
        yield f"punteggio massimo 0, mentre è sopra zero{named}"
    without = [row for row in rows if row.max is None and max_given]
    if without:
        which = f"senza punteggio massimo: {', '.join(row.factor for row in without)}"
        yield which if _named(rows) else "manca il punteggio massimo"
    over = [row for row in rows if row.points > most_of(row) > 0]
    if over:
        told = (_told(row, named=_named(rows)) for row in over)
        yield f"oltre il massimo: {', '.join(told)}"


def sections_problems(rows: Sequence[Rating]) -> Iterator[str]:
    """Errors in several rows of one factor (Italian): each must have a section; all must have a weight, or none."""
    if len(rows) == 1:
        return
    if any(not row.section for row in rows):
        yield ALONE
    try:
        sibling_weights([row.weight for row in rows])
    except ValueError as error:
        yield str(error)


def periods_problems(rows: Sequence[Rating]) -> Iterator[str]:
    """That rows have different periods, although an evaluation covers the whole year (Italian)."""
    if len(rows) > 1 and len({(row.start, row.end) for row in rows}) > 1:
        yield "righe di periodi diversi, mentre la valutazione è una per l'anno"


def unknown_problems(found: Sequence[str], names: Sequence[str], what: str = "un fattore") -> Iterator[str]:
    """Names of ratings that are none of those known (Italian); `what` is the noun for these names."""
    if found:
        quoted = ", ".join(f"«{one}»" for one in sorted(set(found)))
        yield f"{quoted} non è {what}: sono {', '.join(names)}"


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


def _told(row: Rating, *, named: bool) -> str:
    out_of = (
        f"{number_text(row.points)} punti su {number_text(most_of(row))}"  # public texts remove points by this wording
    )
    return f"{row.factor} ({out_of})" if named else out_of
