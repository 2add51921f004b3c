"""Parts of the year: how long rows with days last in it, for everybody; and leave that never counts (art. 9 c. 3)."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from functools import partial
from typing import Protocol, TypeVar

from merito.contract.step import Step
from merito.kit.people import column_of
from merito.kit.series import Axis, Series
from merito.model.people import Absence
from merito.numbers import Period, apart_from, length_in_months

WORDS = "protected_leave"


def never_counts(step: Step, absence: Absence) -> bool:
    """Whether an absence is leave of that kind, whatever another row says about the same days (I-IT-18)."""
    return absence_is(step, absence, WORDS)


def absence_is(step: Step, absence: Absence, words: str) -> bool:
    """Whether the kind of an absence is one of those in a parameter that lists the beginnings of words."""
    listed = step.parameters.list(words).value
    return holds(absence.kind, beginnings(str(word) for word in listed))


def beginnings(words: Iterable[str]) -> tuple[str, ...]:
    """The words of a list as `holds` looks for them; one that ends in `=` must match the whole text."""
    return tuple(f"={_folded(word)}=" if word.endswith("=") else _folded(word).rstrip() for word in words)


def holds(written: object, words: tuple[str, ...]) -> bool:
    """Whether a text contains one of the words, from the beginning of a word, whatever follows its last letter."""
    return bool(written) and any(word in f"={_folded(str(written))}=" for word in words)


def _folded(text: str) -> str:
    """The words of a text separated by single spaces, without capitals, accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    return f" {' '.join(re.findall('[a-z0-9]+', plain))} "


class Days(Protocol):
    """A row with a first and a last day: an absence, a period served, an appointment."""

    @property
    def start(self) -> date | None: ...
    @property
    def end(self) -> date | None: ...


Row = TypeVar("Row", bound=Days)


def months(step: Step, axis: Axis, rows: Callable[[str], Sequence[Row]], name: str) -> Series:
    """The months of the cycle's year covered by each person's rows (`step.dossier.absences.of`), named `name`.

    Whole calendar months, and thirtieths; overlapping days count once. A missing first or last day is that of the year.
    """
    return _column(step, axis, rows, name, partial(_days, _year(step)))


def months_away(step: Step, axis: Axis, name: str = "mesi di assenza") -> Series:
    """The months of the cycle's year in which each was absent, by absences that count (`days_away`), named `name`."""
    return _column(step, axis, step.dossier.absences.of, name, partial(days_away, step))


def days_away(step: Step, rows: Iterable[Absence], *, unsaid: bool = True) -> tuple[Period, ...]:
    """The days of absences that count: not of one marked as not counting; `unsaid` applies to those without a mark.

    Days of leave that never counts (IT-9.3) are excluded, even if another absence covers the same days.
    """
    spans = [(Period(row.start, row.end), row) for row in rows]
    counted = (days for days, row in spans if (unsaid if row.counts is None else row.counts))
    return apart_from(counted, (days for days, row in spans if never_counts(step, row)))


def months_in(step: Step, days: Iterable[Period]) -> Fraction:
    """The months of some days that fall in the cycle's year: whole calendar months, and thirtieths."""
    return length_in_months(days, within=_year(step))


def _column(
    step: Step,
    axis: Axis,
    rows: Callable[[str], Sequence[Row]],
    name: str,
    days: Callable[[Sequence[Row]], Iterable[Period]],
) -> Series:
    def length(person: str) -> Fraction:
        own = rows(person)
        return months_in(step, days(own)) if own else Fraction(0)

    return column_of(axis, length, rows, name)


def _days(year: Period, rows: Sequence[Days]) -> list[Period]:
    return [Period(row.start or year.start, row.end or year.end) for row in rows]


def _year(step: Step) -> Period:
    return Period(date(step.dossier.year, 1, 1), date(step.dossier.year, 12, 31))
