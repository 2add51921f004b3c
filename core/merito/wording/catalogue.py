"""Translations of messages: a list of messages as written, with `{}` in place of values."""

import re
from collections.abc import Mapping
from functools import cache

from attrs import frozen

PLACE = "{}"
QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")


@frozen
class Messages:
    """A list of messages. More specific ones come first."""

    known: Mapping[str, str]

    def said(self, told: str) -> str:
        """A message in the other language, with nested messages translated; unchanged if it is not in the list."""
        for message, other in self.known.items():
            if found := _pattern(message).fullmatch(told):
                return other.format(*(self.said(quoted(one)) for one in found.groups()))
        return told


def quoted(told: str) -> str:
    """A value, or a list of them, in Italian quotes; options without quotes."""
    return QUOTED.sub(_in_quotes, told) if told[:1] in ("'", '"') else told


def _in_quotes(found: re.Match[str]) -> str:
    value = found[1] or found[2] or ""
    return value if value.startswith("-") else f"«{value}»"


@cache
def _pattern(message: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, message.split(PLACE))), re.DOTALL)
