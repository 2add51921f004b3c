"""Funds whose past payments shake what open readings leave certain: there the account is made under each choice.

If nobody of a fund was paid more than what is least under every choice, and no correction has followed a payment, what
was paid is a part of that least, and no choice leaves the fund short. Otherwise another choice may make a debtor of
somebody, and take what the fund then lacks from the others. What the accounts under all choices pay, or save, is
certain. If these are too many, or a provisional value matters, a sum that a reading decides is held whole.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import product
from math import prod

from merito.cycle.course import Course
from merito.cycle.paid.sums import Correction, allotted, by_rules, corrected_after, corrections, paid_by, reading_of
from merito.cycle.stakes import REWARD, Stakes
from merito.cycle.walk import Walk
from merito.model.money import CENT_ZERO, Reward
from merito.model.paid import Payment

MOST_ACCOUNTS = 32


def other_ways(course: Course, stakes: Sequence[Stakes]) -> tuple[Mapping[str, str], ...]:
    """All other combinations of choices on the readings that can matter to the accounts of funds.

    `stakes` are those of the walk and of the walks without the corrections after a payment. None if no reading decides
    any money, or not all combinations can be tried.
    """
    branched = [one.branched for one in stakes]
    told = (*stakes[0].rewards.values(), *stakes[0].lines.values())
    if None in branched or not any(one.holds for some in told for one in some):
        return ()
    known = course.stack.rulebook.interpretations
    live = sorted({reading for some in branched for reading in some or ()})
    choices = [known[reading].choices for reading in live]
    if prod(map(len, choices)) > MOST_ACCOUNTS:
        return ()
    own = tuple(course.readings[reading].choice for reading in live)
    return tuple(dict(zip(live, some, strict=True)) for some in product(*choices) if some != own)


def shaken(course: Course, walk: Walk, decided: Stakes) -> frozenset[str]:
    """The funds in which a payment exceeds what is certain, or was made before a correction of results."""
    paid = paid_by(course.dossier, course.as_of)
    if not paid:
        return frozenset()
    left_to_rules = {tool: by_rules(course, reading_of(course, tool)) for _, tool in paid}
    of_nobody = tuple(one for one in corrections(walk) if not one.about)
    of_tool = {tool: of_nobody if left else corrections(walk) for tool, left in left_to_rules.items()}
    every = tuple(course.stack.inputs.funds)
    funds = {tool.name: tool.funds or every for tool in course.stack.inputs.tools.values()}
    of_fund: dict[str, list[Payment]] = defaultdict(list)
    known: dict[str, dict[Correction, None]] = defaultdict(dict)
    for (_, tool), rows in paid.items():
        for fund in funds[tool]:
            of_fund[fund].extend(rows)
            known[fund].update(dict.fromkeys(of_tool[tool]))
    rewards = walk.results.rewards
    sums = allotted(rewards, {}, paid)
    beyond = {one.fund for one in rewards if sums[one.key] > _certain(one, decided)}
    given = {(one.person, one.tool) for one in rewards}
    to_nobody = {fund for owed in paid.keys() - given for fund in funds[owed[1]]}
    changed = (fund for fund, rows in of_fund.items() if corrected_after(rows, known[fund]))
    return frozenset((*changed, *beyond, *to_nobody))


def corrected(course: Course, walk: Walk) -> frozenset[str]:
    """The funds of the tools with a payment before a correction, also where the rules say what it changes."""
    paid, every = paid_by(course.dossier, course.as_of), tuple(course.stack.inputs.funds)
    late = {tool for (_, tool), rows in paid.items() if corrected_after(rows, corrections(walk))}
    tools = course.stack.inputs.tools
    return frozenset(fund for tool in late for fund in tools[tool].funds or every)


def _certain(reward: Reward, decided: Stakes) -> Decimal:
    """What is certain of a reward, as far as readings decide it."""
    if not decided.rewards.get(reward.key) and (REWARD, reward.key) not in decided.of_values:
        return reward.covered
    return decided.certain.get((REWARD, reward.key), CENT_ZERO)
