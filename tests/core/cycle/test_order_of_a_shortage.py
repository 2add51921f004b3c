"""A shortage takes the savings of its own line first, then those of its sister lines, then what is unpaid."""

from collections.abc import Sequence
from decimal import Decimal

from attrs import evolve, frozen
from hypothesis import example, given
from hypothesis import strategies as st

from merito.cycle.paid.account import PaidTool, accounted
from merito.model.money import FundLine, Reward
from merito.model.results import Results
from merito.model.states import State

FUND, TOOL = "f", "t"
ZERO = Decimal(0)
Heads = list[tuple[int, int]]
Parts = list[tuple[Heads, int]]
EUROS = st.integers(0, 9)
PART = st.tuples(st.lists(st.tuples(st.integers(0, 5), EUROS), max_size=2), st.sampled_from((0, 0, 2, 5)))
STRUCTURE = st.lists(PART, min_size=1, max_size=2)


@frozen
class Paid:
    """Lines with their rewards, and what was paid of these."""

    lines: tuple[FundLine, ...]
    rewards: tuple[Reward, ...]
    paid: dict[tuple[str, ...], Decimal]

    def of(self, name: str) -> "Paid":
        """Those of one structure."""
        kept = {line.item for line in self.lines if line.of == name}
        rewards = tuple(one for one in self.rewards if one.item in kept)
        return evolve(self, lines=tuple(one for one in self.lines if one.item in kept), rewards=rewards)

    def settled(self) -> Results:
        due = tuple(one for one in self.rewards if one.due)
        undue = [one for one in self.rewards if not one.due]
        paid = {one.key: self.paid[one.key] for one in self.rewards}
        tool = PaidTool(tool=TOOL, before={one.key: one for one in self.rewards}, paid=paid)
        return accounted(Results(fund_lines=self.lines, rewards=due), undue, {TOOL: tool})


def paid_by(structures: Sequence[Parts]) -> Paid:
    """Each part of a structure is a line: who is due how much and was paid how much, and its savings (euro)."""
    lines, rewards, paid = [], [], {}
    for number, parts in enumerate(structures):
        for place, (heads, savings) in enumerate(parts):
            item = f"{number}.{place}"
            own = [
                Reward(person=f"{item}.{at}", tool=TOOL, fund=FUND, item=item, due=Decimal(due), rests_on=())
                for at, (due, _) in enumerate(heads)
            ]
            amount = sum((one.due for one in own), ZERO) + savings
            line = FundLine(
                fund=FUND, item=item, of=str(number), tool=TOOL, amount=amount, savings=Decimal(savings), rests_on=()
            )
            lines.append(evolve(line, payable=amount - savings, state=State.FINAL))
            rewards += [evolve(one, payable=one.due) for one in own]
            paid |= {one.key: Decimal(euro) for one, (_, euro) in zip(own, heads, strict=True)}
    return Paid(tuple(lines), tuple(rewards), paid)


def saved(results: Results, of: str | None = None) -> Decimal:
    return sum((line.savings for line in results.fund_lines if of in (None, line.of)), ZERO)


@given(structures=st.tuples(STRUCTURE, STRUCTURE))
@example(structures=([([(5, 9), (5, 0)], 2)], [([(5, 0)], 5)]))
def test_savings_of_another_structure_bear_only_what_the_own_ones_lack(structures: tuple[Parts, Parts]) -> None:
    ente = paid_by(structures)
    whole = ente.settled()
    for own, other in (("0", "1"), ("1", "0")):
        borne = saved(ente.of(other).settled()) - saved(whole, other)
        assert borne >= 0
        assert not borne or not saved(whole, own)


@given(structures=st.tuples(STRUCTURE, STRUCTURE))
def test_nobody_lacks_cover_while_a_sister_line_saves(structures: tuple[Parts, Parts]) -> None:
    found = paid_by(structures).settled()
    assert not saved(found) or not any(line.uncovered or line.overdrawn for line in found.fund_lines)


@given(structure=STRUCTURE)
def test_a_line_bears_nothing_for_its_sisters_beyond_what_they_lack(structure: Parts) -> None:
    ente = paid_by([structure])
    found = ente.settled()
    out = {line.item: sum((one.due for one in ente.rewards if one.item == line.item), ZERO) for line in ente.lines}
    for one in ente.rewards:
        out[one.item] += max(ente.paid[one.key] - one.due, ZERO)
    short = sum((max(out[line.item] - line.amount, ZERO) for line in ente.lines), ZERO)
    left = sum((max(line.amount - out[line.item], ZERO) for line in ente.lines), ZERO)
    assert saved(found) == max(left - short, ZERO)
