"""`merito collect`: a workbook for each evaluator, and reading the points back."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

from attrs import frozen
from click.exceptions import Exit

from merito.cli.options import PATIENCE, AsOfOption, NoOwnRulesOption, PathArgument, PatienceOption, YearOption
from merito.collection.asked import asked_of
from merito.collection.came_back import Given, Returned
from merito.collection.decided import corrected, without_office_s
from merito.collection.forms import Forms
from merito.collection.hand_out import hand_out, set_apart
from merito.collection.kept import NotKeptError, keep, tables_of
from merito.collection.model_form import FormError
from merito.collection.returned import read_back
from merito.collection.sealed import SealError, read_sealed
from merito.collection.told import blank_told, contested_told, differences_told, summary_told
from merito.collection.workbooks import Called
from merito.cycle import run as run_cycle
from merito.execution.look import Look, looked_at, tasks_without
from merito.model.dossier import Dossier
from merito.model.language import in_words
from merito.model.messages import Code, say
from merito.terminal.console import (
    ERRORS,
    UNUSABLE,
    console,
    errors,
    in_lines,
    one_line,
    says_yes,
    somebody_there,
    stop,
)
from merito.terminal.options import DIRECTORY, FILE_NAME, NAME_OF_ENTE, Option
from merito.wording.evaluators import evaluators_of
from merito.workspace.common import installed_regulations
from merito.workspace.dossiers import Opened
from merito.workspace.exchange.replaced import write
from merito.workspace.exchange.site import ExchangeError, site_of
from merito.workspace.files import FileError, shown_path
from merito.workspace.one_writer import one_writer
from merito.workspace.selection import Selection, one_ente, select
from merito.workspace.sheets_out import SEALED_LIST
from merito.workspace.system_faults import fault_told

SHEETS = "schede"
BUSY = "un altro merito collect sta lavorando in questo spazio di lavoro: ripetere quando è finito"
MOST = 40
EVERY = "tutte"


def collect(
    path: PathArgument,
    ente: Annotated[str | None, Option("--ente", say("L'ente; si può omettere dove è uno solo."), NAME_OF_ENTE)] = None,
    year: YearOption = None,
    as_of: AsOfOption = None,
    form: Annotated[
        Path | None,
        Option(
            "--form", say("Un file CSV con le righe su cui si è valutati, per persona, ruolo o categoria."), FILE_NAME
        ),
    ] = None,
    out: Annotated[
        Path | None,
        Option(
            "--out", say("Dove si scrivono le schede; se manca: schede/ENTE/ANNO accanto a merito.toml."), DIRECTORY
        ),
    ] = None,
    read: Annotated[
        Path | None,
        Option(
            "--read",
            say(
                "La cartella delle schede che tornano: ciò che dicono entra in tabelle loro, schede_restituite e "
                "valutazioni_restituite."
            ),
            DIRECTORY,
        ),
    ] = None,
    check: Annotated[bool, Option("--check", say("Con --read: dice tutto, e non scrive nulla."))] = False,
    sheet_holds: Annotated[
        list[str] | None,
        Option(
            "--sheet-holds",
            say(
                "Con --read, dove l'ufficio ha scritto altro: vale la scheda, e la cella dell'ufficio si corregge; "
                "tutte, oppure una, come D1.xlsx:scheda:M4. Si può ripetere."
            ),
            say("CELLA"),
        ),
    ] = None,
    office_holds: Annotated[
        list[str] | None,
        Option(
            "--office-holds",
            say("Con --read, dove l'ufficio ha scritto altro: vale il dato dell'ufficio; tutte, oppure una cella."),
            say("CELLA"),
        ),
    ] = None,
    yes: Annotated[bool, Option("--yes", say("Con --read: scrive i punti senza chiedere, per gli script."))] = False,
    no_own_rules: NoOwnRulesOption = False,
    patience: PatienceOption = PATIENCE,
) -> None:
    """Write a workbook for each evaluator, with their people and factors; or read them back with --read."""
    if check and read is None:
        stop(say("--check dice che cosa c'è nelle schede che tornano: serve --read"))
    if form is not None and read is not None:
        stop(say("--form dice che cosa si chiede: con --read le righe sono quelle delle schede consegnate"))
    chosen, only = one_ente(select(path, [ente] if ente else None, year, as_of))
    root = chosen.workspace.root
    try:
        with one_writer(root / SHEETS, BUSY) if not check else nullcontext():
            evaluators = _evaluators(chosen, no_own_rules, patience)
            opened = _opened(chosen, only)
            if read is None:
                asked, words = _asked(opened, chosen.as_of, form, evaluators)
                _give(opened.course.dossier, asked, words, chosen, out, form)
            else:
                holds = Holds(frozenset(sheet_holds or ()), frozenset(office_holds or ()))
                _take(opened, evaluators, chosen, only, read, holds, check, yes)
    except (SealError, NotKeptError, ExchangeError) as error:
        stop(say("{error}. Nessun punto è stato scritto", error=str(error)), ERRORS)
    except FileError as error:
        stop(str(error.problem(SEALED_LIST)), ERRORS)
    except OSError as error:
        stop(fault_told(error, read or out or root))


def _evaluators(chosen: Selection, no_own_rules: bool, patience: float) -> Mapping[str, str]:
    """Who evaluates each person; an ente's own rules run in a separate process."""
    look = Look(
        root=chosen.workspace.root, as_of=chosen.as_of, say=_told_evaluators, failed=_unusable, patience=patience
    )
    ((_, (evaluators, why)),) = looked_at(tasks_without(chosen, no_own_rules), look, chosen.workspace)
    if why:
        stop(why, ERRORS)
    return evaluators


