"""Which row of a given sheet has its headings: above it may stand titles and logos, at its foot totals."""

import re
from collections.abc import Collection, Iterable, Sequence

from attrs import frozen

from merito.workspace.cells import Broken, Cell, text_of
from merito.workspace.exchange.held import Line
from merito.workspace.heads import plain

LOOKED_AT = 40
TOTAL = re.compile(r"(sub)?tot(ale|ali|\.)?(?!\w).{0,40}", re.IGNORECASE)
NUMBER = re.compile(r"[-+]?[\d.,' ]*\d[\d.,' ]*[%€]?|€ ?[\d.,]+|#\w+[!?/]?.*")
Record = Sequence[Cell | Broken]


@frozen
class Headed:
    """The records of a sheet with its headings first: those above are blank, so that every row keeps its number.

    `row` is that of the headings, the last if they are `folded` over two; `above` are the texts of what was left out.
    """

    records: tuple[Record, ...]
    row: int = 0
    above: tuple[str, ...] = ()
    folded: bool = False


def headed(records: Sequence[Record], known: Collection[str], said: int = 0) -> Headed:
    """The records below the row with the headings; `known` are headings that are understood, plain.

    `said` is the number of the row that somebody names, 0 if nobody does; one that is blank in this sheet is not taken.
    """
    if said and said <= len(records) and _texts(records[said - 1]):
        titles = (" ".join(_texts(one)) for one in records[: said - 1])
        return Headed((*((),) * (said - 1), *records[said - 1 :]), said, tuple(filter(None, titles)))
    top = [place for place, one in enumerate(records[: LOOKED_AT + _blank(records)]) if _texts(one)]
    if not top:
        return Headed(tuple(records))
    place = _place(records, top, known)
    heads, first = list(records[place]), place + 1
    above = records[place - 1] if place and len(_texts(records[place - 1])) > 1 else ()
    for where, cell in enumerate(above):
        if where < len(heads) and not text_of(heads[where]).strip():  # a heading merged over two rows
            heads[where] = cell
    below = _texts(records[first]) if first < len(records) else []
    if below and all(plain(one) in known for one in below):
        heads += [""] * (len(records[first]) - len(heads))
        for where, cell in enumerate(records[first]):
            heads[where] = cell if text_of(cell).strip() else heads[where]
        first += 1
    if place == top[0] and first == place + 1:
        return Headed(tuple(records), place + 1)
    told = tuple(" ".join(_texts(records[one])) for one in top if one < place)
    return Headed((*((),) * (first - 1), heads, *records[first:]), first, told, first > place + 1)


def totals_of(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The rows at the foot that add up those above them: «Totale», and otherwise numbers alone."""
    kept = len(lines)
    while kept and _is_total(lines[kept - 1].cells):
        kept -= 1
    return tuple(lines[kept:])


def _is_total(cells: Iterable[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return bool(filled) and bool(TOTAL.fullmatch(filled[0])) and all(map(NUMBER.fullmatch, filled[1:]))


def _place(records: Sequence[Record], top: Sequence[int], known: Collection[str]) -> int:
    """The row that has most of the known headings; if none has any, the first that is as wide as a table."""
    hits = {place: _hits(_texts(records[place]), known) for place in top}
    most = max(hits.values())
    first = len({plain(one) for one in _texts(records[top[0]])} & set(known))
    if most > max(first, 1) or (most and not first and len(_texts(records[top[0]])) == 1):
        return next(place for place in top if hits[place] == most)
    if most or first:
        return top[0]
    wide = max(len(_texts(records[place])) for place in top)
    return next(place for place in top if len(_texts(records[place])) * 2 > wide)


def _hits(texts: Sequence[str], known: Collection[str]) -> int:
    """How many known headings a row has; none if most of its cells are something else."""
    found = len({plain(one) for one in texts} & set(known))
    return found if found * 2 >= len(texts) else 0


def _blank(records: Sequence[Record]) -> int:
    """How many records at the top are empty."""
    return next((place for place, one in enumerate(records) if _texts(one)), 0)


def _texts(record: Record) -> list[str]:
    return [text for cell in record if (text := text_of(cell).strip())]
