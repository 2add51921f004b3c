"""The display of sheets in an Excel workbook: hidden sheets and rows, cells with a strike-through font."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from xml.etree import ElementTree

from attrs import Factory, define

from merito.workspace.workbooks.out_of_sight import Sight, frozen_cells, parse

TRUE = ("1", "true")


def xlsx_sights(parts: Mapping[str, bytes]) -> Mapping[str, Sight]:
    """The display of every sheet of an Excel workbook, by its name."""
    fonts = _struck_formats(parts.get("xl/styles.xml", b""))
    texts = _struck_texts(parts.get("xl/sharedStrings.xml", b""))
    found: dict[str, Sight] = {}
    for name, part, hidden in _xlsx_sheets(parts):
        read, content = _XlsxSheet(fonts, texts), parts.get(part, b"")
        if fonts or texts or b"hidden" in content:
            parse(content, read.start, read.end, read.text)
        found[name] = Sight(hidden=hidden, rows=frozenset(read.hidden), struck=frozen_cells(read.struck))
    return found


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def _xlsx_sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str, bool]]:
    """The sheets of a workbook: name, part of the archive, whether hidden."""
    targets: dict[str, str] = {}
    for one in ElementTree.fromstring(parts.get("xl/_rels/workbook.xml.rels", b"<none/>")):
        target = one.get("Target", "")
        targets[one.get("Id", "")] = target[1:] if target.startswith("/") else str(PurePosixPath("xl") / target)
    for element in ElementTree.fromstring(parts.get("xl/workbook.xml", b"<none/>")).iter():
        if _local(element.tag) == "sheet":
            relation = next((value for key, value in element.attrib.items() if _local(key) == "id"), "")
            hidden = element.get("state", "visible") != "visible"
            yield element.get("name", ""), targets.get(relation, ""), hidden


def _struck_formats(styles: bytes) -> frozenset[int]:
    """The cell formats with a strike-through font."""
    if b"strike" not in styles:
        return frozenset()
    root = ElementTree.fromstring(styles)
    groups = {_local(group.tag): group for group in root}
    fonts = [any(map(_strikes, font)) for font in groups.get("fonts", ())]
    formats = [int(one.get("fontId", "0")) for one in groups.get("cellXfs", ())]
    return frozenset(number for number, font in enumerate(formats) if font < len(fonts) and fonts[font])


def _struck_texts(shared: bytes) -> frozenset[str]:
    """The shared texts that are struck out in every part, by their numbers."""
    if b"strike" not in shared:
        return frozenset()
    texts = enumerate(ElementTree.fromstring(shared))
    return frozenset(str(number) for number, text in texts if len(text) and all(map(_struck_run, text)))


def _struck_run(run: ElementTree.Element) -> bool:
    return _local(run.tag) == "r" and any(map(_strikes, (one for group in run for one in group)))


def _strikes(element: ElementTree.Element) -> bool:
    return _local(element.tag) == "strike" and element.get("val", "1") in TRUE


@define
class _XlsxSheet:
    """One sheet of xlsx while it is read: hidden rows, struck-out cells."""

    formats: frozenset[int]
    texts: frozenset[str]
    hidden: set[int] = Factory(set)
    struck: defaultdict[int, set[int]] = Factory(lambda: defaultdict(set))
    row: int = 0
    column: int = 0
    by_format: bool = False
    shared: bool = False
    value: str | None = None

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if local == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
            if attributes.get("hidden") in TRUE:
                self.hidden.add(self.row)
        elif local == "c":
            self.column = _column(attributes.get("r", "")) or self.column + 1
            self.by_format = int(attributes.get("s", "0")) in self.formats
            self.shared = attributes.get("t") == "s"
        elif local in ("v", "t"):
            self.value = ""

    def text(self, characters: str) -> None:
        if self.value is not None:
            self.value += characters

    def end(self, name: str) -> None:
        if _local(name) in ("v", "t"):
            if self.by_format or (self.shared and self.value in self.texts):
                self.struck[self.row].add(self.column)
            self.value = None


def _column(reference: str) -> int:
    number = 0
    for letter in reference.rstrip("0123456789").upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
