"""The score of an appeal replaces the contested one, if it is higher (art. 17; I-BL-38)."""

from collections.abc import Iterator
from fractions import Fraction
from functools import partial

from attrs import evolve

from merito import Basis, ExtraRow, Finding, Intermediate, PersonScore, Phase, State, Step
from merito.kit import told
from merito.numbers import HUNDRED, percent_text
from merito_comunita_montane.appeal_checks import doubtful
from merito_comunita_montane.levels import FLAG, REVOKED
from merito_comunita_montane.rated_factors import most_reached
from merito_comunita_montane.upheld import contradicted, new_score, raised_later, ranked_anew, upheld

RAISED = "BL-17.1"


def raised_score(step: Step, row: PersonScore, final: PersonScore) -> PersonScore | None:
    """An evaluation with the score of an appeal on which the ranking is made; None if it stays as it is.

    `final` is the same row with its level. If it is refused it stays so: its data must be corrected.
    """
    appeal = step.once(ranked_anew).get(row.person)
    return None if appeal is None or final.state is State.REFUSED else with_score(step, row, appeal)


def with_score(step: Step, row: PersonScore, appeal: ExtraRow) -> PersonScore | None:
    """An evaluation with the score of an appeal, or None if this is not higher than the contested one is or can be."""
    reached = new_score(appeal) * (row.maximum or HUNDRED)
    contested = most_reached(step, step.dossier.people[row.person]) if row.lacks else row.score
    if contested is not None and reached <= contested:
        return None
    basis = partial(_basis, row, appeal, reached)
    rules = (*row.rules, RAISED)
    return evolve(row, score=reached, state=State.FINAL, lacks=(), reason="", rules=rules, basis=basis)


def higher_by_appeal(step: Step, person: str) -> ExtraRow | None:
    """The appeal that gave somebody a higher score than the factors give, before or after the payment."""
    score = step.so_far.score(person)
    if score is None:
        return None
    before, later = step.once(ranked_anew).get(person), step.once(raised_later).get(person)
    if before is not None and RAISED in score.rules:
        return before
    return later if later is not None and with_score(step, score, later) else None


def score_in_force(step: Step, person: str) -> PersonScore | None:
    """Somebody's evaluation with the score of an appeal, even after the payment: for sums on which no other depends."""
    score, later = step.so_far.score(person), step.once(raised_later).get(person)
    return score if score is None or later is None else with_score(step, score, later) or score


def no_higher(step: Step, row: PersonScore) -> Iterator[Finding]:
    """Warns of an upheld appeal without a higher score, or not surely higher: it changes nothing."""
    appeal = step.once(upheld).get(row.person)
    if appeal is None or row.state is State.REFUSED or with_score(step, row, appeal) is not None:
        return
    if row.score is not None:
        yield doubtful(appeal, "il punteggio dopo il ricorso non è più alto di quello contestato: nulla cambia")
    elif row.lacks:
        why = f"quello contestato, che non è completo ({row.reason}), può essere più alto di quello dopo il ricorso"
        yield doubtful(appeal, f"{why}: nulla cambia finché manca")


def against_an_act(step: Step, row: PersonScore) -> Iterator[Finding]:
    """An error: an act of insufficient performance excludes an appeal upheld after the payment, which gives nothing."""
    appeal = step.once(upheld).get(row.person)
    acts = contradicted(step, appeal) if appeal is not None and row.person not in step.once(ranked_anew) else ()
    if appeal is not None and acts:
        why = (
            f"l'atto {acts[0].id} lo valuta di insufficiente rendimento, ma il ricorso accolto con l'atto "
            f"{appeal['act']} gli dà {percent_text(new_score(appeal) * HUNDRED)}: finché il primo non è revocato il "
            f"ricorso non dà premi ({FLAG}); {REVOKED}"
        )
        subject = f"person:{row.person}"
        yield told("error", "BL-17.2c", why, subject, phase=Phase.EVALUATION, inputs=(*acts, appeal))


def _basis(row: PersonScore, appeal: ExtraRow, reached: Fraction) -> Basis:
    before = () if row.score is None else (Intermediate("punteggio contestato", row.score),)
    return evolve(
        row.basis,
        inputs=(*row.basis.inputs, appeal),
        steps=(*row.basis.steps, *before),
        formula=f"ricorso accolto con l'atto {appeal['act']}: punteggio {percent_text(reached)}",
    )
