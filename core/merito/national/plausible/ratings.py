"""Points on another scale than those of others (0.8 for 8 of 10), and points that an evaluator left blank."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from merito import Phase, ReturnedRating, Step, places_text, rule
from merito.national.plausible.asked import Question, written_as
from merito.numbers import fraction, number_text


@rule("IT-PL.6", "I-IT-25")
def ratings_out_of_scale(step: Step) -> Iterator[Question]:
    """Points above 0 and below 1 of a large maximum; without a maximum, among points of which some are large.

    Parameter `plausible_least_scale` says what is large: on a scale of 2 or 5, half a point is an ordinary grade.
    Without a maximum a value is questioned only if it is the only one, and all others of the same factor are at least
    1, or 0.

    The pay of these people, and of those who share a tool with them, is held until the ente has checked.
    """
    least = step.parameters.number("plausible_least_scale").value
    by_factor: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for row in step.dossier.ratings:
        by_factor[row.factor, row.section].append(row.points)
    alone = {factor for factor, points in by_factor.items() if _one_below(points, least)}
    for row in step.dossier.ratings:
        if _odd(row.points, row.max, (row.factor, row.section) in alone, least):
            of = f" su {number_text(fraction(row.max))}" if row.max is not None else ""
            name = f"{row.factor}, {row.section}" if row.section else row.factor
            yield _question(row.person, row, row.points, f"punti del fattore «{name}»{of}", name)
    by_tool: dict[str, list[Decimal]] = defaultdict(list)
    for one in step.dossier.candidates:
        if one.score is not None:
            by_tool[one.tool].append(one.score)
    apart = {tool for tool, scores in by_tool.items() if _one_below(scores, least)}
    for one in step.dossier.candidates:
        if one.score is not None and _odd(one.score, None, one.tool in apart, least):
            yield _question(one.person, one, one.score, f"punteggio per «{one.tool}»", one.tool)


def _one_below(points: Sequence[Decimal], least: Fraction) -> bool:
    """Whether exactly one value is above 0 and below 1, on a scale that others show to be large."""
    return sum(0 < one < 1 for one in points) == 1 and any(one >= least for one in points)


def _odd(points: Decimal, most: Decimal | None, alone: bool, least: Fraction) -> bool:
    return 0 < points < 1 and (alone if most is None else most >= least)


def _question(person: str, row: object, points: Decimal, what: str, name: str) -> Question:
    written = number_text(fraction(points))
    source = getattr(row, "source", "")
    return Question(
        rule="IT-PL.6",
        subject=f"person:{person}",
        message=f"{source}: {what}: {written}, come se la scala fosse un'altra",
        found=written_as((name,), (written, f"{points:f}")),
        held=True,
        doubt=f"il punteggio di «{name}»",
        phase=Phase.EVALUATION,
        inputs=(row,),
    )


@rule("IT-PL.15", "I-IT-33")
def points_left_blank(step: Step) -> Iterator[Question]:
    """Everybody whose workbook came back with some points blank. A person without any points is not evaluated yet."""
    returned: dict[str, list[ReturnedRating]] = defaultdict(list)
    for row in step.dossier.returned_ratings:
        returned[row.person].append(row)
    for person, rows in returned.items():
        blank = [row for row in rows if row.points is None]
        if blank and len(blank) < len(rows):
            named = ", ".join(f"{row.factor} ({row.section})" if row.section else row.factor for row in blank)
            lacking = f"nella scheda {blank[0].file} manca il punteggio di {person} per {named}"
            yield Question(
                rule="IT-PL.15",
                subject=f"person:{person}",
                message=f"{places_text(row.source for row in blank)}: {lacking}: gli altri suoi punteggi aspettano, "
                "finché chi valuta non lo dà e la scheda non si riprende",
                held=True,
                doubt="una scheda tornata in bianco per una parte",
                phase=Phase.EVALUATION,
                inputs=tuple(rows),
            )
