"""Finds the own rules of an ente by its folder or by theirs, for their author, who needs no trust in them."""

from pathlib import Path

from attrs import frozen

from merito.regulations.own import OwnFiles, read_own_files
from merito.workspace.cells import is_year
from merito.workspace.config import ENTE_FILE, of_their_author, open_workspace
from merito.workspace.ente_config import EnteConfig, read_ente
from merito.workspace.problems import BadDataError, WorkspaceError


class OwnRulesError(Exception):
    """A folder without readable own rules: why, and what to do (Italian)."""


@frozen(kw_only=True)
class OwnRules:
    """The ente of a folder, and the files of its rules as read."""

    config: EnteConfig
    files: OwnFiles

    @property
    def since(self) -> int | None:
        """The first year for which the ente has a folder."""
        years = [one.name for one in self.config.folder.iterdir() if one.is_dir() and one.name.isdecimal()]
        return min((int(year) for year in years if is_year(int(year))), default=None)


def own_rules_at(place: Path) -> OwnRules:
    """The own rules of an ente, by its folder or by that of its rules. Raises OwnRulesError, PluginError."""
    here = place.resolve()
    folder = next((one for one in (here, *here.parents) if (one / ENTE_FILE).is_file()), None)
    if folder is None:
        raise OwnRulesError(f"{place}: non è la cartella di un ente ({ENTE_FILE}) né quella delle sue regole")
    try:
        config = read_ente(folder, of_their_author(open_workspace(folder)))
    except (BadDataError, WorkspaceError) as error:
        raise OwnRulesError(str(error)) from None
    if config.own.folder is None:
        why = f"in {ENTE_FILE} manca «rules», la cartella che le contiene"
        raise OwnRulesError(f"{place}: l'ente «{config.id}» non ha regole proprie: {why}")
    if here not in (folder, config.own.folder.resolve()):
        raise OwnRulesError(f"{place}: le regole di «{config.id}» stanno in {config.own.folder.name}")
    if config.faults:
        raise OwnRulesError("\n".join(map(str, config.faults)))
    return OwnRules(config=config, files=read_own_files(config.own.folder))
