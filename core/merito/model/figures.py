"""The content of a cell of a target or a measure: a value, or why there is none."""

from datetime import date
from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from attrs import frozen


class Range(NamedTuple):
    """A target `da A a B`."""

    lowest: Decimal
    highest: Decimal


Value = Decimal | date | bool | Range


class Said(Enum):
    """What a cell contains. A blank one says nothing; NOTHING is a written `-`: none is expected, or there is none."""

    VALUE = "valore"
    BLANK = "in bianco"
    NOTHING = "nulla"
    MONITORING = "monitoraggio"
    NOT_AVAILABLE = "n.d."
    TO_BE_SET = "verifica"


@frozen
class Figure:
    """A cell as read: `value` only if `said` is VALUE; `text` as written; `note` from its brackets."""

    said: Said = Said.BLANK
    value: Value | None = None
    text: str = ""
    note: str = ""

    def says(self, other: "Figure") -> bool:
        """Whether both have the same meaning, however written and whatever the note."""
        return (self.said, type(self.value), self.value) == (other.said, type(other.value), other.value)


BLANK = Figure()
