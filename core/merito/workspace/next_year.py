"""Next year's folder of an ente: what lasts is carried over from the year before, what is of one year begins empty."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from attrs import define, field, frozen

from merito.declarations.inputs import REFERENCES, Column, Table
from merito.regulations import Stack
from merito.workspace.cells import read_date, text_of
from merito.workspace.config import CYCLE_FILE, Workspace
from merito.workspace.ente_config import EnteConfig
from merito.workspace.files import ANYWHERE, CSV, WORKBOOKS, known_tables, raw_tables
from merito.workspace.heads import Heads, match_heads
from merito.workspace.in_place import clear_left, write_whole
from merito.workspace.problems import BadDataError, Problems
from merito.workspace.raw import RawTable
from merito.workspace.spreadsheet_safe import csv_text
from merito.workspace.starter import cycle_text

WHOLE = ("units", "areas", "positions", "position_scores", "dashboards")
WHILE_THEY_LAST = ("people", "service", "appointments")
BEYOND = ("objectives",)
BY_YEAR = ("targets",)
CARRIED = (*WHOLE, *WHILE_THEY_LAST, *BEYOND, *BY_YEAR, "indicators", "weights", "dashboard_rows")
OF_ONE_YEAR = {"indicators": ("baseline", "target", "target_interim")}
ACTS, OBJECTIVE = "acts", "objective:"


@frozen
class Prepared:
    """What was made for an ente: files with the rows carried over, files left as they were, references left blank."""

    made: Mapping[str, int]
    left: tuple[str, ...] = ()
    blanked: int = 0
    workbook: str = ""


@define
class _Carried:
    raw: RawTable
    table: Table
    heads: Heads
    rows: list[list[str]] = field(factory=list)

    def get(self, row: list[str], column: str) -> str:
        place = self.heads.index.get(column)
        return "" if place is None or place >= len(row) else row[place].strip()


def prepare(config: EnteConfig, workspace: Workspace, stack: Stack, before: int) -> Prepared:
    """Writes the files of the year after `before` that are not there yet.

    Raises BadDataError on a table of that year that cannot be read.
    """
    folder, made = config.folder / str(before + 1), dict[str, str]()
    old = config.folder / str(before)
    tables, blanked = _carried_over(config, workspace, stack, before)
    for one in tables:
        made[f"{Path(one.raw.name).name}{CSV}"] = _text([list(one.raw.heads), *one.rows])
    if not any(one.table.name == ACTS for one in tables):
        acts = stack.inputs.tables[ACTS]
        made[f"{acts.label}{CSV}"] = _text([[column.label for column in acts.columns.values()]])
    made[CYCLE_FILE] = cycle_text(stack)
    there = {path.name.casefold() for path in folder.iterdir()} if folder.is_dir() else set()
    given = {one.table.name for one in tables if {f"{name}{CSV}" for name in (one.table.name, one.table.label)} & there}
    left = [name for name in made if name.casefold() in there]
    left += [f"{one.raw.name}{CSV}" for one in tables if one.table.name in given and f"{one.raw.name}{CSV}" not in left]
    workbooks = [name for name in WORKBOOKS if name in there]
    written = {} if workbooks else {name: text for name, text in made.items() if name not in left}
    folder.mkdir(exist_ok=True)
    for name, text in written.items():
        clear_left(folder / name)
        write_whole(folder / name, text, config.encoding)
    counts = {f"{one.raw.name}{CSV}": len(one.rows) for one in tables}
    return Prepared(
        made={name: counts.get(name, 0) for name in written},
        left=tuple(workbooks or left),
        blanked=blanked if written else 0,
        workbook=next((name for name in WORKBOOKS if (old / name).is_file()), ""),
    )


def _carried_over(config: EnteConfig, workspace: Workspace, stack: Stack, before: int) -> tuple[list[_Carried], int]:
    """The tables of the year before with the rows that last, and how many references to what does not were blanked."""
    problems, year = Problems(), before + 1
    known = stack.inputs.tables
    raws = [raw for raw in _raws(config, workspace, before, problems) if not raw.sheet]
    tables: list[_Carried] = []
    for raw, table in known_tables(iter(raws), known, "year", problems):
        heads = match_heads(raw, table, problems)
        if heads is not None:
            tables.append(_Carried(raw, table, heads))
    if problems:
        raise BadDataError(tuple(problems.found))
    for one in tables:
        if one.table.name in CARRIED:
            rows = [[text_of(cell) for cell in cells] for _, cells in one.raw.rows]
            one.rows = [row for row in rows if _lasts(one, row, year, config.locale)]
            for column in OF_ONE_YEAR.get(one.table.name, ()):
                for row in one.rows:
                    if column in one.heads.index:
                        row[one.heads.index[column]] = ""
    elsewhere = _ids_elsewhere(config, workspace, known, year)
    _only_with_targets(tables)
    return tables, _without_dangling(tables, elsewhere)


def _raws(config: EnteConfig, workspace: Workspace, year: int, problems: Problems) -> Iterable[RawTable]:
    return raw_tables(config.folder / str(year), config.folder, workspace.root, config.encoding, problems, {})


def _lasts(one: _Carried, row: list[str], year: int, locale: str) -> bool:
    """Whether a row is still of the year that begins."""
    name = one.table.name
    if name in BY_YEAR or (name == "weights" and one.get(row, "year")):
        return one.get(row, "year").isdecimal() and int(one.get(row, "year")) >= year
    if name not in (*WHILE_THEY_LAST, *BEYOND):
        return True
    end = one.get(row, "to")
    if not end:
        return True
    try:
        return read_date(end, locale) >= date(year, 1, 1)
    except ValueError:
        return False


def _only_with_targets(tables: list[_Carried]) -> None:
    """The plan that goes on: indicators with a target of a year to come, and objectives that end then or bear them."""
    by_name = {one.table.name: one for one in tables}
    targets, indicators, objectives = (by_name.get(name) for name in ("targets", "indicators", "objectives"))
    wanted = {targets.get(row, "indicator") for row in targets.rows} if targets else set()
    borne = set[str]()
    if indicators:
        indicators.rows = [row for row in indicators.rows if indicators.get(row, "id") in wanted]
        borne = {indicators.get(row, "objective").removeprefix(OBJECTIVE) for row in indicators.rows}
    if objectives:
        above = {objectives.get(row, "id"): objectives.get(row, "parent") for row in objectives.rows}
        borne |= {objectives.get(row, "id") for row in objectives.rows if objectives.get(row, "to")}
        while higher := {above.get(one, "").removeprefix(OBJECTIVE) for one in borne} - borne:
            borne |= higher
        objectives.rows = [row for row in objectives.rows if objectives.get(row, "id") in borne]


def _ids_elsewhere(
    config: EnteConfig, workspace: Workspace, known: Mapping[str, Table], year: int
) -> dict[str, set[str]]:
    """The ids of tables that outlive the year: in the ente's own folder, and in the common tables."""
    problems, found = Problems(), dict[str, set[str]]()
    own = list(raw_tables(config.folder, config.folder, workspace.root, config.encoding, problems, {}))
    shared = [one.of(config.id, year, known.values(), workspace.year) for one in workspace.shared]
    for raw, table in known_tables(iter([*own, *shared]), known, ANYWHERE, problems):
        heads = match_heads(raw, table, problems)
        if heads is not None and "id" in heads.index:
            place = heads.index["id"]
            ids = {text_of(cells[place]) for _, cells in raw.rows if len(cells) > place}
            found.setdefault(table.name, set()).update(ids)
    return found


