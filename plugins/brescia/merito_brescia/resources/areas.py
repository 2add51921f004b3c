"""The managerial areas: who serves in each, its part of the projects' value, the weights of its objectives.

Par. 5 n. 3 and 4. Areas are units of kind `area`. Days in a special agency, which has its own staff, are not the
ente's. A row of service counts where it says; without a unit, where the person's row does.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from merito import (
    Basis,
    Dossier,
    Message,
    Person,
    Points,
    Position,
    Ref,
    ResultRows,
    Service,
    Step,
    TableRow,
    Unit,
    kit,
    numbers,
    rule,
    say,
)
from merito.numbers import HUNDRED, Number, fraction, product, quotient
from merito_brescia import telling
from merito_brescia.evaluation.people import POSITION, SECRETARY, STAFF, Evaluee, serving
from merito_brescia.resources.projects import SUBJECT, coefficient_of, state_of, valuation

AREA, AGENCY, ENTE = "area", "special_agency", "ente"
COUNTED = (STAFF, POSITION)
HEADS_DATE, OBJECTIVE = "heads_date", "objective:"
BY_PAY, BY_HEADS, HEADS, DEVIATION = "BS-SM-5.3d", "BS-SM-5.3p", "I-BS-38", "I-BS-37"


def area_of(step: Step, unit: str | None) -> str | None:
    """The area in which a unit counts; one in no area counts in the Segretario's, of an agency in none (I-BS-38)."""
    if not unit:
        return None
    place = _nearest(step.dossier, unit)
    if place is None:
        return step.once(_of_the_secretary)
    return place.id if place.kind == AREA else None


def of_an_agency(dossier: Dossier, unit: str | None) -> bool:
    """Whether a unit is in a special agency, which has its own staff."""
    place = _nearest(dossier, unit)
    return place is not None and place.kind == AGENCY


def _nearest(dossier: Dossier, unit: str | None) -> Unit | None:
    return next((one for one in kit.units_above(dossier, unit) if one.kind in (AREA, AGENCY)), None)


def _of_the_secretary(step: Step) -> str | None:
    """The area that the Segretario Generale heads; none if there are several."""
    dossier, day = step.dossier, step.parameters.day(HEADS_DATE, step.dossier.year).value
    secretaries = {one.id for one in serving(dossier, SECRETARY, day)}
    areas = [unit.id for unit in dossier.units if unit.kind == AREA and unit.head in secretaries]
    return areas[0] if len(areas) == 1 else None


class Placed(NamedTuple):
    """What counts in each area and in none; `people_nowhere` are under no area, without those of an agency."""

    areas: tuple[str, ...]
    posts: dict[str, list[Position]]
    heads: dict[str, int]
    posts_nowhere: list[Position]
    units_nowhere: list[str]
    people_nowhere: list[Person]
    without_unit: list[Person]
    twice: list[Person]

    @property
    def pay(self) -> dict[str, Decimal]:
        """Position pay (euro a year) of the managers' posts of each area, as far as it is given."""
        given = {area: [one.amount or Decimal(0) for one in own] for area, own in self.posts.items()}
        return {area: sum(amounts, Decimal("0.00")) for area, amounts in given.items()}

    @property
    def unpaid(self) -> list[str]:
        """Posts whose pay is not given."""
        return [one.id for posts in self.posts.values() for one in posts if one.amount is None]


def placed(step: Step) -> Placed:
    """Where managers' posts and staff count (I-BS-38): each person once, where they spend more time."""
    dossier, day = step.dossier, step.parameters.day(HEADS_DATE, step.dossier.year).value
    areas = tuple(unit.id for unit in dossier.units if unit.kind == AREA)
    found = Placed(areas, {area: [] for area in areas}, dict.fromkeys(areas, 0), [], [], [], [], [])
    for position in filter(kit.managerial, dossier.positions):
        area = area_of(step, position.unit)
        (found.posts[area] if area else found.posts_nowhere).append(position)
    for person in dossier.people:
        served = kit.served_on(dossier, person.id, day)
        rows = [row for row in served if (row.role or person.role) in COUNTED]
        if not rows:
            continue
        main = max(rows, key=lambda row: HUNDRED if row.fte is None else row.fte)
        if main.unit is None:
            found.without_unit.append(person)
            continue
        if len({area_of(step, row.unit) for row in rows if row.unit}) > 1:
            found.twice.append(person)
        area = area_of(step, main.unit)
        if area:
            found.heads[area] += 1
        elif not of_an_agency(dossier, main.unit):
            found.people_nowhere.append(person)
            if main.unit not in found.units_nowhere:
                found.units_nowhere.append(main.unit)
    return found


def own_service(step: Step, one: Evaluee) -> tuple[Service, ...]:
    """The periods of service of the year, except those in a special agency."""
    rows = step.dossier.service_of(one.person.id)
    return tuple(row for row in rows if not of_an_agency(step.dossier, row.unit or one.person.unit))


