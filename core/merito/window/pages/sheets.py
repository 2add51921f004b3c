"""The evaluators: their sheets are handed out, come back, are compared and taken in; each prints on A4."""

import shutil
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from flask import Blueprint, abort, make_response, request, send_file
from werkzeug.utils import redirect, secure_filename

from merito.collection.model_form import HEADS as MODEL_HEADS
from merito.collection.sealed import FACTORS, NAMES, PEOPLE, WEIGHTS
from merito.collection.told import value_told
from merito.model.language import in_words
from merito.model.messages import Message, say
from merito.numbers import number_text
from merito.window.app import Answer, address, at_work, flash, page, seen, the_place
from merito.window.desk import stamp_of
from merito.window.place import Place
from merito.window.views.sheets import came_back, evaluators, one_sheet
from merito.wording.evaluators import evaluator_called
from merito.workspace.exchange.uploads import read_upload
from merito.workspace.in_place import make_own_folder, rights_of, write_whole
from merito.workspace.problems import BadDataError
from merito.workspace.spreadsheet_safe import csv_text

SHEETS, BACK, TAKEN, MODEL = "schede", "tornate", "riportate", "scheda_tipo.csv"
KINDS = (".xlsx", ".ods")
HOLDS = {"scheda": "--sheet-holds", "ufficio": "--office-holds"}
CHANGED: Mapping[str, Message] = {
    PEOPLE: say("le persone"),
    FACTORS: say("i fattori"),
    WEIGHTS: say("i massimi, i pesi o i periodi"),
    NAMES: say("i nomi"),
}
sheets = Blueprint("sheets", __name__)


@sheets.app_template_filter()
def plainly(value: Decimal | Fraction | date | str | None) -> str:
    """Points, a score, a day or a text as they stand in a cell."""
    if isinstance(value, Fraction):
        return number_text(value)
    return value if isinstance(value, str) else value_told(value)


sheets.add_app_template_filter(evaluator_called)


@sheets.get("/w/<key>/<ente>/<int:year>/valutazioni", endpoint="sheets")
def the_sheets(key: str, ente: str, year: int) -> Answer:
    """Who evaluates whom, and how far each is."""
    place = the_place(key, ente, year)
    view = seen(place, evaluators(*_model(place)))
    folder = _folder(place)
    files = [path.name for path in sorted(folder.glob("*.xlsx"))] if folder.is_dir() else []
    back = [path.name for path in sorted((folder / BACK).iterdir())] if (folder / BACK).is_dir() else []
    return page(
        "sheets.html",
        view=view,
        changed=CHANGED,
        files=files,
        back=back,
        model_there=(folder / MODEL).is_file(),
    )


@sheets.post("/w/<key>/<ente>/<int:year>/valutazioni/consegna")
def hand_out(key: str, ente: str, year: int) -> Answer:
    """Writes a workbook for each evaluator."""
    place = the_place(key, ente, year)
    form = _folder(place) / MODEL
    given = request.files.get("modello")
    if given is not None and given.filename:
        _keep_model(form, given.read(), given.filename)
    more = ("--form", str(form)) if form.is_file() else ()
    return _collect(place, say("Schede da consegnare"), *more)


@sheets.get("/w/<key>/<ente>/<int:year>/valutazioni/scheda-tipo.csv")
def model(key: str, ente: str, year: int) -> Answer:
    """The form that says on what people are evaluated: the one in use, or an empty one to be filled."""
    path = _folder(the_place(key, ente, year)) / MODEL
    text = path.read_text(encoding="utf-8") if path.is_file() else csv_text([MODEL_HEADS], ";")
    answer = make_response(text.encode("utf-8-sig"))
    answer.headers["Content-Type"] = "text/csv; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{MODEL}"'
    return answer


@sheets.get("/w/<key>/<ente>/<int:year>/valutazioni/scheda/<path:name>")
def workbook(key: str, ente: str, year: int, name: str) -> Answer:
    """The workbook of an evaluator."""
    folder = _folder(the_place(key, ente, year))
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        abort(404)
    return send_file(path, as_attachment=True, download_name=path.name)


