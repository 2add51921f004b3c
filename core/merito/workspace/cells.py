"""The content of a cell, and how days, years, texts and ids are parsed from it: strictly, in the locale of the file."""

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from merito.model.messages import Sayable, plain
from merito.numbers import day_text

LOCALES = ("it", "en")

_IT_DATE = re.compile(r"(\d{1,2})([/.])(\d{1,2})\2(\d{4})", re.ASCII)
_EN_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_HOUR = re.compile(r"\d{1,2}:\d{2}")
_YES, _NO = ("si", "sì", "yes"), ("no",)
_SURE_DIGITS = 15
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_ID_LENGTH, _TEXT_LENGTH = 200, 32767


class Native(NamedTuple):
    """A value that a spreadsheet stores as a number, a date or a yes/no; `percent` by the cell's format."""

    value: Decimal | date | bool
    percent: bool = False

    @property
    def text(self) -> str:
        if isinstance(self.value, bool):
            return "SI" if self.value else "NO"
        if isinstance(self.value, date):
            return self.value.isoformat()
        return f"{(self.value * 100).normalize():f}%" if self.percent else f"{self.value:f}"


class Broken(NamedTuple):
    """A spreadsheet cell without a usable value: its content, and why (Italian)."""

    text: str
    why: str


Cell = str | Native
EMPTY: Cell = ""


class CellError(ValueError):
    """A cell that does not fit its column: what was expected, and what to do (Italian)."""

    def __init__(self, expected: Sayable, remedy: Sayable = "") -> None:
        super().__init__(plain(expected))
        self.expected, self.remedy = expected, remedy


def text_of(cell: Cell | Broken) -> str:
    """The content of a cell, as a person reads it."""
    return cell if isinstance(cell, str) else cell.text


def shown_cell(cell: Cell | Broken) -> str:
    """What a cell shows when the file is opened: text unchanged, a value of a spreadsheet in Italian."""
    if not isinstance(cell, Native):
        return text_of(cell)
    if isinstance(cell.value, bool):
        return "VERO" if cell.value else "FALSO"
    return day_text(cell.value) if isinstance(cell.value, date) else cell.text.replace(".", ",")


def read_date(cell: Cell, locale: str) -> date:
    """A day: `30/6/2021` or `30.6.2021` in the Italian locale, `2021-06-30` in the English one."""
    expected = "una data come 30/6/2021" if locale == "it" else "una data come 2021-06-30"
    if isinstance(cell, Native):
        if isinstance(cell.value, date):
            return _in_a_cycle(cell.value, expected)
        raise CellError(expected, "Dare alla cella il formato data.")
    if locale == "it":
        match = _IT_DATE.fullmatch(cell)
        numbers = (match[4], match[3], match[1]) if match else None
    else:
        match = _EN_DATE.fullmatch(cell)
        numbers = (match[1], match[2], match[3]) if match else None
    if numbers is None:
        raise CellError(expected, _date_remedy(cell, locale))
    try:
        day = date(*map(int, numbers))
    except ValueError:
        raise CellError(expected, "Questo giorno non esiste nel calendario.") from None
    return _in_a_cycle(day, expected)


def _in_a_cycle(day: date, expected: str) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise CellError(expected, f"L'anno è fuori dal {_FIRST_YEAR}-{_LAST_YEAR}: correggerlo.")
    return day


def read_text(cell: Cell) -> str:
    """A text as long as a cell of a spreadsheet can hold."""
    written = text_of(cell)
    if len(written) > _TEXT_LENGTH:
        raise CellError(f"un testo di al massimo {_TEXT_LENGTH} caratteri", "Metterlo in un documento a parte.")
    return written


def read_yes_no(cell: Cell) -> bool:
    """SI or NO."""
    if isinstance(cell, Native) and isinstance(cell.value, bool):
        return cell.value
    word = text_of(cell).casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise CellError("SI o NO")


def read_year(cell: Cell) -> int:
    """A year of four digits."""
    written = text_of(cell)
    if len(written) == 4 and written.isascii() and written.isdigit() and is_year(int(written)):
        return int(written)
    raise CellError("un anno di quattro cifre, come 2021")


def is_year(year: int) -> bool:
    """Whether a cycle, or a year it refers to, can be that year."""
    return _FIRST_YEAR <= year <= _LAST_YEAR


def read_id(cell: Cell) -> str:
    """An id as text. An integer of a spreadsheet is its digits; a fractional number has lost what was written."""
    if isinstance(cell, str):
        if len(cell) > _ID_LENGTH:
            raise CellError(f"un identificativo di al massimo {_ID_LENGTH} caratteri")
        return cell
    if isinstance(cell.value, Decimal) and cell.value == cell.value.to_integral_value() and not cell.percent:
        digits = f"{cell.value.to_integral_value():f}"
        if len(digits) <= _SURE_DIGITS:
            return digits
    raise CellError(
        "un identificativo scritto come testo",
        "Formattare la colonna come testo e riscriverlo: il foglio di calcolo trasforma 1.10 in 1.1 "
        f"e perde le cifre dopo la {_SURE_DIGITS}ª.",
    )


def _date_remedy(written: str, locale: str) -> str:
    if _HOUR.search(written):
        return "Togliere l'ora: serve solo il giorno."
    english = _EN_DATE.fullmatch(written)
    if locale == "it" and english:
        return f"Scrivere {int(english[3])}/{int(english[2])}/{english[1]}."
    return "Scrivere giorno, mese e anno in cifre."