def served_as(step: Step, one: Evaluee, roles: Iterable[str]) -> Fraction:
    """The fraction of a full-time year served in some roles, at most 1, without days on a post (art. 3 c. 1).

    A day served as a manager is no day on a post, even if the end of that is not written (art. 1 c. 2).
    """
    kept = {*roles, *((POSITION,) if one.role == POSITION and STAFF in roles else ())}
    held = [days for post in one.posts for days in post.periods]
    total = Fraction(0)
    for row in own_service(step, one):
        role = row.role or one.person.role
        if role in kept:
            days = sum(part.days for part in numbers.apart_from([kit.period_of(row)], held if role in COUNTED else ()))
            total += quotient(product(days, HUNDRED if row.fte is None else row.fte), HUNDRED)
    return min(quotient(total, numbers.days_of_year(step.dossier.year)), Fraction(1))


def areas_served(step: Step, one: Evaluee) -> dict[str, Fraction]:
    """The areas in which somebody serves, with the fraction of days in each; `ente` for days in none."""
    served, found = own_service(step, one), dict[str, Fraction]()
    for row in served:
        area = area_of(step, row.unit or one.person.unit) or ENTE
        found[area] = found.get(area, Fraction(0)) + time_in(row, served)
    every = sum(found.values(), Fraction(0))
    return {area: quotient(time, every) for area, time in found.items()} if every else {ENTE: Fraction(1)}


def time_in(row: Service, served: Sequence[Service]) -> Fraction:
    """The days of a period of service (hundredths); if another one overlaps, by its part of full time."""
    days = kit.period_of(row)
    beside = any(numbers.days_in_common(days, kit.period_of(other)) for other in served if other is not row)
    return product(days.days, HUNDRED if row.fte is None or not beside else row.fte)


@rule(BY_PAY, BY_HEADS, HEADS, hook="merito_check_plan")
def parts_of_areas_wanting(step: Step) -> ResultRows:
    """What is missing to divide the value among the areas, and who counts in none of them."""
    if step.dossier.projects:
        day = step.parameters.day(HEADS_DATE, step.dossier.year).value
        for rule_id, why, subject in _wanting(placed(step), day):
            yield telling.resources("warning", rule_id, why, subject)


def _wanting(known: Placed, day: date) -> Iterator[tuple[str, Message, str]]:
    """Each rule, reason and subject."""
    heads = Ref("reading", HEADS)
    if not known.areas:
        why = say("nessuna area dirigenziale (unità di tipo area): il valore dei progetti non si divide")
        yield BY_PAY, why, SUBJECT
        return
    if known.posts_nowhere:
        why = say(
            "posizioni dirigenziali che non stanno in nessuna area, e non contano: {positions}",
            positions=kit.listed((one.id for one in known.posts_nowhere), "position"),
        )
        yield BY_PAY, why, SUBJECT
    if known.unpaid:
        why = say(
            "il valore per i dirigenti non si divide: manca la retribuzione di posizione di {positions}",
            positions=kit.listed(known.unpaid, "position"),
        )
        yield BY_PAY, why, SUBJECT
    elif not any(known.pay.values()):
        why = say("il valore per i dirigenti non si divide: nelle aree non c'è retribuzione di posizione di dirigenti")
        yield BY_PAY, why, SUBJECT
    if not any(known.heads.values()):
        why = say("il valore per i dipendenti non si divide: nelle aree al {day} non c'è nessuno", day=day)
        yield BY_HEADS, why, SUBJECT
    if known.units_nowhere:
        why = say(
            "i dipendenti di queste unità non stanno in nessuna area, e non contano: {units}; manca una sola area di "
            "cui sia responsabile il Segretario Generale ({reading})",
            units=kit.listed(known.units_nowhere, "unit"),
            reading=heads,
        )
        yield BY_HEADS, why, SUBJECT
    for person in known.without_unit:
        why = say("al {day} non ha unità: non conta in nessuna area", day=day)
        yield BY_HEADS, why, f"person:{person.id}"
    for person in known.twice:
        why = say(
            "al {day} presta servizio in più aree: conta una volta, dove è il più del tempo ({reading})",
            day=day,
            reading=heads,
        )
        yield BY_HEADS, why, f"person:{person.id}"


@rule(BY_PAY, BY_HEADS, hook="merito_transparency")
def parts_of_areas(step: Step) -> ResultRows:
    """A row for each area: the managers' value by position pay, the staff's by heads; none if it is refused."""
    known = valuation(step)
    if known is None or known.in_range is False:
        return
    where, state = placed(step), state_of(step, known)
    pay = {} if where.unpaid else where.pay
    of_managers, of_staff = _divided(known.worth.managers, pay), _divided(known.worth.staff, where.heads)
    whole = sum(pay.values(), Decimal("0.00"))
    basis = Basis(inputs=known.inputs, parameters=(step.parameters.day(HEADS_DATE, step.dossier.year),))
    for area in where.areas:
        share = quotient(pay[area], whole) * HUNDRED if whole else None
        yield TableRow(
            table="risorse_aree",
            public=False,
            columns=(
                ("area", area),
                ("retribuzione di posizione", "" if share is None else pay[area]),
                ("quota", "" if share is None else numbers.half_up(share, 2)),
                ("quota, esatta", "" if share is None else numbers.exact_text(share)),
                ("dirigenti", of_managers.get(area, "")),
                ("persone", where.heads[area]),
                ("dipendenti", of_staff.get(area, "")),
                ("stato", state),
            ),
            rules=(BY_PAY, BY_HEADS, HEADS),
            basis=basis,
        )


