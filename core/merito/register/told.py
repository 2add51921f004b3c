"""Lines about the register: a run and its inputs, a difference and its causes."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby

from merito.model.language import in_words
from merito.model.messages import say
from merito.numbers import day_text, decimal_text, euro_text
from merito.outputs.declared import column_of, table_called
from merito.outputs.standing import STANDINGS
from merito.register.causes import CAUSES, INPUT, PROVISIONAL, Cause
from merito.register.differences import ADDED, REMOVED, Change, Difference, table_name
from merito.register.entries import ADOPTION, ASKED, FAILURE, FOLDER, Entry
from merito.register.runs import figures_of
from merito.register.totals import totals_lines

SIGNS = {ADDED: "in più", REMOVED: "in meno"}
SHOWN = 20
CITES = "cites"
TWO_DECIMALS = re.compile(r"-?\d+\.\d\d")
ALTERNATIVE, SUM_OF_IT = "alternative", re.compile(r"(?<=: )\d+\.\d\d\b")
Adopted = Mapping[int, Entry]
Titles = Mapping[str, Mapping[str, str]]
NO_TITLES: Titles = {}


def moment_text(entry: Entry) -> str:
    """`5/1/2026, 11:12`, in the local time of the user who ran it."""
    at = datetime.fromisoformat(entry.body["at"])
    return f"{day_text(at.date())}, {at:%H:%M}"


def day_of(entry: Entry) -> str:
    """The date of the run, up to which acts are in effect."""
    return day_text(date.fromisoformat(entry.body["as_of"]))


def called(entry: Entry) -> str:
    """A run, or a simulation, in one line."""
    whose = in_words(say("{ente} {year}, al {day}", ente=entry.ente, year=str(entry.year), day=day_of(entry)))
    if entry.body["provisional"]:
        whose = in_words(say("{whose}, di prova", whose=whose))
    if FOLDER in entry.body:
        supposed = "; ".join(entry.body[ASKED])
        return in_words(
            say(
                "simulazione in {folder}: {whose}; si è supposto {supposed}",
                folder=entry.body[FOLDER],
                whose=whose,
                supposed=supposed,
            )
        )
    run = say("voce {entry}: {whose}; eseguita {moment}", entry=entry.number, whose=whose, moment=moment_text(entry))
    return in_words(run)


def made_by(entry: Entry) -> str:
    """Regulation, edition and versions of a run."""
    plugins = ", ".join(f"{plugin['layer']}: {plugin['version']}" for plugin in entry.body["plugins"])
    return f"{entry.body['regulation']}, {entry.body['edition']} ({plugins})"


def act_text(adoption: Entry) -> str:
    """`A12 del 5/5/2022, Giunta`."""
    act = adoption.body["act"]
    body = f", {act['body']}" if act["body"] else ""
    return f"{act['id']} del {day_text(date.fromisoformat(act['date']))}{body}"


def _suspended(adoption: Entry) -> str:
    """What the run withholds, if it was adopted nevertheless."""
    sums = [Decimal(amount) for amount in adoption.body.get("suspended", {}).values()]
    return in_words(say("; {amount} sospesi", amount=euro_text(sum(sums, Decimal(0))))) if sums else ""


def adopted_runs(entries: list[Entry]) -> tuple[Adopted, Adopted]:
    """Adoptions by the run they adopt: those in force (the last of each year), and those that were replaced."""
    in_force: dict[int, Entry] = {}
    before: dict[int, Entry] = {}
    for entry in entries:
        if entry.kind == ADOPTION:
            if entry.year in in_force:
                before[in_force[entry.year].body["run"]] = in_force[entry.year]
            in_force[entry.year] = entry
    return {entry.body["run"]: entry for entry in in_force.values()}, before


def history_rows(entries: list[Entry]) -> Iterator[tuple[str, ...]]:
    """Number, moment, year, date, edition, figures and notes of every entry of one ente."""
    in_force, before = adopted_runs(entries)
    first: dict[tuple[int, frozenset[tuple[str, str]]], int] = {}
    for entry in entries:
        head = (str(entry.number), moment_text(entry), str(entry.year), day_of(entry))
        if entry.kind == FAILURE:
            failed = say("non riuscita: {state}", state=STANDINGS.get(entry.body["state"], entry.body["state"]))
            yield (*head, "", in_words(say("nessuna")), in_words(failed))
            continue
        if entry.kind == ADOPTION:
            adopted = say(
                "adozione della voce {run}, atto {act}{suspended}",
                run=entry.body["run"],
                act=act_text(entry),
                suspended=_suspended(entry),
            )
            yield (*head, "", "", in_words(adopted))
            continue
        same = first.setdefault((entry.year, frozenset(figures_of(entry.files).items())), entry.number)
        notes = [in_words(say("di prova"))] if entry.body["provisional"] else []
        if entry.number in in_force:
            notes.append(in_words(say("adottata (atto {act})", act=in_force[entry.number].body["act"]["id"])))
        elif entry.number in before:
            notes.append(in_words(say("adottata, poi sostituita")))
        figures = in_words(say("nuove") if same == entry.number else say("come la {same}", same=same))
        yield (*head, entry.body["edition"], figures, "; ".join(notes))


def failure_lines(entries: list[Entry]) -> Iterator[str]:
    """Why an ente could not run, for each entry that says so."""
    for entry in entries:
        if entry.kind == FAILURE:
            yield in_words(say("voce {entry}: {why}", entry=entry.number, why=entry.body["why"]))


def difference_lines(found: Difference, *, whole: bool = False, titles: Titles = NO_TITLES) -> Iterator[str]:
    """What changed, table by table, then why; without `whole`, at most a number of rows of each table.

    `titles` are those of the funds and of the tools, by their English names.
    """
    yield in_words(say("prima: {run}", run=called(found.old)))
    yield in_words(say("dopo:  {run}", run=called(found.new)))
    if not found.changes and not found.causes:
        yield in_words(say("nessuna differenza: le stesse cifre dagli stessi dati, con le stesse regole"))
        return
    yield from totals_lines(found.totals, titles.get("fund", {}))
    for file, rows in groupby(found.changes, key=lambda change: change.file):
        changes = list(rows)
        rows_told = say(
            "{file}: {n} riga diversa", many="{file}: {n} righe diverse", number="n", file=file, n=len(changes)
        )
        yield in_words(rows_told)
        shown = changes if whole else changes[:SHOWN]
        yield from (f"  {_change(change, titles)}" for change in shown)
        if len(shown) < len(changes):
            yield in_words(say("  ... e altre {n}: --all le mostra tutte", n=len(changes) - len(shown)))
    if not found.changes:
        yield in_words(say("nessuna cifra è cambiata"))
    if not found.causes:
        yield in_words(
            say("nessuna causa tra quelle registrate: né dati, né parametri, né letture, né versioni sono cambiati")
        )
        return
    yield in_words(say("cause:") if found.changes else say("è cambiato, senza effetto:"))
    yield from (f"  {_cause(cause)}" for cause in found.causes)
    if found.changes and found.several:
        yield in_words(
            say(
                "sono cambiate più cose insieme: per sapere quale muove una cifra, rieseguire cambiandone una alla "
                "volta"
            )
        )


def _change(change: Change, titles: Titles) -> str:
    table = table_name(change.file)
    key = " · ".join(_keyed(table, place, part, titles) for place, part in enumerate(change.key))
    told = [
        (column_of(table, cell.column).label, *(_cell(table, cell.column, side) for side in (cell.old, cell.new)))
        for cell in change.cells
        if cell.column != CITES
    ]
    if change.state in SIGNS:
        cells = ", ".join(f"{head} {new or old}" for head, old, new in told if new or old)
        return f"{SIGNS[change.state]}: {': '.join(filter(None, (key, cells)))}"
    return f"{key}: " + ", ".join(f"{head} {old or '—'} → {new or '—'}" for head, old, new in told)


def _keyed(table: str, place: int, part: str, titles: Titles) -> str:
    """A part of a key; a fund or a tool by its title."""
    heads = table_called(table).key[place : place + 1]
    return next((titles[head][part] for head in heads if part in titles.get(head, {})), part)


def _cell(table: str, column: str, text: str) -> str:
    """A cell of a result table in Italian format."""
    declared = column_of(table, column)
    if declared.kind.decimals and TWO_DECIMALS.fullmatch(text):
        return decimal_text(Decimal(text))
    if column == ALTERNATIVE:
        return SUM_OF_IT.sub(lambda found: decimal_text(Decimal(found[0])), text)
    return declared.words.get(text, text)


def _cause(cause: Cause) -> str:
    name = f"{CAUSES[cause.kind]} {cause.name}".rstrip()
    old, new = cause.old, cause.new
    if cause.kind == INPUT:
        old, new = old[:12], new[:12]
    if cause.kind == PROVISIONAL:
        old, new = (("sì" if side == "True" else "no") for side in (old, new))
    where = " (dove sta ciò che è detto sopra)" if cause.told else ""
    return f"{name}: {old or 'non c’era'} → {new or 'non c’è più'}{where}"
