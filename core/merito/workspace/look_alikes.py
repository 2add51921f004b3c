"""Ids that people read as equal and programs as different: letters of other alphabets, invisible characters."""

import re
import unicodedata

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u3164\ufeff]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_AS_LATIN = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧοѵν",
        "ABESIJKMHOPCTYXaesijopcyxdqwhABEZHIKMNOPTYXovv",
        strict=True,
    )
)


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
