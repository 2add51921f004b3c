"""Characters that no text of an ente needs: a terminal or page would interpret them, or no file can contain them."""

import re

SHOWN = 200
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("[\t\n\r\u2028\u2029]+")
_CONTROL_BYTES = bytes({*range(32), 127} - {*b"\t\n\r"})


def unprintable(text: str) -> re.Match[str] | None:
    """The first such character of a text."""
    return _UNPRINTABLE.search(text)


def character(found: re.Match[str]) -> str:
    """The character, for an error message (Italian)."""
    code = ord(found[0])
    return f"il carattere di controllo U+{code:04X}" if code else "un carattere nullo: non è un file di testo"


def may_hold_unprintable(content: bytes) -> bool:
    """Whether the bytes of a text need a search: most do not, and files are large."""
    return not content.isascii() or len(content.translate(None, _CONTROL_BYTES)) < len(content)


def printable(text: str) -> str:
    """A text for a terminal: `�` replaces control characters."""
    return _UNPRINTABLE.sub("\ufffd", text)


def in_one_line(text: str) -> str:
    """A text in a single line of an error message, without carriage returns."""
    return _BREAKS.sub(" ", printable(text))


def shortened(text: str) -> str:
    """A value found in a file, shortened for an error message."""
    whole = in_one_line(text)
    return whole if len(whole) <= SHOWN else f"{whole[:SHOWN]}…"
