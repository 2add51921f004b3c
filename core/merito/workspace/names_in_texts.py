"""Names of people (`anagrafe.csv`) in public texts: finds them, and replaces them by `omissis`.

A name is first name and surname, in either order. A surname alone is too often a word.
"""

import re
from collections.abc import Mapping

from merito.workspace.people_names import Named

OMITTED = "omissis"


class NamesInTexts:
    """Finds the people of an ente in texts, by their names."""

    def __init__(self, names: Mapping[str, Named]) -> None:
        whole = {one for named in names.values() for one in _written(named)}
        told = "|".join(_pattern(one) for one in sorted(whole, key=len, reverse=True))
        self._names = re.compile(rf"(?<!\w)(?:{told or '(?!)'})(?!\w)", re.IGNORECASE)

    def are_in(self, text: str) -> bool:
        """Whether a text names somebody."""
        return self._names.search(text) is not None

    def left_out(self, text: str) -> str:
        """A text with `omissis` in place of each name."""
        return self._names.sub(OMITTED, text)


def _written(named: Named) -> tuple[str, ...]:
    first, last = named.name.strip(), named.surname.strip()
    return (f"{first} {last}", f"{last} {first}") if first and last else ()


def _pattern(name: str) -> str:
    return r"[\s,]+".join(map(re.escape, name.split()))
