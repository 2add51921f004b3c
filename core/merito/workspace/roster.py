"""The enti of a workspace, also if a command works on only one of them."""

from attrs import evolve, frozen

from merito.workspace.characters import printable
from merito.workspace.config import WORKSPACE_FILE, Workspace, open_workspace
from merito.workspace.ente_config import EnteConfig, read_ente
from merito.workspace.problems import BadDataError


@frozen(kw_only=True)
class Listed:
    """An ente of the workspace, and the year of its cycle.

    One whose `ente.toml` cannot be read is `broken`, and identified by its folder.
    """

    id: str
    name: str
    regulation: str = ""
    broken: bool = False
    year: int | None = None


def roster(workspace: Workspace, year: int | None = None) -> tuple[Listed, ...]:
    """Every ente of the workspace and of included ones, in order; `year` overrides their own."""
    narrowed = len(workspace.folders) == 1 and (workspace.root / WORKSPACE_FILE).is_file()
    whole = evolve(open_workspace(workspace.root), year=workspace.year) if narrowed else workspace
    listed = []
    for part in whole.every():
        for folder in part.folders:
            try:
                config = read_ente(folder, part)
            except BadDataError:
                name = printable(folder.name)
                listed.append(Listed(id=name, name=name, broken=True, year=year or part.year))
            else:
                listed.append(listed_as(config, year or part.year))
    return tuple(listed)


def listed_as(config: EnteConfig, year: int | None) -> Listed:
    """An ente as its config names it."""
    return Listed(id=config.id, name=config.name, regulation=config.regulation, year=year)
