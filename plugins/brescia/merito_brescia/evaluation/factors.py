"""The factors of an evaluation: grades of the Plan, ratings, and the staff's form with the level of its total.

Par. 4 and the evaluation form of the appendix; art. 6 c. 3.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from merito import (
    NOTHING,
    Finding,
    Grade,
    InForce,
    Intermediate,
    Message,
    Rating,
    Ref,
    ResultRows,
    State,
    Step,
    as_message,
    kit,
    rule,
    say,
    several,
)
from merito.numbers import HUNDRED, Number, Weighted, down, fraction, half_up, product, quotient, weighted_mean
from merito_brescia import telling
from merito_brescia.evaluation.people import MANAGER, POSITION, SECRETARY, STAFF, Evaluee, evaluees, not_rated

WEIGHTS, ATTESTED = "I-BS-41", "I-BS-61"
ENTE, AREA, SCOPE = "ente", "area", "ambito"
CONTRIBUTION, FORM, DIFFERENCES = "contributo", "scheda", "differenziazione"
BEHAVIOURS = ("autonomia", "obiettivi", "apporto", "comportamento")
SECTIONS = ("conoscenze", "attivita", "attitudini")
SUM, BLANK = "I-BS-23", "I-BS-22"
FORMULA = say("somma, riga per riga, di peso × punti / punteggio massimo")
LEVELS, PRINTED = "evaluation_levels", "misprinted_levels"
MISPRINT, BETWEEN, ZERO = "I-BS-20", "I-BS-21", "I-BS-22"


@frozen(kw_only=True)
class Weighing:
    """A set of factors: the parameter with their weights, their names, and the rule of the text."""

    key: str
    names: tuple[str, ...]
    rule: str


OF_STAFF = Weighing(key="staff_factors", names=(CONTRIBUTION, FORM), rule="BS-SM-4.c")
OF_HOLDERS = Weighing(key="po_factors", names=(ENTE, AREA, *BEHAVIOURS), rule="BS-SM-4.b")
OF_MANAGERS = Weighing(key="manager_factors", names=(SCOPE, CONTRIBUTION, DIFFERENCES), rule="BS-SM-4.a")


@frozen(kw_only=True)
class Rated:
    """The factors rated in a role; the rule of ratings that are refused, and of those that are missing."""

    names: tuple[str, ...] = ()
    refused: str
    missing: str


LIKE_A_MANAGER = Rated(names=(CONTRIBUTION, DIFFERENCES), refused="BS-SM-4.a", missing="BS-SM-4.a")
RATED = {
    STAFF: Rated(refused="BS-SM-Sf1", missing="BS-SM-Sf1"),
    POSITION: Rated(names=BEHAVIOURS, refused="BS-PO-6.3", missing="BS-SM-4.b"),
    MANAGER: LIKE_A_MANAGER,
    SECRETARY: LIKE_A_MANAGER,
}


@rule("BS-SM-4.a", "BS-SM-4.b", "BS-SM-4.c", "I-BS-41", hook="merito_check_parameters")
def weights_of_factors(step: Step) -> ResultRows:
    """Invalid weights set by the ente are errors; weights that it has not set block their scores."""
    for one in (OF_STAFF, OF_HOLDERS, OF_MANAGERS):
        yield from kit.wrong_weights(step, one.key, one.names, one.rule)


def measured(step: Step, name: str, parts: Sequence[tuple[Grade, Number]], otherwise: Message = NOTHING) -> kit.Factor:
    """A factor that the plan measures: the mean of grades by their parts or, without any, `otherwise`.

    One that is not firm may be what it is with all that the measures lack at 100; where people are evaluated by the
    grade that the OIV attests (I-BS-61), a grade that is not attested yet may be 100 whole.
    """
    if not parts:
        why = say("fattore {factor}: {why}", factor=name, why=otherwise)
        return kit.Factor(name=name, lacks=(name,), reason=why)
    found = kit.measured(name, parts, kit.Factor)
    if found.firm and found.value is not None:
        return found
    most, least = (_with_attested(parts, value) for value in (HUNDRED, 0))
    return step.choose(ATTESTED, measured=found, attested=evolve(found, most=most, least=least))


def _with_attested(parts: Sequence[tuple[Grade, Number]], awaited: Number) -> Fraction | None:
    """The mean of grades with those that are not final, nor attested, at a value (percent)."""
    known = ((grade.value if grade.state is State.FINAL else None, part) for grade, part in parts)
    return weighted_mean(Weighted(fraction(awaited) if own is None else own, part) for own, part in known)


def by_ente(step: Step, name: str) -> kit.Factor:
    """A factor that the grade of the ente measures."""
    grade = step.so_far.grade("ente", step.dossier.ente.id)
    return measured(step, name, [(_that_counts(step, grade), 1)] if grade else [], say("l'ente non ha un grado"))


def by_units(
    step: Step, name: str, units: Iterable[tuple[str | None, Number]], nowhere: Message = NOTHING
) -> kit.Factor:
    """A factor that the grades of some units measure, by the days in each; `nowhere` if there are none."""
    parts: list[tuple[Grade, Number]] = []
    for unit, days in units:
        grade = nearest(step, unit)
        if grade is None:
            named = Ref("unit", unit) if unit else "-"
            return measured(step, name, (), say("né l'unità «{unit}» né una sopra di essa ha un grado", unit=named))
        parts.append((grade, days))
    return measured(step, name, parts, nowhere)


def nearest(step: Step, unit: str | None) -> Grade | None:
    """The grade of a unit, or of the nearest unit above that has one."""
    grades = step.once(area_grades)
    return next((grades[one.id] for one in kit.units_above(step.dossier, unit) if one.id in grades), None)


def area_grades(step: Step) -> Mapping[str, Grade]:
    """The grades of the managerial areas (par. 3.1, second view), by unit."""
    own = (one for one in step.so_far.grades if (one.view, one.scope) == ("managers", "manager"))
    return {one.id: _that_counts(step, one) for one in own}


def of_attestation(step: Step) -> tuple[str, ...]:
    """The reading on which grade counts, if the OIV attests a grade other than the measured one anywhere."""
    scopes = (one for one in step.so_far.grades if one.scope in ("ente", "manager"))
    return (ATTESTED,) if any(_apart(one) for one in scopes) else ()


def _that_counts(step: Step, grade: Grade) -> Grade:
    """The grade by which people are evaluated: as measured, or as the OIV attests it (I-BS-61)."""
    if not _apart(grade):
        return grade
    attested = evolve(
        grade,
        value=grade.attested,
        state=State.FINAL,
        lacks=(),
        reason=NOTHING,
        rests_on=(grade,),
        basis=evolve(grade.basis, formula=say("il grado che l'OIV attesta")),
    )
    return step.choose(ATTESTED, measured=grade, attested=attested)


def _apart(grade: Grade) -> bool:
    """Whether the OIV attests, from 0 to 100, another grade than the measured one, or one that is not final yet."""
    if grade.attested is None or not 0 <= grade.attested <= HUNDRED:
        return False
    return grade.attested != grade.value or grade.state is not State.FINAL


@rule("BS-SM-Sf1", "BS-PO-6.3", "BS-SM-4.a", "BS-SM-4.b")
def ratings_told(step: Step) -> Iterator[Finding]:
    """An error if ratings refuse an evaluation; a warning if one that is recorded, or begun, is incomplete.

    Of whoever has no points the warning is the one that says who evaluates them, or the one about points left blank.
    """
    for one in evaluees(step):
        why, own = problem_of(step, one), RATED[one.role]
        if why:
            told = say("valutazione rifiutata: {why}", why=why)
            yield telling.evaluation("error", own.refused, told, one.subject, *one.ratings)
            continue
        without = (factor.reason for factor in rated(step, one) if factor.value is None)
        lacking = form_of(step, one).blank if one.role == STAFF else several(*without)
        if lacking and (one.ratings or (one.evaluation and not _told_apart(step, one))):
            told = say("valutazione senza punteggio: {lacking}", lacking=lacking)
            yield telling.evaluation("warning", own.missing, told, one.subject, *one.ratings, *one.recorded)


def _told_apart(step: Step, one: Evaluee) -> bool:
    return kit.left_out(step.dossier, one.person.id) or any(not_rated(step, one))


def problem_of(step: Step, one: Evaluee) -> Message:
    """Why somebody's ratings cannot be scored, or nothing."""
    if one.ratings and not step.dossier.service_of(one.person.id):
        return say("non risulta in servizio nel {year}", year=step.dossier.year)
    if one.role == STAFF:
        return several(*form_of(step, one).problems)
    own = step.once(RatedAs(one.role))
    return as_message(own.refused.get(own.axis.place[one.person.id], NOTHING))


