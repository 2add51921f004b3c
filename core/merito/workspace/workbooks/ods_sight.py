"""The display of sheets in an OpenDocument workbook: hidden sheets and rows, struck-out cells, percents."""

import re
from collections import defaultdict
from collections.abc import Mapping

from attrs import Factory, define

from merito.workspace.workbooks.out_of_sight import Sight, frozen_cells, parse

TELLING = re.compile(
    rb'line-through-(?:style|type)="(?!none)|table:display="false"|table:visibility="(?!visible)'
    rb'|value-type="percentage"'
)
PERCENT = "percentage"
MOST_ROWS = 2**16


def ods_sights(parts: Mapping[str, bytes]) -> Mapping[str, Sight]:
    """The display of every sheet of an OpenDocument workbook, by its name."""
    read = _OdsSheets()
    contents = [parts.get(part, b"") for part in ("styles.xml", "content.xml")]
    if any(map(TELLING.search, contents)):
        for content in contents:
            parse(content, read.start, read.end, read.text)
    return {
        name: Sight(
            hidden=name in read.hidden_tables,
            rows=frozenset(read.hidden[name]),
            struck=frozen_cells(read.struck[name]),
            percents=frozen_cells(read.percents[name]),
        )
        for name in read.tables
    }


@define
class _OdsSheets:
    """The sheets of an ods while it is read. A style strikes out if its parent does."""

    tables: list[str] = Factory(list)
    hidden_tables: set[str] = Factory(set)
    hidden: defaultdict[str, set[int]] = Factory(lambda: defaultdict(set))
    struck: defaultdict[str, defaultdict[int, set[int]]] = Factory(lambda: defaultdict(lambda: defaultdict(set)))
    percents: defaultdict[str, defaultdict[int, set[int]]] = Factory(lambda: defaultdict(lambda: defaultdict(set)))
    strikes: dict[str, bool] = Factory(dict)
    parents: dict[str, str] = Factory(dict)
    undisplayed: set[str] = Factory(set)
    style: str = ""
    defaults: list[str] = Factory(list)
    row: int = 0
    row_times: int = 1
    row_style: str = ""
    column: int = 0
    cell_struck: bool = False
    filled: bool = False
    span_struck: list[bool] = Factory(list)
    spanned: bool = False
    loose: bool = False
    in_text: bool = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match name:
            case "style:style":
                self.style = attributes.get("style:name", "")
                self.parents[self.style] = attributes.get("style:parent-style-name", "")
            case "style:text-properties":
                line = attributes.get("style:text-line-through-style") or attributes.get("style:text-line-through-type")
                if line is not None:
                    self.strikes[self.style] = line != "none"
            case "style:table-properties":
                if attributes.get("table:display") == "false":
                    self.undisplayed.add(self.style)
            case "table:table":
                self.tables.append(attributes.get("table:name", ""))
                self.defaults, self.row = [], 0
                if attributes.get("table:style-name", "") in self.undisplayed:
                    self.hidden_tables.add(self.tables[-1])
            case "table:table-column":
                times = min(_times(attributes.get("table:number-columns-repeated", "")), 2**14)
                self.defaults += [attributes.get("table:default-cell-style-name", "")] * times
            case "table:table-row":
                self.row_times = _times(attributes.get("table:number-rows-repeated", ""))
                self.row_style, self.column = attributes.get("table:default-cell-style-name", ""), 0
                if attributes.get("table:visibility", "visible") != "visible" and self.row_times < 2**16:
                    self.hidden[self.tables[-1]].update(range(self.row + 1, self.row + self.row_times + 1))
            case "table:table-cell" | "table:covered-table-cell":
                self._cell(attributes)
            case "text:p":
                self.in_text = True
            case "text:span":
                self.span_struck.append(self._struck(attributes.get("text:style-name", "")))

    def _cell(self, attributes: dict[str, str]) -> None:
        before, self.column = self.column, self.column + _times(attributes.get("table:number-columns-repeated", ""))
        at = self.defaults[before] if before < len(self.defaults) else ""
        if attributes.get("office:value-type") == PERCENT:
            for row in self._rows():
                self.percents[self.tables[-1]][row].update(range(before + 1, self.column + 1))
        self.cell_struck = self._struck(attributes.get("table:style-name") or self.row_style or at)
        self.filled = any(key.startswith(("office:", "calcext:")) for key in attributes)
        self.loose = self.spanned = False
        self.span_struck = []

    def text(self, characters: str) -> None:
        if self.in_text and characters.strip():
            self.filled = True
            self.spanned = self.spanned or any(self.span_struck)
            self.loose = self.loose or not any(self.span_struck)

    def end(self, name: str) -> None:
        match name:
            case "style:style":
                self.style = ""
            case "text:p":
                self.in_text = False
            case "text:span":
                self.span_struck.pop()
            case "table:table-cell" | "table:covered-table-cell":
                if self.filled and (self.cell_struck or (self.spanned and not self.loose)):
                    for row in self._rows():
                        self.struck[self.tables[-1]][row].add(self.column)
            case "table:table-row":
                self.row += self.row_times

    def _rows(self) -> range:
        """The rows that the present row element represents."""
        return range(self.row + 1, self.row + min(self.row_times, MOST_ROWS) + 1)

    def _struck(self, style: str) -> bool:
        for _ in range(len(self.parents) + 1):
            if style in self.strikes or not style:
                break
            style = self.parents.get(style, "")
        return self.strikes.get(style, False)


def _times(written: str) -> int:
    return int(written[:7]) if written.isascii() and written.isdigit() else 1
