"""Whether a given sheet fits a table: the columns that its headings name, those unknown, those missing."""

import re
from collections.abc import Iterable, Iterator, Mapping, Set

from attrs import evolve, field, frozen

from merito.model.columns import Column, Table
from merito.model.messages import Code, say
from merito.workspace.cells import CellError
from merito.workspace.columns import read_cell
from merito.workspace.exchange.held import Held, Kind, Line, heads_of
from merito.workspace.exchange.proposed import Fault, Proposed
from merito.workspace.exchange.remembered import NO_HEADINGS, SURNAME_AND_NAME, Headings, both_in_one
from merito.workspace.exchange.reshaped import is_title, reshaped
from merito.workspace.exchange.site import ExchangeError, Site
from merito.workspace.exchange.uploads import Sheet, Upload
from merito.workspace.exchange.usual import USUAL
from merito.workspace.exchange.words import remembered_words, with_words
from merito.workspace.heads import ENGLISH, ITALIAN, Heads, find_table, match_heads, nearest, plain
from merito.workspace.problems import Problem, Problems
from merito.workspace.shared import OWNER, YEARS

LOOKED_AT = 200
A_YEAR = re.compile(r"(19|20|21)\d\d")
VALUES = ("date", "year", "number", "points", "weight", "money", "yes_no")
NO_HEADS = Heads({}, (), ITALIAN)


