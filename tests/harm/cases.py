"""Shared by all kinds of harm: a case is determined by its seed, kind and number, and reports how it ended."""

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from attrs import frozen


@frozen
class Ended:
    """How a case without damage ended: counters by name."""

    counts: Mapping[str, int]


class Kind(Protocol):
    """A kind of harm. Any exception from a case is a defect; the files that show it are left below `root`."""

    def __call__(self, draw: random.Random, root: Path) -> Ended: ...


def draw_of(seed: int | str, kind: str, number: int) -> random.Random:
    """The random generator of one case."""
    return random.Random(f"{seed} {kind} {number}")


def counted(*names: str) -> Ended:
    """Each of these names counted once."""
    return Ended({name: names.count(name) for name in names})