def rated(step: Step, one: Evaluee) -> Iterator[kit.Factor]:
    """The factors that the evaluator rates: points over their maximum; several rows by their weights, or equally."""
    own = step.once(RatedAs(one.role))
    at = own.axis.place[one.person.id]
    for name, column in own.items():
        why = column.why(at)
        lacks = tuple(lack for gap in why for lack in gap.lacks)
        yield kit.Factor(name=name, value=column.at(at), lacks=lacks, reason=kit.why_of(why), ratings=own.of(name, at))


def _unrated(name: str) -> Message:
    return say("fattore {factor}: non è valutato", factor=name)


@frozen
class RatedAs:
    """The ratings of everybody in a role."""

    role: str

    def __call__(self, step: Step) -> kit.Factors:
        people = tuple(one.person for one in evaluees(step, self.role))
        axis = kit.Axis("person", tuple(one.id for one in people), people)
        names = RATED[self.role].names
        return kit.factors(step, *names, axis=axis, max_given=True, missing=_unrated)


@frozen(kw_only=True)
class Form:
    """A form as read: its exact total, or what is blank or wrong; and the Tot. of each row.

    `most` is the most that the total can be with the rows that are there or, if none is blank, with any points.
    """

    total: Fraction | None = None
    most: Fraction = HUNDRED
    blank: Message = NOTHING
    problems: tuple[Message, ...] = ()
    rows: tuple[Intermediate, ...] = ()
    rules: tuple[str, ...] = ()

    @property
    def why(self) -> Message:
        """Why it has no total."""
        return self.blank or several(*self.problems)