@frozen(kw_only=True)
class Fit:
    """How a sheet fits a table: its columns by English name, each with the position of its heading.

    `unknown` are headings that name no column, by position, each with the column that it may mean (blank: none);
    `ignored` those left out, `missing` the required columns without a heading. `problems` say the same of its headings;
    what is wrong with its rows is in the sheet.
    """

    sheet: Sheet
    table: Table
    columns: Mapping[str, int]
    unknown: Mapping[int, str] = field(factory=dict)
    ignored: tuple[str, ...] = ()
    missing: tuple[Column, ...] = ()
    language: str = ITALIAN
    problems: tuple[Problem, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether every heading and every required column is accounted for."""
        return not self.problems


def best_fit(upload: Upload, table: Table, headings: Headings = NO_HEADINGS) -> Fit | None:
    """The sheet for a table; None if there is none.

    It has the table's name, or is the only one, or names most of its columns.
    """
    fits = [fit(sheet, table, headings) for sheet in upload.sheets]
    named = [one for one in fits if find_table(one.sheet.title, {table.name: table})]
    return max(named or fits, key=lambda one: (len(one.columns), -len(one.unknown)), default=None)


def known_heads(table: Table, headings: Headings = NO_HEADINGS) -> frozenset[str]:
    """The headings that are understood, plain: ours, those of the office, and the usual ones."""
    own = (name for one in table.columns.values() for name in (one.name, one.label))
    return frozenset(map(plain, (*own, *headings.columns, *headings.ignored, *USUAL)))


def fit(sheet: Sheet, table: Table, headings: Headings = NO_HEADINGS) -> Fit:
    """How a sheet fits a table, with the headings of the office."""
    sheet = reshaped(sheet, table, headings)
    said = {plain(head): name for head, name in headings.columns.items()}
    out = {plain(head) for head in headings.ignored}
    english = {plain(one.name): one.name for one in table.columns.values()}
    italian = {plain(one.label): one.name for one in table.columns.values()}
    written = [plain(head) for head in sheet.heads]
    language = ENGLISH if sum(one in english for one in written) > sum(one in italian for one in written) else ITALIAN
    order = (english, italian) if language == ENGLISH else (italian, english)
    columns, unknown, ignored = dict[str, int](), dict[int, str](), list[str]()
    translated: list[tuple[int, str]] = []
    for place, name in enumerate(written):
        column = said.get(name) or next((known[name] for known in order if name in known), None)
        if name in out or (not name and _blank(sheet, place)) or (name in (OWNER, *YEARS) and column is None):
            ignored.append(sheet.heads[place])
            continue
        if column is None:
            unknown[place] = ""
            translated.append((place, sheet.heads[place]))
            continue
        columns.setdefault(column, place)
        translated.append((place, _head(table.columns[column], language)))
    for place in unknown:
        unknown[place] = _meant(sheet, place, table, language, {*columns, *unknown.values()})
    problems = Problems()
    match_heads(evolve(sheet.raw, heads=tuple(head for _, head in translated)), table, problems)
    return Fit(
        sheet=sheet,
        table=table,
        columns=columns,
        unknown=unknown,
        ignored=tuple(ignored),
        missing=tuple(one for one in table.columns.values() if one.required and one.name not in columns),
        language=language,
        problems=tuple(problems.found),
    )


def proposed_by(fit: Fit, held: Held, site: Site) -> Proposed:
    """The content that a fitting sheet proposes in the place of what a table holds, the office's words as ours.

    Its columns stand in the order of the file that they replace; one that this file lacks is added if it is not blank.
    Rows that a column `ente` or `anno` gives to another ente or year are left out. Raises ExchangeError.
    """
    if not fit.whole:
        raise ExchangeError(say("{file}: le intestazioni non tornano", file=fit.sheet.raw.file))
    others = _of_others(fit, site)
    lines = [line for line in fit.sheet.lines if line.number not in others]
    known = sorted(held.index, key=held.index.__getitem__) if held.index else list(fit.table.columns)
    more = [name for name, place in fit.columns.items() if name not in known and _filled(lines, place)]
    if held.kind is Kind.COMMON and (more or (held.index and held.language != fit.language)):
        raise ExchangeError(
            say(
                "{file}: è di più enti, e le sue intestazioni non si cambiano da qui: {heads}",
                file=held.shown,
                heads=Code(list(held.heads)),
            )
        )
    columns = (*known, *more)
    heads = tuple(_head(fit.table.columns[name], fit.language) for name in columns)
    places = [fit.columns.get(name) for name in columns]
    rows = tuple(Line(line.number, tuple("" if one is None else line.cells[one] for one in places)) for line in lines)
    matched = heads_of(heads, fit.table, Problems())
    proposed = Proposed(
        held=held,
        heads=heads,
        columns=columns,
        language=matched.language if matched else fit.language,
        lines=rows,
        faults=tuple(_faults(fit, {line.number for line in lines})),
        notes=fit.sheet.notes,
    )
    return with_words(proposed, remembered_words(site.config, held.table))


def _faults(fit: Fit, kept: Set[int]) -> Iterator[Fault]:
    """What is wrong with the rows of a sheet that are kept, by our columns."""
    by_head = {plain(fit.sheet.heads[place]): name for name, place in fit.columns.items()}
    for problem in fit.sheet.problems:
        column = by_head.get(plain(problem.column), "")
        if problem.source.row in kept and (column or not problem.column):
            yield Fault(problem, problem.source.row, column)


def left_out(fit: Fit, site: Site) -> int:
    """How many rows of a sheet are of another ente or year, by its own columns."""
    return len(_of_others(fit, site))


def _of_others(fit: Fit, site: Site) -> frozenset[int]:
    """The numbers of the rows of another ente or year, by columns `ente` and `anno` that the table does not have."""
    heads = [plain(head) for head in fit.sheet.heads]
    found: set[int] = set()
    for names, own in (((OWNER,), site.config.id), (YEARS, str(site.year))):
        place = next((place for place, head in enumerate(heads) if head in names), None)
        if place is not None and place not in fit.columns.values():
            found.update(line.number for line in fit.sheet.lines if line.cells[place].strip() not in ("", own))
    return frozenset(found)


def _meant(sheet: Sheet, place: int, table: Table, language: str, taken: Set[str]) -> str:
    """The column that an unknown heading may mean, if its cells allow it and no other has it; otherwise blank."""
    head = sheet.heads[place]
    usual = USUAL.get(plain(head).replace("_", " ").strip(". "), ())
    heads = {_head(one, language): one.name for one in table.columns.values()}
    for name in (*usual, heads.get(nearest(head, heads), "")):
        if name in both_in_one(table) and not {*SURNAME_AND_NAME, *both_in_one(table)} & taken:
            return name
        if name in table.columns and name not in taken and _may_be(sheet, place, table.columns[name]):
            return name
    return ""


def _may_be(sheet: Sheet, place: int, column: Column) -> bool:
    """Whether the cells of a column may be those of ours: years or titles before names are never taken for others."""
    cells = list(dict.fromkeys(line.cells[place] for line in sheet.lines if line.cells[place]))[:LOOKED_AT]
    if not cells:
        return True
    if (all(map(A_YEAR.fullmatch, cells)) and column.kind != "year") or (
        all(map(is_title, cells)) and column.name != "title"
    ):
        return False
    return column.kind not in VALUES or sum(_reads(column, cell, sheet.locale) for cell in cells) * 2 >= len(cells)


def _reads(column: Column, cell: str, locale: str) -> bool:
    try:
        read_cell(column, cell, locale, NO_HEADS)
    except CellError:
        return False
    return True


def _head(column: Column, language: str) -> str:
    return column.name if language == ENGLISH else column.label


def _blank(sheet: Sheet, place: int) -> bool:
    return not _filled(sheet.lines, place)


def _filled(lines: Iterable[Line], place: int) -> bool:
    return any(line.cells[place] for line in lines)
