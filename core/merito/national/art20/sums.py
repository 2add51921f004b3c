"""What is set aside for prizes and what of it is given, by fund and in total (art. 20 c. 1)."""

from collections import defaultdict

from merito import FundLine, ResultRows, Step, TableRow, Tells, hookimpl, rule
from merito.national.art20.made import NOTHING, PENDING, Values, merit_lines, row, state_of

TABLE, TOTAL = "art20_premi", "totale"
SUMS = Tells(of="fund", amount="set_aside", paid="paid", withheld="withheld", savings="savings")
OF_ALL = Tells(of="fund", amount="set_aside", paid="paid", withheld="withheld", savings="savings", total=True)


@hookimpl
@rule("IT-20.1")
def merito_transparency(step: Step) -> ResultRows:
    """The lines of the funds that pay merit or result; before the Relazione is validated, only what is set aside."""
    by_fund: dict[str, list[FundLine]] = defaultdict(list)
    for line in merit_lines(step):
        by_fund[line.fund].append(line)
    for fund, own in by_fund.items():
        named = step.funds[fund].title if fund in step.funds else ""
        yield _sum(step, named or fund, tuple(own), SUMS)
    if by_fund:
        yield _sum(step, TOTAL, tuple(line for own in by_fund.values() for line in own), OF_ALL)


def _sum(step: Step, fund: str, lines: tuple[FundLine, ...], tells: Tells) -> TableRow:
    state = state_of(step, lines)
    values: Values = {
        "fund": fund,
        "set_aside": sum((line.amount for line in lines), NOTHING),
        "state": state,
    }
    if state != PENDING:
        values |= {
            "paid": sum((line.paid for line in lines), NOTHING),
            "withheld": sum((line.withheld for line in lines), NOTHING),
            "savings": sum((line.savings for line in lines), NOTHING),
        }
    return row(step, TABLE, values, lines, tells=tells)
