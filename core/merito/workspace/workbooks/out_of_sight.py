"""Display properties that change how people read a sheet: hidden sheets and rows, struck-out cells.

The libraries return only values; the display is in the XML of the workbook.
"""

from collections.abc import Callable, Mapping
from xml.parsers import expat

from attrs import field, frozen

from merito.model.looked_at import Remark
from merito.model.source import places_text
from merito.workspace.problems import Problems
from merito.workspace.raw import RawTable

STRUCK_REMEDY = "Togliere {what}, o togliere la barratura se vale."


@frozen(kw_only=True)
class Sight:
    """The display of a sheet: hidden or not, its hidden rows, its struck-out cells as columns (from 1) by row.

    `percents` are the cells shown times 100, if the values of the sheet do not say so.
    """

    hidden: bool = False
    rows: frozenset[int] = frozenset()
    struck: Mapping[int, frozenset[int]] = field(factory=dict)
    percents: Mapping[int, frozenset[int]] = field(factory=dict)


SEEN = Sight()


def tell(raw: RawTable, sight: Sight, problems: Problems) -> None:
    """Struck-out rows and cells of a table are problems; a hidden sheet or row is a remark, which stops nothing."""
    filled = {number: sum(cell != "" for cell in cells) for number, cells in raw.rows}
    filled[raw.head_row] = len(raw.heads)
    for number in sorted(sight.struck.keys() & filled.keys()):
        columns = sight.struck[number]
        whole = len(columns) >= filled[number]
        heads = [raw.heads[one - 1] for one in sorted(columns) if one <= len(raw.heads)]
        problems.tell(
            raw.source(number),
            "riga barrata" if whole else "cella barrata",
            column="" if whole else ", ".join(heads),
            remedy=STRUCK_REMEDY.format(what="la riga" if whole else "ciò che vi sta"),
        )
    subject = f"table:{raw.sheet}"
    if sight.hidden and raw.rows:
        text = f"{raw.source(0)}: il foglio è nascosto, ma le sue righe valgono come le altre"
        problems.remark(Remark(text=text, subject=subject, found="nascosto", source=raw.source(0)))
    hidden = sorted(sight.rows & {number for number, _ in raw.rows})
    if hidden:
        where = places_text(raw.source(number) for number in hidden)
        text = f"{where}: nascoste da un filtro o a mano, ma valgono come le altre"
        found = f"riga {hidden[0]}"
        problems.remark(Remark(text=text, subject=subject, found=found, source=raw.source(hidden[0])))


def frozen_cells(struck: Mapping[int, set[int]]) -> Mapping[int, frozenset[int]]:
    """Columns by row, frozen."""
    return {row: frozenset(columns) for row, columns in struck.items()}


def parse(
    part: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Parses one part of a workbook; its size and its entities were checked before."""
    if not part:
        return
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.Parse(part, True)
