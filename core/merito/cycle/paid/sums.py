"""What was paid by a date, by person and tool, and the corrections of results after the payments of a purse."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from attrs import frozen

from merito.contract.rulebook import Interpretation
from merito.cycle.course import Course
from merito.cycle.walk import Walk
from merito.model.acts import Act
from merito.model.amended import Amendment
from merito.model.dossier import Dossier, ExtraRow
from merito.model.money import CENT_ZERO, Reward
from merito.model.paid import PAYMENT, Payment
from merito.numbers import natural_key

Owed = tuple[str, str]
Key = tuple[str, ...]


@frozen(eq=False)
class Correction:
    """A correction of a result by an act: an amendment, or a row of a regulation's own table, as an appeal is."""

    row: Amendment | ExtraRow
    act: Act
    about: str


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


def reading_of(course: Course, tool: str) -> Interpretation | None:
    """The reading that decides who pays for the difference of a tool: that of the latest layer."""
    known = course.stack.rulebook.interpretations.values()
    own = (one for one in reversed(tuple(known)) if one.by_savings and (not one.tools or tool in one.tools))
    return next(own, None)


def corrections(walk: Walk) -> tuple[Correction, ...]:
    """The corrections in effect: applied amendments, and rows of a regulation's own tables that name such an act."""
    applied = (one for one in walk.amendments if one.applied and one.amendment.corrects)
    found = [Correction(one.amendment, one.act, one.amendment.about) for one in applied if one.act is not None]
    return (*found, *_own_corrections(walk))


def by_rules(course: Course, reading: Interpretation | None) -> bool:
    """Whether the rules of a regulation themselves say what corrections of somebody change after a payment.

    They do where the reading on a tool gives rewards of their own for that (`decides`), under a choice by which only
    the corrected gain or lose.
    """
    if reading is None or not reading.decides:
        return False
    return course.readings[reading.id].choice in reading.only_corrected


def _own_corrections(walk: Walk) -> tuple[Correction, ...]:
    """The rows of a regulation's own tables that name an act in effect that corrects, such as appeals upheld."""
    step, found = walk.step(), list[Correction]()
    acts = {act.id: act for kind, one in step.act_kinds.items() if one.corrects for act in step.acts_of(kind)}
    for row in (row for rows in step.dossier.tables.values() for row in rows):
        named = (acts.get(str(value)) for value in row.values.values())
        found += [Correction(row, act, act.subject or "") for act in named if act is not None]
    return tuple(found)


def corrected_after(paid: Iterable[Payment], corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections that took effect after the first of some payments, or on its day: which came first is unknown."""
    first = min((row.date for row in paid if row.kind == PAYMENT), default=None)
    return tuple(one for one in corrections if first is not None and one.act.takes_effect >= first)


def allotted(
    rewards: Iterable[Reward], before: Mapping[Key, Reward], paid: Mapping[Owed, tuple[Payment, ...]]
) -> dict[Key, Decimal]:
    """What was paid of each reward, by its key; several rewards of one tool are filled in the order of their posts.

    The order of the rows of a table decides nothing. Each takes up to what is due, or was due `before` if that is more.
    The last takes any excess.
    """
    of_each: dict[Owed, list[Reward]] = defaultdict(list)
    for reward in rewards:
        of_each[reward.person, reward.tool].append(reward)
    found: dict[Key, Decimal] = {}
    for owed, own in of_each.items():
        left = net(paid.get(owed, ()))
        in_order = sorted(own, key=lambda one: tuple(map(natural_key, one.key)))
        for reward in in_order:
            due_then = before[reward.key].due if reward.key in before else CENT_ZERO
            part = left if reward is in_order[-1] else min(left, max(reward.due, due_then))
            found[reward.key] = part
            left -= part
    return found
