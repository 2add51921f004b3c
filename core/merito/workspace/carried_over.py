"""What is carried over to the next year: rows that do not end, and in them the columns declared to last.

A column that is not declared to last begins blank, so that no result of a year is carried over.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date

from attrs import define, field

from merito.contract.inputs import IN_ITALIAN, REFERENCES, ActKind
from merito.model.columns import Column, Table
from merito.model.plan import TARGET_AT_WORDS
from merito.regulations import Stack
from merito.workspace.cells import CellError, read_date, read_yes_no, text_of
from merito.workspace.config import Workspace
from merito.workspace.ente_config import EnteConfig
from merito.workspace.files import ANYWHERE, known_tables, raw_tables
from merito.workspace.heads import Heads, match_heads, plain
from merito.workspace.problems import BadDataError, Problems
from merito.workspace.raw import RawTable
from merito.workspace.returned_sheets import RETURNED

YEAR, END, OBJECTIVE = "year", "to", "objective:"
ACTS, UNTIL, ABOUT = "acts", "until", "subject"
FINAL = "final"


@define
class Carried:
    """A table of the previous year, with the rows that remain in the next one."""

    raw: RawTable
    table: Table
    heads: Heads
    rows: list[list[str]] = field(factory=list)

    def get(self, row: list[str], column: str) -> str:
        place = self.heads.index.get(column)
        return "" if place is None or place >= len(row) else row[place].strip()


def carried_over(
    config: EnteConfig, workspace: Workspace, stack: Stack, before: int
) -> tuple[list[Carried], int, set[str]]:
    """The tables of the previous year with the rows that last, the number of references that were blanked, and the acts
    of the next year.

    Raises BadDataError on a table of that year that cannot be read.
    """
    problems, year = Problems(), before + 1
    known = stack.inputs.tables
    raws = [raw for raw in _raws(config, workspace, before, problems) if not raw.sheet]
    tables: list[Carried] = []
    for raw, table in known_tables(iter(raws), known, "year", problems):
        if table.name in RETURNED:  # only an import of workbooks writes them
            continue
        heads = match_heads(raw, table, problems)
        if heads is not None:
            tables.append(Carried(raw, table, heads))
    if problems:
        raise BadDataError(tuple(problems.found))
    for one in tables:
        if one.table.name == ACTS:
            one.rows = list(_lasting_acts(one, stack.inputs.acts.values(), year, config.locale))
        elif one.table.lasts:
            rows = [[text_of(cell) for cell in cells] for _, cells in one.raw.rows]
            one.rows = [_what_lasts(one, row) for row in rows if _goes_on(one, row, year, config.locale)]
    elsewhere = _ids_elsewhere(config, workspace, known, year)
    _only_with_targets(tables)
    blanked = _without_dangling(tables, elsewhere)
    acts = {one.get(row, "id") for one in tables if one.table.name == ACTS for row in one.rows}
    return tables, blanked, acts | elsewhere.get(ACTS, set())


def without_target(tables: Iterable[Carried], year: int) -> int:
    """How many indicators that were carried over have no target of the new year yet, and are not under monitoring."""
    by_name = {one.table.name: one for one in tables}
    targets, indicators = by_name.get("targets"), by_name.get("indicators")
    if indicators is None:
        return 0
    given = set[str]()
    if targets:
        of_year = (row for row in targets.rows if targets.get(row, YEAR) == str(year))
        given = {targets.get(row, "indicator") for row in of_year if _final(targets.get(row, "at"))}
    expected = (row for row in indicators.rows if not _says_yes(indicators.get(row, "monitoring")))
    return sum(indicators.get(row, "id") not in given for row in expected)


def _final(at: str) -> bool:
    return plain(at) in ("", FINAL, TARGET_AT_WORDS[FINAL])


def _says_yes(cell: str) -> bool:
    with suppress(CellError):
        return read_yes_no(cell)
    return False


def _raws(config: EnteConfig, workspace: Workspace, year: int, problems: Problems) -> Iterable[RawTable]:
    return raw_tables(config.folder / str(year), config.folder, workspace.root, config.encoding, problems, {})


def _goes_on(one: Carried, row: list[str], year: int, locale: str) -> bool:
    """Whether a row still applies to the new year: not of an earlier year, nor of a period that has ended."""
    of_year, end = one.get(row, YEAR), one.get(row, END)
    if YEAR in one.table.key and (of_year or one.table.columns[YEAR].required):
        return of_year.isdecimal() and int(of_year) >= year
    try:
        return not end or read_date(end, locale) >= date(year, 1, 1)
    except ValueError:
        return False


def _lasting_acts(one: Carried, kinds: Iterable[ActKind], year: int, locale: str) -> Iterator[list[str]]:
    """The acts of kinds that last and have not ended, as they are: an act is not of a year because of its folder."""
    lasting = {plain(name) for kind in kinds if kind.lasting for name in (kind.kind, kind.label)}
    for _, cells in one.raw.rows:
        row = [text_of(cell) for cell in cells]
        if plain(one.get(row, "kind")) not in lasting or one.get(row, YEAR) not in ("", str(year)):
            continue
        until = one.get(row, UNTIL)
        try:
            ended = bool(until) and read_date(until, locale).year < year
        except ValueError:
            ended = False
        if not ended:
            yield row


def _what_lasts(one: Carried, row: list[str]) -> list[str]:
    """The cells of a row, blank in every column that is of one year."""
    lasting = {place for name, place in one.heads.index.items() if one.table.columns[name].lasts}
    return [cell if place in lasting else "" for place, cell in enumerate(row)]


def _only_with_targets(tables: list[Carried]) -> None:
    """The plan that goes on: indicators with a future target, objectives that have these or end later.

    An objective that ends later keeps all its indicators: their targets of the new year are still to be set.
    """
    by_name = {one.table.name: one for one in tables}
    targets, indicators, objectives = (by_name.get(name) for name in ("targets", "indicators", "objectives"))
    wanted = {targets.get(row, "indicator") for row in targets.rows} if targets else set()
    borne, every = set[str](), indicators.rows if indicators else []
    if indicators:
        indicators.rows = [row for row in indicators.rows if indicators.get(row, "id") in wanted]
        borne = {indicators.get(row, "objective").removeprefix(OBJECTIVE) for row in indicators.rows}
    if objectives:
        above = {objectives.get(row, "id"): objectives.get(row, "parent") for row in objectives.rows}
        borne |= {objectives.get(row, "id") for row in objectives.rows if objectives.get(row, "to")}
        while higher := {above.get(one, "").removeprefix(OBJECTIVE) for one in borne} - borne:
            borne |= higher
        objectives.rows = [row for row in objectives.rows if objectives.get(row, "id") in borne]
    if indicators and objectives:
        going_on = {objectives.get(row, "id") for row in objectives.rows if objectives.get(row, "to")}
        indicators.rows = [
            row
            for row in every
            if indicators.get(row, "id") in wanted
            or indicators.get(row, "objective").removeprefix(OBJECTIVE) in going_on
        ]


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


def _without_dangling(tables: list[Carried], elsewhere: Mapping[str, set[str]]) -> int:
    """Removes rows that need something that is not carried over, and blanks optional references to it."""
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
                lost = [row for row in one.rows if _dangles(one.get(row, column.name), column, ids)]
                changed = changed or bool(lost)
                of_an_act = (one.table.name, column.name) == (ACTS, ABOUT)  # without it, an act about the whole ente
                if column.required or column.name in one.table.key or of_an_act:
                    one.rows = [row for row in one.rows if row not in lost]
                    continue
                for row in lost:
                    row[place] = ""
                    blanked += 1
    return blanked


def _dangles(value: str, column: Column, ids: Mapping[str, set[str]]) -> bool:
    if not value:
        return False
    kind, separator, identifier = value.partition(":")
    kind = IN_ITALIAN.get(plain(kind), kind)
    if separator and kind in REFERENCES:
        return identifier not in ids.get(REFERENCES[kind], ())
    if column.kind == "who":
        return False
    return all(value not in ids.get(REFERENCES[kind], ()) for kind in column.to)
