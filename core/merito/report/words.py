"""Figures and states as an Italian reader writes them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from merito.model.figures import Figure, Range
from merito.model.rows import Rows
from merito.numbers import exact_text, half_up
from merito.parameters import DayOfYear

STATES = {
    "final": "definitivo",
    "provisional": "provvisorio",
    "monitoring": "monitoraggio",
    "not_measured": "non misurato",
    "withheld": "trattenuto",
    "refused": "rifiutato",
    "blocked": "bloccato",
    "met": "rispettata",
    "late": "in ritardo",
    "open": "aperta",
    "overdue": "scaduta",
}

PHASE_STATES = {
    "done": "calcolata",
    "partial": "calcolata in parte",
    "blocked": "bloccata",
    "provisional": "provvisoria",
}

PHASES = {
    "a": "a. obiettivi",
    "b": "b. risorse",
    "c": "c. monitoraggio",
    "d": "d. valutazione",
    "e": "e. premi",
    "f": "f. rendicontazione",
}

SCOPES = {
    "indicator": "indicatore",
    "objective": "obiettivo",
    "area": "area",
    "perspective": "prospettiva",
    "dashboard": "cruscotto",
    "unit": "struttura",
    "manager": "dirigente",
    "ente": "ente",
}


def decimal_text(value: Decimal, places: int | None = None) -> str:
    """`1.234,56`; with `places`, exactly so many decimals."""
    text = f"{half_up(value, places) if places is not None else value:,f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def percent_text(value: Fraction | None) -> str:
    """`72,73%` with the exact fraction beside it where two decimals do not say it all."""
    if value is None:
        return "—"
    rounded = f"{decimal_text(half_up(value, 2))}%"
    return rounded if Fraction(half_up(value, 2)) == value else f"{rounded} (esatto {exact_text(value)})"


def euro(value: Decimal) -> str:
    return f"{decimal_text(value, 2)} €"


def day_text(value: date) -> str:
    return f"{value.day}/{value.month}/{value.year}"


def value_text(value: object) -> str:
    """Any value of an input row or of a parameter, as a person writes it; empty where there is none."""
    if value is None or value == "" or isinstance(value, Rows):
        return ""
    if isinstance(value, Figure):
        return value.text
    if isinstance(value, bool):
        return "SI" if value else "NO"
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, Range):
        return f"da {decimal_text(value.lowest)} a {decimal_text(value.highest)}"
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, Fraction):
        return exact_text(value)
    if isinstance(value, DayOfYear):
        return str(value)
    if isinstance(value, tuple):
        return ", ".join(map(value_text, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {value_text(item)}" for key, item in value.items())
    return str(value)
