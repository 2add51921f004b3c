"""`merito trust`: lets the own rules of an ente run in a workspace, after showing them."""

import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Annotated

from merito.contract.faults import PluginError
from merito.model.language import in_words
from merito.model.messages import say
from merito.regulations.own import OwnFiles, digest_of, read_own_files
from merito.terminal.console import ERRORS, YES, console, in_lines, stop
from merito.terminal.options import NAME_OF_ENTE, PLACE, Argument, Option
from merito.workspace.characters import printable
from merito.workspace.config import WORKSPACE_FILE, open_workspace
from merito.workspace.ente_config import NO_WORKSPACE
from merito.workspace.files import shown_path
from merito.workspace.problems import BadDataError, WorkspaceError
from merito.workspace.system_faults import fault_told
from merito.workspace.trusting import Change, changes, ente_called, trusted_before, write_trust

HERE = Path()
RIGHTS = say("sono un programma: eseguite, possono fare tutto ciò che può chi avvia merito")
ASKED = say("Sono state lette, e qui si possono eseguire? [s/N] ")


def trust(
    ente: Annotated[str, Argument(help=say("L'ente, per id."), metavar=NAME_OF_ENTE)],
    path: Annotated[
        Path,
        Option(
            "--path", say("Lo spazio di lavoro, o la cartella di un ente; se manca: la cartella in cui si è."), PLACE
        ),
    ] = HERE,
    yes: Annotated[bool, Option("--yes", say("Non chiede: per gli script."))] = False,
) -> None:
    """Let the own rules of an ente run: show their files and what changed, ask, and note their hash in merito.toml."""
    try:
        workspace = open_workspace(path)
        config = ente_called(workspace, ente)
        folder = config.own.folder
        if folder is None:
            stop(
                say(
                    "{ente}: in ente.toml manca «rules»: non ha regole proprie, e non c'è nulla da autorizzare",
                    ente=ente,
                )
            )
        files = read_own_files(folder)
    except (WorkspaceError, BadDataError) as error:
        stop(str(error))
    except PluginError as error:
        stop("\n".join(f"{ente}: {told}" for told in error.messages), ERRORS)
    root = workspace.trusts
    if root is None:
        stop(f"{ente}: {NO_WORKSPACE}")
    digest, trusted = digest_of(files), (workspace.own_rules or {}).get(ente, "")
    _say(in_words(say("{ente}: regole proprie in {folder}", ente=ente, folder=shown_path(folder, root))))
    for line in _files_told(files, trusted, trusted_before(root, ente, trusted)):
        _say(line)
    _say(in_words(say("impronta {digest}", digest=digest)))
    if digest == trusted:
        _say(in_words(say("{ente}: già autorizzate in {what}", ente=ente, what=root / WORKSPACE_FILE)))
        return
    _say(in_words(RIGHTS))
    if not (yes or _agreed()):
        stop(say("{ente}: non autorizzate, nulla è stato scritto", ente=ente), ERRORS)
    try:
        write_trust(root, ente, files)
    except WorkspaceError as error:
        stop(str(error), ERRORS)
    except OSError as error:
        stop(fault_told(error, root), ERRORS)
    _say(in_words(say("{ente}: autorizzate in {what}", ente=ente, what=root / WORKSPACE_FILE)))


def _files_told(files: OwnFiles, trusted: str, before: Mapping[str, bytes]) -> Iterator[str]:
    """Every file with its size and hash, and how it differs from the one that was trusted before."""
    if trusted and trusted != digest_of(files):
        yield (
            in_words(say("diverse da quelle autorizzate prima"))
            if before
            else in_words(say("diverse da quelle autorizzate prima, che non ci sono più"))
        )
    for one in changes(files, before):
        if one.now is None:
            yield in_words(say("  {name}: tolto", name=one.name))
            continue
        size = in_words(say("{n} byte", many="{n} byte", number="n", n=len(one.now)))
        yield in_words(
            say(
                "  {name}: {size}, sha256 {now}{what}",
                name=one.name,
                size=size,
                now=sha256(one.now).hexdigest(),
                what=_how(one) if before else "",
            )
        )
        if before and one.before is not None and one.before != one.now:
            yield from (f"    {line}" for line in one.lines())


def _how(one: Change) -> str:
    if one.before is None:
        return ", nuovo"
    return "" if one.before == one.now else ", cambiato"


def _agreed() -> bool:
    """Whether whoever is asked says yes; an end of the input is a no."""
    console().print(in_lines(in_words(ASKED)), end="")
    return sys.stdin.readline().strip().casefold() in YES


def _say(line: str) -> None:
    console().print(in_lines(printable(line)), soft_wrap=True)
