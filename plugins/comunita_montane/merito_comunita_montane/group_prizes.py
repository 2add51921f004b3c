"""Prizes given to a group with its shares (table premi_gruppo): collective, for innovation, for efficiency."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from attrs import frozen

from merito import (
    Basis,
    Candidate,
    ExtraRow,
    Finding,
    FundLine,
    InForce,
    Intermediate,
    Made,
    Phase,
    ResultRows,
    Reward,
    Rows,
    State,
    Step,
)
from merito.kit import of_tool, saved, told
from merito.numbers import HUNDRED, euro_text, fraction, natural_key, number_text, percent_text, split
from merito_comunita_montane.candidates import FUNDS, PRIZES, named

ZERO = Decimal("0.00")
LEFT = "non assegnato"


@frozen(kw_only=True)
class Prize:
    """A prize (euro) with the members of its group, in the order of their ids."""

    row: ExtraRow
    members: tuple[Candidate, ...]

    @property
    def group(self) -> str:
        return str(self.row["group"])

    @property
    def subject(self) -> str:
        return f"group:{self.group}"

    @property
    def amount(self) -> Decimal:
        return Decimal(str(self.row["amount"]))

    @property
    def shares(self) -> dict[str, Fraction]:
        """The share of each member, in percent points; a single member has all of it."""
        if len(self.members) == 1 and self.members[0].share is None:
            return {self.members[0].person: HUNDRED}
        return {one.person: fraction(one.share or 0) for one in self.members}

    @property
    def problem(self) -> str:
        """Why it cannot be divided (Italian), or nothing."""
        shares = self.shares
        total = sum(shares.values(), Fraction(0))
        if not self.members:
            return "nessun candidato è del gruppo"
        if len(self.members) > 1 and any(one.share is None for one in self.members):
            return "manca la quota di qualcuno del gruppo"
        if any(share <= 0 for share in shares.values()):
            return "ogni quota del gruppo è maggiore di zero"
        return "" if total == HUNDRED else f"le quote del gruppo sommano a {number_text(total)}, non a 100"


@frozen(kw_only=True)
class Shared:
    """What each member of a group is due (euro), by which formula, and what that rests on; the rest is saved.

    `waits` says, by person, why what is due is not known yet (Italian); `waits_by` are the rules behind that.
    """

    dues: Mapping[str, Decimal]
    formulas: Mapping[str, str]
    rules: tuple[str, ...] = ()
    saved: str = ""
    waits: Mapping[str, str] = {}
    waits_by: tuple[str, ...] = ()
    rests_on: tuple[Made, ...] = ()
    parameters: tuple[InForce[object], ...] = ()
    steps: tuple[Intermediate, ...] = ()


def prizes(step: Step, tool: str) -> tuple[Prize, ...]:
    """The prizes of a tool, in the order of their groups."""
    everybody = Rows(named(step, tool))
    rows = sorted(step.dossier.table(PRIZES).of(tool=tool), key=lambda row: natural_key(str(row["group"])))
    return tuple(Prize(row=row, members=everybody.of(group=row["group"])) for row in rows)


def checked(step: Step, tool: str, rule_id: str) -> Iterator[Finding]:
    """Shares that do not sum to 100 refuse the prize of their group; a candidate without group or prize is an error."""
    found = prizes(step, tool)
    groups = {one.group for one in found}
    for one in found:
        if one.problem:
            why = f"premio al gruppo {one.group}: {one.problem}"
            inputs = (one.row, *one.members)
            yield told("error", rule_id, why, one.subject, phase=Phase.REWARDS, tool=tool, inputs=inputs)
    for row in named(step, tool):
        if row.group not in groups:
            group = f"il gruppo {row.group} non è" if row.group else "non ha un gruppo che sia"
            why = f"{group} nella tabella dei premi di gruppo: non gli spetta nulla"
            yield told("error", rule_id, why, f"person:{row.person}", phase=Phase.REWARDS, tool=tool, inputs=(row,))


def by_shares(prize: Prize) -> Shared:
    """A whole prize divided by the shares of its group."""
    shares = prize.shares
    told_as = {who: f"{euro_text(prize.amount)} × {percent_text(share)}" for who, share in shares.items()}
    return Shared(dues=split(prize.amount, shares), formulas=told_as)


def give(
    step: Step,
    line: FundLine,
    own: Sequence[Prize],
    rule_id: str,
    share_out: Callable[[Prize], Shared],
    rest: str = "dato a nessun gruppo",
) -> ResultRows:
    """Every prize from a line, each on a line of its own; what no group receives is saved, with the reason `rest`.

    Prizes beyond the line are refused, with the excess; without any prize the line waits.
    """
    tool, total = step.tool or "", sum((one.amount for one in own), ZERO)
    if not own:
        why = f"non diviso: nessun premio di gruppo è indicato per «{FUNDS[line.fund]}»"
        yield of_tool(step, "warning", why, rule_id)
        return
    if total > line.amount:
        over = euro_text(total - line.amount)
        why = f"i premi sommano a {euro_text(total)}: {over} oltre i {euro_text(line.amount)} disponibili"
        yield of_tool(step, "error", why, "BL-16.2")
        return
    for one in own:
        yield from _given(tool, line, one, rule_id, share_out)
    if line.amount > total:
        item = f"{line.item}, {LEFT}"
        yield saved(line, item, line.amount - total, line.reason or rest, (rule_id,), (line,), line.state)


def _given(tool: str, line: FundLine, one: Prize, rule_id: str, share_out: Callable[[Prize], Shared]) -> ResultRows:
    shared = None if one.problem else share_out(one)
    total = sum(shared.dues.values(), ZERO) if shared else ZERO
    reason = one.problem or line.reason or (shared.saved if shared and total < one.amount else "")
    own = FundLine(
        fund=line.fund,
        item=f"gruppo {one.group}",
        of=line.item,
        amount=one.amount,
        savings=one.amount - total,
        state=State.BLOCKED if one.problem else line.state,
        reason=reason,
        rules=(rule_id, *(shared.rules if shared else ())),
        rests_on=(line,),
        basis=Basis(inputs=(one.row,)),
    )
    if shared is None:
        return (own,)
    rewards = tuple(_reward(tool, line, own, one, shared, row, rule_id) for row in one.members)
    return (*rewards, own)


def _reward(
    tool: str, line: FundLine, own: FundLine, one: Prize, shared: Shared, row: Candidate, rule_id: str
) -> Reward:
    return Reward(
        person=row.person,
        tool=tool,
        fund=own.fund,
        item=own.item,
        due=shared.dues[row.person],
        subject=one.subject,
        state=State.PROVISIONAL if row.person in shared.waits else State.FINAL,
        reason=shared.waits.get(row.person, ""),
        rules=(rule_id, *shared.rules, *(shared.waits_by if row.person in shared.waits else ())),
        rests_on=(line, *shared.rests_on),
        basis=Basis(
            inputs=(one.row, row),
            parameters=shared.parameters,
            steps=(Intermediate("quota nel gruppo", percent_text(one.shares[row.person])), *shared.steps),
            formula=shared.formulas[row.person],
        ),
    )
