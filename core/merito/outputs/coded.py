"""Coded values of results in Italian words, for workbooks and for everything that people look at."""

from collections.abc import Mapping

from merito.workspace.common import common_inputs

STATES = {
    "final": "definitivo",
    "provisional": "provvisorio",
    "monitoring": "monitoraggio",
    "not_measured": "non misurato",
    "withheld": "sospeso",
    "refused": "rifiutato",
    "blocked": "bloccato",
}

PHASES = {
    "a": "a. obiettivi",
    "b": "b. risorse",
    "c": "c. monitoraggio",
    "d": "d. valutazione",
    "e": "e. premi",
    "f": "f. rendicontazione",
}

SUBJECTS = {
    "indicator": ("indicatore", "indicatori"),
    "objective": ("obiettivo", "obiettivi"),
    "area": ("area", "aree"),
    "perspective": ("prospettiva", "prospettive"),
    "dashboard": ("cruscotto", "cruscotti"),
    "unit": ("struttura", "strutture"),
    "manager": ("dirigente", "dirigenti"),
    "ente": ("ente", "enti"),
    "person": ("dipendente", "dipendenti"),
    "member": ("componente", "componenti"),
    "position": ("posizione", "posizioni"),
    "group": ("gruppo", "gruppi"),
    "fund": ("fondo", "fondi"),
    "act": ("atto", "atti"),
    "amendment": ("variazione", "variazioni"),
    "activity": ("attività", "attività"),
    "resources": ("risorse", "risorse"),
    "parameter": ("parametro", "parametri"),
    "reward": ("premio", "premi"),
    "ranking": ("graduatoria", "graduatorie"),
    "band": ("fascia", "fasce"),
    "table": ("tabella", "tabelle"),
    "document": ("documento", "documenti"),
    "finding": ("rilievo", "rilievi"),
    "gate": ("condizione", "condizioni"),
    "deadline": ("termine", "termini"),
    "phase": ("fase", "fasi"),
    "tool": ("strumento", "strumenti"),
    "reading": ("lettura", "letture"),
    "rule": ("regola", "regole"),
}
SCOPES = {kind: one for kind, (one, _) in SUBJECTS.items()}

SEVERITIES = {"error": "errore", "warning": "avviso", "info": "nota"}
BOUNDS = {"none": "", "min": "minimo", "max": "massimo"}
OF_TABLES = {"applied": "applicata", "waiting": "in attesa"}
STATES_OF: Mapping[str, Mapping[str, str]] = {
    "gates": {"open": "verificata", "closed": "non verificata"},
    "deadlines": {"met": "rispettato", "late": "in ritardo", "open": "aperto", "overdue": "scaduto"},
}


def words_of(table: str, head: str) -> Mapping[str, str]:
    """The words of a coded column of a table of results; empty where its values are not coded."""
    if table == "cascade" and head in ("kind", "link"):
        columns = common_inputs().tables["dashboards" if head == "kind" else "dashboard_rows"].columns
        return columns[head].values
    coded: Mapping[str, Mapping[str, str]] = {
        "state": STATES_OF.get(table, {**STATES, **OF_TABLES}),
        "scope": SCOPES,
        "severity": SEVERITIES,
        "bound": BOUNDS,
    }
    return coded.get(head, {}) if table != "monitoring" else {}
