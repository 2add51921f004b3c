"""`merito open`: the window, a page on this computer for the whole year of an office."""

from pathlib import Path
from typing import Annotated

from merito.model.language import in_words
from merito.model.messages import Code, say
from merito.terminal.console import OPERATION, console, in_lines, stop
from merito.terminal.options import NUMBER, PLACE, Argument, Option
from merito.workspace.config import ENTE_FILE, WORKSPACE_FILE, open_workspace
from merito.workspace.problems import WorkspaceError
from merito.workspace.system_faults import fault_told

MOST_PORTS = 65535


def open(
    path: Annotated[
        Path | None,
        Argument(help=say("Lo spazio di lavoro da aprire; se manca: quelli aperti di recente."), metavar=PLACE),
    ] = None,
    port: Annotated[int, Option("--port", say("La porta; se manca, una libera."), NUMBER, min=0)] = 0,
    no_browser: Annotated[
        bool, Option("--no-browser", say("Non apre il browser: scrive l'indirizzo con la sua chiave."))
    ] = False,
) -> None:
    """Start the window on this computer, for the person who starts it."""
    if port > MOST_PORTS:
        stop(say("--port: trovato {port}, atteso un numero fino a {most}", port=Code(port), most=MOST_PORTS))
    if path is not None:
        try:
            open_workspace(path)
        except WorkspaceError as error:
            if (path / WORKSPACE_FILE).is_file() or (path / ENTE_FILE).is_file():
                raise
            stop(say("{what}; per cominciare un nuovo ente: merito open, senza percorso", what=str(error)))
    from merito.window.serving import serve  # noqa: PLC0415 (a web framework that only this command needs)

    def tell(address: str) -> None:
        console().print(
            in_lines(in_words(say("merito è aperto: {address} (Ctrl-C lo chiude)", address=address))), soft_wrap=True
        )

    try:
        serve(path, port, browser=not no_browser, tell=tell)
    except OSError as error:
        stop(fault_told(error, f"127.0.0.1:{port}"), OPERATION)