def _without_dangling(tables: list[_Carried], elsewhere: Mapping[str, set[str]]) -> int:
    """Takes out rows that need what is not carried over, and blanks references to it that need not be given."""
    blanked, changed = 0, True
    while changed:
        changed = False
        ids = {name: set(found) for name, found in elsewhere.items()}
        for one in tables:
            if "id" in one.heads.index:
                ids.setdefault(one.table.name, set()).update(one.get(row, "id") for row in one.rows)
        for one in tables:
            for column in one.table.columns.values():
                if column.kind not in ("ref", "who") or column.name not in one.heads.index:
                    continue
                place = one.heads.index[column.name]
                lost = [row for row in one.rows if _dangles(one.get(row, column.name), column, ids, tables)]
                changed = changed or bool(lost)
                if column.required or column.name in one.table.key:
                    one.rows = [row for row in one.rows if row not in lost]
                    continue
                for row in lost:
                    row[place] = ""
                    blanked += 1
    return blanked


def _dangles(value: str, column: Column, ids: Mapping[str, set[str]], tables: list[_Carried]) -> bool:
    if not value:
        return False
    kind, separator, identifier = value.partition(":")
    if separator and kind in REFERENCES:
        return identifier not in ids.get(REFERENCES[kind], ())
    if column.kind == "who":
        return False
    return all(value not in ids.get(REFERENCES[kind], ()) for kind in column.to)


def _text(rows: list[list[str]]) -> str:
    return csv_text(rows, ";")
