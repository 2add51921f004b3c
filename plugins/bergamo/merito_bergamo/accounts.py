"""Money of the staff held against the text: opinions, visas, extra pay, and what part of it rewards performance."""

from collections.abc import Iterator

from merito import Act, Finding, Phase, Results, Step, hookimpl, rule
from merito.numbers import HUNDRED, euro_text, percent_text, quotient
from merito_bergamo.findings import told

AGREEMENT, OPINION, VISA = "integrative_agreement", "auditors_opinion", "accounting_visa"
ENTERED = ("resource_assignment", "payment_order")
OVERTIME, ALLOWANCE = "overtime", "allowance"


@hookimpl
@rule("BG-16.1t", "BG-28.1", "BG-28.7", "BG-30.6", "BG-46.2", "I-BG-14")
def merito_check_plan(step: Step) -> Results | None:
    """Only what a holder of a position takes beside his pay is an error; the rest is told."""
    return Results(findings=(*_agreements(step), *_visas(step), *_other_pay(step), *_relevant_part(step)))


def _agreements(step: Step) -> Iterator[Finding]:
    """An agreement is signed after the auditors' favourable opinion, where one is asked for."""
    opinions = step.acts_of(OPINION)
    for act in step.acts_of(AGREEMENT):
        before = [one for one in opinions if one.date <= act.date and one.refers_to in (None, act.id)]
        if not before:
            why = f"l'accordo integrativo {act.id} è firmato senza il parere dei revisori, che dove serve viene prima"
            yield _warning("BG-16.1t", why, act)


def _visas(step: Step) -> Iterator[Finding]:
    """Acts that are entered in the accounts bear the accounting visa."""
    seen = {act.refers_to for act in step.acts_of(VISA)}
    for act in (one for kind in ENTERED for one in step.acts_of(kind)):
        if act.id not in seen:
            yield _warning("BG-30.6", f"l'atto {act.id} non ha il visto di regolarità contabile", act)


def _warning(rule_id: str, why: str, act: Act) -> Finding:
    return told("warning", rule_id, why, f"act:{act.id}", phase=Phase.RESOURCES, inputs=(act,))


def _other_pay(step: Step) -> Iterator[Finding]:
    """Position and result pay absorb everything else, overtime too; beside them only what a law provides."""
    holders = {person.id for person in step.dossier.people if person.role == "po"}
    for row in step.dossier.tables.get("other_pay", ()):
        person = str(row["person"])
        if person not in holders:
            continue
        subject = f"person:{person}"
        if row["kind"] in (OVERTIME, ALLOWANCE):
            why = "straordinario e indennità sono assorbiti dalla retribuzione di posizione e di risultato"
            yield told("error", "BG-28.1", why, subject, phase=Phase.RESOURCES, inputs=(row,))
        elif not row["law"]:
            why = "un compenso aggiuntivo a chi ha una posizione organizzativa vuole la legge che lo prevede"
            yield told("error", "BG-28.7", why, subject, phase=Phase.RESOURCES, inputs=(row,))


def _relevant_part(step: Step) -> Iterator[Finding]:
    """The part of the decentralised resources that rewards performance is shown; the text gives no measure."""
    whole, fund = step.dossier.figures.get("decentralised_resources"), step.dossier.funds.get("performance")
    if whole is None or fund is None or not whole.euro:
        return
    part = percent_text(quotient(fund.euro, whole.euro) * HUNDRED)
    why = f"alla performance va il {part} delle risorse decentrate ({euro_text(fund.euro)} su {euro_text(whole.euro)})"
    yield told("info", "BG-46.2", f"{why}; quanto sia «rilevante» lo valuta l'ente (I-BG-14)", phase=Phase.RESOURCES)
