"""How the answers of several layers become one: added up, the latest alone, or fund by fund."""

from merito.model.money import FundLine
from merito.model.results import Results
from merito.regulations import Answer


def added_up(answers: tuple[Answer, ...]) -> Results:
    """Answers of all layers, from the national base up: for hooks that declare."""
    return Results().plus(*(answer.results for answer in answers if answer.results is not None))


def latest(answers: tuple[Answer, ...]) -> Results | None:
    """The answer of the latest layer that has one, a blocked one included: for hooks that compute."""
    return next((answer.results for answer in reversed(answers) if answer.given), None)


def fund_by_fund(answers: tuple[Answer, ...]) -> Results | None:
    """The lines of each fund from the latest layer that gives any of that fund; everything else added up."""
    lines: dict[str, tuple[FundLine, ...]] = {}
    for answer in answers:
        given = answer.results.fund_lines if answer.results else ()
        for fund in dict.fromkeys(line.fund for line in given):
            lines[fund] = tuple(line for line in given if line.fund == fund)
    if not any(answer.given for answer in answers):
        return None
    together = tuple(line for group in lines.values() for line in group)
    return added_up(answers).replacing(fund_lines=together)
