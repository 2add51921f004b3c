"""A shortage takes the savings of its own line first, then those of its sister lines, then what is unpaid."""

import sys
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

import pytest
from distributions import importable, write_distribution
from hypothesis import example, given, settings
from hypothesis import strategies as st

from merito import FundLine
from merito.testing import installed_regulations, run_tables

pytestmark = pytest.mark.long

ZERO = Decimal(0)
Heads = list[tuple[int, int]]
Parts = list[tuple[Heads, int]]
EUROS = st.integers(0, 9)
PART = st.tuples(st.lists(st.tuples(st.integers(0, 5), EUROS), max_size=2), st.sampled_from((0, 0, 2, 5)))
STRUCTURE = st.lists(PART, min_size=1, max_size=2)
MONEY = """
[funds.f]
label = "fondo"
title = "Fondo"
cites = "art. 1"
[tools.t]
label = "premio"
title = "Premio"
cites = "art. 1"
"""
CODE = """
LINES, DUE = [], []

@rule("X-1", hook="merito_funds")
def lines(step: Step) -> ResultRows:
    for of in sorted({of for of, *_ in LINES}):
        amount = sum(amount for own, _, amount, _ in LINES if own == of)
        yield FundLine(fund="f", item=of, amount=Decimal(amount), rules=("X-1",))
    for of, item, amount, savings in LINES:
        yield FundLine(fund="f", item=item, of=of, tool="t", amount=Decimal(amount), savings=Decimal(savings),
                       rules=("X-1",))

@rule("X-1", hook="merito_rewards", tool="t")
def rewards(step: Step) -> ResultRows:
    for person, item, due in DUE:
        yield Reward(person=person, tool="t", fund="f", item=item, due=Decimal(due), rules=("X-1",), rests_on=())
"""
ACTS = """
id,kind,date
R,performance_report,2022-05-01
V,report_validation,2022-05-02
L,results_adoption,2022-06-01
"""
Settled = Callable[[dict[str, Parts]], list[FundLine]]


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settled]:
    """The lines of some structures, each a part of one: who is due how much and was paid how much, and savings."""
    site = tmp_path_factory.mktemp("site")
    write_distribution(site, "prova", CODE, files={"inputs.toml": MONEY})
    with importable(site):
        known = installed_regulations()
        known.stack("prova")
        module: Any = sys.modules["merito_prova.only"]

        def lines(structures: dict[str, Parts]) -> list[FundLine]:
            parts = [
                (name, f"{name}.{place}", heads, savings)
                for name, some in structures.items()
                for place, (heads, savings) in enumerate(some)
            ]
            module.LINES = [(of, item, _due(heads) + savings, savings) for of, item, heads, savings in parts]
            every = [(f"{item}.{at}", item, *one) for _, item, heads, _ in parts for at, one in enumerate(heads)]
            module.DUE = [(person, item, due) for person, item, due, _ in every]
            people = "\n".join(("id", *(person for person, *_ in every)))
            paid = "".join(f"{person},t,{paid},2022-06-10,L\n" for person, _, _, paid in every if paid)
            tables = {"people": people, "acts": ACTS, "payments": f"person,tool,amount,date,act\n{paid}"}
            cycle = f"[funds]\nf = {sum(amount for _, _, amount, _ in module.LINES)}\n"
            record = run_tables("prova", tables, cycle, regulations=known)
            return [line for line in record.results.fund_lines if line.of is not None]

        yield lines


def _due(heads: Heads) -> int:
    return sum(due for due, _ in heads)


def saved(lines: Sequence[FundLine], of: str | None = None) -> Decimal:
    return sum((line.savings for line in lines if of in (None, line.of)), ZERO)


@settings(max_examples=60, deadline=None)
@given(one=STRUCTURE, two=STRUCTURE)
@example(one=[([(5, 9), (5, 0)], 2)], two=[([(5, 0)], 5)])
def test_savings_of_another_structure_bear_only_what_the_own_ones_lack(
    settled: Settled, one: Parts, two: Parts
) -> None:
    ente = {"1": one, "2": two}
    whole = settled(ente)
    for own, other in (("1", "2"), ("2", "1")):
        borne = saved(settled({other: ente[other]})) - saved(whole, other)
        assert borne >= 0
        assert not borne or not saved(whole, own)


@settings(max_examples=60, deadline=None)
@given(one=STRUCTURE, two=STRUCTURE)
def test_nobody_lacks_cover_while_a_sister_line_saves(settled: Settled, one: Parts, two: Parts) -> None:
    found = settled({"1": one, "2": two})
    assert not saved(found) or not any(line.uncovered or line.overdrawn for line in found)


@settings(max_examples=60, deadline=None)
@given(structure=STRUCTURE)
def test_a_line_bears_nothing_for_its_sisters_beyond_what_they_lack(settled: Settled, structure: Parts) -> None:
    lines = [(_due(heads) + savings, sum(max(due, paid) for due, paid in heads)) for heads, savings in structure]
    short = sum(max(out - amount, 0) for amount, out in lines)
    left = sum(max(amount - out, 0) for amount, out in lines)
    assert saved(settled({"1": structure})) == max(left - short, 0)
