"""Reports that the Segretario Generale both sits in the Comitato dei Garanti and revokes (art. 25; I-BG-03)."""

from merito import Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told

OPINION, SECRETARY = "guarantors_opinion", "Segretario Generale"
REVOCATIONS = ("manager_revocation", "position_revocation")


@hookimpl
@rule("BG-25.1", "I-BG-03")
def merito_check_plan(step: Step) -> ResultRows:
    """Every revocation by the Segretario Generale after an opinion of the Comitato on the same subject.

    A blank body is that of the kind: the Segretario for a manager, not for a posizione organizzativa.
    """
    for act in (act for kind in REVOCATIONS for act in step.acts_of(kind)):
        opinions = step.acts.of(kind=OPINION, subject=act.subject)
        by_him = act.of_body(SECRETARY) and (act.body or step.act_kinds[act.kind].body == SECRETARY)
        if by_him and any(one.date <= act.date for one in opinions):
            why = (
                f"l'atto {act.id} è del Segretario Generale, che siede anche nel Comitato dei Garanti da cui viene il "
                "parere: il doppio ruolo si segnala (art. 25; I-BG-03)"
            )
            yield told("warning", step.rule, why, act.subject or "", phase=Phase.EVALUATION, inputs=(act, *opinions))
