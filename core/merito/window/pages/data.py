"""The tables of a year as they are, with the form of a row; what is uploaded or corrected is in `uploads`."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from attrs import frozen
from flask import Blueprint, g, make_response, request

from merito.contract.inputs import REFERENCES
from merito.model.columns import Table
from merito.model.language import in_words
from merito.model.messages import say
from merito.numbers import day_text
from merito.window.app import Answer, UnreadableError, address, ask, flash, page, the_place
from merito.window.place import Place
from merito.window.views.year import year_view
from merito.window.worker import regulations
from merito.wording.problems import OfficeReader
from merito.wording.tables import GROUPS, purpose_of, title_of
from merito.workspace.exchange.columns_told import ColumnTold, columns_told, identifiers
from merito.workspace.exchange.composed import NewContent
from merito.workspace.exchange.held import Held, Kind, Line, table_at, tables_at
from merito.workspace.exchange.held import Place as Folder
from merito.workspace.exchange.model_book import model_book
from merito.workspace.exchange.proposed import as_it_is
from merito.workspace.exchange.replaced import Kept, kept_of, open_elsewhere
from merito.workspace.exchange.site import Site, site_of
from merito.workspace.problems import Problem, WorkspaceError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = 400
NEW_ROW = "nuova"
FOLDERS = {
    Folder.YEAR: say("di quest'anno"),
    Folder.ENTE: say("che durano più anni"),
    Folder.WORKSPACE: say("comuni a più enti"),
}
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


@data.app_template_global()
def problem_told(problem: Problem | str) -> str:
    """A problem in the words of an office, on the page of an ente and year; elsewhere as the terminal tells it."""
    own = office_reader()
    return str(problem) if isinstance(problem, str) or own is None else own.told(problem)


@data.app_template_global()
def first_of_each(problems: Sequence[Problem]) -> Sequence[Problem]:
    """Problems for a list, without those that the first of them tells already."""
    own = office_reader()
    return problems if own is None else own.first_of_each(problems)


def office_reader() -> OfficeReader | None:
    """Who tells problems on the page of an ente and year, and knows its tables; elsewhere there is none."""
    place = g.get("place")
    if place is None or place.home is None:
        return None
    if "office_reader" not in g:
        g.office_reader = OfficeReader(site_at(place))
    return g.office_reader  # type: ignore[no-any-return]


def short(problem: Problem) -> str:
    """What is wrong with a cell, without where it is."""
    own = office_reader()
    return own.short(problem) if own is not None else problem.what


@data.app_errorhandler(UnreadableError)
def unreadable(error: UnreadableError) -> Answer:
    """The page of data that cannot be read: each fault with where it is corrected."""
    return page("unreadable.html", problems=error.answer.problems, messages_of=error.answer.messages)


def site_at(place: Place) -> Site:
    """The ente and year of a place, for reading and writing its tables."""
    if place.home is None:
        raise WorkspaceError(say("la cartella dell'ente non si legge"))
    return site_of(place.home, regulations())


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
    site, problems = site_at(place), problems_at(place)
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
    own = [one for one in problems_at(place) if one.source.file == held.shown and one.source.sheet == held.sheet]
    asked, row = request.args.get("riga", ""), None
    if held.readable and asked:
        row = _row_view(held, asked, site, own)
    return _table_page(place, site, held, own, row)


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


def problems_at(place: Place) -> Sequence[Problem]:
    """The faults of the data, as a run would tell them."""
    return ask(place, year_view).problems


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


def text_of(line: Line, column: str, columns: Sequence[str]) -> str:
    """The text of a row in a column; blank if it has none."""
    return line.cells[columns.index(column)] if column in columns else ""


def help_of(told: ColumnTold) -> str:
    """What goes into a column."""
    words = ", ".join(told.column.values.values())
    return "; ".join(filter(None, (told.what, words, told.column.cites)))


def _row_view(held: Held, asked: str, site: Site, problems: Sequence[Problem]) -> RowView | None:
    proposed = as_it_is(held)
    line = None if asked == NEW_ROW else next((one for one in proposed.lines if str(one.number) == asked), None)
    if line is None and asked != NEW_ROW:
        return None
    heads = dict(zip(proposed.columns, proposed.heads, strict=True))
    wrong = {one.column: short(one) for one in problems if line is not None and one.source.row == line.number}
    fields = tuple(
        FieldView(
            name=one.column.name,
            label=heads.get(one.column.name, one.column.label).replace("_", " "),
            required=one.required,
            value=text_of(line, one.column.name, proposed.columns) if line else "",
            help=help_of(one),
            options=tuple(_options(one, proposed.language)),
            wrong=wrong.get(heads.get(one.column.name, one.column.label), ""),
        )
        for one in columns_told(site, held.table)
    )
    return RowView(number=asked, fields=fields)


def _options(told: ColumnTold, language: str) -> Iterator[tuple[str, str]]:
    """What a cell may be, if that is a short list: coded values, yes or no, rows of another table."""
    if told.column.kind == "choice":
        for name, label in told.column.values.items():
            yield name if language == "en" else label, label.replace("_", " ")
    elif told.column.kind == "yes_no" or (told.column.kind == "ref" and told.strict):
        yield from ((value, f"{title} ({value})" if title else value) for value, title in told.choices.items())


def references(site: Site, kind: str) -> Iterator[tuple[str, str]]:
    """The rows that a reference may name: id, and id with its title or name."""
    table = REFERENCES.get(kind, "")
    for identifier, title in identifiers(site, table).items() if table in site.stack.inputs.tables else ():
        yield identifier, f"{title} ({identifier})" if title else identifier


def _table_page(place: Place, site: Site, held: Held, own: Sequence[Problem], row: RowView | None) -> Answer:
    words = request.args.get("cerca", "").casefold()
    lines = [one for one in held.lines if not words or words in " ".join(one.cells).casefold()]
    heads = {head: where for where, head in enumerate(held.heads)}
    marked = {(one.source.row, heads[one.column]): short(one) for one in own if one.column in heads}
    versions = [one for one in kept_of(site) if one.of == held.path]
    return page(
        "data_table.html",
        name=held.table.name,
        to=partial(own_address, place=place, held=held),
        others=_others(site, held),
        title=title_of(held.table),
        purpose=purpose_of(held.table),
        problems=own,
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
            {"label": one.column.label, "help": help_of(one), "required": one.column.required}
            for one in columns_told(site, held.table)
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
