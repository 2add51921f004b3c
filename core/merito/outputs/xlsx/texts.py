"""The shared texts of a workbook: each once, escaped for XML and spreadsheets."""

import re

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\r\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


class Texts:
    """The texts of a workbook, each written once; a cell holds its number."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}
        self.count = 0

    def number(self, text: str) -> int:
        """The number of a text."""
        return self._known.setdefault(text, len(self._known))

    def xml(self) -> str:
        """The part of the package that holds them."""
        items = "".join(map(_item, self._known))
        return f'<sst xmlns="{MAIN}" count="{self.count}" uniqueCount="{len(self._known)}">{items}</sst>'


def escaped(text: str) -> str:
    """A text escaped for XML; characters that XML cannot hold are written as spreadsheets do (`_x0001_`)."""
    if "_x" in text:
        text = LOOKS_ESCAPED.sub("_x005F_", text)
    text = NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(text: str) -> str:
    """A text escaped for the value of an attribute."""
    return escaped(text).replace('"', "&quot;")


def _item(text: str) -> str:
    """An item of the table of texts; its leading and trailing blanks and its lines are kept."""
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text or "\t" in text else ""
    return f"<si><t{space}>{escaped(text)}</t></si>"
