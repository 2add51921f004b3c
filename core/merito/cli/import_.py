"""`merito import`: an office's own spreadsheet into a table of an ente, after a look at what it changes."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

from attrs import evolve
from click.exceptions import Exit

from merito.api.instead import rules_say
from merito.cli.options import PathArgument, YearOption
from merito.model.columns import Table
from merito.model.language import in_words
from merito.model.messages import Code, say
from merito.model.source import Source
from merito.terminal.console import ERRORS, UNUSABLE, console, errors, one_line, says_yes, somebody_there, stop
from merito.terminal.options import FILE_NAME, NAME_OF_ENTE, Argument, Option
from merito.wording.beside import Said
from merito.workspace.characters import shortened
from merito.workspace.common import installed_regulations
from merito.workspace.exchange.above_maximum import above_maximum
from merito.workspace.exchange.changes import Changes, changes
from merito.workspace.exchange.checked import Checked, Found, check
from merito.workspace.exchange.composed import NewContent, composed
from merito.workspace.exchange.fitting import Fit, best_fit, known_heads, left_out, proposed_by
from merito.workspace.exchange.held import Held, Place, table_at
from merito.workspace.exchange.model_book import model_book
from merito.workspace.exchange.remembered import Headings, headings_of, label_of, remember, remembered
from merito.workspace.exchange.replaced import open_elsewhere, write
from merito.workspace.exchange.site import Site, site_of
from merito.workspace.exchange.uploads import MOST_BYTES, Upload, read_upload, shown_name
from merito.workspace.exchange.words import WrongWord, remember_words, wrong_words
from merito.workspace.files import shown_path
from merito.workspace.problems import Problem
from merito.workspace.selection import one_ente, select
from merito.workspace.system_faults import fault_told

MOST = 40
XLSX = ".xlsx"


def import_(
    path: PathArgument,
    file: Annotated[Path, Argument(help=say("Il foglio dell'ufficio: .xlsx, .ods o .csv."), metavar=FILE_NAME)],
    table: Annotated[
        str, Option("--table", say("La tabella che riceve le righe, come personale o atti."), say("TABELLA"))
    ],
    ente: Annotated[str | None, Option("--ente", say("L'ente; si può omettere dove è uno solo."), NAME_OF_ENTE)] = None,
    year: YearOption = None,
    folder: Annotated[
        Place | None,
        Option(
            "--folder",
            say("Dove sta la tabella, se è in più posti: la cartella dell'anno, dell'ente, o quella comune."),
        ),
    ] = None,
    mapped: Annotated[
        list[str] | None,
        Option(
            "--map",
            say(
                "Una loro intestazione e la nostra colonna, come «Matricola=id»; senza colonna si tralascia. Si può "
                "ripetere, e si ricorda per la volta dopo."
            ),
            say("INTESTAZIONE=COLONNA"),
        ),
    ] = None,
    heading_row: Annotated[
        int | None,
        Option(
            "--heading-row",
            say("La riga del foglio in cui stanno le intestazioni, se merito ne prende un'altra."),
            say("RIGA"),
            min=1,
        ),
    ] = None,
    words: Annotated[
        list[str] | None,
        Option(
            "--word",
            say(
                "Una loro parola in una colonna con un elenco, e la nostra, come «ruolo:P.O.=posizione_organizzativa»; "
                "vale per tutte le righe. Si può ripetere, e si ricorda per la volta dopo."
            ),
            say("COLONNA:PAROLA=NOSTRA"),
        ),
    ] = None,
    model: Annotated[
        bool,
        Option(
            "--model",
            say("Scrive in FILE il foglio da compilare: le righe che ci sono, una nota per colonna, gli elenchi."),
        ),
    ] = False,
    with_problems: Annotated[
        bool,
        Option("--with-problems", say("Scrive anche se restano problemi nuovi: i riferimenti a tabelle che seguono.")),
    ] = False,
    yes: Annotated[bool, Option("--yes", say("Scrive senza chiedere, per gli script."))] = False,
) -> None:
    """Show what an office's own spreadsheet changes in a table; write it once the office confirms."""
    chosen, only = one_ente(select(path, [ente] if ente else None, year, None))
    regulations = installed_regulations()
    try:
        site = site_of(chosen.homes[only], regulations)
        held = table_at(site, table, folder)
    except UNUSABLE as error:
        stop(str(error), ERRORS)
    if model:
        _give_model(site, held, file)
        return
    told = headings_of(held.table, [_pair(one) for one in mapped or ()])
    headings = remembered(site.config, held.table).plus(told)
    upload = _given(file, held, known_heads(held.table, headings), heading_row or 0)
    fit = _fitting(upload, held, site, headings)
    _remember(site, held.table, told, [_word(one) for one in words or ()])
    proposed = proposed_by(fit, held, site)
    content, found = composed(proposed, site), changes(proposed)
    try:
        faults = (*proposed.faults, *above_maximum(proposed))
        checked = check(site, content, regulations, chosen.as_of, faults)
    except UNUSABLE as error:
        stop(str(error), ERRORS)
    _say(in_words(say("avviso: {one}", one=in_words(note))) for note in proposed.notes)
    _say(_summary(upload, held, found, left_out(fit, site)))
    _say(_rows_told(found, held.table))
    _tell_problems(checked, fit)
    _tell_words(wrong_words(site, proposed, ((one.row, one.column) for one in checked.found if one.row)))
    if not checked.new:
        _tell_rules(rules_say(site, content, None))
    if not found:
        _say([in_words(say("{file}: è già così: nulla da scrivere", file=held.shown))])
        raise Exit(ERRORS if checked.new else 0)
    if proposed.faults or (checked.new and not with_problems):
        _refuse(checked, bool(proposed.faults))
    _written(content, held, site, yes)
    if checked.new:
        raise Exit(ERRORS)


