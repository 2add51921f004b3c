"""The degree of one factor for one person: from ratings, or from what was measured of the organisation (I-BP-12)."""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import groupby, pairwise

from attrs import frozen

from merito import Grade, Person, Rating, Step, sibling_weights
from merito.numbers import HUNDRED, Number, Period, Weighted, days_in_common, fraction, weighted_mean

GROUP, PERSONAL, SERVICES = ("group",), ("individual",), ("service", "special_agency")
LED = (*SERVICES, "manager", "secretary_general")
ENTE, STRUCTURE, GROUP_FORM, PERSONAL_FORM = "ente", "struttura", "scheda_gruppo", "scheda_individuale"
FORMS, LETTER = "I-BP-12", "letter"
Measure = tuple[Grade, Number]


@frozen(kw_only=True)
class Factor:
    """A factor of one person: its degree in percent, or why there is none (Italian), and the rows it rests on.

    `uncovered` are the days of service in units that have no board, where others have one.
    """

    name: str
    value: Fraction | None = None
    if_zero: Fraction | None = None
    lacks: tuple[str, ...] = ()
    reason: str = ""
    refused: bool = False
    uncovered: int = 0
    ratings: tuple[Rating, ...] = ()
    grades: tuple[Grade, ...] = ()


def factor(step: Step, person: Person, name: str, *, staff: bool) -> Factor:
    """The degree of a factor: a measure of the organisation, or the ratings given under its name."""
    own = (row for row in step.dossier.ratings if row.person == person.id)
    ratings = tuple(row for row in own if (row.section or row.factor) == name)
    measures, uncovered = _of_staff(step, person, name) if staff else _of_others(step, person, name)
    if ratings and measures:
        why = f"il fattore {name} ha sia una scheda o un cruscotto sia valutazioni: tenere una sola delle due fonti"
        return Factor(name=name, reason=why, refused=True, ratings=ratings)
    return _measured(name, measures, uncovered) if measures else _rated(name, ratings, step.dossier.year)


def _of_staff(step: Step, person: Person, name: str) -> tuple[list[Measure], int]:
    """Letter a: the structure's boards, or the group form; letter b: forms; as the reading I-BP-12 says."""
    if step.readings[FORMS].choice == LETTER:
        if name == "a":
            return _by_unit(step, person, SERVICES)
        group, uncovered = _by_unit(step, person, GROUP) if name == "b" else ([], 0)
        own = _boards(step, PERSONAL, f"person:{person.id}") if name == "b" else []
        return [*((grade, Fraction(1)) for grade in own), *group], 0 if own else uncovered
    if name == "a":
        return _by_unit(step, person, GROUP)
    return [(grade, 1) for grade in _boards(step, PERSONAL, f"person:{person.id}") if name == "b"], 0


def _of_others(step: Step, person: Person, name: str) -> tuple[list[Measure], int]:
    holder = f"person:{person.id}"
    if name == ENTE:
        whole = step.so_far.grade("ente", step.dossier.ente.id)
        return ([(whole, 1)] if whole and whole.basis.results else []), 0
    if name == STRUCTURE:
        led = [f"unit:{unit.id}" for unit in step.dossier.units if unit.head == person.id]
        return [(grade, 1) for one in (holder, *led) for grade in _boards(step, LED, one)], 0
    if name == GROUP_FORM:
        return _by_unit(step, person, GROUP)
    return [(grade, 1) for grade in _boards(step, PERSONAL, holder) if name == PERSONAL_FORM], 0


def _by_unit(step: Step, person: Person, kinds: tuple[str, ...]) -> tuple[list[Measure], int]:
    """Boards of the units in which somebody served, by the part of the service; and the days without any."""
    days: dict[str, int] = {}
    for one in step.dossier.service_of(person.id):
        days[f"unit:{one.unit}"] = days.get(f"unit:{one.unit}", 0) + Period(one.start, one.end or one.start).days
    whole = sum(days.values())
    found = {unit: _boards(step, kinds, unit) for unit in days}
    measures: list[Measure] = [
        (grade, Fraction(length, whole)) for unit, length in days.items() for grade in found[unit]
    ]
    return measures, sum(length for unit, length in days.items() if not found[unit])


