"""The degree of one factor for one person: from ratings, or from the measured performance of a board (I-BP-12)."""

from collections.abc import Sequence

from attrs import frozen

from merito import Person, Rating, Step
from merito.kit import Factor, measured, units_served
from merito.numbers import Number
from merito_bergamo.boards import Boards, Kinds, Parts, Place
from merito_bergamo.plan import SERVICES, STRATEGIC
from merito_bergamo.rated_factors import degree_of, rated_under

GROUP, PERSONAL = ("group",), ("individual",)
LED = (*SERVICES, "manager", "secretary_general")
ENTE, STRUCTURE, GROUP_FORM, PERSONAL_FORM = "ente", "struttura", "scheda_gruppo", "scheda_individuale"
FORMS, LETTER, FROM_BELOW = "I-BP-12", "letter", "I-BG-28"


@frozen(kw_only=True)
class MeasuredFactor(Factor):
    """A factor of one person. `uncovered` are days in units without a board, if other units where they served have one.

    `from_below` says that the board of a unit above the person's own measures it (I-BG-28).
    """

    refused: bool = False
    uncovered: int = 0
    from_below: bool = False


def factor(step: Step, person: Person, name: str, *, staff: bool) -> MeasuredFactor:
    """The degree of a factor: from measured boards if there are any, otherwise from the ratings under its name."""
    ratings, problem = rated_under(step, person, name)
    places, uncovered = _of_staff(step, person, name) if staff else _of_others(step, person, name)
    why = _refused(name, places, problem) if ratings else ""
    if why:
        return MeasuredFactor(name=name, reason=why, refused=True, ratings=ratings)
    measures = [(grade, days) for place, days in places if (grade := step.so_far.grade(*place)) is not None]
    return (
        measured(name, measures, MeasuredFactor, uncovered=uncovered, from_below=staff and _above(step, person, places))
        if measures
        else _rated(name, ratings, step.dossier.year)
    )


def refusal(step: Step, person: Person, name: str, *, staff: bool) -> str:
    """Why the ratings of a factor cannot be scored (Italian), or nothing; it needs no grades."""
    ratings, problem = rated_under(step, person, name)
    if not ratings:
        return ""
    places, _ = _of_staff(step, person, name) if staff else _of_others(step, person, name)
    return _refused(name, places, problem)


def _refused(name: str, places: Sequence[tuple[Place, Number]], problem: str) -> str:
    if places:
        return f"il fattore {name} ha sia una scheda o un cruscotto sia valutazioni: tenere una sola delle due fonti"
    return problem


def _of_staff(step: Step, person: Person, name: str) -> Parts:
    """Letter a: boards of the structure, or the group form. Letter b: forms. The reading I-BP-12 decides."""
    if step.readings[FORMS].choice == LETTER:
        if name == "a":
            return _by_service(step, person, rated=bool(rated_under(step, person, name).rows))
        group, uncovered = _by_unit(step, person, GROUP) if name == "b" else ([], 0)
        own = _boards(step, PERSONAL, f"person:{person.id}") if name == "b" else []
        return [*((place, 1) for place in own), *group], 0 if own else uncovered
    if name == "a":
        return _by_unit(step, person, GROUP)
    return [(place, 1) for place in _boards(step, PERSONAL, f"person:{person.id}") if name == "b"], 0


def _by_service(step: Step, person: Person, *, rated: bool) -> Parts:
    """The boards of the Servizi, also for offices in them; none if letter a is rated and no own unit has one."""
    own = _by_unit(step, person, SERVICES)
    return own if rated and not own[0] else _by_unit(step, person, SERVICES, from_below=True)


def _of_others(step: Step, person: Person, name: str) -> Parts:
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


def _by_unit(step: Step, person: Person, kinds: Kinds, *, from_below: bool = False) -> Parts:
    served = units_served(step.dossier, person)
    return step.dossier.once(Boards).where_served(kinds, served, from_below=from_below)


def _above(step: Step, person: Person, places: Sequence[tuple[Place, Number]]) -> bool:
    """Whether one of the boards belongs to a unit in which the person did not serve."""
    own = {f"unit:{unit}" for unit in units_served(step.dossier, person)} | {f"person:{person.id}"}
    return any(step.dossier.dashboards[board].holder not in own for (_, board, _), _ in places)


def _boards(step: Step, kinds: Kinds, holder: str) -> list[Place]:
    return step.dossier.once(Boards).of(kinds, holder)


def _rated(name: str, ratings: tuple[Rating, ...], year: int) -> MeasuredFactor:
    if not ratings:
        return MeasuredFactor(
            name=name, lacks=(name,), reason=f"manca il fattore {name}: non ci sono valutazioni né schede"
        )
    return MeasuredFactor(name=name, value=degree_of(ratings, year), ratings=ratings)
