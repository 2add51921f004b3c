"""The borders between bands, and between levels: the nearest people on each side, and their distance."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

from attrs import frozen

from merito.model.measured import PersonScore
from merito.model.people import ROLES
from merito.model.record import Record
from merito.numbers import decimal_text, half_up

MOST, NAMED = 12, 4
LEAST = "meno di 0,01 punti"


@frozen(kw_only=True)
class Border:
    """The two sides of a border between two bands or levels: the nearest people on each, with their scores."""

    where: str
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
        yield from _borders(f"graduatoria «{ranking}»", rows, named)


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


def _borders(where: str, rows: list[tuple[Fraction, str, str]], named: Callable[[str], str]) -> Iterator[Border]:
    ordered = sorted(rows, key=lambda row: (-row[0], row[2]))
    found = [(above, below) for above, below in pairwise(ordered) if above[1] != below[1]]
    for above, below in found[:MOST]:
        gap = half_up(above[0], 2) - half_up(below[0], 2)
        tie = above[0] == below[0]
        yield Border(
            where=f"{where}: tra «{above[1]}» e «{below[1]}»",
            above=_side(above, ordered, named),
            below=_side(below, ordered, named),
            gap="stesso punteggio" if tie else f"{decimal_text(gap)} punti" if gap else LEAST,
            tie=tie,
        )


def _side(row: tuple[Fraction, str, str], rows: list[tuple[Fraction, str, str]], named: Callable[[str], str]) -> str:
    """The score on one side, and all people of that band or level who have it."""
    people = [person for score, band, person in rows if (score, band) == (row[0], row[1])]
    left = len(people) - NAMED
    more = "" if left <= 0 else " e un altro" if left == 1 else f" e altri {left}"
    return f"{points_text(row[0])} ({', '.join(map(named, people[:NAMED]))}{more})"
