"""The factors of an individual evaluation: their weights and levels, which the ente takes from its own SMVP, what they
must regard, and the degree of each, from ratings or from the boards that measure it (arts. 6, 35, 42 and 45; I-BP-12).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import cast

from attrs import frozen

from merito import (
    NOTHING,
    Dossier,
    Message,
    Person,
    Phase,
    Rating,
    Ref,
    ResultRows,
    Step,
    as_message,
    kit,
    rule,
    say,
    several,
)
from merito.numbers import HUNDRED, Number, Period, Weighted, apart_from, days_in_common, weighted_mean
from merito_bergamo.appointments import MANAGER_REVOCATION, REVOCATION, Role, role_of, told_days
from merito_bergamo.planning.boards import lost_forms
from merito_bergamo.planning.plan import SERVICES, STRATEGIC

STAFF_FACTORS = ("a", "b", "c")
LEVELS = "evaluation_levels"
COEFFICIENTS = "level_coefficients"
THRESHOLD = "positive_threshold"
GROUP = ("group",)
STRUCTURE = "struttura"
LED = (*SERVICES, "manager", "secretary_general")
FORMS = "I-BP-12"
FROM_BELOW = "I-BG-28"
Place = tuple[str, str, str]  # scope, id and view of a grade
Measures = tuple[Sequence[tuple[Place, Number]], int]  # each with its part; days served in units without a board
Rated = tuple[tuple[Rating, ...], Message]


@frozen
class Evaluated:
    """The people evaluated in a role: the parameter with their factors, the rule, the tool that pays them.

    `threshold` is the parameter with the score from which their evaluation is positive.
    """

    role: str
    factors: str
    rule: str
    tool: str
    threshold: tuple[str, ...] = ()

    @property
    def staff(self) -> bool:
        return self.role == Role.STAFF


THE_STAFF = Evaluated(Role.STAFF, "staff_factors", "BG-45.2", "performance")
HOLDERS = Evaluated(Role.HOLDER, "position_factors", "BG-28.4", "position_result", (THRESHOLD,))
MANAGERS = Evaluated(Role.MANAGER, "manager_factors", "BG-16.1g", "managers_result")
THE_SECRETARY = Evaluated(Role.SECRETARY, "secretary_factors", "BG-43.1", "secretary_result")
EVERYBODY = {one.role: one for one in (THE_STAFF, HOLDERS, MANAGERS, THE_SECRETARY)}


def weights_problem(whom: Evaluated, weights: Mapping[str, object]) -> Message:
    """What is wrong with the weights of a role's factors, or nothing."""
    numbers = [weight for weight in weights.values() if isinstance(weight, int | Fraction)]
    if len(numbers) < len(weights) or any(weight < 0 for weight in numbers):
        return say("i pesi sono numeri non negativi, in punti percentuali")
    if whom.staff and tuple(sorted(weights)) != STAFF_FACTORS:
        found = tuple(sorted(weights)) or say("nessuno")
        return say("i fattori del personale sono tre, a, b e c; qui: {found}", found=found)
    if whom.staff and 0 in numbers:
        return say("ciascuno dei tre fattori del personale ha un peso maggiore di zero")
    return as_message(kit.sum_problem(numbers))


def levels_problem(levels: Mapping[str, object]) -> Message:
    """What is wrong with the levels of the evaluation, or nothing."""
    minima = [minimum for minimum in levels.values() if isinstance(minimum, int | Fraction)]
    if len(minima) < len(levels) or any(not 0 <= minimum <= HUNDRED for minimum in minima):
        return say("ogni livello ha un punteggio minimo da 0 a 100")
    if len(minima) < 2:
        return say("i livelli sono almeno due, altrimenti non distinguono")
    if len(set(minima)) < len(minima):
        return say("due livelli hanno lo stesso punteggio minimo")
    return NOTHING if min(minima) == 0 else say("il livello più basso comincia da 0")


