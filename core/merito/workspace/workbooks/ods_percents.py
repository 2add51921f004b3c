"""The cells of an OpenDocument workbook that show their value times 100: the library that reads it does not say so."""

from collections import defaultdict
from collections.abc import Mapping
from xml.parsers import expat

from attrs import Factory, define

PERCENT = "percentage"
CELLS = ("table:table-cell", "table:covered-table-cell")
MOST_ROWS, MOST_COLUMNS = 2**16, 2**14

Percents = Mapping[int, set[int]]
"""Columns by row, both from 1."""


def ods_percents(content: bytes) -> Mapping[str, Percents]:
    """The percents of every sheet, by its name; the size and the entities of its part were checked before."""
    read = _Reader()
    if PERCENT.encode() in content:
        parser = expat.ParserCreate()
        parser.StartElementHandler, parser.EndElementHandler = read.start, read.end
        parser.Parse(content, True)
    return read.found


@define
class _Reader:
    found: dict[str, defaultdict[int, set[int]]] = Factory(dict)
    table: str = ""
    row: int = 0
    rows: int = 1
    column: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self.table, self.row = attributes.get("table:name", ""), 0
            self.found.setdefault(self.table, defaultdict(set))
        elif name == "table:table-row":
            self.rows, self.column = _times(attributes.get("table:number-rows-repeated", "")), 0
        elif name in CELLS:
            before = self.column
            self.column += _times(attributes.get("table:number-columns-repeated", ""))
            if attributes.get("office:value-type") == PERCENT:
                for row in range(self.row + 1, self.row + min(self.rows, MOST_ROWS) + 1):
                    self.found[self.table][row].update(range(before + 1, min(self.column, MOST_COLUMNS) + 1))

    def end(self, name: str) -> None:
        if name == "table:table-row":
            self.row += self.rows


def _times(written: str) -> int:
    return int(written[:7]) if written.isascii() and written.isdigit() else 1
