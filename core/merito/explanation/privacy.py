"""What a person may see of a figure about them: nothing about others, only how many there are."""

from collections.abc import Iterable, Iterator
from typing import Any

from attrs import frozen

PERSON = "person"
ASKED_ABOUT_A_PERSON = (PERSON, "reward")


@frozen
class Privacy:
    """The person of the explanation; blank if there is none."""

    person: str

    @classmethod
    def of(cls, subject: str) -> "Privacy":
        """The privacy for a subject."""
        kind, _, identifier = subject.partition(":")
        return cls(identifier.partition("/")[0] if kind in ASKED_ABOUT_A_PERSON else "")

    def own(self, rows: Iterable[Any]) -> Iterator[Any]:
        """The rows that are not about another person."""
        yield from (row for row in rows if not self.person or person_of(row) in ("", self.person))


def person_of(row: Any) -> str:
    """The person of a row; blank if there is none."""
    values = getattr(row, "values", None)
    found = values.get(PERSON, "") if isinstance(values, dict) else getattr(row, PERSON, "")
    if not found and type(row).__name__ == "Person":
        found = row.id
    return str(found or "").removeprefix("person:")
