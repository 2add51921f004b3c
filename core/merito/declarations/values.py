"""Parses the value of a parameter: one grammar for a plugin's file and an ente's."""

import datetime
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction

from merito.contract.declared_parameters import DayOfYear
from merito.model.messages import Message, say
from merito.numbers import HUNDRED

CENTS = 2
_FRACTION = re.compile(r"-?\d+/[1-9]\d*")
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,10})?)\s*%", re.ASCII)
_DAY = re.compile(r"(\d{2})-(\d{2}|last)")

EXPECTED: Mapping[str, Message] = {
    "number": say('un numero, o una frazione scritta "2/3"'),
    "share": say('una quota tra 0 e 1 (0.15 è il 15%), una percentuale scritta "15%", o una frazione scritta "2/3"'),
    "money": say("un importo in euro con al massimo due decimali (novemila si scrive 9000, non 9.000)"),
    "day": say('un giorno dell\'anno scritto "MM-GG", o "MM-last"'),
    "date": say("una data AAAA-MM-GG"),
    "choice": say("un testo"),
    "list": say("un elenco"),
    "table": say("una tabella"),
}


def read_value(kind: str, raw: object) -> object:
    """The value of a parameter of that kind. Raises ValueError, with what is expected, if it is invalid."""
    value = _READERS[kind](raw)
    if value is None:
        raise ValueError(EXPECTED[kind])
    return value


def _number(raw: object) -> Fraction | None:
    if isinstance(raw, str) and _FRACTION.fullmatch(raw):
        return Fraction(raw)
    if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
        return Fraction(raw) if not isinstance(raw, Decimal) or raw.is_finite() else None
    return None


def percent(raw: object) -> Fraction | None:
    """The number before the sign of a percent written as a text: `"20%"`, `"12,5 %"`."""
    match = _PERCENT.fullmatch(raw.strip()) if isinstance(raw, str) else None
    return Fraction(match[1].replace(",", ".")) if match else None


def _share(raw: object) -> Fraction | None:
    points = percent(raw)
    value = _number(raw) if points is None else points / HUNDRED
    return value if value is not None and 0 <= value <= 1 else None


def _money(raw: object) -> Decimal | None:
    value = _number(raw)
    if value is None or isinstance(raw, str) or (value * 100).denominator != 1:
        return None
    if isinstance(raw, Decimal) and int(raw.as_tuple().exponent) < -CENTS:
        return None  # 9.000 may be nine thousand in Italian format
    return Decimal((value * 100).numerator).scaleb(-2)


def _day(raw: object) -> DayOfYear | None:
    match = _DAY.fullmatch(raw) if isinstance(raw, str) else None
    if not match:
        return None
    day = DayOfYear(int(match[1]), 0 if match[2] == "last" else int(match[2]))
    try:
        day.in_year(2024)
    except ValueError:
        return None
    return day if str(day) != "02-29" else None


def _date(raw: object) -> datetime.date | None:
    is_date = isinstance(raw, datetime.date) and not isinstance(raw, datetime.datetime)
    return raw if is_date else None  # type: ignore[return-value]


def _exact(raw: object) -> object:
    """Lists and tables contain texts, dates and exact numbers at any depth."""
    if isinstance(raw, list):
        return tuple(_exact(item) for item in raw)
    if isinstance(raw, dict):
        return {key: _exact(item) for key, item in raw.items()}
    number = _number(raw)
    return raw if number is None else number


def _text(raw: object) -> str | None:
    return raw if isinstance(raw, str) and raw else None


def _list(raw: object) -> object:
    return _exact(raw) if isinstance(raw, list) else None


def _table(raw: object) -> object:
    return _exact(raw) if isinstance(raw, dict) else None


_READERS: dict[str, Callable[[object], object]] = {
    "number": _number,
    "share": _share,
    "money": _money,
    "day": _day,
    "date": _date,
    "choice": _text,
    "list": _list,
    "table": _table,
}