def form_of(step: Step, one: Evaluee) -> Form:
    """The form of one of the staff, read once in a run."""
    return step.once(_forms)[one.person.id]


def _forms(step: Step) -> Mapping[str, Form]:
    return {one.person.id: _read_form(one.ratings) for one in evaluees(step, STAFF)}


def _read_form(ratings: Sequence[Rating]) -> Form:
    """The total of a form whose weights sum to 100 (I-BS-23); none if a section has no rows (I-BS-22)."""
    written = [_section(row) for row in ratings]
    blank = [name for name in SECTIONS if name not in written]
    problems = tuple(_form_problems(ratings, whole=not blank))
    if problems:
        return Form(problems=problems)
    each = [product(row.weight or 0, quotient(row.points, row.max or 1)) for row in ratings]
    if blank:
        why = say("la scheda non è compilata: manca {sections}", sections=tuple(blank))
        lost = sum((fraction(row.weight or 0) for row in ratings), Fraction(0)) - sum(each, Fraction(0))
        return Form(blank=why, most=max(HUNDRED - lost, Fraction(0)), rules=(BLANK,))
    rows = zip(ratings, each, strict=True)
    return Form(
        total=sum(each, Fraction(0)),
        rows=tuple(Intermediate(f"Tot. {row.factor}", one, part=row.section) for row, one in rows),
        rules=(SUM,) if any(row.max != HUNDRED for row in ratings) else (),
    )


