"""Who is in a workspace, also where a command works on one of its enti alone."""

from attrs import frozen

from merito.workspace.config import WORKSPACE_FILE, Workspace, open_workspace, read_ente
from merito.workspace.problems import BadDataError


@frozen(kw_only=True)
class Listed:
    """An ente of the workspace. One whose `ente.toml` cannot be read is `broken`, and known by its folder."""

    id: str
    name: str
    regulation: str = ""
    broken: bool = False


def roster(workspace: Workspace) -> tuple[Listed, ...]:
    """Every ente of the workspace, in its order."""
    narrowed = len(workspace.folders) == 1 and (workspace.root / WORKSPACE_FILE).is_file()
    whole = open_workspace(workspace.root) if narrowed else workspace
    listed = []
    for folder in whole.folders:
        try:
            config = read_ente(folder, whole)
        except BadDataError:
            listed.append(Listed(id=folder.name, name=folder.name, broken=True))
        else:
            listed.append(Listed(id=config.id, name=config.name, regulation=config.regulation))
    return tuple(listed)
