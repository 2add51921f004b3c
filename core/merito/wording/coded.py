"""Coded values of results in Italian words, for workbooks and everything that people read."""

from collections.abc import Callable
from decimal import Decimal

from merito.numbers import euro_text

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
    "balance": ("conguaglio", "conguagli"),
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
APPLIED = {"applied": "applicata", "waiting": "in attesa"}
GATES_AT = {"open": "verificata", "closed": "non verificata"}
DEADLINES_AT = {"met": "rispettato", "late": "in ritardo", "open": "aperto", "overdue": "scaduto"}

STATUSES_OF_RULES = {
    "computed": "calcolata",
    "checked": "controllata",
    "recorded": "registrata",
    "not modelled": "non modellata",
}
KINDS_OF_ENTE = {
    "municipality": "comuni",
    "union_of_municipalities": "unioni di comuni",
    "province": "province",
    "region": "regioni",
    "chamber_of_commerce": "camere di commercio",
    "state_body": "enti dello Stato",
    "health_body": "enti del servizio sanitario",
    "university": "università",
    "other": "altri enti",
}


SUM_PARTS = {"net": "versati", "payable": "liquidabili", "withheld": "sospesi", "savings": "economie"}


def parts_text(
    payable: Decimal | None,
    withheld: Decimal | None,
    savings: Decimal | None,
    net: Decimal | None = None,
    *,
    worded: Callable[[str], str] = str,
) -> str:
    """The parts of a sum set aside (euro), as far as they are shown; `net`, what was paid, only if something was.

    `worded` gives the words in another language.
    """
    parts = zip(SUM_PARTS.values(), (net or None, payable, withheld, savings), strict=True)
    return ", ".join(f"{worded(word)} {euro_text(part)}" for word, part in parts if part is not None)
