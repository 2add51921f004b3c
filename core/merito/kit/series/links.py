"""Columns from tables and across axes: the figure for a word, sums over a link, a figure copied back."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from merito.kit.series.axis import Axis, Gap, state_of, together
from merito.kit.series.figure import How
from merito.kit.series.marks import Words, itself
from merito.kit.series.series import Series, exact
from merito.model.basis import InForce
from merito.model.messages import Message, Ref, Sayable, say
from merito.model.states import State
from merito.numbers import Number, fraction


def mapped(
    words: Words, table: InForce[Mapping[str, Any]], without: Number | None = None, unknown: Sayable = ""
) -> Series:
    """The figure that a table assigns to each word; `without` is that of the empty word.

    A word that the table lacks has no figure: its cell is refused, and `unknown` says why.
    """
    known = {word: fraction(value) for word, value in table.value.items()}
    if without is not None:
        known.setdefault("", fraction(without))
    strange = {
        at: (Gap(State.REFUSED, unknown or _not_in(table, word)),)
        for at, word in enumerate(words.cells)
        if word not in known and at not in words.gaps
    }
    values = [known.get(word, Fraction(0)) for word in words.cells]
    return exact(words.axis, values, together(words.gaps, strange), How(_by_word, (table, words), keeps=True))


def summed(column: Series, to: Axis, links: Sequence[str]) -> Series:
    """The sum over those linked to each subject (the people of each unit); without any it is 0.

    A cell with a gap leaves its sum without a figure: it waits, and says for how many. Links to ids that are not on the
    axis are ignored.
    """
    sums, missing = [Fraction(0)] * len(to), dict[int, list[Gap]]()
    members: list[list[int]] = [[] for _ in to.ids]
    for at, (link, value) in enumerate(zip(links, column.values(), strict=True)):
        place = to.place.get(link)
        if place is None:
            continue
        members[place].append(at)
        sums[place] += value
        if at in column.gaps:
            missing.setdefault(place, []).append(Gap(state_of(column.gaps[at]), ""))
    gaps = {place: (_waits(own),) for place, own in missing.items()}
    return exact(to, sums, gaps, How(_sum_of, (column,), at=members.__getitem__, joins=True, keeps=True))


def overall(column: Series) -> Series:
    """The sum over everybody, in each cell, to compute shares."""
    whole, links = Axis("whole", ("",), (None,)), [""] * len(column.axis)
    nobody = Gap(State.NOT_MEASURED, say("non risulta nessuno"))
    return spread(summed(column, whole, links), column.axis, links, missing=nobody)


def _waits(missing: Sequence[Gap]) -> Gap:
    """Why a sum has no figure: for how many figures it waits."""
    n = len(missing)
    why = say("la somma attende {n} figura", many="la somma attende {n} figure", number="n", n=n)
    return Gap(state_of(missing), why, joint=True)


def _sum_of(count: int) -> Message:
    return say("somma di {n} figura", many="somma di {n} figure", number="n", n=count)


def _by_word(table: Message, word: Message) -> Message:
    return say("{table} secondo il livello {word}", table=table, word=word)


def _not_in(table: InForce[Any], word: str) -> Message:
    return say("la tabella {parameter} non ha «{word}»", parameter=Ref("parameter", table.key), word=word)


def spread(column: Series, to: Axis, links: Sequence[str], missing: Gap) -> Series:
    """The figure of the subject to which each is linked (a unit's grade, for its people), or `missing`."""
    places = [column.axis.place.get(link) for link in links]
    gaps = {
        at: (missing,) if place is None else column.gaps[place]
        for at, place in enumerate(places)
        if place is None or place in column.gaps
    }
    cells = [0 if place is None else column.cells[place] for place in places]
    where = [() if place is None else (place,) for place in places]
    how = How(itself, (column,), at=where.__getitem__, keeps=True)
    return Series(axis=to, cells=cells, over=column.over, gaps=gaps, how=how)
