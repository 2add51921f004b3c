"""The degree of one factor for one person: from ratings, or from the objective forms that measure it (I-BP-12)."""

from fractions import Fraction

from attrs import frozen

from merito import Grade, Person, Rating, Step, sibling_weights
from merito.numbers import HUNDRED, Number, Period, Weighted, fraction, weighted_mean

GROUP_FORM, PERSONAL_FORM = "group", "individual"
FORM_OF_STAFF = {"a": GROUP_FORM, "b": PERSONAL_FORM}
NAMED = {"scheda_gruppo": GROUP_FORM, "scheda_individuale": PERSONAL_FORM}
ENTE, STRUCTURE = "ente", "struttura"


@frozen(kw_only=True)
class Factor:
    """A factor of one person: its degree in percent, or why there is none (Italian), and the rows it rests on."""

    name: str
    value: Fraction | None = None
    if_zero: Fraction | None = None
    lacks: tuple[str, ...] = ()
    reason: str = ""
    refused: bool = False
    ratings: tuple[Rating, ...] = ()
    grades: tuple[Grade, ...] = ()


def factor(step: Step, person: Person, name: str) -> Factor:
    """The degree of a factor: a named measure of the organisation, or the ratings given under its name."""
    ratings = tuple(
        row for row in step.dossier.ratings if row.person == person.id and (row.section or row.factor) == name
    )
    measures = _measures(step, person, name)
    if ratings and measures:
        why = f"il fattore {name} ha sia una scheda sia valutazioni: tenere una sola delle due fonti"
        return Factor(name=name, reason=why, refused=True, ratings=ratings)
    if measures:
        return _measured(name, measures)
    return _rated(name, ratings)


def _measures(step: Step, person: Person, name: str) -> list[tuple[Grade, int]]:
    """Grades of the organisation that are a factor of somebody, with the days for which each counts."""
    if name == ENTE:
        whole = step.so_far.grade("ente", step.dossier.ente.id)
        return [(whole, 1)] if whole else []
    kind = FORM_OF_STAFF.get(name) if person.role == "staff" else NAMED.get(name)
    if kind == PERSONAL_FORM:
        return [(grade, 1) for grade in _boards(step, (kind,), f"person:{person.id}")]
    days = {f"unit:{one.unit}": 0 for one in step.dossier.service_of(person.id)}
    for one in step.dossier.service_of(person.id):
        days[f"unit:{one.unit}"] += Period(one.start, one.end or one.start).days
    if kind == GROUP_FORM:
        return [(grade, length) for unit, length in days.items() for grade in _boards(step, (kind,), unit)]
    if name == STRUCTURE:
        led = [f"unit:{unit.id}" for unit in step.dossier.units if unit.head == person.id]
        kinds = ("service", "special_agency", "manager", "secretary_general")
        return [(grade, 1) for holder in (f"person:{person.id}", *led) for grade in _boards(step, kinds, holder)]
    return []


def _boards(step: Step, kinds: tuple[str, ...], holder: str) -> list[Grade]:
    boards = [board.id for board in step.dossier.dashboards if board.kind in kinds and board.holder == holder]
    found = (step.so_far.grade("dashboard", board, board) for board in boards)
    return [grade for grade in found if grade is not None]


def _measured(name: str, measures: list[tuple[Grade, int]]) -> Factor:
    grades = tuple(grade for grade, _ in measures)
    lacks = tuple(dict.fromkeys(missing for grade in grades for missing in (grade.lacks or ())))
    known = [Weighted(grade.value, days) for grade, days in measures if grade.value is not None]
    if len(known) < len(grades):
        why = "; ".join(f"{grade.id}: {grade.reason}" for grade in grades if grade.value is None)
        return Factor(name=name, lacks=lacks or (name,), reason=f"fattore {name}: {why}", grades=grades)
    zeros = [
        Weighted(grade.value if grade.if_zero is None else grade.if_zero, days)  # type: ignore[arg-type]
        for grade, days in measures
    ]
    return Factor(
        name=name,
        value=weighted_mean(known),
        if_zero=weighted_mean(zeros) if lacks else None,
        lacks=lacks,
        reason=f"fattore {name} provvisorio" if lacks else "",
        grades=grades,
    )


def _rated(name: str, ratings: tuple[Rating, ...]) -> Factor:
    if not ratings:
        return Factor(name=name, lacks=(name,), reason=f"manca il fattore {name}: né valutazioni né scheda")
    without = [row.factor for row in ratings if not row.max]
    above = [row.factor for row in ratings if row.max and row.points > row.max]
    if without or above:
        why = (
            f"senza punteggio massimo: {', '.join(without)}"
            if without
            else f"punti oltre il massimo: {', '.join(above)}"
        )
        return Factor(name=name, reason=f"fattore {name}, {why}", refused=True, ratings=ratings)
    try:
        weights: tuple[Number, ...] = sibling_weights([row.weight for row in ratings]) or (1,) * len(ratings)
    except ValueError as error:
        return Factor(name=name, reason=f"fattore {name}: {error}", refused=True, ratings=ratings)
    degrees = [fraction(row.points) / fraction(row.max or 1) * HUNDRED for row in ratings]
    value = weighted_mean(Weighted(degree, weight) for degree, weight in zip(degrees, weights, strict=True))
    return Factor(name=name, value=value, ratings=ratings)
