"""Points on another scale than those of everybody: 0.8 for 8 of 10, or for 80 of 100."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from merito import Phase, Step, rule
from merito.national.plausible.asked import Question
from merito.numbers import fraction, number_text


@rule("IT-PL.6", "I-IT-25")
def ratings_out_of_scale(step: Step) -> Iterator[Question]:
    """Points above 0 and below 1 of a large maximum, or where all others of the same factor have 1 or more, or 0.

    Their pay, and that of whoever shares a tool with them, is held until the ente has looked.
    """
    least = step.parameters.number("plausible_least_scale").value
    by_factor: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for row in step.dossier.ratings:
        by_factor[row.factor, row.section].append(row.points)
    for row in step.dossier.ratings:
        alike = by_factor[row.factor, row.section]
        if _odd(row.points, row.max, alike, least):
            of = f" su {number_text(fraction(row.max))}" if row.max is not None else ""
            yield _question(row.person, row, row.points, f"punti del fattore «{row.factor}»{of}")
    by_tool: dict[str, list[Decimal]] = defaultdict(list)
    for one in step.dossier.candidates:
        if one.score is not None:
            by_tool[one.tool].append(one.score)
    for one in step.dossier.candidates:
        if one.score is not None and _odd(one.score, None, by_tool[one.tool], least):
            yield _question(one.person, one, one.score, f"punteggio per «{one.tool}»")


def _odd(points: Decimal, most: Decimal | None, alike: Sequence[Decimal], least: Fraction) -> bool:
    if not 0 < points < 1 or (most is not None and most <= 1):
        return False
    others = [one for one in alike if one >= 1]
    below = sum(0 < one < 1 for one in alike)
    return (most is not None and most >= least) or (bool(others) and below == 1)


def _question(person: str, row: object, points: Decimal, what: str) -> Question:
    written = number_text(fraction(points))
    source = getattr(row, "source", "")
    return Question(
        rule="IT-PL.6",
        subject=f"person:{person}",
        message=f"{source}: {what}: {written}, come se la scala fosse un'altra",
        found=tuple(dict.fromkeys((written, f"{points:f}"))),
        held=True,
        phase=Phase.EVALUATION,
        inputs=(row,),
    )
