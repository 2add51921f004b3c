"""CSV cells that no spreadsheet executes: text that looks like a formula is prefixed with an apostrophe.

Spreadsheets treat such a cell as text. A cell may be split at another separator than ours, so it is examined after each
one. Numbers (also negative), fractions and a lone dash are left unchanged. Reading removes the apostrophe.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import islice

ROWS_AT_ONCE = 100
_STARTS = "=+@\uff1d\uff0b\uff0d\uff20"
_NOT_RUN = r"-(?:[0-9][0-9.,]*(?:%|/[0-9]+)?)?[ ]*(?=[,;\t\r\n]|$)"
_FORMULA = re.compile(rf"(^|[,;\t\r\n])([ \"]*)(?=[{_STARTS}]|(?!{_NOT_RUN})-)")
_SIGNED = re.compile(rf"(^|[,;\t\r\n])([ \"]*)'(?=[{_STARTS}-])")
_RARE = tuple(_STARTS)
_BEFORE_A_DASH = tuple(f"{mark}-" for mark in ',;\t\r\n "')
_AFTER_A_SIGN = tuple(f"'{mark}" for mark in (*_STARTS, "-"))


def may_run(text: str) -> bool:
    """Whether a CSV file may contain such a cell; a fast test, since most do not."""
    return any(mark in text for mark in _RARE) or any(mark in text for mark in _BEFORE_A_DASH)


def may_be_signed(text: str) -> bool:
    """Whether a CSV file may contain a cell with such an apostrophe."""
    return "'" in text and any(mark in text for mark in _AFTER_A_SIGN)


def as_text(cell: str) -> str:
    """A cell that every spreadsheet treats as text."""
    return _FORMULA.sub(r"\1\2'", cell)


def as_written(cell: str) -> str:
    """The original text of a cell."""
    return _SIGNED.sub(r"\1\2", cell)


def csv_text(rows: Iterable[Iterable[object]], delimiter: str = ",") -> str:
    """The text of a CSV file, with the apostrophes it needs. What is no text is written by `str`, None is blank."""
    whole = [row if isinstance(row, tuple | list) else tuple(row) for row in rows]
    text = _csv(whole, delimiter)
    if not may_run(f"\n{text}"):
        return text
    return _csv(([as_text(cell) if isinstance(cell, str) else cell for cell in row] for row in whole), delimiter)


def csv_pieces(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The same text, so many rows at a time."""
    left = iter(rows)
    while some := [tuple(row) for row in islice(left, ROWS_AT_ONCE)]:
        text = _csv(some, ",")
        yield csv_text(some) if may_run(f"\n{text}") else text


def coded(text: str, encoding: str) -> bytes:
    """The bytes of a CSV file; in UTF-8, with a mark, if its encoding lacks a character."""
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode("utf-8-sig")


def _csv(rows: Iterable[Iterable[object]], delimiter: str) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return buffer.getvalue()
