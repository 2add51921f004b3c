"""The ente and year whose data are exchanged: its config, its workspace, the tables that its regulation reads."""

from pathlib import Path
from typing import ClassVar

from attrs import frozen

from merito.model.columns import Table
from merito.model.faults import MeritoError
from merito.model.messages import Code, nearly, say
from merito.regulations import Regulations, Stack
from merito.workspace.config import Workspace
from merito.workspace.dossiers import no_year
from merito.workspace.ente_config import EnteConfig, read_ente
from merito.workspace.heads import find_table, plain
from merito.workspace.people_names import NAMES
from merito.workspace.problems import BadDataError
from merito.workspace.returned_sheets import RETURNED
from merito.workspace.selection import Home


class ExchangeError(MeritoError):
    """A table that cannot be exchanged so: why, and what to do. Nothing was written."""

    exit_code: ClassVar[int] = 1


@frozen(kw_only=True)
class Site:
    """An ente and year: its config, its workspace, the layers that bind it."""

    config: EnteConfig
    workspace: Workspace
    stack: Stack
    year: int

    @property
    def year_folder(self) -> Path:
        """The folder of the year."""
        return self.config.folder / str(self.year)

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table that an office may write: those of the regulation, and the names of people."""
        return (*(one for name, one in self.stack.inputs.tables.items() if name not in RETURNED), NAMES)

    def table(self, name: str) -> Table:
        """The table of an English name or an Italian label. Raises ExchangeError if an office writes none."""
        found = find_table(name, {one.name: one for one in self.tables})
        if found is not None:
            return found
        returned = [self.stack.inputs.tables[one] for one in RETURNED if one in self.stack.inputs.tables]
        if plain(name) in {plain(word) for one in returned for word in (one.name, one.label)}:
            raise ExchangeError(
                say("la tabella {name} la scrive solo merito collect --read, dalle schede che tornano", name=Code(name))
            )
        labels = tuple(sorted(one.label for one in self.tables))
        what = say("la tabella {name} non c'è: ci sono {labels}", name=Code(name), labels=labels)
        raise ExchangeError(nearly(what, name, (*labels, *(one.name for one in self.tables))))


def site_of(home: Home, regulations: Regulations) -> Site:
    """The site of an ente of a selection; rules of its own are only declared.

    Raises BadDataError if its config cannot be read or the year has no folder, and errors of its plugin.
    """
    config = read_ente(home.folder, home.workspace)
    stack = regulations.stack(config.regulation, config.own, run_own=False)
    site = Site(config=config, workspace=home.workspace, stack=stack, year=home.year)
    if not site.year_folder.is_dir():
        raise BadDataError((no_year(home.folder, home.workspace, home.year),))
    if not site.year_folder.resolve().is_relative_to(home.folder.resolve()):
        raise ExchangeError(
            say("{folder}: il collegamento porta fuori da questa cartella", folder=str(site.year_folder))
        )
    return site