def coefficients_problem(levels: Mapping[str, object], coefficients: Mapping[str, object]) -> Message:
    """What is wrong with the coefficients of the levels: unknown levels, a worse level that receives more."""
    if strange := sorted(set(coefficients) - set(levels)):
        return say("non sono livelli: {names}", names=tuple(strange))
    known = {name: value for name, value in coefficients.items() if isinstance(value, int | Fraction)}
    minima = cast(Mapping[str, Number], levels)
    for worse, better in pairwise(sorted(known, key=minima.__getitem__)):
        if known[worse] > known[better]:
            return say(
                "il livello «{worse}» prende più del livello «{better}», che è migliore", worse=worse, better=better
            )
    return NOTHING


@rule("BG-42.2", "BG-45.2", "I-BG-18", hook="merito_check_parameters")
def weights_and_levels(step: Step) -> ResultRows:
    """Wrong weights, and levels that do not distinguish, are errors of the evaluations that use them."""
    wrong = step.once(problems)
    cited = {one.factors: one.rule for one in EVERYBODY.values()}
    for key, problem in wrong.items():
        if problem:
            why = say("parametro {parameter} rifiutato: {why}", parameter=Ref("parameter", key), why=problem)
            yield kit.told("error", cited.get(key, "BG-42.2"), why, f"parameter:{key}", phase=Phase.EVALUATION)
    if wrong.get(LEVELS) == NOTHING and step.parameters.has(COEFFICIENTS):
        levels, coefficients = (step.parameters.table(key).value for key in (LEVELS, COEFFICIENTS))
        if problem := coefficients_problem(levels, coefficients):
            why = say("parametro {parameter} rifiutato: {why}", parameter=Ref("parameter", COEFFICIENTS), why=problem)
            yield kit.told("error", "BG-46.1", why, phase=Phase.REWARDS, tool=THE_STAFF.tool)


def problems(step: Step) -> Mapping[str, Message]:
    """What is wrong with the weights and the levels that the ente has given, by the parameter."""
    given = [one for one in EVERYBODY.values() if step.parameters.has(one.factors)]
    found = {one.factors: weights_problem(one, step.parameters.table(one.factors).value) for one in given}
    if step.parameters.has(LEVELS):
        found[LEVELS] = levels_problem(step.parameters.table(LEVELS).value)
    return found


def given_to(step: Step, whom: Evaluated) -> Mapping[str, object] | None:
    """The weights that the ente has given to the factors of a role, if it has."""
    return step.parameters.table(whom.factors).value if step.parameters.has(whom.factors) else None


@rule("BG-35.1", hook="merito_check_plan")
def three_levels(step: Step) -> ResultRows:
    """Notes which of the three levels of measurement are missing from the data, for those who serve in the year."""
    dossier = step.dossier
    kinds = {board.kind for board in dossier.dashboards}
    rated = {row.person for row in dossier.ratings}
    rated |= {(board.holder or "").removeprefix("person:") for board in dossier.dashboards}
    people = [one.id for one in dossier.people if dossier.service_of(one.id)]
    without = [one for one in people if one not in rated]
    staff = say("il personale (valutazioni individuali)")
    if without:
        staff = say(
            "il personale, in parte ({without} su {whole} senza valutazioni né schede proprie)",
            without=len(without),
            whole=len(people),
        )
    there = {
        say("l'ente (cruscotto strategico)"): STRATEGIC in kinds,
        say("le unità organizzative (cruscotti dei servizi)"): bool(kinds & set(SERVICES)),
        staff: bool(people) and not without,
    }
    if missing := [level for level, found in there.items() if not found]:
        why = say(
            "il sistema di misurazione ha tre livelli; nei dati mancano: {levels}: chi tiene i dati li scrive",
            levels=several(*missing),
        )
        yield kit.told("info", "BG-35.1", why, phase=Phase.EVALUATION)


