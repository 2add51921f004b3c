"""What was paid by a date, by person and tool, and the corrections of results after the payments of a purse."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import TypeVar

from merito.cycle.paid.purses import Purse
from merito.model.amended import AmendmentState
from merito.model.dossier import Dossier
from merito.model.money import CENT_ZERO, Reward
from merito.model.paid import PAYMENT, Payment

Owed = tuple[str, str]
Key = tuple[str, ...]
Of = TypeVar("Of", Purse, str)


def paid_by(dossier: Dossier, as_of: date) -> Mapping[Owed, tuple[Payment, ...]]:
    """The payments up to a date, by person and tool."""
    found: dict[Owed, list[Payment]] = defaultdict(list)
    for row in dossier.payments:
        if row.date <= as_of:
            found[row.person, row.tool].append(row)
    return {owed: tuple(sorted(rows, key=lambda row: row.date)) for owed, rows in found.items()}


def net(rows: Iterable[Payment]) -> Decimal:
    """What remains paid after recoveries, at least zero."""
    return max(sum((row.net for row in rows), CENT_ZERO), CENT_ZERO)


def corrected_after(
    paid: Mapping[Of, Iterable[Payment]], amendments: Iterable[AmendmentState]
) -> Mapping[Of, tuple[AmendmentState, ...]]:
    """By purse or fund, the applied corrections that took effect after its first payment; others are left out."""
    days = {purse: [row.date for row in rows if row.kind == PAYMENT] for purse, rows in paid.items()}
    first = {purse: min(own) for purse, own in days.items() if own}
    applied = [one for one in amendments if one.applied and one.amendment.corrects]
    after = {
        purse: tuple(one for one in applied if one.act is not None and one.act.takes_effect > day)
        for purse, day in first.items()
    }
    return {purse: late for purse, late in after.items() if late}


def allotted(
    rewards: Iterable[Reward], before: Mapping[Key, Reward], paid: Mapping[Owed, tuple[Payment, ...]]
) -> dict[Key, Decimal]:
    """What was paid of each reward, by its key; several rewards of one tool are filled in their order.

    Each takes up to what is due, or was due `before` if that is more. The last takes any excess.
    """
    of_each: dict[Owed, list[Reward]] = defaultdict(list)
    for reward in rewards:
        of_each[reward.person, reward.tool].append(reward)
    found: dict[Key, Decimal] = {}
    for owed, own in of_each.items():
        left = net(paid.get(owed, ()))
        for reward in own:
            due_then = before[reward.key].due if reward.key in before else CENT_ZERO
            part = left if reward is own[-1] else min(left, max(reward.due, due_then))
            found[reward.key] = part
            left -= part
    return found
