"""The borders between bands, and between levels: the nearest people on each side, and their distance."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from merito.model.measured import PersonScore
from merito.model.messages import Ref, Sayable, as_message, say
from merito.model.people import ROLES
from merito.model.record import Record
from merito.numbers import decimal_text, half_up, whole_numbers

MOST, NAMED = 12, 4
LEAST = "meno di 0,01 punti"


@frozen(kw_only=True)
class Border:
    """The two sides of a border between two bands or levels: the nearest people on each, with their scores."""

    where: Sayable
    above: str
    below: str
    gap: str
    tie: bool


def borders(record: Record, scored: list[PersonScore], named: Callable[[str], str] = str) -> Iterator[Border]:
    """Borders of the rankings, then of the levels; `named` gives the name for the id of a person."""
    yield from _band_borders(record, named)
    yield from _level_borders(record, scored, named)


def points_text(value: Fraction) -> str:
    """Two decimals; the exact score is in the table of people."""
    return decimal_text(half_up(value, 2))


def _band_borders(record: Record, named: Callable[[str], str]) -> Iterator[Border]:
    """Between the bands of each ranking."""
    rankings: dict[str, list[tuple[Fraction, str, str]]] = defaultdict(list)
    for one in record.results.placements:
        if one.score is not None and one.band:
            rankings[one.ranking].append((one.score, one.band, one.person))
    for ranking, rows in rankings.items():
        yield from _borders(say("graduatoria {ranking}", ranking=Ref("unit", ranking)), rows, named)


def _level_borders(record: Record, scored: list[PersonScore], named: Callable[[str], str]) -> Iterator[Border]:
    """Borders between the levels of people in one role, by the scores or points from which the levels were read."""
    roles: dict[str, list[tuple[Fraction, str, str]]] = defaultdict(list)
    for one in scored:
        person = record.dossier.people.get(one.person)
        points = one.score if one.level_points is None else one.level_points
        if points is not None and one.level and person is not None:
            read_on = f", letti {one.level_on}" if one.level_on else ""
            roles[f"{ROLES[person.role].replace('_', ' ')}{read_on}"].append((points, one.level, one.person))
    for role, rows in roles.items():
        yield from _borders(f"livelli, {role}", rows, named)


def _borders(where: Sayable, rows: list[tuple[Fraction, str, str]], named: Callable[[str], str]) -> Iterator[Border]:
    wholes = whole_numbers(row[0] for row in rows)  # compared in place of the fractions, which is slow
    ordered = sorted((-whole, person, band, score) for whole, (score, band, person) in zip(wholes, rows, strict=True))
    alike: dict[tuple[int, str], list[str]] = defaultdict(list)
    for whole, person, band, _ in ordered:
        alike[whole, band].append(named(person))
    found = [(above, below) for above, below in pairwise(ordered) if above[2] != below[2]]
    for (whole, _, band, score), (lower, _, next_band, next_score) in found[:MOST]:
        gap = half_up(score, 2) - half_up(next_score, 2)
        tie = whole == lower
        yield Border(
            where=say("{where}: tra «{band}» e «{below}»", where=as_message(where), band=band, below=next_band),
            above=_side(score, alike[whole, band]),
            below=_side(next_score, alike[lower, next_band]),
            gap="stesso punteggio" if tie else f"{decimal_text(gap)} punti" if gap else LEAST,
            tie=tie,
        )


def _side(score: Fraction, people: list[str]) -> str:
    """The score on one side, and all people of that band or level who have it."""
    left = len(people) - NAMED
    more = "" if left <= 0 else " e un altro" if left == 1 else f" e altri {left}"
    return f"{points_text(score)} ({', '.join(people[:NAMED])}{more})"
