"""Characters that no text of an ente needs, and ids that people read as equal and programs as different."""

import re
import unicodedata

SHOWN = 200
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("[\t\n\r\u2028\u2029]+")
_CONTROL_BYTES = bytes({*range(32), 127} - {*b"\t\n\r"})
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u3164\ufeff]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_AS_LATIN = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧοѵν",
        "ABESIJKMHOPCTYXaesijopcyxdqwhABEZHIKMNOPTYXovv",
        strict=True,
    )
)


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


def look_alike(name: str) -> str:
    """A character in a name that is not what it looks like (Italian); blank if there is none.

    Non-breaking spaces, and letters that look Latin and are not.
    """
    if found := _SPACES.search(name):
        return f"lo spazio speciale {code_point(found[0])}"
    strange = next((letter for letter in name if letter in _AS_LATIN), None)
    return f"la lettera {code_point(strange)}, che sembra «{_AS_LATIN[strange]}»" if strange else ""


def look_alike_id(identifier: str) -> str:
    """The same for an id, which must not mix alphabets either, nor contain compatibility characters (`①`)."""
    if fault := look_alike(identifier):
        return fault
    letters = [letter for letter in identifier if letter.isalpha()]
    odd = next((letter for letter in letters if script(letter) != script(letters[0])), None)
    if odd is not None:
        return f"lettere di due alfabeti: la lettera {code_point(odd)} accanto a «{letters[0]}»"
    simple = unicodedata.normalize("NFKC", identifier)
    if simple != identifier:
        odd = next((one for one in identifier if unicodedata.normalize("NFKC", one) != one), identifier[0])
        return f"{code_point(odd)}: la stessa cosa si scrive «{simple}»"
    return ""


def script(letter: str) -> str:
    """The alphabet of a letter, by the first word of its Unicode name."""
    return unicodedata.name(letter, "UNKNOWN").partition(" ")[0]


def code_point(character: str) -> str:
    """`U+0430 (CYRILLIC SMALL LETTER A)`."""
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'senza nome')})"
