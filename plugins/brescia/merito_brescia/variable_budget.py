"""Acts and money behind the projects: certification and budget (par. 5), accounts and their assignment (par. 6)."""

from merito import Act, Finding, Phase, ResultRows, Severity, Step, hookimpl, rule
from merito.kit import listed, told
from merito.numbers import euro_text
from merito_brescia.variable_valuation import SUBJECT, TOTAL_READING, Valuation, valuation

CERTIFICATION, BUDGET, UNIT_VALUE, ASSIGNMENT = "projects_certification", "budget", "unit_value", "resource_assignment"
SET_ASIDE = "projects_budget"
NEEDED = {
    CERTIFICATION: ("OIV", "la certificazione dell'OIV sulla valorizzazione dei progetti"),
    BUDGET: ("Consiglio", "l'approvazione del bilancio preventivo, che spetta al Consiglio"),
}
TIED = ("strategic", "operational", "")


def waiting(step: Step, known: Valuation) -> list[str]:
    """What is missing before the projects' value enters the two funds (Italian); nothing if it may.

    No gate can express this: a gate closes a phase, a tool or a subject of rows, and this money belongs to none of
    them.
    """
    why = [what for kind, (body, what) in NEEDED.items() if not _given(step, kind, body)]
    if not step.readings[TOTAL_READING].adopted and known.disputed:
        why.append(f"la scelta dell'ente sulla lettura {TOTAL_READING}")
    aside = step.dossier.figures.get(SET_ASIDE)
    if aside is None:
        why.append("l'importo stanziato in bilancio per i progetti (stanziamento_progetti in [figures])")
    elif aside.euro < known.worth.total:
        short = euro_text(known.worth.total - aside.euro)
        why.append(f"in bilancio lo stanziamento di {short} oltre a {euro_text(aside.euro)}")
    return why


def _given(step: Step, kind: str, body: str) -> tuple[Act, ...]:
    """Acts of a kind that come from the proper body, or that name none."""
    return tuple(act for act in step.acts_of(kind) if act.of_body(body))


@hookimpl(specname="merito_check_plan")
@rule("BS-SM-5.0", "I-BS-33")
def what_the_resources_wait_for(step: Step) -> ResultRows:
    known = valuation(step)
    if known is None:
        return
    for what in waiting(step, known):
        why = f"le risorse variabili dei progetti non entrano ancora nei fondi: manca {what}"
        yield _finding("warning", "BS-SM-5.0", why, SUBJECT)
    if not step.acts_of(UNIT_VALUE):
        why = "manca l'atto che stabilisce ogni anno il valore unitario per punto di coefficiente (I-BS-33)"
        yield _finding("info", "BS-SM-5.2f", why, SUBJECT)


@hookimpl(specname="merito_check_plan")
@rule("BS-SM-6.1")
def resources_assigned(step: Step) -> ResultRows:
    """The Segretario Generale assigns resources to the managers after the budget is approved."""
    approved = [act.date for act in _given(step, BUDGET, NEEDED[BUDGET][0])]
    acts = step.acts_of(ASSIGNMENT)
    for act in acts:
        if not any(day <= act.date for day in approved):
            why = f"l'atto {act.id} assegna le risorse ai dirigenti prima che il bilancio preventivo sia approvato"
            yield _finding("warning", "BS-SM-6.1", why, f"act:{act.id}", act)
    if step.dossier.resources and not acts:
        why = "manca l'atto con cui il Segretario Generale assegna ai dirigenti le risorse del budget direzionale"
        yield _finding("info", "BS-SM-6.1", why)


@hookimpl(specname="merito_check_plan")
@rule("BS-SM-6.1")
def accounts_of_objectives(step: Step) -> ResultRows:
    """Strategic and operational objectives are tied to accounts of the budget, each with its sum."""
    dossier = step.dossier
    rows = [row for row in dossier.resources if row.account and row.is_of(dossier.year)]
    tied = {row.objective for row in rows}
    without = [one.id for one in dossier.objectives if one.level in TIED and one.id not in tied]
    if without:
        yield _finding("info", "BS-SM-6.1", f"obiettivi senza un conto del bilancio: {listed(without)}")
    unsaid = [f"{row.objective}/{row.account}" for row in rows if row.budget is None]
    if unsaid:
        yield _finding("info", "BS-SM-6.1", f"conti senza preventivo: {listed(unsaid)}")


def _finding(severity: Severity, rule_id: str, why: str, subject: str = "", *inputs: object) -> Finding:
    return told(severity, rule_id, why, subject, phase=Phase.RESOURCES, inputs=inputs)
