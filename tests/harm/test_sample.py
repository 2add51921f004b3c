"""A sample of the day of harm: some cases of each kind, chosen by a seed.

`MERITO_HARM_SEED` chooses others: CI has one for each commit. The whole day is `python tests/harm/run.py`.
"""

import os
from collections.abc import Iterator

import pytest
from harm.day import ALTERATIONS, KILLS, RESULTS, TABLES, Day, State, day_of_harm

pytestmark = pytest.mark.long

SEED = os.environ.get("MERITO_HARM_SEED", "1")
CASES = {KILLS: 24, ALTERATIONS: 50, RESULTS: 40, TABLES: 1500}


@pytest.fixture(scope="module")
def day() -> Iterator[Day]:
    with day_of_harm() as day:
        yield day


@pytest.mark.parametrize("kind", CASES)
def test_no_harm_does_damage(day: Day, kind: str) -> None:
    state = State(SEED)
    for number in range(1, CASES[kind] + 1):
        day.case(state, kind, number)
    again = [f"python tests/harm/run.py --seed {SEED} --only {case}\n{why}" for case, why in state.wrong.items()]
    assert not again, "\n".join(again)
    assert sum(state.counts.values()) >= CASES[kind]


def test_a_case_is_derived_from_its_seed_kind_and_number_alone(day: Day) -> None:
    for kind in (ALTERATIONS, RESULTS, TABLES):
        alike, other = State(SEED), State(SEED)
        day.case(alike, kind, 7)
        day.case(other, kind, 8)
        before = other.counts.copy()
        day.case(other, kind, 7)
        assert other.counts - before == alike.counts
