"""Starts the page on this computer, and hands its key to the browser of the person who started it."""

import socket
import tempfile
import webbrowser
from _thread import interrupt_main
from collections.abc import Callable
from html import escape
from pathlib import Path
from shutil import rmtree
from threading import Timer

from waitress.server import create_server

from merito.window.app import create_app
from merito.window.desk import Desk
from merito.window.guard import Guard
from merito.window.jobs import Jobs
from merito.workspace.in_place import rights_of

THREADS = 8
LAST_ANSWER = 0.5
"""The page that says goodbye has so many seconds to arrive."""
LONGEST_UPLOAD = 64 * 1024 * 1024
PAGE = (
    '<!doctype html><html lang="it"><meta charset="utf-8"><title>merito</title>'
    '<meta http-equiv="refresh" content="0; url={door}"><p><a href="{door}">merito</a></p></html>\n'
)


def serve(path: Path | None, port: int, browser: bool, tell: Callable[[str], None]) -> None:
    """Serves until Ctrl-C. `tell` says the address with its key, if no browser is to be opened. Raises OSError."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind(("127.0.0.1", port))
    guard, desk, jobs = Guard(bound.getsockname()[1]), Desk(), Jobs()
    app = create_app(guard, desk, jobs, path, close=lambda: Timer(LAST_ANSWER, interrupt_main).start())
    folder = Path(tempfile.mkdtemp(prefix="merito-"))  # its owner's alone
    server = create_server(
        app,
        sockets=[bound],
        threads=THREADS,
        ident=None,
        clear_untrusted_proxy_headers=True,
        max_request_body_size=LONGEST_UPLOAD,
        expose_tracebacks=False,
    )
    try:
        if browser:
            page = folder / "apri.html"
            page.touch(rights_of()[1])
            page.write_text(PAGE.format(door=escape(guard.door())), encoding="utf-8")
            webbrowser.open(page.as_uri())
        tell(guard.address if browser else guard.door())
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        jobs.close()
        desk.close()
        rmtree(folder, ignore_errors=True)
