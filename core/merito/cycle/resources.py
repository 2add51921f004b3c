"""Phase b: the funds and their first division, the values of the positions."""

from merito.cycle.answers import fund_by_fund, latest
from merito.cycle.checked import check
from merito.cycle.settlement import check_division
from merito.cycle.walk import Walk
from merito.model.acts import Phase
from merito.model.basis import Basis
from merito.model.money import FundLine
from merito.model.results import Results

WHOLE = "fondo"


def resources(walk: Walk) -> None:
    """Calls funds and positions. A fund that no rule divides is one line."""
    funds = [fund.id for fund in walk.course.dossier.funds]
    walk.add(fund_by_fund(walk.from_the_top("merito_funds", Phase.RESOURCES), funds), "merito_funds")
    walk.add(Results(fund_lines=_whole_funds(walk)), "merito_funds")
    check_funds(walk, "merito_funds")
    values = latest(walk.from_the_top("merito_position_values", Phase.RESOURCES))
    walk.add(values, "merito_position_values")
    check_funds(walk, "merito_position_values")
    check(walk, "merito_check_positions", Phase.RESOURCES)


def check_funds(walk: Walk, hook: str) -> None:
    """Checks every division made so far to the cent."""
    given = {fund.id: fund.euro for fund in walk.course.dossier.funds}
    check_division(walk.results.fund_lines, given, walk.who_gave(hook), hook)


def _whole_funds(walk: Walk) -> tuple[FundLine, ...]:
    divided = {line.fund for line in walk.results.fund_lines}
    return tuple(
        FundLine(fund=fund.id, item=WHOLE, amount=fund.euro, basis=Basis(inputs=(fund,)))
        for fund in walk.course.dossier.funds
        if fund.id not in divided
    )
