"""Cells of CSV files that no spreadsheet runs: text that looks like a formula has an apostrophe before it.

That is the sign by which spreadsheets know text. A cell may be cut at another separator than ours, so it is looked at
from each on; numbers, also negative ones and fractions, and a dash alone stay as they are. Reading takes signs away.
"""

import csv
import io
import re
from collections.abc import Iterable

_STARTS = "=+@\uff1d\uff0b\uff0d\uff20"
_NOT_RUN = r"-(?:[0-9][0-9.,]*(?:%|/[0-9]+)?)?[ ]*(?=[,;\t\r\n]|$)"
_FORMULA = re.compile(rf"(^|[,;\t\r\n])([ \"]*)(?=[{_STARTS}]|(?!{_NOT_RUN})-)")
_SIGNED = re.compile(rf"(^|[,;\t\r\n])([ \"]*)'(?=[{_STARTS}-])")
_RARE = tuple(_STARTS)
_BEFORE_A_DASH = tuple(f"{mark}-" for mark in ',;\t\r\n "')
_AFTER_A_SIGN = tuple(f"'{mark}" for mark in (*_STARTS, "-"))


def may_run(text: str) -> bool:
    """Whether a whole CSV file may have a cell that has to be looked at; quick, since most have none."""
    return any(mark in text for mark in _RARE) or any(mark in text for mark in _BEFORE_A_DASH)


def may_be_signed(text: str) -> bool:
    """Whether a whole CSV file may have a cell with the sign of text."""
    return "'" in text and any(mark in text for mark in _AFTER_A_SIGN)


def as_text(cell: str) -> str:
    """A cell that is text to every spreadsheet."""
    return _FORMULA.sub(r"\1\2'", cell)


def as_written(cell: str) -> str:
    """The text that whoever filled the cell meant."""
    return _SIGNED.sub(r"\1\2", cell)


def csv_text(rows: Iterable[Iterable[object]], delimiter: str = ",") -> str:
    """The text of a CSV file, with the signs that it needs. What is not text stands in a cell as `str` gives it."""
    whole = [list(row) for row in rows]
    text = _csv(whole, delimiter)
    if not may_run(text):
        return text
    return _csv(([as_text(cell) if isinstance(cell, str) else cell for cell in row] for row in whole), delimiter)


def _csv(rows: Iterable[Iterable[object]], delimiter: str) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return buffer.getvalue()
