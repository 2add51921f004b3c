"""Prizes of the staff: everybody may compete, and prizes must differentiate (art. 45 c. 1 and art. 46 c. 1)."""

from collections.abc import Collection, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial

from attrs import frozen

from merito import (
    Basis,
    Finding,
    FundLine,
    InForce,
    Made,
    Person,
    PersonScore,
    ResultRows,
    Reward,
    State,
    Step,
    hookimpl,
    rule,
)
from merito.kit import drawn, in_turn, of_tool, saved
from merito.numbers import counted, decimal_text, euro_text, fraction, half_up, natural_key, number_text
from merito_bergamo.differentiation import READING as NO_DIFFERENCE
from merito_bergamo.differentiation import without_difference
from merito_bergamo.entitled import IN_PROPORTION, PART_OF_YEAR
from merito_bergamo.roles import OF_THOSE_DAYS, STAFF, TWO_ROLES, also_staff, presence, without_post
from merito_bergamo.scores import score_as
from merito_bergamo.staff import WHOM

FUND, TOOL, WHOLE = "performance", "performance", "fondo"
FORMULA, LEVEL, COEFFICIENTS, LEVELS = "performance_formula", "level", "level_coefficients", "evaluation_levels"
NOBODY = "ogni punteggio, o coefficiente, è zero, e a nessuno spetta un premio"
ZERO = Decimal("0.00")
DECIMALS_TOLD = 4  # number: decimals of a weight as shown; it is counted exactly


@frozen(kw_only=True)
class Share:
    """One of the staff in the division: evaluation, coefficient, and the part of a full year served as staff."""

    score: PersonScore
    coefficient: Fraction
    presence: Fraction
    weight: Fraction


@hookimpl
@rule("BG-45.1", "BG-46.1", "I-BG-11", "I-BG-18", "I-BG-20", "I-BG-25", tool=TOOL)
def merito_rewards(step: Step) -> ResultRows:
    """Divides the fund to the cent by score, or by the coefficient of the level; blocked until the ente chooses."""
    line = step.so_far.line(FUND, WHOLE)
    if line is None:
        return ()
    step.parameters.need(FORMULA)
    if _by_level(step):
        step.parameters.need(COEFFICIENTS, LEVELS)
    staff = {person.id: served for person in step.dossier.people if (served := presence(step, person, STAFF))}
    others = [step.dossier.people[one] for one in staff if also_staff(step, step.dossier.people[one])]
    scores = _scores(step, staff, others)
    stopped = _of_which_staff(step) or _not_yet(step, len(staff), scores)
    shares = [] if stopped else [_share(step, score, staff[score.person]) for score in scores]
    if stopped:
        return (of_tool(step, "warning", f"non diviso: {stopped}"), *_wanted(step, others, scores), *_listed(step))
    on_all = (line, *(one.score for one in shares))
    due = line.amount if any(one.weight for one in shares) else ZERO
    prizes = drawn(line, "premi", due, ("BG-45.1",), on_all)
    return (
        *_rewards(step, prizes, shares),
        prizes,
        *_for_nobody(step, line, due, on_all),
        *without_difference(TOOL, [(_evaluation(step, one), one.coefficient) for one in shares]),
        *_listed(step),
    )


def _for_nobody(step: Step, line: FundLine, due: Decimal, on_all: tuple[Made, ...]) -> ResultRows:
    """The whole fund as savings if every weight is zero: nobody's evaluation gives a prize, and none is awaited."""
    if due == line.amount:
        return ()
    rest = saved(line, "non attribuito", line.amount, NOBODY, ("BG-45.1",), on_all)
    return (rest, of_tool(step, "warning", f"il fondo è economia: {NOBODY}"))


def _scores(step: Step, staff: Collection[str], others: Sequence[Person]) -> list[PersonScore]:
    """Everybody's evaluation; for those who also had another role, that of the year or one as staff (I-BG-25)."""
    yearly = [row for row in step.so_far.scores if row.person in staff]
    if not others or step.readings[TWO_ROLES].choice != OF_THOSE_DAYS:
        return yearly
    apart = {one.id for one in others}
    return [*(row for row in yearly if row.person not in apart), *(score_as(step, WHOM, one) for one in others)]


def _wanted(step: Step, others: Sequence[Person], scores: Sequence[PersonScore]) -> Iterator[Finding]:
    """Warns of evaluations as staff that are missing, if the reading asks for one besides that of the other role."""
    apart = {one.id for one in others} if others and step.readings[TWO_ROLES].choice == OF_THOSE_DAYS else set()
    for row in scores:
        if row.person in apart and row.state is not State.FINAL:
            why = f"per i giorni da dipendente serve la valutazione sui fattori a, b e c ({TWO_ROLES}): {row.reason}"
            yield of_tool(step, "warning", why, "BG-45.2", subject=f"person:{row.person}")


