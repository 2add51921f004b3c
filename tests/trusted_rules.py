"""Trust in the own rules of a workspace as they are now, for tests of what they do once they run."""

from pathlib import Path

from click.testing import CliRunner, Result

from merito import BadDataError, PluginError, WorkspaceError
from merito.cli import app
from merito.regulations.own import digest_of, read_own_files
from merito.workspace.config import WORKSPACE_FILE, open_workspace
from merito.workspace.ente_config import read_ente
from merito.workspace.trusting import with_trust


def trust_rules(place: Path) -> None:
    """Notes in `merito.toml` what `merito trust` would; rules that cannot be read are left."""
    try:
        workspace = open_workspace(place)
    except WorkspaceError:
        return
    for part in workspace.every():
        for folder in part.folders:
            try:
                config = read_ente(folder, part)
                files = read_own_files(config.own.folder) if config.own.folder else None
            except (BadDataError, PluginError):
                continue
            if files is not None and workspace.trusts is not None:
                file = workspace.trusts / WORKSPACE_FILE
                file.write_text(with_trust(file.read_text("utf-8"), config.id, digest_of(files)), encoding="utf-8")


def merito_trusting(*words: object) -> Result:
    """A command, on workspaces whose own rules are trusted as they are at this moment."""
    for word in words:
        if Path(str(word)).is_dir():
            trust_rules(Path(str(word)))
    return CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
