"""The tables of a year: looked at, corrected, uploaded with a preview, written, and taken back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from attrs import frozen
from flask import Blueprint, abort, make_response, request
from werkzeug.utils import redirect

from merito.model.columns import Column, Table
from merito.model.language import in_words
from merito.model.messages import say
from merito.numbers import day_text
from merito.window.app import Answer, address, desk, flash, page, the_place, waiting
from merito.window.pages.whatif import compared
from merito.window.pages.year import fix_of
from merito.window.place import Place
from merito.window.purposes import GROUPS, KINDS, PURPOSES, TITLES, USUAL
from merito.window.staged import Staged
from merito.window.views.supposed import figures
from merito.window.views.year import year_view
from merito.workspace.common import installed_regulations
from merito.workspace.exchange.changes import changes, pairs
from merito.workspace.exchange.checked import Checked, check
from merito.workspace.exchange.composed import NewContent, composed
from merito.workspace.exchange.fitting import Fit, best_fit, left_out, proposed_by
from merito.workspace.exchange.held import Held, Kind, Line, table_at, tables_at
from merito.workspace.exchange.held import Place as Folder
from merito.workspace.exchange.model_book import model_book
from merito.workspace.exchange.proposed import Proposed, as_it_is, with_cell, with_row, without_row
from merito.workspace.exchange.remembered import headings_of, remember, remembered
from merito.workspace.exchange.replaced import Kept, kept_of, open_elsewhere, taken_back
from merito.workspace.exchange.replaced import write as put_in_place
from merito.workspace.exchange.site import Site, site_of
from merito.workspace.exchange.uploads import read_upload
from merito.workspace.heads import plain
from merito.workspace.problems import BadDataError, Problem, WorkspaceError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS, PREVIEWED, MOST_TOLD = 400, 200, 40
NEW_ROW = "nuova"
FOLDERS = {
    Folder.YEAR: say("di quest'anno"),
    Folder.ENTE: say("che durano più anni"),
    Folder.WORKSPACE: say("comuni a più enti"),
}
WORDS = {"added": say("nuova"), "changed": say("cambia"), "gone": say("tolta"), "wrong": say("da correggere")}
GONE = say("quello che era stato caricato non c'è più: caricarlo di nuovo")
data = Blueprint("data", __name__)


@frozen(kw_only=True)
class TableLine:
    """A table in the list: its names, its purpose, its rows, how many faults it has."""

    name: str
    label: str
    purpose: str
    count: int | None
    wrong: int


@frozen(kw_only=True)
class FieldView:
    """A cell as a field of a form: its column, its text, what is wrong with it, what it may be."""

    name: str
    label: str
    required: bool
    value: str
    help: str
    options: tuple[tuple[str, str], ...] = ()
    wrong: str = ""

    @property
    def known(self) -> frozenset[str]:
        return frozenset(value for value, _ in self.options)


@frozen(kw_only=True)
class RowView:
    """A row as a form; `number` is `nuova` for one that is not there yet."""

    number: str
    fields: tuple[FieldView, ...]


def site_at(place: Place) -> Site:
    """The ente and year of a place, for reading and writing its tables."""
    if place.home is None:
        raise WorkspaceError(say("la cartella dell'ente non si legge"))
    return site_of(place.home, installed_regulations())


def held_at(site: Site, name: str) -> Held:
    """The table that the address means: in the folder that it names, otherwise the one that has rows."""
    where = request.args.get("dove", "")
    if where in tuple(Folder):
        return table_at(site, name, Folder(where))
    found = tables_at(site, name)
    filled = [one for one in found if one.lines] or list(found)
    if filled:
        return filled[0]
    table = site.table(name)
    return table_at(site, name, Folder.YEAR if table.scope == "both" and table.name != "names" else None)


def own_address(endpoint: str, place: Place, held: Held, **more: Any) -> str:
    """The address of a page about a table in its folder."""
    return address(endpoint, place, name=held.table.name, dove=str(held.place), **more)


@data.get("/w/<key>/<ente>/<int:year>/dati", endpoint="tables")
def the_tables(key: str, ente: str, year: int) -> Answer:
    """Every table of the year, by what it is about."""
    place = the_place(key, ente, year)
    site, problems = site_at(place), _problems(place)
    lines = {one.name: _line(one, site, problems) for one in site.tables}
    used = {name for name in lines if name not in site.stack.unused or lines[name].count}
    grouped = [(in_words(title), [lines[name] for name in names if name in used]) for title, names in GROUPS]
    common = {name for _, names in GROUPS for name in names}
    own = [lines[name] for name in lines if name in used and name not in common]
    own_title = in_words(say("Tabelle di questo regolamento"))
    unused = [lines[name] for name in lines if name not in used]
    groups = [one for one in (*grouped, (own_title, own)) if one[1]]
    return page("data.html", groups=groups, unused=unused, problems=len(problems))


@data.get("/w/<key>/<ente>/<int:year>/dati/<name>")
def table(key: str, ente: str, year: int, name: str) -> Answer:
    """One table, with the form of a row if one is to be corrected."""
    place = the_place(key, ente, year)
    site = site_at(place)
    held = held_at(site, name)
    own = [one for one in _problems(place) if one.source.file == held.shown and one.source.sheet == held.sheet]
    asked, row = request.args.get("riga", ""), None
    if held.readable and asked:
        row = _row_view(held, asked, site, own)
    return _table_page(place, site, held, own, row)


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
            if text.strip() != _text(proposed.line(int(number)), column, proposed.columns):
                proposed = with_cell(proposed, int(number), column, text)
    return _preview(place, site, proposed, suppose=action == "prova")


@data.post("/w/<key>/<ente>/<int:year>/dati/<name>/carica")
def upload(key: str, ente: str, year: int, name: str) -> Answer:
    """An uploaded sheet: its headings are fitted, then it is previewed."""
    place = the_place(key, ente, year)
    site = site_at(place)
    held = held_at(site, name)
    file = request.files.get("file")
    if file is None or not file.filename:
        raise WorkspaceError(say("scegliere un file"))
    uploaded = read_upload(file.read(), file.filename, held.locale)
    if not uploaded.sheets:
        raise BadDataError(uploaded.problems)
    found = best_fit(uploaded, held.table, remembered(site.config, held.table))
    assert found is not None
    staged = Staged(of=(place.key, ente, year), table=held.table.name, upload=uploaded)
    return _fitted(place, site, held, found, waiting().put(staged))


@data.post("/w/<key>/<ente>/<int:year>/dati/<name>/corrispondenze")
def headings(key: str, ente: str, year: int, name: str) -> Answer:
    """What the office says of the headings of an upload; it is remembered."""
    place = the_place(key, ente, year)
    site = site_at(place)
    held = held_at(site, name)
    chiave = request.form.get("chiave", "")
    staged = waiting().get(chiave, (place.key, ente, year))
    if staged is None or staged.upload is None:
        raise WorkspaceError(GONE)
    said = zip(request.form.getlist("loro"), request.form.getlist("nostra"), strict=False)
    remember(site.config, held.table, headings_of(held.table, said))
    found = best_fit(staged.upload, held.table, remembered(site.config, held.table))
    assert found is not None
    return _fitted(place, site, held, found, chiave)


@data.post("/w/<key>/<ente>/<int:year>/dati/<name>/scrivi")
def write(key: str, ente: str, year: int, name: str) -> Answer:
    """Writes what was previewed, if nobody has changed the file meanwhile."""
    place = the_place(key, ente, year)
    chiave = request.form.get("chiave", "")
    staged = waiting().get(chiave, (place.key, ente, year))
    if staged is None or staged.content is None:
        raise WorkspaceError(GONE)
    put_in_place(staged.content, datetime.now())
    waiting().drop(chiave)
    told_written(staged.content)
    return redirect(staged.back or address("data.table", place, name=name))


@data.post("/w/<key>/<ente>/<int:year>/dati/<name>/riprendi")
def take_back(key: str, ente: str, year: int, name: str) -> Answer:
    """Brings back what was replaced; what is there now is kept in turn."""
    place = the_place(key, ente, year)
    site = site_at(place)
    wanted = request.form.get("quale", "")
    found = next((one for one in kept_of(site) if one.path.name == wanted), None)
    if found is None:
        raise WorkspaceError(say("questa versione non c'è più"))
    put_in_place(taken_back(site, found), datetime.now())
    flash("ok", in_words(say("Ripresa la versione di prima.")))
    return redirect(address("data.table", place, name=name, dove=request.args.get("dove", "")))


@data.get("/w/<key>/<ente>/<int:year>/dati/<name>/foglio.xlsx")
def model(key: str, ente: str, year: int, name: str) -> Answer:
    """The workbook of a table, to be filled: with its notes, its lists and the rows that are there."""
    place = the_place(key, ente, year)
    site = site_at(place)
    held = held_at(site, name)
    answer = make_response(model_book(site, held))
    answer.headers["Content-Type"] = XLSX
    answer.headers["Content-Disposition"] = f'attachment; filename="{held.table.label}-{year}.xlsx"'
    return answer


def _fitted(place: Place, site: Site, held: Held, found: Fit, key: str) -> Answer:
    """The page of headings if they do not fit yet, the preview if they do."""
    if found.whole:
        return _preview(place, site, proposed_by(found, held, site), left=left_out(found, site))
    if not found.unknown and not found.missing:
        raise BadDataError(found.problems)
    first = found.sheet.lines[0].cells if found.sheet.lines else ()
    unknown = [
        (found.sheet.heads[where], near or _usual(found, where), first[where] if where < len(first) else "")
        for where, near in found.unknown.items()
    ]
    return page(
        "headings.html",
        to=partial(own_address, place=place, held=held),
        title=title_of(held.table),
        file=found.sheet.raw.file,
        key=key,
        unknown=unknown,
        missing=[one.label for one in found.missing],
        matched=[(found.sheet.heads[where], held.table.columns[name].label) for name, where in found.columns.items()],
        problems=[] if unknown else found.problems,
        columns=list(held.table.columns.values()),
    )


def _usual(found: Fit, where: int) -> str:
    """The column that a heading usually means, if no other heading has it; blank if nobody can say."""
    names = USUAL.get(plain(found.sheet.heads[where]).replace("_", " ").strip(". "), ())
    return next((one for one in names if one in found.table.columns and one not in found.columns), "")


def _preview(place: Place, site: Site, proposed: Proposed, left: int = 0, suppose: bool = False) -> Answer:
    """What a content would change, each fault beside its cell, before it is written."""
    content, changed = composed(proposed, site), changes(proposed)
    found = check(
        site,
        content,
        installed_regulations(),
        place.as_of or date.today(),
        faults=proposed.faults,
        before=_problems(place) or None,
    )
    staged = Staged(
        of=(place.key, place.ente, place.year),
        table=proposed.held.table.name,
        content=content,
        back=own_address("data.table", place, proposed.held),
    )
    rows = list(_rows(proposed, found))
    return page(
        "preview.html",
        title=in_words(say("Che cosa cambia in «{table}»", table=title_of(proposed.held.table))),
        to=partial(own_address, place=place, held=proposed.held),
        key=waiting().put(staged),
        changes=changed,
        fresh=[str(one.problem) for one in found.new],
        most=MOST_TOLD,
        left_out=left,
        heads=proposed.heads,
        rows=rows[:PREVIEWED],
        more=max(len(rows) - PREVIEWED, 0),
        words={name: in_words(word) for name, word in WORDS.items()},
        back=staged.back,
        **(_supposed(place, content) if suppose else compared(None, None)),
    )


def _supposed(place: Place, content: NewContent) -> dict[str, Any]:
    """The money and scores as they are, and as they would be with a proposed content."""
    before = desk().ask(place.root, place.ente, place.year, figures, place.stamp, place.as_of)
    after = desk().ask(place.root, place.ente, place.year, figures, place.stamp, place.as_of, instead=content)
    return compared(before.value, after.value)


def _rows(proposed: Proposed, found: Checked) -> Iterator[tuple[str, str, list[tuple[str | None, str, str]]]]:
    """The rows that change or are wrong: each cell as it was, as it would be, and what is wrong with it."""
    wrong: dict[int, dict[str, str]] = {}
    for one in found.found:
        if one.row:
            wrong.setdefault(one.row, {}).setdefault(one.column or proposed.columns[0], _short(one.problem))
    old_columns = tuple(sorted(proposed.held.index, key=proposed.held.index.__getitem__))
    for before, after in pairs(proposed):
        known = after or before
        assert known is not None
        faults = wrong.get(after.number, {}) if after else {}
        cells = []
        for column in proposed.columns:
            old = _text(before, column, old_columns) if before else None
            new = _text(after, column, proposed.columns) if after else ""
            cells.append((old, new, faults.get(column, "")))
        state = "added" if before is None else "gone" if after is None else "changed"
        same = state == "changed" and all(old == new for old, new, _ in cells)
        if not same or faults:
            yield ("wrong" if same else state), str(known.number), cells


def _short(problem: Problem) -> str:
    """What is wrong with a cell, without where it is."""
    parts = [problem.message, in_words(say("atteso {what}", what=problem.expected)) if problem.expected else ""]
    return "; ".join(filter(None, parts)) or problem.remedy


def _text(line: Line, column: str, columns: Sequence[str]) -> str:
    return line.cells[columns.index(column)] if column in columns else ""


def _same_as_seen(held: Held) -> None:
    """Refuses a correction of what has changed since the page was shown."""
    seen = request.form.get("impronta", "")
    if seen != (held.digest or ""):
        raise WorkspaceError(
            say(
                "{file}: è cambiato mentre lo si correggeva: riaprire la pagina e rifare la correzione", file=held.shown
            )
        )


def _problems(place: Place) -> Sequence[Problem]:
    """The faults of the data, as a run would tell them."""
    return desk().ask(place.root, place.ente, place.year, year_view, place.stamp, place.as_of).problems


def _line(one: Table, site: Site, problems: Sequence[Problem]) -> TableLine:
    held = tables_at(site, one.name)
    places_of = {(each.shown, each.sheet) for each in held}
    return TableLine(
        name=one.name,
        label=title_of(one),
        purpose=purpose_of(one),
        count=sum(len(each.lines) for each in held) if held else None,
        wrong=sum((problem.source.file, problem.source.sheet) in places_of for problem in problems),
    )


def title_of(table: Table) -> str:
    """What an office calls a table."""
    known = TITLES.get(table.name)
    return in_words(known) if known else f"{table.label[:1].upper()}{table.label[1:]}".replace("_", " ")


def purpose_of(table: Table) -> str:
    """What a table is for, or the article that asks for it."""
    known = PURPOSES.get(table.name)
    return in_words(known) if known else table.cites


def help_of(column: Column) -> str:
    """What goes into a column."""
    kind = KINDS.get(column.kind)
    words = ", ".join(column.values.values()) if column.values else ""
    return "; ".join(filter(None, (in_words(kind) if kind else "", words, column.cites)))


def _row_view(held: Held, asked: str, site: Site, problems: Sequence[Problem]) -> RowView | None:
    proposed = as_it_is(held)
    line = None if asked == NEW_ROW else next((one for one in proposed.lines if str(one.number) == asked), None)
    if line is None and asked != NEW_ROW:
        return None
    heads = dict(zip(proposed.columns, proposed.heads, strict=True))
    wrong = {one.column: _short(one) for one in problems if line is not None and one.source.row == line.number}
    fields = tuple(
        FieldView(
            name=column.name,
            label=heads.get(column.name, column.label).replace("_", " "),
            required=column.required,
            value=_text(line, column.name, proposed.columns) if line else "",
            help=help_of(column),
            options=tuple(_options(column, site, proposed.language)),
            wrong=wrong.get(heads.get(column.name, column.label), ""),
        )
        for column in held.table.columns.values()
    )
    return RowView(number=asked, fields=fields)


def _options(column: Column, site: Site, language: str) -> Iterator[tuple[str, str]]:
    """What a cell may be, if that is a short list: coded values, yes or no, rows of another table."""
    if column.kind == "choice":
        for name, label in column.values.items():
            word = name if language == "en" else label
            yield word, label.replace("_", " ")
    elif column.kind == "yes_no":
        yield from (("SI", "SI"), ("NO", "NO"))
    elif column.kind == "ref" and len(column.to) == 1:
        yield from references(site, column.to[0])


def references(site: Site, kind: str) -> Iterator[tuple[str, str]]:
    """The rows that a reference may name: id, and id with its title or name."""
    tables = {"person": "people", "unit": "units", "act": "acts", "position": "positions", "objective": "objectives"}
    tables |= {"indicator": "indicators", "area": "areas", "dashboard": "dashboards", "amendment": "amendments"}
    if kind not in tables or tables[kind] not in site.stack.inputs.tables:
        return
    names = _names(site) if kind == "person" else {}
    for held in tables_at(site, tables[kind]):
        place = held.index.get("id")
        titles = [held.index[one] for one in ("title", "name", "kind") if one in held.index]
        for line in held.lines if place is not None else ():
            assert place is not None
            identifier = line.cells[place]
            title = names.get(identifier) or next((line.cells[one] for one in titles if line.cells[one]), "")
            yield identifier, f"{title} ({identifier})" if title else identifier


def _names(site: Site) -> Mapping[str, str]:
    from merito.workspace.people_names import full_names  # noqa: PLC0415 (only for lists of people)

    return full_names(site.config, site.year)


def _table_page(place: Place, site: Site, held: Held, own: Sequence[Problem], row: RowView | None) -> Answer:
    words = request.args.get("cerca", "").casefold()
    lines = [one for one in held.lines if not words or words in " ".join(one.cells).casefold()]
    heads = {head: where for where, head in enumerate(held.heads)}
    marked = {(one.source.row, heads[one.column]): _short(one) for one in own if one.column in heads}
    versions = [one for one in kept_of(site) if one.of == held.path]
    return page(
        "data_table.html",
        name=held.table.name,
        to=partial(own_address, place=place, held=held),
        others=_others(site, held),
        title=title_of(held.table),
        purpose=purpose_of(held.table),
        problems=own,
        fix_of=lambda one: fix_of(one, place),
        row=row,
        digest=held.digest or "",
        heads=held.heads,
        lines=lines[:ROWS],
        count=len(lines),
        most=ROWS,
        words=request.args.get("cerca", ""),
        marked=marked,
        editable=held.readable and (held.kind is not Kind.SHEET or held.path.suffix == ".xlsx"),
        shown=f"{held.shown}{f', foglio «{held.sheet}»' if held.sheet else ''}",
        kept=[{"key": one.path.name, "when": _when(one), "rows": _rows_of(one)} for one in versions],
        elsewhere=open_elsewhere(held.path),
        columns=[
            {"label": one.label, "help": help_of(one), "required": one.required} for one in held.table.columns.values()
        ],
    )


def _others(site: Site, held: Held) -> list[tuple[str, str, bool]]:
    """The folders where the table may be, if there are several: what each is for, and whether this is it."""
    there = {one.place for one in tables_at(site, held.table.name)}
    may = (Folder.YEAR, Folder.ENTE) if held.table.scope == "both" else ()
    places = [one for one in Folder if one in there or one in may]
    return [(str(one), in_words(FOLDERS[one]), one is held.place) for one in places] if len(places) > 1 else []


def _rows_of(one: Kept) -> int:
    """How many rows a replaced CSV has below its headings."""
    if one.absent or one.of.suffix != ".csv":
        return 0
    lines = one.path.read_bytes().splitlines()
    return max(sum(bool(line.strip(b"; ")) for line in lines) - 1, 0)


def _when(one: Kept) -> str:
    return f"{day_text(one.at.date())}, {one.at:%H:%M:%S}"


def told_written(content: NewContent) -> None:
    """Says that a file is written, and that a spreadsheet which has it open may undo that."""
    flash("ok", in_words(say("Scritto. La versione di prima si può riprendere dalla pagina della tabella.")))
    if open_elsewhere(content.path):
        flash("w", in_words(say("Il file è aperto in un foglio di calcolo: chiuderlo senza salvare, e riaprirlo.")))
