"""Enti that have paid some of what was due, less or more, before ratings are corrected, sums recovered, funds changed."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from io import StringIO

from attrs import evolve, frozen
from hypothesis import strategies as st

from merito import Reward
from merito.testing import Record, out_of_bounds, run_tables, unconserved

Owed = tuple[str, str]
ACTS = (
    {"id": "LQ1", "kind": "results_adoption", "date": "2022-07-01"},
    {"id": "RT1", "kind": "result_correction", "date": "2022-09-01"},
    {"id": "RC1", "kind": "recovery", "date": "2022-10-01"},
)
FUND = re.compile(r"(?m)^(\w+ = )([\d.]+)$")
PAID_IN_PERCENT = st.sampled_from((0, 0, 50, 100, 100, 100, 104, 130))


@frozen
class PaidEnte:
    """An ente and year, and how much of each reward it has paid (percent, in turn) before points were corrected.

    `recovered` is how much of each payment came back (percent, in turn), `fund` what the funds are now in percent of
    what they were when they were paid, `undue` what was paid to somebody who is rated and to whom nothing is due.
    """

    regulation: str
    tables: Mapping[str, str]
    cycle: str
    shares: tuple[int, ...] = (100,)
    points: Mapping[int, int] = {}
    recovered: tuple[int, ...] = (0,)
    fund: int = 100
    undue: int = 0

    def run(self) -> Record:
        return run_tables(self.regulation, self.tables, self.cycle)


@st.composite
def paid(draw: st.DrawFn, enti: st.SearchStrategy[PaidEnte]) -> PaidEnte:
    """An ente with payments, and later corrections of the points of up to four of its ratings."""
    shares = draw(st.lists(PAID_IN_PERCENT, min_size=1, max_size=6))
    points = draw(st.dictionaries(st.integers(0, 9), st.integers(0, 100), max_size=4))
    recovered = draw(st.lists(st.sampled_from((0, 0, 0, 3, 30, 100)), min_size=1, max_size=4))
    fund = draw(st.sampled_from((100, 100, 100, 90, 50, 110)))
    undue = draw(st.sampled_from((0, 0, 10, 300)))
    more = {"shares": tuple(shares), "points": points, "recovered": tuple(recovered), "fund": fund, "undue": undue}
    return evolve(draw(enti), **more)


def as_paid(ente: PaidEnte) -> PaidEnte:
    """The ente with what it has paid and recovered, its corrections, and its funds as they are now."""
    sums = _sums(ente, ente.run().results.rewards)
    return _corrected(ente, sums, _recovered(ente, sums))


def decided_by_either(ente: PaidEnte) -> None:
    """The same corrections give the same money by an act that corrects results and by the decision of an appeal."""
    sums = _sums(ente, ente.run().results.rewards)
    corrected = _corrected(ente, sums, _recovered(ente, sums))
    assert money_of(corrected.run()) == money_of(_by_decisions(corrected).run())


def appealed(ente: PaidEnte, scores: Mapping[str, int]) -> tuple[PaidEnte, PaidEnte]:
    """The ente after its payments with people raised to a score of 100, by corrected points and in a table of appeals.

    A score that is not higher than the person's changes nothing, and is left out. All factors have the same points.
    """
    sums = _sums(ente, ente.run().results.rewards)
    rows = [*enumerate(csv.DictReader(StringIO(ente.tables["ratings"].strip())))]
    higher = {row["person"] for _, row in rows if scores.get(row["person"], 0) > int(row["points"])}
    points = {number: scores[row["person"]] for number, row in rows if row["person"] in higher}
    back = _recovered(ente, sums)
    plain, corrected = (_corrected(evolve(ente, points=own), sums, back) for own in ({}, points))
    upheld = [
        {"id": f"UP{who}", "kind": "appeal_upheld", "date": "2022-09-01", "subject": f"person:{who}"}
        for who in sorted(higher)
    ]
    appeals = "person,score,act\n" + "".join(f"{who},{scores[who]},UP{who}\n" for who in sorted(higher))
    tables = {**plain.tables, "acts": _and_acts(plain.tables["acts"], upheld), "appeals": appeals}
    return corrected, evolve(plain, tables=tables)


def money_of(record: Record) -> tuple[Mapping[Owed, tuple[Decimal, ...]], Mapping[str, Decimal]]:
    """What is due, payable, withheld and without cover by person and tool, and the savings of each fund (euro)."""
    people: dict[Owed, tuple[Decimal, ...]] = {}
    for one in record.results.rewards:
        sums = (one.due, one.payable, one.withheld, one.uncovered)
        before = people.get((one.person, one.tool), (Decimal(0),) * 4)
        people[one.person, one.tool] = tuple(map(sum, zip(before, sums, strict=True)))
    saved: Counter[str] = Counter()
    for line in record.results.fund_lines:
        saved[line.fund] += line.savings
    return {owed: sums for owed, sums in people.items() if any(sums)}, +saved


def held_sound(ente: PaidEnte, *, bears: bool, only_corrected: bool = False) -> None:
    """Nobody loses what was paid, nor gains unless the ente has adopted that savings bear it; money is conserved.

    The account of every fund holds: `unconserved` has the equation. Nobody lacks cover while lines of the same tool have
    savings, unless it is for what a correction adds, which has only those of its own line. With `only_corrected` nobody
    else loses by a correction: they lack no more cover than was paid beyond what is due.
    """
    first = ente.run().results.rewards
    sums = _sums(ente, first)
    back = _recovered(ente, sums)
    record = _corrected(ente, sums, back).run()
    stands: Counter[Owed] = Counter()
    out: Counter[Owed] = Counter()
    for reward in record.results.rewards:
        stands[reward.person, reward.tool] += reward.released
        out[reward.person, reward.tool] += reward.net
    assert +out == +Counter({one: sums[one] - back[one] for one in sums})
    assert all(one.paid == out[one.key] for one in record.results.balances)
    before = _due(first)
    for one in record.results.balances:
        assert stands[one.key] >= one.paid, one
        if not bears and ente.fund == 100:
            assert stands[one.key] <= max(one.paid, before[one.key]), one
    assert [*unconserved(record), *out_of_bounds(record)] == []
    for line in record.results.fund_lines:
        on_it = [one for one in record.results.rewards if (one.fund, one.item) == line.key]
        if sum(one.net for one in on_it) > line.amount:
            sisters = [one for one in record.results.fund_lines if (one.fund, one.tool) == (line.fund, line.tool)]
            borne = any(one.amount > one.released + one.withheld + one.savings for one in sisters)
            assert not line.savings, line
            assert borne or not any(one.payable or one.withheld for one in on_it), line
    if ente.fund == 100:
        _covered_by_savings(record, {one.key: one.due for one in first})
    if only_corrected and ente.fund == 100:
        corrected = {row["person"] for _, row in _changed(ente)}
        others = [one for one in record.results.rewards if one.person not in corrected]
        beyond = sum((one.credit for one in record.results.rewards), Decimal(0))
        assert sum((one.uncovered for one in others), Decimal(0)) <= beyond


def _covered_by_savings(record: Record, before: Mapping[tuple[str, ...], Decimal]) -> None:
    """While a tool has savings in a fund, no more lacks cover than what corrections add."""
    saved = {(line.fund, line.tool) for line in record.results.fund_lines if line.savings}
    for one in record.results.rewards:
        if (one.fund, one.tool) in saved:
            added = max(one.due - max(before.get(one.key, Decimal(0)), one.net), Decimal(0))
            assert one.uncovered <= added, one


def _due(rewards: Iterable[Reward]) -> Counter[Owed]:
    due: Counter[Owed] = Counter()
    for reward in rewards:
        due[reward.person, reward.tool] += reward.due
    return due


def _sums(ente: PaidEnte, rewards: Iterable[Reward]) -> Counter[Owed]:
    """What was paid, by person and tool: a share of what could be paid."""
    whole: Counter[Owed] = Counter()
    for reward in rewards:
        whole[reward.person, reward.tool] += reward.released
    turns = {owed: ente.shares[place % len(ente.shares)] for place, owed in enumerate(whole)}
    sums = +Counter({owed: (sums * turns[owed] / 100).quantize(Decimal("0.01")) for owed, sums in whole.items()})
    rated = dict.fromkeys(row["person"] for row in csv.DictReader(StringIO(ente.tables["ratings"].strip())))
    nothing = [person for person in rated if not any(reward.person == person for reward in rewards)]
    if ente.undue and nothing and whole:
        sums[nothing[-1], next(iter(whole))[1]] += Decimal(ente.undue)
    return sums


def _recovered(ente: PaidEnte, sums: Mapping[Owed, Decimal]) -> Counter[Owed]:
    """What came back of what was paid, by person and tool."""
    turns = {owed: ente.recovered[place % len(ente.recovered)] for place, owed in enumerate(sums)}
    return +Counter({owed: (paid * turns[owed] / 100).quantize(Decimal("0.01")) for owed, paid in sums.items()})


def _with_fund(cycle: str, percent: int) -> str:
    """The text of `cycle.toml` with every fund at so many percent of what it was, in whole cents."""
    head, rest = cycle.split("[funds]", 1)
    funds, mark, after = rest.partition("\n[")
    of_now = FUND.sub(lambda one: f"{one[1]}{(Decimal(one[2]) * percent / 100).quantize(Decimal('0.01'))}", funds)
    return f"{head}[funds]{of_now}{mark}{after}"


def _corrected(ente: PaidEnte, sums: Mapping[Owed, Decimal], back: Mapping[Owed, Decimal]) -> PaidEnte:
    """The ente with what it has paid and recovered, its corrections, and its funds as they are now."""
    changes = "".join(
        f"V{number},ratings,{_key(row)},points,{row['points']},{ente.points[number]},RT1\n"
        for number, row in _changed(ente)
    )
    rows = "".join(f"{person},{tool},{amount},2022-07-01,LQ1,\n" for (person, tool), amount in sums.items())
    rows += "".join(f"{person},{tool},{amount},2022-10-01,RC1,recovery\n" for (person, tool), amount in back.items())
    more = {
        "acts": _with_acts(ente.tables["acts"]),
        "payments": f"person,tool,amount,date,act,kind\n{rows}",
        "amendments": f"id,table,row,column,old,new,act\n{changes}",
    }
    return evolve(ente, tables={**ente.tables, **more}, cycle=_with_fund(ente.cycle, ente.fund))


def _changed(ente: PaidEnte) -> list[tuple[int, dict[str, str]]]:
    """The ratings whose points are corrected, with their places."""
    ratings = csv.DictReader(StringIO(ente.tables["ratings"].strip()))
    return [one for one in enumerate(ratings) if ente.points.get(one[0], one[1]["points"]) != one[1]["points"]]


def _key(row: Mapping[str, str]) -> str:
    return " + ".join(filter(None, (row["person"], row["factor"], row.get("section"))))


def _by_decisions(ente: PaidEnte) -> PaidEnte:
    """The same corrections, those of each person by a decision on an appeal of theirs."""
    rows = [*csv.DictReader(StringIO(ente.tables["amendments"]))]
    people = dict.fromkeys(row["row"].split(" + ")[0] for row in rows)
    decisions = [
        {"id": f"DR{who}", "kind": "appeal_decision", "date": "2022-09-01", "subject": f"person:{who}"}
        for who in people
    ]
    amended = "".join(
        f"{row['id']},ratings,{row['row']},points,{row['old']},{row['new']},DR{row['row'].split(' + ')[0]}\n"
        for row in rows
    )
    tables = {
        **ente.tables,
        "acts": _and_acts(ente.tables["acts"], decisions),
        "amendments": f"id,table,row,column,old,new,act\n{amended}",
    }
    return evolve(ente, tables=tables)


def _and_acts(table: str, acts: Iterable[Mapping[str, str]]) -> str:
    """A table of acts with others, and with their columns."""
    rows = [*csv.DictReader(StringIO(table.strip())), *acts]
    columns = dict.fromkeys(column for row in rows for column in row)
    lines = [",".join(row.get(column) or "" for column in columns) for row in rows]
    return "\n".join([",".join(columns), *lines])


def _with_acts(table: str) -> str:
    head, *rows = table.strip().splitlines()
    new = [",".join(act.get(column, "") for column in head.split(",")) for act in ACTS]
    return "\n".join([head, *rows, *new])
