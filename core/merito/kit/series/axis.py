"""The subjects of figures, and why one has none."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from attrs import field, frozen

from merito.model.messages import Message, Sayable, several
from merito.model.states import State


class Gap(NamedTuple):
    """Why a cell has no figure: the state of a row made from it, the reason, and what is missing.

    A `joint` gap is shared by several cells (a ranking, a sum); its reason says for how many people it waits.
    """

    state: State
    why: Sayable
    lacks: tuple[str, ...] = ()
    joint: bool = False


Gaps = Mapping[int, tuple[Gap, ...]]
NO_GAPS: Gaps = {}


@frozen(eq=False)
class Axis:
    """The subjects of one kind (`person`, `position`, `unit`) in the order of their table, with their rows.

    Raises ValueError on an id that occurs twice.
    """

    kind: str
    ids: Sequence[str]
    rows: Sequence[object] = field(repr=False)

    def __attrs_post_init__(self) -> None:
        if len(self.place) != len(self.ids):
            raise ValueError(f"an id stands twice among those of {self.kind}")

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The place of each id."""
        return {one: at for at, one in enumerate(self.ids)}

    def __len__(self) -> int:
        return len(self.ids)

    def subject(self, at: int) -> str:
        """How a finding names one of them: `person:0123`."""
        return f"{self.kind}:{self.ids[at]}"

    def only(self, places: Iterable[int]) -> "Axis":
        """Some of them, in their order."""
        kept = sorted(set(places))
        return Axis(self.kind, tuple(self.ids[at] for at in kept), tuple(self.rows[at] for at in kept))


def together(*of_parts: Gaps) -> Gaps:
    """The gaps of a figure computed from others: each with all its reasons, once."""
    holding = [gaps for gaps in of_parts if gaps]
    if len(holding) < 2:
        return holding[0] if holding else NO_GAPS
    found: dict[int, tuple[Gap, ...]] = {}
    for gaps in holding:
        for at, reasons in gaps.items():
            found[at] = tuple(dict.fromkeys((*found.get(at, ()), *reasons)))
    return found


def state_of(reasons: Sequence[Gap]) -> State:
    """The state of a row with these gaps: refused takes precedence over not measured, and that over waiting."""
    states = [gap.state for gap in reasons]
    order = (State.REFUSED, State.BLOCKED, State.NOT_MEASURED, State.PROVISIONAL)
    return next((state for state in order if state in states), State.FINAL)


def why_of(reasons: Sequence[Gap]) -> Message:
    """Why a cell has no figure: the reasons of the state that the row has."""
    state = state_of(reasons)
    return several(*(gap.why for gap in reasons if gap.state is state))
