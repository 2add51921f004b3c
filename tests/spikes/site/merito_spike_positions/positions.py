"""The fund, its two shares, and the value of every post."""

from decimal import Decimal

from merito import ActNeed, Basis, FundLine, Gate, Intermediate, Phase, PositionValue, Results, Step, hookimpl, rule
from merito.numbers import bounded_split, cents_up, fraction, product, split

FUND, POSITION, RESULT = "po", "posizione", "risultato"


@hookimpl
@rule("BS-PO-4.5c")
def merito_gates(step: Step) -> Results | None:
    return Results(
        gates=tuple(
            Gate(
                phase=Phase.REWARDS,
                tool="position",
                subject=f"position:{position.id}",
                needs=(ActNeed("position_act"),),
                rules=("BS-PO-4.5c",),
            )
            for position in step.dossier.positions
        )
    )


@hookimpl
@rule("BS-PO-4.5a", "BS-PO-6.5")
def merito_funds(step: Step) -> Results | None:
    given = step.dossier.funds[FUND]
    whole, share = given.euro, step.parameters.share("result_share")
    result = cents_up(product(whole, share.value))
    basis = Basis(inputs=(given,), parameters=(share,), formula=f"{whole} × {share.value}, per eccesso al centesimo")
    return Results(
        fund_lines=(
            FundLine(fund=FUND, item=POSITION, amount=whole - result, rules=("BS-PO-4.5a",), basis=basis),
            FundLine(fund=FUND, item=RESULT, amount=result, rules=("BS-PO-6.5",), basis=basis),
        )
    )


@hookimpl
@rule("BS-PO-4.5b")
def merito_position_values(step: Step) -> Results | None:
    fund = next(line for line in step.so_far.fund_lines if line.key == (FUND, POSITION))
    low, high = step.parameters.money("position_minimum"), step.parameters.money("position_maximum")
    scores = {row.position: row for row in step.dossier.position_scores}
    weights = {name: row.points for name, row in scores.items()}
    divided = bounded_split(fund.amount, weights, low.value, high.value)
    literal = split(fund.amount, weights)
    values = tuple(
        PositionValue(
            position=name,
            score=fraction(row.points),
            amount=divided.amounts[name],
            proportional=literal[name],
            bound=divided.bounds[name],
            rules=("BS-PO-4.5b",),
            basis=Basis(inputs=(row,), results=(fund,), parameters=(low, high), steps=(Intermediate("k", divided.k),)),
        )
        for name, row in scores.items()
    )
    lines = tuple(
        FundLine(
            fund=FUND,
            item=f"{POSITION} {value.position}",
            of=POSITION,
            amount=value.amount or Decimal(0),
            rules=value.rules,
            basis=Basis(results=(value,)),
        )
        for value in values
    )
    return Results(positions=values, fund_lines=lines)
