"""Each person's stake in the division of an agreement: a weight, a part of the share, the evaluation behind it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction

from attrs import evolve, frozen

from merito import ExtraRow, Intermediate, PersonScore, State, Step
from merito.numbers import HUNDRED, number_text, product, quotient
from merito_brescia.attestation import attested, by_area, grade_of
from merito_brescia.bargained_agreement import DIVIDES, EVALUATED, NAMES, REDUCES, Agreement
from merito_brescia.bargained_criteria import CRITERIA, LackingError
from merito_brescia.bargained_people import taking_part
from merito_brescia.evaluation.factors import worst
from merito_brescia.evaluation.people import STAFF, Evaluee
from merito_brescia.evaluation.scores import NOT_POSITIVE
from merito_brescia.service_places import areas_served

NEGATIVE, OTHERS = "I-BS-58", "others"


@frozen(kw_only=True)
class Stake:
    """Somebody in the division: the exact weight, the part of the share that is due, and their calculation.

    `lacks` says what is missing, so that the weight or the part is unknown. `out` says that a criterion gives nothing
    whatever the evaluation; `awaited`, that an area in which some days were served has no grade yet.
    """

    one: Evaluee
    score: PersonScore | None
    weight: Fraction | None
    part: Fraction | None
    positive: bool
    out: bool = False
    awaited: bool = False
    lacks: tuple[str, ...] = ()
    steps: tuple[Intermediate, ...] = ()
    rows: tuple[ExtraRow, ...] = ()

    @property
    def earns(self) -> bool:
        """Whether the criteria give something, whatever the evaluation is worth."""
        return bool(self.weight) and self.part != 0

    @property
    def final(self) -> bool:
        return self.score is not None and self.score.state is State.FINAL and self.score.score is not None


def stakes(step: Step, agreement: Agreement, *, cut: bool = True) -> list[Stake]:
    """Everybody who shares in a fund; if each area has its own reduction, without the people of areas without a grade.

    Without `cut`, everybody, with the weight before any attestation.
    """
    found = []
    for one in taking_part(step, agreement.of):
        grade, awaited = _grade(step, one) if cut else (Fraction(1), False)
        if grade is not None:
            stake = _stake(step, agreement, one, step.so_far.score(one.person.id), grade)
            found.append(evolve(stake, awaited=awaited))
    return found


def _stake(step: Step, agreement: Agreement, one: Evaluee, score: PersonScore | None, grade: Fraction) -> Stake:
    steps: list[Intermediate] = []
    rows: list[ExtraRow] = []
    lacks: list[str] = []
    out = _given_nothing(step, agreement, one, score)
    weight = _product(step, agreement, one, score, DIVIDES, steps, rows, lacks)
    part = _product(step, agreement, one, score, REDUCES, steps, rows, lacks)
    if out:
        weight, lacks = Fraction(0), []
    if by_area(step):
        steps.append(Intermediate("peso che l'attestazione della sua area lascia", number_text(grade)))
    return Stake(
        one=one,
        score=score,
        weight=None if weight is None else product(weight, grade),
        part=part,
        positive=_positive(step, one, score),
        out=out,
        lacks=tuple(lacks),
        steps=tuple(steps),
        rows=tuple(rows),
    )


def _given_nothing(step: Step, agreement: Agreement, one: Evaluee, score: PersonScore | None) -> bool:
    """Whether a criterion that ignores evaluations weighs 0: then there is no share, whatever the others give."""
    names = [name for name in agreement.criteria(DIVIDES) if name not in EVALUATED]
    with suppress(LackingError):
        return any(CRITERIA[name](step, agreement, one, score)[0] == 0 for name in names)
    return False


def _product(
    step: Step,
    agreement: Agreement,
    one: Evaluee,
    score: PersonScore | None,
    effect: str,
    steps: list[Intermediate],
    rows: list[ExtraRow],
    lacks: list[str],
) -> Fraction | None:
    """The product of the criteria with one effect; None if one of them lacks data about the person."""
    total: Fraction | None = Fraction(1)
    for name in agreement.criteria(effect):
        try:
            value, row = CRITERIA[name](step, agreement, one, score)
        except LackingError as lack:
            lacks.append(str(lack))
            total = None
            continue
        steps.append(Intermediate(f"criterio {NAMES[name]}", number_text(value)))
        rows.append(row)
        total = None if total is None else product(total, value)
    return total


def sharing(step: Step, everybody: list[Stake]) -> list[Stake]:
    """Who shares: under the choice `others`, not those who lose it because they are not evaluated positively."""
    staying = [stake for stake in everybody if stake.positive or not stake.final or not stake.earns]
    return step.choose(NEGATIVE, nothing=everybody, others=staying, as_agreed=everybody)


def _grade(step: Step, one: Evaluee) -> tuple[Fraction | None, bool]:
    """What the attestations of the areas leave of a weight, by the days in each; and whether one of them is awaited.

    None if none of them has a grade.
    """
    if not by_area(step):
        return Fraction(1), False
    grades = [(grade_of(attested(step, area)), part) for area, part in areas_served(step, one).items()]
    known = [product(quotient(grade, HUNDRED), part) for grade, part in grades if grade is not None]
    return (sum(known, Fraction(0)) if known else None), len(known) < len(grades)


def _positive(step: Step, one: Evaluee, score: PersonScore | None) -> bool:
    """False if recorded as not positive, at the lowest level of the form, or below the threshold."""
    if one.evaluation is not None and one.evaluation.positive is False:
        return False
    return score is None or score.level not in (NOT_POSITIVE, *((step.once(worst),) if one.role == STAFF else ()))


def by_evaluation(agreement: Agreement) -> bool:
    """Whether somebody's weight depends on an evaluation, so that the others' shares do too."""
    return any(name in EVALUATED for name in agreement.criteria(DIVIDES))


def lacking(found: list[Stake]) -> Iterator[str]:
    """What is missing for a weight, and for how many (Italian), without names: nothing can be divided without it."""
    counts = Counter(lack for stake in found if stake.weight is None for lack in stake.lacks)
    yield from (f"manca {lack} ({count})" for lack, count in counts.items())
