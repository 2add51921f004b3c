"""The map of risks and the procedure for adverse events and complaints, which the OIV promotes (art. 27 c. 4-5)."""

from collections.abc import Iterator

from merito import Finding, Phase, ResultRows, Step, first_of, hookimpl, rule
from merito.kit import told
from merito_comunita_montane.organisation import OIV, of_body

RISKS, VALIDATION, EVENTS = "risk_map", "risk_map_validation", "adverse_events_procedure"
FIRST = {RISKS: "la prima mappa dei rischi", EVENTS: "la definizione del sistema degli eventi avversi"}


@hookimpl
@rule("BL-27.4")
def merito_check_plan(step: Step) -> ResultRows:
    """Both exist, and the OIV has validated the first map and the first procedure."""
    documents = ((RISKS, "la mappa dei rischi"), (EVENTS, "la procedura per gli eventi avversi e i reclami"))
    absent = [name for kind, name in documents if not step.acts_of(kind)]
    if absent:
        why = f"nessun atto rileva o adotta: {', '.join(absent)}"
        yield told("warning", "BL-27.4", why, phase=Phase.MONITORING)
    for kind, what in FIRST.items():
        yield from _not_validated(step, kind, what)


def _not_validated(step: Step, kind: str, what: str) -> Iterator[Finding]:
    """A validation counts for the act to which it refers; without one, for both of those before it.

    The OIV validates the survey of the risks and the definition of the system of adverse events, which may come before
    the ente adopts them: a validation that refers to the act counts on any day.
    """
    first = first_of(step.acts_of(kind))
    if first is None:
        return
    about = [act for act in step.acts_of(VALIDATION) if of_body(act, OIV) and act.refers_to in (None, first.id)]
    if not any(act.date >= first.date or act.refers_to for act in about):
        why = f"{what} (atto {first.id}) non è validata dall'OIV"
        yield told("warning", "BL-27.4", why, f"act:{first.id}", phase=Phase.MONITORING, inputs=(first,))
