"""Figures and states as an Italian reader writes them."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from merito.model.figures import Figure, Range
from merito.model.rows import Rows
from merito.numbers import day_text, decimal_text, number_text
from merito.parameters import DayOfYear

PHASE_STATES = {
    "done": "calcolata",
    "waiting": "in attesa dei dati",
    "partial": "calcolata in parte",
    "blocked": "bloccata",
    "provisional": "provvisoria",
}


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
        return number_text(value)
    if isinstance(value, DayOfYear):
        return str(value)
    if isinstance(value, tuple):
        return ", ".join(map(value_text, value))
    if isinstance(value, dict):
        return ", ".join(f"{key}: {value_text(item)}" for key, item in value.items())
    return str(value)
