"""The prize of each band in equal cents, and the efficiency prize behind its gate."""

from decimal import Decimal
from fractions import Fraction
from typing import cast

from merito import ActNeed, Band, Basis, FundLine, Gate, Phase, Placement, Results, Reward, Step, hookimpl, rule
from merito.numbers import equal_cents, split
from merito_spike_bands.placements import BANDS, RANKING

WHOLE = "fondo"


@hookimpl
@rule("BL-26.4")
def merito_gates(step: Step) -> Results | None:
    need = ActNeed("integrative_contract")
    return Results(gates=(Gate(phase=Phase.REWARDS, tool="efficiency", needs=(need,), rules=("BL-26.4",)),))


@hookimpl
@rule("BL-17.Da", "BL-19.3", "I-BL-04")
def merito_rewards(step: Step) -> Results | None:
    if step.tool == "annual":
        return _annual(step)
    return _efficiency(step) if step.tool == "efficiency" else None


def _annual(step: Step) -> Results:
    whole = next(line for line in step.so_far.fund_lines if line.key == ("annual", WHOLE))
    money = step.parameters.list("band_money")
    bands = [band for band in step.so_far.bands if band.ranking == RANKING]
    shares = dict(zip(BANDS, cast(tuple[Fraction, ...], money.value), strict=True))
    if step.readings["I-BL-04"].choice == "occupied_bands":
        shares = {band.band: shares[band.band] for band in bands if band.people}
    pools = split(whole.amount, shares)
    results = Results()
    for band in bands:
        if band.band in pools:
            results = results.plus(_band(step, band, pools[band.band], whole))
    return results


def _band(step: Step, band: Band, pool: Decimal, whole: FundLine) -> Results:
    item = f"fascia {band.band}"
    if not band.people:
        line = FundLine(
            fund="annual",
            item=item,
            of=WHOLE,
            amount=pool,
            savings=pool,
            reason="nessuno nella fascia",
            rules=("BL-17.Da", "I-BL-04"),
            basis=Basis(results=(whole, band)),
        )
        return Results(fund_lines=(line,))
    each, left = equal_cents(pool, band.people)
    line = FundLine(
        fund="annual",
        item=item,
        of=WHOLE,
        amount=pool,
        savings=left,
        reason="centesimi non divisibili" if left else "",
        rules=("BL-17.Da",),
        basis=Basis(results=(whole, band)),
    )
    people = [placed for placed in step.so_far.placements if placed.band == band.band]
    return Results(fund_lines=(line,), rewards=tuple(_prize(placed, each, item) for placed in people))


def _prize(placed: Placement, each: Decimal, item: str) -> Reward:
    return Reward(
        person=placed.person,
        tool="annual",
        fund="annual",
        item=item,
        due=each,
        band=placed.band,
        rules=("BL-17.Da",),
        basis=Basis(results=(placed,)),
    )


def _efficiency(step: Step) -> Results:
    whole = next((line for line in step.so_far.fund_lines if line.fund == "efficiency"), None)
    people = [row for row in step.dossier.candidates if row.tool == "efficiency"]
    if whole is None or not people:
        return Results()
    parts = split(whole.amount, {row.person: row.share or 0 for row in people})
    line = FundLine(fund="efficiency", item="progetto", of=whole.item, amount=whole.amount, rules=("BL-19.3",))
    rewards = tuple(
        Reward(
            person=row.person,
            tool="efficiency",
            fund="efficiency",
            item="progetto",
            due=parts[row.person],
            rules=("BL-19.3",),
            basis=Basis(inputs=(row,), results=(whole,)),
        )
        for row in people
    )
    return Results(fund_lines=(line,), rewards=rewards)
