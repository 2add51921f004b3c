"""Parses the XML of a workbook completely and counts its cells before a library expands them.

A few bytes can put a cell in the last row and column, or repeat one a million times.
"""

import re
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.parsers import expat

from attrs import define

from merito.workspace.workbooks.archives import ArchiveError

ROWS, COLUMNS, CELLS = 2**20, 2**14, 2_000_000
DEEPEST = 100
XML = (".xml", ".rels")
CONTENT_TYPES, KIND = "[Content_Types].xml", "mimetype"
KIND_LENGTH = 200
OF_THE_PROGRAM = "Configurations2/"  # tool bars of LibreOffice: empty files
PLAIN_NUMBER = re.compile("[0-9]{1,7}")
TOO_MANY = (
    "ha troppe righe o colonne. Togliere quelle vuote ma formattate in fondo e a destra, o salvare ogni tabella in CSV"
)


@define
class _Extent:
    """Rows and cells counted while one part is read: those of a sheet of xlsx, and of a table of ods."""

    depth: int = 0
    row_depth: int = 0
    row: int = 0
    column: int = 0
    width: int = 0
    repeated: int = 1
    filled: int = 0
    widest: int = 0
    last: int = 0
    cells: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise ArchiveError("ha elementi XML uno dentro l'altro senza fine")
        local = name.rpartition(":")[2]
        if local == "row":
            self._row_of_xlsx(attributes.get("r", ""))
        elif self.row_depth and self.depth == self.row_depth + 1:
            self._cell_of_xlsx(attributes.get("r", ""))
        elif local == "table":
            self.row = self.widest = self.last = 0
        elif local == "table-row":
            self.column = self.filled = 0
            self.repeated = _times(attributes.get("table:number-rows-repeated", ""))
        elif local in ("table-cell", "covered-table-cell"):
            self.column += _times(attributes.get("table:number-columns-repeated", ""))
            if any(key.startswith(("office:", "calcext:")) for key in attributes):
                self._filled()
        elif local == "p" and self.column:
            self._filled()

    def end(self, name: str) -> None:
        self.depth -= 1
        local = name.rpartition(":")[2]
        if local == "row":
            self.row_depth = 0
            self._add(max(1, self.width))
        elif local == "table-row":
            self.row += self.repeated
            if self.filled:
                self.last, self.widest = self.row, max(self.widest, self.filled)
            if self.last > ROWS or self.cells + self.last * self.widest > CELLS:
                raise ArchiveError(TOO_MANY)
        elif local == "table":
            self._add(self.last * self.widest)

    def _row_of_xlsx(self, reference: str) -> None:
        before, self.column, self.width, self.row_depth = self.row, 0, 0, self.depth
        if reference and not PLAIN_NUMBER.fullmatch(reference):
            raise ArchiveError(TOO_MANY)
        self.row = int(reference) if reference else before + 1
        if self.row > ROWS:
            raise ArchiveError(TOO_MANY)
        self._add(max(0, self.row - before) // 4)

    def _cell_of_xlsx(self, reference: str) -> None:
        letters = reference.rstrip("0123456789").replace("$", "").upper()
        self.column = _column(letters) if letters.isascii() and letters.isalpha() else self.column + 1
        if self.column > COLUMNS:
            raise ArchiveError(TOO_MANY)
        self.width = max(self.width, self.column)

    def _filled(self) -> None:
        self.filled = max(self.filled, self.column)
        if self.filled > COLUMNS:
            raise ArchiveError(TOO_MANY)

    def _add(self, cells: int) -> None:
        self.cells += cells
        if self.cells > CELLS:
            raise ArchiveError(TOO_MANY)


def check_extents(parts: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The parts that are well-formed XML, and the one that gives the type: the library sees no others.

    Raises ArchiveError on sheets that are too large, and on XML that declares entities; ExpatError if a part should be
    XML and is not, or is truncated.
    """
    sound: dict[str, bytes] = {}
    faults: dict[str, expat.ExpatError] = {}
    cells = 0
    for name, part in parts.items():
        if name.startswith(OF_THE_PROGRAM):
            continue
        if name == KIND and len(part) <= KIND_LENGTH:
            sound[name] = part
            continue
        extent = _Extent(cells=cells)
        parser = expat.ParserCreate()
        parser.StartElementHandler = extent.start
        parser.EndElementHandler = extent.end
        parser.StartDoctypeDeclHandler = _refuse
        try:
            parser.Parse(part, True)
        except expat.ExpatError as error:
            faults[name] = error
        else:
            sound[name], cells = part, extent.cells
    for name, fault in faults.items():
        if name.lower().endswith(XML) or _declared_xml(name, sound.get(CONTENT_TYPES, b"<none/>")):
            raise fault
    return sound


def _declared_xml(name: str, types: bytes) -> bool:
    """Whether an Excel workbook declares, by name or ending, that a part is XML."""
    path, ending = f"/{name}".lower(), name.rpartition(".")[2].lower()
    return any(
        one.get("ContentType", "").lower().endswith("xml")
        and (one.get("PartName", "").lower() == path or one.get("Extension", "").lower() == ending)
        for one in ElementTree.fromstring(types)
    )


def _refuse(*_: object) -> None:
    raise ArchiveError("dichiara entità XML, che nessun foglio di calcolo scrive")


def _column(letters: str) -> int:
    if len(letters) > 3:
        raise ArchiveError(TOO_MANY)
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _times(written: str) -> int:
    """The repetition count of a row or cell; an invalid number is left to the reader of the workbook."""
    if not (written.isascii() and written.isdigit()):
        return 1
    return int(written[:12])