@rule("BG-6.2", hook="merito_check_plan")
def care_of_users(step: Step) -> ResultRows:
    """Managers and staff alike must be rated on the care of users too, under a factor that has a weight.

    While the ente has not given the weights of a role, every factor counts. Whoever has no ratings yet is not asked for
    that one: what is missing is the evaluation.
    """
    dossier = step.dossier
    given = {one.role: given_to(step, one) for one in EVERYBODY.values()}
    weighing = {name for table in given.values() for name, weight in (table or {}).items() if weight}
    cared: dict[str, set[str]] = defaultdict(set)
    for row in dossier.ratings:
        if row.extra.get("user_care"):
            cared[row.person].add(row.section or row.factor)
    for person in (one for one in dossier.people if dossier.ratings.of(one.id)):
        own = cared[person.id]
        counting = own if given[role_of(step, person)] is None else own & weighing
        if not counting and dossier.service_of(person.id):
            why = say(
                "nessun fattore riguarda la cura degli utenti (tabella valutazioni_fattori, colonna «cura utenti»)"
            )
            if own:
                why = say(
                    "nessun fattore riguarda la cura degli utenti (tabella valutazioni_fattori, colonna «cura utenti»)"
                    ", con un peso nella valutazione"
                )
            yield kit.told("warning", "BG-6.2", why, f"person:{person.id}", phase=Phase.EVALUATION)


def rated_under(step: Step, person: Person, name: str) -> Rated:
    """Somebody's ratings of a factor, named by their section or else by their factor, and what is wrong with them."""
    return step.dossier.once(_rated).get((person.id, name), ((), NOTHING))


def _rated(dossier: Dossier) -> Mapping[tuple[str, str], Rated]:
    found: dict[tuple[str, str], list[Rating]] = defaultdict(list)
    for row in dossier.ratings:
        found[row.person, row.section or row.factor].append(row)
    return {key: (tuple(rows), _problem(key[1], rows, dossier.year)) for key, rows in found.items()}


def _problem(name: str, ratings: Sequence[Rating], year: int) -> Message:
    """What is wrong with the ratings of a factor: maxima, sections, or periods."""
    by_factor = _by_factor(ratings)
    found = [*map(as_message, kit.rows_problems(ratings))]
    in_periods = any(row.start or row.end for row in ratings) or len(by_factor) < len(ratings)
    for rows in by_factor if in_periods else ():
        factor_name = rows[0].factor
        periods = sorted(_days(row, year) for row in rows)
        if any(not days_in_common(period, whole_year(year)) for period in periods):
            found.append(say("{factor} è valutato per un periodo fuori dal {year}", factor=factor_name, year=year))
        elif any(after.start <= before.end for before, after in pairwise(periods)):
            found.append(say("{factor} ha due valutazioni per gli stessi giorni", factor=factor_name))
        elif len({row.weight for row in rows}) > 1:
            found.append(say("{factor} ha pesi diversi nei suoi periodi", factor=factor_name))
    found += map(as_message, kit.sections_problems([rows[0] for rows in by_factor]))
    return say("fattore {factor}: {why}", factor=name, why=several(*found)) if found else NOTHING


def _by_factor(ratings: Sequence[Rating]) -> list[list[Rating]]:
    found: dict[str, list[Rating]] = defaultdict(list)
    for row in ratings:
        found[row.factor.casefold()].append(row)
    return [found[name] for name in sorted(found)]


def whole_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def _days(row: Rating, year: int) -> Period:
    return Period(row.start or date(year, 1, 1), row.end or date(year, 12, 31))


def _degree_of(ratings: tuple[Rating, ...], year: int) -> Fraction | None:
    """The degree of a factor in percent, from valid ratings: by weights, and each by the days of its periods."""
    if len(ratings) == 1:
        return kit.degree(ratings)
    by_factor = _by_factor(ratings)
    given = kit.sibling_weights([rows[0].weight for rows in by_factor]) if len(by_factor) > 1 else None
    weights: Sequence[Number] = given or (1,) * len(by_factor)
    means = []
    for rows in by_factor:
        if len(rows) == 1:
            means.append(kit.degree(rows))
            continue
        parts = [Weighted(kit.degree([row]), days_in_common(_days(row, year), whole_year(year))) for row in rows]
        means.append(weighted_mean(parts) or Fraction(0))
    return weighted_mean(Weighted(mean, weight) for mean, weight in zip(means, weights, strict=True))


