"""Prizes of the staff: everybody may compete, and prizes must differentiate (art. 45 c. 1 and art. 46 c. 1)."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import cast

from attrs import frozen

from merito import Basis, FundLine, InForce, PersonScore, ResultRows, Reward, Step, kit, rule
from merito.numbers import Number, counted, decimal_text, euro_text, fraction, half_up, natural_key, number_text
from merito_bergamo.appointments import Role, also_staff, each_role_apart, presence, without_post
from merito_bergamo.evaluation.factors import COEFFICIENTS, LEVELS, THE_STAFF
from merito_bergamo.evaluation.scores import score_as
from merito_bergamo.prizes.result_pay import BAN, PART_OF_YEAR

FORMULA = "performance_formula"
NOBODY = "ogni punteggio, o coefficiente, è zero, e a nessuno spetta un premio"
DECIMALS_TOLD = 4  # number: decimals of a weight as shown; it is counted exactly


@frozen(kw_only=True)
class Share:
    """One of the staff in the division: evaluation, coefficient, and the part of a full year served as staff.

    `counted` is the coefficient that counts for what the others are due: of whoever has evaluated themselves the most
    that it may be (I-IT-40).
    """

    score: PersonScore
    coefficient: Fraction
    counted: Fraction
    presence: Fraction
    weight: Fraction
    by_oneself: bool = False


@rule(
    "BG-45.1",
    BAN.rule,
    BAN.equal_prizes,
    BAN.equal_scores,
    "I-BG-18",
    "I-BG-20",
    "I-BG-25",
    "I-IT-40",
    tool=THE_STAFF.tool,
    hook="merito_rewards",
)
def prizes_of_the_staff(step: Step) -> ResultRows:
    """Divides the fund to the cent by score, or by the coefficient of the level; blocked until the ente chooses.

    A list of candidates changes nothing, since everybody may compete. If every weight is zero, the whole fund is saved:
    nobody's evaluation gives a prize, and none is awaited.
    """
    line = kit.fund_line(step)
    if line is None:
        return
    step.parameters.need(FORMULA)
    by_level = step.parameters.choice(FORMULA).value == "level"
    if by_level:
        step.parameters.need(COEFFICIENTS, LEVELS)
    staff = {one.id: served for one in step.dossier.people if (served := presence(step, one, Role.STAFF))}
    part_of_year = [person for person in step.dossier.people if person.id in staff and also_staff(step, person)]
    apart = part_of_year if part_of_year and each_role_apart(step) else []
    own = {one.id: score_as(step, THE_STAFF, one) for one in apart}
    as_staff = {name: kit.not_by_oneself(step, row, THE_STAFF.rule) for name, row in own.items()}
    yearly = [row for row in step.so_far.scores if row.person in staff and row.person not in as_staff]
    scores = [*yearly, *as_staff.values()]
    if stopped := _not_yet(step, len(staff), scores, by_level):
        yield kit.of_tool(step, "warning", f"non diviso: {stopped}")
        for row in as_staff.values():
            if kit.counted_score(row) is None:
                why = f"per i giorni da dipendente serve la valutazione sui fattori a, b e c (I-BG-25): {row.reason}"
                yield kit.of_tool(step, "warning", why, "BG-45.2", subject=f"person:{row.person}")
    else:
        yield from _divided(step, line, scores, staff)
    if any(row.tool == step.tool for row in step.dossier.candidates):
        why = "le righe dei candidati non contano: ogni dipendente può concorrere al premio"
        yield kit.of_tool(step, "warning", why)


def _not_yet(step: Step, staff: int, scores: list[PersonScore], by_level: bool) -> str:
    """Why the fund cannot be divided yet (Italian): everybody's prize depends on everybody's evaluation."""
    if without := without_post(step):
        who = f"{counted(len(without), 'persona ha', 'persone hanno')} il ruolo di titolare di posizione organizzativa"
        wanted = "scrivere l'incarico, o il ruolo di dipendente (ogni dipendente può concorrere, art. 45 c. 1)"
        return f"{who} e nessuna posizione: {wanted}"
    final = sum(kit.counted_score(row) is not None for row in scores)
    if not staff:
        return "non risulta nessun dipendente tra cui dividere"
    if final < staff:
        return f"valutazioni mancanti o non definitive: {staff - final} su {staff}"
    if not by_level:
        return ""
    known = step.parameters.table(COEFFICIENTS).value
    values = {name: known.get(name) for name in step.parameters.table(LEVELS).value}
    wrong = [name for name, one in values.items() if not isinstance(one, int | Fraction) or one < 0]
    return f"coefficiente mancante o negativo per: {', '.join(wrong)}" if wrong else ""


def _divided(step: Step, line: FundLine, scores: list[PersonScore], staff: Mapping[str, Fraction]) -> ResultRows:
    """The rewards, their line, what is saved, and the findings of art. 46: on levels if the ente pays by them."""
    by_time = step.readings[PART_OF_YEAR].choice == "in_proportion"
    formula = step.parameters.choice(FORMULA)
    coefficients = step.parameters.table(COEFFICIENTS) if formula.value == "level" else None
    minima = step.parameters.table(LEVELS).value
    shares = []
    for row in scores:
        coefficient = row.score or Fraction(0)
        best = kit.at_most(step.dossier, row)
        counted = best.score or Fraction(0)
        if coefficients:
            coefficient = fraction(cast(Number, coefficients.value[row.level]))
            within = [name for name, least in minima.items() if best is not row and cast(Number, least) <= counted]
            counted = max((fraction(cast(Number, coefficients.value[name])) for name in within), default=coefficient)
        weight = counted * staff[row.person] if by_time else counted
        shares.append(
            Share(
                score=row,
                coefficient=coefficient,
                counted=counted,
                presence=staff[row.person],
                weight=weight,
                by_oneself=best is not row,
            )
        )
    on_all = (line, *(one.score for one in shares))
    due = line.amount if any(one.weight for one in shares) else Decimal("0.00")
    order = sorted(shares, key=lambda one: (-(one.score.score or 0), natural_key(one.score.person)))
    weights = [one.weight for one in order]
    parts = kit.in_turn(due, weights)
    dues = {one.score.person: part for one, part in zip(order, parts, strict=True)}
    odd = {one.score.person: cent for one, cent in zip(order, kit.odd_cents(due, weights, parts), strict=True)}
    unsure = any(one.by_oneself for one in shares)
    prizes = kit.drawn(line, "premi", due, ("BG-45.1",), on_all)
    used = (formula, coefficients) if coefficients else (formula,)
    whole = sum((one.weight for one in shares), Fraction(0))
    for one in shares:
        yield Reward(
            person=one.score.person,
            tool=step.tool or "",
            fund=line.fund,
            item=prizes.item,
            due=dues[one.score.person],
            band=one.score.level,
            reason=kit.only_certain() if unsure and not one.by_oneself else "",
            waits=odd[one.score.person] if unsure and not one.by_oneself else Decimal("0.00"),
            may_grow=unsure and not one.by_oneself,
            rules=("BG-45.1", "BG-46.1", "I-BG-18", *(("I-IT-40",) if unsure else ())),
            rests_on=(prizes, one.score),
            basis=partial(_basis, used, prizes, one, whole),
        )
    yield prizes
    if due != line.amount:
        yield kit.saved(line, "non attribuito", line.amount, NOBODY, ("BG-45.1",), on_all)
        yield kit.of_tool(step, "warning", f"il fondo è economia: {NOBODY}")
    evaluated = [
        kit.Compared(
            score=one.score.score or Fraction(0),
            level=one.score.level if coefficients else one.score.score or Fraction(0),
            part=one.coefficient,
        )
        for one in shares
    ]
    yield from kit.equal_prizes(step, BAN, evaluated)


def _basis(used: tuple[InForce[object], ...], line: FundLine, one: Share, whole: Fraction) -> Basis:
    """The weight with its calculation: `42,3452 (84 × 184/365 di anno a tempo pieno)`, and the sum of all weights."""
    if not whole:
        return Basis(parameters=used, formula=NOBODY)
    weight, total = (decimal_text(half_up(number, DECIMALS_TOLD)) for number in (one.weight, whole))
    product = ""
    if one.weight != one.counted:
        product = f" ({number_text(one.counted)} × {number_text(one.presence)} di anno a tempo pieno)"
    return Basis(parameters=used, formula=f"{euro_text(line.amount)} × {weight}{product} / {total} (la somma di tutti)")
