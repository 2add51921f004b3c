"""The widths of the columns of a table, by their content."""

from collections.abc import Iterator

from merito.model.forms import RESULTS, FormColumn

WORDY = (
    *("title", "name", "item", "reason", "message", "text", "what", "cites", "content", "action", "note"),
    *("factor", "shown", "evidence_kind", "obiettivo", "descrizione", "titolo", "elemento"),
)
MONEY = ("due", "paid", "withheld", "amount", "savings", "budget", "per_head")
VALUES = ("value", "target", "target_interim", "baseline", "actual", "atteso", "ottenuto", "forecast", "state", "stato")
NAMED = ("source", "fonte")
SHORT = ("weight", "peso", "points", "max", "place", "order", "year")
OF_WORDS, OF_TITLES, OF_NAMES, OF_MONEY, OF_VALUES, OF_FIGURES, LEAST = 3.0, 2.6, 2.2, 2.2, 2.1, 1.5, 1.1
A_LETTER = 0.19
"""Centimetres per letter, and of columns; on a wider page the rest is shared in the same proportions."""


def widths(columns: tuple[FormColumn, ...]) -> tuple[float, ...]:
    """The fraction of the width for each column; none is narrower than the longest word of its header."""
    wide = [max(_width(one), *_of_words(one.head)) for one in columns]
    return tuple(one / sum(wide) for one in wide)


def _of_words(head: str) -> Iterator[float]:
    yield from (len(word) * A_LETTER for word in head.split())


def _width(column: FormColumn) -> float:
    if column.column in WORDY and not column.printed_as:
        return OF_WORDS
    if column.printed_as == "euro" or column.column in MONEY:
        return OF_MONEY
    if column.printed_as == "name" or column.hand or column.column in NAMED:
        return OF_NAMES
    if column.printed_as and column.printed_as not in ("percent", "points"):
        return OF_TITLES
    if column.missing or column.rows.startswith(f"{RESULTS}.") or column.column in VALUES:
        return OF_VALUES
    return LEAST if column.column in SHORT else OF_FIGURES
