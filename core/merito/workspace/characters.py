"""Characters that no text of an ente needs: a terminal or a page would obey them, or no file can hold them."""

import re

SHOWN = 200
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("[\t\n\r\u2028\u2029]+")
_CONTROL_BYTES = bytes({*range(32), 127} - {*b"\t\n\r"})


def unprintable(text: str) -> re.Match[str] | None:
    """The first such character of a text."""
    return _UNPRINTABLE.search(text)


def character(found: re.Match[str]) -> str:
    """It, as an error tells it (Italian)."""
    code = ord(found[0])
    return f"il carattere di controllo U+{code:04X}" if code else "un carattere nullo: non è un file di testo"


def may_hold_unprintable(content: bytes) -> bool:
    """Whether the bytes of a text have to be looked through: most have not, and files are large."""
    return not content.isascii() or len(content.translate(None, _CONTROL_BYTES)) < len(content)


def printable(text: str) -> str:
    """A text as a terminal may show it: `\ufffd` stands for what it would obey."""
    return _UNPRINTABLE.sub("\ufffd", text)


def in_one_line(text: str) -> str:
    """A text as it stands in a line of an error: a terminal would go back to its beginning at a carriage return."""
    return _BREAKS.sub(" ", printable(text))


def shortened(text: str) -> str:
    """What was found in a file, short enough for a line of an error."""
    whole = in_one_line(text)
    return whole if len(whole) <= SHOWN else f"{whole[:SHOWN]}…"
