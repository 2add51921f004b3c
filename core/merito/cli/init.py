"""`merito init`: an empty workspace under a regulation, or another ente in an existing one."""

from datetime import date
from pathlib import Path
from shlex import quote
from typing import Annotated

from merito.contract.faults import PluginError
from merito.contract.identity import ENTE_KINDS
from merito.model.language import in_words
from merito.model.messages import Code, say
from merito.regulations import BASE, Own
from merito.terminal.console import console, in_lines, stop
from merito.terminal.options import DIRECTORY, KIND, NAME_OF_ENTE, REGULATION, YEAR, Argument, Option
from merito.workspace.cells import is_year
from merito.workspace.characters import character, printable, unprintable
from merito.workspace.common import installed_regulations
from merito.workspace.config import WORKSPACE_FILE, open_workspace
from merito.workspace.ente_config import id_fault
from merito.workspace.heads import suggestion
from merito.workspace.own_starter import OWN_FOLDER
from merito.workspace.problems import WorkspaceError
from merito.workspace.starter import add_ente, write_workspace
from merito.workspace.system_faults import fault_told


def init(
    folder: Annotated[
        Path,
        Argument(
            help=say("Una cartella nuova o vuota, oppure uno spazio di lavoro che prende un altro ente."),
            metavar=DIRECTORY,
        ),
    ],
    regulation: Annotated[str, Option("--regulation", say("Come lo elenca «merito regulations»."), REGULATION)],
    ente: Annotated[str, Option("--ente", say("L'id dell'ente."), NAME_OF_ENTE)] = "ente",
    name: Annotated[str, Option("--name", say("Come si chiama l'ente; se manca: il suo id."), say("NOME"))] = "",
    kind: Annotated[
        str | None,
        Option("--kind", say("Con la sola norma nazionale e regole proprie: {kinds}.", kinds=ENTE_KINDS), KIND),
    ] = None,
    body: Annotated[
        str,
        Option(
            "--governing-body", say("Con --kind: come l'ente chiama l'organo di indirizzo della legge."), say("ORGANO")
        ),
    ] = "",
    year: Annotated[
        int | None,
        Option("--year", say("Anno del ciclo; se manca: quello dello spazio di lavoro, o quest'anno."), YEAR),
    ] = None,
) -> None:
    """Write an empty workspace: configs, every table with its Italian headers, and a folder for rules of its own."""
    if fault := id_fault(ente):
        stop(say("{ente} non può essere l'id di un ente: {fault}", ente=Code(printable(ente)), fault=fault))
    if sign := unprintable(name):
        stop(say("--name: nel nome c'è {sign}", sign=character(sign)))
    if year is not None and not is_year(year):
        stop(say("--year {year}: non è un anno in cui ci può essere un ciclo", year=year))
    regulations = installed_regulations()
    try:
        if fault := _kind_fault(regulation, kind):
            stop(fault)
        own = Own(kind=kind, governing_body=body) if kind else Own()
        stack, there = regulations.stack(regulation), (folder / WORKSPACE_FILE).is_file()
        if there:
            around = open_workspace(folder)
            written = add_ente(around, stack, ente, year or around.year or date.today().year, own, name)
        else:
            written = write_workspace(folder, stack, ente, year or date.today().year, own, name)
    except PluginError as error:
        stop(str(error))
    except WorkspaceError as error:
        stop(str(error))
    except OSError as error:
        stop(fault_told(error, folder))
    if own.kind:
        place = f"{folder}/enti/{ente}/{OWN_FOLDER}"
        trusted = in_words(
            say("merito trust {ente} --path {folder} le autorizza", ente=ente, folder=quote(str(folder)))
        )
        told = in_words(
            say(
                "le regole dell'ente si scrivono in {place}: merito verify le prova, {trusted}",
                place=place,
                trusted=trusted,
            )
        )
        console().print(in_lines(told), soft_wrap=True)
    which = in_words(say(" --ente {ente}", ente=ente)) if there else ""
    console().print(
        in_lines(
            in_words(
                say(
                    "scritti {written} file in {folder}; poi: merito check {folder2}{which}",
                    written=len(written),
                    folder=folder,
                    folder2=folder,
                    which=which,
                )
            )
        ),
        soft_wrap=True,
    )


def _kind_fault(regulation: str, kind: str | None) -> str:
    """Why a kind of ente does not fit a regulation; blank if it does."""
    if regulation != BASE:
        return (
            in_words(say("--kind: il tipo di ente lo dice il regolamento {regulation}", regulation=Code(regulation)))
            if kind
            else ""
        )
    if kind in ENTE_KINDS:
        return ""
    known = in_words(say("uno tra {ente_kinds}", ente_kinds=tuple(ENTE_KINDS)))
    if kind is None:
        return in_words(
            say(
                "--regulation {base} è la norma nazionale, con le regole dell'ente accanto: serve --kind, {known}",
                base=BASE,
                known=known,
            )
        )
    return in_words(
        say(
            "--kind: trovato {kind}, atteso {known}. {kind2}",
            kind=Code(printable(kind)),
            known=known,
            kind2=suggestion(kind, ENTE_KINDS),
        )
    ).rstrip()
