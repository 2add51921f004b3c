"""What changes a table: a corrected row, an uploaded sheet, a version taken back; each is previewed, then written."""

from datetime import datetime
from functools import partial

from flask import abort, request
from werkzeug.utils import redirect

from merito.model.language import in_words
from merito.model.messages import say
from merito.window.app import Answer, address, page, the_place, waiting
from merito.window.pages.data import NEW_ROW, data, held_at, own_address, site_at, text_of, told_written
from merito.window.pages.preview import preview
from merito.window.place import Place
from merito.window.staged import Staged
from merito.wording.tables import title_of
from merito.workspace.exchange.fitting import Fit, best_fit, fit, known_heads, left_out, proposed_by
from merito.workspace.exchange.held import Held
from merito.workspace.exchange.proposed import as_it_is, with_cell, with_row, without_row
from merito.workspace.exchange.remembered import PLUS, Headings, both_in_one, headings_of, remember, remembered
from merito.workspace.exchange.replaced import kept_of, taken_back
from merito.workspace.exchange.replaced import write as put_in_place
from merito.workspace.exchange.site import Site
from merito.workspace.exchange.uploads import Upload, read_upload
from merito.workspace.exchange.words import remember_words
from merito.workspace.heads import plain
from merito.workspace.problems import BadDataError, WorkspaceError

GONE = say("quello che era stato caricato non c'è più: caricarlo di nuovo")
IN_ONE = {
    "surname+name": say("cognome e nome insieme: da dividere"),
    "name+surname": say("nome e cognome insieme: da dividere"),
}
tables = data
"""The pages of tables, with those of this module."""


@data.post("/w/<key>/<ente>/<int:year>/dati/<name>/riga")
def row(key: str, ente: str, year: int, name: str) -> Answer:
    """A corrected, new or removed row: first what it changes."""
    place = the_place(key, ente, year)
    site = site_at(place)
    held = held_at(site, name)
    number, action = request.form.get("riga", ""), request.form.get("azione", "")
    _same_as_seen(held)
    given = {one.name: request.form.get(f"c-{one.name}", "") for one in held.table.columns.values()}
    if number == NEW_ROW:
        proposed = with_row(held, {column: text for column, text in given.items() if text.strip()})
    elif not number.isdecimal():
        abort(400)
    elif action == "togli":
        proposed = without_row(held, int(number))
    else:
        proposed = as_it_is(held)
        for column, text in given.items():
            if text.strip() != text_of(proposed.line(int(number)), column, proposed.columns):
                proposed = with_cell(proposed, int(number), column, text)
    return preview(place, site, held, proposed, suppose=action == "prova")


@data.post("/w/<key>/<ente>/<int:year>/dati/<name>/carica")
def upload(key: str, ente: str, year: int, name: str) -> Answer:
    """An uploaded sheet: its headings are fitted, then it is previewed."""
    place = the_place(key, ente, year)
    site = site_at(place)
    held = held_at(site, name)
    file = request.files.get("file")
    if file is None or not file.filename:
        raise WorkspaceError(say("scegliere un file"))
    return _read(place, site, held, file.read(), file.filename)


def _read(place: Place, site: Site, held: Held, content: bytes, file: str, row: int = 0) -> Answer:
    heads = known_heads(held.table, remembered(site.config, held.table))
    uploaded = read_upload(content, file, held.locale, heads, row)
    if not uploaded.sheets:
        raise BadDataError(uploaded.problems)
    return _fitted(place, site, held, uploaded)


def _uploaded(key: str, ente: str, year: int, name: str) -> tuple[Place, Site, Held, Upload]:
    """The upload of a table that waits for what the office says. Raises WorkspaceError if it is gone."""
    place = the_place(key, ente, year)
    site = site_at(place)
    uploaded = _waiting(place).upload
    if uploaded is None:
        raise WorkspaceError(GONE)
    return place, site, held_at(site, name), uploaded


@data.post("/w/<key>/<ente>/<int:year>/dati/<name>/corrispondenze")
def headings(key: str, ente: str, year: int, name: str) -> Answer:
    """What the office says of the headings of an upload: remembered once they fit. Without any it is asked again."""
    place, site, held, uploaded = _uploaded(key, ente, year, name)
    theirs = request.form.getlist("loro")
    said = headings_of(held.table, zip(theirs, request.form.getlist("nostra"), strict=False))
    told = remembered(site.config, held.table).plus(said)
    found = best_fit(uploaded, held.table, told)
    assert found is not None
    if not theirs or not found.whole:
        return _asked(place, held, uploaded, found, told)
    remember(site.config, held.table, said)
    return _fitted(place, site, held, uploaded)


@data.post("/w/<key>/<ente>/<int:year>/dati/<name>/riga-intestazioni")
def heading_row(key: str, ente: str, year: int, name: str) -> Answer:
    """The row in which the office says that the headings of an upload are: it is read again."""
    place, site, held, uploaded = _uploaded(key, ente, year, name)
    row = request.form.get("riga", "")
    return _read(place, site, held, uploaded.content, uploaded.name, int(row) if row.isdecimal() else 0)


