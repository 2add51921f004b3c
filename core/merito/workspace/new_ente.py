"""Adds an ente to an existing workspace: where it goes, and why it cannot."""

from pathlib import Path, PurePath

from merito.regulations import Own, Stack
from merito.workspace.config import WORKSPACE_FILE, Workspace
from merito.workspace.files import shown_path
from merito.workspace.problems import WorkspaceError
from merito.workspace.roster import roster
from merito.workspace.starter import WITHOUT_RULES, ente_files, write_anew
from merito.workspace.toml_files import read_toml

ITALIAN = 'locale = "it"\n'


def add_ente(
    workspace: Workspace, stack: Stack, ente: str, year: int, own: Own = WITHOUT_RULES, name: str = ""
) -> tuple[Path, ...]:
    """Writes the files of an ente in a workspace, and changes nothing else. Raises WorkspaceError."""
    place = _home_of(workspace, ente)
    shown = shown_path(place, workspace.root)
    taken = next((one for one in roster(workspace) if one.id.casefold() == ente.casefold()), None)
    if taken is not None or place.exists():
        whose = f": è «{taken.name}»" if taken is not None else f": c'è già la cartella {shown}"
        raise WorkspaceError(f"l'ente «{ente}» c'è già{whose}")
    more = "" if workspace.locale == "it" else ITALIAN
    return write_anew(workspace.root, ente_files(shown, stack, ente, year, own, name, more))


def _home_of(workspace: Workspace, ente: str) -> Path:
    """The folder of the other enti. Raises WorkspaceError if `enti` would not find the new one there."""
    place = workspace.folders[0].parent / ente if workspace.folders else workspace.root / "enti" / ente
    main = read_toml(workspace.root / WORKSPACE_FILE).data.get("workspace")
    patterns = main.get("enti", ["enti/*"]) if isinstance(main, dict) else ["enti/*"]
    inside = PurePath(shown_path(place, workspace.root))
    if not any(inside.match(pattern) for pattern in patterns):
        raise WorkspaceError(
            f"{WORKSPACE_FILE}: «enti» non prenderebbe {inside}: aggiungervi «{inside}», poi ripetere il comando"
        )
    return place
