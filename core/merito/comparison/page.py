"""The page of all enti: its overview, a table for each group of measures, and the enti that are not complete."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from attrs import evolve, frozen

from merito.comparison.cells import EnteName, added, counted_up, ente_name, money_bar, of_enti, state_mark
from merito.comparison.enti import ComparedEnte, Comparison
from merito.comparison.figures import PARTS
from merito.comparison.files import COMPARISON, GENERATOR
from merito.comparison.tables import SideBySide, side_by_side
from merito.numbers import counted, day_text, decimal_text
from merito.outputs.standing import (
    BAD_DATA,
    COMPLETE,
    EMPTY,
    FAILED,
    INTERRUPTED,
    NOT_RUN,
    NOT_TRUSTED,
    NOT_WRITTEN,
    PARTIAL,
    PLUGIN_FAULT,
    PROVISIONAL,
    STANDINGS,
    UNREADABLE,
    WAITING,
    Standing,
)
from merito.page.index import environment
from merito.page.money import Sums, sums_of

MONEY = ("allocated", *PARTS.values())
FIRST_TOLD = (*FAILED, PARTIAL, WAITING, PROVISIONAL, EMPTY, NOT_RUN)
MOST_PLACES = 3
WHAT_TO_DO = {
    BAD_DATA: "merito check dice che cosa correggere in ogni riga",
    PLUGIN_FAULT: "merito check dice dove il plugin del regolamento sbaglia",
    NOT_TRUSTED: "merito check dice con quale comando si autorizzano, dopo averle lette",
    NOT_WRITTEN: "la cartella dei risultati non si è potuta scrivere",
    INTERRUPTED: "il programma si è fermato su questo ente: da rieseguire, oppure da guardare il suo plugin",
    UNREADABLE: "summary.json non è quello che merito ha scritto: da rieseguire",
}


@frozen
class AllFunds:
    """The funds of the enti together, and how many enti they cover (`di tutti gli enti`, `di 7 enti su 8`)."""

    sums: Sums
    whose: str


@frozen
class NotComplete:
    """Enti in the same state: which state, why, and which enti."""

    mark: str
    state: str
    reasons: tuple[str, ...]
    enti: tuple[EnteName, ...]
    count: str


@frozen(kw_only=True)
class Association:
    """Everything on the page."""

    year: str
    enti: str
    regulation: str
    as_of: str
    states: tuple[tuple[str, str], ...]
    funds: AllFunds | None
    people: tuple[str, ...]
    notes: tuple[str, ...]
    tables: tuple[SideBySide, ...]
    incomplete: tuple[NotComplete, ...]
    file: str
    generator: str
    simulation: str


def association_page(comparison: Comparison, table: str = COMPARISON) -> str:
    """The text of the page next to `comparison.csv`, or to the `table` of another year."""
    return environment().get_template("association.html.j2").render(page=association(comparison, table))


def association(comparison: Comparison, table: str = COMPARISON) -> Association:
    """The content of the page. Totals cover the enti whose last run gave results."""
    rows = tuple(comparison.rows)
    fresh = tuple(row for row in rows if row.fresh)
    return Association(
        year=comparison.years,
        enti=counted(len(rows), "ente", "enti"),
        regulation=_regulation(rows),
        as_of=_as_of(fresh),
        states=tuple(_states(rows)),
        funds=_funds(fresh, len(rows)),
        people=tuple(_people(fresh)),
        notes=tuple(_notes(rows, fresh)),
        tables=side_by_side(evolve(comparison, rows=rows)),
        incomplete=tuple(_incomplete(rows)),
        file=table,
        generator=GENERATOR,
        simulation=comparison.simulation,
    )


def _regulation(rows: tuple[ComparedEnte, ...]) -> str:
    """The common regulation, or the number of regulations."""
    names = {row.regulation for row in rows if row.regulation}
    if len(names) > 1:
        return f"{len(names)} regolamenti"
    return next((row.title for row in rows if row.title), "".join(names))


def _as_of(fresh: tuple[ComparedEnte, ...]) -> str:
    """The common date of all results, or the first and the last."""
    days = sorted({row.as_of for row in fresh if row.as_of})
    return " – ".join(dict.fromkeys(map(day_text, (*days[:1], *days[-1:]))))


def _states(rows: tuple[ComparedEnte, ...]) -> Iterator[tuple[str, str]]:
    """The number of enti in each state, from complete to never run."""
    counts = Counter(row.standing.state for row in rows)
    for state, word in STANDINGS.items():
        if counts[state]:
            yield state_mark(Standing(state))[0], f"{word}: {counts[state]}"


def _funds(fresh: tuple[ComparedEnte, ...], enti: int) -> AllFunds | None:
    given = [row.measures for row in fresh if None not in (getattr(row.measures, name) for name in MONEY)]
    amount, *sums = (added([getattr(one, name) for one in given]) for name in MONEY)
    parts = {part: one for part, one in zip(PARTS, sums, strict=True) if one is not None}
    if amount is None or len(parts) < len(PARTS):
        return None
    bar = money_bar(parts.items(), amount)
    told = sums_of(amount, parts, bar.parts if bar else ())
    return AllFunds(told, of_enti(len(given), enti) or "di tutti gli enti")


def _people(fresh: tuple[ComparedEnte, ...]) -> Iterator[str]:
    words = {
        "people_in_service": ("persona in servizio", "persone in servizio"),
        "people_evaluated": ("persona valutata", "persone valutate"),
        "people_paid": ("persona con un premio liquidabile", "persone con un premio liquidabile"),
    }
    for name, told in words.items():
        values = [getattr(row.measures, name) for row in fresh]
        total, of = counted_up(values), of_enti(sum(one is not None for one in values), len(fresh))
        if total is not None:
            yield f"{decimal_text(Decimal(total))} {told[0] if total == 1 else told[1]}{f' ({of})' if of else ''}"


def _notes(rows: tuple[ComparedEnte, ...], fresh: tuple[ComparedEnte, ...]) -> Iterator[str]:
    """What to know before comparing."""
    stale = sum(row.as_of is not None and row.stale is not None for row in rows)
    if stale:
        told = counted(stale, "ente ha risultati precedenti", "enti hanno risultati precedenti")
        yield f"{told} a un'esecuzione non riuscita: si leggono qui, segnati, e non entrano nei totali."
    if len({row.as_of for row in fresh}) > 1:
        yield "I risultati non sono tutti alla stessa data: la colonna «Situazione al» dice quale."
    if len({row.regulation for row in fresh}) > 1:
        yield "I regolamenti sono più d'uno: le stesse parole possono misurare cose diverse."
    if len({row.edition for row in fresh}) > len({row.regulation for row in fresh}):
        yield "Gli enti non sono tutti sotto la stessa edizione del regolamento."
    if any(row.provisional for row in fresh):
        yield "Alcuni risultati sono di prova, con le fasi chiuse aperte."


def _incomplete(rows: tuple[ComparedEnte, ...]) -> Iterator[NotComplete]:
    """Enti that are not complete, grouped by state, failed ones first."""
    alike: dict[Standing, list[ComparedEnte]] = {}
    for row in rows:
        if row.standing.state != COMPLETE:
            alike.setdefault(row.standing, []).append(row)
    for stands in sorted(alike, key=lambda one: FIRST_TOLD.index(one.state)):
        own = alike[stands]
        mark, word = state_mark(stands)
        reasons = (WHAT_TO_DO[stands.state],) if stands.state in WHAT_TO_DO else stands.reasons
        wrong = tuple(_wrong(row, len(own) > 1) for row in own if row.places)
        enti = tuple(map(ente_name, own))
        yield NotComplete(mark, word, (*wrong, *reasons), enti, counted(len(own), "ente", "enti"))


def _wrong(row: ComparedEnte, several: bool) -> str:
    """How many problems the data of an ente have, and where the first of them are."""
    whose = f"{row.name}: " if several else ""
    more = "; ..." if len(row.places) > MOST_PLACES else ""
    return f"{whose}{counted(len(row.places), 'problema', 'problemi')}: {'; '.join(row.places[:MOST_PLACES])}{more}"
