"""Whether an evaluation entitles somebody to interim pay, and which evaluation it is (art. 3 c. 4, art. 6 c. 4).

The text pays interim appointments within the result, which needs a positive evaluation. It does not say whether that is
the evaluation on the person's own post, on the covered post, or both (I-BS-54).
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import NamedTuple

from merito import Appointment, State, Step
from merito.kit import Holding
from merito.numbers import fraction, point_text
from merito_brescia.evaluation.scores import NOT_HEARD, THRESHOLD, heard_on
from merito_brescia.interim_appointments import SCORE

WHICH, FREED = "I-BS-54", "I-BS-55"
OWN, COVERED, BOTH, SHARED = "own_post", "covered_post", "both", "result"


class Title(NamedTuple):
    """Whether somebody is entitled to the pay, None while no evaluation is final; and why not, or not yet (Italian)."""

    given: bool | None
    why: str = ""


def title_of(step: Step, one: Holding) -> Title:
    """The title to the pay of an interim appointment, by the evaluation that the reading in force names."""
    return _titles(step, one)[step.readings[WHICH].choice]


def goes_to_result(step: Step) -> bool:
    """Whether pay lost by an evaluation goes back to the result of the holders (I-BS-55)."""
    return step.readings[FREED].choice == SHARED


def _titles(step: Step, one: Holding) -> Mapping[str, Title]:
    own, covered = _on_own_post(step, one), _on_covered_post(step, one)
    return {OWN: own, COVERED: covered, BOTH: _both(own, covered)}


def _both(own: Title, covered: Title) -> Title:
    found = [title for title in (own, covered) if title.given is False] or [
        title for title in (own, covered) if title.given is None
    ]
    return Title(found[0].given, "; ".join(title.why for title in found)) if found else Title(True)


def _on_own_post(step: Step, one: Holding) -> Title:
    row = step.so_far.score(one.person)
    if row is None or row.state is not State.FINAL or row.score is None:
        return Title(None, "manca una valutazione definitiva")
    return _judged(step, row.score, "valutazione")


def _on_covered_post(step: Step, one: Holding) -> Title:
    scores = {row.extra.get(SCORE) for row in one.rows if isinstance(row, Appointment)}
    score = next(iter(scores), None) if len(scores) == 1 else None
    if score is None:
        return Title(None, "manca la valutazione dell'incarico coperto (tabella incarichi, colonna punteggio_interim)")
    title = _judged(step, fraction(score), "valutazione dell'incarico coperto")  # type: ignore[arg-type]
    if title.given is False and heard_on(step, one.person).act is None:
        return Title(None, f"{title.why}: {NOT_HEARD}")
    return title


def _judged(step: Step, score: Fraction, what: str) -> Title:
    """A score compared exactly with the ente's threshold."""
    threshold = step.parameters.number(THRESHOLD).value
    if score >= threshold:
        return Title(True)
    return Title(False, f"{what} {point_text(score)}, sotto {point_text(threshold)}: non è positiva")
