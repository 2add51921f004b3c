"""Parses the cell of a target or a measure: a value of the indicator's kind, or why there is none."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from merito.model.figures import BLANK, Figure, Range, Said, Value
from merito.model.messages import plain
from merito.workspace.cell_numbers import read_number, read_percent
from merito.workspace.cells import Cell, CellError, Native, read_date, read_yes_no, text_of

_WORDS = {
    "-": Said.NOTHING,
    "–": Said.NOTHING,  # dashes that word processors make of a hyphen
    "—": Said.NOTHING,
    "−": Said.NOTHING,
    "monitoraggio": Said.MONITORING,
    "n.d.": Said.NOT_AVAILABLE,
    "n.d": Said.NOT_AVAILABLE,
    "nd": Said.NOT_AVAILABLE,
    "verifica": Said.TO_BE_SET,
}
_NOTE = re.compile(r"([^(]*[^(\s])\s*\((.*)\)", re.DOTALL)
_RANGE = re.compile(r"da\s+(\S+)\s+a\s+(\S+)", re.IGNORECASE)
_YES_EXPECTED = "si/no"

ANY = "any"
LONGEST = 1000
YES_NO_WORDS = ("si", "sì", "yes", "no", "si/no")

EXPECTED = {
    "number": "un numero",
    "percent": "una percentuale come 90%",
    "ratio": "un numero",
    "days": "un numero di giorni",
    "date": "una data",
    "yes_no": "SI, NO oppure SI/NO",
    "range": "un numero o un intervallo «da A a B»",
    "project": "una percentuale o una data",
    ANY: "un numero, una percentuale, una data, SI o NO",
}


def read_figure(cell: Cell, kind: str, locale: str) -> Figure:
    """The figure in a cell, for an indicator of that kind. Raises CellError."""
    text = text_of(cell).strip()
    if len(text) > LONGEST:
        raise CellError(EXPECTED[kind], f"La cella ha più di {LONGEST} caratteri.")
    if not text:
        return BLANK
    if isinstance(cell, Native):
        return Figure(Said.VALUE, _value(cell, kind, locale), text)
    noted = _NOTE.fullmatch(text)
    written, note = (noted[1], noted[2].strip()) if noted else (text, "")
    said = _WORDS.get(written.casefold())
    if said is not None:
        return Figure(said, None, text, note)
    return Figure(Said.VALUE, _value(written, kind, locale), text, note)


def read_actual(cell: Cell, kind: str, locale: str) -> Figure:
    """Like `read_figure`, for actuals: SI/NO is only a target."""
    figure = read_figure(cell, kind, locale)
    if isinstance(figure.value, bool) and "/" in figure.text.partition("(")[0]:
        raise CellError("SI oppure NO", "SI/NO si scrive solo nel risultato atteso.")
    return figure


def _value(cell: Cell, kind: str, locale: str) -> Value:
    bounds = _RANGE.fullmatch(cell) if isinstance(cell, str) else None
    try:
        if bounds and kind in ("number", "percent", "ratio", "days", "range", ANY):
            return _range(bounds[1], bounds[2], kind, locale)
        return _READERS[kind](cell, locale)
    except CellError as error:
        raise CellError(_expected(kind, plain(error.expected)), error.remedy) from None


def _expected(kind: str, found: str) -> str:
    """The expected format for an indicator's kind, for messages."""
    return found if found.startswith(EXPECTED[kind]) else f"{EXPECTED[kind]} ({found})"


def _range(lowest: str, highest: str, kind: str, locale: str) -> Range:
    read = read_percent if kind == "percent" else read_number
    found = Range(read(lowest, locale), read(highest, locale))
    if found.lowest > found.highest:
        raise CellError("un intervallo dal minore al maggiore")
    return found


def _yes_no(cell: Cell, locale: str) -> bool:
    return True if text_of(cell).casefold() == _YES_EXPECTED else read_yes_no(cell)


def _project(cell: Cell, locale: str) -> Decimal | date:
    """A date if written like one, otherwise a percentage."""
    return read_date(cell, locale) if _like_a_date(cell) else read_percent(cell, locale)


def _like_a_date(cell: Cell) -> bool:
    """Three numbers and no percent sign."""
    if isinstance(cell, Native):
        return isinstance(cell.value, date)
    return len(re.findall(r"\d+", cell)) == 3 and "%" not in cell


def _any(cell: Cell, locale: str) -> Value:
    """A figure of another year, whose kind may differ: parsed by its format."""
    if isinstance(cell, Native) and isinstance(cell.value, date | bool):
        return cell.value
    text = text_of(cell)
    if text.casefold() in YES_NO_WORDS:
        return _yes_no(cell, locale)
    if "%" in text:
        return read_percent(cell, locale)
    return read_date(cell, locale) if _like_a_date(cell) else read_number(cell, locale)


_READERS: dict[str, Callable[[Cell, str], Value]] = {
    "number": read_number,
    "percent": read_percent,
    "ratio": read_number,
    "days": read_number,
    "date": read_date,
    "yes_no": _yes_no,
    "range": read_number,
    "project": _project,
    ANY: _any,
}
