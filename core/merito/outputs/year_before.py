"""The grade of an ente in the previous year, from its results in the neighbouring folder."""

from contextlib import suppress
from fractions import Fraction
from pathlib import Path

from merito.outputs.own_folder import SUMMARY, is_of, read_json


def figure_of(out: Path, ente: str, year: int) -> Fraction | None:
    """The exact grade of the ente in that year; None if there are no such results, or no grade in them."""
    with suppress(OSError, ValueError, TypeError, KeyError, ZeroDivisionError):
        data = read_json(out / ente / str(year) / SUMMARY)
        if is_of(data, ente, year) and data["simulation"] is None:
            return Fraction(data["figures"]["ente"]["exact"])
    return None
