"""Where the register of a workspace lies: a SQLite file, a PostgreSQL database, or nowhere."""

import re
from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from merito.workspace.config import WORKSPACE_FILE, Workspace
from merito.workspace.problems import WorkspaceError

VARIABLE = "MERITO_REGISTER"
OFF = ("", "false")
SERVER = re.compile(r"postgres(?:ql)?(?:\+psycopg)?://(.+)", re.DOTALL)
USER_AND_PASSWORD = re.compile(r"(?<=://)([^/@]*?):[^/]*(?=@)")
PASSWORD_ASIDE = re.compile(r"(password=)[^&]*")


@frozen(kw_only=True)
class Place:
    """A register's file, or the URL of its database; and how it is told, never with a password."""

    shown: str
    file: Path | None = None
    url: str = ""


def place_of(workspace: Workspace, environ: Mapping[str, str]) -> Place | None:
    """The register of a workspace; None where it keeps none. `MERITO_REGISTER` goes before `merito.toml`.

    Raises WorkspaceError on a URL of another kind, and on a file among the results: who publishes these would
    publish persons.
    """
    given = environ.get(VARIABLE)
    text, told = (workspace.register, WORKSPACE_FILE) if given is None else (given.strip(), VARIABLE)
    if text is None or text in OFF:
        return None
    server = SERVER.fullmatch(text)
    if server:
        return Place(url=f"postgresql+psycopg://{server[1]}", shown=_without_secrets(text))
    if "://" in text and not text.startswith("sqlite:///"):
        kind = text.partition("://")[0]
        raise WorkspaceError(f"{told}: «register»: trovato «{kind}://», atteso un file, oppure postgresql://...")
    file = (workspace.root / text.removeprefix("sqlite:///")).resolve()
    if file.is_relative_to(workspace.out.resolve()):
        raise WorkspaceError(
            f"{told}: «register» è tra i risultati ({workspace.out}): contiene dati di persone, e chi pubblica quella "
            "cartella li pubblicherebbe. Indicare un file fuori di lì."
        )
    return Place(shown=str(file), file=file)


def _without_secrets(url: str) -> str:
    return PASSWORD_ASIDE.sub(r"\1***", USER_AND_PASSWORD.sub(r"\1:***", url))
