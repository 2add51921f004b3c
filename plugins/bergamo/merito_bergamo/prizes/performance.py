"""Prizes of the staff: everybody may compete, and prizes must differentiate (art. 45 c. 1 and art. 46 c. 1)."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import cast

from attrs import frozen

from merito import (
    NOTHING,
    Aside,
    Basis,
    FundLine,
    InForce,
    Listed,
    Message,
    Money,
    Person,
    PersonScore,
    Ref,
    ResultRows,
    Reward,
    Step,
    kit,
    rule,
    say,
    several,
)
from merito.numbers import (
    HUNDRED,
    Number,
    fraction,
    half_up,
    natural_key,
)
from merito_bergamo.appointments import (
    Role,
    doubts_of_posts,
    each_role_apart,
    possible_presence,
    presence,
    role_of,
    without_post,
)
from merito_bergamo.evaluation.factors import COEFFICIENTS, LEVELS, THE_STAFF
from merito_bergamo.evaluation.scores import score_as
from merito_bergamo.prizes.entitled import PART_OF_YEAR
from merito_bergamo.prizes.result_pay import BAN

BY_ONESELF, MISSING = "I-IT-40", "I-IT-58"
MOST_NAMED = 8  # number: of people that a sentence names
FORMULA = "performance_formula"
NOBODY = say("ogni punteggio, o coefficiente, è zero, e a nessuno spetta un premio")
DECIMALS_TOLD = 4  # number: decimals of a weight as shown; it is counted exactly


@frozen(kw_only=True)
class Staff:
    """Somebody in the division: the part of a full year served as staff, at most, and the part that is `certain`.

    `doubts` say why they differ: days on which it is in doubt whether a posizione organizzativa is held.
    """

    person: Person
    presence: Fraction
    certain: Fraction
    doubts: tuple[kit.Doubt, ...] = ()

    @property
    def only_perhaps(self) -> bool:
        """Whether all the days that they may serve as staff are in doubt."""
        return not self.certain


@frozen(kw_only=True)
class Share:
    """One of the staff in the division: evaluation, coefficient, and the time served as staff.

    `counted` is the coefficient that counts for what the others are due: of whoever is not evaluated, or has evaluated
    themselves, the most that it may be, by the reading `unsure` (I-IT-58, I-IT-40). `certain` is the part of the weight
    that rests on no day in doubt.
    """

    score: PersonScore
    coefficient: Fraction
    counted: Fraction
    staff: Staff
    weight: Fraction
    certain: Fraction
    unsure: str = ""


@rule(
    "BG-45.1",
    BAN.rule,
    BAN.equal_prizes,
    BAN.equal_scores,
    "I-BG-18",
    "I-BG-20",
    "I-BG-25",
    BY_ONESELF,
    MISSING,
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
    staff = {one.person.id: one for one in _staff(step)}
    part_of_year = [one.person for one in staff.values() if role_of(step, one.person) != Role.STAFF]
    apart = part_of_year if part_of_year and each_role_apart(step) else []
    own = {one.id: score_as(step, THE_STAFF, one) for one in apart}
    as_staff = {name: kit.not_by_oneself(step, row, THE_STAFF.rule) for name, row in own.items()}
    yearly = [row for row in step.so_far.scores if row.person in staff and row.person not in as_staff]
    scores = [*yearly, *as_staff.values()]
    sure = [row for row in scores if not staff[row.person].only_perhaps]
    certain = [name for name, one in staff.items() if not one.only_perhaps]
    if stopped := _not_yet(step, certain, sure, by_level):
        yield kit.of_tool(step, "warning", say("non diviso: {why}", why=stopped))
        for row in as_staff.values():
            if row in sure and kit.counted_score(row) is None:
                why = say(
                    "per i giorni da dipendente serve la valutazione sui fattori a, b e c ({reading}): {why}",
                    reading=Ref("reading", "I-BG-25"),
                    why=row.reason,
                )
                yield kit.of_tool(step, "warning", why, "BG-45.2", subject=f"person:{row.person}")
    else:
        yield from _divided(step, line, scores, staff)
    if any(row.tool == step.tool for row in step.dossier.candidates):
        why = say("le righe dei candidati non contano: ogni dipendente può concorrere al premio")
        yield kit.of_tool(step, "warning", why)


def _staff(step: Step) -> Iterator[Staff]:
    """Whoever is staff for some days of the year, or may be, since their post is in doubt on some days."""
    for person in step.dossier.people:
        if most := possible_presence(step, person):
            certain = presence(step, person, Role.STAFF)
            doubts = doubts_of_posts(step, person) if certain < most else ()
            yield Staff(person=person, presence=most, certain=certain, doubts=doubts)


def _not_yet(step: Step, staff: list[str], scores: list[PersonScore], by_level: bool) -> Message:
    """Why the fund cannot be divided yet: everybody's prize depends on everybody's evaluation."""
    if without := without_post(step):
        return say(
            "{n} persona ha il ruolo di titolare di posizione organizzativa e nessuna posizione: scrivere l'incarico, "
            "o il ruolo di dipendente (ogni dipendente può concorrere, art. 45 c. 1)",
            many="{n} persone hanno il ruolo di titolare di posizione organizzativa e nessuna posizione: scrivere "
            "l'incarico, o il ruolo di dipendente (ogni dipendente può concorrere, art. 45 c. 1)",
            number="n",
            n=len(without),
        )
    final = {row.person for row in scores if kit.counted_score(row) is not None}
    waiting = [Ref("person", name) for name in staff if name not in final]
    if not staff:
        return say("non risulta nessun dipendente tra cui dividere")
    rated = {row.person for row in scores}
    if waiting and (not final or not rated.issuperset(staff) or step.choose(MISSING, others_wait=True, certain=False)):
        return say(
            "valutazioni mancanti o non definitive: {waiting} su {staff}{who}, e si attendono tutte da chi valuta "
            "({reading})",
            waiting=len(waiting),
            staff=len(staff),
            who=Aside(say("{who}", who=Listed(waiting, MOST_NAMED))),
            reading=Ref("reading", MISSING),
        )
    if not by_level:
        return NOTHING
    known = step.parameters.table(COEFFICIENTS).value
    values = {name: known.get(name) for name in step.parameters.table(LEVELS).value}
    wrong = [name for name, one in values.items() if not isinstance(one, int | Fraction) or one < 0]
    return say("coefficiente mancante o negativo per: {levels}", levels=tuple(wrong)) if wrong else NOTHING


def _divided(step: Step, line: FundLine, scores: list[PersonScore], staff: Mapping[str, Staff]) -> ResultRows:
    """The rewards, their line, what is saved, and the findings of art. 46: on levels if the ente pays by them.

    Whoever may be staff takes part; what is theirs only then waits, and the others can only get more.
    """
    by_time = step.readings[PART_OF_YEAR].choice == "in_proportion"
    formula = step.parameters.choice(FORMULA)
    coefficients = step.parameters.table(COEFFICIENTS) if formula.value == "level" else None
    minima = step.parameters.table(LEVELS).value
    shares = []
    for row in scores:
        coefficient = row.score or Fraction(0)
        best = kit.at_most(step.dossier, row)
        counted = best.score or Fraction(0)
        who, missing = staff[row.person], kit.counted_score(row) is None
        if who.only_perhaps and missing:
            coefficient = counted = _most(step, coefficients)
        elif coefficients:
            within = [name for name, least in minima.items() if best is not row and cast(Number, least) <= counted]
            most = max((fraction(cast(Number, coefficients.value[name])) for name in within), default=None)
            coefficient = (most or Fraction(0)) if missing else fraction(cast(Number, coefficients.value[row.level]))
            counted = coefficient if most is None else most
        elif missing:
            coefficient = counted
        weight = counted * who.presence if by_time else counted
        certain = coefficient * who.certain if by_time else coefficient * (not who.only_perhaps)
        shares.append(
            Share(
                score=row,
                coefficient=coefficient,
                counted=counted,
                staff=who,
                weight=weight,
                certain=certain,
                unsure="" if best is row else MISSING if missing else BY_ONESELF,
            )
        )
    on_all = (line, *(one.score for one in shares if one.certain or kit.counted_score(one.score) is not None))
    due = line.amount if any(one.weight for one in shares) else Decimal("0.00")
    order = sorted(shares, key=lambda one: (-(one.score.score or 0), natural_key(one.score.person)))
    parts = kit.in_turn(due, [one.weight for one in order])
    prizes = kit.drawn(line, "premi", due, ("BG-45.1",), on_all)
    used = (formula, coefficients) if coefficients else (formula,)
    whole = sum((one.weight for one in shares), Fraction(0))
    waiting = _waiting(due, order, parts)
    sums = {one.score.person: own for one, *own in zip(order, parts, waiting, strict=True)}
    unknown = _unknown(shares)
    for one in shares:
        part, waits = sums[one.score.person]
        may_grow = not _may_be_less(one) and unknown.may_be_less
        yield Reward(
            person=one.score.person,
            tool=step.tool or "",
            fund=line.fund,
            item=prizes.item,
            due=part,
            band=one.score.level,
            reason=_reason(one, unknown),
            waits=waits,
            may_grow=may_grow,
            rules=_cited(one, unknown),
            rests_on=(prizes, one.score),
            basis=partial(_basis, used, prizes, one, whole),
        )
    yield prizes
    if due != line.amount:
        yield kit.saved(line, "non attribuito", line.amount, NOBODY, ("BG-45.1",), on_all)
        yield kit.of_tool(step, "warning", say("il fondo è economia: {why}", why=NOBODY))
    evaluated = [one for one in shares if one.unsure != MISSING]
    sure = [_compared(one, bool(coefficients)) for one in evaluated if not one.staff.only_perhaps]
    perhaps = [_compared(one, bool(coefficients)) for one in shares if kit.counted_score(one.score) is not None]
    alike = list(kit.equal_prizes(step, BAN, sure))
    if not alike and len(perhaps) > len(sure):
        alike = list(kit.equal_prizes(step, BAN, perhaps))
    yield from alike


def _compared(one: Share, by_level: bool) -> kit.Compared:
    score = one.score.score or Fraction(0)
    return kit.Compared(score=score, level=one.score.level if by_level else score, part=one.coefficient)


def _most(step: Step, coefficients: InForce[Mapping[str, object]] | None) -> Fraction:
    """The most that an evaluation can count: the whole score, or the highest coefficient of a level."""
    if coefficients is None:
        return HUNDRED
    levels = step.parameters.table(LEVELS).value
    return max((fraction(cast(Number, coefficients.value[name])) for name in levels), default=Fraction(0))


def _may_be_less(one: Share) -> bool:
    """Whether what somebody is due may turn out less, so that the others get more."""
    return bool(one.unsure or one.staff.doubts)


def _waiting(due: Decimal, order: Sequence[Share], parts: Sequence[Decimal]) -> list[Decimal]:
    """What waits of each part: what rests on days in doubt, or an odd cent that may be another's."""
    weights = [one.weight for one in order]
    unsure = any(one.unsure for one in order)
    every = kit.Weights.of(
        due, {one.score.person: (one.weight, one.certain if one.staff.doubts else one.weight) for one in order}
    )
    found = []
    for one, part, odd in zip(order, parts, kit.odd_cents(due, weights, parts), strict=True):
        waits = odd if unsure and not one.unsure else Decimal("0.00")
        if one.staff.doubts or every.unsure:
            waits = max(waits, part - min(part, every.least(one.score.person)))
        found.append(waits)
    return found