def _told_evaluators(opened: Opened) -> tuple[Mapping[str, str], str]:
    return evaluators_of(run_cycle(opened.course)), ""


def _unusable(why: Sequence[str]) -> tuple[Mapping[str, str], str]:
    return {}, "\n".join(why)


def _opened(chosen: Selection, ente: str) -> Opened:
    try:
        return chosen.opened(ente, installed_regulations())
    except UNUSABLE as error:
        stop(str(error), ERRORS)


def _asked(opened: Opened, as_of: date, form: Path | None, evaluators: Mapping[str, str]) -> tuple[Forms, Called]:
    """The rows for each evaluator, and the words for their ids and codes."""
    try:
        return asked_of(opened, evaluators, as_of, form)
    except UNUSABLE as error:
        stop(str(error), ERRORS)
    except FormError as error:
        stop(str(error))


def _give(
    dossier: Dossier, asked: Forms, words: Called, chosen: Selection, out: Path | None, form: Path | None
) -> None:
    """Writes missing workbooks; an existing one may contain points, and is kept."""
    ente = dossier.ente.id
    home = chosen.homes[ente]
    folder = out or chosen.workspace.root / SHEETS / ente / str(home.year)
    _told_left(asked)
    if not asked.asked:
        form_told = (
            in_words(say("nella scheda {form} nessuna riga vale per loro", form=form))
            if form
            else in_words(say("indicarla con --form"))
        )
        stop(
            say(
                "{ente}: nessuna scheda da scrivere per il {year}: {form_told}",
                ente=ente,
                year=home.year,
                form_told=form_told,
            ),
            ERRORS,
        )
    given = hand_out(folder, home.folder / str(home.year), dossier, chosen.as_of, asked, words)
    for line in given.told:
        errors().print(one_line(line), soft_wrap=True)
    for path in given.there:
        errors().print(
            in_lines(in_words(say("{path}: c'è già, e può avere dei punti: non si tocca", path=path))), soft_wrap=True
        )
    sheets, people = (
        in_words(say("{n} scheda scritta", many="{n} schede scritte", number="n", n=given.written)),
        len(asked.owners),
    )
    told = in_words(
        say(
            "{sheets} in {folder}, una per valutatore: {people} da valutare",
            sheets=sheets,
            folder=folder,
            people=say("{n} persona", many="{n} persone", number="n", n=people),
        )
    )
    console().print(one_line(told), soft_wrap=True)
    if given.written:
        listed = shown_path(home.folder / str(home.year) / SEALED_LIST, chosen.workspace.root)
        _say(
            [
                in_words(
                    say(
                        "che cosa è stato consegnato, e a chi, sta in {listed}: con quello si confronta ciò che torna",
                        listed=listed,
                    )
                ),
                in_words(
                    say(
                        "quando tornano: merito collect {root} --ente {ente} --read {folder}",
                        root=chosen.workspace.root,
                        ente=ente,
                        folder=folder,
                    )
                ),
            ]
        )
    if given.there:
        raise Exit(ERRORS)


@frozen
class Holds:
    """Where a sheet and the office differ: the cells in which each of them holds, or `tutte`."""

    sheet: frozenset[str]
    office: frozenset[str]

    def decided(self, contested: Sequence[Given]) -> tuple[list[Given], list[Given]]:
        """The cells in which the sheet holds, and those that nobody has decided; ends the program on an unknown one."""
        known = {one.key for one in contested}
        for name in sorted((self.sheet | self.office) - known - {EVERY}):
            stop(
                say(
                    "{cell}: non è una cella in cui la scheda e l'ufficio dicono cose diverse; sono: {known}",
                    cell=Code(name),
                    known=tuple(sorted(known)) or "nessuna",
                )
            )
        if both := (self.sheet & self.office):
            stop(say("{cell}: o vale la scheda, o vale l'ufficio", cell=Code(min(both))))
        sheet = [
            one for one in contested if one.key in self.sheet or (EVERY in self.sheet and one.key not in self.office)
        ]
        office = [one for one in contested if one.key in self.office or EVERY in self.office]
        return sheet, [one for one in contested if one not in sheet and one not in office]


