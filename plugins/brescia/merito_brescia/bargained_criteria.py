"""The criteria of an agreement: what each gives a person, exactly, or which of the person's data is missing."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, cast

from merito import ExtraRow, PersonScore, Step
from merito.kit import category_of
from merito.numbers import HUNDRED, fraction, point_text, quotient
from merito_brescia.bargained_agreement import (
    BAND,
    CATEGORY,
    LEVEL,
    SCORE,
    SERVICE,
    WEIGHT,
    Agreement,
    coefficient,
)
from merito_brescia.evaluation.people import Evaluee
from merito_brescia.service_places import served_as

NOT_EVALUATED = "la valutazione"


class Coefficient(NamedTuple):
    """What a criterion gives a person, and the row of the agreement that says so."""

    value: Fraction
    row: ExtraRow


class LackingError(LookupError):
    """Something that a criterion needs to know about a person is missing (Italian)."""


def _score(score: PersonScore | None) -> Fraction:
    if score is None or score.score is None:
        raise LackingError(NOT_EVALUATED)
    return score.score


def _of(row: ExtraRow) -> Coefficient:
    return Coefficient(coefficient(row), row)


def _by_level(step: Step, agreement: Agreement, one: Evaluee, score: PersonScore | None) -> Coefficient:
    _score(score)
    assert score is not None
    found = {str(row["level"]).casefold(): row for row in agreement.rows[LEVEL]}
    if score.level.casefold() not in found:
        raise LackingError(f"un coefficiente per il livello «{score.level}»")
    return _of(found[score.level.casefold()])


def _by_category(step: Step, agreement: Agreement, one: Evaluee, score: PersonScore | None) -> Coefficient:
    served = [row.category for row in step.dossier.service_of(one.person.id) if row.category]
    category = category_of(step, one.person.category or (served[-1] if served else "")).casefold()
    found = {category_of(step, str(row["category"])).casefold(): row for row in agreement.rows[CATEGORY]}
    if category not in found:
        raise LackingError(f"un coefficiente per la categoria «{category.upper() or '-'}»")
    return _of(found[category])


def _by_band(step: Step, agreement: Agreement, one: Evaluee, score: PersonScore | None) -> Coefficient:
    value = _score(score)
    bands = {fraction(cast(Decimal, row["from_score"])): row for row in agreement.rows[BAND]}
    reached = [least for least in bands if least <= value]
    if not reached:
        raise LackingError(f"una fascia per il punteggio {point_text(value)}")
    return _of(bands[max(reached)])


def _by_score(step: Step, agreement: Agreement, one: Evaluee, score: PersonScore | None) -> Coefficient:
    return Coefficient(quotient(_score(score), HUNDRED), agreement.rows[SCORE][0])


def _by_service(step: Step, agreement: Agreement, one: Evaluee, score: PersonScore | None) -> Coefficient:
    """The fraction of the year served in the roles of the fund, full-time."""
    return Coefficient(served_as(step, one, agreement.of.roles), agreement.rows[SERVICE][0])


def _by_weight(step: Step, agreement: Agreement, one: Evaluee, score: PersonScore | None) -> Coefficient:
    found = agreement.rows[WEIGHT].first(one.person.id)
    if found is None:
        raise LackingError("il peso di una persona")
    return _of(found)


CRITERIA: Mapping[str, Callable[[Step, Agreement, Evaluee, PersonScore | None], Coefficient]] = {
    LEVEL: _by_level,
    CATEGORY: _by_category,
    SCORE: _by_score,
    BAND: _by_band,
    SERVICE: _by_service,
    WEIGHT: _by_weight,
}
