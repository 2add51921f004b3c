"""What all kinds of harm share: a case is derived from its seed, kind and number alone, and says how it ended."""

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from attrs import frozen


@frozen
class Ended:
    """How a case that did no damage ended: what is counted of it, by name."""

    counts: Mapping[str, int]


class Kind(Protocol):
    """A kind of harm. Whatever a case raises is a defect; the files that show it are left below `root`."""

    def __call__(self, draw: random.Random, root: Path) -> Ended: ...


def draw_of(seed: int | str, kind: str, number: int) -> random.Random:
    """The chance of one case."""
    return random.Random(f"{seed} {kind} {number}")


def counted(*names: str) -> Ended:
    """Each of these names once."""
    return Ended({name: names.count(name) for name in names})