def _take(
    opened: Opened,
    evaluators: Mapping[str, str],
    chosen: Selection,
    ente: str,
    folder: Path,
    holds: Holds,
    check: bool,
    yes: bool,
) -> None:
    """Reports what was returned; writes the points if no workbook has an error, and the office confirms."""
    if not folder.is_dir():
        stop(say("{folder}: non è una cartella", folder=folder))
    home, dossier = chosen.homes[ente], opened.course.dossier
    year_folder = home.folder / str(home.year)
    sealed = read_sealed(year_folder)
    if not sealed:
        listed = shown_path(year_folder / SEALED_LIST, chosen.workspace.root)
        stop(
            say(
                "{listed}: manca, e senza non si sa che cosa è stato consegnato: prima merito collect, senza --read",
                listed=listed,
            ),
            ERRORS,
        )
    owners = {one.id: evaluators[one.id] for one in dossier.people if evaluators.get(one.id)}
    found = read_back(folder, ente, home.year, sealed, owners, dossier)
    for problem in found.problems:
        errors().print(in_lines(str(problem)), soft_wrap=True)
    _told_missing(found)
    if found.problems:
        wrong = in_words(say("{n} cosa non torna", many="{n} cose non tornano", number="n", n=len(found.problems)))
        stop(say("{wrong}: nessun punto è stato scritto. Correggere le schede e ripetere", wrong=wrong), ERRORS)
    _told_outdated(found, check)
    _say(differences_told(found))
    sheet, open_ = holds.decided(found.contested)
    _tell_contested(found.contested, () if check else open_)
    told = summary_told(without_office_s(found))
    if sheet:
        told = in_words(say("{points}; corretti nelle tabelle dell'ufficio: {n}", points=told, n=len(sheet)))
    if check or not (found.to_keep or sheet):
        _say([in_words(say("{what}: nulla è stato scritto", what=told))])
        if open_:
            raise Exit(ERRORS)
        return
    tables = tables_of(year_folder, chosen.workspace.root, dossier, opened.hashes)
    office = corrected(sheet, site_of(home, installed_regulations()))
    _confirmed(told, yes)
    for one in office:
        write(one, datetime.now())
    files = [one.shown for one in office]
    files += keep(found.to_keep, tables, chosen.as_of, opened.config.locale, opened.config.encoding)
    _say(
        [
            in_words(say("{what}: scritti in {file}", what=told, file=", ".join(files))),
            in_words(say("poi: merito check {root} --ente {ente}", root=chosen.workspace.root, ente=ente)),
        ]
    )
    if open_:
        raise Exit(ERRORS)


def _tell_contested(contested: Sequence[Given], left: Sequence[Given]) -> None:
    """Where a sheet and the office differ, and how to say which holds."""
    for one in contested:
        errors().print(in_lines(contested_told(one)), soft_wrap=True)
    if left:
        cells = tuple(one.key for one in left)
        told = say(
            "{n} cella da decidere, e intanto resta il dato dell'ufficio: --sheet-holds o --office-holds, con {cells}",
            many="{n} celle da decidere, e intanto restano i dati dell'ufficio: --sheet-holds o --office-holds, "
            "con {cells}, oppure tutte",
            number="n",
            n=len(left),
            cells=cells,
        )
        errors().print(one_line(in_words(told)), soft_wrap=True)


def _confirmed(told: str, yes: bool) -> None:
    """Ends the program unless the office confirms: with `--yes`, or on the terminal."""
    if yes:
        return
    if not somebody_there():
        stop(
            say(
                "{what}: nulla è stato scritto. Guardare i punti qui sopra, e ripetere con --yes per riportarli",
                what=told,
            ),
            ERRORS,
        )
    if not says_yes(in_words(say("{what}: riportare questi punti? [s/N] ", what=told))):
        stop(say("nulla è stato scritto"), ERRORS)


def _told_left(asked: Forms) -> None:
    by_reason: dict[str, list[str]] = {}
    for person, why in asked.left.items():
        by_reason.setdefault(why, []).append(person)
    for why, people in by_reason.items():
        _say([f"{', '.join(people[:MOST])}{', ...' if len(people) > MOST else ''}: {why}"])


def _told_outdated(found: Returned, check: bool) -> None:
    """Sheets of people who are no longer evaluators: their points are ignored, and the files are set aside."""
    for one in found.outdated:
        has = in_words(say(", e i suoi punti ({points}) non si leggono", points=one.points)) if one.points else ""
        where = "" if check else in_words(say(": messa da parte in {path}", path=set_apart(one.path)))
        told = in_words(
            say(
                "{path}: è la scheda di {evaluator}, a cui non si chiede più nessuna valutazione{has}{where}",
                path=one.path,
                evaluator=Code(one.evaluator),
                has=has,
                where=where,
            )
        )
        errors().print(one_line(told), soft_wrap=True)


def _told_missing(found: Returned) -> None:
    """Who has not answered, and every cell that came back blank."""
    for evaluator, people in found.silent.items():
        _say(
            [
                in_words(
                    say(
                        "manca la scheda di {evaluator} ({people})",
                        evaluator=evaluator,
                        people=say("{n} persona", many="{n} persone", number="n", n=people),
                    )
                )
            ]
        )
    _say(blank_told(found))


def _say(lines: Iterable[str]) -> None:
    for line in lines:
        console().print(one_line(line), soft_wrap=True)
