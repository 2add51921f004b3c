"""The level of the printed form: a score cites a reading of the table only if the case of that reading arises."""

from collections.abc import Callable
from pathlib import Path

from merito.testing import Case

CASES = Path(__file__).parent / "cases" / "valutazione_dipendenti.toml"
BORDERS = "every border of the printed table, with Ottimo from 71 (the printed 51 is a misprint)"
BETWEEN = "25.5 is between two levels: half up it is Sufficiente, and the reading is on the row"
READINGS = ("I-BS-20", "I-BS-21", "I-BS-22")


def borne(case: Case) -> dict[str, list[str]]:
    return {row.person: [one for one in READINGS if one in row.rules] for row in case.run().results.scores}


def test_whole_points_bear_the_misprint_from_51_to_70_and_the_lowest_level_at_nought(
    worked_case: Callable[[Path, str], Case],
) -> None:
    misprint = {person: ["I-BS-20"] for person in ("P55", "P56", "P70")}
    none = {f"P{points}": [] for points in (1, 25, 26, 40, 41, 71, 85, 86, 100)}
    assert borne(worked_case(CASES, BORDERS)) == {"P0": ["I-BS-22"], **none, **misprint}


def test_only_a_total_between_two_levels_bears_the_reading_of_totals_between_them(
    worked_case: Callable[[Path, str], Case],
) -> None:
    assert borne(worked_case(CASES, BETWEEN)) == {"P1": ["I-BS-21"]}
