"""The application: who is let in, the headers of every answer, what all pages share, and the page of a fault."""

import logging
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from attrs import frozen
from flask import Flask, Response, current_app, g, make_response, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as AnyResponse

from merito.model.faults import MeritoError
from merito.model.language import asked_language, in_words
from merito.model.messages import Message, say
from merito.numbers import day_text, euro_text
from merito.version import __version__
from merito.window import guard as guarding
from merito.window.desk import Desk, StillAtWorkError
from merito.window.guard import Guard
from merito.window.jobs import Jobs
from merito.window.place import Place, Places
from merito.window.recent import key_of, recent, remember
from merito.window.staged import Waiting
from merito.window.worker import Answer as Asked
from merito.workspace.problems import BadDataError, WorkspaceError

ENTRANCE = "entra"
OWN_POLICIES = ("Content-Security-Policy", "X-Frame-Options")
"""A page of results has others."""
REFUSED = 403
LARGEST_UPLOAD = 64 * 1024 * 1024
Answer = str | AnyResponse | tuple[str, int]
T = TypeVar("T")


@frozen
class UnreadableError(Exception):
    """The data of a page cannot be read: each fault, and every message."""

    answer: Asked[Any]


def create_app(guard: Guard, desk: Desk, jobs: Jobs, path: Path | None, close: Callable[[], None]) -> Flask:
    """The application of one start; `path` is the workspace to begin with, `close` ends the program."""
    app = Flask("merito.window", static_folder="static", template_folder="templates")
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_UPLOAD, TRAP_HTTP_EXCEPTIONS=False)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    logging.getLogger("werkzeug").disabled = True  # an access log would hold the key
    app.extensions["merito"] = {
        "guard": guard,
        "desk": desk,
        "jobs": jobs,
        "places": Places(),
        "opened": {},
        "said": [],
        "waiting": Waiting(),
    }
    if path is not None:
        first = path.resolve()
        app.extensions["merito"]["opened"][remember(first)] = first
    app.jinja_env.globals.update(
        t=told, version=__version__, language=asked_language, address=address, messages=messages
    )
    app.jinja_env.filters.update(euro=euro_text, day=day_text)
    app.before_request(partial(_admitted, guard))
    app.after_request(_with_headers)
    app.register_error_handler(MeritoError, _fault)
    app.register_error_handler(StillAtWorkError, _at_work)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)
    app.add_url_rule(f"/{ENTRANCE}", ENTRANCE, partial(_entrance, guard))
    app.add_url_rule("/chiudi", "close", partial(_closed, close), methods=["POST"])
    from merito.window.pages import PAGES  # noqa: PLC0415 (they import what is above)

    for page in PAGES:
        app.register_blueprint(page)
    return app


def told(sentence: str, **values: Any) -> str:
    """A sentence of a template in the language that is asked for."""
    return in_words(Message(sentence, tuple(values.items())))


def desk() -> Desk:
    return current_app.extensions["merito"]["desk"]  # type: ignore[no-any-return]


def jobs() -> Jobs:
    return current_app.extensions["merito"]["jobs"]  # type: ignore[no-any-return]


def places() -> Places:
    return current_app.extensions["merito"]["places"]  # type: ignore[no-any-return]


def waiting() -> Waiting:
    return current_app.extensions["merito"]["waiting"]  # type: ignore[no-any-return]


def opened() -> dict[str, Path]:
    """The workspaces that this start has opened, by key."""
    return current_app.extensions["merito"]["opened"]  # type: ignore[no-any-return]


def root_of(key: str) -> Path:
    """The workspace that an address names. Raises WorkspaceError for one that was never opened."""
    found = opened().get(key) or recent().get(key)
    if found is None:
        raise WorkspaceError(say("questo spazio di lavoro non è aperto: aprirlo dalla pagina iniziale"))
    return found


def open_root(path: Path) -> str:
    """Opens a workspace: its key. Raises WorkspaceError if there is none."""
    root = path.resolve()
    places().whole(root, None)
    opened()[key_of(root)] = root
    return remember(root)


def flash(kind: str, text: str) -> None:
    """Says something on the next page: `ok`, `w` or `bad`."""
    current_app.extensions["merito"]["said"].append((kind, text))


def messages() -> list[tuple[str, str]]:
    """What the page before has left to say, once."""
    said: list[tuple[str, str]] = current_app.extensions["merito"]["said"]
    found = said[:]
    said.clear()
    return found


