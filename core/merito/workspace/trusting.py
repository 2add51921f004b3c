"""Notes in `merito.toml` that the own rules of an ente are trusted, and keeps their text to show what changes later."""

import json
import re
from collections.abc import Mapping
from difflib import unified_diff
from pathlib import Path

import tomli
from attrs import frozen

from merito.model.messages import Code, say
from merito.regulations.own import OwnFiles, digest_of
from merito.workspace.config import WORKSPACE_FILE, Workspace
from merito.workspace.ente_config import EnteConfig, read_ente
from merito.workspace.files import FileError, content_of
from merito.workspace.in_place import write_whole
from merito.workspace.one_writer import one_writer
from merito.workspace.problems import BadDataError, WorkspaceError
from merito.workspace.toml_statements import statements

TABLE = "own_rules"
KEPT = ".merito-trust"
"""Next to `merito.toml`: the rules as they were trusted. What is there counts only if it has the trusted digest."""
HEAD = re.compile(rf"\s*\[\s*{TABLE}\s*\]")
BARE = re.compile(r"[A-Za-z0-9_-]+")
NOTE = "# Le regole proprie che qui si eseguono: le scrive merito trust, dopo averle mostrate."
BUSY = f"un altro merito trust sta scrivendo {WORKSPACE_FILE}: ripetere quando è finito"


@frozen
class Change:
    """A file of own rules: its content, and that which was trusted before; None where there is none, or unknown."""

    name: str
    now: bytes | None
    before: bytes | None

    def lines(self) -> tuple[str, ...]:
        """What differs, line by line."""
        old, new = ((one or b"").decode("utf-8").splitlines() for one in (self.before, self.now))
        return tuple(unified_diff(old, new, lineterm="", n=2))[2:]


def ente_called(workspace: Workspace, ente: str) -> EnteConfig:
    """The config of an ente of a workspace, or of one that it includes. Raises WorkspaceError, BadDataError."""
    found, unread = list[EnteConfig](), list[BadDataError]()
    known = list[str]()
    for part in workspace.every():
        for folder in part.folders:
            try:
                config = read_ente(folder, part)
            except BadDataError as error:
                unread.append(error)
                continue
            known.append(config.id)
            found += [config] if config.id == ente else []
    if len(found) > 1:
        places = " e ".join(str(one.folder) for one in found)
        raise WorkspaceError(
            say("l'ente {ente} è in due cartelle: {places}; ogni ente ha un «id» suo", ente=Code(ente), places=places)
        )
    if found:
        return found[0]
    if unread:
        raise BadDataError(tuple(problem for error in unread for problem in error.problems))
    raise WorkspaceError(
        say("enti sconosciuti: {unknown}; nello spazio di lavoro ci sono {known}", unknown=(ente,), known=tuple(known))
    )


def trusted_before(root: Path, ente: str, digest: str) -> Mapping[str, bytes]:
    """The files that were trusted with this digest, by name; empty if they were not kept, or are others."""
    try:
        told = json.loads((root / KEPT / f"{ente}.json").read_bytes())
        content = {str(name): str(text).encode("utf-8") for name, text in told.items()}
    except (OSError, ValueError, AttributeError):
        return {}
    return content if digest_of(OwnFiles(root, content)) == digest else {}


def changes(files: OwnFiles, before: Mapping[str, bytes]) -> tuple[Change, ...]:
    """Every file that there is, or was."""
    names = sorted({*files.content, *before})
    return tuple(Change(name, files.content.get(name), before.get(name)) for name in names)


def write_trust(root: Path, ente: str, files: OwnFiles) -> None:
    """Notes the digest of these files in `merito.toml`, and nothing else in it. Raises WorkspaceError, OSError."""
    path = (root / WORKSPACE_FILE).resolve()
    with one_writer(path, BUSY):
        try:
            text = content_of(path).decode("utf-8-sig")
        except (FileError, UnicodeDecodeError) as error:
            raise WorkspaceError(f"{WORKSPACE_FILE}: {error}") from None
        noted = with_trust(text, ente, digest_of(files))
        mode = path.stat().st_mode
        (root / KEPT).mkdir(exist_ok=True)
        kept = {name: content.decode("utf-8") for name, content in files.content.items()}
        write_whole(root / KEPT / f"{ente}.json", json.dumps(kept, ensure_ascii=False, indent=1))
        write_whole(path, noted)
        path.chmod(mode)


def with_trust(text: str, ente: str, digest: str) -> str:
    """The text of a `merito.toml` with the digest of an ente's rules. Raises WorkspaceError where it has no place."""
    data = tomli.loads(text)
    known = data.get(TABLE, {})
    wanted = data | {TABLE: known | {ente: digest}}
    entry = f'{ente if BARE.fullmatch(ente) else json.dumps(ente)} = "{digest}"'
    lines = text.splitlines(keepends=True)
    end = "\r\n" if "\r\n" in text else "\n"
    if ente in known:
        at = next((one.line - 1 for one in statements(text) if (TABLE, ente) in one.paths), 0)
        lines[at] = lines[at].replace(str(known[ente]), digest)
    elif (head := next((place for place, line in enumerate(lines) if HEAD.match(line)), None)) is not None:
        lines[head] = lines[head].rstrip("\r\n") + end
        lines.insert(head + 1, f"{entry}{end}")
    else:
        last = "" if not lines or lines[-1].endswith("\n") else end
        lines += [f"{last}{end}{NOTE}{end}[{TABLE}]{end}{entry}{end}"]
    noted = "".join(lines)
    try:
        right = tomli.loads(noted) == wanted
    except tomli.TOMLDecodeError:
        right = False
    if not right:
        raise WorkspaceError(f"{WORKSPACE_FILE}: non si sa dove scriverlo; aggiungere a mano, in [{TABLE}]: {entry}")
    return noted
