"""Compares settled money with payments, with a second walk that leaves out the corrections made after a payment."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import partial

from attrs import evolve, frozen

from merito.contract.rulebook import PARTS, SUBJECT, Interpretation
from merito.cycle.course import Course
from merito.cycle.paid.account import PaidTool, accounted
from merito.cycle.paid.balances import balances, surely_too_small, told_of
from merito.cycle.paid.certain import certain
from merito.cycle.paid.growing import due_in_other_ways, still_growing, told_growing, with_what_may_grow
from merito.cycle.paid.purses import Purse, Purses
from merito.cycle.paid.sums import (
    Correction,
    Owed,
    allotted,
    corrected_after,
    corrections,
    net,
    paid_by,
    reading_of,
)
from merito.cycle.paid.undue import never_due, no_longer_due, not_computed, told_unknown
from merito.cycle.stakes import Stakes
from merito.cycle.walk import Walk
from merito.cycle.walked import Walks
from merito.model.messages import NOTHING, Message, Ref, say, several
from merito.model.money import CENT_ZERO, Reward
from merito.model.paid import Payment
from merito.model.results import Results
from merito.model.rows import Rows
from merito.model.states import State

FUND_CUT = say(
    "tutti hanno avuto più di quanto il fondo di oggi dà, e il fondo non basta a quanto è stato pagato: il fondo è "
    "stato ridotto, e verso le persone non c'è credito"
)

NOT_YET = say("la correzione non è ancora definitiva, e fino ad allora resta quanto spettava")
NOT_KNOWN = say("quanto spetta non si sa ancora, perché il fondo non è tutto diviso")
Key = tuple[str, ...]
Late = tuple[Correction, ...]


@frozen
class Others:
    """The results under other choices: `supposing` gives those with some choices adopted.

    Under the choices of `ways` too the accounts of the funds `shaken` are made; `decided` is what readings decide.
    """

    supposing: Callable[[Mapping[str, str]], Results]
    ways: tuple[Mapping[str, str], ...]
    shaken: frozenset[str]
    decided: Stakes

    def cover(self, reading: str, settled: Results) -> bool:
        """Whether the accounts of all funds are made under every choice of a reading."""
        return any(reading in way for way in self.ways) and self.shaken >= {one.fund for one in settled.rewards}


def with_paid(course: Course, walk: Walk, settled: Results, others: Others) -> Results:
    """Settled results with the payments taken into account: fixed sums, held differences, balances and findings.

    `course` is the starting point of the walk. Without payments nothing changes.
    """
    paid = paid_by(course.dossier, course.as_of)
    if not paid:
        return settled
    readings = {tool: reading_of(course, tool) for tool in dict.fromkeys(tool for _, tool in paid)}
    cited = {tool: _cited(course, reading) for tool, reading in readings.items()}
    every = tuple(course.stack.inputs.funds)
    funds = {tool.name: tool.funds or every for tool in course.stack.inputs.tools.values()}
    purses = Purses(settled)
    late = _late(paid, purses, corrections(walk))
    tools = _tools(course, walk, settled, late, readings)
    gone = tuple(no_longer_due(settled, (one for tool in tools.values() for one in tool.before.values())))
    unknown = not_computed((*settled.rewards, *gone), settled.fund_lines, paid, funds)
    in_other_ways = tuple(map(others.supposing, others.ways))
    of_tools = {name for name, tool in tools.items() if tool.acts}
    growing = {**still_growing(settled, paid, of_tools), **due_in_other_ways(settled, in_other_ways, paid, of_tools)}
    known = {owed: rows for owed, rows in paid.items() if owed not in unknown}
    undue = (*gone, *never_due(settled, gone, paid, funds, cited))
    undue = tuple(_of_unknown_sum(one, paid) if (one.person, one.tool) in unknown else one for one in undue)
    settled = settled.replacing(rewards=tuple(_until_final(one, tools) for one in settled.rewards))
    settled = with_what_may_grow(settled, growing)
    account = partial(_account, settled, undue, tools, paid, _by_tools(late), readings)
    choices = {reading.id: course.readings[reading.id].choice for reading in readings.values() if reading}
    stands, tools = account(choices)
    corrected = {name: tool for name, tool in tools.items() if tool.acts}
    deciding = {reading.id: reading for name in corrected if (reading := readings[name])}
    deciding.update({one.id: one for tool, _, _ in late if (one := readings[tool]) and one.decides})
    walk.watch.asked.update(dict.fromkeys(deciding))
    for reading in deciding.values():
        if course.readings[reading.id].open and not others.cover(reading.id, settled):
            different = [choice for choice in reading.choices if choice != choices[reading.id]]
            if reading.decides:
                tried = [others.supposing({reading.id: choice}) for choice in different]
            else:
                tried = [account({**choices, reading.id: choice})[0] for choice in different]
            stands = certain(stands, tried, (reading.id,), _subject_of(reading))
    if in_other_ways:
        stands = certain(stands, in_other_ways, others.decided.readings, funds=others.shaken)
    found = [
        one
        for one in balances(stands.rewards, known, corrected, cited)
        if (one.person, one.tool) not in growing or one.difference
    ]
    by = {tool: reading.id if reading else "" for tool, reading in readings.items()}
    surely = surely_too_small(stands, (settled, *in_other_ways))
    told = (*told_of(found, corrected, stands, by, surely), *told_unknown(unknown, by), *told_growing(growing, by))
    return stands.replacing(balances=tuple(found), findings=(*stands.findings, *told))


def without_corrections(course: Course, walk: Walk) -> tuple[Course, ...]:
    """The starting points without the corrections that came after a payment."""
    paid = paid_by(course.dossier, course.as_of)
    late = _late(paid, Purses(walk.results), corrections(walk)) if paid else {}
    return tuple(_course_without(course, states) for states in dict.fromkeys(late.values()))


def _subject_of(reading: Interpretation) -> str:
    """The subject of the rewards that a reading decides."""
    return reading.decides.removeprefix(SUBJECT) if reading.decides.startswith(SUBJECT) else ""


def _account(
    settled: Results,
    undue: tuple[Reward, ...],
    tools: Mapping[str, PaidTool],
    paid: Mapping[Owed, tuple[Payment, ...]],
    late: Mapping[str, Late],
    readings: Mapping[str, Interpretation | None],
    choices: Mapping[str, str],
) -> tuple[Results, dict[str, PaidTool]]:
    """The account of every fund under some choices on who bears a correction, and the tools with what they paid."""
    known = {name: (one, choices[one.id]) for name, one in readings.items() if one}
    every = (*settled.rewards, *undue)
    saving = {name for name, (one, choice) in known.items() if choice in one.by_savings}
    beside = {name for name in saving if known[name][0].savings_of == PARTS}
    own = {
        name: evolve(_with_sums(tool, every, paid), by_savings=name in saving, beside=name in beside)
        for name, tool in tools.items()
    }
    undue = tuple(one for one in undue if one.due or own[one.tool].paid_of(one))
    settled, undue = _fund_cut(settled, undue, own, late)
    return accounted(settled, undue, own), own


def _of_unknown_sum(reward: Reward, paid: Mapping[Owed, tuple[Payment, ...]]) -> Reward:
    """What was paid to somebody whose fund is not divided yet: it has left the fund, and what is due is not known."""
    sums = net(paid[reward.person, reward.tool])
    return evolve(reward, due=sums, withheld=sums, state=State.WITHHELD, reason=NOT_KNOWN, held=NOT_KNOWN)


def _until_final(reward: Reward, tools: Mapping[str, PaidTool]) -> Reward:
    """A reward as it was before a correction whose score is not final yet, as without the hearing of its person."""
    tool = tools.get(reward.tool)
    before = tool.before.get(reward.key) if tool and reward.person in tool.not_yet else None
    if before is None:
        return reward
    return evolve(
        _with_due(reward, before.due), reason=several(NOT_YET, reward.reason), held=several(NOT_YET, reward.held)
    )


def _fund_cut(
    settled: Results,
    undue: tuple[Reward, ...],
    tools: Mapping[str, PaidTool],
    late: Mapping[str, Late],
) -> tuple[Results, tuple[Reward, ...]]:
    """Rewards of a fund that is smaller than what everybody was paid from it: nobody owes what the fund lacks.

    So it is if the payments exceed the whole fund and whoever was paid was paid more than today's fund would give
    without corrections: the fund was larger then. Whoever was corrected owes only what the correction itself takes from
    them. A correction that is of nobody alone, as of a measure, may explain the difference, and leaves all as it is.
    """
    whole: dict[str, Decimal] = defaultdict(lambda: CENT_ZERO)
    for line in settled.fund_lines:
        whole[line.fund] += line.amount
    paid: dict[str, list[tuple[Reward, Decimal]]] = defaultdict(list)
    for reward in (*settled.rewards, *undue):
        if reward.tool in tools and (out := tools[reward.tool].paid_of(reward)):
            paid[reward.fund].append((reward, out))
    about = {tool: {one.about for one in own} for tool, own in late.items()}

    def was_due(reward: Reward) -> Decimal:
        before = tools[reward.tool].before.get(reward.key)
        return before.due if before is not None else CENT_ZERO

    def corrected(reward: Reward) -> bool:
        return f"person:{reward.person}" in about.get(reward.tool, set())

    def by_the_fund(reward: Reward, out: Decimal) -> bool:
        tool = tools[reward.tool]
        return out > (was_due(reward) if tool.acts else reward.due) and not (tool.acts and "" in about[reward.tool])

    cut = {
        fund
        for fund, of_it in paid.items()
        if sum((out for _, out in of_it), CENT_ZERO) > whole[fund]
        and len({reward.person for reward, _ in of_it}) > 1
        and all(by_the_fund(reward, out) for reward, out in of_it)
    }

    def as_paid(reward: Reward) -> Reward:
        out = tools[reward.tool].paid_of(reward) if reward.tool in tools and reward.fund in cut else CENT_ZERO
        lost = max(was_due(reward) - reward.due, CENT_ZERO) if out and corrected(reward) else CENT_ZERO
        if out - lost <= reward.due:
            return reward
        return evolve(_with_due(reward, out - lost), reason=several(FUND_CUT, reward.reason))

    return settled.replacing(rewards=tuple(map(as_paid, settled.rewards))), tuple(map(as_paid, undue))


def _with_due(reward: Reward, due: Decimal) -> Reward:
    """A settled reward of another sum, held as far as it was."""
    whole = bool(reward.withheld) and reward.withheld == reward.covered
    withheld = due if whole else min(reward.withheld, due)
    return evolve(reward, due=due, payable=due - withheld, withheld=withheld)


def _late(
    paid: Mapping[Owed, tuple[Payment, ...]],
    purses: Purses,
    every: Late,
) -> Mapping[Purse, Late]:
    """By purse, the corrections after its first payment: a structure's is no payment of another."""
    of_purse: dict[Purse, list[Payment]] = defaultdict(list)
    for (person, tool), rows in paid.items():
        for purse in purses.of_person(person, tool):
            of_purse[purse].extend(rows)
    late = {purse: corrected_after(rows, every) for purse, rows in of_purse.items()}
    return {purse: own for purse, own in late.items() if own}