def _section(row: Rating) -> str:
    """The section of a row, written with or without its accent."""
    return row.section.casefold().replace("à", "a")


def _form_problems(ratings: Sequence[Rating], *, whole: bool) -> Iterator[Message]:
    """What is wrong with the rows; their weights must sum to 100 only if the form is `whole`."""
    strange = [row.section or row.factor for row in ratings if _section(row) not in SECTIONS]
    yield from map(as_message, kit.unknown_problems(strange, SECTIONS, "una sezione della scheda"))
    yield from map(as_message, kit.rows_problems(ratings))
    for why in kit.periods_problems(ratings):
        yield say("{why} (SMVP, par. 4 e scheda di valutazione)", why=why)
    without = [row.factor for row in ratings if row.weight is None]
    if without:
        yield say("senza peso: {rows}", rows=tuple(without))
    total = sum((fraction(row.weight or 0) for row in ratings), Fraction(0))
    if whole and not without and total != HUNDRED:
        yield say("i pesi delle righe sommano a {total}, non a {whole}", total=total, whole=HUNDRED)


@frozen(kw_only=True)
class Level:
    """A level with its rule and the readings that its case rests on, the values in force and the whole points used."""

    name: str
    rules: tuple[str, ...]
    parameters: tuple[InForce[object], ...]
    steps: tuple[Intermediate, ...]


def level_of(step: Step, total: Fraction) -> Level:
    """The level of a total in whole points: half up, or down if the ente adopts that (I-BS-21)."""
    return step.once(_Scale).of(total)


def levels_up_to(step: Step, total: Fraction) -> frozenset[str]:
    """The levels that a total of at most so much can have."""
    minima = _numbers(step.parameters.table(LEVELS).value)
    most = minima[level_of(step, total).name]
    return frozenset(name for name, least in minima.items() if least <= most)


def worst(step: Step) -> str:
    """The lowest level of the table."""
    return _lowest(_numbers(step.parameters.table(LEVELS).value))


class _Scale:
    """The table of levels of a run, and a cache of the levels found in it."""

    def __init__(self, step: Step) -> None:
        self.levels, self.printed = step.parameters.table(LEVELS), step.parameters.table(PRINTED)
        self.minima, self.wrong = _numbers(self.levels.value), _numbers(self.printed.value)
        self.lowest = _lowest(self.minima)
        self.floor = step.readings[BETWEEN].choice == "floor"
        self._known: dict[tuple[Fraction, Fraction], Level] = {}

    def of(self, total: Fraction) -> Level:
        rounded = fraction(half_up(total)), fraction(down(total))
        if rounded not in self._known:
            self._known[rounded] = self._level(*rounded)
        return self._known[rounded]

    def _level(self, nearest: Fraction, floor: Fraction) -> Level:
        whole = floor if self.floor else nearest
        name = self._named(whole)
        case = {
            MISPRINT: any(least <= whole < self.minima[wrong] for wrong, least in self.wrong.items()),
            BETWEEN: self._named(nearest) != self._named(floor),
            ZERO: whole < self.minima[self.lowest],
        }
        return Level(
            name=name,
            rules=("BS-SM-Lv", *(reading for reading, arises in case.items() if arises)),
            parameters=(self.levels, *((self.printed,) if case[MISPRINT] else ())),
            steps=(Intermediate("punteggio letto nella tabella dei livelli", whole), Intermediate("livello", name)),
        )

    def _named(self, whole: Fraction) -> str:
        """The level with the highest minimum that is reached; the lowest also for points below its own minimum."""
        reached = [name for name, minimum in self.minima.items() if minimum <= whole]
        return max(reached, key=self.minima.__getitem__, default=self.lowest)


def _lowest(minima: Mapping[str, Fraction]) -> str:
    return min(minima, key=minima.__getitem__)


def _numbers(table: Mapping[str, object]) -> dict[str, Fraction]:
    return {name: fraction(value) for name, value in table.items()}  # type: ignore[arg-type]
