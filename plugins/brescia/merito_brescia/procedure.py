"""The order of the acts of the Relazione, and the yearly review of the SMVP (Premessa, par. 1-3, 7)."""

from collections.abc import Iterator
from datetime import date

from merito import Act, Finding, Phase, ResultRows, Step, first_of, hookimpl, rule
from merito.kit import told
from merito.numbers import day_text
from merito_brescia.amendments import plan_act
from merito_brescia.evaluation_people import GIUNTA, OIV

REPORT, VALIDATION, PUBLICATION = "performance_report", "report_validation", "report_publication"
DRAFT, OPINION, ADOPTION = "report_draft", "smvp_opinion", "smvp_adoption"


@hookimpl(specname="merito_check_plan")
@rule("BS-SM-P.1")
def opinion_before_adoption(step: Step) -> ResultRows:
    """Each adoption needs an opinion of its own: the one that it refers to, or one since the previous adoption."""
    opinions = [act for act in step.acts_of(OPINION) if act.of_body(OIV)]
    since = date.min
    for act in step.acts_of(ADOPTION):
        given = [one for one in opinions if one.date <= act.date]
        if not any(one.id == act.refers_to or (act.refers_to is None and one.date > since) for one in given):
            why = f"l'atto {act.id} adotta il SMVP senza un parere vincolante dell'OIV che lo preceda"
            yield _finding("error", "BS-SM-P.1", why, act, Phase.OBJECTIVES)
        since = act.date


@hookimpl(specname="merito_check_plan")
@rule("BS-SM-7", "BS-SM-P.2")
def confirmed_each_year(step: Step) -> ResultRows:
    """Each year the SMVP is adopted anew, or the act that approves the Plan confirms it."""
    plan = plan_act(step)
    since = date(step.dossier.year - 1, 1, 1)
    if plan is None:
        yield from _not_reviewed(step, since)
        return
    adopted = [act for act in step.acts_of(ADOPTION) if since <= act.date <= plan.date]
    if not adopted and not plan.extra.get("confirms_smvp"):
        why = f"l'atto {plan.id} approva il Piano senza dire che il SMVP è confermato (colonna conferma_smvp)"
        why = f"{why}, e nessun atto lo aggiorna: si rivede ogni anno"
        yield _finding("warning", "BS-SM-7", why, plan, Phase.OBJECTIVES)


def _not_reviewed(step: Step, since: date) -> Iterator[Finding]:
    """Without a Plan nothing confirms the SMVP: an old one is reported once the Plan's deadline has passed."""
    latest = max(step.acts_of(ADOPTION), key=lambda act: act.date, default=None)
    term = step.parameters.day("plan_deadline", step.dossier.year).value
    if latest is not None and latest.date < since and step.as_of > term:
        why = f"il SMVP del {day_text(latest.date)} (atto {latest.id}) non risulta né aggiornato né confermato per il"
        why = f"{why} {step.dossier.year}: si rivede ogni anno"
        yield _finding("warning", "BS-SM-P.2", why, latest, Phase.OBJECTIVES)


@hookimpl(specname="merito_check_plan")
@rule("BS-SM-3.2g")
def published_once_approved(step: Step) -> ResultRows:
    approved = [act.date for act in step.acts_of(REPORT) if act.of_body(GIUNTA)]
    for act in step.acts_of(PUBLICATION):
        if not any(day <= act.date for day in approved):
            why = f"l'atto {act.id} pubblica la Relazione prima che la Giunta l'abbia approvata"
            yield _finding("error", "BS-SM-3.2g", why, act)


@hookimpl(specname="merito_check_plan")
@rule("BS-SM-3.2d2")
def drafted_after_the_data(step: Step) -> ResultRows:
    first = step.parameters.day("draft_first_day", step.dossier.year + 1).value
    draft = first_of(step.acts_of(DRAFT))
    if draft is not None and draft.date < first:
        why = f"la Relazione è stesa prima del {day_text(first)}, quando si raccolgono ancora i dati (I-BS-39)"
        yield _finding("info", "BS-SM-3.2d2", why, draft)


@hookimpl(specname="merito_check_plan")
@rule("BS-SM-3.2d2")
def validated_by_january(step: Step) -> ResultRows:
    """The text validates the Relazione in January and again in February: the last deadline is February's (I-BS-47)."""
    january, planned = step.parameters.day("draft_deadline", step.dossier.year + 1).value, step.dossier.indicators
    acts = [act for act in step.acts_of(VALIDATION) if act.of_body(OIV)]
    if planned and step.as_of > january and not any(act.date <= january for act in acts):
        why = (
            f"la Relazione non è validata dall'OIV entro il {day_text(january)}: l'ultimo termine è febbraio (I-BS-47)"
        )
        yield told("warning", "BS-SM-3.2d2", why, phase=Phase.REPORTING, inputs=tuple(acts))


def _finding(severity: str, rule_id: str, why: str, act: Act, phase: Phase = Phase.REPORTING) -> Finding:
    return told(severity, rule_id, why, f"act:{act.id}", phase=phase, inputs=(act,))  # type: ignore[arg-type]
