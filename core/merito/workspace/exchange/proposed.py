"""A content proposed for a table: as it is held, with a cell or a row other than it is, or wholly other."""

from collections.abc import Mapping

from attrs import evolve, frozen

from merito.model.messages import Code, Sayable, say
from merito.workspace.exchange.held import Held, Line, heads_of
from merito.workspace.exchange.remembered import column_called
from merito.workspace.exchange.site import ExchangeError
from merito.workspace.heads import ENGLISH, Heads
from merito.workspace.problems import Problem, Problems


@frozen
class Fault:
    """What is wrong with a row that was given, by its number, or with a cell of it, by the English name of its column.

    A cell without a usable value, a row that is too long: nothing that the text of the cells could tell.
    """

    problem: Problem
    row: int
    column: str = ""


@frozen(kw_only=True)
class Proposed:
    """Headers and rows proposed in the place of those that a table holds.

    `columns` are the English names of the headers. The number of a row is that of the file that it comes from; a new
    one follows the last. `faults` are those of a given file, `notes` what is told of it that is no fault.
    """

    held: Held
    heads: tuple[str, ...]
    columns: tuple[str, ...]
    language: str
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...] = ()
    notes: tuple[Sayable, ...] = ()

    @property
    def matched(self) -> Heads:
        """Its headers, for parsing cells."""
        return Heads({name: place for place, name in enumerate(self.columns)}, self.heads, self.language)

    def line(self, number: int) -> Line:
        """The row of a number. Raises ExchangeError."""
        found = next((line for line in self.lines if line.number == number), None)
        if found is None:
            raise ExchangeError(say("{file}: la riga {row} non c'è", file=self.held.shown, row=number))
        return found


def as_it_is(held: Held) -> Proposed:
    """The content that is there. Raises ExchangeError if single rows of it cannot be told."""
    if not held.readable:
        raise ExchangeError(
            say(
                "{file}: la tabella non si legge, e una riga sola non si corregge: correggere il file, o caricarlo",
                file=held.shown,
            )
        )
    if held.index:
        columns = tuple(sorted(held.index, key=held.index.__getitem__))
        return Proposed(held=held, heads=held.heads, columns=columns, language=held.language, lines=held.lines)
    heads = tuple(one.label for one in held.table.columns.values())
    found = heads_of(heads, held.table, Problems())
    language = found.language if found else held.language
    return Proposed(held=held, heads=heads, columns=tuple(held.table.columns), language=language, lines=())


def with_cell(of: Held | Proposed, row: int, column: str, text: str) -> Proposed:
    """The content with another text in a cell, by the number of its row and the name of its column.

    A column that the file lacks is added. Raises ExchangeError if there is no such row or column.
    """
    proposed = of if isinstance(of, Proposed) else as_it_is(of)
    whole, place = _with_column(proposed, column)
    line = whole.line(row)
    cells = (*line.cells[:place], text.strip(), *line.cells[place + 1 :])
    faults = tuple(one for one in whole.faults if (one.row, one.column) != (row, whole.columns[place]))
    return evolve(whole, lines=tuple(Line(row, cells) if one is line else one for one in whole.lines), faults=faults)


def with_row(of: Held | Proposed, values: Mapping[str, str]) -> Proposed:
    """The content with one more row, by the names of its columns; the others are blank. Raises ExchangeError."""
    whole = of if isinstance(of, Proposed) else as_it_is(of)
    places: dict[int, str] = {}
    for name, text in values.items():
        whole, place = _with_column(whole, name)
        places[place] = text.strip()
    number = max((line.number for line in whole.lines), default=1) + 1
    cells = tuple(places.get(place, "") for place in range(len(whole.heads)))
    return evolve(whole, lines=(*whole.lines, Line(number, cells)))


def without_row(of: Held | Proposed, row: int) -> Proposed:
    """The content without a row, by its number. Raises ExchangeError if there is none."""
    proposed = of if isinstance(of, Proposed) else as_it_is(of)
    gone = proposed.line(row)
    faults = tuple(one for one in proposed.faults if one.row != row)
    return evolve(proposed, lines=tuple(line for line in proposed.lines if line is not gone), faults=faults)


def _with_column(proposed: Proposed, name: str) -> tuple[Proposed, int]:
    """The content with a column, and its position."""
    table = proposed.held.table
    column = column_called(table, name)
    if column is None:
        labels = tuple(one.label for one in table.columns.values())
        told = say(
            "la tabella {table} non ha la colonna {name}; ha {labels}",
            table=Code(table.label),
            name=Code(name),
            labels=labels,
        )
        raise ExchangeError(told)
    if column in proposed.columns:
        return proposed, proposed.columns.index(column)
    declared = table.columns[column]
    head = declared.name if proposed.language == ENGLISH else declared.label
    lines = tuple(Line(line.number, (*line.cells, "")) for line in proposed.lines)
    wider = evolve(proposed, heads=(*proposed.heads, head), columns=(*proposed.columns, column), lines=lines)
    return wider, len(proposed.heads)