@frozen(kw_only=True)
class Unknown:
    """What is not known yet of those who share the fund.

    `evaluations` and `staff` say why a certain sum may grow: evaluations not made, people who may not be staff.
    `may_be_less`: whether anybody's sum may be; `readings`: those by which the unknown count.
    """

    evaluations: Message
    staff: Message
    may_be_less: bool
    readings: tuple[str, ...]


def _unknown(shares: Sequence[Share]) -> Unknown:
    missing = [one.score.person for one in shares if one.unsure == MISSING]
    by_oneself = any(one.unsure == BY_ONESELF for one in shares)
    return Unknown(
        evaluations=several(
            kit.only_certain() if by_oneself else NOTHING, kit.only_certain(missing) if missing else NOTHING
        ),
        staff=kit.perhaps_others() if any(one.staff.doubts for one in shares) else NOTHING,
        may_be_less=any(map(_may_be_less, shares)),
        readings=tuple(sorted({one.unsure for one in shares} - {""})),
    )


def _reason(one: Share, unknown: Unknown) -> Message:
    """Why a part of somebody's sum waits or may grow."""
    if one.staff.doubts:
        whys = several(*(doubt.why for doubt in one.staff.doubts))
        return say("come dipendente concorre solo se in quei giorni la posizione non è sua: {whys}", whys=whys)
    return unknown.staff if one.unsure else several(unknown.evaluations, unknown.staff)


