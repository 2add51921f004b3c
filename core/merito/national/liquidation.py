"""What is paid by each tool, and in all, out of each fund: the figures that the act of payment prints."""

from collections import defaultdict

from merito import Basis, ResultRows, Reward, Step, TableRow, hookimpl, rule
from merito.national.art20.made import NOTHING, POST

TABLE, TOTAL = "liquidazione", "totale"


@hookimpl
@rule("IT-20.1")
def merito_documents(step: Step) -> ResultRows:
    """A row for each fund and tool that pays merit or result, then the total of the fund."""
    by_fund: dict[str, dict[str, list[Reward]]] = defaultdict(lambda: defaultdict(list))
    for one in step.so_far.rewards:
        if step.tools[one.tool].pays != POST:
            by_fund[one.fund][one.tool].append(one)
    for fund, by_tool in by_fund.items():
        for tool, own in by_tool.items():
            yield _row(fund, tool, own)
        yield _row(fund, TOTAL, [one for own in by_tool.values() for one in own])


def _row(fund: str, tool: str, rewards: list[Reward]) -> TableRow:
    return TableRow(
        table=TABLE,
        columns=(
            ("fondo", fund),
            ("strumento", tool),
            ("persone", len({one.person for one in rewards})),
            ("spettante", sum((one.due for one in rewards), NOTHING)),
            ("liquidabile", sum((one.paid for one in rewards), NOTHING)),
            ("sospeso", sum((one.withheld for one in rewards), NOTHING)),
        ),
        rules=("IT-20.1",),
        rests_on=tuple(rewards),
        public=False,
        basis=Basis(formula="somma di ciò che spetta a ciascuno"),
    )
