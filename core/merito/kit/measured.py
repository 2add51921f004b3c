"""Factors of one person, some of them measured by grades: the score may have a figure and be provisional."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from typing import Any, TypeVar, cast

from attrs import field, frozen

from merito.kit.factors import Table, weighted
from merito.model.basis import Basis, InForce, Intermediate
from merito.model.measured import Grade, PersonScore
from merito.model.messages import NOTHING, Message, Sayable, as_message, plain, say, several
from merito.model.people import Person, Rating
from merito.model.states import State
from merito.numbers import HUNDRED, Number, Weighted, percent_text, weighted_mean


@frozen(kw_only=True)
class Factor:
    """A factor of one person: its degree in percent, or why there is none, and the rows it rests on.

    `firm` says that nothing behind the degree is provisional. `most` is the most that a degree can be that is unknown
    or not firm (percent), without it 100; `least` is the least, without it 0. An explanation shows each of the `grades`
    of a degree.
    """

    name: str
    value: Fraction | None = None
    lacks: tuple[str, ...] = ()
    reason: Message = field(default=NOTHING, converter=as_message)
    firm: bool = True
    most: Fraction | None = None
    least: Fraction | None = None
    ratings: tuple[Rating, ...] = ()
    grades: tuple[Grade, ...] = ()
    steps: tuple[Intermediate, ...] = ()


Own = TypeVar("Own", bound=Factor)


def measured(name: str, parts: Sequence[tuple[Grade, Number]], of: type[Own], **more: Any) -> Own:
    """A factor that is the mean of grades by their shares, as a `Factor` or a subclass with the fields `more`.

    One grade without a figure leaves the factor without one; one that is not final makes it provisional.
    """
    grades = tuple(grade for grade, _ in parts)
    lacks = tuple(dict.fromkeys(missing for grade in grades for missing in grade.lacks))
    known = [Weighted(grade.value, part) for grade, part in parts if grade.value is not None]
    if len(known) < len(grades):
        unknown = several(
            *(
                say("{id}: {why}", id=grade.id, why=grade.reason or say("senza grado"))
                for grade in grades
                if grade.value is None
            )
        )
        why = say("fattore {name}: {unknown}", name=name, unknown=unknown)
        return of(name=name, lacks=lacks or (name,), reason=why, **_bounds(parts), grades=grades)
    weak = several(*(grade.reason or say("{id}", id=grade.id) for grade in grades if grade.state is not State.FINAL))
    value = weighted_mean(known)
    return of(
        name=name,
        value=value,
        lacks=lacks,
        reason=say("fattore {name} provvisorio: {why}", name=name, why=weak) if weak else NOTHING,
        firm=not weak,
        **(_bounds(parts) if weak else {"most": value, "least": value}),
        grades=grades,
        **more,
    )


def _bounds(parts: Sequence[tuple[Grade, Number]]) -> dict[str, Any]:
    """The means of grades with all that they lack at 100, and at 0; one that does not say what it lacks may be any."""
    most = weighted_mean(Weighted(_if_full(grade), part) for grade, part in parts)
    return {"most": most, "least": weighted_mean(Weighted(_if_zero(grade), part) for grade, part in parts)}


def _if_full(grade: Grade) -> Fraction:
    if grade.state is State.FINAL and grade.value is not None:
        return grade.value
    return HUNDRED if grade.if_full is None or not grade.lacks else grade.if_full


def _if_zero(grade: Grade) -> Fraction:
    if grade.state is State.FINAL and grade.value is not None:
        return grade.value
    return Fraction(0) if grade.if_zero is None or not grade.lacks else grade.if_zero


def weighed_by(factors: Sequence[Factor], weights: Table) -> Fraction | None:
    """The mean of factors by valid weights; None while one has no degree."""
    if any(one.value is None for one in factors):
        return None
    return weighted_mean(Weighted(one.value or Fraction(0), cast(Number, weights.value[one.name])) for one in factors)


def best_of(factors: Sequence[Factor], weights: Table, *, anew: bool = False) -> Fraction | None:
    """The most that the mean of factors by valid weights can be (percent): what is known and firm stays as it is.

    With `anew` an evaluator may still give every rated factor the best; only measured ones stay.
    """
    return weighted_mean(Weighted(_best(one, anew=anew), cast(Number, weights.value[one.name])) for one in factors)


def _best(one: Factor, *, anew: bool) -> Fraction:
    if anew and one.ratings:
        return HUNDRED
    if one.value is not None and one.firm:
        return one.value
    return HUNDRED if one.most is None else one.most


def worst_of(factors: Sequence[Factor], weights: Table) -> Fraction | None:
    """The least that the mean of factors by valid weights can be (percent): what is known and firm stays as it is."""
    return weighted_mean(Weighted(_worst(one), cast(Number, weights.value[one.name])) for one in factors)


def _worst(one: Factor) -> Fraction:
    if one.value is not None and one.firm:
        return one.value
    return Fraction(0) if one.least is None else one.least


def weights_formula(factors: Sequence[Factor], weights: Table) -> Message:
    """`60% × scheda + 40% × contributo`, with each value if all are known."""
    named = {one.name: cast(Number, weights.value[one.name]) for one in factors}
    values = {one.name: one.value for one in factors if one.value is not None}
    return weighted(named, values if len(values) == len(named) else {})


def score_of(
    person: Person,
    factors: Sequence[Factor],
    value: Fraction | None,
    rules: Sequence[str],
    *,
    unit: str = "",
    level: str = "",
    inputs: tuple[object, ...] = (),
    weights: Table | None = None,
    parameters: tuple[InForce[Any], ...] = (),
    formula: Sayable | Callable[[], Sayable] = "",
) -> PersonScore:
    """The row of a score of 100: final, provisional if a factor is, not measured if one is missing.

    With the `weights` of the factors, which are valid, the row says the most that it can be: a hold is then no larger.
    The `formula` may be a callable, evaluated when somebody asks for an explanation.
    """
    missing = [one.reason for one in factors if one.value is None]
    weak = [one.reason for one in factors if not one.firm]
    return PersonScore(
        person=person.id,
        unit=unit,
        score=value,
        maximum=HUNDRED,
        level=level,
        state=State.NOT_MEASURED if missing else State.PROVISIONAL if weak else State.FINAL,
        most=None if weights is None else best_of(factors, weights),
        most_anew=None if weights is None else best_of(factors, weights, anew=True),
        least=None if weights is None else worst_of(factors, weights) if missing or weak else value,
        lacks=tuple(dict.fromkeys(name for one in factors for name in one.lacks)),
        reason=several(*(missing or weak)),
        rules=tuple(dict.fromkeys(rules)),
        rests_on=tuple(grade for one in factors for grade in one.grades),
        basis=partial(_basis, person, factors, inputs, parameters, formula),
    )


def _basis(
    person: Person,
    factors: Sequence[Factor],
    inputs: tuple[object, ...],
    parameters: tuple[InForce[Any], ...],
    formula: Sayable | Callable[[], Sayable],
) -> Basis:
    return Basis(
        inputs=(person, *(row for one in factors for row in one.ratings), *inputs),
        parameters=parameters,
        steps=tuple(step for one in factors for step in _told(one)),
        formula=formula() if callable(formula) else formula,
    )


def _told(one: Factor) -> Iterator[Intermediate]:
    if one.value is None:
        yield Intermediate(f"fattore {one.name}", plain(one.reason))
        return
    yield from (Intermediate(f"grado di {grade.id}", percent_text(grade.value or 0)) for grade in one.grades)
    yield from one.steps
    yield Intermediate(f"fattore {one.name}", percent_text(one.value))
