"""Requirements of a collective prize: results of the year, no equal division (art. 16 c. 1 lett. a, art. 14 c. 2).

The text gives no measure for them, and the ente writes the sum: findings are reported, and the prize remains.
"""

from collections.abc import Iterator
from decimal import Decimal

from merito import Finding, Phase, State, Step
from merito.kit import final_score, told
from merito.numbers import HUNDRED, percent_text
from merito_comunita_montane.evaluation.factors import INADEQUATE, NOT_RATEABLE
from merito_comunita_montane.group_prizes import Prize

CENT = Decimal("0.01")  # number: a hundredth of a point, the precision of shares
WITHOUT_RESULTS = {
    INADEQUATE: "non adeguata per un atto di insufficiente rendimento",
    NOT_RATEABLE: "non valutabile per le assenze dell'anno",
}


def resting_on(step: Step, prizes: tuple[Prize, ...], tool: str) -> Iterator[Finding]:
    """Objectives not reached, equal shares for people with different scores, people without results.

    Somebody away for long who has a score has a result of the evaluation, whatever the bands of art. 17 make of it.
    """
    for one in prizes:
        yield from (*_objective(step, one, tool), *_evenly(step, one, tool), *_without_results(step, one, tool))


def _objective(step: Step, one: Prize, tool: str) -> Iterator[Finding]:
    goal = one.row["objective"]
    grade = step.so_far.grade("objective", str(goal)) if goal else None
    if not goal or (grade and grade.value is not None and grade.value >= HUNDRED):
        return
    if grade is None or grade.value is None or grade.state is not State.FINAL:
        found = f"l'obiettivo {goal} non è misurato"
    else:
        found = f"il raggiungimento dell'obiettivo {goal} è {percent_text(grade.value)}"
    why = (
        f"premio al gruppo {one.group}: {found}, e il premio collettivo si distribuisce sulla base dei risultati "
        "dell'anno (art. 16 c. 1 lett. a): controllare l'importo"
    )
    reached = bool(grade and grade.state is State.FINAL and grade.value)
    severity = "info" if reached else "warning"
    yield told(severity, "BL-16.1a", why, one.subject, phase=Phase.REWARDS, tool=tool, inputs=(one.row,))  # type: ignore[arg-type]


def _evenly(step: Step, one: Prize, tool: str) -> Iterator[Finding]:
    """Warns of shares that are equal to a hundredth of a point, like 33.33, 33.33 and 33.34."""
    shares = one.shares.values()
    scores = {final_score(step.so_far.score(row.person)) for row in one.members}
    if len(scores - {None}) > 1 and max(shares) - min(shares) <= CENT:
        why = (
            f"premio al gruppo {one.group}: quote uguali a chi ha punteggi diversi, mentre la distribuzione non può "
            "essere indifferenziata (art. 14 c. 2): scrivere quote secondo i risultati, o perché sono uguali"
        )
        yield told("warning", "BL-14.2", why, one.subject, phase=Phase.REWARDS, tool=tool, inputs=(one.row,))


def _without_results(step: Step, one: Prize, tool: str) -> Iterator[Finding]:
    for row in one.members:
        score = step.so_far.score(row.person)
        if score is not None and (score.level == INADEQUATE or (score.level == NOT_RATEABLE and score.score is None)):
            why = (
                f"ha una quota del premio al gruppo {one.group}, ma la sua prestazione è "
                f"{WITHOUT_RESULTS[score.level]}: il premio collettivo si distribuisce sulla base dei risultati della "
                "valutazione (art. 16 c. 1 lett. a): controllare le quote"
            )
            subject = f"person:{row.person}"
            yield told("warning", "BL-16.1a", why, subject, phase=Phase.REWARDS, tool=tool, inputs=(row, one.row))
