"""Enti that have paid some of what was due, less or more, before an act corrects ratings; and what must hold then."""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from io import StringIO

from attrs import evolve, frozen
from hypothesis import strategies as st

from merito.model.money import Reward
from merito.model.record import Record
from merito.testing import run_tables
from merito.testing.soundness import out_of_bounds, unconserved

Owed = tuple[str, str]
ACTS = (
    {"id": "LQ1", "kind": "results_adoption", "date": "2022-07-01"},
    {"id": "RT1", "kind": "result_correction", "date": "2022-09-01"},
)
PAID_IN_PERCENT = st.sampled_from((0, 0, 50, 100, 100, 100, 104, 130))


@frozen
class PaidEnte:
    """An ente and year, and how much of each reward it has paid (percent, in turn) before points were corrected."""

    regulation: str
    tables: Mapping[str, str]
    cycle: str
    shares: tuple[int, ...] = (100,)
    points: Mapping[int, int] = {}

    def run(self) -> Record:
        return run_tables(self.regulation, self.tables, self.cycle)


@st.composite
def paid(draw: st.DrawFn, enti: st.SearchStrategy[PaidEnte]) -> PaidEnte:
    """An ente with payments, and later corrections of the points of up to four of its ratings."""
    shares = draw(st.lists(PAID_IN_PERCENT, min_size=1, max_size=6))
    points = draw(st.dictionaries(st.integers(0, 9), st.integers(0, 100), max_size=4))
    return evolve(draw(enti), shares=tuple(shares), points=points)


def held_sound(ente: PaidEnte, *, bears: bool) -> None:
    """Nobody loses what was paid, nor gains unless the ente has adopted that savings bear it; money is conserved."""
    first = ente.run().results.rewards
    sums = _sums(ente, first)
    record = _corrected(ente, sums).run()
    stands: Counter[Owed] = Counter()
    due: Counter[Owed] = Counter()
    for reward in record.results.rewards:
        assert reward.paid + reward.withheld == reward.due and reward.withheld >= 0, reward
        stands[reward.person, reward.tool] += reward.paid
        due[reward.person, reward.tool] += reward.due
    assert {one.key: one.paid for one in record.results.balances} == sums
    before = _due(first)
    for one in record.results.balances:
        assert stands[one.key] >= one.paid, one
        if not bears:
            assert stands[one.key] <= max(one.paid, before[one.key]), one
    assert [*unconserved(record), *out_of_bounds(record)] == []
    for line in record.results.fund_lines:
        assert line.amount == line.paid + line.withheld + line.savings, line
        on_it = [one for one in record.results.rewards if (one.fund, one.item) == line.key]
        if sum(one.paid for one in on_it) > line.amount:
            assert {(one.person, one.tool) for one in on_it if one.paid} <= set(sums), line


def _due(rewards: Iterable[Reward]) -> Counter[Owed]:
    due: Counter[Owed] = Counter()
    for reward in rewards:
        due[reward.person, reward.tool] += reward.due
    return due


def _sums(ente: PaidEnte, rewards: Iterable[Reward]) -> Counter[Owed]:
    """What was paid, by person and tool: a share of what could be paid."""
    whole: Counter[Owed] = Counter()
    for reward in rewards:
        whole[reward.person, reward.tool] += reward.paid
    turns = {owed: ente.shares[place % len(ente.shares)] for place, owed in enumerate(whole)}
    return +Counter({owed: (sums * turns[owed] / 100).quantize(Decimal("0.01")) for owed, sums in whole.items()})


def _corrected(ente: PaidEnte, sums: Mapping[Owed, Decimal]) -> PaidEnte:
    """The ente with what it has paid, and its corrections."""
    ratings = list(csv.DictReader(StringIO(ente.tables["ratings"].strip())))
    changes = "".join(
        f"V{number},ratings,{_key(row)},points,{row['points']},{ente.points[number]},RT1\n"
        for number, row in enumerate(ratings)
        if ente.points.get(number, row["points"]) != row["points"]
    )
    rows = "".join(f"{person},{tool},{amount},2022-07-01,LQ1\n" for (person, tool), amount in sums.items())
    more = {
        "acts": _with_acts(ente.tables["acts"]),
        "payments": f"person,tool,amount,date,act\n{rows}",
        "amendments": f"id,table,row,column,old,new,act\n{changes}",
    }
    return evolve(ente, tables={**ente.tables, **more})


def _key(row: Mapping[str, str]) -> str:
    return " + ".join(filter(None, (row["person"], row["factor"], row.get("section"))))


def _with_acts(table: str) -> str:
    head, *rows = table.strip().splitlines()
    new = [",".join(act.get(column, "") for column in head.split(",")) for act in ACTS]
    return "\n".join([head, *rows, *new])
