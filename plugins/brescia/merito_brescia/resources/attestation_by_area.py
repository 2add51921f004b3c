"""Attestation by area, if the ente adopts it: each area's grade reduces its part of every fund (par. 3; I-BS-30).

An area without a grade counts neither as 100% nor as 0: its part waits. People in no area count under `ente`, and have
the grade of the ente.

The result of the posts follows the weights of their holders. A fund that an agreement divides follows the weights that
it gives the people of each area, so that each bears only the reduction of their own area. Without such weights the
managers' fund follows position pay, and the staff's the number of people.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple

from attrs import evolve

from merito import (
    NOTHING,
    Basis,
    ExtraRow,
    FundLine,
    Intermediate,
    Made,
    Message,
    Money,
    Percent,
    Phase,
    Ref,
    ResultRows,
    Step,
    cited,
    kit,
    plain,
    rule,
    say,
    several,
)
from merito.numbers import HUNDRED, product, split
from merito_brescia import telling
from merito_brescia.posts.position_pay import FUND, ZERO
from merito_brescia.posts.result_pay import FORMULA, area_held, entitled, undivided
from merito_brescia.resources import attestation
from merito_brescia.resources.agreements import AMOUNT, FUNDS, BargainedFund, agreement_of
from merito_brescia.resources.areas import ENTE, HEADS, HEADS_DATE, areas_served, placed
from merito_brescia.resources.bargained import lacking, sharing, stakes

OWN, TOOL = "BS-SM-3.OIV4", "result"
NAMES = {
    FUND: say("il risultato delle posizioni"),
    "managers": say("il fondo dei dirigenti"),
    "staff": say("il fondo del personale"),
}


class By(NamedTuple):
    """The weights of the areas in a fund and what they rest on, or why it cannot be divided."""

    weights: Mapping[str, Fraction] = MappingProxyType({})
    basis: Basis = Basis()
    problem: Message = NOTHING
    rests_on: tuple[Made, ...] = ()


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
    def lack(self) -> Message:
        """What an area without a grade lacks."""
        limits: dict[str, Any] = {"least": Percent(0), "most": Percent(HUNDRED)}
        if self.area == ENTE:
            return say(
                "manca l'attestazione dell'ente, per chi è fuori dalle aree, tra {least} e {most}",
                **limits,
            )
        return say("manca l'attestazione dell'area {area} tra {least} e {most}", area=Ref("unit", self.area), **limits)

    @property
    def step(self) -> Intermediate:
        """The part, and what the attestation leaves of it."""
        told = say("{amount}", amount=Money(self.amount))
        if self.grade is not None:
            told = say(
                "{amount} × {grade} = {left}",
                amount=Money(self.amount),
                grade=Percent(self.grade),
                left=Money(self.left),
            )
        return Intermediate(self.name, plain(told))

    @property
    def cut(self) -> Message:
        """What the attestation takes away."""
        values: dict[str, Any] = {"grade": Percent(self.grade or 0), "taken": Money(self.amount - self.left)}
        if self.area == ENTE:
            return say("taglio dell'attestazione dell'ente, fuori dalle aree ({grade}): {taken}", **values)
        return say(
            "taglio dell'attestazione dell'area {area} ({grade}): {taken}", area=Ref("unit", self.area), **values
        )

    @property
    def left(self) -> Decimal:
        return ZERO if self.grade is None else attestation.part_left(self.amount, self.grade)


@rule("BS-SM-3.OIV3", OWN, attestation.READING, HEADS, hook="merito_available")
def left_by_the_areas(step: Step) -> ResultRows:
    """What each area's attestation leaves of its part of each fund; what it takes away is saved, not shared again."""
    if not attestation.by_area(step):
        return
    missing: dict[Message, None] = {}
    for fund, item in attestation.CUT:
        whole = step.so_far.line(fund, item)
        if whole is None:
            continue
        by = _weights_of(step, fund)
        if by.problem:
            why = say("{fund} non si divide tra le aree: {why}", fund=NAMES[fund], why=by.problem)
            tool = TOOL if fund == FUND else None
            yield kit.told("warning", OWN, why, phase=Phase.REWARDS, tool=tool)
            continue
        amounts = {area: part for area, part in split(whole.amount, by.weights).items() if by.weights[area]}
        rows = {area: attestation.attested(step, area) for area in amounts}
        parts = [AreaPart(area, part, rows[area], attestation.grade_of(rows[area])) for area, part in amounts.items()]
        yield from _lines(step, whole, by, parts)
        missing |= {one.lack: None for one in parts if one.grade is None}
    if missing:
        why = say(
            "{missing}: quella parte dei fondi attende, non vale {whole} né 0",
            missing=several(*missing),
            whole=Percent(HUNDRED),
        )
        yield telling.result("warning", OWN, why)
    for area in placed(step).areas:
        row = attestation.attested(step, area)
        grade = attestation.grade_of(row)
        if row is not None and grade is not None:
            yield from attestation.gap(step, row, grade, step.so_far.grade("manager", area, "managers"))


