"""Funds whose past payments shake what open readings leave certain: there a sum that one decides is held whole.

If nobody of a fund was paid more than what is least under every choice, and no correction has followed a payment, what
was paid is a part of that least, and no choice leaves the fund short. Otherwise another choice may make a debtor of
somebody, and take what the fund then lacks from the others.
"""

from collections import defaultdict
from decimal import Decimal

from merito.cycle.course import Course
from merito.cycle.paid.sums import Correction, allotted, corrected_after, corrections, paid_by, reading_of
from merito.cycle.stakes import REWARD, Stakes
from merito.cycle.walk import Walk
from merito.model.money import CENT_ZERO, Reward
from merito.model.paid import Payment


def shaken(course: Course, walk: Walk, decided: Stakes) -> frozenset[str]:
    """The funds in which a payment exceeds what is certain, or was made before a correction of results."""
    paid = paid_by(course.dossier, course.as_of)
    if not paid:
        return frozenset()
    of_tool = {tool: corrections(course, walk, reading_of(course, tool)) for _, tool in paid}
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
    corrected = (fund for fund, rows in of_fund.items() if corrected_after(rows, known[fund]))
    return frozenset((*corrected, *beyond, *to_nobody))


def _certain(reward: Reward, decided: Stakes) -> Decimal:
    """What is certain of a reward, as far as readings decide it."""
    if not decided.rewards.get(reward.key) and (REWARD, reward.key) not in decided.of_values:
        return reward.covered
    return decided.certain.get((REWARD, reward.key), CENT_ZERO)
