"""The common tables in the words of an office: their titles and what each is for.

A table that only one regulation has says itself its title and what it is for.
"""

from collections.abc import Mapping

from merito.model.columns import Table
from merito.model.language import in_words
from merito.model.messages import Message, say

GROUPS: tuple[tuple[Message, tuple[str, ...]], ...] = (
    (
        say("Persone e strutture"),
        (
            "units",
            "people",
            "service",
            "absences",
            "positions",
            "appointments",
            "regradings",
            "position_scores",
            "delegated_powers",
            "qualifications",
            "bodies",
            "names",
        ),
    ),
    (
        say("Piano: obiettivi e indicatori"),
        (
            "areas",
            "objectives",
            "weights",
            "projects",
            "indicators",
            "targets",
            "activities",
            "dashboards",
            "dashboard_rows",
            "resources",
            "amendments",
        ),
    ),
    (
        say("Misure e valutazioni"),
        ("measures", "ratings", "evaluations", "returned_ratings", "earlier_evaluations", "candidates"),
    ),
    (say("Atti e pagamenti"), ("acts", "payments", "publications", "texts", "confirmations")),
)
TITLES: Mapping[str, Message] = {
    "units": say("Strutture"),
    "people": say("Personale"),
    "service": say("Periodi di servizio"),
    "absences": say("Assenze"),
    "areas": say("Aree del Piano"),
    "objectives": say("Obiettivi"),
    "weights": say("Pesi degli obiettivi"),
    "resources": say("Risorse"),
    "projects": say("Progetti"),
    "indicators": say("Indicatori"),
    "targets": say("Risultati attesi"),
    "measures": say("Misure"),
    "activities": say("Attività"),
    "dashboards": say("Cruscotti"),
    "dashboard_rows": say("Indicatori dei cruscotti"),
    "amendments": say("Variazioni del Piano"),
    "positions": say("Posizioni"),
    "regradings": say("Nuove graduazioni"),
    "position_scores": say("Pesatura delle posizioni"),
    "appointments": say("Incarichi"),
    "delegated_powers": say("Deleghe"),
    "qualifications": say("Titoli"),
    "bodies": say("Organi"),
    "ratings": say("Punti delle valutazioni"),
    "returned_ratings": say("Punti tornati con le schede"),
    "evaluations": say("Valutazioni"),
    "earlier_evaluations": say("Valutazioni degli anni prima"),
    "candidates": say("Candidati"),
    "payments": say("Pagamenti"),
    "acts": say("Atti"),
    "publications": say("Pubblicazioni"),
    "texts": say("Testi dei moduli"),
    "confirmations": say("Rilievi confermati"),
    "names": say("Nomi delle persone"),
}
PURPOSES: Mapping[str, Message] = {
    "units": say("Aree, servizi e uffici, con chi li dirige."),
    "people": say("Chi è in servizio nell'anno: matricola, ruolo, categoria, struttura."),
    "service": say("I periodi in una struttura o in un ruolo, e il tempo di lavoro, di chi è cambiato nell'anno."),
    "absences": say("Le assenze che contano per i premi."),
    "areas": say("Le aree strategiche o le prospettive del Piano."),
    "objectives": say("Gli obiettivi del Piano, con peso e responsabile."),
    "weights": say("Quanto pesa un obiettivo per ciascuna struttura o persona."),
    "resources": say("Le risorse assegnate agli obiettivi."),
    "projects": say("I progetti, con chi vi partecipa."),
    "indicators": say("Gli indicatori di ogni obiettivo, con il risultato atteso dell'anno."),
    "targets": say("I risultati attesi di altri anni, o di più livelli."),
    "measures": say("Che cosa è stato misurato: il consuntivo di ogni indicatore, finale o durante l'anno."),
    "activities": say("Le attività di un obiettivo, con le loro date."),
    "dashboards": say("I cruscotti: gli insiemi di indicatori che danno un grado."),
    "dashboard_rows": say("Quali indicatori stanno in ciascun cruscotto, e quanto pesano."),
    "amendments": say("Le variazioni del Piano durante l'anno, ciascuna con il suo atto."),
    "positions": say("Le posizioni, con titolare e retribuzione."),
    "regradings": say("Le nuove graduazioni di una posizione, da un giorno dell'anno."),
    "position_scores": say("I punti di ogni posizione nella pesatura."),
    "appointments": say("Gli incarichi: chi, per quale posizione, da quando a quando."),
    "delegated_powers": say("Le funzioni delegate, con chi le ha date."),
    "qualifications": say("I titoli che danno punti."),
    "bodies": say("Chi compone gli organi e da quando: OIV, Giunta, commissioni."),
    "ratings": say("I punti che l'ufficio ha per ogni persona e fattore di valutazione."),
    "returned_ratings": say("I punti che sono tornati dalle schede dei valutatori: si riempie da «Valutazioni»."),
    "evaluations": say("Di ogni valutazione: chi valuta, il colloquio, la comunicazione, la motivazione."),
    "earlier_evaluations": say("Le valutazioni degli anni prima che servono a un concorso o a una progressione."),
    "candidates": say("Chi si candida a un premio o a una progressione."),
    "payments": say("Ciò che è già stato pagato o recuperato, con la data."),
    "acts": say("Gli atti: chi, che cosa, quando. Si registrano meglio da «Atti e letture»."),
    "publications": say("Che cosa è stato pubblicato, e quando."),
    "texts": say("I testi da stampare nei moduli."),
    "confirmations": say("I rilievi che l'ufficio ha guardato e conferma, con chi e quando."),
    "names": say("Nomi e cognomi, per matricola: nessuna cifra ne dipende, e non entrano nel registro."),
}


def title_of(table: Table) -> str:
    """What an office calls a table."""
    known = TITLES.get(table.name)
    return in_words(known) if known else table.title or f"{table.label[:1].upper()}{table.label[1:]}".replace("_", " ")


def purpose_of(table: Table) -> str:
    """What a table is for; if nobody has said it, the article that asks for it."""
    known = PURPOSES.get(table.name)
    return in_words(known) if known else table.purpose or table.cites
