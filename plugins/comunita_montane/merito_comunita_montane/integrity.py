"""The map of risks and the procedure for adverse events and complaints, which the OIV promotes (art. 27 c. 4-5)."""

from merito import Phase, ResultRows, Step, first_of, hookimpl, rule
from merito.kit import told
from merito_comunita_montane.bodies import OIV, of_body

RISKS, VALIDATION, EVENTS = "risk_map", "risk_map_validation", "adverse_events_procedure"


@hookimpl
@rule("BL-27.4")
def merito_check_plan(step: Step) -> ResultRows:
    """Both exist, and the OIV has validated the first map."""
    documents = ((RISKS, "la mappa dei rischi"), (EVENTS, "la procedura per gli eventi avversi e i reclami"))
    absent = [name for kind, name in documents if not step.acts_of(kind)]
    if absent:
        why = f"nessun atto rileva o adotta: {', '.join(absent)}"
        yield told("warning", "BL-27.4", why, phase=Phase.MONITORING)
    first = first_of(step.acts_of(RISKS))
    if first is None:
        return
    validated = [act for act in step.acts_of(VALIDATION) if of_body(act, OIV) and act.date >= first.date]
    if not any(act.refers_to in (None, first.id) for act in validated):
        why = f"la prima mappa dei rischi (atto {first.id}) non è validata dall'OIV"
        yield told("warning", "BL-27.4", why, f"act:{first.id}", phase=Phase.MONITORING, inputs=(first,))
