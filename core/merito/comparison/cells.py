"""Cells of the tables of all enti: a figure in words, a note, marks, and sometimes a bar."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from urllib.parse import quote

from attrs import frozen

from merito.comparison.enti import INDEX, ComparedEnte
from merito.model.acts import Phase
from merito.model.record import PhaseState
from merito.numbers import HUNDRED, counted, day_text, decimal_text, euro_text, half_up, quotient
from merito.outputs.standing import STANDINGS, Standing
from merito.page.course import NOTHING
from merito.page.shown import two_decimals, width
from merito.wording.coded import PHASES
from merito.wording.figures import phase_mark, phase_text

MARKS = {
    "complete": "done",
    "partial": "partial",
    "waiting": "waiting",
    "provisional": "provisional",
    "empty": "empty",
    "not_run": "empty",
}
FAILED_MARK = "error"


@frozen
class ComparedBar:
    """A bar: its kind and its parts (name, start, length in percent of the track)."""

    kind: str
    parts: tuple[tuple[str, str, str], ...]


@frozen(kw_only=True)
class ComparedCell:
    """The content of a cell; empty if the figure is missing. `phases` are mark, letter and words of each."""

    text: str = ""
    note: str = ""
    marks: tuple[tuple[str, str], ...] = ()
    bar: ComparedBar | None = None
    phases: tuple[tuple[str, str, str], ...] = ()

    @property
    def says(self) -> bool:
        return bool(self.text or self.note or self.marks or self.phases)


BLANK = ComparedCell()


@frozen
class EnteName:
    """An ente: its name, its id, the path of its own page (empty if there is none) and a note about its figures."""

    name: str
    id: str
    href: str
    marks: tuple[tuple[str, str], ...] = ()
    note: str = ""
    stale: bool = False


def ente_name(row: ComparedEnte, regulations: bool = False) -> EnteName:
    """The name of an ente; with `regulations` also its own; with its year if there are several years."""
    marks: list[tuple[str, str]] = []
    if row.stale and row.as_of:
        marks.append((FAILED_MARK, f"risultati precedenti, al {day_text(row.as_of)}"))
    elif row.provisional:
        marks.append(("provisional", "di prova"))
    href = f"{quote(row.ente, safe='')}/{row.year}/{INDEX}" if row.page else ""
    told = ((row.title or row.regulation) if regulations else "", f"ciclo {row.year}" if row.year_told else "")
    note = ", ".join(filter(None, told))
    return EnteName(row.name, row.ente, href, tuple(marks), note, row.stale is not None)


def state_mark(standing: Standing) -> tuple[str, str]:
    """The state of an ente, as a mark and its word."""
    return MARKS.get(standing.state, FAILED_MARK), STANDINGS[standing.state]


def phase_cell(row: ComparedEnte) -> ComparedCell:
    """The six phases, each with its mark."""
    told = []
    for letter, named in PHASES.items() if row.phases else ():
        state = row.phases.get(letter, PhaseState(phase=Phase(letter), state="empty"))
        told.append((phase_mark(state), letter, f"{named.partition('. ')[2]}: {phase_text(state) or NOTHING}"))
    return ComparedCell(phases=tuple(told))


def number(value: int | None, note: str = "") -> ComparedCell:
    """A count."""
    return ComparedCell(text="" if value is None else decimal_text(Decimal(value)), note=note)


def euro(value: Decimal | None, note: str = "") -> ComparedCell:
    """A sum of money."""
    return ComparedCell(text="" if value is None else euro_text(value), note=note)


def euro_each(value: Fraction | None, note: str = "") -> ComparedCell:
    """Euro a head, to the nearest cent."""
    return euro(None if value is None else half_up(value, 2), note)


def times(value: Fraction | None) -> ComparedCell:
    """How many times one sum is another."""
    return ComparedCell(text="" if value is None else f"{decimal_text(half_up(value, 2))} volte")


def share(value: Fraction | None, note: str = "", firm: bool = True) -> ComparedCell:
    """A percent with its bar, paler if the figure is not final."""
    if value is None:
        return ComparedCell(note=note)
    bar = ComparedBar("share", (("fill" if firm else "doubt", "0", width(value)),))
    return ComparedCell(text=two_decimals(value), note=note, bar=bar)


def money_bar(parts: Iterable[tuple[str, Decimal | None]], whole: Decimal | None) -> ComparedBar | None:
    """The parts of a sum next to each other, each with its share of the whole."""
    if not whole:
        return None
    start, made = Fraction(0), []
    for name, part in parts:
        length = HUNDRED * quotient(part or 0, whole)
        if length:
            made.append((name, width(start), width(length)))
        start += length
    return ComparedBar("money", tuple(made))


def added(values: Sequence[Decimal | None]) -> Decimal | None:
    """The exact sum of the available values; None if there are none."""
    there = [value for value in values if value is not None]
    return sum(there, Decimal(0)) if there else None


def counted_up(values: Sequence[int | None]) -> int | None:
    """The sum of the available counts; None if there are none."""
    there = [value for value in values if value is not None]
    return sum(there) if there else None


def of_enti(there: int, rows: int) -> str:
    """The note that a total covers only some enti."""
    return f"di {counted(there, 'ente', 'enti')} su {rows}" if 0 < there < rows else ""
