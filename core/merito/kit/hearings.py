"""An evaluation that is not positive: final once whoever is evaluated was heard, and as it was recorded."""

from attrs import evolve

from merito.findings import told
from merito.hearings import hearing
from merito.model.acts import Act, Phase
from merito.model.measured import PersonScore
from merito.model.results import Finding
from merito.model.states import State
from merito.step import Step

Heard = tuple[PersonScore, tuple[Finding, ...]]


def not_final(row: PersonScore, why: str, rule: str) -> PersonScore:
    """The same score, provisional for a reason (Italian) that begins with its rule."""
    return evolve(
        row,
        state=State.PROVISIONAL if row.score is not None else row.state,
        reason="; ".join(part for part in (f"{rule}: {why}", row.reason) if part),
        rules=tuple(dict.fromkeys((*row.rules, rule))),
    )


def said_otherwise(step: Step, row: PersonScore, positive: bool, rule: str, reading: str) -> tuple[Finding, ...]:
    """An evaluation that is recorded as positive or not, where the score says the contrary: an error."""
    recorded = step.dossier.evaluations.first(row.person)
    if recorded is None or recorded.positive is None or recorded.positive is positive:
        return ()
    found = "non positiva" if positive else "positiva"
    why = f"la valutazione è registrata come {found}, il punteggio dice il contrario ({reading})"
    return (told("error", rule, why, f"person:{row.person}", phase=Phase.EVALUATION, inputs=(recorded,)),)


def heard_before(step: Step, row: PersonScore, remarks: tuple[Act, ...], rule: str, unheard: str, wanted: str) -> Heard:
    """An evaluation that is not positive, provisional until an act says that its person was heard.

    `remarks` are the acts about the person; `unheard` is why it waits, `wanted` what is named where there is no act at
    all (Italian).
    """
    subject, found = f"person:{row.person}", hearing(step.dossier, row.person, remarks)
    if found.act is not None:
        doubt = told("warning", rule, found.doubt, subject, phase=Phase.EVALUATION, inputs=(found.act,))
        return row, (doubt,) if found.doubt else ()
    if not found.undue:
        return not_final(row, f"{unheard}{wanted}", rule), ()
    undue = told("warning", rule, found.why_not, subject, phase=Phase.EVALUATION, inputs=found.undue)
    return not_final(row, f"{unheard} ({found.why_not})", rule), (undue,)
