"""Characters that no text of an ente needs, and those that nobody sees in a name."""

import re
import unicodedata

SHOWN = 200
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("[\t\n\r\u2028\u2029]+")
_CONTROL_BYTES = bytes({*range(32), 127} - {*b"\t\n\r"})
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u3164\ufeff]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


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


def invisible(text: str) -> str:
    """The first zero-width character of a text, for an error message (Italian); blank if there is none."""
    found = _INVISIBLE.search(text)
    return f"il carattere invisibile {code_point(found[0])}" if found else ""


def special_space(name: str) -> str:
    """A space in a name that is not the ordinary one (Italian); blank if there is none."""
    found = _SPACES.search(name)
    return f"lo spazio speciale {code_point(found[0])}" if found else ""


def code_point(character: str) -> str:
    """`U+0430 (CYRILLIC SMALL LETTER A)`."""
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'senza nome')})"
