"""The guidelines on behaviours: known, explained to all and published before anybody is evaluated (art. 13).

The text sets a duty without a sanction: what is missing is reported, and stops nothing.
"""

from collections.abc import Iterator
from datetime import date

from merito import Finding, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import day_text

GUIDELINES, BRIEFING = "guidelines", "guidelines_briefing"
UNDATED = "di nessuna è scritto il giorno"


@hookimpl
@rule("BL-13.1")
def merito_check_plan(step: Step) -> ResultRows:
    """The three duties, each by the day of the first evaluation that was communicated or discussed."""
    if not (step.dossier.ratings or step.dossier.evaluations):
        return
    yield from _missing(step, _first_evaluation(step))


def _first_evaluation(step: Step) -> date | None:
    """The day of the first evaluation; None if none has a day."""
    days = [day for row in step.dossier.evaluations for day in (row.feedback, row.told) if day]
    return min(days, default=None)


def _missing(step: Step, first: date | None) -> Iterator[Finding]:
    before = first or step.as_of
    known, explained = step.acts_of(GUIDELINES), step.acts_of(BRIEFING)
    duties = {
        "portate a conoscenza dei dipendenti": [act.date for act in known],
        "illustrate a tutti": [act.date for act in explained],
        "pubblicate sul sito": [act.published for act in known if act.published],
    }
    lacking = [_found(what, days) for what, days in duties.items() if not any(day <= before for day in days)]
    if lacking:
        day = day_text(first) if first else UNDATED
        why = f"prima della valutazione ({day}) le linee guida sui comportamenti non risultano"
        inputs = (*known, *explained)
        yield told("warning", "BL-13.1", f"{why}: {'; '.join(lacking)}", phase=Phase.EVALUATION, inputs=inputs)


def _found(what: str, days: list[date]) -> str:
    return f"{what} (lo sono dal {day_text(min(days))})" if days else what
