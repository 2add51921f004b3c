"""What the evaluation as a whole must hold: three levels of measurement, and the care of users as a factor."""

from collections.abc import Iterator

from merito import Finding, Phase, Results, Step, hookimpl, rule
from merito_bergamo.findings import told

STRATEGIC = "strategic"
UNITS = ("service", "special_agency")


@hookimpl
@rule("BG-35.1", "BG-6.2")
def merito_check_plan(step: Step) -> Results | None:
    """What is not in the data is told: as a note for a level, as a warning for a factor."""
    return Results(findings=(*_levels(step), *_care(step)))


def _levels(step: Step) -> Iterator[Finding]:
    kinds = {board.kind for board in step.dossier.dashboards}
    there = {
        "l'ente (cruscotto strategico)": STRATEGIC in kinds,
        "le unità organizzative (cruscotti dei servizi)": bool(kinds & set(UNITS)),
        "il personale (valutazioni individuali)": bool(step.dossier.ratings) or "individual" in kinds,
    }
    missing = [name for name, found in there.items() if not found]
    if missing:
        why = f"il sistema di misurazione ha tre livelli; nei dati mancano: {'; '.join(missing)}"
        yield told("info", "BG-35.1", why, phase=Phase.EVALUATION)


def _care(step: Step) -> Iterator[Finding]:
    """Everybody who is rated is rated on the care of users too."""
    rated = dict.fromkeys(row.person for row in step.dossier.ratings)
    cared = {row.person for row in step.dossier.ratings if row.extra.get("user_care")}
    for person in rated:
        if person not in cared:
            why = "nessun fattore della valutazione riguarda la cura degli utenti (colonna cura_utenti)"
            yield told("warning", "BG-6.2", why, f"person:{person}", phase=Phase.EVALUATION)
