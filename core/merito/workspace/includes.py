"""`include` in `merito.toml`: the workspaces whose enti also belong to this one."""

from collections.abc import Iterable
from pathlib import Path

from merito.workspace.problems import WorkspaceError


def roots_of(root: Path, names: Iterable[str], around: tuple[Path, ...], file: str) -> dict[str, Path]:
    """The folders of included workspaces, by the names in the file; `around` are those that include this one.

    Raises WorkspaceError if a folder is missing, is no workspace, or leads back to one that includes it.
    """
    found: dict[str, Path] = {}
    for name in names:
        place = (root / name).resolve()
        if not place.is_dir():
            raise WorkspaceError(f"{file}: «include»: manca la cartella «{name}»")
        if not (place / file).is_file():
            raise WorkspaceError(f"{file}: «include»: in «{name}» non c'è {file}: non è uno spazio di lavoro")
        if place == root:
            raise WorkspaceError(f"{file}: «include»: «{name}» è questo stesso spazio di lavoro")
        if place in around:
            raise WorkspaceError(f"{file}: «include»: «{name}» include a sua volta questo spazio di lavoro: è un giro")
        if place in found.values():
            raise WorkspaceError(f"{file}: «include»: «{name}» è indicato due volte")
        found[name] = place
    return found
