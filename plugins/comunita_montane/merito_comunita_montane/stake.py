"""What of the rankings rests on each reading of the text: whatever would differ under another of its choices."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, combinations, product

from attrs import frozen

from merito import Step, undifferentiated
from merito_comunita_montane.bands import Scheme
from merito_comunita_montane.contenders import ABSENT, LEAVES, UNPAID, WHERE, Choices, Contender, Part
from merito_comunita_montane.division import (
    EMPTY,
    INSIDE,
    NOTHING,
    PART,
    RATIO,
    ROUNDING,
    TIES,
    WHOM,
    BandShare,
    Division,
    divide,
)
from merito_comunita_montane.tested_units import LARGEST, PLACED

DIFFERENT, EQUAL, ALONE = "different_paid_alike", "all_alike", "not_compared"
OTHERS: Mapping[str, tuple[str, ...]] = {
    WHOM: ("admitted", "everyone"),
    ROUNDING: ("cumulative_floor", "half_up", "largest_remainder"),
    TIES: ("last", "first", "mean"),
    INSIDE: ("people", "places"),
    RATIO: ("realised", "decided"),
    ABSENT: ("score", "absence"),
    UNPAID: ("stays_unpaid", "leaves_ranking"),
    WHERE: (LARGEST, PLACED),
    PART: ("heads", "pro_rata"),
    EMPTY: ("savings", "occupied_bands"),
}


@frozen(kw_only=True)
class Whole:
    """All rankings of an ente under one choice for each reading; `refused` names the limit that refuses it whole."""

    divisions: tuple[Division, ...]
    refused: str


def choices_of(step: Step) -> dict[str, str]:
    """The choice in force on every reading of a division."""
    return {identifier: step.readings[identifier].choice for identifier in OTHERS}


def divide_all(parts: Sequence[Part], scheme: Scheme, most: int, choices: Choices) -> Whole:
    """Every ranking divided; `most` people of the ente may stand in its first bands (I-BL-08)."""
    divisions = tuple(divide(one, scheme, choices) for one in parts)
    first = sum(len(band.people) for division in divisions for band in division.bands[: scheme.capped])
    over = scheme.cap_rule if first > most else ""
    return Whole(divisions=divisions, refused=over or (DIFFERENT if alike(parts, divisions) == DIFFERENT else ""))


def alike(parts: Iterable[Part], divisions: Iterable[Division]) -> str:
    """What is wrong with the whole division (art. 14 c. 2), or nothing, where scores of one evaluator tell apart.

    The scores of two evaluators are no common measure: art. 12 c. 2 bis wants one for each ranking. Those of one are,
    in several rankings too. Where it is not known who evaluated one, all scores are compared.
    """
    pairs = [
        (one.evaluator, [*evaluated(one.people, division)]) for one, division in zip(parts, divisions, strict=True)
    ]
    known = all(evaluator for evaluator, own in pairs if own)
    groups: dict[str, list[tuple[Fraction, Decimal]]] = {}
    for evaluator, own in pairs:
        groups.setdefault(evaluator if known else "", []).extend(own)
    if any(len({due for _, due in own}) > 1 for own in groups.values()):
        return ""
    found = {undifferentiated(own) for own in groups.values()}
    alone = len(groups) > 1 and any(due for own in groups.values() for _, due in own)
    return next((wrong for wrong in (DIFFERENT, EQUAL) if wrong in found), ALONE if alone else "")


def evaluated(people: Iterable[Contender], division: Division) -> Iterator[tuple[Fraction, Decimal]]:
    """Everybody evaluated in a ranking, paid or not: the score and what is due (art. 14 c. 2)."""
    due = {person: amount for band in division.bands for person, amount in band.due.items()}
    return ((one.score, due.get(one.person, NOTHING)) for one in people)


def at_stake(
    parts: Sequence[Part], scheme: Scheme, most: int, choices: Choices, unsettled: AbstractSet[str]
) -> tuple[Mapping[str, tuple[str, ...]], ...]:
    """By ranking, the readings on which each band rests.

    A ranking whose money would be released or held by another choice rests on that reading whole. On the reading of the
    empty band rests its own share alone, while it is savings: the others would only take more. A band that no
    `unsettled` reading alone would change may still rest on several together.
    """
    now = divide_all(parts, scheme, most, choices)
    found: list[dict[str, list[str]]] = [{band.name: [] for band in one.bands} for one in now.divisions]
    cases = [_cases(one, division, choices) for one, division in zip(parts, now.divisions, strict=True)]
    for reading, options in OTHERS.items():
        for other in options if any(arises[reading] for arises in cases) else ():
            if other != choices[reading]:
                for number, name in _changed(parts, scheme, most, choices, now, {reading: other}):
                    if reading not in found[number][name]:
                        found[number][name].append(reading)
    for changes in _together(parts, choices, unsettled):
        free = [(number, name) for number, own in enumerate(found) for name in own if not unsettled & {*own[name]}]
        if not free:
            break
        for number, name in _changed(parts, scheme, most, choices, now, changes):
            if (number, name) in free:
                found[number][name] += [reading for reading in changes if reading not in found[number][name]]
    return tuple({name: tuple(readings) for name, readings in own.items()} for own in found)


def _cases(one: Part, division: Division, choices: Choices) -> Mapping[str, bool]:
    """Of each reading, whether its case is there at all, so that another choice of it alone may change the division."""
    bands = division.bands
    borders = set(accumulate(band.places for band in bands))
    tied = (row for row in division.ranking if row.tied)
    return {
        TIES: any(borders.intersection(range(row.first_place, row.last_place)) for row in tied),
        WHOM: len(division.ranking) != len(one.people),
        ROUNDING: bool(division.ranking),
        INSIDE: any(len(band.people) != band.places for band in bands),
        RATIO: bool(division.broken) or choices[RATIO] != "realised",
        ABSENT: any(each.absent for each in one.people),
        UNPAID: any(each.unpaid or each.unsure for each in one.people),
        WHERE: any(each.elsewhere for each in one.people),
        PART: any(each.part < 1 for each in one.people),
        EMPTY: any(not band.people for band in bands),
    }


def _together(parts: Sequence[Part], choices: Choices, unsettled: AbstractSet[str]) -> Iterator[dict[str, str]]:
    """Several readings changed at once, the fewest first: those whose case arises among these people."""
    everybody = [one for part in parts for one in part.people]
    people = [one for one in everybody if one.admitted]
    equal = any(len({one.score for one in part.people}) < len(part.people) for part in parts)
    arises = {
        TIES: equal,
        ABSENT: any(one.absent for one in people),
        UNPAID: any(one.unpaid or one.unsure or one.elsewhere for one in everybody),
        WHERE: any(one.elsewhere for one in everybody),
        PART: any(one.part < 1 for one in people),
        EMPTY: choices[EMPTY] != "savings",
    }
    readings = [reading for reading in OTHERS if reading in unsettled and arises.get(reading, True)]
    for size in range(2, len(readings) + 1):
        for some in combinations(readings, size):
            others = [[other for other in OTHERS[reading] if other != choices[reading]] for reading in some]
            yield from (dict(zip(some, together, strict=True)) for together in product(*others))


def _changed(
    parts: Sequence[Part], scheme: Scheme, most: int, choices: Choices, now: Whole, changes: Choices
) -> Iterator[tuple[int, str]]:
    """The bands, by number of the ranking and name, whose money would be another under these changes."""
    saved = set(changes) == {EMPTY} and choices[EMPTY] == "savings"
    for before, after in _as_measured(parts, changes):
        was = now if before is parts else divide_all(before, scheme, most, choices)
        then = divide_all(after, scheme, most, {**choices, **changes})
        for number, (one, other) in enumerate(zip(was.divisions, then.divisions, strict=True)):
            whole = was.refused != then.refused or bool(one.broken) != bool(other.broken)
            for band, changed in zip(one.bands, other.bands, strict=True):
                if whole or (_money(band) != _money(changed) and not (saved and band.people)):
                    yield number, band.name


def _as_measured(parts: Sequence[Part], changes: Choices) -> Iterator[tuple[Sequence[Part], Sequence[Part]]]:
    """The rankings before and after these changes: as they are and, where a unit is not measured, as if it fell short.

    Where a structure below its threshold leaves, one not yet measured may leave or stay; where another unit counts, it
    may take the prize away or not, before as after.
    """
    after = _each(parts, Contender.in_other_unit) if WHERE in changes else parts
    yield parts, after
    if not any(one.unsure for people in (parts, after) for part in people for one in part.people):
        return
    if changes.get(UNPAID) == LEAVES:
        yield parts, _each(after, Contender.fallen_short)
    elif WHERE in changes:
        yield _each(parts, Contender.fallen_short), _each(after, Contender.fallen_short)


def _each(parts: Sequence[Part], change: Callable[[Contender], Contender]) -> Sequence[Part]:
    return [part.of_each(change) for part in parts]


def _money(band: BandShare) -> tuple[object, ...]:
    return band.pool, dict(band.due)
