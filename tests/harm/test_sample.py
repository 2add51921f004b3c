"""A sample of the day of harm: some cases of each kind, chosen by a seed.

`MERITO_HARM_SEED` chooses others: CI has one for each commit. The whole day is `python tests/harm/run.py`.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from random import Random

import pytest
from attrs import evolve
from harm.cases import draw_of
from harm.day import ALTERATIONS, KILLS, MISREADINGS, RESULTS, TABLES, Day, State, day_of_harm
from harm.misread_faults import AS_TYPED, Fault, fund_of_another_size, people_exchanged, point_shifted
from harm.misreadings import ended_by

pytestmark = pytest.mark.long

SEED = os.environ.get("MERITO_HARM_SEED", "1")
CASES = {KILLS: 24, ALTERATIONS: 50, RESULTS: 40, MISREADINGS: 250, TABLES: 1500}


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
    for kind in (ALTERATIONS, RESULTS, MISREADINGS, TABLES):
        alike, other = State(SEED), State(SEED)
        day.case(alike, kind, 7)
        day.case(other, kind, 8)
        before = other.counts.copy()
        day.case(other, kind, 7)
        assert other.counts - before == alike.counts


def faults(of: Callable[[Random], Fault | None]) -> Iterator[Fault]:
    """Faults of one kind, by the seed."""
    drawn = (of(draw_of(SEED, of.__name__, number)) for number in range(200))
    return (fault for fault in drawn if fault is not None)


def silently_wrong(fault: Fault, root: Path) -> bool:
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir()
    try:
        ended_by(fault, root)
    except AssertionError as error:
        assert "silently wrong" in str(error)
        return True
    return False


def test_the_oracle_sees_a_cell_that_is_read_as_something_else(tmp_path: Path) -> None:
    """As if the program had read what was meant, and not what was typed."""
    for fault in islice((one for one in faults(point_shifted) if AS_TYPED in one.may), 20):
        (row,) = fault.typed
        if silently_wrong(evolve(fault, typed={row: {"points": Decimal("12.34")}}), tmp_path / "space"):
            return
    pytest.fail("nothing is seen")


def test_the_oracle_sees_a_figure_that_does_not_depend_on_what_was_typed(tmp_path: Path) -> None:
    for fault in islice(faults(people_exchanged), 20):
        if silently_wrong(evolve(fault, people={"nobody"}), tmp_path / "space"):
            return
    pytest.fail("nothing is seen")


def test_the_oracle_sees_a_fund_that_is_not_what_was_typed(tmp_path: Path) -> None:
    """10000 typed, and 1000 in the file: what is paid is of another fund than the oracle knows."""
    for fault in islice(faults(fund_of_another_size), 20):
        sound = fault.base.files()[fault.path]
        path = fault.files | {fault.path: sound.replace(b" = ", b" = 1", 1)}
        if silently_wrong(evolve(fault, files=path), tmp_path / "space"):
            return
    pytest.fail("nothing is seen")
