"""Papers: forms to be signed, letters, the sheets for the Giunta, and what is published, as the public sees it."""

import io
import zipfile
from importlib.util import find_spec
from pathlib import Path

from attrs import evolve
from flask import Blueprint, abort, make_response, request, send_file

from merito.forms.folder import INDEX, forms_folder
from merito.model.messages import say
from merito.window.app import Answer, address, at_work, page, seen, the_place
from merito.window.guard import OF_RESULTS
from merito.window.place import Place
from merito.window.views.papers import form_names
from merito.workspace.in_place import PUBLIC

EXTRA = "docxtpl"
PAGE_OF_SITE = "frammento.html"
papers = Blueprint("papers", __name__)


@papers.get("/w/<key>/<ente>/<int:year>/documenti", endpoint="papers")
def the_papers(key: str, ente: str, year: int) -> Answer:
    """The forms of the regulation, those that are printed, and the folder to publish."""
    place = the_place(key, ente, year)
    forms = seen(place, form_names)
    printed: dict[str, list[str]] = {}
    for path in _files(forms_folder(place.results)):
        form, _, name = path.partition("/")
        if name:
            printed.setdefault(form, []).append(name)
    public = _files(place.results / PUBLIC)
    return page(
        "papers.html",
        forms=forms,
        printed=printed,
        public=public,
        fragment=_fragment(place),
        extra=find_spec(EXTRA) is not None,
        ran=place.results.is_dir(),
        giunta=(place.results / "giunta.html").is_file(),
    )


@papers.post("/w/<key>/<ente>/<int:year>/documenti")
def print_forms(key: str, ente: str, year: int) -> Answer:
    """Prints forms from the written results."""
    place = the_place(key, ente, year)
    form = [one for one in request.form.getlist("modulo") if one]
    blank = ["--blank"] if request.form.get("vuoti") else []
    root, *about = evolve(place, as_of=None).options
    command = ("forms", root, *form, *about, *blank)
    return at_work(say("Stampa dei moduli"), address("papers.papers", place), *command, place=place)


@papers.get("/w/<key>/<ente>/<int:year>/documenti/moduli/<path:name>")
def form(key: str, ente: str, year: int, name: str) -> Answer:
    """A printed form."""
    place = the_place(key, ente, year)
    return _sent(forms_folder(place.results), name)


@papers.get("/w/<key>/<ente>/<int:year>/documenti/moduli.zip")
def all_forms(key: str, ente: str, year: int) -> Answer:
    """All printed forms together."""
    place = the_place(key, ente, year)
    return _zipped(forms_folder(place.results), f"moduli-{ente}-{year}.zip")


@papers.get("/w/<key>/<ente>/<int:year>/documenti/pubblicazione.zip")
def publication(key: str, ente: str, year: int) -> Answer:
    """The folder to publish."""
    place = the_place(key, ente, year)
    return _zipped(place.results / PUBLIC, f"pubblicazione-{ente}-{year}.zip")


@papers.get("/w/<key>/<ente>/<int:year>/documenti/sito")
def site(key: str, ente: str, year: int) -> Answer:
    """What is published, as the public sees it."""
    fragment = _fragment(the_place(key, ente, year))
    if fragment is None:
        abort(404)
    body = fragment.read_text(encoding="utf-8")
    answer = make_response(
        f'<!doctype html><html lang="it"><meta charset="utf-8"><title>{ente} {year}</title><body>{body}'
    )
    answer.headers["Content-Security-Policy"] = OF_RESULTS.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    return answer


def _fragment(place: Place) -> Path | None:
    folder = place.results / PUBLIC
    return next(iter(sorted(folder.rglob(PAGE_OF_SITE))), None) if folder.is_dir() else None


def _files(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != INDEX]
    return [path.relative_to(folder).as_posix() for path in paths]


def _sent(folder: Path, name: str) -> Answer:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        abort(404)
    return send_file(path, as_attachment=True, download_name=path.name)


def _zipped(folder: Path, name: str) -> Answer:
    if not folder.is_dir():
        abort(404)
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in _files(folder):
            archive.write(folder / path, path)
    content.seek(0)
    return send_file(content, as_attachment=True, download_name=name, mimetype="application/zip")