def _cited(one: Share, unknown: Unknown) -> tuple[str, ...]:
    own = (rule_id for doubt in one.staff.doubts for rule_id in doubt.rules)
    return tuple(dict.fromkeys(("BG-45.1", "BG-46.1", "I-BG-18", *unknown.readings, *own)))


def _basis(used: tuple[InForce[object], ...], line: FundLine, one: Share, whole: Fraction) -> Basis:
    """The weight with its calculation: `42,3452 (84 × 184/365 di anno a tempo pieno)`, and the sum of all weights."""
    if not whole:
        return Basis(parameters=used, formula=NOBODY)
    weight, total = (half_up(each, DECIMALS_TOLD) for each in (one.weight, whole))
    formula = say(
        "{fund} × {weight} / {total} (la somma di tutti)", fund=Money(line.amount), weight=weight, total=total
    )
    if one.weight != one.counted:
        formula = say(
            "{fund} × {weight} ({score} × {year} di anno a tempo pieno) / {total} (la somma di tutti)",
            fund=Money(line.amount),
            weight=weight,
            score=one.counted,
            year=one.staff.presence,
            total=total,
        )
    rows = tuple(row for doubt in one.staff.doubts for row in doubt.rows)
    return Basis(inputs=rows, parameters=used, formula=formula)