def unrated(ratings: tuple[Rating, ...], served: Sequence[Period], year: int) -> Iterator[tuple[str, int]]:
    """The factors rated for periods that leave days of service without a rating, each with those days."""
    if not any(row.start or row.end for row in ratings):
        return
    for rows in _by_factor(ratings):
        if days := sum(period.days for period in apart_from(served, (_days(row, year) for row in rows))):
            yield rows[0].factor, days


@frozen(kw_only=True)
class MeasuredFactor(kit.Factor):
    """A factor of one person. `uncovered` are days in units without a board, if other units where they served have one.

    `from_below` says that the board of a unit above the person's own measures it (I-BG-28).
    """

    uncovered: int = 0
    from_below: bool = False


def refused(step: Step, whom: Evaluated, person: Person, names: Iterable[str]) -> Message:
    """Why somebody's ratings of some factors cannot be scored, or nothing; it needs no grades."""
    found = []
    for name in names:
        ratings, problem = rated_under(step, person, name)
        if ratings and _boards_of_factor(step, whom, person, name)[0]:
            problem = say(
                "il fattore {factor} ha sia una scheda o un cruscotto sia valutazioni: tenere una sola delle due fonti",
                factor=name,
            )
        found.append(problem)
    return several(*found)


def factor(step: Step, whom: Evaluated, person: Person, name: str) -> MeasuredFactor:
    """The degree of a factor: from measured boards if there are any, otherwise from valid ratings under its name."""
    places, uncovered = _boards_of_factor(step, whom, person, name)
    measures = [(grade, part) for place, part in places if (grade := step.so_far.grade(*place)) is not None]
    if measures:
        own = {f"unit:{unit}" for unit in kit.units_served(step.dossier, person)} | {f"person:{person.id}"}
        above = whom.staff and any(step.dossier.dashboards[board].holder not in own for (_, board, _), _ in places)
        return kit.measured(name, measures, MeasuredFactor, uncovered=uncovered, from_below=above)
    ratings, _ = rated_under(step, person, name)
    if not ratings:
        why = say("manca il fattore {factor}: non ci sono valutazioni né schede", factor=name)
        if lost := _lost_of(step, person):
            why = say(
                "manca il fattore {factor}: la scheda {forms}, non consegnata entro l'anno, non conta ({reading}), e "
                "non ci sono valutazioni: scriverle (tabella valutazioni_fattori)",
                factor=name,
                forms=tuple(Ref("dashboard", one) for one in lost),
                reading=Ref("reading", "I-BG-23"),
            )
        if name == STRUCTURE and (led := tuple(_formerly_led(step, person))):
            why = say("manca il fattore {factor}: {why}", factor=name, why=several(*led))
        return MeasuredFactor(name=name, lacks=(name,), reason=why)
    return MeasuredFactor(name=name, value=_degree_of(ratings, step.dossier.year), ratings=ratings)


def _formerly_led(step: Step, person: Person) -> Iterator[Message]:
    """The units whose posts somebody held for a part of the year, with who leads them now, and what to do.

    The text does not say how the measure of a unit is divided among those who led it in the year.
    """
    acts = (MANAGER_REVOCATION, REVOCATION)
    held = {one.position.id: one for act in acts for one in kit.posts_of(step, person.id, act) if one.days}
    for post, one in held.items():
        unit = step.dossier.units.get(one.position.unit or "")
        if unit is not None and unit.head and unit.head != person.id and _boards(step.dossier, LED, f"unit:{unit.id}"):
            yield say(
                "ha tenuto {position} ({days}), e la misura di {unit} vale per chi ne è ora responsabile, {head} "
                "(tabella unita, colonna responsabile); il testo non dice come dividerla. Chi valuta scrive il "
                "punteggio di {person} per i suoi giorni (tabella valutazioni_fattori: fattore {factor}, punti e "
                "massimo)",
                position=Ref("position", post),
                days=told_days(one.periods),
                unit=Ref("unit", unit.id),
                head=Ref("person", unit.head),
                person=Ref("person", person.id),
                factor=STRUCTURE,
            )


