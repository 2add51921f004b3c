"""What of a ranking rests on each reading of the text: whatever would differ under another of its choices."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from merito import Step
from merito_comunita_montane.division import (
    ABSENT,
    EMPTY,
    INSIDE,
    PART,
    RATIO,
    ROUNDING,
    TIES,
    UNPAID,
    WHOM,
    BandShare,
    Choices,
    Contender,
    Division,
    divide,
)
from merito_comunita_montane.scheme import Scheme

OTHERS: Mapping[str, tuple[str, ...]] = {
    WHOM: ("admitted", "everyone"),
    ROUNDING: ("cumulative_floor", "half_up", "largest_remainder"),
    TIES: ("last", "first", "mean"),
    INSIDE: ("people", "places"),
    RATIO: ("realised", "decided"),
    ABSENT: ("score", "absence"),
    UNPAID: ("stays_unpaid", "leaves_ranking"),
    PART: ("heads", "pro_rata"),
}


def choices_of(step: Step) -> dict[str, str]:
    """The choice in force on every reading of a division."""
    return {identifier: step.readings[identifier].choice for identifier in (*OTHERS, EMPTY)}


def at_stake(
    people: Sequence[Contender], scheme: Scheme, money: Decimal, cap: int, choices: Choices
) -> Mapping[str, tuple[str, ...]]:
    """By name of a band, the readings on which it rests.

    A ranking whose money would be released or held by another choice rests on that reading whole. On the reading of the
    empty band rests its own share and, where it is divided again, everybody's.
    """
    now = divide(people, scheme, money, cap, choices)
    found: dict[str, list[str]] = {band.name: [] for band in now.bands}
    for reading, options in OTHERS.items():
        for other in options:
            if other == choices[reading]:
                continue
            then = divide(people, scheme, money, cap, {**choices, reading: other})
            for name in _differing(now, then):
                if reading not in found[name]:
                    found[name].append(reading)
    for name in _empty(now, scheme, choices):
        found[name].append(EMPTY)
    return {name: tuple(readings) for name, readings in found.items()}


def _differing(now: Division, then: Division) -> list[str]:
    if bool(now.broken) != bool(then.broken):
        return [band.name for band in now.bands]
    pairs = zip(now.bands, then.bands, strict=True)
    return [band.name for band, other in pairs if _money(band) != _money(other)]


def _money(band: BandShare) -> tuple[object, ...]:
    return band.pool, dict(band.due)


def _empty(now: Division, scheme: Scheme, choices: Choices) -> list[str]:
    """The bands that rest on what becomes of the money of an empty one; none where nobody is in any band."""
    empty = [band.name for band in now.bands if not band.people]
    if scheme.by_head or not empty or len(empty) == len(now.bands):
        return []
    return empty if choices[EMPTY] == "savings" else [band.name for band in now.bands]
