"""What each tool, and all together, give from each fund: the figures of the act of payment."""

from collections import defaultdict
from collections.abc import Iterable

from merito import Basis, ResultRows, Reward, Step, TableRow, hookimpl, rule
from merito.national.art20.made import NOTHING, POST

TABLE, TOTAL, GIVEN = "liquidazione", "totale", "IT-20.1"


@hookimpl
@rule(GIVEN)
def merito_documents(step: Step) -> ResultRows:
    """A row for each fund and tool, then the total of the fund: who is due something, and what its lines pay."""
    by_fund: dict[str, dict[str, list[Reward]]] = defaultdict(lambda: defaultdict(list))
    for one in step.so_far.rewards:
        by_fund[one.fund][one.tool].append(one)
    for name, by_tool in by_fund.items():
        fund = step.funds[name].title if name in step.funds else ""
        for tool, own in by_tool.items():
            yield _row(step, fund or name, step.tools[tool].title or tool, own)
        yield _row(step, fund or name, TOTAL, [one for own in by_tool.values() for one in own])


def _row(step: Step, fund: str, tool: str, rewards: list[Reward]) -> TableRow:
    return TableRow(
        table=TABLE,
        columns=(
            ("fondo", fund),
            ("strumento", tool),
            ("persone", len({one.person for one in rewards if one.due})),
            ("spettante", sum((one.due for one in rewards), NOTHING)),
            ("liquidabile", sum((one.paid for one in rewards), NOTHING)),
            ("sospeso", sum((one.withheld for one in rewards), NOTHING)),
        ),
        rules=_rules(step, rewards),
        rests_on=tuple(rewards),
        public=False,
        basis=Basis(formula="somma di ciò che spetta a ciascuno"),
    )


def _rules(step: Step, rewards: Iterable[Reward]) -> tuple[str, ...]:
    """The rules of the added sums; for what pays merit or result also art. 20, which requires the publication."""
    merit = any(step.tools[one.tool].pays != POST for one in rewards)
    return tuple(dict.fromkeys((*((GIVEN,) if merit else ()), *(rule for one in rewards for rule in one.rules))))
