"""Finds the own rules of an ente by its folder or by theirs, for their author, who needs no trust in them."""

from pathlib import Path

from attrs import frozen

from merito.model.faults import MeritoError
from merito.model.messages import Code, say
from merito.regulations.own import OwnFiles, read_own_files
from merito.workspace.cells import is_year
from merito.workspace.config import ENTE_FILE, of_their_author, open_workspace
from merito.workspace.ente_config import EnteConfig, read_ente
from merito.workspace.problems import BadDataError, WorkspaceError


class OwnRulesError(MeritoError):
    """A folder without readable own rules: why, and what to do."""


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
        what = say("{place}: non è la cartella di un ente (ente.toml) né quella delle sue regole", place=str(place))
        raise OwnRulesError(what)
    try:
        config = read_ente(folder, of_their_author(open_workspace(folder)))
    except (BadDataError, WorkspaceError) as error:
        raise OwnRulesError(str(error)) from None
    if config.own.folder is None:
        raise OwnRulesError(
            say(
                "{place}: l'ente {ente} non ha regole proprie: in ente.toml manca «rules», la cartella che le contiene",
                place=str(place),
                ente=Code(config.id),
            )
        )
    if here not in (folder, config.own.folder.resolve()):
        what = say(
            "{place}: le regole di {ente} stanno in {folder}",
            place=str(place),
            ente=Code(config.id),
            folder=config.own.folder.name,
        )
        raise OwnRulesError(what)
    if config.faults:
        raise OwnRulesError("\n".join(map(str, config.faults)))
    return OwnRules(config=config, files=read_own_files(config.own.folder))
