"""The declaration of a result table: its columns, from which it is written, shown, explained and documented."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from operator import attrgetter
from typing import Any, Protocol

from attrs import Factory, evolve, field, frozen

from merito.model.messages import Sayable, plain
from merito.numbers import day_text, euro_text, exact_text, half_up, percent_text, point_text
from merito.outputs.valued import valued
from merito.regulations import Stack

OutCell = str | int | Decimal | date | None
Of = str | Callable[[Any, Stack], Any]
Subjects = tuple[str, ...]


class Names(Protocol):
    """Looks up the titles of the objects that a row names."""

    def tool(self, name: str) -> str: ...
    def fund(self, name: str) -> str: ...
    def subject(self, subject: str) -> str: ...
    def is_board(self, identifier: str) -> bool: ...


@frozen
class Kind:
    """A kind of value: how it is written in a cell (by default unchanged), and how it is worded in Italian.

    An exact figure without a rounded column is a number `in_workbooks`, and text in CSV. `pattern` is the regular
    expression of its cells in CSV, any text if blank.
    """

    cell: Callable[[Any], OutCell] | None = None
    text: Callable[[Any], str] = str
    numeric: bool = False
    decimals: bool = False
    in_workbooks: bool = False
    pattern: str = ""


def percent(value: Fraction | None) -> Decimal | None:
    """Percent with two decimals, half up, for readers; the exact figure has its own column."""
    return None if value is None else half_up(value, 2)


def exact(value: Fraction | None) -> str:
    return "" if value is None else exact_text(value)


def _words(items: Iterable[object]) -> str:
    return " ".join(map(str, items))


def outcomes_cell(outcomes: Iterable[object]) -> str:
    """`I-X-01=whole: 10.00; I-X-02=none: 0.00`."""
    return "; ".join(map(str, outcomes))


CENTS = r"-?\d+\.\d\d"
TEXT = Kind()
SAID = Kind(plain, plain)
VALUED = Kind(valued, valued)
FIGURE = Kind(numeric=True)
WHOLE = Kind(numeric=True, pattern=r"-?\d+")
MONEY = Kind(text=euro_text, numeric=True, decimals=True, pattern=CENTS)
PERCENT = Kind(percent, percent_text, numeric=True, decimals=True, pattern=CENTS)
POINTS = Kind(percent, point_text, numeric=True, decimals=True, pattern=CENTS)
EXACT = Kind(exact, exact_text, pattern=r"-?\d+(/\d+)?")
EXACT_ALONE = evolve(EXACT, in_workbooks=True)
EXACT_POINTS = evolve(EXACT_ALONE, decimals=True)
DAY = Kind(text=day_text, pattern=r"\d{4}-\d\d-\d\d")
STATE = Kind(lambda state: "" if state is None else state.value)
SEVERAL = Kind(_words, _words)
OUTCOMES = Kind(outcomes_cell)


@frozen(kw_only=True)
class OutColumn:
    """A column: English header, Italian label, meaning, kind of value, and how its value is read from a row.

    `of` is an attribute (of an attribute), or a function of the row and the stack. `words` are those of coded values;
    `names` says what its ids are of (`person`, `tool`, ...). `page` is its header in the plain table of the page, where
    it is placed `after` another column if not in its place; `told` is its name with the figure of an explanation
    (`early`: before the others), and `in_words` its format there if its kind does not determine it.
    """

    head: str
    label: str
    means: str = ""
    kind: Kind = TEXT
    of: Of = ""
    words: Mapping[str, str] = field(factory=dict)
    names: str = ""
    page: str = ""
    after: str = ""
    told: str = ""
    early: bool = False
    in_words: Callable[[Any], str] | None = None

    def values(self, rows: Iterable[Any], stack: Stack) -> list[Any]:
        """Its values in some rows."""
        if isinstance(self.of, str):
            return list(map(attrgetter(self.of), rows))
        return [self.of(row, stack) for row in rows]

    def cells(self, rows: Iterable[Any], stack: Stack) -> list[OutCell]:
        """Its cells in some rows."""
        values = self.values(rows, stack)
        return values if self.kind.cell is None else list(map(self.kind.cell, values))

    def text(self, row: Any, stack: Stack) -> str:
        """Its value in a row as people read it; blank if there is none."""
        (text,) = self.texts((row,), stack)
        return text

    def texts(self, rows: Sequence[Any], stack: Stack) -> list[str]:
        """Its values in some rows as people read them."""
        return [self._text(row, value) for row, value in zip(rows, self.values(rows, stack), strict=True)]

    def _text(self, row: Any, value: Any) -> str:
        if value is None or value == "":
            return ""
        if self.in_words is not None:
            return self.in_words(row)
        return self.words.get(str(value), str(value)) if self.words else self.kind.text(value)


def column(head: str, label: str, means: str, kind: Kind = TEXT, of: Of = "", **more: Any) -> OutColumn:
    """A column whose value is, by default, the attribute of its name."""
    return OutColumn(head=head, label=label, means=means, kind=kind, of=of or head, **more)


@frozen
class Called:
    """How an explanation names a row (`one`, `many` in Italian), its subject, its title and its figure.

    `subjects` begin with the most specific one.
    """

    kind: str
    one: str
    many: str
    subjects: Callable[[Any], Subjects]
    title: Callable[[Any, Names], str] = lambda *_: ""
    figure: Callable[[Any], Sayable] = lambda _: ""


@frozen(kw_only=True)
class ResultTable:
    """A result table: its file, sheet and columns, its key, and how a row is explained.

    `rows` is the name of its rows among the results, or in the record, if it differs. They are `personal` if each is
    about a person. `kind`, `asked`, `title` and `figure` are those of `Called`; `firm` is the column with the state.
    A table that `follows` from the others is not compared between runs.
    """

    name: str
    label: str
    columns: tuple[OutColumn, ...]
    holds: str = "Tabella del regolamento"
    about: str = ""
    key: tuple[str, ...] = ()
    row: type = object
    rows: str = field(default=Factory(lambda self: self.name, takes_self=True))
    personal: bool = False
    kind: tuple[str, str, str] = ("", "", "")
    asked: Callable[[Any], Subjects] = lambda _: ()
    title: Callable[[Any, Names], str] = lambda *_: ""
    figure: Callable[[Any], Sayable] = lambda _: ""
    firm: str = "state"
    follows: bool = False

    @property
    def told(self) -> Called:
        """How an explanation names its rows."""
        return Called(*self.kind, self.asked, self.title, self.figure)

    @cached_property
    def heads(self) -> tuple[str, ...]:
        return tuple(one.head for one in self.columns)

    @cached_property
    def by_head(self) -> dict[str, OutColumn]:
        return {one.head: one for one in self.columns}

    @cached_property
    def on_page(self) -> tuple[OutColumn, ...]:
        """The columns that the page shows, in its order."""
        shown = [one for one in self.columns if one.page]
        for moved in [one for one in shown if one.after]:
            shown.remove(moved)
            shown.insert([one.head for one in shown].index(moved.after) + 1, moved)
        return tuple(shown)

    def cells(self, rows: Sequence[Any], stack: Stack) -> tuple[tuple[OutCell, ...], ...]:
        """The cells of some rows, made column by column."""
        return tuple(zip(*(one.cells(rows, stack) for one in self.columns), strict=True))

    def firmness(self, row: Any, stack: Stack) -> str:
        """The state or severity of a row, in Italian; blank if no column has it."""
        says = self.by_head.get(self.firm)
        return says.text(row, stack) if says is not None and says.words else ""

    def beside(self, row: Any, stack: Stack) -> dict[str, str]:
        """What an explanation shows besides the figure of a row, by Italian name."""
        columns = sorted(self.columns, key=lambda one: not one.early)
        told = {one.told: one.text(row, stack) for one in columns if one.told}
        return {name: text for name, text in told.items() if text}