@data.post("/w/<key>/<ente>/<int:year>/dati/<name>/guarda")
def again(key: str, ente: str, year: int, name: str) -> Answer:
    """The same preview again, for what the rules had not said yet."""
    place = the_place(key, ente, year)
    site, staged = site_at(place), _waiting(place)
    return preview(place, site, held_at(site, name), staged.proposed, staged.content, uploaded=staged.upload)


@data.post("/w/<key>/<ente>/<int:year>/dati/<name>/parole")
def words(key: str, ente: str, year: int, name: str) -> Answer:
    """What the office says of the words of an upload, each for all its rows; it is remembered."""
    place, site, held, uploaded = _uploaded(key, ente, year, name)
    lists = (request.form.getlist(one) for one in ("colonna", "parola", "nostra"))
    remember_words(site.config, held.table, (one for one in zip(*lists, strict=False) if one[2]))
    return _fitted(place, site, held, uploaded)


@data.post("/w/<key>/<ente>/<int:year>/dati/<name>/scrivi")
def write(key: str, ente: str, year: int, name: str) -> Answer:
    """Writes what was previewed, if nobody has changed the file meanwhile."""
    place = the_place(key, ente, year)
    staged = _waiting(place)
    if staged.content is None:
        raise WorkspaceError(GONE)
    put_in_place(staged.content, datetime.now())
    waiting().drop(request.form.get("chiave", ""))
    told_written(staged.content)
    return redirect(staged.back or address("data.table", place, name=name))


@data.post("/w/<key>/<ente>/<int:year>/dati/<name>/riprendi")
def take_back(key: str, ente: str, year: int, name: str) -> Answer:
    """What was replaced, in the place of what is there now: first what that changes."""
    place = the_place(key, ente, year)
    site = site_at(place)
    held = held_at(site, name)
    wanted = request.form.get("quale", "")
    found = next((one for one in kept_of(site) if one.path.name == wanted and one.of == held.path), None)
    if found is None:
        raise WorkspaceError(say("questa versione non c'è più"))
    proposed, content = taken_back(site, found, held)
    return preview(place, site, held, proposed, content)


def _waiting(place: Place) -> Staged:
    """What waits under the key of the form. Raises WorkspaceError."""
    staged = waiting().get(request.form.get("chiave", ""), (place.key, place.ente, place.year))
    if staged is None:
        raise WorkspaceError(GONE)
    return staged


def _same_as_seen(held: Held) -> None:
    """Refuses a correction of what has changed since the page was shown."""
    seen = request.form.get("impronta", "")
    if seen != (held.digest or ""):
        raise WorkspaceError(
            say(
                "{file}: è cambiato mentre lo si correggeva: riaprire la pagina e rifare la correzione", file=held.shown
            )
        )


def _fitted(place: Place, site: Site, held: Held, uploaded: Upload) -> Answer:
    """The page of headings if they do not fit yet, the preview if they do."""
    told = remembered(site.config, held.table)
    found = best_fit(uploaded, held.table, told)
    assert found is not None
    if not found.whole:
        return _asked(place, held, uploaded, found, told)
    return preview(
        place, site, held, proposed_by(found, held, site), left=left_out(found, site), uploaded=uploaded, fitted=found
    )


def _asked(place: Place, held: Held, uploaded: Upload, found: Fit, told: Headings) -> Answer:
    """The page that asks what each heading means that is not ours, with what is `told` of it, or seems meant."""
    as_given = next(one for one in uploaded.sheets if one.title == found.sheet.title)
    bare = fit(as_given, held.table)
    if not bare.unknown:
        raise BadDataError(found.problems)
    meant = {plain(head): "" for head in told.ignored} | {plain(head): own for head, own in told.columns.items()}
    unknown = [
        (head, meant.get(plain(head), near), _example(bare, where))
        for where, near in bare.unknown.items()
        for head in (as_given.heads[where],)
    ]
    named = {*bare.columns, *(part for _, near, _ in unknown for part in near.split(PLUS))}
    staged = Staged(of=(place.key, place.ente, place.year), table=held.table.name, upload=uploaded)
    return page(
        "headings.html",
        to=partial(own_address, place=place, held=held),
        title=title_of(held.table),
        file=as_given.raw.file,
        key=waiting().put(staged),
        heading_row=as_given.raw.head_row,
        notes=[in_words(one) for one in as_given.notes],
        unknown=unknown,
        missing=[one.label for one in held.table.columns.values() if one.required and one.name not in named],
        matched=[(as_given.heads[where], held.table.columns[name].label) for name, where in bare.columns.items()],
        problems=[] if found.unknown or found.missing else found.problems,
        columns=[(one.name, one.label) for one in held.table.columns.values()] + _in_one(held),
    )


def _example(found: Fit, where: int) -> str:
    return next((line.cells[where] for line in found.sheet.lines if line.cells[where]), "")


def _in_one(held: Held) -> list[tuple[str, str]]:
    return [(one, in_words(IN_ONE[one])) for one in both_in_one(held.table)]
