"""A fund line divided among people by weights: what each is due, what is saved, and what it waits for."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from attrs import evolve, field, frozen

from merito.contract.step import Step
from merito.kit.evaluators import only_certain
from merito.kit.findings import told
from merito.kit.series import AxisColumn, Series, Words, basis_of, formula_of, is_only, parameters_of, resting
from merito.kit.weighing import waiting, weighing
from merito.model.acts import Phase
from merito.model.basis import Basis, InForce, Intermediate
from merito.model.messages import NOTHING, Message, Money, Sayable, as_message, say, several
from merito.model.money import CENT_ZERO, FundLine, Reward
from merito.model.results import Finding, Severity
from merito.model.states import State
from merito.numbers import half_up, split, split_down

FIRST_LINE = "fondo"
DECIMALS, MOST_DECIMALS = 4, 12
REST = ""  # not an id: the weight that belongs to nobody


@frozen(kw_only=True)
class Division:
    """What a line gives to each person (euro), before and after the cap; nothing while it waits for a figure.

    `waits` says for what it waits, `refused` why the line cannot be divided so, `told` how a person's part was
    computed. `bounds` are the parameters of its limits. With `own_sums` nobody's part depends on another's.
    """

    line: FundLine
    weights: Series
    parts: Mapping[str, Decimal] = {}
    at_most: InForce[Decimal] | None = None
    bounds: tuple[InForce[Any], ...] = ()
    told: Callable[[int], Message] = lambda at: NOTHING
    waits: Message = NOTHING
    refused: Message = field(default=NOTHING, converter=as_message)
    own_sums: bool = False

    def due(self, person: str) -> Decimal:
        part = self.parts.get(person, CENT_ZERO)
        return part if self.at_most is None else min(part, self.at_most.value)


def fund_line(step: Step, item: str = FIRST_LINE) -> FundLine | None:
    """A line of the fund of the running tool."""
    found = (step.so_far.line(fund, item) for fund in (step.tools[step.tool].funds if step.tool else ()))
    return next((line for line in found if line is not None), None)


def divided(
    line: FundLine,
    weights: Series,
    *,
    out_of: Series | None = None,
    at_most: InForce[Decimal] | None = None,
    to_the_last_cent: bool = False,
) -> Division:
    """A line divided in proportion to the weights: each part down to the cent, or all of it to the last cent.

    With `out_of`, the parts are fractions of the sum of these weights, and the difference goes to nobody: the score of
    people below a threshold, months of absence. For equal parts use weights of 1. The excess over a cap is not shared
    again. While a weight is unknown nobody's part is known, and nothing is divided. Raises ValueError if the weights
    exceed what they are out of.
    """
    whole = weights if out_of is None else out_of
    if waits := waiting(weights, whole):
        return Division(line=line, weights=weights, waits=waits)
    total, own = sum(whole.values(), Fraction(0)), weighing(weights)
    rest = total - sum(own.values(), Fraction(0))
    if rest < 0:
        raise ValueError("the weights are more than what they are out of")
    parts: Mapping[str, Decimal] = {}
    if own:
        shared = own | ({REST: rest} if rest else {})
        parts = split(line.amount, shared) if to_the_last_cent else split_down(line.amount, shared)[0]
    return Division(
        line=line,
        weights=weights,
        parts=parts,
        at_most=at_most,
        bounds=(*(parameters_of(out_of) if out_of is not None else ()), *((at_most,) if at_most else ())),
        told=partial(_part_told, line, weights, parts, total, to_the_last_cent),
    )


def _part_told(
    line: FundLine, weights: Series, parts: Mapping[str, Decimal], total: Fraction, to_the_last_cent: bool, at: int
) -> Message:
    if not total:
        return NOTHING
    part, weight = parts.get(weights.axis.ids[at], CENT_ZERO), weights.at(at) or Fraction(0)
    made = formula_of(weights, at)
    sums: dict[str, Any] = {
        "amount": Money(line.amount),
        "weight": _divisor(weight),
        "total": _divisor(total),
        "part": Money(part),
    }
    if to_the_last_cent:
        share = say("{amount} × {weight} / {total} = {part}, fino all'ultimo centesimo", **sums)
    else:
        share = say("{amount} × {weight} / {total} = {part}, per difetto al centesimo", **sums)
    if not made or is_only(made, weight):
        return share
    return say("{share}; {weight} = {made}", share=share, weight=weight, made=made)


def _divisor(weight: Fraction) -> Fraction | Message:
    """A weight beside a division sign: a fraction in decimals, with the exact value."""
    if half_up(weight, MOST_DECIMALS) == weight:
        return weight
    return say("{decimals} (esatto {ratio})", decimals=half_up(weight, DECIMALS), ratio=str(weight))


def prizes(
    step: Step,
    division: Division,
    *otherwise: Division,
    item: str = "premi",
    band: Words | None = None,
    nothing: Sayable | Callable[[str], Sayable] = "",
    saved: Sayable = "",
    rest: str = "resto",
    left_to: str = "",
) -> Iterator[Reward | FundLine | Finding]:
    """The rewards of a division and the line that pays them; what nobody receives is saved.

    A reward rests on the line, which rests on everybody's figures: each part depends on all of them. With divisions of
    the same line in which some figures are `otherwise` (`scored_ways`), what not all of them give, or save, waits.

    `band` is what each person has reached. `nothing` says why a person receives nothing, one reason for all or by
    person, and `saved` why money is left. With `left_to`, the name of a tool, nothing is saved: what nobody receives
    is a line of its own, `rest`, for that tool to divide.
    """
    line, axis = division.line, division.weights.axis
    stopped = next((one for one in (division, *otherwise) if one.waits or one.refused), None)
    if stopped is not None:
        why = stopped.refused or say("«{line}» non si divide: {why}", line=line.item, why=stopped.waits)
        severity: Severity = "error" if division.refused else "warning"
        yield told(severity, step.rule, why, phase=Phase.REWARDS, tool=step.tool, inputs=(line,))
        return
    behind = resting(division.weights)
    rests = [behind(at) for at in range(len(axis))]
    every = [line.amount - sum(map(one.due, axis.ids), CENT_ZERO) for one in (division, *otherwise)]
    left = every[0]
    unsure = CENT_ZERO if left_to else left - min(every)
    shared = FundLine(
        fund=line.fund,
        item=item,
        of=line.item,
        amount=line.amount - left if left_to else line.amount - unsure,
        savings=CENT_ZERO if left_to else left - unsure,
        reason=saved if left > unsure and not left_to else "",
        rules=step.bears,
        rests_on=(line, *{id(row): row for rows in rests for row in rows}.values()),
        basis=partial(_basis_of_line, division, band),
    )
    drawn_on = line if division.own_sums else shared
    for at, person in enumerate(axis.ids):
        due = division.due(person)
        others = [one.due(person) for one in otherwise]
        waits, grows = due - min([due, *others]), any(other > due for other in others)
        zero = nothing(person) if callable(nothing) else nothing
        yield Reward(
            person=person,
            tool=step.tool or "",
            fund=line.fund,
            item=item,
            due=due,
            band=(band.at(at) or "") if band else "",
            reason=several("" if due else zero, only_certain() if waits or grows else ""),
            waits=waits,
            may_grow=grows and bool(due),
            rules=step.bears,
            rests_on=(drawn_on, *rests[at]),
            basis=partial(_basis, division, band, at),
        )
    yield shared
    if unsure:
        waits_for = only_certain()
        apart = evolve(shared, item=f"{item}, {rest} in attesa", amount=unsure, savings=unsure, reason=waits_for)
        yield evolve(apart, state=State.PROVISIONAL)
    if left_to:
        yield evolve(shared, item=rest, amount=left, left_to=left_to)


def _basis_of_line(division: Division, band: Words | None) -> Basis:
    behind = (*(parameters_of(band) if band else ()), *parameters_of(division.weights), *division.bounds)
    return Basis(parameters=_once(behind))


def _basis(division: Division, band: AxisColumn[str] | None, at: int) -> Basis:
    made = basis_of(division.weights, at)
    of_band = basis_of(band, at) if band is not None else Basis()
    part, most = division.parts.get(division.weights.axis.ids[at], CENT_ZERO), division.at_most
    capped, share = most is not None and part > most.value, division.told(at)
    return Basis(
        inputs=tuple({id(row): row for row in (*of_band.inputs, *made.inputs)}.values()),
        parameters=_once((*of_band.parameters, *made.parameters, *division.bounds)),
        steps=(*made.steps, *((Intermediate("parte prima del massimo", part, "EUR"),) if capped else ())),
        formula=say("{share}, al massimo {most}", share=share, most=Money(most.value)) if capped and most else share,
    )


def _once(parameters: Iterable[InForce[Any]]) -> tuple[InForce[Any], ...]:
    return tuple({one.key: one for one in parameters}.values())