def _give_model(site: Site, held: Held, file: Path) -> None:
    """Writes the workbook to fill in; a file that is there already is not replaced."""
    if file.suffix.lower() != XLSX:
        stop(say("{file}: il foglio da compilare è un file .xlsx", file=shown_name(file.name)))
    try:
        with file.open("xb") as opened:
            opened.write(model_book(site, held))
    except FileExistsError:
        stop(say("{file}: c'è già, e non si sovrascrive: indicare un altro nome", file=shown_name(file.name)))
    except OSError as error:
        stop(fault_told(error, file))
    _say(
        [in_words(say("scritto {file}: compilarlo, e riportarlo con lo stesso comando senza --model", file=file.name))]
    )


def _given(file: Path, held: Held, known: Collection[str], row: int) -> Upload:
    """The file of the office; ends the program if nothing in it can be read."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        stop(fault_told(error, file))
    upload = read_upload(content, file.name, held.locale, known, row)
    for problem in upload.problems:
        errors().print(one_line(str(problem)), soft_wrap=True)
    if not upload.sheets:
        stop(say("{file}: nulla è stato scritto", file=shown_name(file.name)), ERRORS)
    return upload


def _fitting(upload: Upload, held: Held, site: Site, headings: Headings) -> Fit:
    """The sheet for the table; ends the program if its headings do not fit."""
    fit = best_fit(upload, held.table, headings)
    assert fit is not None  # the file has a sheet
    if not fit.whole:
        _tell_headings(fit)
    return fit


def _remember(site: Site, table: Table, told: Headings, words: Sequence[tuple[str, str, str]]) -> None:
    """Keeps what the command line says of headings that fit, and of words."""
    if not told and not words:
        return
    try:
        path = remember(site.config, table, told)
        if words:
            remember_words(site.config, table, words)
    except OSError as error:
        stop(fault_told(error, site.config.folder))
    _say([in_words(say("corrispondenze ricordate in {file}", file=shown_path(path, site.workspace.root)))])


def _pair(written: str) -> tuple[str, str]:
    head, equals, column = written.rpartition("=")
    if not equals or not head.strip():
        stop(say("--map: trovato {found}, atteso INTESTAZIONE=COLONNA, come «Matricola=id»", found=Code(written)))
    return head.strip(), column.strip()


def _word(written: str) -> tuple[str, str, str]:
    left, equals, ours = written.rpartition("=")
    column, colon, word = left.partition(":")
    if not equals or not colon or not word.strip():
        example = Code("ruolo:P.O.=posizione_organizzativa")
        found = Code(written)
        stop(say("--word: trovato {found}, atteso COLONNA:PAROLA=NOSTRA, come {example}", found=found, example=example))
    return column.strip(), word.strip(), ours.strip()


def _tell_headings(fit: Fit) -> None:
    """Ends the program: which headings name no column, which columns are missing, and how to say so."""
    for problem in fit.problems:
        errors().print(one_line(str(problem)), soft_wrap=True)
    labels = {name: one.label for name, one in fit.table.columns.items()}
    heads = fit.sheet.heads
    for place, near in fit.unknown.items():
        meant = label_of(fit.table, near) if near else "..."
        line = say("--map {pair}", pair=Code(f"{heads[place]}={meant}"))
        errors().print(one_line(in_words(line)), soft_wrap=True)
    stop(
        say(
            "{file}: le intestazioni non tornano, nulla è stato scritto. Dire con --map a quale colonna corrisponde "
            "ciascuna, o niente dopo l'uguale per tralasciarla; la tabella {table} ha {columns}",
            file=fit.sheet.raw.file,
            table=Code(fit.table.label),
            columns=tuple(labels.values()),
        ),
        ERRORS,
    )


def _summary(upload: Upload, held: Held, found: Changes, others: int) -> Iterator[str]:
    counts = say(
        "aggiunte {added}, cambiate {changed}, tolte {gone}, come prima {same}",
        added=len(found.added),
        changed=len(found.changed),
        gone=len(found.gone),
        same=found.same,
    )
    yield in_words(say("{file} in {held}: righe {counts}", file=upload.name, held=str(held.source(0)), counts=counts))
    if others:
        told = say(
            "{n} riga di altri enti o anni, tralasciata",
            many="{n} righe di altri enti o anni, tralasciate",
            number="n",
            n=others,
        )
        yield in_words(told)


def _rows_told(found: Changes, table: Table) -> Iterator[str]:
    """Every row that changes, up to a number of each kind."""
    labels = {name: one.label for name, one in table.columns.items()}
    kinds = (
        (say("riga aggiunta"), [(line, "") for line in found.added]),
        (
            say("riga cambiata"),
            [
                (
                    one.after,
                    "; ".join(
                        in_words(
                            say(
                                "{column} da {before} a {after}",
                                column=labels[cell.column],
                                before=Code(shortened(cell.before)),
                                after=Code(shortened(cell.after)),
                            )
                        )
                        for cell in one.cells
                    ),
                )
                for one in found.changed
            ],
        ),
        (say("riga tolta"), [(line, "") for line in found.gone]),
    )
    for what, rows in kinds:
        for line, cells in rows[:MOST]:
            told = cells or shortened(", ".join(filter(None, line.cells)))
            yield in_words(say("{what}, {row}: {told}", what=what, row=line.number, told=told))
        if len(rows) > MOST:
            yield in_words(say("{what}: e altre {n}", what=what, n=len(rows) - MOST))


def _tell_problems(checked: Checked, fit: Fit) -> None:
    """Every problem: new ones first, and of these the ones of the given rows, by their place in the office's file."""
    shown = sorted(checked.found, key=lambda one: (not one.new, not one.row))
    for one in shown[:MOST]:
        told = str(_in_their_file(one, fit))
        errors().print(
            one_line(told if one.new else in_words(say("c'era già: {problem}", problem=told))), soft_wrap=True
        )
    if len(shown) > MOST:
        errors().print(one_line(in_words(say("e altri {n} problemi", n=len(shown) - MOST))), soft_wrap=True)