def _lost_of(step: Step, person: Person) -> list[str]:
    """The forms of somebody, or of their units, that no longer can count."""
    holders = {f"person:{person.id}", *(f"unit:{unit}" for unit in kit.units_served(step.dossier, person))}
    return [one for one in sorted(step.once(lost_forms)) if step.dossier.dashboards[one].holder in holders]


def _boards_of_factor(step: Step, whom: Evaluated, person: Person, name: str) -> Measures:
    """The boards that measure a factor, each with its part, and the days served in units without one.

    Of the staff, letter a is measured by boards of the structure or the group form, letter b by forms: I-BP-12 decides.
    A form that no longer can count is none (I-BG-23).
    """
    dossier, lost = step.dossier, step.once(lost_forms)
    holder = f"person:{person.id}"
    served = tuple(kit.units_served(dossier, person).items())
    personal = _boards(dossier, ("individual",), holder, lost) if name in ("b", "scheda_individuale") else []
    own = [(place, 1) for place in personal]
    if whom.staff and step.readings[FORMS].choice == "letter":
        if name == "a":
            direct = dossier.once(_WhereServed(served, SERVICES))
            if rated_under(step, person, name)[0] and not direct[0]:
                return direct  # ratings without a board of one's own units: no unit above measures it
            return dossier.once(_WhereServed(served, SERVICES, from_below=True))
        if name != "b":
            return own, 0
        group, uncovered = dossier.once(_WhereServed(served, GROUP, lost=lost))
        return [*own, *group], 0 if own else uncovered
    if name == ("a" if whom.staff else "scheda_gruppo"):
        return dossier.once(_WhereServed(served, GROUP, lost=lost))
    if own:
        return own, 0
    if name == STRUCTURE:
        led = [f"unit:{unit.id}" for unit in dossier.units.of(head=person.id)]
        return [(place, 1) for one in (holder, *led) for place in _boards(dossier, LED, one)], 0
    if name == "ente" and len(dossier.dashboards.of(kind=STRATEGIC)) == 1:
        return [(("ente", dossier.ente.id, ""), 1)], 0
    return (), 0


def _boards(dossier: Dossier, kinds: Sequence[str], holder: str, lost: frozenset[str] = frozenset()) -> list[Place]:
    """The boards of these kinds that a holder has, a person or a unit (`unit:U1`), without the `lost` ones."""
    own = (one for one in dossier.dashboards.of(holder=holder) if one.kind in kinds and one.id not in lost)
    return [("dashboard", one.id, one.id) for one in own]


@frozen(cache_hash=True)
class _WhereServed:
    """Boards of the units in which somebody served, with the fraction of service in each; and the days without any.

    With `from_below`, days in a unit without a board count for the nearest unit above it that has one (I-BG-28).
    """

    served: tuple[tuple[str, int], ...]
    kinds: Sequence[str]
    from_below: bool = False
    lost: frozenset[str] = frozenset()

    def __call__(self, dossier: Dossier) -> Measures:
        days: dict[str, int] = defaultdict(int)
        for unit, length in self.served:
            above = kit.units_above(dossier, unit) if self.from_below else ()
            measured = next((one.id for one in above if _boards(dossier, self.kinds, f"unit:{one.id}")), unit)
            days[measured] += length
        boards = {unit: _boards(dossier, self.kinds, f"unit:{unit}", self.lost) for unit in days}
        whole = sum(days.values())
        places = [(place, Fraction(length, whole)) for unit, length in days.items() for place in boards[unit]]
        return places, sum(length for unit, length in days.items() if not boards[unit])