def _by_tools(late: Mapping[Purse, Late]) -> Mapping[str, Late]:
    """By tool, the corrections after the first payment of any of its purses."""
    found: dict[str, dict[Correction, None]] = defaultdict(dict)
    for (tool, _, _), own in late.items():
        found[tool].update(dict.fromkeys(own))
    return {tool: tuple(own) for tool, own in found.items()}


def _tools(
    course: Course,
    walk: Walk,
    settled: Results,
    late: Mapping[Purse, Late],
    readings: Mapping[str, Interpretation | None],
) -> dict[str, PaidTool]:
    """The tools with payments; those changed by a correction have what was due without it."""
    without = {states: _without(course, states) for states in set(late.values())}
    before = {purse: _by_purse(without[states])[purse] for purse, states in late.items()}
    now, by_tool = _by_purse(settled), _by_tools(late)
    found: dict[str, PaidTool] = {}
    for name, reading in readings.items():
        of_tool = {purse for purse in (*now, *before) if purse[0] == name}
        today = {one.key: one for purse in of_tool for one in now[purse]}
        own = {one.key: one for purse in of_tool for one in before.get(purse, now[purse])}
        changed = {key: one.due for key, one in today.items()} != {key: one.due for key, one in own.items()}
        then = {states for purse, states in late.items() if purse[0] == name}
        found[name] = PaidTool(
            tool=name,
            before=own,
            acts=_acts(by_tool[name]) if changed else NOTHING,
            not_yet=frozenset(person for states in then for person in _not_yet(without[states], walk.results)),
            rules=(reading.id,) if reading else (),
        )
    return found