def _tell_rules(said: Sequence[Said] | None) -> None:
    """What the rules newly find in the rows that change, as the preview of the window tells it."""
    if said is None:
        _say([in_words(say("che cosa dicono le regole di queste righe non si sa ancora: merito check dice che manca"))])
        return
    told = [in_words(say("le regole: {one}", one=one.text)) for one in said[:MOST]]
    more = [in_words(say("le regole: e altri {n} rilievi", n=len(said) - MOST))] if len(said) > MOST else []
    _say([*told, *more])


def _tell_words(found: Iterable[WrongWord]) -> None:
    """How to say what the office's words are, each once for all its rows."""
    for one in found:
        line = say("--word {what}", what=Code(f"{one.column.label}:{one.word}={one.near or '...'}"))
        errors().print(one_line(in_words(line)), soft_wrap=True)


def _in_their_file(one: Found, fit: Fit) -> Problem:
    if not one.row:
        return one.problem
    place = fit.columns.get(one.column)
    head = fit.sheet.heads[place] if place is not None else one.problem.column
    return evolve(one.problem, source=Source(fit.sheet.raw.file, one.row, fit.sheet.title), column=head)


def _refuse(checked: Checked, unread: bool) -> None:
    count = say("{n} problema nuovo", many="{n} problemi nuovi", number="n", n=len(checked.new))
    if unread:
        stop(say("{count}: nulla è stato scritto. Correggere il file e ripetere", count=count), ERRORS)
    stop(
        say("{count}: nulla è stato scritto. Correggere e ripetere; o scrivere così: --with-problems", count=count),
        ERRORS,
    )


def _written(content: NewContent, held: Held, site: Site, yes: bool) -> None:
    if open_elsewhere(held.path):
        told = say("{file}: è aperto in un foglio di calcolo: chiuderlo senza salvare, e ripetere", file=held.shown)
        stop(told, ERRORS)
    if not yes:
        if not somebody_there():
            stop(say("nulla è stato scritto: per scrivere, ripetere con --yes"), ERRORS)
        if not says_yes(in_words(say("Scrivere in {file}? [s/N] ", file=held.shown))):
            stop(say("nulla è stato scritto"), ERRORS)
    try:
        kept = write(content, datetime.now())
    except OSError as error:
        stop(fault_told(error, held.path), ERRORS)
    before = say("com'era prima: {kept}", kept=shown_path(kept, site.workspace.root))
    _say([in_words(say("scritto {file}; {before}", file=held.shown, before=before))])


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        console().print(one_line(line), soft_wrap=True)