def _of_which_staff(step: Step) -> str:
    """Why it is unknown among whom to divide (Italian): somebody with the role of a holder holds no post."""
    without = [one.id for one in without_post(step)]
    if not without:
        return ""
    who = counted(len(without), "persona ha", "persone hanno")
    return (
        f"{who} il ruolo di titolare di posizione organizzativa e nessuna posizione: scrivere l'incarico, o il ruolo "
        "di dipendente (ogni dipendente può concorrere, art. 45 c. 1)"
    )


def _by_level(step: Step) -> bool:
    return step.parameters.choice(FORMULA).value == LEVEL


def _evaluation(step: Step, one: Share) -> Fraction | str:
    """What art. 46 is tested on: the score, or the level if the ente has chosen so and pays by it."""
    by_level = _by_level(step) and step.readings[NO_DIFFERENCE].choice == "levels"
    return one.score.level if by_level else one.score.score or Fraction(0)


def _not_yet(step: Step, staff: int, scores: list[PersonScore]) -> str:
    """Why the fund cannot be divided yet (Italian): everybody's prize depends on everybody's evaluation."""
    final = sum(row.state is State.FINAL and row.score is not None for row in scores)
    if not staff:
        return "non risulta nessun dipendente tra cui dividere"
    if final < staff:
        return f"valutazioni mancanti o non definitive: {staff - final} su {staff}"
    if not _by_level(step):
        return ""
    known, levels = step.parameters.table(COEFFICIENTS).value, step.parameters.table(LEVELS).value
    wrong = [name for name in levels if not _coefficient_stands(known.get(name))]
    return f"coefficiente mancante o negativo per: {', '.join(wrong)}" if wrong else ""


def _coefficient_stands(value: object) -> bool:
    return isinstance(value, int | Fraction) and value >= 0


def _listed(step: Step) -> tuple[Finding, ...]:
    """Warns that a list of candidates changes nothing, since everybody may compete."""
    if not any(row.tool == TOOL for row in step.dossier.candidates):
        return ()
    why = "le righe dei candidati non contano: ogni dipendente può concorrere al premio"
    return (of_tool(step, "warning", why),)


def _share(step: Step, score: PersonScore, served: Fraction) -> Share:
    coefficient = score.score or Fraction(0)
    if _by_level(step):
        coefficient = fraction(step.parameters.table(COEFFICIENTS).value[score.level])  # type: ignore[arg-type]
    by_time = step.readings[PART_OF_YEAR].choice == IN_PROPORTION
    weight = coefficient * served if by_time else coefficient
    return Share(score=score, coefficient=coefficient, presence=served, weight=weight)


def _rewards(step: Step, line: FundLine, shares: list[Share]) -> tuple[Reward, ...]:
    order = sorted(shares, key=lambda one: (-(one.score.score or 0), natural_key(one.score.person)))
    by_merit = in_turn(line.amount, [one.weight for one in order])
    parts = {one.score.person: part for one, part in zip(order, by_merit, strict=True)}
    used: tuple[InForce[object], ...] = (step.parameters.choice(FORMULA),)
    if _by_level(step):
        used = (*used, step.parameters.table(COEFFICIENTS))
    whole = sum((one.weight for one in shares), Fraction(0))
    total = decimal_text(half_up(whole, DECIMALS_TOLD)) if whole else ""
    return tuple(
        Reward(
            person=one.score.person,
            tool=TOOL,
            fund=FUND,
            item="premi",
            due=parts[one.score.person],
            band=one.score.level,
            rules=("BG-45.1", "BG-46.1", "I-BG-18"),
            rests_on=(line, one.score),
            basis=partial(_basis, used, line, one, total),
        )
        for one in shares
    )


def _basis(used: tuple[InForce[object], ...], line: FundLine, one: Share, total: str) -> Basis:
    formula = f"{euro_text(line.amount)} × {_weight(one)} / {total} (la somma di tutti)" if total else NOBODY
    return Basis(parameters=used, formula=formula)


def _weight(one: Share) -> str:
    """Somebody's weight with its calculation: `42,3452 (84 × 184/365 di anno a tempo pieno)`."""
    whole = decimal_text(half_up(one.weight, DECIMALS_TOLD))
    if one.weight == one.coefficient:
        return whole
    return f"{whole} ({number_text(one.coefficient)} × {number_text(one.presence)} di anno a tempo pieno)"