@sheets.get("/w/<key>/<ente>/<int:year>/valutazioni/stampa")
def printed(key: str, ente: str, year: int) -> Answer:
    """The sheet of an evaluator, for A4."""
    place = the_place(key, ente, year)
    sheet = seen(place, one_sheet(request.args.get("di", ""), *_model(place)))
    if sheet is None:
        abort(404)
    return page("sheet.html", sheet=sheet)


@sheets.post("/w/<key>/<ente>/<int:year>/valutazioni/torna")
def come_back(key: str, ente: str, year: int) -> Answer:
    """Puts returned workbooks aside, to be looked at. Nothing is written in the data."""
    place = the_place(key, ente, year)
    folder = _folder(place) / BACK
    taken = 0
    for given in request.files.getlist("file"):
        name = secure_filename(given.filename or "")
        if Path(name).suffix.lower() not in KINDS:
            flash("bad", in_words(say("{name}: una scheda torna come .xlsx o .ods", name=given.filename or "?")))
            continue
        make_own_folder(folder)
        given.save(folder / name)
        (folder / name).chmod(rights_of()[1])
        taken += 1
    return redirect(address("sheets.returned" if taken else "sheets.sheets", place))


@sheets.get("/w/<key>/<ente>/<int:year>/valutazioni/tornate")
def returned(key: str, ente: str, year: int) -> Answer:
    """What came back, beside what the data have; where the office has written otherwise, somebody says what holds."""
    place = the_place(key, ente, year)
    folder = _folder(place) / BACK
    if not folder.is_dir():
        return redirect(address("sheets.sheets", place))
    found, names = seen(place, came_back(folder, stamp_of([folder])))
    if isinstance(found, str):
        return page("fault.html", lines=[found]), 400
    return page("returned.html", found=found, names=names)


@sheets.post("/w/<key>/<ente>/<int:year>/valutazioni/prendi")
def take_in(key: str, ente: str, year: int) -> Answer:
    """Writes what came back in a table of its own, once the office has looked at it."""
    place = the_place(key, ente, year)
    folder = _folder(place)

    def put_with_the_others() -> None:
        """What is in the data is no longer to be confirmed."""
        make_own_folder(folder / TAKEN)
        (folder / BACK).rename(folder / TAKEN / datetime.now().strftime("%Y%m%dT%H%M%S"))

    decided = zip(request.form.getlist("cella"), request.form.getlist("vale"), strict=False)
    holds = [word for cell, whose in decided if whose in HOLDS for word in (HOLDS[whose], cell)]
    command = ("--read", str(folder / BACK), "--yes", *holds)
    return _collect(place, say("Punti riportati"), *command, after=put_with_the_others)


@sheets.post("/w/<key>/<ente>/<int:year>/valutazioni/metti-via")
def put_away(key: str, ente: str, year: int) -> Answer:
    """Removes the returned workbooks from the desk: the originals are whoever sent them's."""
    place = the_place(key, ente, year)
    shutil.rmtree(_folder(place) / BACK, ignore_errors=True)
    return redirect(address("sheets.sheets", place))


def _model(place: Place) -> tuple[Path, str]:
    """The form in use, and what changes with it."""
    folder = _folder(place)
    return folder / MODEL, stamp_of([folder]) if folder.is_dir() else ""


def _keep_model(path: Path, content: bytes, name: str) -> None:
    """Keeps an uploaded form as the CSV that `merito collect` reads. Raises BadDataError if it is no table."""
    found = read_upload(content, name, "it", MODEL_HEADS)
    if not found.sheets:
        raise BadDataError(found.problems)
    sheet = found.sheets[0]
    make_own_folder(path.parent)
    write_whole(path, csv_text([sheet.heads, *(line.cells for line in sheet.lines)], ";"), rights_of()[1])


def _collect(place: Place, title: Message, *more: str, after: Callable[[], None] | None = None) -> Answer:
    back = address("sheets.sheets", place)
    return at_work(title, back, "collect", *place.options, *more, place=place, after=after)


def _folder(place: Place) -> Path:
    return place.root / SHEETS / place.ente / str(place.year)
