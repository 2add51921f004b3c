"""Where the register of a workspace is: a SQLite file, a PostgreSQL database, or nowhere."""

import os
import re
from collections.abc import Mapping
from pathlib import Path

from attrs import field, frozen

from merito.register.server import AddressError, is_server, server_of
from merito.workspace.config import WORKSPACE_FILE, Workspace
from merito.workspace.problems import WorkspaceError

VARIABLE = "MERITO_REGISTER"
OFF = ("", "false")
A_FILE = "sqlite:///"
KIND = re.compile(r"[a-z][a-z0-9+]*")
NO_FILE = re.compile(r"://|:.*@|@.*:|\b(?:password|host|hostaddr|dbname|user)\s*=", re.IGNORECASE | re.DOTALL)


@frozen(kw_only=True)
class Place:
    """A register's file, or the URL of its database; and how messages name it: a URL by host and database only."""

    shown: str
    file: Path | None = None
    url: str = field(default="", repr=False)


def place_of(workspace: Workspace, environ: Mapping[str, str]) -> Place | None:
    """The register of a workspace; None if it has none. `MERITO_REGISTER` overrides `merito.toml`.

    Raises WorkspaceError on a URL of another kind, and on a file among the results: whoever publishes these would
    publish persons.
    """
    given = environ.get(VARIABLE)
    text, told = (workspace.register, WORKSPACE_FILE) if given is None else (given.strip(), VARIABLE)
    if text is None or text in OFF:
        return None
    if is_server(text):
        try:
            server = server_of(text)
        except AddressError as error:
            raise WorkspaceError(f"{told}: «register»: {error}") from None
        return Place(url=server.url, shown=server.shown)
    if NO_FILE.search(text.removeprefix(A_FILE)):
        kind = text.partition("://")[0]
        found = f"trovato «{kind}://», " if KIND.fullmatch(kind) and "://" in text else ""
        raise WorkspaceError(f"{told}: «register»: {found}atteso un file, oppure postgresql://utente@server/database")
    file = _file_of(workspace, text)
    if file.is_relative_to(workspace.out.resolve()):
        raise WorkspaceError(
            f"{told}: «register» è tra i risultati ({workspace.out}): contiene dati di persone, e chi pubblica quella "
            "cartella li pubblicherebbe. Indicare un file fuori di lì."
        )
    return Place(shown=str(file), file=file)


def anchor_of(workspace: Workspace) -> Path | None:
    """The file to which heads of the chain are appended, `anchor` of `merito.toml`; None if there is none.

    Raises WorkspaceError if it would be in the register, or among the results that it protects.
    """
    if workspace.anchor is None:
        return None
    file = (workspace.root / workspace.anchor).resolve()
    if file == _file_of(workspace, workspace.register or ""):
        raise WorkspaceError(f"{WORKSPACE_FILE}: «anchor» è il registro stesso; indicare un altro file")
    if file.is_relative_to(workspace.out.resolve()):
        raise WorkspaceError(
            f"{WORKSPACE_FILE}: «anchor» è tra i risultati ({workspace.out}): chi li altera la altererebbe. "
            "Indicare un file fuori di lì, meglio se su un altro disco."
        )
    if os.path.lexists(file) and not file.is_file():
        raise WorkspaceError(f"{WORKSPACE_FILE}: «anchor»: {file} c'è e non è un file")
    return file


def _file_of(workspace: Workspace, text: str) -> Path:
    return (workspace.root / text.removeprefix(A_FILE)).resolve()