def _boards(step: Step, kinds: tuple[str, ...], holder: str) -> list[Grade]:
    boards = [board.id for board in step.dossier.dashboards if board.kind in kinds and board.holder == holder]
    found = (step.so_far.grade("dashboard", board, board) for board in boards)
    return [grade for grade in found if grade is not None]


def _measured(name: str, measures: list[Measure], uncovered: int) -> Factor:
    grades = tuple(grade for grade, _ in measures)
    lacks = tuple(dict.fromkeys(missing for grade in grades for missing in grade.lacks))
    known = [Weighted(grade.value, days) for grade, days in measures if grade.value is not None]
    if len(known) < len(grades):
        why = "; ".join(f"{grade.id}: {grade.reason}" for grade in grades if grade.value is None)
        return Factor(name=name, lacks=lacks or (name,), reason=f"fattore {name}: {why}", grades=grades)
    return Factor(
        name=name,
        value=weighted_mean(known),
        if_zero=weighted_mean(Weighted(_zero(grade), days) for grade, days in measures) if lacks else None,
        lacks=lacks,
        reason=f"fattore {name} provvisorio" if lacks else "",
        uncovered=uncovered,
        grades=grades,
    )


def _zero(grade: Grade) -> Fraction:
    value = grade.value if grade.if_zero is None else grade.if_zero
    return Fraction(0) if value is None else value


def _rated(name: str, ratings: tuple[Rating, ...], year: int) -> Factor:
    if not ratings:
        return Factor(name=name, lacks=(name,), reason=f"manca il fattore {name}: non ci sono valutazioni né schede")
    without = [row.factor for row in ratings if not row.max]
    above = [row.factor for row in ratings if row.max and row.points > row.max]
    if without or above:
        why = f"senza punteggio massimo: {', '.join(without)}" if without else f"oltre il massimo: {', '.join(above)}"
        return Factor(name=name, reason=f"fattore {name}, {why}", refused=True, ratings=ratings)
    by_factor = [list(rows) for _, rows in groupby(sorted(ratings, key=_name), _name)]
    if len(by_factor) > 1 and any(not row.section for row in ratings):
        why = "una riga senza sezione sta accanto ad altre: il fattore si valuta in una riga, o in più righe di sezione"
        return Factor(name=name, reason=f"fattore {name}, {why}", refused=True, ratings=ratings)
    wrong = [why for rows in by_factor if (why := _periods_problem(rows, year))]
    if wrong:
        return Factor(name=name, reason=f"fattore {name}: {'; '.join(wrong)}", refused=True, ratings=ratings)
    try:
        weights: tuple[Number, ...] = sibling_weights([rows[0].weight for rows in by_factor]) or (1,) * len(by_factor)
    except ValueError as error:
        return Factor(name=name, reason=f"fattore {name}: {error}", refused=True, ratings=ratings)
    degrees = [_over_the_year(rows, year) for rows in by_factor]
    value = weighted_mean(Weighted(degree, weight) for degree, weight in zip(degrees, weights, strict=True))
    return Factor(name=name, value=value, ratings=ratings)


def _name(row: Rating) -> str:
    return row.factor.casefold()


def _days(row: Rating, year: int) -> Period:
    return Period(row.start or date(year, 1, 1), row.end or date(year, 12, 31))


def _periods_problem(rows: list[Rating], year: int) -> str:
    """What is wrong with the periods of one factor (Italian): outside the year, one over another, of other weights."""
    whole, factor_name = Period(date(year, 1, 1), date(year, 12, 31)), rows[0].factor
    periods = sorted(_days(row, year) for row in rows)
    if any(not days_in_common(period, whole) for period in periods):
        return f"{factor_name} è valutato per un periodo fuori dal {year}"
    if any(after.start <= before.end for before, after in pairwise(periods)):
        return f"{factor_name} ha due valutazioni per gli stessi giorni"
    return f"{factor_name} ha pesi diversi nei suoi periodi" if len({row.weight for row in rows}) > 1 else ""


def _over_the_year(rows: Iterable[Rating], year: int) -> Fraction:
    """The degree of one factor rated once, or several times for several periods: by the days of each."""
    whole = Period(date(year, 1, 1), date(year, 12, 31))
    parts = [
        Weighted(
            fraction(row.points) / fraction(row.max or 1) * HUNDRED,
            days_in_common(_days(row, year), whole),
        )
        for row in rows
    ]
    return weighted_mean(parts) or Fraction(0)
