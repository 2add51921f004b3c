"""The measures by which enti are compared, in groups; each is explained in plain Italian."""

from collections.abc import Callable

from attrs import frozen

from merito.comparison.cells import BLANK, ComparedCell, counted_up, number, phase_cell, state_mark, times
from merito.comparison.enti import ComparedEnte
from merito.comparison.figures import (
    Rows,
    all_findings,
    count_of,
    counts_of,
    findings,
    first_band,
    grade,
    mean_of_all,
    mean_score,
    money_of,
    prize,
    prize_of_all,
    readings_open,
    released_share,
    released_share_of_all,
    score_classes,
    sum_of,
    terms,
)
from merito.numbers import day_text


def _no_total(_: Rows) -> ComparedCell:
    return BLANK


@frozen
class ComparedColumn:
    """A measure: its header, its explanation, its cell for an ente and for all of them together."""

    head: str
    told: str
    cell: Callable[[ComparedEnte], ComparedCell]
    total: Callable[[Rows], ComparedCell] = _no_total
    numeric: bool = True


@frozen
class ColumnGroup:
    """Measures in one table; with `everyone`, it also lists the enti that have none of them."""

    anchor: str
    title: str
    told: str
    columns: tuple[ComparedColumn, ...]
    everyone: bool = False


STANDS = ColumnGroup(
    "stato",
    "Stato del ciclo",
    "Una riga per ente: a che punto è, il suo grado, che cosa chiede attenzione. Il nome porta alla pagina dell'ente.",
    (
        ComparedColumn(
            "Stato",
            "A che punto è il ciclo dell'ente, in una parola. Completo: tutto è calcolato, nulla è provvisorio, "
            "nulla è sospeso.",
            lambda row: ComparedCell(marks=(state_mark(row.standing),)),
            numeric=False,
        ),
        ComparedColumn(
            "Fasi",
            "Le sei fasi del ciclo, da a (obiettivi) a f (rendicontazione): "
            "✓ calcolata o verificata (dove ci sono solo atti e termini), "
            "◐ in parte, provvisoria, con somme sospese o in attesa di un atto, "
            "… in attesa dei dati, ✕ bloccata, – nulla da calcolare.",
            phase_cell,
            numeric=False,
        ),
        ComparedColumn("Grado dell'ente", "Quanto l'ente ha raggiunto di ciò che si proponeva, in percentuale.", grade),
        ComparedColumn(
            "Rilievi",
            "Errori (fermano uno strumento o un oggetto) e avvisi; le note stanno nella pagina dell'ente.",
            findings,
            all_findings,
            numeric=False,
        ),
        ComparedColumn(
            "Termini", "Termini scaduti senza l'atto, e atti arrivati dopo il termine.", terms, numeric=False
        ),
        ComparedColumn(
            "Letture da adottare",
            "Letture del testo che spostano denaro e che l'ente non ha ancora adottato con un atto.",
            readings_open,
            lambda rows: number(counted_up([None if row.readings is None else len(row.readings) for row in rows])),
        ),
        ComparedColumn(
            "Condizioni chiuse",
            "Condizioni della procedura a cui manca l'atto che le apre.",
            count_of("gates_closed"),
            counts_of("gates_closed"),
        ),
        ComparedColumn(
            "Situazione al",
            "Il giorno a cui si riferiscono i risultati dell'ente: gli atti successivi non sono visti.",
            lambda row: ComparedCell(text=day_text(row.as_of) if row.as_of else ""),
        ),
    ),
    everyone=True,
)
MONEY = ColumnGroup(
    "denaro",
    "Fondi e premi",
    "Ogni euro stanziato è versato, liquidabile, sospeso o in economia, al centesimo. La barra mostra le parti.",
    (
        ComparedColumn(
            "Stanziato", "La somma di tutti i fondi dell'ente, anche per le posizioni.", *money_of("allocated")
        ),
        ComparedColumn(
            "Liquidabile",
            "Quanto resta da pagare e nulla sospende; gli atti di liquidazione non sono tra questi dati.",
            *money_of("payable"),
        ),
        ComparedColumn(
            "Versato", "Quanto risulta versato dalla tabella dei pagamenti, meno i recuperi.", *money_of("net_paid")
        ),
        ComparedColumn(
            "Sospeso",
            "Quanto è calcolato, o ancora da dividere, e aspetta: un atto, un dato, una lettura da adottare.",
            *money_of("withheld"),
        ),
        ComparedColumn("Economie", "Quanto resta nel fondo perché non spetta a nessuno.", *money_of("savings")),
        ComparedColumn(
            "Quota liquidabile",
            "Il liquidabile e il versato, in percentuale dello stanziato.",
            released_share,
            released_share_of_all,
        ),
        ComparedColumn(
            "Premio medio",
            "I premi liquidabili per il merito, anche come retribuzione di risultato, divisi per chi ne ha uno. "
            "La retribuzione di posizione e quella di un incarico non si contano.",
            prize,
            prize_of_all,
        ),
        ComparedColumn(
            "Con un premio",
            "Quante persone hanno almeno un premio liquidabile.",
            count_of("people_paid"),
            counts_of("people_paid"),
        ),
    ),
)
PEOPLE = ColumnGroup(
    "valutazioni",
    "Persone e valutazioni",
    "I punteggi sono in percentuale del loro massimo.",
    (
        ComparedColumn(
            "In servizio",
            "Quante persone hanno prestato servizio nell'anno, anche per un solo giorno.",
            count_of("people_in_service"),
            counts_of("people_in_service"),
        ),
        ComparedColumn(
            "Valutati",
            "Quante persone hanno un punteggio.",
            count_of("people_evaluated"),
            counts_of("people_evaluated"),
        ),
        ComparedColumn(
            "Punteggio medio",
            "La media dei punteggi; per tutti insieme ogni persona conta una volta.",
            mean_score,
            mean_of_all,
        ),
        ComparedColumn(
            "Per classe di punteggio",
            "Quante persone hanno un punteggio in ogni classe.",
            score_classes,
            numeric=False,
        ),
        ComparedColumn(
            "In graduatoria",
            "Quante persone hanno un posto in una graduatoria.",
            count_of("people_admitted"),
            counts_of("people_admitted"),
        ),
    ),
)
MERIT = ColumnGroup(
    "fasce",
    "Fasce di merito",
    "Quanto le fasce distinguono. Gli importi sono quelli calcolati, anche dove sono ancora sospesi.",
    (
        ComparedColumn("Graduatorie", "Quante graduatorie ha l'ente.", count_of("rankings")),
        ComparedColumn(
            "Fasce",
            "Quante fasce ha una graduatoria; se non tutte ne hanno altrettante, la più divisa.",
            count_of("bands"),
        ),
        ComparedColumn(
            "Nella prima fascia",
            "Le persone nella prima fascia, in percentuale di quelle in graduatoria.",
            first_band,
        ),
        ComparedColumn(
            "Importo più alto",
            "A testa, nella fascia che dà di più tra quelle in cui c'è qualcuno.",
            sum_of("per_head_highest"),
        ),
        ComparedColumn(
            "Importo più basso",
            "A testa, nella fascia che dà di meno tra quelle in cui c'è qualcuno.",
            sum_of("per_head_lowest"),
        ),
        ComparedColumn(
            "Rapporto",
            "Quante volte l'importo più alto è il più basso.",
            lambda row: times(row.measures.per_head_ratio),
        ),
    ),
)
GROUPS = (STANDS, MONEY, PEOPLE, MERIT)
