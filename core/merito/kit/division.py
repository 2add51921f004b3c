"""A line of a fund divided among people by weights: what each is due, what is saved, and what it waits for."""

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial

from attrs import frozen

from merito.findings import told
from merito.model.acts import Phase
from merito.model.basis import Basis, InForce, Intermediate, Made
from merito.model.money import CENT_ZERO, FundLine, Reward
from merito.model.results import Finding
from merito.numbers import Number, counted, euro_text, number_text, split, split_down
from merito.series import Column, Series, Words, basis_of, resting, why_of
from merito.step import Step

FIRST_LINE = "fondo"


@frozen(kw_only=True)
class Division:
    """What a line gives to each of an axis (euro), before and after the cap; nothing while it waits for a figure.

    `waits` says for what (Italian).
    """

    line: FundLine
    weights: Series
    parts: Mapping[str, Decimal]
    at_most: InForce[Decimal] | None
    waits: str = ""

    def due(self, person: str) -> Decimal:
        part = self.parts.get(person, CENT_ZERO)
        return part if self.at_most is None else min(part, self.at_most.value)


def fund_line(step: Step, item: str = FIRST_LINE) -> FundLine | None:
    """A line of the fund of the tool that is asked for."""
    funds = step.tools[step.tool].funds if step.tool else ()
    found = (step.so_far.line(fund, item) for fund in funds)
    return next((line for line in found if line is not None), None)


def divided(
    line: FundLine, weights: Series, *, at_most: InForce[Decimal] | None = None, to_the_last_cent: bool = False
) -> Division:
    """A line divided in proportion to the weights: each part down to the cent, or all of it to the last cent.

    What a cap cuts off is not shared again. While a weight is not known nobody's part is, and nothing is divided.
    """
    waiting = [why_of(reasons) for reasons in weights.gaps.values()]
    if waiting or not weights.axis.ids:
        told_why = "; ".join(dict.fromkeys(waiting)) or "non risulta nessuno"
        who = f"{counted(len(waiting), 'persona', 'persone')}: {told_why}" if waiting else told_why
        return Division(line=line, weights=weights, parts={}, at_most=at_most, waits=who)
    whole: dict[str, Number] = {
        person: cell for person, cell in zip(weights.axis.ids, weights.cells, strict=True) if cell
    }
    parts: Mapping[str, Decimal] = {}
    if whole:
        parts = split(line.amount, whole) if to_the_last_cent else split_down(line.amount, whole)[0]
    return Division(line=line, weights=weights, parts=parts, at_most=at_most)


def prizes(
    step: Step,
    division: Division,
    *,
    item: str = "premi",
    band: Words | None = None,
    nothing: str | Callable[[str], str] = "",
    saved: str = "",
) -> Iterator[Reward | FundLine | Finding]:
    """The rewards of a division and the line that pays them; what nobody takes of it is saved.

    `band` is what each has reached; `nothing` says why somebody takes nothing, to each the same or by the person, and
    `saved` why money is left (Italian).
    """
    line, axis = division.line, division.weights.axis
    if division.waits:
        why = f"«{line.item}» non si divide: {division.waits}"
        yield told("warning", step.rule, why, phase=Phase.REWARDS, tool=step.tool, inputs=(line,))
        return
    paid, behind = CENT_ZERO, dict[int, Made]()
    total, rests = sum(division.weights.values(), Fraction(0)), resting(division.weights)
    for at, person in enumerate(axis.ids):
        due, rows = division.due(person), rests(at)
        paid += due
        behind |= {id(row): row for row in rows}
        yield Reward(
            person=person,
            tool=step.tool or "",
            fund=line.fund,
            item=item,
            due=due,
            band=(band.at(at) or "") if band else "",
            reason="" if due else nothing if isinstance(nothing, str) else nothing(person),
            rules=step.bears,
            rests_on=(line, *rows),
            basis=partial(_basis, division, band, at, total),
        )
    yield FundLine(
        fund=line.fund,
        item=item,
        of=line.item,
        amount=line.amount,
        savings=line.amount - paid,
        reason=saved if paid < line.amount else "",
        rules=step.bears,
        rests_on=(line, *behind.values()),
        basis=Basis(parameters=(division.at_most,) if division.at_most else ()),
    )


def _basis(division: Division, band: Column[str] | None, at: int, total: Fraction) -> Basis:
    weights, person = division.weights, division.weights.axis.ids[at]
    made, own = basis_of(weights, at), weights.at(at) or Fraction(0)
    of_band = basis_of(band, at) if band is not None else Basis()
    part = division.parts.get(person, CENT_ZERO)
    share = f"{euro_text(division.line.amount)} × {number_text(own)} / {number_text(total)} = {euro_text(part)}"
    capped = division.at_most is not None and part > division.at_most.value
    parameters = (*of_band.parameters, *made.parameters, *((division.at_most,) if division.at_most else ()))
    return Basis(
        inputs=tuple({id(row): row for row in (*of_band.inputs, *made.inputs)}.values()),
        parameters=tuple({one.key: one for one in parameters}.values()),
        steps=(*made.steps, *((Intermediate("parte prima del massimo", part, "EUR"),) if capped else ())),
        formula=f"{share}, al massimo {euro_text(division.at_most.value)}" if capped and division.at_most else share,
    )
