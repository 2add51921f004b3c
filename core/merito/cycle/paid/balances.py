"""What is due now minus what was paid, by person and tool, and the findings about it. Nothing is offset."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial

from merito.cycle.paid.account import PaidTool
from merito.cycle.paid.sums import Owed, net
from merito.model.acts import Phase
from merito.model.basis import Basis
from merito.model.messages import NOTHING, Listed, Message, Money, Ref, say, several
from merito.model.money import CENT_ZERO, Reward
from merito.model.paid import EVEN, HELD, OVERPAID, RECOVERY, TO_PAY, UNCOVERED, Balance, Payment
from merito.model.results import Finding, Results
from merito.numbers import natural_key

PAID, MOST_NAMED = "IT-PAGATO", 8
TOO_SMALL = say(
    "i fondi non bastano a ciò che è stato pagato e a ciò che spetta (conguagli): chi liquida recupera ciò che non era "
    "dovuto, o chi decide sul fondo dice con un atto con quale denaro si paga il resto"
)
MAY_BE_TOO_SMALL = say(
    "i fondi possono non bastare a ciò che è stato pagato e a ciò che spetta (conguagli): lo dirà ciò che è ancora "
    "sospeso. Intanto chi liquida paga solo ciò che è liquidabile"
)
RECOVER = say("non si compensa con altre somme: se non era dovuta si recupera, con un suo atto")


def balances(
    stands: Iterable[Reward],
    paid: Mapping[Owed, tuple[Payment, ...]],
    tools: Mapping[str, PaidTool],
    rules: Mapping[str, tuple[str, ...]],
) -> tuple[Balance, ...]:
    """A row for everyone who was paid something through a tool; people who were not paid have none.

    `stands` are the rewards as the accounts of their funds leave them.
    """
    rewards: dict[Owed, list[Reward]] = defaultdict(list)
    for reward in stands:
        rewards[reward.person, reward.tool].append(reward)
    in_order = sorted(paid, key=lambda one: (natural_key(one[0]), one[1]))
    return tuple(_balance(one, rewards[one], paid[one], tools.get(one[1]), rules[one[1]]) for one in in_order)


def _balance(
    owed: Owed,
    rewards: list[Reward],
    rows: tuple[Payment, ...],
    corrected: PaidTool | None,
    rules: tuple[str, ...],
) -> Balance:
    paid = net(rows)
    due = sum((one.due for one in rewards), CENT_ZERO)
    held = sum((one.withheld for one in rewards), CENT_ZERO)
    uncovered = sum((one.uncovered for one in rewards), CENT_ZERO)
    after = say("dopo {acts}", acts=corrected.acts) if corrected else NOTHING
    why = [one.reason for one in rewards]
    if due == paid:
        standing, reason = EVEN, NOTHING
    elif due < paid:
        standing, reason = OVERPAID, several(after, RECOVER)
    elif held + uncovered < due - paid:
        standing = TO_PAY
        of_which = [say("di cui {held} sospesi", held=Money(held))] if held else []
        of_which += [say("di cui {uncovered} senza copertura", uncovered=Money(uncovered))] if uncovered else []
        reason = several(*of_which, *why) if of_which else after
    else:
        standing, reason = HELD if held else UNCOVERED, several(*why)
    return Balance(
        person=owed[0],
        tool=owed[1],
        due=due,
        paid=paid,
        uncovered=uncovered,
        standing=standing,
        reason=reason,
        rules=rules,
        rests_on=tuple(rewards),
        basis=partial(_basis, rows, due, paid),
    )


def _basis(rows: tuple[Payment, ...], due: Decimal, paid: Decimal) -> Basis:
    return Basis(inputs=rows, formula=say("{due} - {paid}", due=Money(due), paid=Money(paid)))


def _paid_in_part(rows: list[Balance], tools: Mapping[str, PaidTool], rules: Mapping[str, str]) -> Iterator[Finding]:
    """Of each tool, once, whoever was paid a part of what is due and nothing holds the rest."""
    part: dict[str, list[Balance]] = defaultdict(list)
    for row in rows:
        if row.standing == TO_PAY and row.paid > 0 and row.tool not in tools:
            part[row.tool].append(row)
    for tool, own in part.items():
        why = say(
            "strumento {tool}: a {people} è stata pagata una parte di ciò che spetta, e mancano {left} (conguagli): "
            "chi liquida paga la differenza, o corregge i pagamenti se la tabella non li ha tutti; se un dato è "
            "cambiato dopo il pagamento, chi l'ha cambiato ne scrive l'atto (tabella variazioni)",
            tool=Ref("tool", tool),
            people=Listed((Ref("person", row.person) for row in own), MOST_NAMED),
            left=Money(sum((row.due - row.paid - row.uncovered for row in own), CENT_ZERO)),
        )
        yield Finding(severity="info", phase=Phase.REWARDS, rule=rules[tool] or PAID, tool=tool, message=why)


def _moved(rows: list[Balance], tools: Mapping[str, PaidTool]) -> dict[str, tuple[list[Balance], list[Balance]]]:
    """By tool, who was paid more than is due and who less, where both are and no correction was recorded.

    What was paid was due then: a score, or another figure of the division, was changed afterwards.
    """
    over, short = defaultdict[str, list[Balance]](list), defaultdict[str, list[Balance]](list)
    for row in rows:
        if row.tool not in tools and row.paid > row.due:
            over[row.tool].append(row)
        elif row.tool not in tools and row.paid > 0 and row.standing in (TO_PAY, UNCOVERED):
            short[row.tool].append(row)
    return {tool: (own, short[tool]) for tool, own in over.items() if short[tool]}


def _changed_since(tool: str, over: list[Balance], short: list[Balance], rule: str) -> Finding:
    why = say(
        "strumento {tool}: i pagamenti non sono più quelli che spettano, e nessuna correzione è scritta: {over} in più "
        "a {more}, {short} in meno a {fewer} (conguagli). Se un punteggio o un altro dato è cambiato dopo il "
        "pagamento, chi l'ha cambiato ne scrive l'atto (tabella variazioni) o rimette il dato di prima; se i pagamenti "
        "fatti sono altri, chi liquida corregge la tabella pagamenti. Ciò che non era dovuto si recupera con un suo "
        "atto, e non si compensa con altre somme",
        tool=Ref("tool", tool),
        more=Listed((Ref("person", row.person) for row in over), MOST_NAMED),
        over=Money(sum((row.paid - row.due for row in over), CENT_ZERO)),
        fewer=Listed((Ref("person", row.person) for row in short), MOST_NAMED),
        short=Money(sum((row.due - row.paid for row in short), CENT_ZERO)),
    )
    return _told(rule, why, tool)


def told_of(
    found: Iterable[Balance],
    tools: Mapping[str, PaidTool],
    stands: Results,
    rules: Mapping[str, str],
    surely: Collection[str],
) -> Iterator[Finding]:
    """Findings about overpayments, differences that wait, recoveries beyond the credit, funds too small.

    `rules` are, by tool, the readings that decide who pays; `surely` are the funds that are too small whatever what
    still waits turns out to be.
    """
    rows = list(found)
    for name in tools:
        if any(row.standing == OVERPAID for row in rows if row.tool == name):
            yield _told(
                rules[name],
                say(
                    "strumento {tool}: dopo una correzione a chi è già stato pagato spetta meno: la differenza "
                    "{recover} (conguagli)",
                    tool=Ref("tool", name),
                    recover=RECOVER,
                ),
                name,
            )
    moved = _moved(rows, tools)
    for name, (more, fewer) in moved.items():
        yield _changed_since(name, more, fewer, rules[name])
    yield from _paid_in_part([row for row in rows if row.tool not in moved], tools, rules)
    for row in rows:
        tool = Ref("tool", row.tool)
        most = max(tools[row.tool].was_due(row.person), row.due) if row.tool in tools else row.due
        if row.paid > most and row.tool not in moved:
            yield _told(
                rules[row.tool],
                say(
                    "strumento {tool}: pagati {paid}, più dei {most} che spettavano; la differenza {recover}. Se un "
                    "dato è cambiato dopo il pagamento, chi l'ha cambiato ne scrive prima l'atto (tabella variazioni)",
                    tool=tool,
                    paid=Money(row.paid),
                    most=Money(most),
                    recover=RECOVER,
                ),
                row.tool,
                row,
            )
        if row.tool in tools and (held := _held_by(row, tools[row.tool])):
            yield _told(
                rules[row.tool],
                say(
                    "strumento {tool}: {held} in più di quanto spettava o è stato pagato, dopo {acts}: restano sospesi "
                    "finché l'atto che adotta la lettura non dice con quale denaro si pagano",
                    tool=tool,
                    held=Money(held),
                    acts=tools[row.tool].acts,
                ),
                row.tool,
                row,
            )
        if row.tool in tools and row.uncovered:
            yield _told(
                rules[row.tool],
                say(
                    "strumento {tool}: dopo {acts} spettano {uncovered} che il fondo, già pagato ad altri, non ha: "
                    "serve un atto che dica con quale denaro si pagano",
                    tool=tool,
                    acts=tools[row.tool].acts,
                    uncovered=Money(row.uncovered),
                ),
                row.tool,
                row,
            )
        if over := _recovered_beyond(row):
            yield _told(
                rules[row.tool],
                say(
                    "strumento {tool}: sono stati recuperati {over} più di quanto era stato pagato oltre il dovuto: "
                    "tornano a chi li ha restituiti, con un atto",
                    tool=tool,
                    over=Money(over),
                ),
                row.tool,
                row,
            )
    lacking = [line for line in stands.fund_lines if (line.uncovered or line.overdrawn) and line.tool not in moved]
    for sure in (True, False):
        tools_of = [line.tool or "" for line in lacking if (line.fund in surely) is sure]
        for rule in dict.fromkeys(rules.get(tool, next(iter(rules.values()))) for tool in tools_of):
            yield _told(rule, TOO_SMALL if sure else MAY_BE_TOO_SMALL)


def surely_too_small(stands: Results, ways: Iterable[Results]) -> frozenset[str]:
    """The funds that do not suffice whatever what still waits turns out to be, and whichever choice is adopted.

    `ways` are the results under each choice: of a person at least what is not withheld under any is due, and what was
    paid is out. A fund in which nothing waits is as small as it says.
    """
    certain = [_not_withheld(one) for one in ways]
    whole: dict[str, Decimal] = defaultdict(lambda: CENT_ZERO)
    out: dict[tuple[str, Owed], Decimal] = defaultdict(lambda: CENT_ZERO)
    for line in stands.fund_lines:
        whole[line.fund] += line.amount
    for one in stands.rewards:
        out[one.fund, (one.person, one.tool)] += one.net
    needed: dict[str, Decimal] = defaultdict(lambda: CENT_ZERO)
    for owed, net_paid in out.items():
        needed[owed[0]] += max(net_paid, min(one.get(owed, CENT_ZERO) for one in certain))
    waits = {line.fund for line in stands.fund_lines if line.withheld}
    return frozenset(fund for fund in whole if fund not in waits or needed[fund] > whole[fund])


def _not_withheld(results: Results) -> Mapping[tuple[str, Owed], Decimal]:
    """What is due and does not wait, by fund, person and tool."""
    found: dict[tuple[str, Owed], Decimal] = defaultdict(lambda: CENT_ZERO)
    for one in results.rewards:
        found[one.fund, (one.person, one.tool)] += one.due - one.withheld
    return found


def _recovered_beyond(row: Balance) -> Decimal:
    """What was recovered beyond what had been paid and was not due."""
    rows = [one for one in row.basis.inputs if isinstance(one, Payment)]
    recovered = sum((one.amount for one in rows if one.kind == RECOVERY), CENT_ZERO)
    given = sum((one.amount for one in rows if one.kind != RECOVERY), CENT_ZERO)
    return min(recovered, max(recovered - max(given - row.due, CENT_ZERO), CENT_ZERO))


def _held_by(row: Balance, corrected: PaidTool) -> Decimal:
    """What holds the increase from a correction."""
    rewards = (one for one in row.rests_on if isinstance(one, Reward))
    return sum((min(one.withheld, corrected.raise_of(one)) for one in rewards), CENT_ZERO)


def _told(rule: str, message: Message, tool: str = "", row: Balance | None = None) -> Finding:
    return Finding(
        severity="warning",
        phase=Phase.REWARDS,
        rule=rule,
        message=message,
        subject=f"person:{row.person}" if row else "",
        tool=tool or None,
        basis=row.basis if row else Basis(),
    )
