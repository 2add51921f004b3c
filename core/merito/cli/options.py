"""Options that several commands share, and how a command ends."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from attrs import frozen
from rich.console import Console

from merito.declarations.sections import PluginError
from merito.regulations import PluginFaultError, Regulations
from merito.workspace.common import common_inputs
from merito.workspace.config import EnteConfig, Workspace, open_workspace, read_ente
from merito.workspace.dossiers import Opened, open_ente
from merito.workspace.problems import BadDataError, WorkspaceError
from merito.workspace.shared import unknown_owners

OK, ERRORS, UNREADABLE = 0, 1, 2
UNUSABLE = (BadDataError, PluginError, PluginFaultError)

PathArgument = Annotated[Path, typer.Argument(help="A workspace (merito.toml) or the folder of one ente (ente.toml).")]
EnteOption = Annotated[list[str] | None, typer.Option("--ente", help="Only this ente, by id; may be repeated.")]
YearOption = Annotated[int | None, typer.Option("--year", help="Year of the cycle; default: the workspace's.")]
AsOfOption = Annotated[
    datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d", "%d/%m/%Y"], help="Acts after this day are not seen; default: today."),
]


@frozen
class Selection:
    """The enti that a command works on, folders by id; `broken` by folder name, where the config cannot be read."""

    workspace: Workspace
    year: int
    as_of: date
    folders: dict[str, Path]
    broken: dict[str, BadDataError]

    def open(self, ente: str, regulations: Regulations, provisional: bool = False) -> Opened:
        """Everything of one of its enti; raises one of `UNUSABLE`."""
        return open_ente(self.folders[ente], self.workspace, regulations, self.year, self.as_of, provisional)


def console() -> Console:
    return Console(highlight=False)


def errors() -> Console:
    return Console(stderr=True, highlight=False)


def stop(message: str, code: int = UNREADABLE) -> NoReturn:
    """Says why on standard error and ends the program."""
    errors().print(message, markup=False, soft_wrap=True)
    raise typer.Exit(code)


def select(path: Path, enti: list[str] | None, year: int | None, as_of: datetime | None) -> Selection:
    """The workspace and its enti; ends the program where the workspace cannot be read or an ente is not there."""
    try:
        workspace = open_workspace(path)
    except WorkspaceError as error:
        stop(str(error))
    chosen_year = workspace.year if year is None else year
    if chosen_year is None:
        stop("manca l'anno del ciclo: indicarlo con --year, oppure come year in [workspace] di merito.toml")
    known: dict[str, Path] = {}
    broken: dict[str, BadDataError] = {}
    for config in _configs(workspace, broken):
        if config.id in known:
            stop(f"l'ente «{config.id}» è in due cartelle: {known[config.id].name} e {config.folder.name}")
        known[config.id] = config.folder
    known_regulations = installed_regulations().names()
    odd = [name for name in workspace.defaults if name not in known_regulations]
    if odd:
        stop(f"merito.toml: [defaults.{odd[0]}]: non è un regolamento installato: {', '.join(known_regulations)}")
    strangers = [] if broken else list(unknown_owners(workspace.shared, set(known)))
    if strangers:
        stop("\n".join(strangers))
    wanted = list(dict.fromkeys(enti or known))
    unknown = [ente for ente in wanted if ente not in known and ente not in broken]
    if unknown:
        stop(f"enti sconosciuti: {', '.join(unknown)}; nello spazio di lavoro ci sono {', '.join(known)}")
    return Selection(
        workspace=workspace,
        year=chosen_year,
        as_of=as_of.date() if as_of else date.today(),
        folders={ente: known[ente] for ente in wanted if ente in known},
        broken={name: error for name, error in broken.items() if not enti or name in enti},
    )


def one_ente(chosen: Selection) -> tuple[Selection, str]:
    """A selection of exactly one ente that can be read, and its id; ends the program otherwise."""
    for error in chosen.broken.values():
        stop(str(error), ERRORS)
    if len(chosen.folders) > 1:
        stop(f"indicare un ente con --ente: {', '.join(chosen.folders)}")
    return chosen, next(iter(chosen.folders))


def installed_regulations() -> Regulations:
    """The regulations of this machine, with the common tables."""
    return Regulations(common_inputs())


def _configs(workspace: Workspace, broken: dict[str, BadDataError]) -> Iterator[EnteConfig]:
    for folder in workspace.folders:
        try:
            yield read_ente(folder, workspace)
        except BadDataError as error:
            broken[folder.name] = error