def the_place(key: str, ente: str, year: int) -> Place:
    """What the present address is about; the day is that of `al`, if it is there."""
    asked = request.args.get("al", "")
    try:
        as_of = date.fromisoformat(asked) if asked else None
    except ValueError:
        raise WorkspaceError(say("{day}: non è un giorno, come 2026-06-30", day=asked)) from None
    g.place = places().of(key, root_of(key), ente, year, as_of)
    return g.place  # type: ignore[no-any-return]


def ask(place: Place, view: Callable[[Any], T], supposed: tuple[tuple[str, str], ...] = (), **more: Any) -> Asked[T]:
    """What a view of a place gives, or why there is none."""
    return desk().ask(place.root, place.ente, place.year, view, place.stamp, place.as_of, supposed, **more)


def seen(place: Place, view: Callable[[Any], T]) -> T:
    """What a view of a place gives. Raises UnreadableError, which has a page of its own."""
    answer = ask(place, view)
    if answer.messages or answer.problems:
        raise UnreadableError(answer)
    return answer.value  # type: ignore[return-value]


def at_work(title: Message, back: str, *command: str, place: Place | None = None, **more: Any) -> Answer:
    """Starts a command, and leads to the page that watches it."""
    job = jobs().start(in_words(title), back, *command, place=place.of if place else None, **more)
    return redirect(url_for("work.job", job=job.id))


def page(template: str, **values: Any) -> str:
    """A page, with the place that it is about."""
    return render_template(template, place=g.get("place"), **values)


def address(endpoint: str, place: Place, **more: Any) -> str:
    """The address of a page about a place."""
    day: dict[str, Any] = {"al": place.as_of.isoformat()} if place.as_of else {}
    return url_for(endpoint, key=place.key, ente=place.ente, year=place.year, **day, **more)


def _asked() -> guarding.Request:
    return guarding.Request(
        method=request.method,
        headers={name.lower(): value for name, value in request.headers.items()},
        cookies=request.cookies,
    )


def _admitted(guard: Guard) -> Answer | None:
    """Nobody goes on but the person of this computer who has the cookie."""
    asked = _asked()
    if not guard.of_this_computer(asked):
        return in_words(say("Questa pagina risponde solo a se stessa, su questo computer.")), REFUSED
    if request.endpoint == ENTRANCE or guard.knows(asked):
        return None
    told_them = say("Questa pagina si apre con merito open: l'indirizzo da solo non basta, e la chiave vale una volta.")
    return in_words(told_them), REFUSED


def _entrance(guard: Guard) -> Answer:
    """Trades the key for the cookie; a page goes on by itself, since a redirection would lose a strict cookie."""
    cookie = guard.enters(request.args.get("chiave", ""))
    if cookie is None:
        return in_words(say("La chiave è già stata usata, o non è di questo avvio: ripetere merito open.")), REFUSED
    answer = make_response(render_template("enter.html"))
    answer.set_cookie(guard.cookie_name, cookie, httponly=True, samesite="Strict", path="/")
    return answer


def _closed(close: Callable[[], None]) -> Answer:
    """Ends the program, unless a command is at work."""
    if jobs().at_work:
        return page("fault.html", lines=[in_words(say("un lavoro è in corso: attendere che finisca, o fermarlo"))]), 409
    close()
    return page("closed.html")


def _with_headers(response: Response) -> Response:
    for name, value in guarding.HEADERS.items():
        if name in OWN_POLICIES:
            response.headers.setdefault(name, value)
        else:
            response.headers[name] = value
    return response


def _fault(error: MeritoError) -> Answer:
    lines = error.problems if isinstance(error, BadDataError) else str(error).splitlines()
    return page("fault.html", lines=lines), 400


def _at_work(_: StillAtWorkError) -> Answer:
    answer = make_response(page("wait.html"), 200)
    answer.headers["Refresh"] = "2"
    return answer


def _http(error: HTTPException) -> Answer:
    texts = {
        404: say("Questa pagina non c'è."),
        405: say("Questa pagina non si chiede così."),
        413: say("Il file è troppo grande: al massimo {n} MB.", n=LARGEST_UPLOAD // 1024 // 1024),
    }
    told_them = texts.get(error.code or 0, say("La richiesta non si capisce."))
    return page("fault.html", lines=[in_words(told_them)]), error.code or 500


def _unforeseen(error: Exception) -> Answer:
    """A fault of this program: told, with where its traceback is; nothing that was written is lost."""
    from merito.execution.crashes import program_error  # noqa: PLC0415 (only where there is a fault)

    if isinstance(error, OSError):
        from merito.workspace.system_faults import why_not  # noqa: PLC0415 (the same)

        return page("fault.html", lines=[in_words(say("il sistema rifiuta: {why}", why=why_not(error)))]), 500
    return page("fault.html", lines=[program_error(error)]), 500
