"""The figures of the two texts, compared with each other and with the regulation's own checks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from merito.testing import Record, installed_regulations

BLOCKS = {"A": 30, "B": 25, "C": 25, "D": 20}


def test_the_blocks_sum_to_their_element_and_the_elements_to_100() -> None:
    """Rule "BS-PO-4.4w": 30 = 20 + 10, 25 = 5 + 10 + 10, 25 = 10 + 15, 20."""
    parameters = installed_regulations().stack("brescia").layers[-1].parameters

    def of(name: str) -> Any:
        return parameters[name].values[0].value

    blocks, weights, factors = of("blocks"), of("block_weights"), of("factors")
    assert of("element_weights") == BLOCKS
    assert {name: sum(weights[one] for one in own) for name, own in blocks.items()} == BLOCKS
    assert set(factors) == set(weights)
    assert len({name for own in factors.values() for name in own}) == 16


@pytest.mark.parametrize(("renewed", "told"), [("2020-12-10", []), ("2019-12-31", ["BS-SM-7"])])
def test_a_plan_that_neither_confirms_nor_renews_the_smvp_is_told(
    write_ente: Callable[..., Path], run_in: Callable[..., Record], renewed: str, told: list[str]
) -> None:
    """Reviewed every year ("BS-SM-P.2"), by an act of its own or by the one that approves the Plan."""
    acts = f"id,kind,date,body\nS,smvp_adoption,{renewed},Giunta\nP,performance_plan,2021-01-28,Giunta\n"
    record = run_in(write_ente("brescia", {"2021/acts.csv": acts}))
    assert [row.rule for row in record.results.findings if row.rule == "BS-SM-7"] == told


@pytest.mark.parametrize("rule", ["BS-SM-P.1", "BS-SM-P.2", "BS-SM-7"])
def test_what_is_told_of_the_smvp_is_of_the_phase_of_its_rule(
    write_ente: Callable[..., Path], run_in: Callable[..., Record], rule: str
) -> None:
    plan = "P,performance_plan,2021-01-28,Giunta\n" if rule == "BS-SM-7" else ""
    acts = f"id,kind,date,body\nS,smvp_adoption,2019-01-01,Giunta\n{plan}"
    record = run_in(write_ente("brescia", {"2021/acts.csv": acts}))
    assert {row.phase.value for row in record.results.findings if row.rule == rule} == {"a"}
