"""The degree of one factor for one person: from ratings, or from what was measured of the organisation (I-BP-12)."""

from fractions import Fraction

from attrs import frozen

from merito import Person, Rating, Step
from merito.kit import Factor, measured, units_above, units_served
from merito.numbers import Number
from merito_bergamo.rated_factors import degree_of, rated_problem, ratings_of

GROUP, PERSONAL, SERVICES = ("group",), ("individual",), ("service", "special_agency")
LED = (*SERVICES, "manager", "secretary_general")
ENTE, STRUCTURE, GROUP_FORM, PERSONAL_FORM = "ente", "struttura", "scheda_gruppo", "scheda_individuale"
FORMS, LETTER, FROM_BELOW = "I-BP-12", "letter", "I-BG-28"
STRATEGIC = "strategic"
Place = tuple[str, str, str]  # scope, id and view of a grade


@frozen(kw_only=True)
class MeasuredFactor(Factor):
    """A factor of one person; `uncovered` are days of service in units that have no board, where others have one.

    `from_below` says that it is measured by the board of a unit above that of the person (I-BG-28).
    """

    refused: bool = False
    uncovered: int = 0
    from_below: bool = False


def factor(step: Step, person: Person, name: str, *, staff: bool) -> MeasuredFactor:
    """The degree of a factor: a measure of the organisation, or the ratings given under its name."""
    ratings = _under(step, person, name)
    places, uncovered = _of_staff(step, person, name) if staff else _of_others(step, person, name)
    why = _refused(name, ratings, places, step.dossier.year)
    if why:
        return MeasuredFactor(name=name, reason=why, refused=True, ratings=ratings)
    measures = [(grade, days) for place, days in places if (grade := step.so_far.grade(*place)) is not None]
    return (
        measured(name, measures, MeasuredFactor, uncovered=uncovered, from_below=staff and _above(step, person, places))
        if measures
        else _rated(name, ratings, step.dossier.year)
    )


def refusal(step: Step, person: Person, name: str, *, staff: bool) -> str:
    """Why the ratings of a factor cannot be scored (Italian), or nothing; nothing of it rests on a grade."""
    places, _ = _of_staff(step, person, name) if staff else _of_others(step, person, name)
    return _refused(name, _under(step, person, name), places, step.dossier.year)


def _refused(name: str, ratings: tuple[Rating, ...], places: list[tuple[Place, Number]], year: int) -> str:
    if ratings and places:
        return f"il fattore {name} ha sia una scheda o un cruscotto sia valutazioni: tenere una sola delle due fonti"
    return rated_problem(name, ratings, year) if ratings else ""


def _under(step: Step, person: Person, name: str) -> tuple[Rating, ...]:
    return tuple(row for row in ratings_of(step, person) if (row.section or row.factor) == name)


def _of_staff(step: Step, person: Person, name: str) -> tuple[list[tuple[Place, Number]], int]:
    """Letter a: the structure's boards, or the group form; letter b: forms; as the reading I-BP-12 says."""
    if step.readings[FORMS].choice == LETTER:
        if name == "a":
            return _by_service(step, person, rated=bool(_under(step, person, name)))
        group, uncovered = _by_unit(step, person, GROUP) if name == "b" else ([], 0)
        own = _boards(step, PERSONAL, f"person:{person.id}") if name == "b" else []
        return [*((place, 1) for place in own), *group], 0 if own else uncovered
    if name == "a":
        return _by_unit(step, person, GROUP)
    return [(place, 1) for place in _boards(step, PERSONAL, f"person:{person.id}") if name == "b"], 0


def _by_service(step: Step, person: Person, *, rated: bool) -> tuple[list[tuple[Place, Number]], int]:
    """The boards of the Servizi, also from the offices in them; not where letter a is rated and no own unit has one."""
    own = _by_unit(step, person, SERVICES)
    return own if rated and not own[0] else _by_unit(step, person, SERVICES, from_below=True)


def _of_others(step: Step, person: Person, name: str) -> tuple[list[tuple[Place, Number]], int]:
    holder = f"person:{person.id}"
    if name == ENTE:
        alone = len(step.dossier.dashboards.of(kind=STRATEGIC)) == 1
        return ([(("ente", step.dossier.ente.id, ""), 1)] if alone else []), 0
    if name == STRUCTURE:
        led = [f"unit:{unit.id}" for unit in step.dossier.units.of(head=person.id)]
        return [(place, 1) for one in (holder, *led) for place in _boards(step, LED, one)], 0
    if name == GROUP_FORM:
        return _by_unit(step, person, GROUP)
    return [(place, 1) for place in _boards(step, PERSONAL, holder) if name == PERSONAL_FORM], 0


def _by_unit(
    step: Step, person: Person, kinds: tuple[str, ...], *, from_below: bool = False
) -> tuple[list[tuple[Place, Number]], int]:
    """Boards of the units in which somebody served, by the part of the service; and the days without any.

    `from_below`, the days in a unit without a board are of the nearest unit above it that has one (I-BG-28).
    """
    days: dict[str, int] = {}
    for unit, length in units_served(step.dossier, person).items():
        there = _nearest(step, kinds, unit) if from_below else unit
        days[f"unit:{there}"] = days.get(f"unit:{there}", 0) + length
    whole = sum(days.values())
    found = {unit: _boards(step, kinds, unit) for unit in days}
    places: list[tuple[Place, Number]] = [
        (place, Fraction(length, whole)) for unit, length in days.items() for place in found[unit]
    ]
    return places, sum(length for unit, length in days.items() if not found[unit])


def _above(step: Step, person: Person, places: list[tuple[Place, Number]]) -> bool:
    """Whether one of the boards is of a unit in which somebody did not serve."""
    own = {f"unit:{unit}" for unit in units_served(step.dossier, person)} | {f"person:{person.id}"}
    return any(step.dossier.dashboards[board].holder not in own for (_, board, _), _ in places)


def _nearest(step: Step, kinds: tuple[str, ...], unit: str) -> str:
    above = (one.id for one in units_above(step.dossier, unit))
    return next((one for one in above if _boards(step, kinds, f"unit:{one}")), unit)


def _boards(step: Step, kinds: tuple[str, ...], holder: str) -> list[Place]:
    boards = (board.id for board in step.dossier.dashboards.of(holder=holder) if board.kind in kinds)
    return [("dashboard", board, board) for board in boards]


def _rated(name: str, ratings: tuple[Rating, ...], year: int) -> MeasuredFactor:
    if not ratings:
        return MeasuredFactor(
            name=name, lacks=(name,), reason=f"manca il fattore {name}: non ci sono valutazioni né schede"
        )
    return MeasuredFactor(name=name, value=degree_of(ratings, year), ratings=ratings)
