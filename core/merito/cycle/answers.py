"""How the answers of several layers become one: added up, the latest alone, or fund by fund."""

from collections.abc import Iterable

from merito.model.money import FundLine
from merito.model.results import Results
from merito.regulations import Answer


def added_up(answers: tuple[Answer, ...]) -> Results:
    """Answers of all layers, from the national base up: for hooks that declare."""
    return Results().plus(*(answer.results for answer in answers if answer.results is not None))


def latest(from_the_top: Iterable[Answer]) -> Results | None:
    """The answer of the latest layer that has one, a blocked one included: for hooks that compute.

    No layer below it is asked.
    """
    return next((answer.results for answer in from_the_top if answer.given), None)


def fund_by_fund(from_the_top: Iterable[Answer], funds: Iterable[str]) -> Results | None:
    """The lines of each fund from the latest layer that gives any of that fund; everything else added up.

    Layers are asked until every one of these funds has its lines.
    """
    lines: dict[str, tuple[FundLine, ...]] = {}
    answers: list[Answer] = []
    left = set(funds)
    for answer in from_the_top:
        answers.append(answer)
        given = answer.results.fund_lines if answer.results else ()
        for fund in dict.fromkeys(line.fund for line in given):
            lines.setdefault(fund, tuple(line for line in given if line.fund == fund))
        if not left.difference(lines):
            break
    if not any(answer.given for answer in answers):
        return None
    answers.reverse()
    first_below = dict.fromkeys(
        line.fund for answer in answers for line in (answer.results.fund_lines if answer.results else ())
    )
    together = tuple(line for fund in first_below for line in lines[fund])
    return added_up(tuple(answers)).replacing(fund_lines=together)