def _lines(step: Step, whole: FundLine, by: By, parts: list[AreaPart]) -> Iterator[FundLine]:
    graded = [one for one in parts if one.grade is not None]
    lines: list[FundLine] = []
    if graded:
        left = sum((one.left for one in graded), ZERO)
        cut = sum((one.amount for one in graded), ZERO) - left
        why = several(*(one.cut for one in graded if one.left != one.amount))
        lines += attestation.reduced(step, whole, left, cut, why, _basis(whole, by, graded), by.rests_on)
    for one in parts:
        if one.grade is None:
            lack = cited(OWN, one.lack)
            line = attestation.awaited(whole, f"{attestation.WAITING}, {one.name}", one.amount, lack)
            lines.append(evolve(line, rests_on=(whole, *by.rests_on), basis=_basis(whole, by, [one])))
    for line in lines:
        yield evolve(line, rules=(*line.rules, HEADS))


def _basis(whole: FundLine, by: By, parts: list[AreaPart]) -> Basis:
    """The attestations, and each area's part before and after its own."""
    return Basis(
        inputs=(*(one.row for one in parts if one.row is not None), *by.basis.inputs),
        parameters=by.basis.parameters,
        steps=tuple(one.step for one in parts),
        formula=say(
            "{item} diviso tra le aree, ogni parte × il grado della sua area, per difetto al centesimo",
            item=whole.item,
        ),
    )


def _weights_of(step: Step, fund: str) -> By:
    """The weights by which a fund is divided among the areas."""
    if fund == FUND:
        return _of_posts(step)
    agreed = _agreed(step, next(one for one in FUNDS if one.fund == fund))
    if agreed is not None:
        return agreed
    return _by_heads(step) if fund == "staff" else _by_pay(step)


def _of_posts(step: Step) -> By:
    """The weights of each area's holders in the result, so that each bears only the reduction of their own area."""
    if not step.parameters.has(FORMULA):
        return By(problem=say("l'ente non ha stabilito il parametro {parameter}", parameter=Ref("parameter", FORMULA)))
    people = entitled(step)
    problem = undivided(step, people)
    if problem:
        return By(problem=problem)
    found: dict[str, Fraction] = {}
    for one in people:
        area = area_held(step, one)
        found[area] = found.get(area, Fraction(0)) + one.weight
    formula = step.parameters.choice(FORMULA)
    values = step.so_far.positions if formula.value != "equal" else ()
    return By(found, Basis(parameters=(formula,)), rests_on=values)


def _agreed(step: Step, of: BargainedFund) -> By | None:
    """The weights that the agreement gives the people of each area; None if no agreement divides by weights."""
    agreement = agreement_of(step, of)
    if agreement is None or AMOUNT in agreement.rows:
        return None
    taking = sharing(step, stakes(step, agreement, cut=False))
    problem = several(*lacking(taking))
    found: dict[str, Fraction] = {}
    for one in taking:
        for area, part in areas_served(step, one.one).items():
            found[area] = found.get(area, Fraction(0)) + product(one.weight or 0, part)
    if not problem and not any(found.values()):
        problem = say("nessuno ha un peso nel riparto")
    scores = tuple(one.score for one in taking if one.score) if agreement.evaluated else ()
    return By(found, Basis(inputs=(agreement.act, *agreement.inputs)), problem, scores)


def _by_heads(step: Step) -> By:
    known, day = placed(step), step.parameters.day(HEADS_DATE, step.dossier.year)
    heads = {**known.heads, ENTE: len(known.people_nowhere) + len(known.without_unit)}
    weights = {area: Fraction(count) for area, count in heads.items()}
    problem = NOTHING if any(heads.values()) else say("non c'è nessuno tra i dipendenti")
    return By(weights, Basis(parameters=(day,)), problem)


def _by_pay(step: Step) -> By:
    known = placed(step)
    posts = {**known.posts, ENTE: known.posts_nowhere}
    every = tuple(post for own in posts.values() for post in own)
    unpaid = [post.id for post in every if post.amount is None]
    if unpaid:
        named = tuple(Ref("position", post) for post in unpaid)
        return By(problem=say("manca la retribuzione di posizione di {positions}", positions=named))
    weights = {area: sum((Fraction(post.amount or 0) for post in own), Fraction(0)) for area, own in posts.items()}
    problem = NOTHING if any(weights.values()) else say("non c'è retribuzione di posizione di dirigenti")
    return By(weights, Basis(inputs=every), problem)