def _by_purse(results: Results) -> Mapping[Purse, list[Reward]]:
    purses, found = Purses(results), defaultdict[Purse, list[Reward]](list)
    for reward in results.rewards:
        found[purses.of_reward(reward)].append(reward)
    return found


def _with_sums(tool: PaidTool, rewards: Iterable[Reward], paid: Mapping[Owed, tuple[Payment, ...]]) -> PaidTool:
    return evolve(tool, paid=allotted((one for one in rewards if one.tool == tool.tool), tool.before, paid))


def _cited(course: Course, reading: Interpretation | None) -> tuple[str, ...]:
    """A reading, and before it the rules whose text leaves it open."""
    if reading is None:
        return ()
    rules = course.stack.rulebook.rules.values()
    return (*(rule.id for rule in rules if reading.id in rule.interpretations), reading.id)


def _not_yet(before: Results, now: Results) -> frozenset[str]:
    """Whose score was final without the corrections, and is provisional with them."""
    final = {one.person for one in before.scores if one.state is State.FINAL}
    return frozenset(one.person for one in now.scores if one.state is State.PROVISIONAL and one.person in final)


def _without(course: Course, late: Late) -> Results:
    """The results without some corrections."""
    return Walks().walked(_course_without(course, late))[0].results


def _course_without(course: Course, late: Late) -> Course:
    """The starting point without some corrections."""
    dossier, rows = course.dossier, {id(one.row) for one in late}
    kept = evolve(
        dossier,
        amendments=Rows(one for one in dossier.amendments if id(one) not in rows),
        tables={name: Rows(one for one in own if id(one) not in rows) for name, own in dossier.tables.items()},
    )
    return evolve(course, dossier=kept)


def _acts(late: Late) -> Message:
    acts = tuple(Ref("act", one) for one in dict.fromkeys(one.act.id for one in late))
    return say("l'atto {acts}", many="gli atti {acts}", number="n", n=len(acts), acts=acts)
