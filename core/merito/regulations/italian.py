"""Errors in a layer, for an ente: authors read them in English, an ente reads those of its own rules in Italian.

`italian.toml` is the catalogue: every English message, with `{}` in place of names and values.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

import tomli
from attrs import frozen

OWN = "ente"
"""The name of the layer of an ente's own rules."""
NEAR = re.compile(r"; did you mean ['\"](.*?)['\"]\?$")
QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
PLACE, FILLED = "{}", re.compile(r"\{(\d?)\}")
WORDS = ((" column ", " colonna "), (" table ", " tabella "))


@frozen
class _Known:
    english: re.Pattern[str]
    italian: str


def in_italian(message: str, folder: str) -> str:
    """A message about own rules in Italian; `folder` is where they are. Unknown messages are returned unchanged."""
    near = NEAR.search(message)
    said = message[: near.start()] if near else message
    for place in _starts(said):
        if told := _translated(said[place:]):
            return _where(said[:place], folder) + told + (f". Forse «{near[1]}»?" if near else "")
    return _where(said, folder) + (f". Forse «{near[1]}»?" if near else "")


def _translated(message: str) -> str:
    """A message of the catalogue, with nested messages translated too; blank if it is not there."""
    for known in _catalogue():
        if found := known.english.fullmatch(message):
            return _filled(known.italian, [_value(one) for one in found.groups()])
    return ""


def _filled(italian: str, values: list[str]) -> str:
    """A text with the values in their places: one after the other, or by number if it gives them."""
    left = iter(values)
    return FILLED.sub(lambda place: values[int(place[1])] if place[1] else next(left), italian)


def _starts(message: str) -> Iterator[int]:
    """Where the message itself may begin: after the layer, file, entry or function."""
    if not message.startswith(f"{OWN}:"):
        yield 0
    for found in re.finditer(": |(?<=\\]) ", message):
        yield found.end()


def _where(told: str, folder: str) -> str:
    """`ente: rules.toml [B-1]: ` as a path, in the words of an ente."""
    layer, mark, rest = told.partition(": ")
    if layer == OWN and rest:
        told = f"{folder}/{rest}" if re.match(r"\w+\.(toml|py)\b", rest) else f"{folder}: {rest}"
    elif layer == OWN:
        told = f"{folder}{mark}"
    elif layer.startswith(f"{OWN}:"):
        told = f"{folder}/{layer.removeprefix(f'{OWN}:')}{mark}{rest}"
    for english, italian in WORDS:
        told = told.replace(english, italian)
    return _quoted(told)


def _value(told: str) -> str:
    """A name, or a list of names; code, such as an exception, is left unchanged."""
    if QUOTED.fullmatch(told) or told.startswith(("[", "(")):
        return _quoted(told)
    return _translated(told) or told


def _quoted(told: str) -> str:
    return QUOTED.sub(lambda found: f"«{found[1] or found[2] or ''}»", told)


@lru_cache(maxsize=1)
def _catalogue() -> tuple[_Known, ...]:
    """Longer messages first, because they are more specific."""
    text = files("merito.regulations").joinpath("italian.toml").read_text(encoding="utf-8")
    known = tomli.loads(text)
    return tuple(_Known(_pattern(english), known[english]) for english in sorted(known, key=len, reverse=True))


def _pattern(english: str) -> re.Pattern[str]:
    """The pattern of a message. A value at its beginning contains no `: `, which ends the location."""
    first, *others = map(re.escape, english.split(PLACE))
    begins = first or "((?:(?!: ).)+?)"
    rest = "(.+?)".join(others) if not first else "".join(f"(.+?){one}" for one in others)
    return re.compile(begins + rest, re.DOTALL)
