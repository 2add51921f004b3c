"""Attestation by area, if the ente adopts it: each area's grade reduces its part of every fund (par. 3).

An area without a grade counts neither as 100% nor as 0: its part waits. People in no area have the grade of the ente
(I-BS-30).
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from attrs import evolve

from merito import Basis, ExtraRow, Finding, FundLine, Intermediate, Phase, ResultRows, Step, hookimpl, rule
from merito.kit import told
from merito.numbers import euro_text, percent_text, split
from merito_brescia.attestation import CUT, ENTE, WAITING, attested, by_area, divided, gap, grade_of, part_left
from merito_brescia.attestation_weights import By, weights_of
from merito_brescia.posts.position_pay import FUND, ZERO
from merito_brescia.variable_areas import placed

OWN, HEADS, TOOL = "BS-SM-3.OIV4", "I-BS-38", "result"
NAMES = {FUND: "il risultato delle posizioni", "managers": "il fondo dei dirigenti", "staff": "il fondo del personale"}


class AreaPart(NamedTuple):
    """An area's part of a fund (euro), and its attestation; the area is `ente` for people who are in none."""

    area: str
    amount: Decimal
    row: ExtraRow | None
    grade: Fraction | None

    @property
    def name(self) -> str:
        return "fuori dalle aree" if self.area == ENTE else f"area {self.area}"

    @property
    def lack(self) -> str:
        """What an area without a grade lacks (Italian)."""
        whose = "dell'ente, per chi è fuori dalle aree," if self.area == ENTE else f"dell'area {self.area}"
        return f"manca l'attestazione {whose} tra 0% e 100%"

    @property
    def told(self) -> str:
        """What the attestation leaves, as a formula (Italian)."""
        return f"{percent_text(self.grade or 0)} = {euro_text(self.left)}"

    @property
    def cut(self) -> str:
        """What the attestation takes away (Italian)."""
        whose = "dell'ente, fuori dalle aree" if self.area == ENTE else f"dell'area {self.area}"
        taken = euro_text(self.amount - self.left)
        return f"taglio dell'attestazione {whose} ({percent_text(self.grade or 0)}): {taken}"

    @property
    def left(self) -> Decimal:
        return ZERO if self.grade is None else part_left(self.amount, self.grade)


@hookimpl
@rule("BS-SM-3.OIV3", "BS-SM-3.OIV4", "I-BS-30", "I-BS-38")
def merito_available(step: Step) -> ResultRows:
    """What each area's attestation leaves of its part of each fund; what it takes away is saved, not shared again."""
    if not by_area(step):
        return
    missing: dict[str, None] = {}
    for fund, item in CUT:
        whole = step.so_far.line(fund, item)
        if whole is None:
            continue
        by = weights_of(step, fund)
        if by.problem:
            why = f"{NAMES[fund]} non si divide tra le aree: {by.problem}"
            yield told("warning", OWN, why, phase=Phase.REWARDS, tool=TOOL if fund == FUND else None)
            continue
        parts = [_part(step, area, part) for area, part in split(whole.amount, by.weights).items() if by.weights[area]]
        yield from _lines(whole, by, parts)
        missing |= {one.lack: None for one in parts if one.grade is None}
    if missing:
        why = f"{'; '.join(missing)}: quella parte dei fondi attende, non vale 100% né 0"
        yield told("warning", OWN, why, phase=Phase.REWARDS, tool=TOOL)
    yield from _gaps(step)


def _part(step: Step, area: str, amount: Decimal) -> AreaPart:
    row = attested(step, area)
    return AreaPart(area, amount, row, grade_of(row))


def _lines(whole: FundLine, by: By, parts: list[AreaPart]) -> Iterator[FundLine]:
    graded = [one for one in parts if one.grade is not None]
    if graded:
        left = sum((one.left for one in graded), ZERO)
        cut = sum((one.amount for one in graded), ZERO) - left
        why = "; ".join(one.cut for one in graded if one.left != one.amount)
        lines = divided(whole, left, cut, why, _basis(whole, by, graded), by.rests_on)
        yield from (evolve(line, rules=(*line.rules, HEADS)) for line in lines)
    for one in parts:
        if one.grade is None:
            yield FundLine(
                fund=whole.fund,
                item=f"{WAITING}, {one.name}",
                of=whole.item,
                amount=one.amount,
                reason=f"{OWN}: {one.lack}",
                rules=(OWN, HEADS),
                rests_on=(whole, *by.rests_on),
                basis=_basis(whole, by, [one]),
            )


def _basis(whole: FundLine, by: By, parts: list[AreaPart]) -> Basis:
    """The attestations, and each area's part before and after its own."""
    steps = [
        Intermediate(one.name, euro_text(one.amount) if one.grade is None else f"{euro_text(one.amount)} × {one.told}")
        for one in parts
    ]
    return Basis(
        inputs=(*(one.row for one in parts if one.row is not None), *by.basis.inputs),
        parameters=by.basis.parameters,
        steps=tuple(steps),
        formula=f"{whole.item} diviso tra le aree, ogni parte × il grado della sua area, per difetto al centesimo",
    )


def _gaps(step: Step) -> Iterator[Finding]:
    for area in placed(step).areas:
        row, measured = attested(step, area), step.so_far.grade("manager", area, "managers")
        grade = grade_of(row)
        if row is not None and grade is not None:
            yield from gap(step, row, grade, measured)
