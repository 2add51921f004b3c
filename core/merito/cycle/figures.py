"""Which open readings decide the figures behind the money: a grade, a score, the value of a post, a place, a band."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from attrs import evolve

from merito.contract.rulebook import Interpretation
from merito.cycle.outcomes import FIGURES, Outcomes
from merito.cycle.provisional import is_value
from merito.cycle.search import Changes, Search, are_fewest
from merito.cycle.stakes import Stakes
from merito.model.messages import Message, several
from merito.model.results import Results

Key = tuple[str, ...]
Decided = Mapping[tuple[str, Key], tuple[str, ...]]


def deciding(found: Search[Outcomes], readings: Mapping[str, Interpretation]) -> Decided:
    """The smallest sets of readings of which other choices give a row another figure.

    A reading that declares which money it decides decides no figure; a provisional value is told with the money. Rows
    that exist only under another choice are ignored.
    """
    own = found.tried[0].walked.figures
    decided: dict[tuple[str, Key], list[Changes]] = {}
    known: dict[int, list[Changes]] = defaultdict(list)
    for one in found.others:
        if any(is_value(reading) or readings[reading].decides for reading in one.changes):
            continue
        for name, rows in one.walked.figures.items():
            if rows is own[name] or not are_fewest(one.changes, same := known[id(rows)]):
                continue
            same.append(one.changes)
            for key in _other_rows(own[name], rows, attrgetter(*FIGURES[name])):
                least = decided.setdefault((name, key), [])
                if are_fewest(one.changes, least):
                    least.append(one.changes)
    return {row: tuple(sorted({reading for some in least for reading in some})) for row, least in decided.items()}


def bearing(results: Results, stakes: Stakes, why: Callable[[str], Message]) -> Results:
    """Results in which figures and their reasons cite the open readings that decide them; `why` words one (Italian).

    The state of a figure does not change, since it says whether its data are complete.
    """
    names = {name for name, _ in stakes.figures}
    tables = {
        name: tuple(_bearing(row, stakes.figures.get((name, row.key), ()), why) for row in getattr(results, name))
        for name in names
    }
    return results.replacing(**tables)


def _other_rows(own: tuple[Any, ...], there: tuple[Any, ...], says: Callable[[Any], object]) -> list[Key]:
    """The keys of the rows that differ or are missing in the other walk."""
    known = {row.key: row for row in there}
    return [row.key for row in own if (other := known.get(row.key)) is None or says(other) != says(row)]


def _bearing(row: Any, readings: tuple[str, ...], why: Callable[[str], Message]) -> Any:
    if not readings:
        return row
    rules = (*row.rules, *(reading for reading in readings if reading not in row.rules))
    if not hasattr(row, "reason"):
        return evolve(row, rules=rules)
    return evolve(row, rules=rules, reason=several(*map(why, readings), row.reason))