def _divided(amount: Decimal, weights: Mapping[str, Number]) -> Mapping[str, Decimal]:
    """The parts of the areas; none if nothing can divide them."""
    return numbers.split(amount, weights) if any(weights.values()) else {}


def bases(coefficients: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """The relevance of each objective in percent points: its coefficient over their sum, which is not 0."""
    total = sum(coefficients.values(), Fraction(0))
    return {objective: quotient(product(HUNDRED, one), total) for objective, one in coefficients.items()}


def interval(base: Fraction, deviation: Fraction) -> tuple[Fraction, Fraction]:
    """The least and the most weight allowed for a relevance (all percent points), both included."""
    return numbers.clamp(base - deviation, 0, HUNDRED), numbers.clamp(base + deviation, 0, HUNDRED)


@rule("BS-SM-5.4", DEVIATION, hook="merito_check_plan")
def weights_of_objectives(step: Step) -> ResultRows:
    """For each area: weights that sum to 100, each within the deviation from the relevance of its objective."""
    units = step.dossier.units
    for project in step.dossier.projects:
        unit = str(project.extra.get("unit") or "")
        if unit and units[unit].kind != AREA:
            why = say(
                "progetto {project}: l'unità {unit} non è un'area dirigenziale",
                project=Ref("project", project.id),
                unit=Ref("unit", unit),
            )
            yield telling.objectives("warning", "BS-SM-5.4", why, f"unit:{unit}", project)
    for area in units.of(kind=AREA):
        yield from _of_area(step, area.id)


def _of_area(step: Step, area: str) -> ResultRows:
    """A row of the year overrides one of every year. Coefficients are never summed (I-BS-36)."""
    subject, year, projects = f"unit:{area}", step.dossier.year, step.dossier.projects
    rows = [row for row in step.dossier.weights.of(node=subject) if row.child.startswith(OBJECTIVE)]
    standing = sorted((row for row in rows if row.year in (None, year)), key=lambda row: row.year or 0)
    weights = {row.child.removeprefix(OBJECTIVE): row for row in standing}
    own = dict.fromkeys(one.objective for one in projects if one.objective and one.extra.get("unit") == area)
    unweighed = [objective for objective in own if objective not in weights]
    if unweighed:
        why = say(
            "area {area}: obiettivi di un suo progetto senza peso nell'area: {objectives}",
            area=Ref("unit", area),
            objectives=kit.listed(unweighed, "objective"),
        )
        yield telling.objectives("warning", "BS-SM-5.4", why, subject)
    if not weights:
        return
    total = sum((fraction(row.weight) for row in weights.values()), Fraction(0))
    if total != HUNDRED:
        why = say(
            "area {area}: i pesi dei suoi obiettivi sommano a {total}, non a {whole}",
            area=Ref("unit", area),
            total=total,
            whole=HUNDRED,
        )
        yield telling.objectives("error", "BS-SM-5.4", why, subject, *weights.values())
    of_objectives = {objective: projects.of(objective=objective) for objective in weights}
    alone = {objective: found[0] for objective, found in of_objectives.items() if len(found) == 1}
    given = {objective: coefficient_of(step, project) for objective, project in alone.items()}
    known = {objective: one for objective, one in given.items() if one is not None}
    without = [objective for objective in weights if objective not in known]
    if without:
        why = say(
            "area {area}: lo scostamento dei pesi non si può verificare, manca un solo progetto con coefficiente per "
            "gli obiettivi {objectives}",
            area=Ref("unit", area),
            objectives=kit.listed(without, "objective"),
        )
        yield telling.objectives("warning", "BS-SM-5.4", why, subject)
        return
    relevance, deviation = bases(known), step.parameters.number("objective_weight_deviation").value
    for objective, row in weights.items():
        low, high = interval(relevance[objective], deviation)
        if not low <= fraction(row.weight) <= high:
            why = say(
                "area {area}: il peso {found} si scosta di più di {most} punti dalla rilevanza {relevance}: sono "
                "ammessi da {low} a {high} punti ({reading})",
                area=Ref("unit", area),
                found=row.weight,
                most=deviation,
                relevance=Points(relevance[objective]),
                low=Points(low),
                high=Points(high),
                reading=Ref("reading", DEVIATION),
            )
            yield telling.objectives("error", "BS-SM-5.4", why, f"{OBJECTIVE}{objective}", row)
